import Foundation

/// A number as a sentence prints it: `0.4711`, `47 %`, `−1,234.5`, `1.2e-5`, `３．５`, `1.5万`.
package struct WrittenNumber: Sendable, Hashable {
  /// In the file: its sign and digits, without a percent sign or a unit behind them.
  package var range: Range<Int>
  /// What stands there.
  package var text: String
  package var value: Double
  /// How many digits follow the point.
  package var decimals: Int
  /// What the digits are multiplied by: 10,000 for `1.5万`; 1 for most.
  var scale = 1.0
  /// The power of ten behind an `e`; nil where there is none.
  var exponent: Int?
  package var isPercentage = false

  /// Half a unit of the last digit.
  private var halfUnit: Double { 0.5 * pow(10, Double((exponent ?? 0) - decimals)) * scale }

  /// Whether the number says of itself how accurate it is, so that it must come from somewhere: a decimal or a percentage.
  var needsSource: Bool { decimals > 0 || isPercentage || exponent != nil }

  /// Whether a value, rounded as the number is printed, gives the number. A half may be rounded either way.
  package func rounds(_ value: Double) -> Bool {
    value.isFinite && abs(value - self.value) <= halfUnit * (1 + 1e-6)
  }

  /// A value as the number is printed: with as many digits behind the point, the same digits, signs and separators.
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

  /// Rounded to so many digits behind the point, a half away from zero.
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
