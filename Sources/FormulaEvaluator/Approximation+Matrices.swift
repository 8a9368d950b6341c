import Diagnostics
import FormulaExpressions

/// Powers, inverses and determinants of square matrices, and how they propagate the errors of the entries.
extension Arithmetic {
  /// Each row of a determinant propagates its error times the lengths of the other rows (Hadamard).
  func determinant(_ data: [Approximation], size: Int) -> Approximation {
    let value = SquareMatrix(size: size, entries: data.map(\.value)).determinant
    let rows = (0..<size).map { data[$0 * size..<($0 + 1) * size] }
    let lengths = rows.map { $0.reduce(0) { $0 + $1.value * $1.value }.squareRoot() }
    let rounding = Total.rounding(size, precision)
    let passed = rows.indices.reduce(0.0) { sum, row in
      let others = lengths.indices.reduce(1.0) { $1 == row ? $0 : $0 * lengths[$1] }
      return sum + others * rows[row].reduce(0) { $0 + $1.error + rounding * abs($1.value) }
    }
    return rounded(value, passed: passed)
  }

  /// Computes the power by repeated squaring.
  func power(
    _ data: [Approximation], size: Int, exponent: Int, at range: Range<Int>, spend: (Int) throws(Problem) -> Void
  ) throws(Problem) -> [Approximation] {
    let sizes = TypedExpression.Sizes(m: size, k: size, n: size)
    var base = data
    if exponent < 0 {
      try spend(size * size * size)
      base = try inverse(data, size: size, at: range)
    }
    var result: [Approximation]?
    var rest = exponent.magnitude
    while rest > 0 {
      try spend(2 * size * size * size)
      if rest & 1 == 1 {
        result = try result.map { known throws(Problem) in try matrixProduct(known, base, sizes, at: range) } ?? base
      }
      rest >>= 1
      if rest > 0 { base = try matrixProduct(base, base, sizes, at: range) }
    }
    return result ?? SquareMatrix.identity(size: size).entries.map { Approximation($0) }
  }

  /// To first order, X = A⁻¹ propagates the errors E of A as |X|·E·|X|. Gaussian elimination adds an error as if the entries of A had one.
  private func inverse(_ data: [Approximation], size: Int, at range: Range<Int>) throws(Problem) -> [Approximation] {
    let inverse = try SquareMatrix(size: size, entries: data.map(\.value)).inverse(at: range)
    let rounding = Total.rounding(size, precision)
    let magnitudes = SquareMatrix(size: size, entries: inverse.entries.map(abs))
    let errors = SquareMatrix(size: size, entries: data.map { $0.error + rounding * abs($0.value) })
    let passed = magnitudes.multiplied(by: errors).multiplied(by: magnitudes)
    return zip(inverse.entries, passed.entries).map { rounded($0, passed: $1) }
  }
}
