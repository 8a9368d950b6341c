import Diagnostics

/// Functions that are computed elsewhere.
extension Evaluator {
  func foreignCode(
    _ function: ForeignFunction, _ name: Name, _ arguments: [Meaning], _ shape: [Int], at range: Range<Int>
  ) throws(Problem) -> EntriesCode {
    let codes = try arguments.map { argument throws(Problem) in (shape: argument.shape, code: try entriesCode(argument)) }
    return { (frame) throws(Problem) in
      var values: [Quantity] = []
      // What a function makes of its arguments' errors isn't known: as large a part of its value as they are of the arguments.
      var passed = 0.0
      for (shape, code) in codes {
        let entries = try code(frame)
        passed = entries.reduce(passed) { max($0, $1.error == 0 ? 0 : $1.error / abs($1.value)) }
        values.append(Quantity(shape: shape, entries))
      }
      return try function(values, named: name, shape: shape, at: range).approximations.map {
        Approximation($0.value, error: $0.error + (passed == 0 || $0.value == 0 ? 0 : passed * abs($0.value)))
      }
    }
  }

  /// The value of a part for the first values of the indices around it.
  func sample(_ meaning: Meaning) throws(Problem) -> Quantity {
    var found: [Int: IndexVariable] = [:]
    var pending = [meaning]
    while let next = pending.popLast() {
      if case .index(let variable) = next.kind { found[variable.id] = variable }
      pending += next.kind.parts
    }
    let variables = found.values.filter { meaning.variables.contains($0.id) }.sorted { $0.id < $1.id }
    let code = try code(meaning, changing: variables)
    for variable in variables { frame.indices[slot(variable.id)] = variable.lowerBound }
    return Quantity(shape: meaning.shape, try code(frame))
  }
}
