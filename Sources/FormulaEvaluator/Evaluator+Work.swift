import Diagnostics
import FormulaExpressions
import FormulaStatements

/// The work of loops within each other, as far as their ranges say it before anything is computed.
extension Evaluator {
  /// Refuses loops whose ranges alone multiply to more than the limit, which the evaluation would reach only after all the work until
  /// then.
  func requireLittleWork(_ typed: TypedExpression) throws(Problem) {
    guard typed.isCostly else { return }
    var seen: Set<ObjectIdentifier> = []
    var pending: [(part: TypedExpression, loops: [Int: Int])] = [(typed, [:])]
    while let (part, loops) = pending.popLast() {
      guard part.isCostly, seen.insert(ObjectIdentifier(part)).inserted else { continue }
      var inner = loops
      switch part.kind {
      // Terms that a condition excludes aren't computed.
      case .cases: continue
      case .fold(let fold):
        guard fold.bounds == nil else { continue }
        inner[fold.variable.id] = fold.variable.count
        try requireLittleWork(part, inner, fold.variable.id)
        guard fold.condition == nil else { continue }
      case .table(let variables, _):
        for variable in variables { inner[variable.id] = variable.count }
      case .constant, .input, .index, .element, .stored, .sum, .negated, .pairwise, .entrywise, .matrixProduct, .matrixPower, .transposed,
        .reshaped, .entry, .softmax, .reduced, .diagonalMatrix, .diagonal, .joined, .mapped, .called, .foreign, .delta, .unsized:
        break
      }
      pending += part.kind.parts.map { ($0, inner) }
    }
  }

  /// A loop runs at least once for each value of the variables that it depends on; for other loops around it, its value is kept.
  private func requireLittleWork(_ fold: TypedExpression, _ loops: [Int: Int], _ own: Int) throws(Problem) {
    var turns = 1.0
    for (id, count) in loops where id == own || fold.variables.contains(id) { turns *= Double(count) }
    guard turns * Double(Frame.vectorTurn) <= Double(frame.operationLimit) else { throw tooManyOperations(at: fold.range) }
  }
}
