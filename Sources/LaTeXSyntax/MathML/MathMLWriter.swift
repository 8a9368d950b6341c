/// Writes nodes as MathML elements. Rows and their spacing are in `MathMLWriter+Rows.swift`.
struct MathMLWriter {
  typealias Node = SyntaxTree.Node
  typealias Sign = SyntaxTree.Sign

  let symbols: SymbolRanges
  /// Where the addresses of links lead to on the page.
  let links: [String: String]

  init(symbols: [Range<Int>: String], links: [String: String] = [:]) {
    self.symbols = SymbolRanges(symbols)
    self.links = links
  }

  /// What a node inherits from where it stands.
  struct Style {
    var size: Size
    var alphabet: SyntaxTree.Alphabet?

    /// TeX's styles, from display to scripts of scripts.
    enum Size: Int, Comparable {
      case display, text, script, scriptscript

      static func < (a: Size, b: Size) -> Bool { a.rawValue < b.rawValue }
      var script: Size { self < .script ? .script : .scriptscript }
      var fraction: Size { self == .display ? .text : script }
    }

    func with(_ size: Size) -> Style { Style(size: size, alphabet: alphabet) }
    func with(_ alphabet: SyntaxTree.Alphabet) -> Style { Style(size: size, alphabet: alphabet) }
    var inScripts: Style { with(size.script) }
    var isInScript: Bool { size >= .script }
  }

  /// The element of one node. `space` is what its operator, if it is one, leaves on either side.
  func element(_ node: Node, _ style: Style, space: OperatorSpace = .none) -> MathMLElement {
    var element = bareElement(node, style, space)
    if let symbol = symbols.symbol(of: node) { element.attributes += Self.symbolAttributes(symbol) }
    return element
  }

  static func symbolAttributes(_ symbol: String) -> [(name: String, value: String)] {
    [("data-symbol", symbol), ("tabindex", "-1")]
  }

  /// A node where one element is wanted: an argument, a script.
  func argument(_ node: Node, _ style: Style) -> MathMLElement {
    if case .group(let nodes) = node.kind, symbols.symbol(of: node) == nil { return row(nodes, style) }
    return row([node], style)
  }

  private func bareElement(_ node: Node, _ style: Style, _ space: OperatorSpace) -> MathMLElement {
    switch node.kind {
    case .letter(let letter): return self.letter(letter, style)
    case .number(let digits): return MathMLElement("mn", text: MathAlphabet.apply(style.alphabet ?? .roman, to: digits))
    case .sign(let sign): return self.sign(sign, style, space)
    case .function(let name, _): return function(name)
    case .text(let words, let alphabet): return text(words, alphabet)
    case .group(let nodes): return row(nodes, style)
    case .scripts: return scripts(node, style, space)
    case .fraction(let numerator, let denominator, let fraction):
      return self.fraction(numerator, denominator, fraction, style)
    case .root(let radicand, nil):
      return MathMLElement("msqrt", rowContent(contents(of: radicand), style))
    case .root(let radicand, let index?):
      return MathMLElement("mroot", argument(radicand, style), argument(index, style.with(.scriptscript)))
    case .fenced(let open, let body, let close): return fenced(open, body, close, style)
    case .bigDelimiter(let sign, let scale): return bigDelimiter(sign, scale, space)
    case .accent(let accent, let inner): return self.accent(accent, inner, style)
    case .brace(let position, let inner):
      let brace = MathMLElement("mo", position == .over ? "⏞" : "⏟")
      return MathMLElement(position == .over ? "mover" : "munder", argument(inner, style), brace)
    case .stack(let base, let over, let under): return stack(base, over, under, style)
    case .styled(let alphabet, let inner): return styled(alphabet, inner, style)
    case .colored, .sized: return row([node], style)
    case .space(let em): return .space(em: em)
    case .table(let table): return self.table(table, style)
    case .phantom(let inner): return MathMLElement("mphantom", rowContent(contents(of: inner), style))
    case .boxed(let inner):
      return MathMLElement("mrow", [("class", "boxed")], rowContent(contents(of: inner), style))
    case .ornamented(let ornament, let inner): return ornamented(ornament, inner, style)
    case .highlighted(let color, let frame, let inner):
      let filled = MathMLElement("mrow", [("class", "highlighted"), ("mathbackground", color)], rowContent(contents(of: inner), style))
      // The frame has the color of the text, which is set back inside of it.
      return frame.map { MathMLElement("mrow", [("class", "framed"), ("mathcolor", $0)], filled.markup) } ?? filled
    case .rule(let width, let height):
      return MathMLElement("mspace", [("class", "rule"), ("width", length(width)), ("height", length(height))], "")
    case .tag(let inner, let isBare): return tag(inner, isBare: isBare, style)
    case .link(let address, let inner): return link(address, inner, style)
    case .choice(let nodes): return argument(nodes[style.size.rawValue], style)
    case .negated(let inner): return negated(inner, style, space)
    case .classed(_, let inner): return argument(inner, style)
    }
  }

