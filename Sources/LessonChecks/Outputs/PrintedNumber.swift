/// A printed number: its value, and how precise its digits are.
struct PrintedNumber: Hashable {
  enum Form: Hashable {
    /// `3`: a count or a size, which must be exact.
    case whole
    /// `6.20`, `+1.5`, `007.5`: a formatted number. Versions look the same, and `6.20` isn't `6.2`.
    case formatted
    /// `0.5`, `1.0`, `8e-07`: a number with all of its digits, or rounded by an author.
    case plain
  }

  /// Sign, digits and exponent.
  let text: String
  let value: Double
  let form: Form
  /// The sign `-`, `−` or `+`. A number -0.0 has one too.
  let sign: Character?
  /// One unit of the last digit. A rounded number may be off by half of it. It is 0 for `1.0`, because Swift writes `.0` after an integral
  /// value, where it isn't a rounded digit.
  let unit: Double

  /// The possible rounding noise, if the number is in an array with a much larger entry.
  var noise = 0.0
  /// Whether it is part of a string.
  var isQuoted = false

  /// - Parameter text: The whole number; the other arguments are its parts, without sign, point and `e`. Returns nil if `Double` can't
  ///   represent the number.
  init?(text: String, whole: String, fraction: String?, exponent: String?) {
    guard let value = Double(text.replacing("−", with: "-")), value.isFinite else { return nil }
    // A number that underflows reads as 0.
    guard (value == 0) == (whole + (fraction ?? "")).allSatisfy({ $0 == "0" }) else { return nil }
    self.text = text
    self.value = value
    sign = text.first.flatMap { "-−+".contains($0) ? $0 : nil }
    let decimals = fraction?.count ?? 0
    if fraction == nil && exponent == nil {
      form = .whole
    } else {
      let isPadded = decimals > 1 && fraction?.hasSuffix("0") == true || whole.count > 1 && whole.hasPrefix("0")
      form = isPadded || sign == "+" ? .formatted : .plain
    }
    unit = fraction == "0" ? 0 : Self.powerOf10((exponent.flatMap { Int($0) } ?? 0) - decimals)
  }

  private static func powerOf10(_ exponent: Int) -> Double {
    let magnitude = (0..<min(abs(exponent), 400)).reduce(1.0) { product, _ in product * 10 }
    return exponent < 0 ? 1 / magnitude : magnitude
  }
}
