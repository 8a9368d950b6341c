import Diagnostics
import FormulaExpressions
import FormulaParser
import FormulaStatements
import LaTeXSyntax

/// One statement: reads its sides with their shapes.
extension StatementAnalyzer {
  typealias Sides = TypedStatement.Sides
  typealias Side = TypedStatement.Side
  typealias Interval = TypedStatement.Interval

  func evaluate(_ claim: Claim) throws(Problem) {
    let labels = labels(in: claim)
    guard !labels.isEmpty else { return try evaluate(claim, branch: nil, label: nil) }
    for (index, label) in labels.enumerated() { try evaluate(claim, branch: index, label: label) }
  }

  /// The names of the branches of a `cases` whose conditions are only words (R12).
  private func labels(in claim: Claim) -> [String] {
    let parser = ExpressionParser(latex: claim.latex, scope: scope, isElementwise: false)
    for node in claim.statement.members.flatMap(\.nodes) {
      guard case .table(let table) = node.kind, table.environment.contains("cases") else { continue }
      let labels = table.rows.compactMap { row in row.count > 1 ? parser.label(SyntaxTree.normalized(row[1].nodes)) : nil }
      if !labels.isEmpty, labels.count == table.rows.count { return labels }
    }
    return []
  }

  private func evaluate(_ claim: Claim, branch: Int?, label: String?) throws(Problem) {
    let parser = ExpressionParser(latex: claim.latex, scope: scope, isElementwise: bindings.isElementwise)
    parser.chosenBranch = branch
    if case .function = claim.left, isOnlyDefinition(claim) {
      if !claim.isGiven { try compute(statement(claim, Sides(variables: []), label: label)) }
      return
    }
    let variables = variables(for: claim.freeNames)
    if claim.left.isExpression {
      for variable in variables { variable.shift = shift(of: variable.name, in: claim) }
    }
    var sides = try read(claim, parser, variables)
    for variable in variables { try requireRange(of: variable, claim) }
    sides = try restricted(sides, claim, parser)
    try compute(try statement(claim, sides, label: label))
  }

  /// A statement that was read, whose sides have a value for each value of the given indices.
  func statement(
    _ claim: Claim, _ sides: Sides, label: String? = nil, tabulating variables: [IndexVariable]? = nil
  ) throws(Problem) -> TypedStatement {
    let tables = try sides.members.map { side throws(Problem) in try side.typed.table(over: variables ?? sides.variables) }
    var sides = sides
    for index in sides.members.indices {
      let typed = sides.members[index].typed
      sides.members[index].isWhole = typed.isWholeArithmetic(in: claim.latex)
      sides.members[index].reading = typed.reading(of: claim.latex)
    }
    return TypedStatement(
      claim: claim, label: label, sides: sides, tables: tables, precision: scope.precision,
      boundByCode: claim.isGiven && !sides.members.isEmpty ? boundInput(ofGiven: claim) : nil)
  }

  func variables(for names: [Name]) -> [IndexVariable] {
    names.map { name in
      let variable = scope.makeVariable(name)
      variable.isFree = true
      if let range = scope.indices[name] {
        variable.state(from: range.lowerBound, through: range.upperBound, origin: .part, source: "declared")
      }
      return variable
    }
  }

  /// How far apart the numbers are that the statement adds to an index: 2 for `v_{i+1} - v_{i-1}`.
  private func shift(of index: Name, in claim: Claim) -> Int {
    var offsets = [0]
    let scanner = SymbolScanner { name, symbol, takesSup in self.scope.isBound(name, symbol, takesSup: takesSup) }
    scanner.scan(claim.statement.members.flatMap(\.nodes)) { found in
      if let offset = Recurrence.offset(of: index, in: found.indices) { offsets.append(offset) }
    }
    return (offsets.max() ?? 0) - (offsets.min() ?? 0)
  }

  func requireRange(of variable: IndexVariable, _ claim: Claim) throws(Problem) {
    guard variable.range == nil else { return }
    throw Problem(
      "the range of the index `\(variable.name)` is not known", at: claim.statement.members[0].range,
      notes: ["it isn't an index of a bound value on the right"], help: "declare it: `index: { \(variable.name): 1...n }`")
  }

  /// A function whose parameters nothing is bound to has no value of its own where its body needs them.
  private func isOnlyDefinition(_ claim: Claim) -> Bool {
    guard !claim.unboundParameters.isEmpty else { return claim.isGiven }
    var needsThem = false
    let scanner = SymbolScanner { name, symbol, takesSup in
      claim.unboundParameters.contains(name) || self.scope.isBound(name, symbol, takesSup: takesSup)
    }
    scanner.scan(claim.statement.members.dropFirst().flatMap(\.nodes)) { symbol in
      if let name = symbol.name, claim.unboundParameters.contains(name) { needsThem = true }
    }
    return needsThem
  }

  /// The value that the lesson or the comment binds to what a given statement defines.
  func boundInput(ofGiven claim: Claim) -> InputSlot? {
    guard claim.isGiven, let name = claim.name, let left = claim.statement.members.first,
      let symbol = Symbol(wholeOf: left.nodes), scope.isBound(name, symbol, takesSup: symbol.sup != nil)
    else { return nil }
    return scope.boundInput(name)
  }
}
