import Diagnostics

/// A square matrix with its determinant, inverse and powers.
struct SquareMatrix {
  let size: Int
  /// Row by row.
  var entries: [Approximation]
  private let arithmetic: Arithmetic

  /// Beyond this, half of the digits of a `Double` may be wrong in an inverse.
  static let conditionLimit = 1e8

  init(size: Int, entries: [Approximation], _ arithmetic: Arithmetic) {
    self.size = size
    self.entries = entries
    self.arithmetic = arithmetic
  }

  static func identity(size: Int, _ arithmetic: Arithmetic) -> SquareMatrix {
    var matrix = SquareMatrix(size: size, entries: Array(repeating: Approximation(0), count: size * size), arithmetic)
    for index in 0..<size { matrix[index, index] = Approximation(1) }
    return matrix
  }

  subscript(row: Int, column: Int) -> Approximation {
    get { entries[row * size + column] }
    set { entries[row * size + column] = newValue }
  }

  /// The product of the pivots of Gaussian elimination, with a sign for each exchange of rows.
  var determinant: Approximation {
    var work = self
    var product = Approximation(1)
    for column in 0..<size {
      let pivot = work.pivotRow(column)
      guard work[pivot, column].value != 0 else { return Approximation(0, error: work[pivot, column].error) }
      if pivot != column {
        work.exchange(pivot, column)
        product = -product
      }
      product = arithmetic.product(product, work[column, column])
      for row in (column + 1)..<max(size, column + 1) {
        work.subtract(column, times: arithmetic.quotient(work[row, column], work[column, column]), from: row)
      }
    }
    return product
  }

  /// - Throws: Where there is none, or where rounding would make too much of it.
  func inverse(at range: Range<Int>) throws(Problem) -> SquareMatrix {
    var work = self
    var inverse = Self.identity(size: size, arithmetic)
    for column in 0..<size {
      let pivot = work.pivotRow(column)
      guard work[pivot, column].value != 0 else {
        throw Problem("this matrix has no inverse", at: range, notes: ["its determinant is 0"])
      }
      work.exchange(pivot, column)
      inverse.exchange(pivot, column)
      let scale = work[column, column]
      work.divide(column, by: scale)
      inverse.divide(column, by: scale)
      for row in 0..<size where row != column {
        let factor = work[row, column]
        work.subtract(column, times: factor, from: row)
        inverse.subtract(column, times: factor, from: row)
      }
    }
    let condition = columnNorm * inverse.columnNorm
    guard condition <= Self.conditionLimit else {
      throw Problem(
        "this matrix is nearly singular: its inverse is mostly rounding error", at: range,
        notes: ["its condition number is \(Float(condition)), and the limit is \(Float(Self.conditionLimit))"],
        help: "check the formula on data whose matrix is far from singular")
    }
    return inverse
  }

  /// By repeated squaring.
  func power(
    _ exponent: Int, at range: Range<Int>, spend: (Int) throws(Problem) -> Void
  ) throws(Problem) -> SquareMatrix {
    let steps = size * size * size
    var base = self
    if exponent < 0 {
      try spend(steps)
      base = try inverse(at: range)
    }
    var result = Self.identity(size: size, arithmetic)
    var rest = exponent.magnitude
    while rest > 0 {
      try spend(steps)
      if rest & 1 == 1 { result = try result.multiplied(by: base, at: range) }
      rest >>= 1
      if rest > 0 { base = try base.multiplied(by: base, at: range) }
    }
    return result
  }

  private func multiplied(by other: SquareMatrix, at range: Range<Int>) throws(Problem) -> SquareMatrix {
    let product = try arithmetic.matrixProduct(entries, other.entries, .init(m: size, k: size, n: size), at: range)
    return SquareMatrix(size: size, entries: product, arithmetic)
  }

  /// The largest sum of absolute values in a column: the norm that the condition number is measured in.
  private var columnNorm: Double {
    (0..<size).map { column in (0..<size).reduce(0) { $0 + abs(self[$1, column].value) } }.max() ?? 0
  }

  /// The row on or below the diagonal with the largest entry, which keeps rounding small.
  private func pivotRow(_ column: Int) -> Int {
    (column..<size).max { abs(self[$0, column].value) < abs(self[$1, column].value) } ?? column
  }

  private mutating func exchange(_ first: Int, _ second: Int) {
    guard first != second else { return }
    for column in 0..<size { entries.swapAt(first * size + column, second * size + column) }
  }

  private mutating func divide(_ row: Int, by divisor: Approximation) {
    for column in 0..<size { self[row, column] = arithmetic.quotient(self[row, column], divisor) }
  }

  private mutating func subtract(_ source: Int, times factor: Approximation, from target: Int) {
    guard factor.value != 0 || factor.error != 0 else { return }
    for column in 0..<size {
      self[target, column] = arithmetic.difference(self[target, column], arithmetic.product(factor, self[source, column]))
    }
  }
}
