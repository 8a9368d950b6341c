/// A number as it was printed: its value, and how precisely its digits are meant.
struct PrintedNumber: Hashable {
  enum Form: Hashable {
    /// `3`: a count or a size, which is right in every digit or wrong.
    case whole
    /// `6.20`, `+1.5`, `007.5`: the digits follow a format. A version is written so too, and `6.20` isn't `6.2`.
    case formatted
    /// `0.5`, `1.0`, `8e-07`: as many digits as the number has, or an author rounded it to.
    case plain
  }

  /// Sign, digits and exponent.
  let text: String
  let value: Double
  let form: Form
  /// `-`, `−` or `+`, which stands before -0.0 too.
  let sign: Character?
  /// One unit of the last digit: a rounded number may be off by half of it. 0 for `1.0`, because Swift writes `.0` after a whole value,
  /// so that it isn't a digit that something was rounded to.
  let unit: Double

  /// How much of the number may be the rounding noise of an array that has a much larger entry.
  var noise = 0.0
  /// Whether it is part of a string.
  var isQuoted = false

  /// - Parameter text: The whole number; its parts are given besides, without sign, point and `e`. nil for a number that `Double` doesn't hold.
  init?(text: String, whole: String, fraction: String?, exponent: String?) {
    guard let value = Double(text.replacing("−", with: "-")), value.isFinite else { return nil }
    // One that is too small reads as 0.
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
