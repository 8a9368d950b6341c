import Foundation

// How numbers are written in figures and their tables.

/// With a real minus sign, as wide as the digits.
func decimalText(_ value: Double, decimals: Int) -> String {
  if value.isNaN { return "nan" }
  if value.isInfinite { return value < 0 ? "−∞" : "∞" }
  let digits = String(format: "%.\(min(max(decimals, 0), 17))f", abs(value))
  return value < 0 && digits.contains { $0 != "0" && $0 != "." } ? "−" + digits : digits
}

/// So many digits at most, six being what the eye can use; all digits of a whole number.
func shortText(_ value: Double, digits: Int = 6) -> String {
  if !value.isFinite { return decimalText(value, decimals: 0) }
  if value == value.rounded(), abs(value) < 1e15 { return decimalText(value, decimals: 0) }
  return String(format: "%.\(digits)g", value).replacing("-", with: "−")
}
