import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaParser
import FormulaStatements
import LaTeXSyntax

/// Reads the sides of a statement: what is evaluated, and what is asserted of shapes.
extension StatementAnalyzer {
  /// Reads all sides with the free indices in scope.
  func read(_ claim: Claim, _ parser: ExpressionParser, _ variables: [IndexVariable]) throws(Problem) -> Sides {
    for (relation, place) in zip(claim.statement.relations, claim.statement.places) {
      guard case .other(let command) = relation else { continue }
      throw Problem(
        "`\(command)` isn't an equation", at: place,
        notes: command == "\\sim" ? ["it says how something is distributed"] : [], help: "check it with `expect: none`")
    }
    var locals: [Name: SymbolTable.Referent] = [:]
    for variable in variables { locals[variable.name] = .variable(variable) }
    return try scope.withLocals(locals) { () throws(Problem) in
      var sides = Sides(variables: variables)
      try readLeft(claim, parser, into: &sides)
      for (index, right) in claim.rights.enumerated() {
        let previous = claim.statement.members[index]
        try readRight(right.member, right.relation, after: previous, claim, parser, into: &sides)
      }
      return sides
    }
  }

  private func readLeft(_ claim: Claim, _ parser: ExpressionParser, into sides: inout Sides) throws(Problem) {
    let left = claim.statement.members[0]
    switch claim.left {
    case .expression:
      if claim.isAssignment { return try readAssigned(claim, parser, into: &sides) }
      guard !isAssertedList(claim) else { return }
      // The left side shows what is bound, not what the formula itself computes.
      let (computed, stored) = (scope.computed, scope.stored)
      if let name = claim.name {
        scope.computed[name] = nil
        scope.stored[name] = nil
      }
      let typed = try parser.expression(left.nodes, in: left.range)
      if let indices = claim.indices, let name = claim.name {
        let axes = scope.boundShape(name)?.count ?? claim.freeNames.count
        sides.places = try parser.subscripts(indices, axes: axes)
      }
      (scope.computed, scope.stored) = (computed, stored)
      sides.members.append(side(typed, left, nil, claim, isBound: claim.name != nil))
    case .definition:
      if let indices = claim.indices { sides.places = try parser.subscripts(indices, axes: claim.freeNames.count) }
      if let name = claim.name, !claim.isGiven {
        scope.note(.init(range: left.range, name: name, target: .value(shape: [])))
      }
    case .declared(let shape):
      if let name = claim.name { scope.used.insert(name) }
      guard let indices = claim.indices else { return }
      sides.places = try parser.subscripts(indices, axes: shape.count)
      let base = claim.name.map { scope.base(of: $0) } ?? 1
      for (axis, place) in sides.places.enumerated() where axis < shape.count {
        guard case .at(let typed) = place, case .index(let variable) = typed.kind else { continue }
        try variable.use(base...(base + shape[axis] - 1), of: "axis \(axis + 1) of the left side", at: typed.range)
      }
    case .function:
      if let name = claim.name, let bound = try boundFunctionValue(claim, name, parser) { sides.members.append(bound) }
    }
  }

  /// The left side of `\leftarrow` is not read but written: all of a name, or each entry of it by its index.
  private func readAssigned(_ claim: Claim, _ parser: ExpressionParser, into sides: inout Sides) throws(Problem) {
    let left = claim.statement.members[0]
    if let indices = claim.indices { sides.places = try parser.subscripts(indices, axes: claim.freeNames.count) }
    guard let name = claim.name, sides.shifts?.allSatisfy({ $0 == 0 }) ?? false else {
      throw Problem(
        "`\\leftarrow` gives a value to a whole name, or to its entry for each index", at: left.range,
        help: "compare single entries with `=`")
    }
    scope.used.insert(name)
  }

  /// The value bound to the name of a left side `f(x)`, or to `f(x)` itself.
  private func boundFunctionValue(_ claim: Claim, _ name: Name, _ parser: ExpressionParser) throws(Problem) -> Side? {
    let left = claim.statement.members[0]
    // `f(x)_i` is an entry of what is bound to `f(x)`.
    let wholes = [left.nodes, left.nodes.withoutLastScripts].map { Name(opaque: $0) }
    for candidate in wholes + [name] {
      guard let slot = scope.boundInput(candidate, asksFallback: candidate == name) else { continue }
      scope.used.insert(candidate)
      var typed = try parser.input(slot, at: left.range)
      for (axis, variable) in freeVariables(of: claim).enumerated() where axis < slot.shape.count {
        let base = scope.base(of: candidate)
        try variable.use(
          base...(base + slot.shape[axis] - 1), of: "axis \(axis + 1) of `\(candidate)`", at: left.range)
      }
      let places = try freeVariables(of: claim).map { variable throws(Problem) in
        TypedExpression.Subscript.at(try TypedExpression(.index(variable), shape: [], at: left.range))
      }
      if !places.isEmpty, places.count <= slot.shape.count {
        typed = try TypedExpression(.entry(typed, places), shape: Array(slot.shape[places.count...]), at: left.range)
      }
      return side(typed, left, nil, claim, isBound: true)
    }
    return nil
  }

