import Diagnostics
import FormulaExpressions

/// Functions that are computed elsewhere.
extension Evaluator {
  func foreignCode(
    _ slot: FunctionSlot, _ arguments: [TypedExpression], _ shape: [Int], at range: Range<Int>
  ) throws(Problem) -> EntriesCode {
    let codes = try arguments.map { argument throws(Problem) in (shape: argument.shape, code: try entriesCode(argument)) }
    let function = inputs[slot]
    return { (frame) throws(Problem) in
      var values: [ArrayValue] = []
      // How a function propagates errors isn't known. Assume that the relative error of its value is that of its arguments.
      var passed = 0.0
      for (shape, code) in codes {
        let entries = try code(frame)
        passed = entries.reduce(passed) { max($0, $1.error == 0 ? 0 : $1.error / abs($1.value)) }
        values.append(ArrayValue(shape: shape, entries))
      }
      return try function(values, named: slot.name, shape: shape, at: range).approximations.map {
        Approximation($0.value, error: $0.error + (passed == 0 || $0.value == 0 ? 0 : passed * abs($0.value)))
      }
    }
  }

  /// The value of a part for the first values of the indices around it.
  package func sample(_ typed: TypedExpression) throws(Problem) -> ArrayValue {
    var found: [Int: IndexVariable] = [:]
    var pending = [typed]
    while let next = pending.popLast() {
      if case .index(let variable) = next.kind { found[variable.id] = variable }
      pending += next.kind.parts
    }
    let variables = found.values.filter { typed.variables.contains($0.id) }.sorted { $0.id < $1.id }
    let code = try code(typed, changing: variables)
    for variable in variables { frame.indices[slot(variable.id)] = variable.lowerBound }
    return ArrayValue(shape: typed.shape, try code(frame))
  }
}