  private func tag(_ inner: Node, isBare: Bool, _ style: Style) -> MathMLElement {
    if case .text(let words, let alphabet) = inner.kind {
      return MathMLElement("mrow", .space(em: 2), text(isBare ? words : "(\(words))", alphabet))
    }
    let parenthesis = isBare ? ("", "") : ("(", ")")
    func mark(_ glyph: String) -> String { glyph.isEmpty ? "" : MathMLElement("mtext", text: glyph).markup }
    let content = rowContent(contents(of: inner), style.with(.text))
    return MathMLElement("mrow", MathMLElement.space(em: 2).markup + mark(parenthesis.0) + content + mark(parenthesis.1))
  }

  /// MathML Core has no links. HTML may stand within `<mtext>`, and a formula within HTML.
  private func link(_ address: String, _ inner: Node, _ style: Style) -> MathMLElement {
    guard let target = links[address] else { return argument(inner, style) }
    let isDisplay = style.size == .display ? [("displaystyle", "true")] : []
    let math = MathMLElement("math", isDisplay, rowContent(contents(of: inner), style))
    return MathMLElement("mtext", MathMLElement("a", [("href", target)], math.markup).markup)
  }

  func contents(of node: Node) -> [Node] {
    if case .group(let nodes) = node.kind { nodes } else { [node] }
  }
}

// MARK: Letters and words

extension MathMLWriter {
  private func letter(_ letter: String, _ style: Style) -> MathMLElement {
    switch style.alphabet {
    case nil, .italic, .normal:
      // `<mi>` slants one letter by itself; TeX leaves capital Greek upright.
      let isUpright = style.alphabet != .italic && Self.isCapitalGreek(letter)
      return MathMLElement("mi", isUpright ? [("mathvariant", "normal")] : [], text: letter)
    case .roman:
      return MathMLElement("mi", [("mathvariant", "normal")], text: letter)
    case let alphabet?:
      let form = MathAlphabet.apply(alphabet, to: letter)
      return MathMLElement("mi", form == letter ? [("mathvariant", "normal")] : [], text: form)
    }
  }

  private static func isCapitalGreek(_ letter: String) -> Bool {
    guard let scalar = letter.unicodeScalars.first else { return false }
    return "Α"..."Ω" ~= scalar
  }

  private func function(_ name: String) -> MathMLElement {
    // One letter alone would be slanted. The spaces inside of a name are thin.
    let isSlanted = name.unicodeScalars.count == 1
    let words = name.replacing(" ", with: "\u{2009}")
    return MathMLElement("mi", isSlanted ? [("mathvariant", "normal")] : [], text: words)
  }

