/// The space on either side of an operator, in eighteenths of an em.
struct OperatorSpace: Equatable {
  var left = 0
  var right = 0
  /// Something stands on both sides, so that MathML reads the sign as an infix.
  var isInfix = false

  static let none = OperatorSpace()
}

/// Signs and fences.
extension MathMLWriter {
  /// A sign as `<mo>` or, where it is rather a letter (∞, ∂, ⊤, …), as `<mi>`.
  func sign(_ sign: Sign, _ style: Style, _ space: OperatorSpace) -> MathMLElement {
    guard Self.isOperator(sign) else {
      let isUpright = sign.glyph == "∇"
      let glyph = MathAlphabet.apply(style.alphabet ?? .roman, to: sign.glyph)
      return MathMLElement("mi", isUpright && glyph == "∇" ? [("mathvariant", "normal")] : [], text: glyph)
    }
    if sign.command.hasPrefix("\\middle") {
      return MathMLElement("mo", [("form", "prefix"), ("stretchy", "true")], text: sign.glyph)
    }
    return operatorElement(sign, space)
  }

  func operatorElement(_ sign: Sign, _ space: OperatorSpace, stretches: Bool = false) -> MathMLElement {
    var attributes: [(String, String)] = []
    if stretches {
      attributes.append(("stretchy", "true"))
    } else if Self.stretchesByItself.contains(sign.glyph) {
      attributes.append(("stretchy", "false"))
    }
    // Firefox draws ⊙ as a big operator.
    if sign.glyph == "⊙" { attributes.append(("largeop", "false")) }
    attributes += spaceAttributes(sign, space)
    return MathMLElement("mo", attributes, text: sign.glyph)
  }

  /// `lspace` and `rspace`, unless MathML's operator dictionary says the same.
  private func spaceAttributes(_ sign: Sign, _ space: OperatorSpace) -> [(String, String)] {
    let standard: (left: Int, right: Int)? =
      switch sign.glyph {
      case "(", ")", "[", "]", "{", "}", "⟨", "⟩", "⌊", "⌋", "⌈", "⌉": (0, 0)
      case ",": (0, 3)
      case "+", "−": space.isInfix ? (4, 4) : nil
      case "=", "<", ">", "≤", "≥", "≠", "∈", "≈", "∼", "→", "←": space.isInfix ? (5, 5) : nil
      default: nil
      }
    var attributes: [(String, String)] = []
    if standard?.left != space.left { attributes.append(("lspace", length(Double(space.left) / 18))) }
    if standard?.right != space.right { attributes.append(("rspace", length(Double(space.right) / 18))) }
    return attributes
  }

  static func isOperator(_ sign: Sign) -> Bool {
    switch sign.atomClass {
    case .ordinary: ["|", "‖", "/", "\\"].contains(sign.glyph)
    case .inner: false
    default: true
    }
  }

  /// Signs that engines stretch to the height of their row, or the width of what stands on them.
  private static let stretchesByItself: Set<String> = Command.delimiters.subtracting(["/", "\\"]).union([
    "∣", "∥", "→", "←", "↔", "⇒", "⇐", "⇔", "⟶", "⟵", "⟷", "⟹", "⟸", "⟺", "↦", "⟼", "↪", "↩",
  ])

  private static func isBar(_ glyph: String) -> Bool { ["|", "‖", "∣", "∥"].contains(glyph) }

  /// A fence that stretches.
  func fence(_ glyph: String, isClosing: Bool = false) -> MathMLElement {
    // A bar may be either; what form it has decides whether it stretches.
    let form = Self.isBar(glyph) ? [("form", isClosing ? "postfix" : "prefix")] : []
    return MathMLElement("mo", form + [("stretchy", "true")], text: glyph)
  }

  /// `\left( … \right)`
  func fenced(_ open: String, _ body: [Node], _ close: String, _ style: Style) -> MathMLElement {
    let isShort = body.allSatisfy(isShort)
    func fence(_ glyph: String, _ atomClass: SyntaxTree.AtomClass) -> String {
      guard !glyph.isEmpty else { return "" }
      // Chromium leaves a gap beside a fence that it might stretch.
      if isShort { return operatorElement(.init(command: "", glyph: glyph, atomClass: atomClass), .none).markup }
      return self.fence(glyph, isClosing: atomClass == .close).markup
    }
    return MathMLElement("mrow", fence(open, .open) + rowContent(body, style) + fence(close, .close))
  }

  /// Whether the node is no taller than a line, so that `\left(` is just a parenthesis.
  private func isShort(_ node: Node) -> Bool {
    switch node.kind {
    case .letter, .number, .function, .text, .space, .tag: true
    case .sign(let sign): sign.atomClass != .bigOperator
    case .group(let nodes), .colored(_, let nodes, _): nodes.allSatisfy(isShort)
    case .styled(_, let inner), .classed(_, let inner), .phantom(let inner), .negated(let inner), .ornamented(_, let inner),
      .link(_, let inner):
      isShort(inner)
    case .choice(let nodes): nodes.allSatisfy(isShort)
    case .accent(let accent, let inner):
      accent != .overrightarrow && accent != .overleftarrow && Self.stretchedMark(accent) == nil && isShort(inner)
    case .scripts(let base, let sub, let sup, _, let placement):
      placement != .limits && [base, sub, sup].allSatisfy { $0.map(isShort) ?? true } && base.map(takesLimits) != true
    case .fenced(_, let body, _): body.allSatisfy(isShort)
    case .fraction, .root, .bigDelimiter, .brace, .stack, .sized, .table, .boxed, .highlighted, .rule: false
    }
  }

  func bigDelimiter(_ sign: Sign, _ scale: Double, _ space: OperatorSpace) -> MathMLElement {
    guard !sign.glyph.isEmpty else { return MathMLElement("mrow", "") }
    let size = length(scale)
    var element = operatorElement(sign, space, stretches: true)
    element.attributes += [("minsize", size), ("maxsize", size), ("symmetric", "true")]
    if Self.isBar(sign.glyph) { element.attributes.append(("form", "prefix")) }
    return element
  }
}
