import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// `\sum`, `\prod` and functions over an index: `\max_j`, `\operatorname{softmax}_j` (R8).
extension ExpressionParser {
  private enum Big {
    case fold(TypedExpression.Fold.Operation)
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
    // `\max_{i=1}^{n}` has the bounds of a sum; on `\max_i^2` the superscript is a power.
    if sup != nil, !(sub.map { SyntaxTree.unwrapped($0).contents.contains { Relation($0) != nil } } ?? false) { return nil }
    // This only asks whether it is bound; reading its value reports what is wrong with it.
    guard sub != nil, (try? resolve(cursor.rest)) ?? nil == nil,
      let builtin = Builtin(word: symbol.base.word)
    else {
      return nil
    }
    let big: Big
    switch builtin {
    case .extremum(let isMaximum): big = .fold(isMaximum ? .maximum : .minimum)
    case .extremumIndex(let isMaximum): big = .fold(isMaximum ? .argmax : .argmin)
    case .reduction(.mean): big = .fold(.mean)
    case .softmax where sup == nil: big = .softmax
    default: return nil
    }
    return Head(big: big, sub: sub, sup: sup, word: symbol.base.word)
  }

  func bigOperator(_ cursor: inout Cursor) throws(Problem) -> TypedExpression {
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
      let fold = TypedExpression.Fold(
        operation: operation, variable: bound.variable, bounds: bound.bounds, condition: condition, body: value)
      value = try TypedExpression(.fold(fold), shape: body.shape, orientation: body.orientation, bases: body.bases, at: range)
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
  private func scopeOfOperator(_ cursor: inout Cursor) throws(Problem) -> TypedExpression {
    guard !cursor.isAtEnd else { throw Problem("there is nothing to sum here", at: place(cursor.range)) }
    return try term(&cursor)
  }

  private func requireRange(of variable: IndexVariable, at range: Range<Int>, _ word: String) throws(Problem) {
    guard variable.range == nil, variable.origin != .dynamic else { return }
    throw Problem(
      "the range of the index `\(variable.name)` is not known", at: place(range),
      notes: ["it isn't an index of a bound value in what follows"], help: "write `\(word)_{\(variable.name)=1}^{n}`")
  }

  private func softmax(
    over bounds: [BoundVariable], _ conditions: [Condition], _ outer: [Name: SymbolTable.Referent], _ head: Head,
    _ cursor: inout Cursor, from start: Int
  ) throws(Problem) -> TypedExpression {
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
    let table = try TypedExpression(.table([variable], body), shape: [variable.count], bases: [variable.lowerBound], at: range)
    var value = try TypedExpression(.softmax(table), shape: table.shape, bases: table.bases, at: range)
    // Where j has a value of its own, the j-th weight is meant: α_{ij} = softmax_j(e_{ij}).
    if case .variable(let free)? = outer[variable.name] {
      try free.use(
        variable.lowerBound...(variable.lowerBound + variable.count - 1), of: "`\(head.word)`", at: range)
      let index = try TypedExpression(.index(free), shape: [], at: range)
      value = try TypedExpression(.entry(value, [.at(index)]), shape: [], at: range)
    }
    return try scripted(value, sub: arguments.sub, sup: arguments.sup, range: range)
  }

  // MARK: What an index ranges over

  struct BoundVariable {
    var variable: IndexVariable
    var bounds: (lower: TypedExpression, upper: TypedExpression)?
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
    if case .table(let table) = SyntaxTree.unwrapped(sub).kind {
      for row in table.rows {
        for cell in row { parts += Statement.Part.list(of: SyntaxTree.normalized(cell.nodes), in: cell.range) }
      }
    } else {
      // `i : v_i > 1` are the i for which it holds.
      parts = Statement.Part.list(of: SyntaxTree.unwrapped(sub).contents, in: sub.range) { $0.isSeparator || Self.isSuchThat($0) }
    }
    // The upper bound is read before the index is in scope: it cannot depend on it.
    let upper = try sup.map { sup throws(Problem) in (value: try expression(sup), node: sup) }
    var rest = distributed(parts)[...]
    while let part = rest.popFirst() {
      guard !part.nodes.isEmpty else { throw Problem("an index is missing", at: place(part.range)) }
      if let (variable, condition) = try listed(part, &rest) {
        clauses.variables += pending.map { BoundVariable(variable: $0) }
        pending = []
        clauses.variables.append(.init(variable: variable, condition: condition))
        enter(clauses.variables.map(\.variable))
        continue
      }
      let relation = part.nodes.firstIndex { Relation($0) != nil }
      guard let relation else {
        for variable in try names(part) { pending.append(variable) }
        continue
      }
      let kind = Relation(part.nodes[relation]) ?? .equal
      let left = Array(part.nodes[..<relation])
      let right = Statement.Part(Array(part.nodes[(relation + 1)...]), or: part.range)
      if let variables = try chain(part, unless: clauses, pending) {
        clauses.variables += variables.map { BoundVariable(variable: $0) }
        clauses.conditions.append(part.nodes)
        continue
      }
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
          } else if kind.isOrder, let other = Symbol(wholeOf: right.nodes), case .variable(let free)? = scope.locals[other.base],
            free.isFree
          {
            remark(
              "`\(text(of: part.range))` was read as the `\(variable.name)` for each `\(free.name)`; a sum over both is "
                + "`\\sum_{\(variable.name), \(free.name), \(text(of: part.range))}`", at: part.range)
          }
          clauses.conditions.append(part.nodes)
          continue
        }
      }
      clauses.conditions.append(part.nodes)
    }
    if clauses.variables.isEmpty, pending.isEmpty { pending = try unknownIndices(in: clauses.conditions) }
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

  /// The indices of `\sum_{|i-j| \le 1}`, where none stands alone: the letters that have no value.
  private func unknownIndices(in conditions: [[Node]]) throws(Problem) -> [IndexVariable] {
    var names: [Name] = []
    let scanner = SymbolScanner { _, _, _ in false }
    scanner.scan(conditions.flatMap(\.self)) { found in
      if found.symbol.sub == nil, found.symbol.sup == nil, !names.contains(found.symbol.base) { names.append(found.symbol.base) }
    }
    var variables: [IndexVariable] = []
    for name in names where scope.locals[name] == nil && scope.boundInput(name) == nil { variables.append(scope.makeVariable(name)) }
    return variables
  }

  private func enter(_ variables: [IndexVariable]) {
    for variable in variables { scope.locals[variable.name] = .variable(variable) }
  }

  /// The index that the nodes name, unless this operator has it already.
  private func newVariable(_ nodes: [Node], unless clauses: Clauses, _ pending: [IndexVariable]) -> IndexVariable? {
    guard let symbol = Symbol(wholeOf: nodes), symbol.sup == nil else { return nil }
    // `v_i > 1` is a condition on an entry.
    if symbol.sub != nil, scope.boundInput(symbol.name(sub: false, sup: true)) != nil { return nil }
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
    _ variable: IndexVariable, from lower: TypedExpression, _ lowerPart: Statement.Part, through upper: TypedExpression,
    _ upperNode: Node
  ) throws(Problem) -> (lower: TypedExpression, upper: TypedExpression)? {
    guard lower.isNumber, upper.isNumber else {
      throw Problem("the ends of an index are numbers", at: place(lowerPart.range))
    }
    guard lower.variables.isEmpty, upper.variables.isEmpty else {
      variable.makeDynamic()
      return (lower, upper)
    }
    for (end, place) in [(lower, lowerPart.range), (upper, upperNode.range)] {
      guard let number = try constantNumber(end), abs(number) >= Double(Name.indexLimit), number.isFinite else { continue }
      throw tooManyValues(of: variable, at: place)
    }
    guard let from = try constantInteger(lower) else {
      throw Problem("the lower end of `\(variable.name)` is not a whole number", at: place(lowerPart.range))
    }
    guard let through = try constantInteger(upper) else {
      throw Problem(
        "the upper end of `\(variable.name)` is not a whole number", at: place(upperNode.range),
        notes: ["`\(text(of: upperNode.range))` is \((try constantNumber(upper) ?? .nan).text)"],
        help: try constantNumber(upper) == .infinity
          ? "write how many terms the code adds, and `\\approx`; \(Remedy.unchecked)" : nil)
    }
    guard through - from < TypedExpression.elementLimit * 16 else { throw tooManyValues(of: variable, at: upperNode.range) }
    // From the first index to a name: the whole axis is meant. `\sum_{j=1}^{n-1}` and `\sum_{j=1}^{2}` leave something out on purpose.
    let isWhole = (from == 0 || from == 1) && SyntaxTree.unwrapped(upperNode).contents.count == 1 && !isNumeral(upperNode)
    variable.state(
      from: from, through: through, origin: isWhole ? .exact : .part,
      source: "`\(variable.name)` from \(text(of: lowerPart.range)) to \(text(of: upperNode.range))")
    return nil
  }

  private static func isSuchThat(_ node: Node) -> Bool {
    if case .sign(let sign) = node.kind { sign.glyph == ":" || sign.glyph == "∣" } else { false }
  }

  private func isNumeral(_ node: Node) -> Bool {
    if case .number = SyntaxTree.unwrapped(node).kind { true } else { false }
  }

  private func tooManyValues(of variable: IndexVariable, at range: Range<Int>) -> Problem {
    Problem(
      "the index `\(variable.name)` takes too many values", at: place(range), help: "check the formula on smaller data")
  }

  // MARK: Chains and lists

  /// `1 \le i, j \le n` as a chain for each index: `1 \le i \le n` and `1 \le j \le n`.
  private func distributed(_ parts: [Statement.Part]) -> [Statement.Part] {
    guard
      let start = parts.firstIndex(where: { part in
        part.nodes.count == 3 && Relation(part.nodes[1]) != nil && isIndexName(part.nodes[2])
          && { if case .number = part.nodes[0].kind { true } else { false } }()
      }), let end = parts[(start + 1)...].firstIndex(where: { !isIndexName($0.nodes) }),
      let first = parts[end].nodes.first, isIndexName(first), parts[end].nodes.count > 2,
      let relation = Relation(parts[end].nodes[1]), relation.isOrder, Relation(parts[start].nodes[1])?.isOrder ?? false,
      !parts[end].nodes[2...].contains(where: { Relation($0) != nil })
    else { return parts }
    let (before, behind) = (parts[start].nodes[..<2], parts[end].nodes[1...])
    let names = [parts[start].nodes[2]] + parts[(start + 1)..<end].flatMap(\.nodes) + [first]
    let chains = names.map { name in
      Statement.Part(before + [name] + behind, or: parts[start].range)
    }
    return parts[..<start] + chains + parts[(end + 1)...]
  }

  private func isIndexName(_ node: Node) -> Bool { isIndexName([node]) }

  private func isIndexName(_ nodes: [Node]) -> Bool {
    guard let symbol = Symbol(wholeOf: nodes) else { return false }
    return symbol.sup == nil && !symbol.isWord
  }

  /// The indices of a chain such as `1 \le i < j \le n`, with what it leaves each of them; nil for anything else.
  private func chain(
    _ part: Statement.Part, unless clauses: Clauses, _ pending: [IndexVariable]
  ) throws(Problem) -> [IndexVariable]? {
    var members: [[Node]] = [[]]
    var relations: [Relation] = []
    for node in part.nodes {
      if let relation = Relation(node) {
        relations.append(relation)
        members.append([])
      } else {
        members[members.count - 1].append(node)
      }
    }
    let isAscending = relations.allSatisfy { [.less, .lessOrEqual].contains($0) }
    guard relations.count > 1, members.allSatisfy({ !$0.isEmpty }),
      isAscending || relations.allSatisfy({ [.greater, .greaterOrEqual].contains($0) })
    else { return nil }
    if !isAscending { (members, relations) = (members.reversed(), relations.reversed()) }
    let isStrict = relations.map { $0 == .less || $0 == .greater }

    var variables: [Int: IndexVariable] = [:]
    for (position, member) in members.enumerated() where try isUnknown(member) {
      variables[position] = newVariable(member, unless: clauses, pending + variables.values)
    }
    // A lesson's variable that is called like the index in the middle doesn't hide it.
    if variables.isEmpty { variables[1] = newVariable(members[1], unless: clauses, pending) }
    guard !variables.isEmpty else { return nil }
    enter(Array(variables.values))

    // From each end, the bounds go on from member to member.
    let known = try members.enumerated().map { position, member throws(Problem) -> Int? in
      guard variables[position] == nil else { return nil }
      let range = Statement.Part(member, or: part.range).range
      return try constantInteger(try expression(member, in: range))
    }
    func bounds(_ positions: some Sequence<Int>, _ step: Int) -> [Int: Int] {
      var found: [Int: Int] = [:]
      var bound: Int?
      for position in positions {
        if let value = known[position] {
          bound = value
        } else if variables[position] == nil {
          bound = nil
        } else if let value = bound {
          bound = isStrict[step > 0 ? position - 1 : position] ? value + step : value
        }
        if let bound { found[position] = bound }
      }
      return found
    }
    let (lower, upper) = (bounds(members.indices, 1), bounds(members.indices.reversed(), -1))
    for (position, variable) in variables.sorted(by: { $0.key < $1.key }) {
      guard let from = lower[position], let through = upper[position] else { continue }
      guard through - from < TypedExpression.elementLimit * 16 else { throw tooManyValues(of: variable, at: part.range) }
      variable.state(from: from, through: through, origin: .part, source: "`\(text(of: part.range))`")
    }
    return variables.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Whether the nodes are one letter that nothing is bound to.
  private func isUnknown(_ nodes: [Node]) throws(Problem) -> Bool {
    guard let symbol = Symbol(wholeOf: nodes), symbol.sup == nil, symbol.base.latex != "e" else { return false }
    return try resolve(nodes[...]) == nil && scope.indices[symbol.name(sub: true, sup: true)] == nil
  }

  /// `i=1,\ldots,n`, whose commas separate no indices. Takes its other parts.
  private func listed(
    _ part: Statement.Part, _ rest: inout ArraySlice<Statement.Part>
  ) throws(Problem) -> (IndexVariable, Condition?)? {
    guard part.nodes.count > 2, Relation(part.nodes[1]) == .equal, let symbol = Symbol(wholeOf: [part.nodes[0]]),
      let dots = rest.firstIndex(where: isEllipsis), dots - rest.startIndex <= 2, dots + 1 < rest.endIndex,
      rest[..<dots].allSatisfy({ item in !item.nodes.contains { Relation($0) != nil } })
    else { return nil }
    let first = Statement.Part(Array(part.nodes[2...]), or: part.range)
    let last = rest[dots + 1]
    let items = [first] + rest[...dots] + [last]
    rest = rest[(dots + 2)...]
    let variable = scope.makeVariable(symbol.name(sub: true, sup: true))
    let range = part.range.lowerBound..<last.range.upperBound
    if items.count == 3 {
      // Indices go in steps of one, unless a second one says another.
      let ends = try [first, last].map { end throws(Problem) in try constantInteger(try expression(end.nodes, in: end.range)) }
      guard let from = ends[0], let through = ends[1] else {
        throw Problem("the values of `\(variable.name)` are not known whole numbers", at: place(range))
      }
      guard through - from < TypedExpression.elementLimit * 16 else { throw tooManyValues(of: variable, at: range) }
      variable.state(from: from, through: through, origin: .part, source: "`\(text(of: range))`")
      return (variable, nil)
    }
    let values = try expanded(items, in: range).map { item throws(Problem) in
      try expression(item.nodes, in: item.range)
    }
    try state(variable, in: values, at: range)
    return (variable, try membership(of: variable, in: values, at: range))
  }

  // MARK: Sets

  /// The values of `\{1,2,\ldots,n\}`.
  package func set(_ part: Statement.Part) throws(Problem) -> [TypedExpression] {
    guard part.nodes.count == 1, case .fenced("{", let body, "}") = part.nodes[0].kind else {
      throw Problem(
        "it is not known which values are in `\(text(of: part.range))`", at: place(part.range),
        help: "write them: `\\{1,2,\\ldots,n\\}`")
    }
    let items = try list(SyntaxTree.normalized(body), in: part.range, bars: false)
    return try items.map { item throws(Problem) in try expression(item.nodes, in: item.range) }
  }

  func state(_ variable: IndexVariable, in values: [TypedExpression], at range: Range<Int>) throws(Problem) {
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
  func membership(of variable: IndexVariable, in values: [TypedExpression], at range: Range<Int>) throws(Problem) -> Condition? {
    if variable.range != nil,
      Set(try values.map { value throws(Problem) in try constantInteger(value) }).count == variable.count
    {
      return nil
    }
    return .oneOf(try TypedExpression(.index(variable), shape: [], at: place(range)), values)
  }
}
