import Diagnostics

/// Statements that need each other's earlier values: `H_t` from `H_{t-1}` (R14).
struct Recurrence {
  var claims: [Claim]
  var mentions: [[Mention]]
  /// The index that runs in order.
  var index: Name

  /// Nil where the cycle does not go through an index that all left sides have.
  init?(_ claims: [Claim], _ mentions: [[Mention]]) {
    let names = Set(claims.compactMap(\.name))
    guard let first = claims.first, claims.allSatisfy({ !$0.isAssignment && $0.name != nil }) else { return nil }
    let shared = first.freeNames.filter { name in claims.allSatisfy { $0.freeNames.contains(name) } }
    let inside = mentions.joined().filter { names.contains($0.name) }
    guard let index = shared.first(where: { name in inside.contains { Self.isLagged($0, name) } }) else { return nil }
    self.claims = claims
    self.mentions = mentions.map { $0.filter { names.contains($0.name) } }
    self.index = index
  }

  /// Whether a subscript holds the index with something else: `t-1`.
  static func isLagged(_ mention: Mention, _ index: Name) -> Bool {
    guard let sub = mention.sub else { return false }
    let parts = Layout.unwrapped(sub).contents
    let letters = parts.filter { Symbol(wholeOf: [$0])?.name(sub: true, sup: true) == index }
    guard !letters.isEmpty else { return false }
    // `t` alone, or `t` beside another index, is the same step.
    return parts.contains { part in
      if case .sign(let sign) = part.kind { sign.glyph == "−" || sign.glyph == "+" } else { false }
    }
  }

  /// The statements in the order in which one step computes them.
  func steps() throws(Problem) -> [Int] {
    let byName = Dictionary(grouping: claims.indices, by: { claims[$0].name })
    let edges = mentions.map { list in
      list.filter { !Self.isLagged($0, index) }.flatMap { byName[$0.name] ?? [] }
    }
    let groups = Components.inOrder(of: edges, from: Array(claims.indices))
    for group in groups where group.count > 1 || edges[group[0]].contains(group[0]) {
      let names = group.compactMap { claims[$0].name }.map { "`\($0)`" }
      throw Problem(
        "\(names.joined(separator: ", ")) would be needed before being computed", at: claims[group[0]].statement.range,
        notes: ["a cycle is allowed only through \(index)-1"])
    }
    return groups.map { $0[0] }
  }
}

extension FormulaReader {
  /// Reads all statements of the recurrence, then computes them together, one step after another.
  func evaluate(_ recurrence: Recurrence) throws(Problem) {
    let steps = try recurrence.steps()
    let variable = variables(for: [recurrence.index])[0]
    let own = recurrence.claims.map { claim in
      claim.freeNames.map { $0 == recurrence.index ? variable : variables(for: [$0])[0] }
    }
    let outer = scope.stored
    defer { scope.stored = outer }
    var sides: [Int: Sides] = [:]
    for step in steps {
      let claim = recurrence.claims[step]
      for mention in recurrence.mentions[step] where scope.stored[mention.name] == nil {
        try begin(mention, recurrence, own, variable)
      }
      let parser = MeaningParser(latex: claim.latex, scope: scope, isElementwise: bindings.isElementwise)
      let read = try self.read(claim, parser, own[step])
      sides[step] = read
      guard let name = claim.name, let value = read.members.first(where: { !$0.isBound })?.meaning else { continue }
      if let storage = scope.stored[name] {
        guard storage.shape == value.shape else {
          throw Problem(
            "the recurrence changes its shape", at: value.range,
            notes: [
              "`\(name)` begins with the shape \(describe(shape: storage.shape))",
              "`\(parser.text(of: value))` is \(parser.describe(value))",
            ])
        }
      } else {
        scope.stored[name] = Storage(
          name: name, variable: variable, indices: own[step], shape: value.shape, orientation: value.orientation,
          initial: initial(claim, variable, value.shape))
      }
    }
    for variables in own {
      for variable in variables { try requireRange(of: variable, recurrence.claims[0]) }
    }
    try compute(recurrence, steps, sides, variable)
  }

