import Foundation

// How numbers are written in figures and their tables.

/// A number with so many decimals, and with the typographic minus sign, which is as wide as a digit.
func decimalText(_ value: Double, decimals: Int) -> String {
  if value.isNaN { return "nan" }
  if value.isInfinite { return value < 0 ? "−∞" : "∞" }
  let digits = String(format: "%.\(min(max(decimals, 0), 17))f", abs(value))
  return value < 0 && digits.contains { $0 != "0" && $0 != "." } ? "−" + digits : digits
}

/// A number with so many significant digits at most. A whole number has all of its digits.
func shortText(_ value: Double, digits: Int = 6) -> String {
  if !value.isFinite { return decimalText(value, decimals: 0) }
  if value == value.rounded(), abs(value) < 1e15 { return decimalText(value, decimals: 0) }
  return String(format: "%.\(digits)g", value).replacing("-", with: "−")
}