  /// The free indices of a claim that is being read.
  private func freeVariables(of claim: Claim) -> [IndexVariable] {
    claim.freeNames.compactMap { name in
      if case .variable(let variable)? = scope.locals[name] { variable } else { nil }
    }
  }

  private func readRight(
    _ member: Statement.Part, _ relation: Relation, after previous: Statement.Part, _ claim: Claim,
    _ parser: ExpressionParser,
    into sides: inout Sides
  ) throws(Problem) {
    switch relation {
    case .element:
      try readAssertion(member, of: previous, claim, parser, into: &sides)
    default:
      var typed = try parser.expression(member.nodes, in: member.range)
      if let known = sides.members.first?.typed, typed.isUnsized {
        typed = try parser.resized(typed, like: known)
      }
      try parser.requireSize(of: typed)
      if let first = sides.members.first, first.typed.isUnsized {
        sides.members[0].typed = try parser.resized(first.typed, like: typed)
      }
      let side = side(typed, member, relation, claim, isBound: false)
      if let other = sides.members.last { try requireSameShape(other, side, parser) }
      sides.members.append(side)
    }
  }

  private func requireSameShape(_ first: Side, _ second: Side, _ parser: ExpressionParser) throws(Problem) {
    let (a, b) = (first.typed, second.typed)
    if Stance.areSame(a.shape, first.stance(beside: second), b.shape, second.stance(beside: first)) { return }
    // An inequality with a number is one for each entry.
    if !(second.relation?.isEquality ?? true), a.isNumber || b.isNumber { return }
    throw Problem(
      "the sides have different shapes", at: second.range,
      notes: ["`\(first.latex)` is \(parser.describe(a))", "`\(second.latex)` is \(parser.describe(b))"],
      help: shapeHelp(first, second))
  }

  private func shapeHelp(_ first: Side, _ second: Side) -> String? {
    if first.typed.isNumber != second.typed.isNumber { return "to say it of each entry, write an index on the left: `v_i = …`" }
    if first.typed.shape == second.typed.shape, first.typed.shape.count == 1 {
      return first.isBound && !first.typed.orientation.isRow
        ? "a vector is a column: write `\(first.latex)^\\top`, or declare it: `row: [\(first.latex)]`" : "transpose one of them"
    }
    return first.isBound ? "compare the formula with the code that computes the left side" : nil
  }

  private func side(
    _ typed: TypedExpression, _ part: Statement.Part, _ relation: Relation?, _ claim: Claim, isBound: Bool
  ) -> Side {
    let latex = claim.latex.slice(bytes: part.range)
    let isName = Symbol(wholeOf: part.nodes).map { scope.isBound($0.name(sub: true, sup: true), $0, takesSup: $0.sup != nil) } ?? false
    return Side(
      typed: typed, latex: latex, range: part.range, relation: relation, isBound: isBound, isName: isBound || isName,
      isList: Self.isList(part.nodes))
  }

  private static func isList(_ nodes: [Node]) -> Bool {
    guard nodes.count == 1, case .fenced("[", let body, "]") = nodes[0].kind else { return false }
    return SyntaxTree.normalized(body).contains { node in
      if case .sign(let sign) = node.kind { sign.glyph == "," } else { false }
    }
  }

  // MARK: Shape assertions

  private func isAssertedList(_ claim: Claim) -> Bool {
    claim.statement.relations.first == .element
      && claim.statement.members[0].nodes.contains { node in
        if case .sign(let sign) = node.kind { sign.glyph == "," } else { false }
      }
  }

  /// `Q \in \mathbb{R}^{n \times d}` (R1).
  private func readAssertion(
    _ member: Statement.Part, of previous: Statement.Part, _ claim: Claim, _ parser: ExpressionParser,
    into sides: inout Sides
  ) throws(Problem) {
    if let interval = try interval(member, claim, parser, sides.members.count - 1) {
      sides.intervals.append(interval)
      guard case .scripts(_, nil, let sizes?, 0, _) = member.nodes[0].kind else { return }
      try readShape(try parser.sizes(sizes), of: previous, claim, parser, into: &sides)
      return
    }
    try readShape(try parser.realShape(member), of: previous, claim, parser, into: &sides)
  }

