import LaTeXSyntax

/// What may be a name at a place in a formula: a base and its scripts, before it is decided which of them belong to
/// the name and which are an index, a power or a transpose.
package struct Symbol {
  package typealias Node = SyntaxTree.Node

  /// The base as a name of its own, with its font and accent.
  package var base: Name
  package var sub: Node?
  package var sup: Node?
  var primes: Int
  package var range: Range<Int>
  /// The range without the scripts.
  package var baseRange: Range<Int>
  /// How many nodes it takes.
  package var count: Int
  /// Whether the base is upright words, as functions are.
  package var isWord = false
  /// Whether the base is several letters side by side, which may also be a product.
  var isRun = false
  /// Whether it is `\Delta` with the name behind it.
  package var isChange = false

  /// The name of the base with its primes and the given scripts.
  package func name(sub takesSub: Bool, sup takesSup: Bool) -> Name {
    var latex = base.latex
    var spelling = base.spelling
    if takesSub, let sub {
      latex += "_" + Self.script(sub)
      spelling.sub = Self.words(of: sub)
    }
    if primes > 0 {
      latex += String(repeating: "'", count: primes)
      spelling.marks += Array(repeating: "Prime", count: primes)
    }
    if takesSup, let sup {
      latex += "^" + Self.script(sup)
      spelling.sup = Self.words(of: sup)
    }
    return Name(latex: latex, spelling: spelling)
  }

  /// The names it may be, the longest first, and which scripts each leaves over (R2).
  package var candidates: [(name: Name, takesSub: Bool, takesSup: Bool)] {
    var found: [(Name, Bool, Bool)] = []
    if sub != nil, sup != nil { found.append((name(sub: true, sup: true), true, true)) }
    if sup != nil { found.append((name(sub: false, sup: true), false, true)) }
    if sub != nil { found.append((name(sub: true, sup: false), true, false)) }
    found.append((name(sub: false, sup: false), false, false))
    return found
  }

  private static func script(_ node: Node) -> String {
    let text = SyntaxTree.canonicalLaTeX(of: SyntaxTree.unwrapped(node).contents)
    let isOneUnit = text.count == 1 || text.hasPrefix("\\") && text.dropFirst().allSatisfy(\.isLetter)
    return isOneUnit ? text : "{\(text)}"
  }

  /// The words of a script, as an identifier spells them: `\text{model}` as `model`, `ij` as `ij`.
  private static func words(of node: Node) -> [String]? {
    var word = ""
    for part in SyntaxTree.unwrapped(node).contents {
      switch part.kind {
      case .letter(let glyph): word += SyntaxTree.commandName(ofGlyph: glyph) ?? glyph
      case .number(let digits) where !digits.contains("."): word += digits
      case .text, .styled, .function:
        guard let plain = SyntaxTree.plainWord(part) ?? Self.innerWord(of: part) else { return nil }
        word += plain.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).joined(separator: "_")
      case .sign(let sign) where sign.glyph == "*" || sign.glyph == "∗" || sign.glyph == "⋆": word += "Star"
      default: return nil
      }
    }
    return word.isEmpty ? nil : [word]
  }

  private static func innerWord(of node: Node) -> String? {
    if case .styled(_, let inner) = node.kind { return SyntaxTree.plainWord(inner) }
    return nil
  }
}

// MARK: Reading one

extension Symbol {
  /// Longer runs are read letter by letter.
  private static let lengthLimit = 24

  /// The symbol that all the nodes together are, if they are one.
  package init?(wholeOf nodes: [Node]) {
    guard let symbol = Self.longest(in: nodes[...]), symbol.count == nodes.count else { return nil }
    self = symbol
  }

  /// The longest symbol at the beginning of the nodes.
  package static func longest(in nodes: ArraySlice<Node>) -> Symbol? { all(in: nodes).first }

  /// Every symbol at the beginning of the nodes, the longest first: a run of letters may be one name or several.
  package static func all(in nodes: ArraySlice<Node>) -> [Symbol] {
    guard let first = nodes.first else { return [] }
    if let gradient = gradient(in: nodes) { return [gradient] }
    if let change = change(in: nodes), let delta = single(first) { return [change, delta] }
    let run = letterRun(in: nodes.prefix(lengthLimit + 1))
    if (2...lengthLimit).contains(run.count) {
      return (1...run.count).reversed().compactMap { of(run: run.prefix($0)) }
    }
    return single(first).map { [$0] } ?? []
  }

