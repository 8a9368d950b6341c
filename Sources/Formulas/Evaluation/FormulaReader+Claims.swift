import Diagnostics

/// One statement: reads its sides with shapes, then computes and compares them.
extension FormulaReader {
  /// The sides of a statement as read, before a number is computed.
  struct Sides {
    var variables: [IndexVariable]
    /// What is evaluated, from left to right.
    var members: [Side]
    var assertions: [FormulaEvaluation.ShapeAssertion]
    /// Where the left side puts the values, if it is a name with indices.
    var places: [Meaning.Subscript]
    /// What `\in [a, b]` says of the side before it.
    var intervals: [Interval] = []
  }

  struct Interval {
    var side: Int
    var lower: Meaning
    var upper: Meaning
    var isOpen: (lower: Bool, upper: Bool)
    var latex: String
    var range: Range<Int>
  }

  struct Side {
    var meaning: Meaning
    var latex: String
    var range: Range<Int>
    /// The relation before it.
    var relation: Relation?
    var isBound: Bool
  }

  func evaluate(_ claim: Claim) throws(Problem) {
    let labels = labels(in: claim)
    guard !labels.isEmpty else { return try evaluate(claim, branch: nil, label: nil) }
    for (index, label) in labels.enumerated() { try evaluate(claim, branch: index, label: label) }
  }

  /// The names of the branches of a `cases` whose conditions are only words (R12).
  private func labels(in claim: Claim) -> [String] {
    let parser = MeaningParser(latex: claim.latex, scope: scope, isElementwise: false)
    for node in claim.statement.members.flatMap(\.nodes) {
      guard case .table(let table) = node.kind, table.environment.contains("cases") else { continue }
      let labels = table.rows.compactMap { row in row.count > 1 ? parser.label(Layout.tidied(row[1].nodes)) : nil }
      if !labels.isEmpty, labels.count == table.rows.count { return labels }
    }
    return []
  }

  private func evaluate(_ claim: Claim, branch: Int?, label: String?) throws(Problem) {
    let parser = MeaningParser(latex: claim.latex, scope: scope, isElementwise: bindings.isElementwise)
    parser.chosenBranch = branch
    if case .function = claim.left, isOnlyDefinition(claim) {
      if !claim.isGiven { add(result(of: claim, label, [], [])) }
      return
    }
    let variables = variables(for: claim.freeNames)
    let sides = try read(claim, parser, variables)
    for variable in variables { try requireRange(of: variable, claim) }
    var members: [FormulaEvaluation.Member] = []
    for side in sides.members {
      let table = try self.table(side.meaning, variables)
      let data = try Evaluator().entries(table)
      let isRow = variables.isEmpty && side.meaning.orientation.isRow
      members.append(
        .init(
          range: side.range, latex: side.latex, value: Quantity(shape: table.shape, data: data, isRow: isRow),
          reading: side.meaning.reading(of: claim.latex), isBound: side.isBound))
    }
    try finish(claim, label, sides, members)
  }

  func variables(for names: [Name]) -> [IndexVariable] {
    names.map { name in
      let variable = scope.makeVariable(name)
      if let range = scope.indices[name] {
        variable.state(from: range.lowerBound, through: range.upperBound, origin: .part, source: "declared")
      }
      return variable
    }
  }

  func requireRange(of variable: IndexVariable, _ claim: Claim) throws(Problem) {
    guard variable.range == nil else { return }
    throw Problem(
      "the range of the index `\(variable.name)` is not known", at: claim.statement.members[0].range,
      notes: ["it is no index of a bound value on the right"], help: "declare it: `index: { \(variable.name): 1...n }`")
  }

