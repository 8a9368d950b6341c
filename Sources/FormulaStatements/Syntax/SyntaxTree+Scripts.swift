import LaTeXSyntax

/// What a script looks like, before it is known what it means.
extension SyntaxTree.Node {
  /// Whether what it holds belongs to no statement: it is hidden, struck through or circled.
  var isAside: Bool {
    switch kind {
    case .phantom, .ornamented: true
    case .letter, .number, .sign, .function, .text, .bigDelimiter, .space, .rule, .tag, .group, .scripts, .fraction, .root, .fenced,
      .accent,
      .brace, .styled, .boxed, .negated, .classed, .highlighted, .colored, .sized, .stack, .table, .link,
      .choice:
      false
    }
  }

  /// `^\top`, `^T`, `^{\mathsf T}` and `^{\intercal}`.
  package var isTranspose: Bool {
    switch SyntaxTree.unwrapped(self).kind {
    case .sign(let sign): sign.glyph == "⊤" || sign.glyph == "⊺"
    case .letter(let glyph): glyph == "T"
    case .text(let words, _): words == "T"
    case .styled(let alphabet, let inner):
      (alphabet == .roman || alphabet == .sansSerif) && SyntaxTree.unwrapped(inner).kind == .letter("T")
    default: false
    }
  }

  /// Whether a superscript can be no part of a name: a transpose, or a power with a number or a sign in it.
  var isOperation: Bool {
    if isTranspose { return true }
    let contents = SyntaxTree.unwrapped(self).contents
    return contents.contains { node in
      switch node.kind {
      case .number: true
      case .sign(let sign): contents.count > 1 && (sign.glyph == "+" || sign.glyph == "−")
      default: false
      }
    }
  }

  /// Whether a superscript may be a part of a variable's name, such as `W^Q` and `m^{\text{new}}`.
  package var isLabel: Bool {
    switch SyntaxTree.unwrapped(self).kind {
    case .letter, .text, .styled, .function: true
    case .sign(let sign): sign.glyph == "∗" || sign.glyph == "⋆"
    default: false
    }
  }

  /// What stands in the brackets of `^{(i)}` or `^{[l]}`.
  package var bracketed: (open: String, body: [SyntaxTree.Node])? {
    guard case .fenced(let open, let body, let close) = SyntaxTree.unwrapped(self).kind,
      (open, close) == ("(", ")") || (open, close) == ("[", "]")
    else { return nil }
    return (open, SyntaxTree.normalized(body))
  }

  /// The letters of a subscript that holds nothing else: `i` and `j` of `ij`.
  package var singleLetters: [Name]? {
    var names: [Name] = []
    for node in SyntaxTree.unwrapped(self).contents {
      if case .sign(let sign) = node.kind, sign.glyph == "," { continue }
      guard let symbol = Symbol(wholeOf: [node]), symbol.sub == nil, symbol.sup == nil, !symbol.isWord else {
        return nil
      }
      names.append(symbol.base)
    }
    return names.isEmpty ? nil : names
  }

  /// Whether a subscript holds only letters and digits.
  package var isSpellable: Bool {
    SyntaxTree.unwrapped(self).contents.allSatisfy {
      switch $0.kind {
      case .letter, .number, .text, .styled, .function: true
      default: false
      }
    }
  }
}

extension SyntaxTree {
  /// The index of a family and the subscript as the one list of indices that they are: `x^{(i)}_j` is `x_{i,j}`.
  package static func indices(sub: Node?, sup: Node?) -> Node? {
    guard let sup, let body = sup.bracketed?.body else { return sub }
    guard let sub else { return Node(.group(body), sup.range) }
    // They may be written in either order: every node stands where both do.
    let range = min(sub.range.lowerBound, sup.range.lowerBound)..<max(sub.range.upperBound, sup.range.upperBound)
    let comma = Node(.sign(Sign(command: ",", glyph: ",", atomClass: .punctuation)), range)
    let nodes = body + [comma] + unwrapped(sub).contents
    return Node(.group(nodes.map { Node($0.kind, range) }), range)
  }
}

extension String {
  /// The text of a range of bytes.
  package func slice(bytes range: Range<Int>) -> String {
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound, limitedBy: utf8.endIndex) ?? utf8.endIndex
    let end = utf8.index(start, offsetBy: range.count, limitedBy: utf8.endIndex) ?? utf8.endIndex
    return String(self[start..<end])
  }
}