  /// The nodes at the beginning that are letters side by side; only the last may carry scripts.
  package static func letterRun(in nodes: ArraySlice<Node>) -> ArraySlice<Node> {
    var end = nodes.startIndex
    while end < nodes.endIndex {
      let (base, hasScripts) = parts(of: nodes[end])
      guard let base, isRunLetter(base) else { break }
      // Nodes of different sides aren't a run, and those of a label may be in any order.
      if end > nodes.startIndex, nodes[end].range.lowerBound < nodes[end - 1].range.upperBound { break }
      end += 1
      if hasScripts { break }
    }
    // A run begins with a letter.
    if let first = nodes.first, case .sign = parts(of: first).base?.kind {
      return nodes[nodes.startIndex..<nodes.startIndex]
    }
    return nodes[nodes.startIndex..<end]
  }

  private static func parts(of node: Node) -> (base: Node?, hasScripts: Bool) {
    if case .scripts(let base, _, _, _, _) = node.kind { return (base, true) }
    return (node, false)
  }

  /// A letter of the Latin alphabet or of a script without commands; `\_` may stand within a run.
  private static func isRunLetter(_ node: Node) -> Bool {
    switch node.kind {
    case .letter(let glyph): SyntaxTree.commandName(ofGlyph: glyph) == nil
    case .sign(let sign): sign.command == "\\_"
    default: false
    }
  }

  private static func of(run: ArraySlice<Node>) -> Symbol? {
    guard let first = run.first, let last = run.last, var symbol = single(last, inRun: true) else { return nil }
    guard run.count > 1 else { return symbol }
    var word = ""
    for node in run {
      switch parts(of: node).base?.kind {
      case .letter(let glyph): word += glyph
      case .sign: word += "_"
      default: return nil
      }
    }
    let latex = word.split(separator: "_", omittingEmptySubsequences: false).joined(separator: "\\_")
    symbol.base = Name(latex: latex, spelling: .init(base: word))
    symbol.range = first.range.lowerBound..<last.range.upperBound
    symbol.baseRange = first.range.lowerBound..<symbol.baseRange.upperBound
    symbol.count = run.count
    symbol.isRun = true
    return symbol
  }

  /// A symbol of one node.
  private static func single(_ node: Node, inRun: Bool = false) -> Symbol? {
    var base = node
    var symbol = Symbol(
      base: Name(latex: "", spelling: .init()), sub: nil, sup: nil, primes: 0, range: node.range, baseRange: node.range,
      count: 1)
    if case .scripts(let inner?, let sub, let sup, let primes, _) = node.kind {
      base = inner
      symbol.baseRange = inner.range
      (symbol.sub, symbol.sup, symbol.primes) = (sub, sup, primes)
      if let sup, case .sign(let sign) = SyntaxTree.unwrapped(sup).kind, sign.glyph == "′" {
        (symbol.sup, symbol.primes) = (nil, primes + 1)
      }
    }
    guard let (name, isWord) = baseName(base, inRun: inRun) else { return nil }
    symbol.base = name
    symbol.isWord = isWord
    return symbol
  }

  private static func baseName(_ node: Node, inRun: Bool = false) -> (Name, isWord: Bool)? {
    let latex = SyntaxTree.canonicalLaTeX(of: node)
    switch node.kind {
    case .letter(let glyph):
      let command = SyntaxTree.commandName(ofGlyph: glyph)
      return (Name(latex: latex, spelling: .init(base: command ?? glyph, glyph: command == nil ? nil : glyph)), false)
    case .sign(let sign) where inRun && sign.command == "\\_":
      return (Name(latex: latex, spelling: .init(base: "_")), false)
    case .text(let words, let alphabet):
      guard !words.isEmpty else { return nil }
      return (Name(latex: latex, spelling: .init(base: identifier(words))), alphabet == .roman)
    case .function(let name, _):
      return (Name(latex: latex, spelling: .init(base: identifier(name))), true)
    case .styled(let alphabet, let inner):
      let content = SyntaxTree.unwrapped(inner)
      if alphabet == .italic || alphabet == .normal, let word = SyntaxTree.plainWord(content) {
        return (Name(latex: latex, spelling: .init(base: identifier(word))), false)
      }
      if let word = SyntaxTree.plainWord(content) {
        return (Name(latex: latex, spelling: .init(base: identifier(word))), alphabet == .roman)
      }
      guard let (name, _) = baseName(content) else { return nil }
      return (Name(latex: latex, spelling: name.spelling), alphabet == .roman)
    case .classed(.bigOperator, let inner):
      return baseName(inner).map { ($0.0, true) }
    case .accent(let accent, let inner):
      if let (name, _) = baseName(inner) {
        var spelling = name.spelling
        spelling.marks.append(accent.word)
        return (Name(latex: latex, spelling: spelling), false)
      }
      // `\widehat{QK}`
      guard let word = SyntaxTree.plainWord(inner) else { return nil }
      return (Name(latex: latex, spelling: .init(base: word, marks: [accent.word])), false)
    case .fraction(let numerator, let denominator, _)
    where beginsWithPartial(numerator) && beginsWithPartial(denominator):
      return (Name(latex: latex, spelling: .init()), false)
    default:
      return nil
    }
  }

