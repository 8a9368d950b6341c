import Diagnostics

/// Understands the left sides of statements: what they define, and which of their indices are free.
struct LeftSides {
  typealias Node = Layout.Node

  let scope: Scope

  init(_ scope: Scope) { self.scope = scope }

  func claim(of statement: Statement, latex: String, given: Bindings.Given? = nil) throws(Problem) -> Claim {
    let nodes = statement.members[0].nodes
    let rights = statement.members.dropFirst().flatMap(\.nodes)
    var claim = Claim(statement: statement, left: .expression, name: nil, freeNames: [], latex: latex)
    let defines = statement.relations.first?.isEquality ?? false
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
      claim.freeNames = freeNames(in: call.arguments.flatMap(\.nodes) + call.scripts, rights)
      return claim
    }
    if defines, let symbol = Symbol(wholeOf: nodes) {
      name(symbol, statement, rights, given, &claim)
      return claim
    }
    // In `0 \le p_i \le 1` no side is the left one.
    claim.freeNames = freeNames(in: defines ? nodes : statement.members.flatMap(\.nodes), rights)
    return claim
  }

  // MARK: Names

  /// The `m` of a given `R_m = …`: a letter in the subscript that the right side reads as a value, never as an index.
  private func subscriptParameter(_ symbol: Symbol, _ rights: [Node], _ given: Bindings.Given?) -> Name? {
    guard given != nil, let sub = symbol.sub,
      let letter = Symbol(wholeOf: Layout.unwrapped(sub).contents), letter.sub == nil, letter.sup == nil, !letter.isWord
    else { return nil }
    let name = letter.name(sub: true, sup: true)
    guard scope.indices[name] == nil, scope.bindings.entries[symbol.name(sub: true, sup: true)] == nil,
      Self.occurs(name, in: rights), !Self.occurs(name, in: rights, asIndex: true)
    else { return nil }
    return name
  }

  private func name(
    _ symbol: Symbol, _ statement: Statement, _ rights: [Node], _ given: Bindings.Given?, _ claim: inout Claim
  ) {
    for candidate in symbol.candidates {
      let name = candidate.name
      // A given definition says what its name is, whatever the lesson calls so.
      guard given == nil || scope.bindings.entries[name] != nil else { continue }
      guard scope.isBound(name, symbol, takesSup: candidate.takesSup) else { continue }
      // With σ bound to a function, or x^\top to be evaluated, the whole is an expression.
      claim.freeNames = freeNames(in: statement.members[0].nodes, rights)
      let leftover = candidate.takesSub ? nil : symbol.sub
      if !candidate.takesSup, let sup = symbol.sup {
        // With σ bound, σ^2 is its square; m^{\text{new}} is a name of its own, whatever m is.
        guard !sup.isLabel || sup.isTranspose || isBound(sup) else { continue }
        return
      }
      claim.name = name
      if case .shape(let shape)? = scope.bindings.entries[name] {
        claim.left = .declared(shape: shape, indices: leftover)
      }
      return
    }
    if let sup = symbol.sup, sup.isTranspose { return }
    // Nothing is bound to it: a subscript with a free index is an index, any other belongs to the name.
    let inside = freeNames(in: Symbol.derivativeParts(of: statement.members[0].nodes), rights, mayBeLabel: true)
    let behind = freeNames(in: [symbol.sub].compactMap { $0 }, rights, isIndex: true, mayBeLabel: true)
    let free = inside + behind.filter { !inside.contains($0) }
    let isIndexed = !behind.isEmpty
    claim.freeNames = free
    claim.name = symbol.name(sub: !isIndexed, sup: true)
    claim.left = .definition(indices: isIndexed ? symbol.sub : nil)
  }

  private func isBound(_ sup: Node) -> Bool {
    guard let symbol = Symbol(wholeOf: Layout.unwrapped(sup).contents) else { return false }
    return scope.isBound(symbol.name(sub: true, sup: true), symbol, takesSup: true)
  }

  // MARK: Calls

  private struct Call {
    var symbol: Symbol
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
    let parser = MeaningParser(latex: "", scope: scope, isElementwise: false)
    let inner = Layout.tidied(body)
    let isBar: (Node) -> Bool = { node in
      if case .sign(let sign) = node.kind { ["∣", "∥", "|", "‖"].contains(sign.glyph) } else { false }
    }
    let arguments = parser.split(inner, in: fence.range) { parser.isSeparator($0) || isBar($0) }
    return Call(symbol: symbol, arguments: arguments, hasBars: inner.contains(where: isBar), scripts: scripts)
  }

  /// What `f(…)` on the left is, or nil where it is a product or a call to be evaluated.
  private func left(of call: Call, _ given: Bindings.Given?, _ claim: inout Claim) throws(Problem) -> Claim.Left? {
    let symbol = call.symbol
    let parser = MeaningParser(latex: claim.latex, scope: scope, isElementwise: false)
    if parser.statistic(symbol) != nil { return nil }
    let name = symbol.name(sub: true, sup: true)
    if given == nil {
      if scope.functions[name] != nil { return nil }
      for candidate in symbol.candidates
      where scope.isForeignFunction(candidate.name, symbol, takesSup: candidate.takesSup) { return nil }
      // A tensor followed by parentheses is a product, unless a comma shows that it is none.
      for candidate in symbol.candidates where scope.isBound(candidate.name, symbol, takesSup: candidate.takesSup) {
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
      let isKnown = parameter.candidates.contains { scope.isBound($0.name, parameter, takesSup: $0.takesSup) }
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
    case .concat: true
    case .extremum: count > 1
    default: count == 1
    }
  }

  private func function(
    _ name: Name, _ parameters: [Name], _ claim: Claim, _ call: Call?, _ given: Bindings.Given?, isSubscript: Bool
  ) -> Function {
    let body = claim.statement.members[1]
    let isElementwise = !isSubscript && (given?.isElementwise ?? false || scope.bindings.elementwise.contains(name))
    return Function(
      name: name, parameters: parameters, latex: claim.latex, takesMatrix: parameters.map(isMatrix),
      isElementwise: isElementwise, separatesAtBars: call?.hasBars ?? false, isSubscript: isSubscript,
      isGiven: given != nil, body: body.nodes, bodyRange: body.range)
  }

  /// A parameter is a matrix if it is a capital letter, as everywhere in the field, unless something else is bound
  /// to it.
  private func isMatrix(_ name: Name) -> Bool {
    if let shape = scope.boundShape(name), shape.count != 2 { return false }
    let letter = name.latex.hasPrefix("\\math") ? name.latex.dropFirst(8).dropLast() : Substring(name.latex)
    return letter.count == 1 && letter.first.map { $0.isUppercase && $0.isASCII } ?? false
  }

  // MARK: Free indices

  /// The index letters that nothing is bound to, in the order in which they stand, and declared indices.
  ///
  /// - Parameters:
  ///   - isIndex: Whether the nodes stand in a subscript.
  ///   - mayBeLabel: Whether a letter that stands on the left only belongs to the name: the `k` of `d_k = …`.
  private func freeNames(
    in nodes: [Node], _ rights: [Node], isIndex: Bool = false, mayBeLabel: Bool = false
  ) -> [Name] {
    // In `\sum_{i \ne j}` j is summed over too, unless the other side has a j.
    let other = Self.boundIndices(in: nodes, ends: true).filter {
      scope.indices[$0] == nil && !Self.occurs($0, in: rights, asIndex: true)
    }
    let bound = Self.boundIndices(in: nodes).union(other)
    var found: [Name] = []
    let scanner = SymbolScanner { name, symbol, takesSup in
      scope.indices[name] != nil || scope.isBound(name, symbol, takesSup: takesSup)
    }
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
      guard scope.bindings.entries[name] == nil, let quantity = scope.boundQuantity(name) else { return false }
      let isInteger = quantity.shape.isEmpty && quantity.data[0] == quantity.data[0].rounded()
      return !isInteger && Self.occurs(name, in: rights, asIndex: true)
    }
    return !mayBeLabel || Self.occurs(name, in: rights, asIndex: false)
  }

  static func occurs(_ name: Name, in nodes: [Node], asIndex: Bool = false) -> Bool {
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
  static func boundIndices(in nodes: [Node], ends: Bool = false) -> Set<Name> {
    var found: Set<Name> = []
    var pending = nodes
    while let node = pending.popLast() {
      switch node.kind {
      case .scripts(let base?, let sub?, _, _, _) where isBig(base):
        found.formUnion(indices(of: sub, ends: ends))
        pending.append(base)
      case .scripts(let base, let sub, let sup, _, _):
        pending += [base, sub, sup].compactMap { $0 }
      case .group(let inner), .fenced(_, let inner, _), .colored(_, let inner, _), .sized(_, let inner):
        pending += inner
      case .fraction(let a, let b, _): pending += [a, b]
      case .root(let a, let b): pending += [a] + (b.map { [$0] } ?? [])
      case .table(let table): pending += table.rows.joined().flatMap(\.nodes)
      case .accent(_, let inner), .styled(_, let inner), .classed(_, let inner), .brace(_, let inner),
        .boxed(let inner):
        pending.append(inner)
      default: break
      }
    }
    return found
  }

  /// The indices in what stands below a big operator: `i,j`, `i=1`, `i \ne j`, `1 \le i<j \le n`.
  private static func indices(of sub: Node, ends: Bool) -> [Name] {
    var rows = [Layout.unwrapped(sub).contents]
    if rows[0].count == 1, case .table(let table) = rows[0][0].kind { rows = table.rows.joined().map { Layout.tidied($0.nodes) } }
    let clauses = rows.flatMap { row in
      row.split { node in
        if case .sign(let sign) = node.kind { sign.glyph == "," || sign.glyph == ";" } else { false }
      }
    }
    return clauses.flatMap { clause -> [Name] in
      let relations = clause.indices.filter { Relation(clause[$0]) != nil }
      var named = [clause[..<(relations.first ?? clause.endIndex)]]
      if relations.count > 1 {
        // In a chain the indices stand between its ends, which may be more of them.
        let (first, last) = (relations[0], relations[relations.count - 1])
        named = ends ? [clause[..<first], clause[(last + 1)...]] : [clause[first...last]]
      } else if ends {
        let isPair = relations.first.map { [.notEqual, .less, .greater].contains(Relation(clause[$0])) } ?? false
        named = isPair ? [clause[(relations[0] + 1)...]] : []
      }
      return named.joined().compactMap { Symbol(wholeOf: [$0])?.name(sub: true, sup: true) }
    }
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
