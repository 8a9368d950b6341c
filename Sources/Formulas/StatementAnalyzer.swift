import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaParser
import FormulaStatements
import LaTeXSyntax

/// Reads the statements of one formula, in the order in which they need each other (R14), and computes them.
final class StatementAnalyzer {
  typealias Node = SyntaxTree.Node

  let syntax: SyntaxTree
  let scope: SymbolTable
  /// Computes each statement as soon as it is read, because reading later ones may need its value.
  let evaluator: StatementEvaluator
  /// What was read, in the order in which it is computed.
  private(set) var computations: [TypedFormula.Computation] = []
  private(set) var functions: [FormulaEvaluation.Definition] = []
  /// What each of the given definitions defines.
  private var givenNames: [Set<Name>] = []
  /// The statement that problems are reported for, while others may be computed with it.
  private var context: Claim?
  /// The functions that were defined for every argument, as opposed to at a value.
  private var generalFunctions: [Name: (function: Function, latex: String)] = [:]

  /// - Parameter precision: Of what the formula is compared with, if it is compared as a whole.
  init(_ syntax: SyntaxTree, _ bindings: Bindings, _ tolerance: Tolerance, comparedIn precision: Precision) {
    self.syntax = syntax
    scope = SymbolTable(bindings: bindings)
    evaluator = StatementEvaluator(scope.values, tolerance, bases: bindings.bases)
    scope.note(precision)
  }

  var bindings: Bindings { scope.bindings }

  func read() throws(Problem) {
    for (name, range) in bindings.indices where !IndexVariable.allowed.contains(range) {
      throw Problem(
        "the index `\(name)` runs from \(range.lowerBound) to \(range.upperBound)", at: 0..<syntax.latex.utf8.count,
        help: "declare a range within \(IndexVariable.allowed.lowerBound)…\(IndexVariable.allowed.upperBound)")
    }
    let statements = try Statement.all(in: syntax).filter { statement in
      statement.statesSizes { scope.isBound($0.name(sub: true, sup: true), $0, takesSup: $0.sup != nil) }
    }
    guard statements.count <= 300 else {
      throw Problem("more than 300 statements in one formula", at: 0..<syntax.latex.utf8.count)
    }
    scope.indexNames = LeftSides.boundIndices(in: statements.flatMap(\.members).flatMap(\.nodes))
    var claims = try givenClaims()
    let leftSides = LeftSides(
      scope, defined: definedNames(statements).union(claims.compactMap(\.name)), recurrent: LeftSides.recurrent(statements))
    for (index, statement) in statements.enumerated() where try !statesRange(statement, index, statements) {
      if let last = claims.indices.last, isCondition(statement, on: claims[last]) {
        claims[last].conditions.append(statement)
        continue
      }
      claims.append(try leftSides.claim(of: statement, latex: syntax.latex))
    }
    for claim in claims where claim.definesGeneralFunction && !claim.isGiven { try register(claim) }
    for (index, claim) in claims.enumerated() where !claim.definesGeneralFunction && !claim.isGiven && claim.isFunction {
      // `h(3) = 6` beside `h(a) = 2a` is a statement about a function that is known only now.
      if let name = claim.name, scope.functions[name] != nil {
        claims[index] = try leftSides.claim(of: claim.statement, latex: syntax.latex)
        claims[index].conditions = claim.conditions
      }
    }
    for claim in claims where !claim.definesGeneralFunction && !claim.isGiven { try register(claim) }
    try evaluate(claims)
  }

  /// The names that stand alone on a left side, so that a statement may define them.
  private func definedNames(_ statements: [Statement]) -> Set<Name> {
    var names: Set<Name> = []
    for statement in statements where statement.relations.first?.isEquality ?? false {
      guard let symbol = Symbol(wholeOf: statement.members[0].nodes), symbol.count == 1 else { continue }
      names.formUnion(symbol.candidates.map(\.name))
    }
    return names
  }

  // MARK: Given definitions

