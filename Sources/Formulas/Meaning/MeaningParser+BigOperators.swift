import Diagnostics

/// `\sum`, `\prod` and functions over an index: `\max_j`, `\operatorname{softmax}_j` (R8).
extension MeaningParser {
  private enum Big {
    case fold(Meaning.Fold.Operation)
    case softmax
  }

  private struct Head {
    var big: Big
    var sub: Node?
    var sup: Node?
    /// How many nodes it takes.
    var count = 1
    var word: String
  }

  /// Whether an operator stands here that takes the rest of the term as its scope.
  func isBigOperator(_ cursor: Cursor) -> Bool {
    if case .fold? = head(cursor)?.big { true } else { false }
  }

  /// Whether a function over an index stands here, which takes only what is in the parentheses behind it:
  /// `\operatorname{softmax}_j(…)`.
  func isIndexedFunction(_ cursor: Cursor) -> Bool {
    if case .softmax? = head(cursor)?.big { true } else { false }
  }

  private func head(_ cursor: Cursor) -> Head? {
    guard let node = cursor.node else { return nil }
    var (base, sub, sup): (Node, Node?, Node?) = (node, nil, nil)
    if case .scripts(let inner?, let lower, let upper, 0, _) = node.kind { (base, sub, sup) = (inner, lower, upper) }
    if case .sign(let sign) = base.kind, sign.atomClass == .bigOperator {
      switch sign.glyph {
      case "∑": return Head(big: .fold(.sum), sub: sub, sup: sup, word: sign.command)
      case "∏": return Head(big: .fold(.product), sub: sub, sup: sup, word: sign.command)
      default: return nil
      }
    }
    switch base.kind {
    case .function, .text, .styled, .classed: break
    default: return nil
    }
    // `\max_j` and `\operatorname{softmax}_j`, where the name with its subscript is not bound.
    guard let symbol = Symbol.longest(in: cursor.rest), symbol.isWord else { return nil }
    if symbol.base.word == "arg", sub == nil, sup == nil {
      var rest = cursor
      rest.advance()
      guard var inner = head(rest), case .fold(let operation) = inner.big else { return nil }
      inner.big = .fold(operation == .minimum ? .argmin : .argmax)
      inner.count += 1
      return inner
    }
    // Only whether it is bound is asked here: what is wrong with its value is told where that is read.
    guard sub != nil, sup == nil, (try? resolve(cursor.rest)) ?? nil == nil,
      let builtin = Builtin(word: symbol.base.word)
    else {
      return nil
    }
    let big: Big
    switch builtin {
    case .extremum(let isMaximum): big = .fold(isMaximum ? .maximum : .minimum)
    case .extremumIndex(let isMaximum): big = .fold(isMaximum ? .argmax : .argmin)
    case .reduction(.mean): big = .fold(.mean)
    case .softmax: big = .softmax
    default: return nil
    }
    return Head(big: big, sub: sub, sup: sup, word: symbol.base.word)
  }

  func bigOperator(_ cursor: inout Cursor) throws(Problem) -> Meaning {
    guard let head = head(cursor) else { throw unexpected(cursor) }
    let start = cursor.start
    let headRange = start..<(cursor.node.map { Self.end(of: $0) } ?? start)
    let written = text(of: cursor.range)
    cursor.advance(by: head.count)
    guard let sub = head.sub else {
      throw Problem(
        "`\(written)` does not say over which index", at: place(headRange), help: "write `\(head.word)_{j}`")
    }
    let outer = scope.locals
    defer { scope.locals = outer }
    let clauses = try indexClauses(sub, sup: head.sup)
    var conditions: [Condition] = []
    for clause in clauses.conditions { conditions.append(try condition(clause)) }

    // `\operatorname{softmax}_j(…)` takes what is in the parentheses, a big operator the whole term.
    if case .softmax = head.big {
      return try softmax(over: clauses.variables, conditions, outer, head, &cursor, from: start)
    }
    let body = try scopeOfOperator(&cursor)
    try requireSize(of: body)
    let range = place(start..<cursor.lastEnd)
    guard case .fold(let operation) = head.big else { throw unexpected(cursor) }
    if operation != .sum, operation != .mean, !body.isNumber {
      throw Problem(
        "`\(head.word)` over an index takes numbers", at: range, notes: ["`\(text(of: body))` is \(describe(body))"])
    }
    var value = body
    for (position, bound) in clauses.variables.enumerated().reversed() {
      try requireRange(of: bound.variable, at: sub.range, head.word)
      let isInnermost = position == clauses.variables.count - 1
      let condition = isInnermost ? conditions.reduce(bound.condition) { Self.both($0, $1) } : bound.condition
      let fold = Meaning.Fold(
        operation: operation, variable: bound.variable, bounds: bound.bounds, condition: condition, body: value)
      value = try Meaning(.fold(fold), shape: body.shape, orientation: body.orientation, bases: body.bases, at: range)
    }
    if clauses.variables.count > 1, operation == .argmax || operation == .argmin {
      throw Problem("`\(head.word)` over several indices", at: place(sub.range))
    }
    return value
  }

