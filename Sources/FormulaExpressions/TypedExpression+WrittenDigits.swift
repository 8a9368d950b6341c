import Diagnostics
import FormulaStatements

/// What a decimal behind `\approx` says of its own accuracy.
extension TypedExpression {
  /// The same with half a unit of the last digit as the error of each decimal; nil unless it is made of numerals alone.
  ///
  /// `2.7`, `-0.5`, `1.24 \cdot 10^8` and `[0.09, 0.24, 0]` say how accurate they are. A whole number says it where it stands alone,
  /// and is as accurate as the decimals beside it in a list.
  package func withWrittenDigits(of latex: String) throws(Problem) -> TypedExpression? {
    var found: [Int] = []
    guard try withDigits(of: latex, whole: nil, &found) != nil else { return nil }
    let isAlone = found.isEmpty && shape.isEmpty && isNumeral
    guard let coarsest = found.min() ?? (isAlone ? 0 : nil) else { return nil }
    return try withDigits(of: latex, whole: coarsest, &found)
  }

  private var isNumeral: Bool {
    switch kind {
    case .constant: true
    case .negated(let part): part.isNumeral
    default: false
    }
  }

  /// - Parameters:
  ///   - whole: How many digits after the point a whole number is taken to have; nil for an exact one.
  ///   - found: Takes up how many digits each decimal has.
  private func withDigits(of latex: String, whole: Int?, _ found: inout [Int]) throws(Problem) -> TypedExpression? {
    func changed(_ kind: Kind, errors: [Double] = []) throws(Problem) -> TypedExpression {
      try TypedExpression(kind, shape: shape, orientation: orientation, bases: bases, errors: errors, at: range)
    }
    switch kind {
    case .constant:
      guard shape.isEmpty, let digits = Self.digitsAfterPoint(latex.slice(bytes: range)) else { return nil }
      if digits > 0 { found.append(digits) }
      guard let accuracy = digits > 0 ? digits : whole else { return self }
      return try changed(kind, errors: [0.5 / Self.powerOfTen(accuracy)])
    case .negated(let part):
      return try part.withDigits(of: latex, whole: whole, &found).map { part throws(Problem) in try changed(.negated(part)) }
    case .reshaped(let part):
      return try part.withDigits(of: latex, whole: whole, &found).map { part throws(Problem) in try changed(.reshaped(part)) }
    case .transposed(let part):
      return try part.withDigits(of: latex, whole: whole, &found).map { part throws(Problem) in try changed(.transposed(part)) }
    case .pairwise(let operation, let a, let b) where operation == .times || operation == .power:
      // The factors and exponents beside a decimal are exact.
      guard let first = try a.withDigits(of: latex, whole: nil, &found), let second = try b.withDigits(of: latex, whole: nil, &found)
      else { return nil }
      return try changed(.pairwise(operation, first, second))
    case .joined(let parts, let axis):
      var written: [TypedExpression] = []
      for part in parts {
        guard let part = try part.withDigits(of: latex, whole: whole, &found) else { return nil }
        written.append(part)
      }
      return try changed(.joined(written, axis: axis))
    case .pairwise, .input, .index, .element, .stored, .sum, .entrywise, .matrixProduct, .matrixPower, .entry, .fold, .table, .softmax,
      .reduced, .diagonalMatrix, .diagonal, .cases, .mapped, .called, .foreign, .delta, .unsized:
      return nil
    }
  }

  /// How many digits a numeral has after its point; nil for any other text.
  private static func digitsAfterPoint(_ text: String) -> Int? {
    if text.hasSuffix("%") { return digitsAfterPoint(text.filter { $0 != "%" && $0 != "\\" }).map { $0 + 2 } }
    let numeral = text.filter { !"-−{} ,\\!".contains($0) }
    guard numeral.allSatisfy({ $0 == "." || $0.isASCII && $0.isNumber }), numeral.contains(where: \.isNumber) else { return nil }
    let parts = numeral.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 1 ? 0 : parts[1].count
  }

  private static func powerOfTen(_ exponent: Int) -> Double { (0..<exponent).reduce(1.0) { power, _ in power * 10 } }
}
