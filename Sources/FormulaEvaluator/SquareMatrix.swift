import Diagnostics
import FormulaExpressions
import FormulaStatements

/// A square matrix with its determinant and inverse.
struct SquareMatrix {
  let size: Int
  /// Row by row.
  var entries: [Double]

  /// Beyond this, half of the digits of a `Double` may be wrong in an inverse.
  static let conditionLimit = 1e8

  static func identity(size: Int) -> SquareMatrix {
    var matrix = SquareMatrix(size: size, entries: Array(repeating: 0, count: size * size))
    for index in 0..<size { matrix[index, index] = 1 }
    return matrix
  }

  subscript(row: Int, column: Int) -> Double {
    get { entries[row * size + column] }
    set { entries[row * size + column] = newValue }
  }

  /// The product of the pivots of Gaussian elimination, with a sign for each exchange of rows.
  var determinant: Double {
    var work = self
    var product = 1.0
    for column in 0..<size {
      let pivot = work.pivotRow(column)
      guard work[pivot, column] != 0 else { return 0 }
      if pivot != column {
        work.exchange(pivot, column)
        product = -product
      }
      product *= work[column, column]
      for row in (column + 1)..<max(size, column + 1) {
        work.subtract(column, times: work[row, column] / work[column, column], from: row)
      }
    }
    return product
  }

  /// - Throws: If there is none, or if rounding errors would become too large.
  func inverse(at range: Range<Int>) throws(Problem) -> SquareMatrix {
    var work = self
    var inverse = Self.identity(size: size)
    for column in 0..<size {
      let pivot = work.pivotRow(column)
      guard work[pivot, column] != 0 else {
        throw Problem("this matrix has no inverse", at: range, notes: ["its determinant is 0"])
      }
      work.exchange(pivot, column)
      inverse.exchange(pivot, column)
      let scale = 1 / work[column, column]
      work.scale(column, by: scale)
      inverse.scale(column, by: scale)
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

  func multiplied(by other: SquareMatrix) -> SquareMatrix {
    var product = SquareMatrix(size: size, entries: Array(repeating: 0, count: size * size))
    for row in 0..<size {
      for inner in 0..<size {
        let factor = self[row, inner]
        for column in 0..<size { product[row, column] += factor * other[inner, column] }
      }
    }
    return product
  }

  /// The largest sum of absolute values in a column: the norm that the condition number is measured in.
  private var columnNorm: Double {
    (0..<size).map { column in (0..<size).reduce(0) { $0 + abs(self[$1, column]) } }.max() ?? 0
  }

  /// The row on or below the diagonal with the largest entry. As the pivot it keeps rounding errors small.
  private func pivotRow(_ column: Int) -> Int {
    (column..<size).max { abs(self[$0, column]) < abs(self[$1, column]) } ?? column
  }

  private mutating func exchange(_ first: Int, _ second: Int) {
    guard first != second else { return }
    for column in 0..<size { entries.swapAt(first * size + column, second * size + column) }
  }

  private mutating func scale(_ row: Int, by factor: Double) {
    for column in 0..<size { self[row, column] *= factor }
  }

  private mutating func subtract(_ source: Int, times factor: Double, from target: Int) {
    guard factor != 0 else { return }
    for column in 0..<size { self[target, column] -= factor * self[source, column] }
  }
}