  private func text(_ words: String, _ alphabet: SyntaxTree.Alphabet) -> MathMLElement {
    // HTML drops spaces at the ends of an element, but not these.
    var text = words
    if text.hasPrefix(" ") { text.replaceSubrange(..<text.index(after: text.startIndex), with: "\u{A0}") }
    if text.hasSuffix(" ") { text.replaceSubrange(text.index(before: text.endIndex)..., with: "\u{A0}") }
    return MathMLElement("mtext", text: MathAlphabet.apply(alphabet, to: text))
  }

  /// `\mathrm{softmax}` is one word; everything else takes its alphabet letter by letter.
  private func styled(_ alphabet: SyntaxTree.Alphabet, _ inner: Node, _ style: Style) -> MathMLElement {
    if case .group(let nodes) = inner.kind, nodes.count > 1, !symbols.hasSymbol(inside: inner.range),
      let word = word(nodes)
    {
      return MathMLElement("mi", text: MathAlphabet.apply(alphabet, to: word))
    }
    return argument(inner, style.with(alphabet))
  }

  private func word(_ nodes: [Node]) -> String? {
    var word = ""
    for node in nodes {
      switch node.kind {
      case .letter(let letter): word += letter
      case .number(let digits) where !word.isEmpty: word += digits
      case .sign(let sign) where sign.command == "\\_": word += "_"
      default: return nil
      }
    }
    return word
  }
}

// MARK: Fractions, accents, stacks

extension MathMLWriter {
  private func fraction(
    _ numerator: Node, _ denominator: Node, _ fraction: SyntaxTree.FractionStyle, _ style: Style
  ) -> MathMLElement {
    var displayStyle: String?
    var size = style.size
    switch fraction {
    case .automatic, .binomial: break
    case .display, .displayBinomial:
      displayStyle = size == .display ? nil : "true"
      size = .display
    case .text, .textBinomial:
      displayStyle = size == .display ? "false" : nil
      size = max(size, .text)
    }
    let parts = [numerator, denominator].map { argument($0, style.with(size.fraction)).markup }.joined()
    let element: MathMLElement
    switch fraction {
    case .automatic, .display, .text: element = MathMLElement("mfrac", parts)
    case .binomial, .displayBinomial, .textBinomial:
      element = MathMLElement("mrow", fence("("), MathMLElement("mfrac", [("linethickness", "0")], parts), fence(")"))
    }
    return displayStyle.map { MathMLElement("mstyle", [("displaystyle", $0)], element.markup) } ?? element
  }

  private func accent(_ accent: SyntaxTree.Accent, _ inner: Node, _ style: Style) -> MathMLElement {
    let glyph: String
    var isStretchy = false
    var sitsClose = true
    switch accent {
    case .overline, .underline:
      return MathMLElement("mrow", [("class", accent.rawValue)], rowContent(contents(of: inner), style))
    case .hat: glyph = "ˆ"
    // Math fonts stretch the combining hat, not the spacing one. As a reference it doesn't combine with the tag.
    case .wideHat: (glyph, isStretchy) = ("&#x302;", true)
    case .tilde: glyph = "˜"
    case .wideTilde: (glyph, isStretchy) = ("˜", true)
    case .bar: glyph = "¯"
    // As a script the arrow is as small as TeX's.
    case .vector: (glyph, sitsClose) = ("→", false)
    case .dot: glyph = "˙"
    case .doubleDot: glyph = "¨"
    case .check: glyph = "ˇ"
    case .breve: glyph = "˘"
    case .acute: glyph = "´"
    case .grave: glyph = "`"
    case .ring: glyph = "˚"
    case .overrightarrow: (glyph, isStretchy) = ("→", true)
    case .overleftarrow: (glyph, isStretchy) = ("←", true)
    case .tripleDot: glyph = "…"
    case .quadrupleDot: glyph = "…."
    case .wideCheck: (glyph, isStretchy) = ("&#x30C;", true)
    case .overleftrightarrow, .overDoubleArrow, .overrightharpoon, .overleftharpoon, .underrightarrow, .underleftarrow,
      .underleftrightarrow, .overgroup, .undergroup, .underTilde, .overbracket, .underbracket:
      glyph = ""
    }
    if let (position, glyph) = Self.stretchedMark(accent) {
      return MathMLElement(
        position, [(position == "mover" ? "accent" : "accentunder", "true")],
        argument(inner, style).markup + MathMLElement("mo", glyph).markup)
    }
    let sign = MathMLElement("mo", isStretchy ? [] : [("stretchy", "false")], glyph)
    let attributes = sitsClose ? [("accent", "true")] : []
    return MathMLElement("mover", attributes, argument(inner, style).markup + sign.markup)
  }