  /// The end of a node without its scripts.
  private static func end(of node: Node) -> Int {
    if case .scripts(let base?, _, _, _, _) = node.kind { base.range.upperBound } else { node.range.upperBound }
  }

  private static func both(_ a: Condition?, _ b: Condition) -> Condition? { a.map { .both($0, b) } ?? b }

  /// One multiplicative term, which may begin with a sign.
  private func scopeOfOperator(_ cursor: inout Cursor) throws(Problem) -> Meaning {
    guard !cursor.isAtEnd else { throw Problem("there is nothing to sum here", at: place(cursor.range)) }
    return try term(&cursor)
  }

  private func requireRange(of variable: IndexVariable, at range: Range<Int>, _ word: String) throws(Problem) {
    guard variable.range == nil, variable.origin != .dynamic else { return }
    throw Problem(
      "the range of the index `\(variable.name)` is not known", at: place(range),
      notes: ["it is no index of a bound value in what follows"], help: "write `\(word)_{\(variable.name)=1}^{n}`")
  }

  private func softmax(
    over bounds: [BoundVariable], _ conditions: [Condition], _ outer: [Name: Scope.Referent], _ head: Head,
    _ cursor: inout Cursor, from start: Int
  ) throws(Problem) -> Meaning {
    guard bounds.count == 1, conditions.isEmpty, bounds[0].condition == nil, bounds[0].bounds == nil,
      let arguments = arguments(cursor)
    else {
      throw Problem(
        "`\(head.word)` over an index takes one index and an argument in parentheses", at: place(start..<cursor.lastEnd)
      )
    }
    cursor.advance()
    let variable = bounds[0].variable
    let body = try expression(arguments.nodes, in: arguments.range)
    let range = place(start..<cursor.lastEnd)
    guard body.isNumber else {
      throw Problem(
        "`\(head.word)` over the index `\(variable.name)` takes a number for each", at: range,
        notes: ["`\(text(of: body))` is \(describe(body))"])
    }
    try requireRange(of: variable, at: head.sub?.range ?? range, head.word)
    let table = try Meaning(.table([variable], body), shape: [variable.count], bases: [variable.lowerBound], at: range)
    var value = try Meaning(.softmax(table), shape: table.shape, bases: table.bases, at: range)
    // Where j has a value of its own, the j-th weight is meant: α_{ij} = softmax_j(e_{ij}).
    if case .variable(let free)? = outer[variable.name] {
      try free.use(
        variable.lowerBound...(variable.lowerBound + variable.count - 1), of: "`\(head.word)`", at: range)
      let index = try Meaning(.index(free), shape: [], at: range)
      value = try Meaning(.entry(value, [.at(index)]), shape: [], at: range)
    }
    return try scripted(value, sub: arguments.sub, sup: arguments.sup, range: range)
  }

  // MARK: What an index ranges over

  struct BoundVariable {
    var variable: IndexVariable
    var bounds: (lower: Meaning, upper: Meaning)?
    var condition: Condition?
  }

  private struct Clauses {
    var variables: [BoundVariable] = []
    var conditions: [[Node]] = []
  }

