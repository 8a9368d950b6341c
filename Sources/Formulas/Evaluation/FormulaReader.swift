import Diagnostics

/// Reads the statements of one formula, in the order in which they need each other (R14), and computes them.
final class FormulaReader {
  typealias Node = Layout.Node

  let layout: Layout
  let scope: Scope
  let tolerance: Tolerance
  /// Entries of names that several statements fill.
  var partial: [Name: [Double?]] = [:]
  private(set) var results: [FormulaEvaluation.StatementResult] = []
  private(set) var definitions: [FormulaEvaluation.Definition] = []

  init(_ layout: Layout, _ bindings: Bindings, _ tolerance: Tolerance) {
    self.layout = layout
    self.tolerance = tolerance
    scope = Scope(bindings: bindings)
  }

  var bindings: Bindings { scope.bindings }

  func read() throws(Problem) {
    for (name, range) in bindings.indices where !IndexVariable.allowed.contains(range) {
      throw Problem(
        "the index `\(name)` runs from \(range.lowerBound) to \(range.upperBound)", at: 0..<layout.latex.utf8.count,
        help: "declare a range within \(IndexVariable.allowed.lowerBound)…\(IndexVariable.allowed.upperBound)")
    }
    let statements = try Statement.all(in: layout)
    guard statements.count <= 300 else {
      throw Problem("more than 300 statements in one formula", at: 0..<layout.latex.utf8.count)
    }
    scope.indexNames = LeftSides.boundIndices(in: statements.flatMap(\.members).flatMap(\.nodes))
    var claims = try givenClaims()
    for (index, statement) in statements.enumerated() where try !statesRange(statement, index, statements) {
      claims.append(try LeftSides(scope).claim(of: statement, latex: layout.latex))
    }
    for claim in claims { register(claim) }
    try evaluate(claims)
    results.sort { $0.range.lowerBound < $1.range.lowerBound }
  }

  // MARK: Given definitions

  /// Makes functions of the given definitions; those of values come back.
  private func givenClaims() throws(Problem) -> [Claim] {
    var claims: [Claim] = []
    for given in bindings.given {
      do throws(Problem) {
        for statement in try Statement.all(in: given.layout) {
          var claim = try LeftSides(scope).claim(of: statement, latex: given.layout.latex, given: given)
          claim.isGiven = true
          if case .function = claim.left { register(claim) } else { claims.append(claim) }
        }
      } catch {
        throw inGiven(error, given.layout.latex)
      }
    }
    return claims
  }

  /// A problem of a given definition, whose places mean nothing in this formula.
  func inGiven(_ problem: Problem, _ latex: String) -> Problem {
    Problem(
      problem.message, at: 0..<layout.latex.utf8.count, severity: problem.severity,
      notes: problem.notes + ["in the given definition `\(latex)`"], help: problem.help)
  }

  private func register(_ claim: Claim) {
    guard case .function(let function?) = claim.left else { return }
    if function.isSubscript {
      scope.subscriptFunctions[function.name] = function
    } else if claim.isGiven || scope.functions[function.name] == nil {
      scope.functions[function.name] = function
    }
    if !claim.isGiven { definitions.append(.init(name: function.name, parameters: function.parameters, value: nil)) }
  }

  // MARK: Ranges

  /// Whether a statement only says what an index ranges over: `i \in \{1,2,\ldots,n\}`.
  private func statesRange(_ statement: Statement, _ index: Int, _ statements: [Statement]) throws(Problem) -> Bool {
    if statement.members.count == 3 { return try statesBounds(statement, index, statements) }
    if statement.members.count == 1 { return onlyNamesIndices(statement.members[0], index, statements) }
    guard statement.members.count == 2, let relation = statement.relations.first,
      relation == .element || relation == .equal,
      let symbol = Symbol(wholeOf: statement.members[0].nodes), symbol.sub == nil, symbol.sup == nil
    else { return false }
    let name = symbol.name(sub: true, sup: true)
    guard isUsed(name, index, statements), scope.boundQuantity(name) == nil else { return false }
    let part = statement.members[1]
    let parser = MeaningParser(latex: layout.latex, scope: scope, isElementwise: false)
    let values: [Meaning]
    if relation == .element {
      guard part.nodes.count == 1, case .fenced("{", _, "}") = part.nodes[0].kind else { return false }
      values = try parser.set(part)
    } else {
      guard part.nodes.contains(where: parser.isSeparator) else { return false }
      values = try parser.list(part.nodes, in: part.range, bars: false).map { item throws(Problem) in
        try parser.expression(item.nodes, in: item.range)
      }
    }
    var integers: [Int] = []
    for value in values {
      guard let integer = try parser.constantInteger(value) else {
        throw Problem("the values of `\(name)` are not known whole numbers", at: value.range)
      }
      integers.append(integer)
    }
    guard let first = integers.first, let last = integers.last, integers == Array(first...max(first, last)) else {
      throw Problem("the values of `\(name)` do not follow one another", at: part.range)
    }
    scope.indices[name] = first...last
    return true
  }