  /// A sign as wide as what it stands above or below, and the element for its place.
  static func stretchedMark(_ accent: SyntaxTree.Accent) -> (element: String, glyph: String)? {
    switch accent {
    case .overleftrightarrow: ("mover", "↔")
    case .overDoubleArrow: ("mover", "⇒")
    case .overrightharpoon: ("mover", "⇀")
    case .overleftharpoon: ("mover", "↼")
    case .overgroup: ("mover", "⏠")
    case .overbracket: ("mover", "⎴")
    case .underrightarrow: ("munder", "→")
    case .underleftarrow: ("munder", "←")
    case .underleftrightarrow: ("munder", "↔")
    case .undergroup: ("munder", "⏡")
    case .underbracket: ("munder", "⎵")
    case .underTilde: ("munder", "˜")
    default: nil
    }
  }

  /// MathML Core draws no lines through a part, so the style sheet does.
  private func ornamented(_ ornament: SyntaxTree.Ornament, _ inner: Node, _ style: Style) -> MathMLElement {
    let content = rowContent(contents(of: inner), style)
    switch ornament {
    case .cancel: return MathMLElement("mrow", [("class", "cancel")], content)
    case .backCancel: return MathMLElement("mrow", [("class", "cancel-back")], content)
    case .crossCancel: return MathMLElement("mrow", [("class", "cancel-cross")], content)
    case .strikeout: return MathMLElement("mrow", [("class", "strikeout")], content)
    case .circle: return MathMLElement("mrow", [("class", "circled")], content)
    case .lapRight: return MathMLElement("mpadded", [("width", "0")], content)
    case .lapLeft: return MathMLElement("mpadded", [("class", "lap-left"), ("width", "0")], content)
    case .lapBoth: return MathMLElement("mpadded", [("class", "lap-both"), ("width", "0")], content)
    }
  }

  private func stack(
    _ base: Node, _ over: Node?, _ under: Node?, _ style: Style
  ) -> MathMLElement {
    var baseElement: MathMLElement
    var isLabeledArrow = false
    if case .sign(let sign) = base.kind {
      if case .labeledArrow? = Command.table[String(sign.command.dropFirst())] { isLabeledArrow = true }
      baseElement = operatorElement(sign, .none, stretches: isLabeledArrow)
    } else {
      baseElement = element(base, style)
    }
    // An arrow is longer than what stands on it.
    func label(_ node: Node) -> MathMLElement {
      let label = argument(node, style.inScripts)
      guard isLabeledArrow else { return label }
      return MathMLElement("mrow", .space(em: 0.5), label, .space(em: 0.5))
    }
    switch (under, over) {
    case (let under?, let over?): return MathMLElement("munderover", baseElement, label(under), label(over))
    case (let under?, nil): return MathMLElement("munder", baseElement, label(under))
    case (nil, let over?): return MathMLElement("mover", baseElement, label(over))
    case (nil, nil): return baseElement
    }
  }

  private func negated(_ inner: Node, _ style: Style, _ space: OperatorSpace) -> MathMLElement {
    var inner = inner
    switch inner.kind {
    case .sign(var sign):
      sign.glyph += "\u{338}"
      inner.kind = .sign(sign)
    case .letter(let letter): inner.kind = .letter(letter + "\u{338}")
    default: break
    }
    return element(inner, style, space: space)
  }
}
