import FormulaExpressions
import FormulaParser
import FormulaStatements

/// How a value of one axis stands beside a matrix.
enum Stance {
  case column, row
  /// A part of a matrix, which may stand as the row or the column it is.
  case either
  /// A vector of the code, which doesn't say how it stands; beside a matrix it is a column.
  case vector

  /// Whether two shapes are the same (R19): a column is an n×1 matrix, a row 1×n, a number 1×1, and nothing else is anything else.
  static func areSame(_ a: [Int], _ first: Stance, _ b: [Int], _ second: Stance) -> Bool {
    if a.count == 1, b.count == 1 {
      let canTurn = [first, second].contains { $0 == .either || $0 == .vector }
      return a == b && (canTurn || first == second || a == [1])
    }
    return !first.matrices(of: a).isDisjoint(with: second.matrices(of: b))
  }

  private func matrices(of shape: [Int]) -> Set<[Int]> {
    switch (shape.count, self) {
    case (0, _): [[1, 1]]
    case (1, .column), (1, .vector): [shape + [1]]
    case (1, .row): [[1] + shape]
    case (1, .either): [shape + [1], [1] + shape]
    default: [shape]
    }
  }
}

extension TypedExpression {
  var stance: Stance {
    switch orientation {
    case .column: .column
    case .row, .declaredRow: .row
    case .slice: .either
    }
  }
}

extension TypedExpression {
  /// Whether it is a row because a product with a matrix or a sum of its rows is one, not because it was written or transposed as one.
  var isRowOfProduct: Bool {
    guard orientation.isRow else { return false }
    switch kind {
    case .matrixProduct, .reduced: return true
    case .sum(let addends): return addends.contains { $0.value.isRowOfProduct }
    case .pairwise(_, let a, let b): return a.isRowOfProduct || b.isRowOfProduct
    case .negated(let part), .entrywise(_, let part), .softmax(let part), .called(_, let part), .mapped(_, let part, _):
      return part.isRowOfProduct
    case .constant, .input, .index, .element, .stored, .matrixPower, .transposed, .reshaped, .entry, .fold, .table,
      .diagonalMatrix, .diagonal, .joined, .cases, .foreign, .delta, .unsized:
      return false
    }
  }
}