  /// `1 \le i \le n`
  private func statesBounds(
    _ statement: Statement, _ index: Int, _ statements: [Statement]
  ) throws(Problem) -> Bool {
    guard let symbol = Symbol(wholeOf: statement.members[1].nodes), symbol.sub == nil, symbol.sup == nil,
      statement.relations.allSatisfy({ $0 == .lessOrEqual || $0 == .less })
    else { return false }
    let name = symbol.name(sub: true, sup: true)
    guard scope.boundQuantity(name) == nil, isUsed(name, index, statements) else { return false }
    let parser = MeaningParser(latex: layout.latex, scope: scope, isElementwise: false)
    var ends: [Int] = []
    for part in [statement.members[0], statement.members[2]] {
      guard let end = try parser.constantInteger(try parser.expression(part.nodes, in: part.range)) else {
        throw Problem("the range of `\(name)` has no known whole number here", at: part.range)
      }
      ends.append(end)
    }
    let lower = statement.relations[0] == .less ? ends[0] + 1 : ends[0]
    let upper = statement.relations[1] == .less ? ends[1] - 1 : ends[1]
    guard lower <= upper else { throw Problem("the range of `\(name)` is empty", at: statement.range) }
    scope.indices[name] = lower...upper
    return true
  }

  /// `\forall i, j` says nothing that the free indices do not say.
  private func onlyNamesIndices(_ part: Statement.Part, _ index: Int, _ statements: [Statement]) -> Bool {
    let parser = MeaningParser(latex: layout.latex, scope: scope, isElementwise: false)
    return parser.split(part.nodes, in: part.range, at: parser.isSeparator).allSatisfy { item in
      guard let symbol = Symbol(wholeOf: item.nodes), symbol.sub == nil, symbol.sup == nil else { return false }
      let name = symbol.name(sub: true, sup: true)
      return scope.boundQuantity(name) == nil && isUsed(name, index, statements)
    }
  }

  private func isUsed(_ name: Name, _ index: Int, _ statements: [Statement]) -> Bool {
    statements.enumerated().contains { other, statement in
      other != index && LeftSides.occurs(name, in: statement.members.flatMap(\.nodes))
    }
  }

  // MARK: Order

  private func evaluate(_ claims: [Claim]) throws(Problem) {
    var defined: [Name: [Int]] = [:]
    for (index, claim) in claims.enumerated() where !claim.isAssignment {
      if let name = claim.name { defined[name, default: []].append(index) }
    }
    let mentions = claims.map { self.mentions(in: $0, of: Set(defined.keys)) }
    var edges = mentions.enumerated().map { index, found in
      found.flatMap { defined[$0.name] ?? [] }.filter { !(claims[$0].isGiven && $0 == index) }
    }
    for (index, claim) in claims.enumerated() where !claim.freeNames.isEmpty {
      // A recurrence needs the statement that says what it begins with.
      for start in [0, 1] { edges[index] += startName(claim, at: start).flatMap { defined[$0] } ?? [] }
    }
    // Given definitions are computed only where they are used.
    let roots = claims.indices.filter { !claims[$0].isGiven }
    for group in Components.inOrder(of: edges, from: roots) {
      try evaluate(group, claims, mentions)
    }
  }

  private func evaluate(_ group: [Int], _ claims: [Claim], _ mentions: [[Mention]]) throws(Problem) {
    let isCycle = group.count > 1 || mentions[group[0]].contains { $0.name == claims[group[0]].name }
    do throws(Problem) {
      guard isCycle else { return try evaluate(claims[group[0]]) }
      if let recurrence = Recurrence(group.map { claims[$0] }, group.map { mentions[$0] }) {
        return try evaluate(recurrence)
      }
      for index in group.sorted() {
        // A claim about bound names, such as A = A^\top, needs no order.
        guard case .expression = claims[index].left else { throw cycle(group.map { claims[$0] }) }
      }
      for index in group.sorted() { try evaluate(claims[index]) }
    } catch {
      throw claims[group[0]].isGiven ? inGiven(error, claims[group[0]].latex) : error
    }
  }

  private func cycle(_ claims: [Claim]) -> Problem {
    let names = claims.compactMap(\.name).map { "`\($0)`" }
    return Problem(
      names.count == 1
        ? "\(names[0]) is defined by itself" : "\(names.joined(separator: ", ")) are defined by each other",
      at: claims[0].statement.range,
      notes: ["a cycle is allowed only through t-1, for an index t on every left side"],
      help: "for a new value computed from the old one write `\\leftarrow`")
  }

  /// The names in the right sides that other statements define.
  private func mentions(in claim: Claim, of defined: Set<Name>) -> [Mention] {
    var found: [Mention] = []
    let scanner = SymbolScanner { name, symbol, takesSup in
      defined.contains(name) || self.scope.isBound(name, symbol, takesSup: takesSup)
    }
    let sides =
      claim.statement.members.count == 1 ? claim.statement.members : Array(claim.statement.members.dropFirst())
    for side in sides {
      scanner.scan(side.nodes) { symbol in
        guard let name = symbol.name, defined.contains(name) else { return }
        found.append(Mention(name: name, sub: symbol.sub, range: symbol.symbol.range))
      }
    }
    // The left side of an expression such as (R_m q)^\top(R_n k) reads names too.
    if case .expression = claim.left, claim.name == nil, let first = claim.statement.members.first {
      scanner.scan(first.nodes) { symbol in
        guard let name = symbol.name, defined.contains(name) else { return }
        found.append(Mention(name: name, sub: symbol.sub, range: symbol.symbol.range))
      }
    }
    return found
  }

  // MARK: Results

  func add(_ result: FormulaEvaluation.StatementResult) { results.append(result) }

  func define(_ name: Name, _ value: Scope.Value, isGiven: Bool) {
    scope.computed[name] = value
    if !isGiven { definitions.append(.init(name: name, parameters: [], value: value.quantity)) }
  }
}
