import LaTeXSyntax

/// What the labels of braces and of stacked signs state: `\underbrace{x + y}_{= 7}` (a claim like any other).
extension SyntaxTree {
  /// The claims of all labels in the nodes, each as the nodes of a statement.
  static func labelClaims(in nodes: [Node]) -> [[Node]] {
    nodes.flatMap { node -> [[Node]] in
      switch node.kind {
      case .scripts(let base?, let sub, let sup, _, _):
        var claims = labelClaims(in: [base])
        if case .brace(let position, let content) = base.kind, let label = position == .under ? sub : sup {
          claims += claim(of: label, about: content).map { [$0] } ?? []
        }
        return claims + labelClaims(in: [sub, sup].compactMap { $0 })
      case .stack(let base, let over, let under) where !takesLimits(base):
        let labels = [over, under].compactMap { $0 }
        return labelClaims(in: [base]) + labels.compactMap { claim(of: $0, about: base) }
      case .stack(let base, _, _): return labelClaims(in: [base])
      case _: return node.isAside ? [] : labelClaims(in: node.children)
      }
    }
  }

  /// The statement that a label makes of what it labels; nil for a note.
  private static func claim(of label: Node, about labeled: Node) -> [Node]? {
    let (words, content) = (unwrapped(label).contents, unwrapped(labeled).contents)
    guard let first = words.first, let subject = content.first else { return nil }
    let isSign = content.count == 1 && (Relation(subject) != nil || isOperator(subject))
    let relation = words.firstIndex { Relation($0).map { !$0.isOther } ?? false }
    switch relation {
    case 0?:
      return isSign ? nil : content + words
    case let place?:
      // `\overset{x = 2}{=}` states an assumption, and `\underbrace{x + \cdots + x}_{n = 3}` a number of terms.
      if isSign || content.contains(where: isDots) { return words }
      return words[..<place] + [equals(at: first.range)] + content + words[place...]
    case nil:
      if case .text(let text, _) = first.kind, let sign = trimmed(text).first, "=≈≠<>≤≥".contains(sign), !isSign {
        return content + [equals(at: first.range)] + words
      }
      if let shape = shape(words), !isSign, !content.contains(where: isDots) { return content + shape }
      // A bare number is a value, unless it counts the terms.
      guard let number = numeral(words), !isSign, !content.contains(where: isDots), number != termCount(content) else {
        return nil
      }
      return content + [equals(at: first.range)] + words
    }
  }

  /// What `3 \times 4`, `(n \times d_k)` and `\mathbb{R}^{3 \times 4}` say of an array; nil for anything else. With a name that has no
  /// value it is a note: `Statement.statesShape(where:)` tells.
  private static func shape(_ words: [Node]) -> [Node]? {
    guard let first = words.first, let last = words.last else { return nil }
    let range = first.range.lowerBound..<last.range.upperBound
    var sizes = words
    if words.count == 1, case .scripts(_, nil, let sup?, 0, _) = first.kind, Symbol(wholeOf: words)?.base.latex == "\\mathbb{R}" {
      sizes = unwrapped(sup).contents
    } else if words.count == 1, let body = first.bracketed?.body {
      sizes = body
    }
    guard let written = Self.sizes(sizes), written.count > 1 else { return nil }
    for size in written {
      switch size.first?.kind {
      case .number(let digits)? where size.count == 1 && Int(digits) != nil: continue
      default: guard Symbol(wholeOf: size) != nil else { return nil }
      }
    }
    let reals = Node(.styled(.blackboard, Node(.letter("R"), range)), range)
    let space = Node(.scripts(base: reals, sub: nil, sup: Node(.group(sizes), range), primes: 0, placement: .automatic), range)
    return [Node(.sign(.init(command: "\\in", glyph: "∈", atomClass: .relation)), range), space]
  }

  /// The nodes between the signs `\times`; nil where none stand between two.
  fileprivate static func sizes(_ nodes: [Node]) -> [[Node]]? {
    let parts = nodes.split(omittingEmptySubsequences: false) { node in
      if case .sign(let sign) = node.kind { sign.glyph == "×" } else { false }
    }
    return parts.contains(where: \.isEmpty) ? nil : parts.map(Array.init)
  }

  private static func equals(at range: Range<Int>) -> Node {
    Node(.sign(.init(command: "=", glyph: "=", atomClass: .relation)), range)
  }

  private static func isOperator(_ node: Node) -> Bool {
    if case .sign(let sign) = node.kind { sign.atomClass == .binary || sign.atomClass == .inner } else { false }
  }

  private static func isDots(_ node: Node) -> Bool {
    if case .sign(let sign) = node.kind { sign.atomClass == .inner } else { false }
  }

  private static func numeral(_ nodes: [Node]) -> Double? {
    guard case .number(let digits)? = nodes.last?.kind, let value = Double(digits) else { return nil }
    switch nodes.count {
    case 1: return value
    case 2: if case .sign(let sign) = nodes[0].kind, sign.glyph == "−" { return -value } else { return nil }
    default: return nil
    }
  }

  /// How many terms or items the nodes are.
  private static func termCount(_ nodes: [Node]) -> Double {
    Double(
      1
        + nodes.dropFirst().count { node in
          if case .sign(let sign) = node.kind { ["+", "−", ",", ";"].contains(sign.glyph) } else { false }
        })
  }
}

extension Statement {
  /// Whether a label `n \times d` has sizes that all mean something, so that it isn't just a note.
  package func statesSizes(where isKnown: (Symbol) -> Bool) -> Bool {
    guard isLabel, relations == [.element], let space = members.last?.nodes, space.count == 1,
      case .scripts(_, _, let sup?, _, _) = space[0].kind,
      let sizes = SyntaxTree.sizes(SyntaxTree.unwrapped(sup).contents)
    else { return true }
    return sizes.allSatisfy { size in Symbol(wholeOf: size).map(isKnown) ?? true }
  }
}

extension Relation {
  fileprivate var isOther: Bool { if case .other = self { true } else { false } }
}
