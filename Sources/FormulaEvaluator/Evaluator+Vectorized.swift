import Diagnostics
import FormulaExpressions
import FormulaStatements
import Foundation

/// Numbers for many values of one index at once: `Q_{ik} K_{jk}` for all k is two rows, multiplied entry by entry.
///
/// The innermost sum or table of a formula is computed this way if its body consists of entries and arithmetic.
extension Evaluator {
  /// The values for `count` values of the index from `lower` on.
  typealias VectorCode = (Frame, _ lower: Int, _ count: Int) throws(Problem) -> [Approximation]

  enum Vectorized {
    /// The same number for all values of the index.
    case single(NumberCode)
    case many(VectorCode)

    /// One entry for a single number, which every operation on lanes uses for all of them.
    func values(_ frame: Frame, _ lower: Int, _ count: Int) throws(Problem) -> [Approximation] {
      switch self {
      case .single(let code): [try code(frame)]
      case .many(let code): try code(frame, lower, count)
      }
    }
  }

  /// The code for many values at once; nil if they are better computed one by one.
  func vectorized(_ typed: TypedExpression, over variable: IndexVariable) throws(Problem) -> Vectorized? {
    guard typed.variables.contains(variable.id) else { return .single(try numberCode(typed)) }
    let range = typed.range
    let arithmetic = arithmetic
    switch typed.kind {
    case .index:
      return .many { (_, lower, count) throws(Problem) in (0..<count).map { Approximation(Double(lower + $0)) } }
    case .negated(let part):
      guard let vectorized = try vectorized(part, over: variable) else { return nil }
      return .many { (frame, lower, count) throws(Problem) in try vectorized.values(frame, lower, count).map { -$0 } }
    case .entrywise(let function, let part):
      guard let vectorized = try vectorized(part, over: variable) else { return nil }
      let apply = entrywise(function, at: range)
      return .many { (frame, lower, count) throws(Problem) in
        try vectorized.values(frame, lower, count).map { x throws(Problem) in try apply(x) }
      }
    case .pairwise(let operation, let a, let b):
      guard let first = try vectorized(a, over: variable), let second = try vectorized(b, over: variable) else { return nil }
      return .many { (frame, lower, count) throws(Problem) in
        let left = try first.values(frame, lower, count)
        return try arithmetic.combined(operation, left, try second.values(frame, lower, count), at: range)
      }
    case .sum(let addends):
      var vectors: [(isNegative: Bool, vectorized: Vectorized)] = []
      for addend in addends {
        guard let vectorized = try vectorized(addend.value, over: variable) else { return nil }
        vectors.append((addend.isNegative, vectorized))
      }
      return .many { (frame, lower, count) throws(Problem) in
        let terms = try vectors.map { term throws(Problem) in try term.vectorized.values(frame, lower, count) }
        return try arithmetic.sum(terms, areNegative: vectors.map(\.isNegative), count, at: range)
      }
    case .entry(let base, let subscripts):
      return try vectorizedEntry(base, subscripts, over: variable, at: range)
    case .constant, .input, .element, .stored, .matrixProduct, .matrixPower, .transposed, .reshaped, .fold, .table, .softmax, .reduced,
      .diagonalMatrix, .diagonal, .joined, .cases, .mapped, .called, .foreign, .delta, .unsized:
      return nil
    }
  }

  /// Entries of a constant at even steps: the index stands alone in the subscripts where it stands at all.
  private func vectorizedEntry(
    _ base: TypedExpression, _ subscripts: [TypedExpression.Subscript], over variable: IndexVariable, at range: Range<Int>
  ) throws(Problem) -> Vectorized? {
    guard subscripts.count == base.shape.count, let data = leafEntries(base) else { return nil }
    let lowers = base.bases.isEmpty ? base.shape.map { _ in 1 } : base.bases
    var stride = 0
    var fixed: [(axis: Int, step: Int, code: IndexCode)] = []
    var moving: [(axis: Int, step: Int)] = []
    for (axis, entry) in subscripts.enumerated() {
      guard case .at(let index) = entry else { return nil }
      let step = base.shape[(axis + 1)...].reduce(1, *)
      if case .index(let own) = index.kind, own === variable {
        stride += step
        moving.append((axis, step))
      } else if index.variables.contains(variable.id) {
        return nil
      } else {
        fixed.append((axis, step, try indexCode(index)))
      }
    }
    let lengths = base.shape
    return .many { (frame, lower, count) throws(Problem) in
      var offset = 0
      for (axis, step, code) in fixed {
        let index = try code(frame) - lowers[axis]
        guard index >= 0, index < lengths[axis] else {
          throw Self.outOfRange(index + lowers[axis], lowers[axis], lengths[axis], at: range)
        }
        offset += index * step
      }
      for (axis, step) in moving {
        let first = lower - lowers[axis]
        guard first >= 0, first + count <= lengths[axis] else {
          let wrong = first < 0 ? lower : lowers[axis] + lengths[axis]
          throw Self.outOfRange(wrong, lowers[axis], lengths[axis], at: range)
        }
        offset += first * step
      }
      if stride == 1 { return Array(data[offset..<offset + count]) }
      return (0..<count).map { data[offset + $0 * stride] }
    }
  }
}