  private func readShape(
    _ expected: [Int], of previous: Statement.Part, _ claim: Claim, _ parser: ExpressionParser, into sides: inout Sides
  ) throws(Problem) {
    if let last = sides.members.last, last.range == previous.range {
      sides.assertions.append(assertion(last.typed, previous.range, expected, claim))
      return
    }
    for item in Statement.Part.list(of: previous.nodes, in: previous.range) {
      let typed = try parser.expression(item.nodes, in: item.range)
      sides.assertions.append(assertion(typed, item.range, expected, claim))
    }
  }

  /// `[0, 1]`, `(0, 1]`, `[0, 1]^{m \times n}` and the like behind `\in`.
  private func interval(
    _ member: Statement.Part, _ claim: Claim, _ parser: ExpressionParser, _ side: Int
  ) throws(Problem) -> Interval? {
    guard side >= 0, let first = member.nodes.first, let last = member.nodes.last else { return nil }
    var body: [Node]
    let ends: (String, String)
    if member.nodes.count == 1, case .fenced(let open, let inner, let close) = first.kind {
      (body, ends) = (SyntaxTree.normalized(inner), (open, close))
    } else if member.nodes.count == 1, case .scripts(let base?, nil, .some, 0, _) = first.kind,
      case .fenced(let open, let inner, let close) = base.kind
    {
      (body, ends) = (SyntaxTree.normalized(inner), (open, close))
    } else if case .sign(let open) = first.kind, case .sign(let close) = last.kind, member.nodes.count > 3 {
      // `[0,1)` is no pair of brackets.
      (body, ends) = (Array(member.nodes.dropFirst().dropLast()), (open.glyph, close.glyph))
    } else {
      return nil
    }
    guard ends.0 == "[" || ends.0 == "(", ends.1 == "]" || ends.1 == ")" else { return nil }
    let parts = Statement.Part.list(of: body, in: member.range)
    guard parts.count == 2 else { return nil }
    let bounds = try parts.map { part throws(Problem) in try parser.expression(part.nodes, in: part.range) }
    guard bounds.allSatisfy(\.isNumber) else { return nil }
    let latex = claim.latex.slice(bytes: member.range)
    return Interval(
      side: side, lower: bounds[0], upper: bounds[1], isOpen: (ends.0 == "(", ends.1 == ")"), latex: latex,
      range: member.range)
  }

  private func assertion(
    _ typed: TypedExpression, _ range: Range<Int>, _ expected: [Int], _ claim: Claim
  ) -> FormulaEvaluation.ShapeAssertion {
    let latex = claim.latex.slice(bytes: range)
    return .init(
      range: range, latex: latex, expected: expected, found: typed.shape,
      holds: Stance.areSame(expected, .column, typed.shape, typed.stance))
  }
}

extension [SyntaxTree.Node] {
  fileprivate var withoutLastScripts: [SyntaxTree.Node] {
    guard case .scripts(let base?, _, _, _, _)? = last?.kind else { return self }
    return dropLast() + [base]
  }
}

extension ExpressionParser {
  /// The shape in `\mathbb{R}^{n \times d}`.
  func realShape(_ member: Statement.Part) throws(Problem) -> [Int] {
    let isSet = if member.nodes.count == 1, case .fenced("{", _, "}") = member.nodes[0].kind { true } else { false }
    let refusal = Problem(
      "`\\in` asserts a shape here, as in `\\mathbb{R}^{n \\times d}`", at: place(member.range),
      help: isSet ? "a set says which values an index takes; for a value write `=`, or `\\in [a, b]` for an interval" : nil)
    guard member.nodes.count == 1, let symbol = Symbol(wholeOf: member.nodes), symbol.sub == nil,
      symbol.base.latex == "\\mathbb{R}"
    else { throw refusal }
    return try symbol.sup.map { sup throws(Problem) in try sizes(sup) } ?? []
  }

  /// The sizes in a superscript `n \times d`.
  func sizes(_ sup: SyntaxTree.Node) throws(Problem) -> [Int] {
    let sizes = Statement.Part.list(of: SyntaxTree.unwrapped(sup).contents, in: sup.range) { node in
      if case .sign(let sign) = node.kind { sign.glyph == "×" } else { false }
    }
    return try sizes.map { part throws(Problem) in
      guard let size = try constantInteger(try expression(part.nodes, in: part.range)), size >= 0 else {
        throw Problem("a size is a whole number", at: place(part.range))
      }
      return size
    }
  }
}
