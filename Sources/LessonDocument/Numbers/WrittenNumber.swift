import Foundation

/// A number as printed in a sentence: `0.4711`, `47 %`, `−1,234.5`, `1.2e-5`, `３．５`, `1.5万`.
package struct WrittenNumber: Sendable, Hashable {
  /// Its range in the file: sign and digits, without a percent sign or a unit.
  package var range: Range<Int>
  /// The source text.
  package var text: String
  package var value: Double
  /// The number of digits after the decimal point.
  package var decimals: Int
  /// The factor of its unit: 10,000 for `1.5万`, usually 1.
  var scale = 1.0
  /// The exponent after `e`; nil if there is none.
  var exponent: Int?
  package var isPercentage = false
  /// Whether it is the base or the exponent of a power, `10^3` or `10³`, which is another number than its digits.
  package var isInPower = false

  /// Half a unit of the last digit.
  private var halfUnit: Double { 0.5 * pow(10, Double((exponent ?? 0) - decimals)) * scale }

  /// Whether the number states its precision, so that it needs a source: it is a decimal or a percentage.
  var needsSource: Bool { decimals > 0 || isPercentage || exponent != nil }

  /// Whether it is written without a point, a power of ten and a percent sign.
  package var isWhole: Bool { decimals == 0 && exponent == nil && !isPercentage }

  /// Whether a value, rounded as the number is printed, gives the number. A half may be rounded either way.
  package func rounds(_ value: Double) -> Bool {
    value.isFinite && abs(value - self.value) <= halfUnit * (1 + 1e-6)
  }

  /// A value in the format of the number: with as many decimals, and the same kind of digits, signs and separators.
  package func text(for value: Double) -> String {
    var mantissa = value / scale
    var suffix = ""
    if exponent != nil {
      var power = mantissa == 0 ? 0 : Int(log10(abs(mantissa)).rounded(.down))
      if Double(Self.digits(abs(mantissa) / pow(10, Double(power)), decimals)).map({ $0 >= 10 }) ?? false { power += 1 }
      mantissa /= pow(10, Double(power))
      suffix = (text.contains("E") ? "E" : "e") + String(power)
    }
    var digits = Self.digits(abs(mantissa), decimals)
    let isZero = !digits.contains { ("1"..."9").contains($0) }
    if let separator = groupSeparator { digits = Self.grouped(digits, by: separator) }
    let minus = text.first { Self.minusSigns.contains($0) } ?? "-"
    let sign = mantissa < 0 && !isZero ? String(minus) : text.hasPrefix("+") ? "+" : ""
    return sign + (isFullWidth ? Self.fullWidth(digits) : digits) + suffix
  }

  /// The value rounded to a number of decimals, halves away from zero.
  private static func digits(_ value: Double, _ decimals: Int) -> String {
    let power = pow(10, Double(decimals))
    let scaled = (value * power).rounded()
    return String(format: "%.\(decimals)f", scaled < 0x1p53 ? scaled / power : value)
  }

  // MARK: How it is written

  static let minusSigns: Set<Character> = ["-", "−", "－"]
  static let groupSeparators: Set<Character> = [",", "\u{A0}", "\u{2009}", "\u{202F}"]

  private var groupSeparator: Character? { text.first { Self.groupSeparators.contains($0) } }

  private var isFullWidth: Bool { text.unicodeScalars.contains { (0xFF10...0xFF19).contains($0.value) } }

  private static func grouped(_ digits: String, by separator: Character) -> String {
    let whole = digits.prefix { $0 != "." }
    var grouped = ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { grouped.append(separator) }
      grouped.append(digit)
    }
    return grouped + digits.dropFirst(whole.count)
  }

  private static func fullWidth(_ digits: String) -> String {
    var wide = String.UnicodeScalarView()
    for scalar in digits.unicodeScalars {
      wide.append(scalar.isASCII && scalar != "," ? Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar : scalar)
    }
    return String(wide)
  }
}
