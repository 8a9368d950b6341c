import Diagnostics

/// Functions that are computed elsewhere.
extension Evaluator {
  func foreignCode(
    _ function: ForeignFunction, _ name: Name, _ arguments: [Meaning], _ shape: [Int], at range: Range<Int>
  ) throws(Problem) -> EntriesCode {
    let codes = try arguments.map { argument throws(Problem) in (shape: argument.shape, code: try entriesCode(argument)) }
    return { (frame) throws(Problem) in
      var values: [Quantity] = []
      for (shape, code) in codes { values.append(Quantity(shape: shape, data: try code(frame))) }
      return try function(values, named: name, shape: shape, at: range).data
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
    return Quantity(shape: meaning.shape, data: try code(frame))
  }
}
