#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// From the smallest to the largest of those values that are finite.
public struct FiniteRange: Sendable, Hashable {
  public let low: Double
  public let high: Double
  /// How many values are not finite.
  public let otherCount: Int

  /// nil if no value is finite.
  public init?(of values: [Double]) {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    (self.low, self.high, otherCount) = (low, high, values.count - finite.count)
  }
}

/// A finite number as recorded texts write it: with four decimals at most, and in scientific notation below 0.001 and from ten million on,
/// as the tensors of lessons are written.
func roundedText(_ value: Double) -> String {
  let value = Double(Float(value))
  guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
  if value == 0 { return "0" }
  let isScientific = abs(value) < 0.001 || abs(value) >= 10_000_000
  let text = formatted(value, isScientific ? "%.4e" : "%.4f")
  guard !isScientific else { return text }
  let digits = String(text.reversed().drop { $0 == "0" }.reversed())
  return digits.hasSuffix(".") ? String(digits.dropLast()) : digits
}

private func formatted(_ value: Double, _ format: String) -> String {
  var buffer = [CChar](repeating: 0, count: 64)
  let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
  return String(decoding: buffer.prefix(Int(count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
}