  /// `\nabla_x f` is one name, and so is `\partial_x f`.
  private static func gradient(in nodes: ArraySlice<Node>) -> Symbol? {
    guard let first = nodes.first, let operation = gradientSign(first) else { return nil }
    // Give up after more than a few such signs in a row.
    guard nodes.prefix(4).contains(where: { gradientSign($0) == nil }), operation.sup == nil, let what = longest(in: nodes.dropFirst())
    else { return nil }
    return joined(first, what, base: SyntaxTree.canonicalLaTeX(of: [first]) + " " + what.base.latex, spelling: .init())
  }

  /// `\Delta W` may be one name, the change of W.
  private static func change(in nodes: ArraySlice<Node>) -> Symbol? {
    guard let first = nodes.first, case .letter("Δ") = first.kind, let next = nodes.dropFirst().first,
      let what = single(next), !what.isWord
    else { return nil }
    var spelling = what.base.spelling
    spelling.base = spelling.base.map { "delta_" + $0 }
    spelling.glyph = nil
    var symbol = joined(first, what, base: "\\Delta " + what.base.latex, spelling: spelling)
    symbol.isChange = true
    return symbol
  }

  private static func joined(_ first: Node, _ what: Symbol, base: String, spelling: Name.Spelling) -> Symbol {
    var symbol = what
    symbol.base = Name(latex: base, spelling: spelling)
    symbol.range = first.range.lowerBound..<what.range.upperBound
    symbol.baseRange = first.range.lowerBound..<what.baseRange.upperBound
    symbol.count = what.count + 1
    symbol.isRun = false
    return symbol
  }

  private static func gradientSign(_ node: Node) -> (sub: Node?, sup: Node?)? {
    var (base, sub, sup): (Node, Node?, Node?) = (node, nil, nil)
    if case .scripts(let inner?, let lower, let upper, _, _) = node.kind { (base, sub, sup) = (inner, lower, upper) }
    guard case .sign(let sign) = base.kind, sign.glyph == "∇" || sign.glyph == "∂" else { return nil }
    return (sub, sup)
  }

  /// The parts of a derivative that the nodes are, in which indices may stand.
  package static func derivativeParts(of nodes: [Node]) -> [Node] {
    if let first = nodes.first, nodes.count > 1, let operation = gradientSign(first) {
      return [operation.sub].compactMap { $0 }
    }
    guard nodes.count == 1, case .fraction(let numerator, let denominator, _)? = parts(of: nodes[0]).base?.kind,
      beginsWithPartial(numerator), beginsWithPartial(denominator)
    else { return [] }
    return [numerator, denominator]
  }

  private static func beginsWithPartial(_ node: Node) -> Bool {
    guard let first = SyntaxTree.unwrapped(node).contents.first else { return false }
    let base = parts(of: first).base ?? first
    if case .sign(let sign) = base.kind { return sign.glyph == "∂" }
    return false
  }

  private static func identifier(_ words: String) -> String? {
    let parts = words.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "_" })
    guard let first = parts.first?.first, !first.isNumber else { return nil }
    return parts.joined(separator: "_")
  }
}

extension SyntaxTree.Node {
  /// What stands in a group, or the node alone.
  package var contents: [SyntaxTree.Node] {
    if case .group(let nodes) = kind { SyntaxTree.normalized(nodes) } else { [self] }
  }
}
