import Diagnostics
import LaTeXSyntax

/// Understands the left sides of statements: what they define, and which of their indices are free.
package struct LeftSides {
  package typealias Node = SyntaxTree.Node

  let scope: any StatementScope
  /// What the statements of the formula and its given definitions define.
  let defined: Set<Name>

  /// The names that a statement computes from their own earlier values: h in `h_t = a h_{t-1}`.
  let recurrent: Set<Name>

  package init(_ scope: any StatementScope, defined: Set<Name> = [], recurrent: Set<Name> = []) {
    (self.scope, self.defined, self.recurrent) = (scope, defined, recurrent)
  }

  package func claim(of statement: Statement, latex: String, given: GivenDefinition? = nil) throws(Problem) -> Claim {
    var claim = try understood(statement, latex, given)
    if given == nil, case .expression = claim.left, let entry = entry(statement) {
      // `[H]_{ij} = …` defines H as `H_{ij} = …` does, if nothing is bound to it.
      let unwrapped = try understood(entry, latex, nil)
      if !unwrapped.left.isExpression { claim = unwrapped }
    }
    claim.isAssignment = isAssignment(claim, statement.members.dropFirst().flatMap(\.nodes))
    return claim
  }

  /// `H_{ij}` for `[H]_{ij}`, and `f(x)_i` for `(f(x))_i`.
  private func entry(_ statement: Statement) -> Statement? {
    let nodes = statement.members[0].nodes
    guard statement.relations.first?.isEquality ?? false, nodes.count == 1,
      case .scripts(let base?, let sub?, nil, 0, let placement) = nodes[0].kind, let body = base.bracketed?.body,
      Symbol(wholeOf: body).map({ !$0.isRun }) ?? (call(body) != nil), let last = body.last
    else { return nil }
    var (inner, sup): (Node, Node?) = (last, nil)
    if case .scripts(let base?, nil, let upper, 0, _) = last.kind { (inner, sup) = (base, upper) }
    if case .scripts = inner.kind { return nil }
    let indexed = Node(.scripts(base: inner, sub: sub, sup: sup, primes: 0, placement: placement), nodes[0].range)
    var entry = statement
    entry.members[0].nodes = body.dropLast().map { Node($0.kind, nodes[0].range) } + [indexed]
    return entry
  }

  private func understood(_ statement: Statement, _ latex: String, _ given: GivenDefinition?) throws(Problem) -> Claim {
    let nodes = statement.members[0].nodes
    let rights = statement.members.dropFirst().flatMap(\.nodes)
    var claim = Claim(statement: statement, left: .expression, name: nil, freeNames: [], latex: latex)
    let defines = statement.relations.first?.isEquality ?? false
    if given == nil, !statement.relations.isEmpty {
      try requireOwnIndices(in: defines ? nodes : statement.members.flatMap(\.nodes))
      try requireOneReading(ofLeft: nodes)
    }
    if defines, let symbol = Symbol(wholeOf: nodes), symbol.sub != nil,
      let parameter = given?.parameter ?? subscriptParameter(symbol, rights, given)
    {
      let name = symbol.name(sub: false, sup: true)
      claim.left = .function(function(name, [parameter], claim, nil, given, isSubscript: true))
      claim.name = name
      return claim
    }
    if defines, let call = call(nodes), let known = try left(of: call, given, &claim) {
      claim.left = known
      claim.name = call.symbol.name(sub: true, sup: true)
      let inside = Symbol.derivativeParts(of: call.nodes) + call.arguments.flatMap(\.nodes)
      claim.freeNames = freeNames(in: inside, rights, mayBeLabel: true)
      claim.freeNames += freeNames(in: call.scripts, rights, isIndex: true).filter { !claim.freeNames.contains($0) }
      return claim
    }
    if defines, let symbol = Symbol(wholeOf: nodes), given != nil || !isConstant(symbol, rights) && !isIndicator(symbol) {
      try name(symbol, statement, rights, given, &claim)
      return claim
    }
    if defines, let convolution = convolution(nodes) {
      try self.convolution(convolution, rights, &claim)
      return claim
    }
    // In `0 \le p_i \le 1` no side is the left one.
    claim.freeNames = freeNames(in: defines ? nodes : statement.members.flatMap(\.nodes), rights)
    return claim
  }

  // MARK: Names

  /// The `m` of a given `R_m = …`: a letter in the subscript that the right side reads as a value, never as an index.
  private func subscriptParameter(_ symbol: Symbol, _ rights: [Node], _ given: GivenDefinition?) -> Name? {
    guard given != nil, let sub = symbol.sub,
      let letter = Symbol(wholeOf: SyntaxTree.unwrapped(sub).contents), letter.sub == nil, letter.sup == nil, !letter.isWord
    else { return nil }
    let name = letter.name(sub: true, sup: true)
    guard scope.indices[name] == nil, !scope.isDeclared(symbol.name(sub: true, sup: true)),
      Self.occurs(name, in: rights), !Self.occurs(name, in: rights, asIndex: true)
    else { return nil }
    return name
  }

  private func name(
    _ symbol: Symbol, _ statement: Statement, _ rights: [Node], _ given: GivenDefinition?, _ claim: inout Claim
  ) throws(Problem) {
    let nodes = statement.members[0].nodes
    for candidate in symbol.candidates {
      let name = candidate.name
      // A given definition defines its name even if the lesson has a variable of this name.
      guard given == nil || scope.isDeclared(name) else { continue }
      guard scope.isBound(name, symbol, takesSup: candidate.takesSup) else { continue }
      // A number has no entries: with y a number, `y_t` is another name.
      if !candidate.takesSub, symbol.sub != nil, scope.boundShape(name)?.isEmpty ?? false { continue }
      // What a recurrence begins with stands before the values that the code has.
      if given == nil, !candidate.takesSub, isBeginning(symbol.sub, of: name) {
        claim.left = .definition
        claim.name = symbol.name(sub: true, sup: candidate.takesSup)
        return
      }
      // With σ bound to a function, or x^\top to be evaluated, the whole is an expression.
      claim.freeNames = freeNames(in: nodes, rights)
      let isFamily = candidate.takesSub && scope.isFamily(name, symbol)
      claim.indices = candidate.takesSub && !isFamily ? nil : symbol.sub
      if !candidate.takesSup, let sup = symbol.sup {
        // With σ bound, σ^2 is its square; m^{\text{new}} is a name of its own, whatever m is.
        guard !sup.isLabel || sup.isTranspose || isBound(sup) else { continue }
        claim.indices = nil
        return
      }
      claim.name = isFamily ? symbol.name(sub: false, sup: candidate.takesSup) : name
      if let shape = scope.declaredShape(name) { claim.left = .declared(shape: shape) }
      return
    }
    if given == nil {
      if let product = try product(nodes, symbol, claim.latex) {
        claim.product = product
        claim.freeNames = freeNames(in: nodes, rights)
        return
      }
      try refuseStyledProduct(symbol, nodes, claim.latex)
    }
    try define(symbol, nodes, rights, &claim)
  }

  /// Whether the subscript is the number before the first index of a name that a recurrence computes: the 0 of `h_0 = 0` beside
  /// `h_t = a h_{t-1}`, where the code's values are h_1, h_2 ….
  private func isBeginning(_ sub: Node?, of name: Name) -> Bool {
    guard recurrent.contains(name), let sub, case .number(let digits) = SyntaxTree.unwrapped(sub).kind, let number = Int(digits) else {
      return false
    }
    return number == scope.base(of: name) - 1
  }

  /// The names that statements compute from their own earlier values.
  package static func recurrent(_ statements: [Statement]) -> Set<Name> {
    var names: Set<Name> = []
    for statement in statements where statement.relations.first?.isEquality ?? false {
      guard let symbol = Symbol(wholeOf: statement.members[0].nodes), let sub = symbol.sub,
        let index = Symbol(wholeOf: SyntaxTree.unwrapped(sub).contents)?.name(sub: true, sup: true)
      else { continue }
      let name = symbol.name(sub: false, sup: true)
      SymbolScanner { found, _, _ in found == name }.scan(statement.members.dropFirst().flatMap(\.nodes)) { found in
        if found.name == name, let offset = Recurrence.offset(of: index, in: found.symbol.sub), offset < 0 { names.insert(name) }
      }
    }
    return names
  }

  /// Nothing is bound to the left side: a subscript with a free index is an index, any other belongs to the name.
  private func define(_ written: Symbol, _ nodes: [Node], _ rights: [Node], _ claim: inout Claim) throws(Problem) {
    var symbol = written
    if let sup = symbol.sup, sup.isTranspose {
      symbol.sup = nil
      claim.isTransposed = true
    }
    let inside = freeNames(in: Symbol.derivativeParts(of: nodes), rights, mayBeLabel: true)
    // The brackets of `y^{(i)}` hold an index where the right side has that index.
    var family: Node?
    if let sup = symbol.sup, let (open, body) = sup.bracketed,
      open == "(" || scope.families[symbol.name(sub: true, sup: false)] == open,
      !freeNames(in: body, rights, isIndex: true, mayBeLabel: true).isEmpty
    {
      family = sup
      symbol.sup = nil
    }
    let indices = SyntaxTree.indices(sub: symbol.sub, sup: family)
    let behind = freeNames(in: [indices].compactMap { $0 }, rights, isIndex: true, mayBeLabel: true)
    let isIndexed = !behind.isEmpty && !isLabel(symbol.sub, beside: behind, rights)
    claim.freeNames = inside + behind.filter { !inside.contains($0) }
    claim.name = symbol.name(sub: !isIndexed, sup: true)
    claim.left = .definition
    claim.indices = isIndexed ? indices : nil
    for name in claim.freeNames + unusedLetters(symbol.sub, beside: behind, rights)
    where !Self.occurs(name, in: rights) {
      throw Problem(
        "the index `\(name)` stands only on the left", at: written.range,
        notes: ["nothing is bound to `\(claim.name?.latex ?? "")`, so the right side must say its value for each `\(name)`"],
        help: "bind the left side to compare it with: `where: { … }`, or take the index away")
    }
  }

  /// Whether a subscript with a free index has letters that are none: the `t` of `s_{tj} = q_t^\top k_j` where `q_t` is
  /// one value.
  private func isLabel(_ sub: Node?, beside free: [Name], _ rights: [Node]) -> Bool {
    guard let letters = sub?.singleLetters, letters.count > 1 else { return false }
    return letters.contains { !free.contains($0) && !isValue($0) && Self.occurs($0, in: rights) }
  }

  /// The letters beside a free index that the right side doesn't have at all.
  private func unusedLetters(_ sub: Node?, beside free: [Name], _ rights: [Node]) -> [Name] {
    guard !free.isEmpty, let letters = sub?.singleLetters else { return [] }
    return letters.filter { !free.contains($0) && !isValue($0) }
  }

  private func isValue(_ name: Name) -> Bool { scope.isDeclared(name) || scope.hasValue(name) }

  /// Whether `\leftarrow` gives a bound name another value, once. It says what each step of a recurrence gives where the
  /// right side has the name at another index.
  private func isAssignment(_ claim: Claim, _ rights: [Node]) -> Bool {
    guard claim.statement.relations.first == .assigned else { return false }
    guard let name = claim.name, let index = claim.freeNames.first else { return true }
    if case .definition = claim.left { return false }
    var isRecurrence = false
    scanner.scan(rights) { found in
      guard found.symbol.candidates.contains(where: { $0.name == name }), let indices = found.indices else { return }
      if Recurrence.offset(of: index, in: indices) != Recurrence.offset(of: index, in: claim.indices) {
        isRecurrence = true
      }
    }
    return !isRecurrence
  }

  /// Whether the left side is a power of e or π, or one of them beside numbers alone: `e^{-x} = …`, `\pi \approx 3.14`.
  private func isConstant(_ symbol: Symbol, _ rights: [Node]) -> Bool {
    guard ["e", "\\pi", "I"].contains(symbol.base.latex), symbol.sub == nil, symbol.primes == 0,
      !symbol.candidates.contains(where: { scope.isBound($0.name, symbol, takesSup: $0.takesSup) })
    else { return false }
    if let sup = symbol.sup { return !sup.isTranspose && (!sup.isLabel || isBound(sup)) }
    // The k of `e = \sum_{k=0}^{20} \frac{1}{k!}` is no name either.
    let indices = Self.boundIndices(in: rights)
    var hasName = false
    scanner.scan(rights) { found in
      guard !indices.contains(found.symbol.base) else { return }
      hasName = hasName || found.name != nil || !found.symbol.isWord && !isNumber(found.symbol)
    }
    return !hasName
  }

  /// Whether the left side is an indicator: `\mathbb{1}_{x > 0} = …`.
  private func isIndicator(_ symbol: Symbol) -> Bool {
    guard let sub = symbol.sub else { return false }
    return SyntaxTree.condition(in: sub) != nil
  }

  private func isNumber(_ symbol: Symbol) -> Bool { ["e", "\\pi"].contains(symbol.base.latex) }

  private func isBound(_ sup: Node) -> Bool {
    guard let symbol = Symbol(wholeOf: SyntaxTree.unwrapped(sup).contents) else { return false }
    return scope.isBound(symbol.name(sub: true, sup: true), symbol, takesSup: true)
  }

  // MARK: Calls

  private struct Call {
    var symbol: Symbol
    /// The name before the parentheses.
    var nodes: [Node]
    var arguments: [Statement.Part]
    var hasBars: Bool
    /// The scripts behind the parentheses.
    var scripts: [Node]
  }

  private func call(_ nodes: [Node]) -> Call? {
    guard nodes.count > 1, let last = nodes.last, let symbol = Symbol(wholeOf: Array(nodes.dropLast())),
      symbol.sup == nil
    else { return nil }
    var fence = last
    var scripts: [Node] = []
    if case .scripts(let base?, let sub, let sup, 0, _) = last.kind {
      guard sup == nil else { return nil }
      fence = base
      scripts = [sub].compactMap { $0 }
    }
    guard case .fenced("(", let body, ")") = fence.kind else { return nil }
    let inner = SyntaxTree.normalized(body)
    let isBar: (Node) -> Bool = { node in
      if case .sign(let sign) = node.kind { ["∣", "∥", "|", "‖"].contains(sign.glyph) } else { false }
    }
    let arguments = Statement.Part.list(of: inner, in: fence.range) { $0.isSeparator || isBar($0) }
    return Call(
      symbol: symbol, nodes: Array(nodes.dropLast()), arguments: arguments, hasBars: inner.contains(where: isBar), scripts: scripts)
  }

  /// What `f(…)` on the left is, or nil where it is a product or a call to be evaluated.
  private func left(of call: Call, _ given: GivenDefinition?, _ claim: inout Claim) throws(Problem) -> Claim.Left? {
    let symbol = call.symbol
    if symbol.statistic != nil { return nil }
    // `\mathbb{I}(x > 0)` is an indicator.
    if call.arguments.contains(where: { SyntaxTree.isCondition($0.nodes) }) { return nil }
    let name = symbol.name(sub: true, sup: true)
    if given == nil {
      if scope.function(name) != nil { return nil }
      for candidate in symbol.candidates
      where scope.isForeignFunction(candidate.name, symbol, takesSup: candidate.takesSup) { return nil }
      if isProduct(nodes: call.nodes, symbol) { return nil }
      // A tensor followed by parentheses is a product, unless a comma shows that it is none.
      for candidate in symbol.candidates where scope.isBound(candidate.name, symbol, takesSup: candidate.takesSup) {
        try requireNoCall(call.symbol, candidate.name, call.arguments.map(\.nodes))
        guard call.arguments.count > 1 || symbol.isWord else { return nil }
      }
      if symbol.isWord, let builtin = Builtin(word: symbol.base.word), takes(builtin, call.arguments.count) {
        return nil
      }
    }
    var parameters: [Name] = []
    for argument in call.arguments {
      guard let parameter = Symbol(wholeOf: argument.nodes),
        parameter.sup == nil || !(parameter.sup?.isTranspose ?? false)
      else {
        return .function(nil)
      }
      let isFree = parameter.sub != nil && !freeNames(in: argument.nodes, []).isEmpty
      let known = parameter.candidates.first { scope.isBound($0.name, parameter, takesSup: $0.takesSup) }
      let isKnown = known != nil
      if let known { scope.noteUse(of: known.name) }
      if isFree { return .function(nil) }
      let name = parameter.name(sub: true, sup: true)
      if !isKnown, scope.indices[name] == nil { claim.unboundParameters.insert(name) }
      parameters.append(name)
    }
    guard Set(parameters).count == parameters.count, call.scripts.isEmpty else { return .function(nil) }
    return .function(function(name, parameters, claim, call, given, isSubscript: false))
  }

  private func takes(_ builtin: Builtin, _ count: Int) -> Bool {
    switch builtin {
    case .concat, .extremum: true
    default: count == 1
    }
  }

  private func function(
    _ name: Name, _ parameters: [Name], _ claim: Claim, _ call: Call?, _ given: GivenDefinition?, isSubscript: Bool
  ) -> Function {
    let body = claim.statement.members[1]
    let isElementwise = !isSubscript && (given?.isElementwise ?? false || scope.elementwise.contains(name))
    return Function(
      name: name, parameters: parameters, latex: claim.latex, takesMatrix: parameters.map(isMatrix),
      isElementwise: isElementwise, separatesAtBars: call?.hasBars ?? false, isSubscript: isSubscript,
      isGiven: given != nil, body: body.nodes, bodyRange: body.range)
  }

  /// A parameter is a matrix if it is a capital letter, as everywhere in the field, unless something else is bound
  /// to it.
  private func isMatrix(_ name: Name) -> Bool {
    if let shape = scope.boundShape(name), shape.count != 2 { return false }
    return name.isCapitalLetter
  }

  // MARK: Free indices

  /// The index letters that nothing is bound to, in the order in which they stand, and declared indices.
  ///
  /// - Parameters:
  ///   - isIndex: Whether the nodes stand in a subscript.
  ///   - mayBeLabel: Whether a letter that stands on the left only belongs to the name: the `k` of `d_k = …`.
  func freeNames(
    in nodes: [Node], _ rights: [Node], isIndex: Bool = false, mayBeLabel: Bool = false
  ) -> [Name] {
    // In `\sum_{i \ne j}` j is summed over too, unless the other side has a j.
    let other = Self.boundIndices(in: nodes, ends: true).filter {
      scope.indices[$0] == nil && !Self.occurs($0, in: rights, asIndex: true)
    }
    let bound = Self.boundIndices(in: nodes).union(other)
    var found: [Name] = []
    scanner.scan(nodes, isIndex: isIndex) { symbol in
      let name = symbol.name ?? symbol.symbol.name(sub: true, sup: false)
      guard !found.contains(name), !bound.contains(name) else { return }
      if scope.indices[name] != nil {
        found.append(name)
      } else if symbol.isIndex, isFree(symbol, name, rights, mayBeLabel) {
        found.append(name)
      }
    }
    return found
  }

  private func isFree(_ symbol: SymbolScanner.Found, _ name: Name, _ rights: [Node], _ mayBeLabel: Bool) -> Bool {
    guard symbol.symbol.sub == nil, symbol.symbol.count == 1, !symbol.symbol.isWord else { return false }
    if symbol.name != nil {
      // A lesson's variable that is no whole number is not the index; the letter is if the right side uses it so.
      guard !scope.isDeclared(name), scope.hasValue(name) else { return false }
      let isInteger = scope.fixedNumber(name).map { $0 == $0.rounded() } ?? false
      return !isInteger && Self.occurs(name, in: rights, asIndex: true)
    }
    return !mayBeLabel || isLeftOver(name, in: rights)
  }

  /// Knows what the author and the lesson bound.
  var scanner: SymbolScanner {
    SymbolScanner(
      isKnown: { name, symbol, takesSup in
        scope.indices[name] != nil || scope.isBound(name, symbol, takesSup: takesSup)
      }, isFamily: scope.isFamily)
  }

  /// Whether the letter occurs outside of bound names. The `t` of `h_t` doesn't if `h_t` is bound.
  private func isLeftOver(_ name: Name, in nodes: [Node]) -> Bool {
    var isFound = false
    scanner.scan(nodes) { if $0.symbol.base == name { isFound = true } }
    return isFound
  }

  package static func occurs(_ name: Name, in nodes: [Node], asIndex: Bool = false) -> Bool {
    var isFound = false
    let scanner = SymbolScanner { _, _, _ in false }
    scanner.scan(nodes) { symbol in
      if symbol.symbol.base == name, symbol.isIndex || !asIndex { isFound = true }
    }
    return isFound
  }

  /// The names that big operators bind anywhere in the nodes.
  ///
  /// - Parameter ends: Asks instead for the names that they bind unless these have a value: the j of `i \ne j`.
  package static func boundIndices(in nodes: [Node], ends: Bool = false) -> Set<Name> {
    var found: Set<Name> = []
    var pending = nodes
    while let node = pending.popLast() {
      if case .scripts(let base?, let sub?, _, _, _) = node.kind, isBig(base) {
        found.formUnion(indices(of: sub, ends: ends))
        pending.append(base)
      } else if !node.isAside {
        pending += node.children
      }
    }
    return found
  }

  /// The indices in what stands below a big operator: `i,j`, `i=1`, `i \ne j`, `1 \le i<j \le n`.
  private static func indices(of sub: Node, ends: Bool) -> [Name] {
    var rows = [SyntaxTree.unwrapped(sub).contents]
    if rows[0].count == 1, case .table(let table) = rows[0][0].kind { rows = table.rows.joined().map { SyntaxTree.normalized($0.nodes) } }
    let clauses = rows.flatMap { row in
      row.split { node in
        if case .sign(let sign) = node.kind { [",", ";", ":", "∣"].contains(sign.glyph) } else { false }
      }
    }
    return clauses.flatMap { clause -> [Name] in
      let relations = clause.indices.filter { Relation(clause[$0]) != nil }
      var named = [clause[..<(relations.first ?? clause.endIndex)]]
      // `1 \le i` in `1 \le i, j \le n`
      if relations.count == 1, clause.count > 1, case .number? = clause.first?.kind {
        return ends ? [] : Self.names(in: clause[(relations[0] + 1)...])
      }
      if relations.count > 1 {
        // In a chain the indices stand between its ends, which may be more of them.
        let (first, last) = (relations[0], relations[relations.count - 1])
        named = ends ? [clause[..<first], clause[(last + 1)...]] : [clause[first...last]]
      } else if !ends, relations.count == 1, let first = clause.first, case .fenced(_, let body, _) = first.kind {
        // `|i-j| \le 1`
        return Self.names(in: SyntaxTree.normalized(body)[...])
      } else if ends {
        let isPair = relations.first.map { [.notEqual, .less, .greater].contains(Relation(clause[$0])) } ?? false
        named = isPair ? [clause[(relations[0] + 1)...]] : []
      }
      return named.flatMap(Self.names)
    }
  }

  private static func names(in nodes: ArraySlice<Node>) -> [Name] {
    nodes.compactMap { Symbol(wholeOf: [$0])?.name(sub: true, sup: true) }
  }

  private static func isBig(_ node: Node) -> Bool {
    switch node.kind {
    case .sign(let sign): return sign.atomClass == .bigOperator
    default:
      guard let symbol = Symbol(wholeOf: [node]), symbol.isWord else { return false }
      switch Builtin(word: symbol.base.word) {
      case .extremum, .extremumIndex, .softmax, .reduction(.mean): return true
      default: return false
      }
    }
  }
}
