import Diagnostics
import LaTeXSyntax

/// Left sides that are products of bound names, and those that only look like it (R2a, R7b).
extension LeftSides {
  /// The factors of a run of letters that nothing as a whole is bound to: `x y = …` with x and y bound.
  ///
  /// - Returns: nil where the run is one name, which the statement defines: `lr`, `dX`, `\Delta W`.
  func product(_ nodes: [Node], _ symbol: Symbol, _ latex: String) throws(Problem) -> [Name]? {
    guard symbol.count > 1, !isDifferential(nodes) else { return nil }
    let factors = factors(of: nodes)
    guard factors.count > 1, factors.contains(where: { $0.isBound }) else { return nil }
    guard let unknown = factors.first(where: { !$0.isKnown }) else { return factors.map(\.name) }
    if !symbol.isRun { return nil }
    let whole = symbol.name(sub: true, sup: true)
    let names = factors.map { "`\($0.name)`" }.joined(separator: ", ")
    throw Problem(
      "`\(latex.slice(bytes: symbol.range))` on the left is one name or a product", at: symbol.range,
      notes: [
        "one reading: the name `\(whole)`, which this defines",
        "another: the product of \(names), where nothing is bound to `\(unknown.name)`",
      ],
      help: "bind it: `where: { \(whole): … }` for the name, `where: { \(unknown.name): … }` for the product; or write "
        + "`\\text{…}` around a name of several letters")
  }

  func isProduct(nodes: [Node], _ symbol: Symbol) -> Bool {
    guard symbol.isRun, !isDifferential(nodes), !symbol.candidates.contains(where: { isKnown($0, symbol) }) else {
      return false
    }
    return factors(of: nodes).allSatisfy(\.isKnown)
  }

  private struct Factor {
    var name: Name
    /// Whether something is bound to it, or another statement defines it.
    var isBound: Bool
    /// Whether it has a value at all: a constant has one, too.
    var isKnown: Bool
  }

  /// The longest known names one after another, as everywhere in a formula (R2).
  private func factors(of nodes: [Node]) -> [Factor] {
    var factors: [Factor] = []
    var rest = nodes[...]
    while !rest.isEmpty {
      let symbols = Symbol.all(in: rest)
      guard let single = symbols.last else { return [] }
      var found: (Symbol, Name)?
      for symbol in symbols where found == nil {
        found = symbol.candidates.first { isKnown($0, symbol) }.map { (symbol, $0.name) }
      }
      let name = found?.1 ?? single.name(sub: true, sup: false)
      let isConstant = ["e", "I", "\\pi"].contains(single.base.latex)
      factors.append(Factor(name: name, isBound: found != nil, isKnown: found != nil || isConstant))
      rest = rest.dropFirst(found?.0.count ?? single.count)
    }
    return factors
  }

  private func isKnown(_ candidate: (name: Name, takesSub: Bool, takesSup: Bool), _ symbol: Symbol) -> Bool {
    defined.contains(candidate.name) || scope.indices[candidate.name] != nil
      || scope.isBound(candidate.name, symbol, takesSup: candidate.takesSup)
  }

  /// `dX` is the name of a differential (R17), whatever d and X are.
  private func isDifferential(_ nodes: [Node]) -> Bool {
    guard nodes.count > 1, case .letter("d") = nodes[0].kind else { return false }
    let rest = nodes[1...]
    if rest.count == 1 { return true }
    guard let symbol = Symbol.longest(in: rest), symbol.count == rest.count else { return false }
    return symbol.candidates.contains { isKnown($0, symbol) }
  }

  /// `\mathbf{AB}` is printed as the product `\mathbf{A}\mathbf{B}` is.
  func refuseStyledProduct(_ symbol: Symbol, _ nodes: [Node], _ latex: String) throws(Problem) {
    guard nodes.count == 1, let letters = Self.styledLetters(nodes[0]), letters.count > 1,
      factors(of: letters).allSatisfy(\.isBound)
    else { return }
    let names = factors(of: letters).map { "`\($0.name)`" }.joined(separator: ", ")
    throw Problem(
      "`\(latex.slice(bytes: symbol.baseRange))` on the left is one name or a product", at: symbol.baseRange,
      notes: ["one reading: the name `\(symbol.base)`, which this defines", "another: the product of \(names)"],
      help: "for the product give each letter its own command; for the name bind it: `where: { \(symbol.base): … }`")
  }

  /// The letters of `\mathbf{AB}`, each with its alphabet.
  private static func styledLetters(_ node: Node) -> [Node]? {
    var base = node
    if case .scripts(let inner?, _, _, _, _) = node.kind { base = inner }
    guard case .styled(let alphabet, let inner) = base.kind, alphabet != .roman, alphabet != .italic else { return nil }
    return SyntaxTree.unwrapped(inner).contents.map { Node(.styled(alphabet, $0), $0.range) }
  }

  // MARK: Convolutions

  /// The parentheses and the subscript of `(f * g)_i`.
  func convolution(_ nodes: [Node]) -> (whole: Node, first: Node, second: Node, sub: Node)? {
    guard nodes.count == 1, case .scripts(let base?, let sub?, nil, 0, _) = nodes[0].kind,
      case .fenced("(", let body, ")") = base.kind
    else { return nil }
    let inner = SyntaxTree.normalized(body)
    guard inner.count == 3, case .sign(let sign) = inner[1].kind, sign.glyph == "∗" || sign.glyph == "*" else {
      return nil
    }
    return (base, inner[0], inner[2], sub)
  }

  /// `(f * g)_i` is an entry of a convolution that the statement defines, where the lengths of f and g leave no other
  /// reading.
  func convolution(
    _ convolution: (whole: Node, first: Node, second: Node, sub: Node), _ rights: [Node], _ claim: inout Claim
  ) throws(Problem) {
    let name = Name(opaque: [convolution.whole])
    claim.freeNames = freeNames(in: [convolution.sub], rights, isIndex: true)
    if scope.hasValue(name, asksFallback: false) {
      claim.name = name
      claim.indices = convolution.sub
      return
    }
    let shapes = [convolution.first, convolution.second].map { node in
      Symbol(wholeOf: [node]).flatMap { scope.boundShape($0.name(sub: true, sup: true)) }
    }
    guard let first = shapes[0], let second = shapes[1] else { return }
    guard first != second else {
      throw Problem(
        "`\(claim.latex.slice(bytes: convolution.whole.range))` has two readings", at: convolution.whole.range,
        notes: ["one reading: the product entry by entry", "another: a convolution, which the right side defines"],
        help: "write `\\odot` for the first; for the second bind it: `where: { '\(name)': … }`")
    }
    claim.left = .definition
    claim.name = name
    claim.indices = convolution.sub
  }
}