  /// Reads what stands under and over a big operator and brings its variables into scope.
  private func indexClauses(_ sub: Node, sup: Node?) throws(Problem) -> Clauses {
    var clauses = Clauses()
    var pending: [IndexVariable] = []
    var parts: [Statement.Part] = []
    if case .table(let table) = Layout.unwrapped(sub).kind {
      for row in table.rows {
        for cell in row { parts += split(Layout.tidied(cell.nodes), in: cell.range, at: isSeparator) }
      }
    } else {
      parts = split(Layout.unwrapped(sub).contents, in: sub.range, at: isSeparator)
    }
    // The upper bound is read before the index is in scope: it cannot depend on it.
    let upper = try sup.map { sup throws(Problem) in (value: try expression(sup), node: sup) }
    for part in parts {
      guard !part.nodes.isEmpty else { throw Problem("an index is missing", at: place(part.range)) }
      let relation = part.nodes.firstIndex { Relation($0) != nil }
      guard let relation else {
        for variable in try names(part) { pending.append(variable) }
        continue
      }
      let kind = Relation(part.nodes[relation]) ?? .equal
      let left = Array(part.nodes[..<relation])
      let right = Statement.Part(Array(part.nodes[(relation + 1)...]), or: part.range)
      if let variable = newVariable(left, unless: clauses, pending) {
        switch kind {
        case .equal where !right.nodes.contains(where: { Relation($0) != nil }):
          guard let upper else {
            throw Problem(
              "the upper end of the index `\(variable.name)` is missing", at: place(part.range),
              help: "write it above: `^{n}`")
          }
          let lower = try expression(right.nodes, in: right.range)
          for name in pending + [variable] {
            let bounds = try state(name, from: lower, right, through: upper.value, upper.node)
            clauses.variables.append(.init(variable: name, bounds: bounds))
          }
          pending = []
          enter(clauses.variables.map(\.variable))
          continue
        case .element:
          let values = try set(right)
          try state(variable, in: values, at: right.range)
          enter([variable])
          clauses.variables += pending.map { BoundVariable(variable: $0) }
          pending = []
          clauses.variables.append(
            .init(variable: variable, condition: try membership(of: variable, in: values, at: part.range)))
          continue
        default:
          pending.append(variable)
          enter([variable])
          // In `\sum_{i<j}` both are summed over, unless j has a value.
          if let other = newVariable(right.nodes, unless: clauses, pending), try resolve(right.nodes[...]) == nil,
            scope.indices[other.name] == nil, other.name.latex != "e"
          {
            pending.append(other)
            enter([other])
          }
          clauses.conditions.append(part.nodes)
          continue
        }
      }
      // `1 \le j \le n`: the index stands in the middle.
      let afterFirst = part.nodes[(relation + 1)...]
      if clauses.variables.isEmpty, pending.isEmpty,
        let second = afterFirst.firstIndex(where: { Relation($0) != nil }),
        let variable = newVariable(Array(part.nodes[(relation + 1)..<second]), unless: clauses, pending)
      {
        try stateBetween(part.nodes, relation, second, variable)
        clauses.variables.append(.init(variable: variable))
        enter([variable])
        clauses.conditions.append(part.nodes)
        continue
      }
      clauses.conditions.append(part.nodes)
    }
    if sup != nil, !pending.isEmpty || clauses.variables.isEmpty {
      throw Problem("the lower end of the index is missing", at: place(sub.range), help: "write it below: `_{j=1}`")
    }
    enter(pending)
    clauses.variables += pending.map { BoundVariable(variable: $0) }
    for index in clauses.variables.indices {
      let variable = clauses.variables[index].variable
      if variable.range == nil, variable.origin != .dynamic, let declared = scope.indices[variable.name] {
        variable.state(from: declared.lowerBound, through: declared.upperBound, origin: .part, source: "declared")
      }
    }
    return clauses
  }

  private func enter(_ variables: [IndexVariable]) {
    for variable in variables { scope.locals[variable.name] = .variable(variable) }
  }

  /// The index that the nodes name, unless this operator has it already.
  private func newVariable(_ nodes: [Node], unless clauses: Clauses, _ pending: [IndexVariable]) -> IndexVariable? {
    guard let symbol = Symbol(wholeOf: nodes), symbol.sup == nil else { return nil }
    let name = symbol.name(sub: true, sup: true)
    let known = clauses.variables.map(\.variable) + pending
    return known.contains { $0.name == name } ? nil : scope.makeVariable(name)
  }

  /// `i` or `ij`: one or more indices without bounds.
  private func names(_ part: Statement.Part) throws(Problem) -> [IndexVariable] {
    if let symbol = Symbol(wholeOf: part.nodes),
      symbol.count == 1 || scope.indices[symbol.name(sub: true, sup: true)] != nil
    {
      return [scope.makeVariable(symbol.name(sub: true, sup: true))]
    }
    return try part.nodes.map { node throws(Problem) in
      guard let symbol = Symbol(wholeOf: [node]), symbol.sup == nil else {
        throw Problem("an index is a letter", at: place(node.range))
      }
      return scope.makeVariable(symbol.name(sub: true, sup: true))
    }
  }

