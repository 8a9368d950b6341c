import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaParser
import FormulaStatements
import LaTeXSyntax

/// Statements that need each other's earlier values (R14): reads them, then computes them together.
extension StatementAnalyzer {
  /// Reads all statements of the recurrence, then computes them together, one step after another.
  func evaluate(_ recurrence: Recurrence) throws(Problem) {
    // Where `cases` say how it begins, the shape is what reading with an assumed shape gives, if both agree.
    var assumed: [Name: [Int]] = [:]
    for _ in 0..<2 {
      guard let found = try evaluate(recurrence, assuming: assumed) else { return }
      assumed = found
    }
  }

  /// - Returns: The shapes found, if one of them was assumed to be another; nothing is computed then.
  private func evaluate(_ recurrence: Recurrence, assuming assumed: [Name: [Int]]) throws(Problem) -> [Name: [Int]]? {
    let order = try recurrence.order()
    try requireDeclaredFamilies(recurrence.claims)
    let variable = variables(for: [recurrence.index])[0]
    try restrict(variable, to: recurrence)
    let own = recurrence.claims.map { claim in
      claim.freeNames.map { $0 == recurrence.index ? variable : variables(for: [$0])[0] }
    }
    let outer = scope.stored
    defer { scope.stored = outer }
    var assumptions: [Name: Range<Int>] = [:]
    var found: [Name: [Int]] = [:]
    var sides: [Int: Sides] = [:]
    for position in order {
      let claim = recurrence.claims[position]
      for mention in recurrence.mentions[position] where scope.stored[mention.name] == nil {
        let isKnown = try begin(mention, recurrence, own, variable, assumed[mention.name] ?? [])
        if !isKnown { assumptions[mention.name] = mention.range }
      }
      let parser = ExpressionParser(latex: claim.latex, scope: scope, isElementwise: bindings.isElementwise)
      let read = try self.read(claim, parser, own[position])
      sides[position] = read
      try requireOffsets(read, claim, recurrence.offsets[position], variable)
      guard let name = claim.name, let value = read.members.first(where: { !$0.isBound })?.typed else { continue }
      found[name] = value.shape
      if let storage = scope.stored[name] {
        if storage.shape != value.shape, assumptions[name] != nil, assumed[name] == nil { continue }
        guard storage.shape == value.shape else {
          if let place = assumptions[name] {
            throw unknownStart(claim, at: place, variable.lowerBound + recurrence.offsets[position] - 1)
          }
          throw Problem(
            "the recurrence changes its shape", at: value.range,
            notes: [
              "`\(name)` begins with the shape \(describe(shape: storage.shape))",
              "`\(parser.text(of: value))` is \(parser.describe(value))",
            ])
        }
      } else {
        scope.stored[name] = RecurrenceState(
          name: name, variable: variable, indices: own[position], shape: value.shape, orientation: value.orientation,
          initial: initial(claim, variable.lowerBound + recurrence.offsets[position]))
      }
    }
    for (name, place) in assumptions where scope.stored[name]?.shape != found[name] {
      if assumed[name] == nil { return found }
      throw Problem("nothing says what `\(name)` begins with", at: place)
    }
    for variables in own {
      for variable in variables { try requireRange(of: variable, recurrence.claims[0]) }
    }
    var statements: [(statement: TypedStatement, offset: Int, state: RecurrenceState?)] = []
    for position in order {
      guard let sides = sides[position] else { continue }
      let claim = recurrence.claims[position]
      let statement = try statement(claim, sides, tabulating: sides.variables.filter { $0 !== variable })
      statements.append((statement, recurrence.offsets[position], claim.name.flatMap { scope.stored[$0] }))
    }
    try compute(TypedRecurrence(statements: statements, variable: variable))
    return nil
  }

  /// `F_t = F_{t-1} + F_{t-2}, \quad t \ge 3`: the first step, where all statements of the recurrence say the same one.
  private func restrict(_ variable: IndexVariable, to recurrence: Recurrence) throws(Problem) {
    guard let condition = recurrence.claims.lazy.flatMap(\.conditions).first else { return }
    let firsts = try recurrence.claims.map { claim throws(Problem) in
      try claim.conditions.map { condition throws(Problem) in try firstStep(condition, of: recurrence.index) }
    }
    guard let first = firsts[0].first, firsts.allSatisfy({ $0 == [first] }) else {
      throw Problem(
        "not all statements of the recurrence have this condition", at: condition.range,
        notes: ["their steps are computed together"], help: "write it behind each of them")
    }
    // A declared range says more.
    guard let declared = variable.range else {
      variable.first = first
      return
    }
    guard first <= declared.lowerBound else {
      throw Problem(
        "`\(variable.name)` is declared to begin with \(declared.lowerBound)", at: condition.range,
        help: "declare the range of this condition")
    }
  }

