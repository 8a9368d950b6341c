extension SyntaxTree {
  /// The formula in one line, as it is typed in a plain text: `softmax(QK^⊤/√(d_k))V`.
  ///
  /// The search looks through it and shows it, and titles have it where they are plain text. What `_` and `^` bind is a word or stands in parentheses.
  package var reading: String { Self.reading(nodes) }

  private static func reading(_ nodes: [Node]) -> String {
    var text = ""
    for node in nodes {
      var piece = reading(node)
      // A minus in front is no operation.
      if case .sign(let sign) = node.kind, sign.atomClass == .binary, endsOpen(text) { piece = sign.glyph }
      if needsSpace(after: text, before: piece) { text += " " }
      text += piece
    }
    return text.split(separator: " ").joined(separator: " ")
  }

  private static func reading(_ node: Node) -> String {
    switch node.kind {
    case .letter(let letter): letter
    case .number(let digits): digits
    case .sign(let sign): reading(sign)
    case .function(let name, _): name
    case .text(let words, _): words
    case .group(let nodes), .colored(_, let nodes, _), .sized(_, let nodes): reading(nodes)
    case .scripts(let base, let sub, let sup, let primes, _):
      (base.map(reading) ?? "") + script("_", sub) + String(repeating: "′", count: primes) + script("^", sup)
    case .fraction(let numerator, let denominator, let style):
      style.isBinomialCoefficient
        ? "(\(reading(numerator)) over \(reading(denominator)))"
        : "\(operand(numerator, mayHaveScripts: true))/\(operand(denominator, mayHaveScripts: true))"
    case .root(let radicand, let index):
      (index.map { reading($0) == "2" ? "" : operand($0) } ?? "") + "√" + operand(radicand, mayHaveScripts: true)
    case .fenced(let open, let body, let close): open + reading(body) + close
    case .bigDelimiter(let sign, _): sign.glyph
    case .stack(let base, _, _): reading(base)
    case .styled(.blackboard, let inner): blackboard(reading(inner))
    case .accent(_, let inner), .brace(_, let inner), .styled(_, let inner), .boxed(let inner), .classed(_, let inner),
      .ornamented(_, let inner), .highlighted(_, _, let inner), .link(_, let inner):
      reading(inner)
    case .choice(let nodes): nodes.first.map(reading) ?? ""
    case .space(let em): em > 0 ? " " : ""
    case .table(let table): table.rows.map { row in reading(row.flatMap(\.nodes)) }.joined(separator: "; ")
    case .phantom, .rule: ""
    case .tag(let inner, let isBare): isBare ? " \(reading(inner))" : " (\(reading(inner)))"
    case .negated(let inner): "not \(reading(inner))"
    }
  }

  private static func reading(_ sign: Sign) -> String {
    switch sign.atomClass {
    case .relation, .binary: " \(sign.glyph) "
    case .punctuation: "\(sign.glyph) "
    case .ordinary, .bigOperator, .open, .close, .inner: sign.glyph
    }
  }

  private static func script(_ mark: String, _ node: Node?) -> String {
    node.map { mark + operand($0, separator: "") } ?? ""
  }

  /// A word as it is, all else in parentheses.
  private static func operand(_ node: Node, separator: String = " ", mayHaveScripts: Bool = false) -> String {
    let text = reading(node).split(separator: " ").joined(separator: separator)
    let isWord = text.allSatisfy { $0.isLetter || $0.isNumber || "⊤∗*′√".contains($0) || mayHaveScripts && "_^".contains($0) }
    return isWord ? text : "(\(text))"
  }

  private static func endsOpen(_ text: String) -> Bool { text.last { $0 != " " }.map { "([{⟨,;=≈≠<>≤≥≪≫∈→∼+−±·⋅×".contains($0) } ?? true }

  /// Two words side by side would be one; letters alone are a product.
  private static func needsSpace(after text: String, before piece: String) -> Bool {
    guard let last = text.last, let first = piece.first, first.isLetter || first.isNumber else { return false }
    let end = text.reversed().prefix { $0.isLetter || $0.isNumber || "_^⊤′".contains($0) }
    let hasScript = end.contains("_") || end.contains("^")
    let isWord = end.count > 2 || piece.prefix { $0.isLetter }.count > 2
    return (last.isLetter || last.isNumber || last == "⊤") && (hasScript || isWord)
  }

  private static func blackboard(_ letters: String) -> String {
    let forms = ["R": "ℝ", "N": "ℕ", "Z": "ℤ", "C": "ℂ", "Q": "ℚ", "E": "𝔼", "P": "ℙ"]
    return forms[letters] ?? letters
  }
}

extension SyntaxTree.FractionStyle {
  fileprivate var isBinomialCoefficient: Bool {
    switch self {
    case .binomial, .displayBinomial, .textBinomial: true
    case .automatic, .display, .text: false
    }
  }
}