  /// Registers the given definitions of functions, and returns those of values.
  private func givenClaims() throws(Problem) -> [Claim] {
    var claims: [Claim] = []
    for given in bindings.given {
      var names: Set<Name> = []
      defer { givenNames.append(names) }
      do throws(Problem) {
        for statement in try Statement.all(in: given.syntax) {
          var claim = try LeftSides(scope).claim(of: statement, latex: given.syntax.latex, given: given)
          claim.isGiven = true
          if let name = claim.name { names.insert(name) }
          guard case .function = claim.left else {
            claims.append(claim)
            continue
          }
          try requireUnbound(claim, given)
          try register(claim)
        }
      } catch {
        throw error.inGiven(given.syntax.latex, of: syntax)
      }
    }
    return claims
  }

  /// A given definition can't define a function of the lesson: it would be used instead of that function, and compared with nothing.
  private func requireUnbound(_ claim: Claim, _ given: GivenDefinition) throws(Problem) {
    guard !given.isChecked, let name = claim.name, let function = scope.foreignFunction(name) else { return }
    throw Problem(
      "the given definition says what `\(name)` is, which is a function of the lesson", at: claim.statement.range,
      notes: ["it is a Swift function `\(function.type.text)`"],
      help: "leave the definition out, or use a name for it that nothing is bound to")
  }

  private func register(_ claim: Claim) throws(Problem) {
    guard case .function(let function?) = claim.left else { return }
    if claim.isGiven || claim.definesGeneralFunction {
      let latex = claim.latex.slice(bytes: claim.statement.range)
      try requireOneDefinition(of: function, latex, at: claim.statement.range)
      generalFunctions[function.name] = (function, latex)
    }
    if function.isSubscript {
      scope.subscriptFunctions[function.name] = function
    } else if claim.isGiven || scope.functions[function.name] == nil {
      scope.functions[function.name] = function
    }
    if !claim.isGiven { functions.append(.init(name: function.name, parameters: function.parameters, value: nil)) }
  }

