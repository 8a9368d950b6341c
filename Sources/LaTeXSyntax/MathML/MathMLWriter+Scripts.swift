/// Subscripts, superscripts, limits and primes.
extension MathMLWriter {
  func scripts(_ node: Node, _ style: Style, _ space: OperatorSpace) -> MathMLElement {
    guard case .scripts(let base, let sub, let sup, let primes, let placement) = node.kind else {
      return MathMLElement("mrow", "")
    }
    let asLimits = base.map { standAsLimits($0, placement, style) } ?? false
    var baseElement = base.map { element($0, style, space: space) } ?? MathMLElement("mrow", "")
    // Chromium stretches only operators in a row.
    if case .bigDelimiter? = base?.kind { baseElement = MathMLElement("mrow", baseElement) }
    if asLimits, style.size != .display, case .sign? = base?.kind {
      baseElement.attributes.append(("movablelimits", "false"))
    }
    let subElement = sub.map { argument($0, style.inScripts) }
    let supElement = superscript(sup, primes, style.inScripts)
    switch (subElement, supElement) {
    case (let sub?, let sup?): return MathMLElement(asLimits ? "munderover" : "msubsup", baseElement, sub, sup)
    case (let sub?, nil): return MathMLElement(asLimits ? "munder" : "msub", baseElement, sub)
    case (nil, let sup?): return MathMLElement(asLimits ? "mover" : "msup", baseElement, sup)
    case (nil, nil): return baseElement
    }
  }

  private func superscript(_ sup: Node?, _ primes: Int, _ style: Style) -> MathMLElement? {
    guard primes > 0 else { return sup.map { argument($0, style) } }
    let glyph =
      switch primes {
      case 1: "′"
      case 2: "″"
      case 3: "‴"
      default: String(repeating: "′", count: primes)
      }
    let prime = MathMLElement("mo", [("class", "prime")], glyph)
    guard let sup else { return prime }
    return MathMLElement("mrow", prime.markup + rowContent(contents(of: sup), style))
  }

  func standAsLimits(_ base: Node, _ placement: SyntaxTree.ScriptPlacement, _ style: Style) -> Bool {
    switch placement {
    case .limits: true
    case .noLimits: false
    case .automatic: if case .brace = base.kind { true } else { style.size == .display && takesLimits(base) }
    }
  }

  /// Whether TeX sets the node's scripts above and below it, in display style.
  func takesLimits(_ base: Node) -> Bool {
    switch base.kind {
    case .sign(let sign): sign.atomClass == .bigOperator && !["∫", "∬", "∭", "∮", "∯"].contains(sign.glyph)
    case .function(_, let takesLimits): takesLimits
    case .classed(let atomClass, _): atomClass == .bigOperator
    case .brace: true
    default: false
    }
  }
}
