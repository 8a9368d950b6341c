import Diagnostics

/// What a decimal behind `\approx` says of its own accuracy.
extension Meaning {
  /// The same with half a unit of the last digit as the error of each decimal; nil unless it is made of numerals alone.
  ///
  /// `2.7`, `-0.5`, `1.24 \cdot 10^8` and `(0.09, 0.24, 0.67)` say how accurate they are; of whole numbers only one that stands alone does.
  func withWrittenDigits(of latex: String) throws(Problem) -> Meaning? {
    var hasDecimal = false
    guard let written = try withDigits(of: latex, isAlone: true, &hasDecimal), hasDecimal else { return nil }
    return written
  }

  private func withDigits(of latex: String, isAlone: Bool, _ hasDecimal: inout Bool) throws(Problem) -> Meaning? {
    func changed(_ kind: Kind, errors: [Double] = []) throws(Problem) -> Meaning {
      try Meaning(kind, shape: shape, orientation: orientation, bases: bases, errors: errors, at: range)
    }
    switch kind {
    case .constant:
      guard shape.isEmpty, let digits = Self.digitsAfterPoint(latex.slice(bytes: range)) else { return nil }
      guard digits > 0 || isAlone else { return self }
      hasDecimal = true
      return try changed(kind, errors: [0.5 / Self.powerOfTen(digits)])
    case .negated(let part):
      return try part.withDigits(of: latex, isAlone: isAlone, &hasDecimal).map { part throws(Problem) in try changed(.negated(part)) }
    case .reshaped(let part):
      return try part.withDigits(of: latex, isAlone: false, &hasDecimal).map { part throws(Problem) in try changed(.reshaped(part)) }
    case .transposed(let part):
      return try part.withDigits(of: latex, isAlone: false, &hasDecimal).map { part throws(Problem) in try changed(.transposed(part)) }
    case .pairwise(let operation, let a, let b) where operation == .times || operation == .power:
      guard let first = try a.withDigits(of: latex, isAlone: false, &hasDecimal),
        let second = try b.withDigits(of: latex, isAlone: false, &hasDecimal)
      else { return nil }
      return try changed(.pairwise(operation, first, second))
    case .joined(let parts, let axis):
      var written: [Meaning] = []
      for part in parts {
        guard let part = try part.withDigits(of: latex, isAlone: false, &hasDecimal) else { return nil }
        written.append(part)
      }
      return try changed(.joined(written, axis: axis))
    default:
      return nil
    }
  }

  /// How many digits a numeral has after its point; nil for any other text.
  private static func digitsAfterPoint(_ text: String) -> Int? {
    let numeral = text.filter { !"-−{} ,\\!".contains($0) }
    guard numeral.allSatisfy({ $0 == "." || $0.isASCII && $0.isNumber }), numeral.contains(where: \.isNumber) else { return nil }
    let parts = numeral.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 1 ? 0 : parts[1].count
  }

  private static func powerOfTen(_ exponent: Int) -> Double { (0..<exponent).reduce(1.0) { power, _ in power * 10 } }
}