  /// Two different definitions of one function are an error, because either could be used.
  private func requireOneDefinition(of function: Function, _ latex: String, at range: Range<Int>) throws(Problem) {
    guard let first = generalFunctions[function.name] else { return }
    let bodies = [first.function, function].map { SyntaxTree.canonicalLaTeX(of: SyntaxTree.normalized($0.body)) }
    guard first.function.parameters != function.parameters || bodies[0] != bodies[1] else { return }
    throw Problem(
      "`\(function.name)` is defined twice", at: range, notes: ["once by `\(first.latex)`", "once by `\(latex)`"],
      help: "keep one of them; a second form of it is compared where its parameters have values")
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
    guard isUsed(name, index, statements), scope.boundInput(name) == nil else { return false }
    let part = statement.members[1]
    let parser = ExpressionParser(latex: syntax.latex, scope: scope, isElementwise: false)
    let values: [TypedExpression]
    if relation == .element {
      guard part.nodes.count == 1, case .fenced("{", _, "}") = part.nodes[0].kind else { return false }
      values = try parser.set(part)
    } else {
      guard part.nodes.contains(where: \.isSeparator) else { return false }
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
    guard scope.boundInput(name) == nil, isUsed(name, index, statements) else { return false }
    let parser = ExpressionParser(latex: syntax.latex, scope: scope, isElementwise: false)
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

  /// `\forall i, j` adds nothing: the free indices imply it.
  private func onlyNamesIndices(_ part: Statement.Part, _ index: Int, _ statements: [Statement]) -> Bool {
    Statement.Part.list(of: part.nodes, in: part.range).allSatisfy { item in
      guard let symbol = Symbol(wholeOf: item.nodes), symbol.sub == nil, symbol.sup == nil else { return false }
      let name = symbol.name(sub: true, sup: true)
      return scope.boundInput(name) == nil && isUsed(name, index, statements)
    }
  }

  private func isUsed(_ name: Name, _ index: Int, _ statements: [Statement]) -> Bool {
    statements.enumerated().contains { other, statement in
      other != index && LeftSides.occurs(name, in: statement.members.flatMap(\.nodes))
    }
  }

  // MARK: Order

  private func evaluate(_ written: [Claim]) throws(Problem) {
    let order = StatementOrder(of: written, scope) { boundInput(ofGiven: $0) != nil }
    for group in order.groups { try evaluate(group, order.claims, order.mentions) }
  }

  private func evaluate(_ group: [Int], _ claims: [Claim], _ mentions: [[Mention]]) throws(Problem) {
    let claim = claims[group[0]]
    context = claim
    let readsItself = !claim.isAssignment && mentions[group[0]].contains { $0.name == claim.name }
    let isCycle = group.count > 1 || readsItself
    do throws(Problem) {
      guard isCycle else { return try evaluate(claims[group[0]]) }
      // Functions may call each other. Whether that ends is checked where they are called.
      if group.allSatisfy({ claims[$0].isFunction }) {
        for index in group.sorted() { try evaluate(claims[index]) }
        return
      }
      if let recurrence = Recurrence(group.map { claims[$0] }, group.map { mentions[$0] }) {
        return try evaluate(recurrence)
      }
      for index in group.sorted() {
        // A claim about bound names, such as A = A^\top, needs no order.
        guard case .expression = claims[index].left else { throw cycle(group.map { claims[$0] }) }
      }
      for index in group.sorted() { try evaluate(claims[index]) }
    } catch {
      throw claim.explained(error, in: syntax)
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

  // MARK: Declarations that nothing uses

  /// The bound or declared names that occur neither in the formula nor in the given definitions that it uses.
  var idle: FormulaEvaluation.Idle {
    var idle = FormulaEvaluation.Idle()
    idle.bound = Set(bindings.entries.keys).subtracting(scope.used)
    var texts = [syntax]
    for (index, given) in bindings.given.enumerated() {
      if givenNames[index].isDisjoint(with: scope.usedGiven) {
        idle.given.insert(index)
      } else {
        texts.append(given.syntax)
      }
    }
    let declared = bindings.elementwise.union(bindings.indices.keys).union(bindings.bases.keys)
      .union(bindings.families.keys)
    // Skip the search if nothing is declared: a formula may be long.
    if !declared.isEmpty {
      idle.declared = texts.reduce(declared) { $0.subtracting($1.possibleNames) }.subtracting(scope.decisive)
    }
    idle.hasTensorProduct = bindings.tensorProduct != nil && !scope.usesTensorProduct
    idle.hasZeroLogZero = bindings.isZeroLogZero && !scope.usesZeroLogZero
    return idle
  }

  // MARK: Computing

  /// Computes a statement that was read, so that others can read what it defines.
  func compute(_ statement: TypedStatement) throws(Problem) {
    computations.append(.init(work: .statement(statement), context: context ?? statement.claim))
    define(try evaluator.evaluate(statement), by: statement)
    if let bound = statement.boundByCode { scope.note(bound.type.precision) }
  }

  func compute(_ recurrence: TypedRecurrence) throws(Problem) {
    computations.append(.init(work: .recurrence(recurrence), context: context ?? recurrence.statements[0].statement.claim))
    let outputs = try evaluator.evaluate(recurrence)
    for (part, output) in zip(recurrence.statements, outputs) {
      // What holds from a later step on says nothing of the first values, which later statements read of the code.
      if recurrence.variable.first != nil, part.statement.claim.left.isExpression { continue }
      define(output, by: part.statement)
      if let bound = part.statement.boundByCode { scope.note(bound.type.precision) }
      // Later statements may also read its initial values.
      if let name = part.statement.claim.name { scope.finished[name] = part.state }
    }
  }

  private func define(_ output: StatementEvaluator.Output?, by statement: TypedStatement) {
    guard let output else { return }
    let slot = scope.makeInput(output.name, output.array)
    let value = SymbolTable.Value(slot: slot, orientation: output.orientation, bases: output.bases)
    statement.output = value
    scope.computed[output.name] = value
  }
}

extension Claim {
  /// A problem of the claim, with what a reader needs to know to find it.
  func explained(_ error: Problem, in syntax: SyntaxTree) -> Problem {
    var problem = error
    if let readingOfLeft { problem.notes.append(readingOfLeft) }
    return isGiven ? problem.inGiven(latex, of: syntax) : problem
  }
}

extension Problem {
  /// A problem of a given definition, whose places mean nothing in the formula.
  fileprivate func inGiven(_ latex: String, of syntax: SyntaxTree) -> Problem {
    Problem(
      message, at: 0..<syntax.latex.utf8.count, severity: severity, notes: notes + ["in the given definition `\(latex)`"], help: help)
  }
}
