import CellAnalysis

extension Document {
  /// The names on which the values of some names may depend, these among them, as the statements tell without being run.
  ///
  /// It errs on the safe side: a statement that mentions a `var` may have changed it by all else that it mentions.
  ///
  /// - Parameter count: How many cells have run.
  package func names(behind names: Set<String>, afterCells count: Int) -> Set<String> {
    guard count > 0, cells.indices.contains(count - 1) else { return names }
    let program = cells[count - 1].program
    let statements = cells.prefix(count).filter { $0.program == program && $0.options.runs }.flatMap(\.statements)
    let mutable = Set(statements.flatMap(\.variables).lazy.filter(\.isMutable).map(\.name))
    var sources: [String: Set<String>] = [:]
    var known = names
    for statement in statements {
      let used = statement.usedNames
      for name in Set(statement.declaredNames).union(used.intersection(mutable)) { sources[name, default: []].formUnion(used) }
      // What an extension declares has no name of its own here.
      if statement.kind == .declaration, statement.declaredNames.isEmpty { known.formUnion(used) }
    }
    var waiting = Array(known)
    while let name = waiting.popLast() {
      for source in sources[name] ?? [] where known.insert(source).inserted { waiting.append(source) }
    }
    return known
  }
}