  /// The 3 of `t \ge 3`, `t > 2` or `3 \le t`.
  private func firstStep(_ condition: Statement, of index: Name) throws(Problem) -> Int {
    let refusal = Problem(
      "a condition on a recurrence can only say with which `\(index)` it begins", at: condition.range,
      help: "write `\\quad \(index) \\ge …` with a number, or `cases`")
    guard condition.members.count == 2, let relation = condition.relations.first else { throw refusal }
    let isReversed = relation == .less || relation == .lessOrEqual
    guard isReversed || relation == .greater || relation == .greaterOrEqual else { throw refusal }
    let (left, right) = (condition.members[isReversed ? 1 : 0], condition.members[isReversed ? 0 : 1])
    guard Symbol(wholeOf: left.nodes)?.name(sub: true, sup: true) == index else { throw refusal }
    let parser = ExpressionParser(latex: syntax.latex, scope: scope, isElementwise: false)
    guard let bound = try parser.constantInteger(try parser.expression(right.nodes, in: right.range)) else { throw refusal }
    return relation == .greater || relation == .less ? bound + 1 : bound
  }

  /// `m^{(j)}` is not the value of step j unless the author says so: as a label, it is a part of the name.
  private func requireDeclaredFamilies(_ claims: [Claim]) throws(Problem) {
    for claim in claims {
      guard let name = claim.name, bindings.families[name] == nil, scope.boundShape(name) == nil,
        let symbol = Symbol(wholeOf: claim.statement.members[0].nodes), symbol.sup?.bracketed != nil
      else { continue }
      let written = symbol.name(sub: true, sup: true)
      throw Problem(
        "`\(written)` is a name with a label, or one value of many", at: symbol.range,
        notes: ["nothing is bound to `\(name)`"], help: "declare it: `family: ['\(written)']`")
    }
  }

  /// The left side of a step must be one entry: indices alone, except that a number may be added to the running index.
  private func requireOffsets(
    _ sides: Sides, _ claim: Claim, _ offset: Int, _ variable: IndexVariable
  ) throws(Problem) {
    guard !sides.places.isEmpty || claim.indices != nil else { return }
    let shifts = sides.shifts
    let isFit = shifts.map { zip($0, sides.variables).allSatisfy { $0 == ($1 === variable ? offset : 0) } } ?? false
    guard isFit else {
      throw Problem(
        "the left side of a recurrence must have the index `\(variable.name)`, alone or with a number added",
        at: claim.statement.members[0].range)
    }
  }

  /// Prepares a recurrence that is read before it is computed: its shape is that of its initial value.
  ///
  /// - Returns: Whether the shape is known; otherwise it was assumed.
  private func begin(
    _ mention: Mention, _ recurrence: Recurrence, _ own: [[IndexVariable]], _ variable: IndexVariable, _ assumed: [Int]
  ) throws(Problem) -> Bool {
    guard let position = recurrence.claims.firstIndex(where: { $0.name == mention.name }) else { return true }
    let claim = recurrence.claims[position]
    let first = variable.lowerBound + recurrence.offsets[position]
    var shape: [Int]?
    if let start = startValue(claim, at: first - 1) {
      shape = start.shape
    } else if let bound = scope.boundShape(mention.name), bound.count >= own[position].count {
      shape = Array(bound[own[position].count...])
    }
    if shape == nil, !saysBeginning(claim) { throw unknownStart(claim, at: mention.range, first - 1) }
    scope.stored[mention.name] = RecurrenceState(
      name: mention.name, variable: variable, indices: own[position], shape: shape ?? assumed, orientation: .slice,
      initial: initial(claim, first))
    return shape != nil
  }

  /// Whether a `cases` may give the initial value of the recurrence.
  private func saysBeginning(_ claim: Claim) -> Bool {
    claim.statement.members.dropFirst().flatMap(\.nodes).contains { node in
      if case .table(let table) = node.kind { table.environment.contains("cases") } else { false }
    }
  }

  private func unknownStart(_ claim: Claim, at place: Range<Int>, _ start: Int) -> Problem {
    let name = claim.name.map(\.latex) ?? ""
    return Problem(
      "nothing says what `\(name)` begins with", at: place,
      help: "bind it: `where: { \(claim.startName(at: start)?.latex ?? name): … }`")
  }

  /// The values before the first step, as far back as they are bound.
  private func initial(_ claim: Claim, _ first: Int) -> [Int: RecurrenceState.Start] {
    var values: [Int: RecurrenceState.Start] = [:]
    var step = first - 1
    while let start = startValue(claim, at: step), values.count < 16 {
      scope.note(start.slot.type.precision)
      values[step] = start
      step -= 1
    }
    return values
  }

  /// `H_0`, or the entry 0 of `H` where its first index is declared 0.
  private func startValue(_ claim: Claim, at step: Int) -> RecurrenceState.Start? {
    if let name = claim.startName(at: step) {
      if let value = scope.computed[name] { return .init(slot: value.slot, shape: value.slot.shape) }
      if let slot = scope.boundInput(name) {
        scope.used.insert(name)
        return .init(slot: slot, shape: slot.shape)
      }
    }
    guard let name = claim.name, scope.base(of: name) <= step, let whole = scope.boundInput(name),
      claim.freeNames.count == 1, let count = whole.shape.first, step - scope.base(of: name) < count
    else { return nil }
    scope.used.insert(name)
    let shape = Array(whole.shape.dropFirst())
    let size = shape.reduce(1, *)
    let start = (step - scope.base(of: name)) * size
    scope.note(whole.type.precision)
    return .init(slot: whole, shape: shape, entries: start..<start + size)
  }
}