  /// States `\sum_{j=1}^{n}`; bounds that change with another index come back.
  private func state(
    _ variable: IndexVariable, from lower: Meaning, _ lowerPart: Statement.Part, through upper: Meaning,
    _ upperNode: Node
  ) throws(Problem) -> (lower: Meaning, upper: Meaning)? {
    guard lower.isNumber, upper.isNumber else {
      throw Problem("the ends of an index are numbers", at: place(lowerPart.range))
    }
    guard lower.variables.isEmpty, upper.variables.isEmpty else {
      variable.makeDynamic()
      return (lower, upper)
    }
    guard let from = try constantInteger(lower) else {
      throw Problem("the lower end of `\(variable.name)` is not a whole number", at: place(lowerPart.range))
    }
    guard let through = try constantInteger(upper) else {
      throw Problem(
        "the upper end of `\(variable.name)` is not a whole number", at: place(upperNode.range),
        notes: ["`\(text(of: upperNode.range))` is \(Quantity.text(try constantNumber(upper) ?? .nan))"])
    }
    guard through - from < Meaning.elementLimit * 16 else {
      throw Problem("the index `\(variable.name)` takes too many values", at: place(upperNode.range))
    }
    // From the first index to a name: the whole axis is meant. `\sum_{j=1}^{n-1}` leaves something out on purpose.
    let isWhole = (from == 0 || from == 1) && Layout.unwrapped(upperNode).contents.count == 1
    variable.state(
      from: from, through: through, origin: isWhole ? .exact : .part,
      source: "`\(variable.name)` from \(text(of: lowerPart.range)) to \(text(of: upperNode.range))")
    return nil
  }

  private func stateBetween(_ nodes: [Node], _ first: Int, _ second: Int, _ variable: IndexVariable) throws(Problem) {
    let lowerNodes = Array(nodes[..<first])
    let upperNodes = Array(nodes[(second + 1)...])
    guard let last = upperNodes.last, let start = lowerNodes.first, !upperNodes.contains(where: { Relation($0) != nil })
    else { return }
    let lower = try expression(lowerNodes, in: start.range)
    let upper = try expression(upperNodes, in: upperNodes[0].range.lowerBound..<last.range.upperBound)
    guard let from = try constantInteger(lower), let through = try constantInteger(upper),
      let below = Relation(nodes[first]), let above = Relation(nodes[second]), [.less, .lessOrEqual].contains(below),
      [.less, .lessOrEqual].contains(above)
    else { return }
    variable.state(
      from: below == .less ? from + 1 : from, through: above == .less ? through - 1 : through, origin: .part,
      source: "`\(text(of: start.range.lowerBound..<last.range.upperBound))`")
  }

  // MARK: Sets

  /// The values of `\{1,2,\ldots,n\}`.
  func set(_ part: Statement.Part) throws(Problem) -> [Meaning] {
    guard part.nodes.count == 1, case .fenced("{", let body, "}") = part.nodes[0].kind else {
      throw Problem(
        "it is not known which values are in `\(text(of: part.range))`", at: place(part.range),
        help: "write them: `\\{1,2,\\ldots,n\\}`")
    }
    let items = try list(Layout.tidied(body), in: part.range, bars: false)
    return try items.map { item throws(Problem) in try expression(item.nodes, in: item.range) }
  }

  func state(_ variable: IndexVariable, in values: [Meaning], at range: Range<Int>) throws(Problem) {
    var integers: [Int] = []
    for value in values {
      if let integer = try constantInteger(value) { integers.append(integer) }
    }
    guard integers.count == values.count, let least = integers.min(), let greatest = integers.max() else {
      // Values that change with another index: the axis says the range, and they filter it.
      return
    }
    variable.state(from: least, through: greatest, origin: .part, source: "`\(text(of: range))`")
  }

  /// The condition that filters a range to the values, or nil where they are all of it.
  func membership(of variable: IndexVariable, in values: [Meaning], at range: Range<Int>) throws(Problem) -> Condition?
  {
    if variable.range != nil,
      Set(try values.map { value throws(Problem) in try constantInteger(value) }).count == variable.count
    {
      return nil
    }
    return .oneOf(try Meaning(.index(variable), shape: [], at: place(range)), values)
  }
}