  /// Prepares what is read before it is computed: its shape comes from what it begins with.
  private func begin(
    _ mention: Mention, _ recurrence: Recurrence, _ own: [[IndexVariable]], _ variable: IndexVariable
  ) throws(Problem) {
    guard let step = recurrence.claims.firstIndex(where: { $0.name == mention.name }) else { return }
    let claim = recurrence.claims[step]
    let first = variable.lowerBound - 1
    var shape: [Int]?
    if let start = startValue(claim, at: first) {
      shape = start.shape
    } else if let bound = scope.boundShape(mention.name), bound.count >= own[step].count {
      shape = Array(bound[own[step].count...])
    }
    guard let shape else {
      throw Problem(
        "it is not known what `\(mention.name)` begins with", at: mention.range,
        help: "bind it: `where: { \(startName(claim, at: first) ?? mention.name): … }`")
    }
    scope.stored[mention.name] = Storage(
      name: mention.name, variable: variable, indices: own[step], shape: shape, orientation: .slice,
      initial: initial(claim, variable, shape))
  }

  /// The values before the first step, as far back as they are bound.
  private func initial(_ claim: Claim, _ variable: IndexVariable, _ shape: [Int]) -> [Int: [Double]] {
    var values: [Int: [Double]] = [:]
    var step = variable.lowerBound - 1
    while let start = startValue(claim, at: step), values.count < 16 {
      values[step] = start.data
      step -= 1
    }
    return values
  }

  /// `H_0`, or the entry 0 of `H` where its first index is declared 0.
  private func startValue(_ claim: Claim, at step: Int) -> Quantity? {
    if let name = startName(claim, at: step), let quantity = scope.boundQuantity(name) { return quantity }
    guard let name = claim.name, scope.base(of: name) <= step, let whole = scope.boundQuantity(name),
      claim.freeNames.count == 1, let count = whole.shape.first, step - scope.base(of: name) < count
    else { return nil }
    let shape = Array(whole.shape.dropFirst())
    let size = shape.reduce(1, *)
    let start = (step - scope.base(of: name)) * size
    return Quantity(shape: shape, data: Array(whole.data[start..<start + size]))
  }

  private func startName(_ claim: Claim, at step: Int) -> Name? {
    guard var symbol = Symbol(wholeOf: claim.statement.members[0].nodes), step >= 0 else { return nil }
    symbol.sub = Layout.Node(.number(String(step)), symbol.range)
    return symbol.name(sub: true, sup: true)
  }

  // MARK: Computing

  private func compute(
    _ recurrence: Recurrence, _ steps: [Int], _ sides: [Int: Sides], _ variable: IndexVariable
  ) throws(Problem) {
    let evaluator = Evaluator()
    let slot = evaluator.slot(variable.id)
    var codes: [Int: [Evaluator.EntriesCode]] = [:]
    for step in steps {
      guard let sides = sides[step] else { continue }
      let others = sides.variables.filter { $0 !== variable }
      codes[step] = try sides.members.map { side throws(Problem) in
        try evaluator.code(try table(side.meaning, others), changing: [variable])
      }
    }
    var data: [Int: [[Double]]] = [:]
    for step in steps { data[step] = Array(repeating: [], count: codes[step]?.count ?? 0) }
    for time in variable.lowerBound..<variable.lowerBound + variable.count {
      evaluator.frame.indices[slot] = time
      for step in steps {
        guard let codes = codes[step], let sides = sides[step] else { continue }
        var isStored = false
        for (index, code) in codes.enumerated() {
          let values = try code(evaluator.frame)
          data[step]?[index] += values
          if !isStored, !sides.members[index].isBound, let name = recurrence.claims[step].name {
            scope.stored[name]?.store(values, at: time)
            isStored = true
          }
        }
      }
    }
    for step in steps {
      guard let sides = sides[step], let values = data[step] else { continue }
      let claim = recurrence.claims[step]
      let members = zip(sides.members, values).map { side, values in
        FormulaEvaluation.Member(
          range: side.range, latex: side.latex, value: quantity(values, side.meaning.shape, sides.variables, variable),
          reading: side.meaning.reading(of: claim.latex), isBound: side.isBound)
      }
      try finish(claim, nil, sides, members)
    }
  }

  /// The values of all steps, with the axis of the steps where the left side has it.
  private func quantity(
    _ data: [Double], _ shape: [Int], _ variables: [IndexVariable], _ variable: IndexVariable
  ) -> Quantity {
    let counts = variables.map(\.count)
    let position = variables.firstIndex { $0 === variable } ?? 0
    let before = counts[..<position].reduce(1, *)
    let block = (counts[(position + 1)...] + shape).reduce(1, *)
    var ordered: [Double] = []
    ordered.reserveCapacity(data.count)
    for outer in 0..<before {
      for step in 0..<variable.count {
        let start = (step * before + outer) * block
        ordered += data[start..<start + block]
      }
    }
    return Quantity(shape: counts + shape, data: ordered)
  }
}