  func table(_ meaning: Meaning, _ variables: [IndexVariable]) throws(Problem) -> Meaning {
    guard !variables.isEmpty else { return meaning }
    return try Meaning(
      .table(variables, meaning), shape: variables.map(\.count) + meaning.shape, bases: variables.map(\.lowerBound),
      at: meaning.range)
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

  // MARK: Reading

  /// Reads all sides with the free indices in scope.
  func read(_ claim: Claim, _ parser: MeaningParser, _ variables: [IndexVariable]) throws(Problem) -> Sides {
    var locals: [Name: Scope.Referent] = [:]
    for variable in variables { locals[variable.name] = .variable(variable) }
    return try scope.withLocals(locals) { () throws(Problem) in
      var sides = Sides(variables: variables, members: [], assertions: [], places: [])
      try readLeft(claim, parser, into: &sides)
      for (index, right) in claim.rights.enumerated() {
        let previous = claim.statement.members[index]
        try readRight(right.member, right.relation, after: previous, claim, parser, into: &sides)
      }
      return sides
    }
  }

  private func readLeft(_ claim: Claim, _ parser: MeaningParser, into sides: inout Sides) throws(Problem) {
    let left = claim.statement.members[0]
    switch claim.left {
    case .expression:
      guard !claim.isAssignment, !isAssertedList(claim) else { return }
      // The left side shows what is bound, not what the formula itself computes.
      let (computed, stored) = (scope.computed, scope.stored)
      if let name = claim.name {
        scope.computed[name] = nil
        scope.stored[name] = nil
      }
      let meaning = try parser.expression(left.nodes, in: left.range)
      (scope.computed, scope.stored) = (computed, stored)
      sides.members.append(side(meaning, left, nil, claim, isBound: claim.name != nil))
    case .definition(let indices):
      if let indices { sides.places = try parser.subscripts(indices, axes: claim.freeNames.count) }
      if let name = claim.name, !claim.isGiven {
        scope.note(.init(range: left.range, name: name, target: .value(shape: [])))
      }
    case .declared(let shape, let indices):
      guard let indices else { return }
      sides.places = try parser.subscripts(indices, axes: shape.count)
      let base = claim.name.map { scope.base(of: $0) } ?? 1
      for (axis, place) in sides.places.enumerated() where axis < shape.count {
        guard case .at(let meaning) = place, case .index(let variable) = meaning.kind else { continue }
        try variable.use(base...(base + shape[axis] - 1), of: "axis \(axis + 1) of the left side", at: meaning.range)
      }
    case .function:
      if let name = claim.name, let bound = try boundFunctionValue(claim, name, parser) { sides.members.append(bound) }
    }
  }

  /// The value bound to the name of a left side `f(x)`, or to `f(x)` itself.
  private func boundFunctionValue(_ claim: Claim, _ name: Name, _ parser: MeaningParser) throws(Problem) -> Side? {
    let left = claim.statement.members[0]
    let whole = Name(opaque: left.nodes)
    for candidate in [whole, name] {
      let quantity: Quantity? = candidate == whole ? scope.boundQuantity(whole, asksFallback: false) : scope.boundQuantity(name)
      guard let quantity else { continue }
      var meaning = try parser.constant(quantity, name: candidate, at: left.range)
      for (axis, variable) in sides(claim).enumerated() where axis < quantity.shape.count {
        let base = scope.base(of: candidate)
        try variable.use(base...(base + quantity.shape[axis] - 1), of: "axis \(axis + 1) of `\(candidate)`", at: left.range)
      }
      let places = try sides(claim).map { variable throws(Problem) in
        Meaning.Subscript.at(try Meaning(.index(variable), shape: [], at: left.range))
      }
      if !places.isEmpty, places.count <= quantity.shape.count {
        meaning = try Meaning(.entry(meaning, places), shape: Array(quantity.shape[places.count...]), at: left.range)
      }
      return side(meaning, left, nil, claim, isBound: true)
    }
    return nil
  }

  /// The free indices of a claim that is being read.
  private func sides(_ claim: Claim) -> [IndexVariable] {
    claim.freeNames.compactMap { name in
      if case .variable(let variable)? = scope.locals[name] { variable } else { nil }
    }
  }

  private func readRight(
    _ member: Statement.Part, _ relation: Relation, after previous: Statement.Part, _ claim: Claim, _ parser: MeaningParser,
    into sides: inout Sides
  ) throws(Problem) {
    switch relation {
    case .element:
      try readAssertion(member, of: previous, claim, parser, into: &sides)
    case .other(let command):
      let notes = command == "\\sim" ? ["it says how something is distributed"] : []
      throw Problem(
        "`\(command)` is no equation", at: member.range, notes: notes, help: "check it with `expect: none`")
    default:
      var meaning = try parser.expression(member.nodes, in: member.range)
      if let known = sides.members.first?.meaning, meaning.isUnsized { meaning = try parser.resized(meaning, like: known) }
      try parser.requireSize(of: meaning)
      if let first = sides.members.first, first.meaning.isUnsized {
        sides.members[0].meaning = try parser.resized(first.meaning, like: meaning)
      }
      if let other = sides.members.last { try requireSameShape(other, meaning, member, parser) }
      sides.members.append(side(meaning, member, relation, claim, isBound: false))
    }
  }

  private func requireSameShape(
    _ first: Side, _ second: Meaning, _ member: Statement.Part, _ parser: MeaningParser
  ) throws(Problem) {
    let a = first.meaning.shape.filter { $0 != 1 }
    let b = second.shape.filter { $0 != 1 }
    // A constant on one side stands for all entries, as in W = 0.
    let isConstant = first.meaning.isPlainNumber || second.isPlainNumber
    guard a == b || isConstant && (a.isEmpty || b.isEmpty) else {
      throw Problem(
        "the sides have different shapes", at: member.range,
        notes: [
          "`\(first.latex)` is \(parser.describe(first.meaning))", "`\(parser.text(of: member.range))` is \(parser.describe(second))",
        ], help: first.isBound ? "compare the formula with the code that computes the left side" : nil)
    }
  }

  private func side(
    _ meaning: Meaning, _ part: Statement.Part, _ relation: Relation?, _ claim: Claim, isBound: Bool
  ) -> Side {
    let latex = String(SourceFile(path: "", text: claim.latex).slice(part.range))
    return Side(meaning: meaning, latex: latex, range: part.range, relation: relation, isBound: isBound)
  }

  // MARK: Shape assertions

  private func isAssertedList(_ claim: Claim) -> Bool {
    claim.statement.relations.first == .element && claim.statement.members[0].nodes.contains { node in
      if case .sign(let sign) = node.kind { sign.glyph == "," } else { false }
    }
  }

  /// `Q \in \mathbb{R}^{n \times d}` (R1).
  private func readAssertion(
    _ member: Statement.Part, of previous: Statement.Part, _ claim: Claim, _ parser: MeaningParser, into sides: inout Sides
  ) throws(Problem) {
    if let interval = try interval(member, claim, parser, sides.members.count - 1) {
      sides.intervals.append(interval)
      return
    }
    let expected = try parser.realShape(member)
    if let last = sides.members.last, last.range == previous.range {
      sides.assertions.append(assertion(last.meaning, previous.range, expected, claim))
      return
    }
    for item in parser.split(previous.nodes, in: previous.range, at: parser.isSeparator) {
      let meaning = try parser.expression(item.nodes, in: item.range)
      sides.assertions.append(assertion(meaning, item.range, expected, claim))
    }
  }

  /// `[0, 1]`, `(0, 1]` and the like behind `\in`.
  private func interval(
    _ member: Statement.Part, _ claim: Claim, _ parser: MeaningParser, _ side: Int
  ) throws(Problem) -> Interval? {
    guard side >= 0, let first = member.nodes.first, let last = member.nodes.last else { return nil }
    var body: [Node]
    let ends: (String, String)
    if member.nodes.count == 1, case .fenced(let open, let inner, let close) = first.kind {
      (body, ends) = (Layout.tidied(inner), (open, close))
    } else if case .sign(let open) = first.kind, case .sign(let close) = last.kind, member.nodes.count > 3 {
      // `[0,1)` is no pair of brackets.
      (body, ends) = (Array(member.nodes.dropFirst().dropLast()), (open.glyph, close.glyph))
    } else {
      return nil
    }
    guard ends.0 == "[" || ends.0 == "(", ends.1 == "]" || ends.1 == ")" else { return nil }
    let parts = parser.split(body, in: member.range, at: parser.isSeparator)
    guard parts.count == 2 else { return nil }
    let bounds = try parts.map { part throws(Problem) in try parser.expression(part.nodes, in: part.range) }
    guard bounds.allSatisfy(\.isNumber) else { return nil }
    let latex = String(SourceFile(path: "", text: claim.latex).slice(member.range))
    return Interval(
      side: side, lower: bounds[0], upper: bounds[1], isOpen: (ends.0 == "(", ends.1 == ")"), latex: latex,
      range: member.range)
  }

  private func assertion(
    _ meaning: Meaning, _ range: Range<Int>, _ expected: [Int], _ claim: Claim
  ) -> FormulaEvaluation.ShapeAssertion {
    let latex = String(SourceFile(path: "", text: claim.latex).slice(range))
    return .init(range: range, latex: latex, expected: expected, found: meaning.shape)
  }

  // MARK: Results

  func finish(
    _ claim: Claim, _ label: String?, _ sides: Sides, _ members: [FormulaEvaluation.Member]
  ) throws(Problem) {
    var result = result(of: claim, label, members, sides.assertions)
    for (index, side) in sides.members.enumerated().dropFirst() {
      guard let relation = side.relation else { continue }
      let (a, b) = (members[index - 1], members[index])
      let agreement = try Agreement.of(a.value, a.latex, b.value, b.latex, relation, tolerance, at: b.range)
      result.agreement = Agreement.worse(result.agreement, agreement)
    }
    for interval in sides.intervals {
      let value = members[interval.side]
      for (bound, relation) in [
        (interval.lower, interval.isOpen.lower ? Relation.greater : .greaterOrEqual),
        (interval.upper, interval.isOpen.upper ? .less : .lessOrEqual),
      ] {
        let limit = Quantity(try Evaluator().number(bound))
        let agreement = try Agreement.of(value.value, value.latex, limit, interval.latex, relation, tolerance, at: interval.range)
        result.agreement = Agreement.worse(result.agreement, agreement)
      }
    }
    if !claim.isGiven { add(result) }
    guard let name = claim.name, let value = result.value, label == nil, !claim.isAssignment else { return }
    try define(name, claim, value, sides)
  }

  private func result(
    of claim: Claim, _ label: String?, _ members: [FormulaEvaluation.Member],
    _ assertions: [FormulaEvaluation.ShapeAssertion]
  ) -> FormulaEvaluation.StatementResult {
    let left = claim.statement.members[0]
    let computed = members.first { !$0.isBound } ?? members.first
    return .init(
      range: claim.statement.range, left: String(SourceFile(path: "", text: claim.latex).slice(left.range)), name: claim.name,
      label: label, members: members, value: computed?.value, bound: members.first { $0.isBound }?.value, agreement: nil,
      assertions: assertions)
  }

  /// What other statements find under the name of the left side.
  private func define(_ name: Name, _ claim: Claim, _ value: Quantity, _ sides: Sides) throws(Problem) {
    if case .function = claim.left { return }
    if case .declared(let shape, _) = claim.left, !isPlain(sides) {
      return try fill(name, shape, claim, value, sides)
    }
    guard isPlain(sides) else { return }
    let bases = sides.variables.map(\.lowerBound) + value.shape.dropFirst(sides.variables.count).map { _ in 1 }
    let orientation: Meaning.Orientation = sides.variables.isEmpty ? sides.members.last?.meaning.orientation ?? .column : .column
    define(
      name, .init(quantity: value, orientation: orientation, bases: bases.contains { $0 != 1 } ? bases : []),
      isGiven: claim.isGiven)
  }

  /// Whether the left side's indices are the free ones in their order.
  private func isPlain(_ sides: Sides) -> Bool {
    guard sides.places.count == sides.variables.count else { return sides.places.isEmpty }
    return zip(sides.places, sides.variables).allSatisfy { place, variable in
      guard case .at(let meaning) = place, case .index(let own) = meaning.kind else { return false }
      return own === variable
    }
  }

  /// `PE_{(pos,2i)}` says what some entries are; several such statements fill the whole.
  private func fill(
    _ name: Name, _ shape: [Int], _ claim: Claim, _ value: Quantity, _ sides: Sides
  ) throws(Problem) {
    let size = shape.reduce(1, *)
    guard value.shape.count == sides.variables.count, sides.places.count == shape.count else {
      throw Problem("the left side does not name single entries", at: claim.statement.members[0].range)
    }
    var data = partial[name] ?? Array(repeating: nil, count: size)
    let base = scope.base(of: name)
    let evaluator = Evaluator()
    let places = try sides.places.map { place throws(Problem) in
      guard case .at(let index) = place else {
        throw Problem("the left side does not name single entries", at: claim.statement.members[0].range)
      }
      return try table(index, sides.variables)
    }
    let indices = try places.map { place throws(Problem) in try evaluator.entries(place) }
    for (position, entry) in value.data.enumerated() {
      var offset = 0
      for (axis, index) in indices.enumerated() {
        let number = index[index.count == 1 ? 0 : position]
        guard let place = Int(exactly: number), place >= base, place < base + shape[axis] else {
          throw Problem(
            "the index \(Quantity.text(number)) on the left is out of range", at: claim.statement.members[0].range,
            notes: ["axis \(axis + 1) of `\(name)` has the indices \(base) to \(base + shape[axis] - 1)"])
        }
        offset = offset * shape[axis] + place - base
      }
      data[offset] = entry
    }
    partial[name] = data
    let known = data.compactMap { $0 }
    guard known.count == size else { return }
    let bases = base == 1 ? [] : Array(repeating: base, count: shape.count)
    define(name, .init(quantity: Quantity(shape: shape, data: known), bases: bases), isGiven: claim.isGiven)
  }
}

extension Meaning {
  /// Whether it is a number written in the formula.
  fileprivate var isPlainNumber: Bool {
    switch kind {
    case .constant: shape.isEmpty
    case .negated(let part): part.isNumber && { if case .constant = part.kind { true } else { false } }()
    default: false
    }
  }
}

extension MeaningParser {
  /// The shape in `\mathbb{R}^{n \times d}`.
  func realShape(_ member: Statement.Part) throws(Problem) -> [Int] {
    let refusal = Problem(
      "`\\in` asserts a shape here, as in `\\mathbb{R}^{n \\times d}`", at: place(member.range))
    guard member.nodes.count == 1, let symbol = Symbol(wholeOf: member.nodes), symbol.sub == nil,
      symbol.base.latex == "\\mathbb{R}"
    else { throw refusal }
    guard let sup = symbol.sup else { return [] }
    let sizes = split(Layout.unwrapped(sup).contents, in: sup.range) { node in
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
