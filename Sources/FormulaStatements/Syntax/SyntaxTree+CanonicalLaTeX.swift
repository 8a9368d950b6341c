import LaTeXSyntax

extension SyntaxTree {
  /// LaTeX that is the same for every spelling of a name: `W^{Q}_i` and `W_{ i }^Q` both give `W_i^Q`.
  package static func canonicalLaTeX(of nodes: [Node]) -> String {
    var text = ""
    var previous = ""
    for node in nodes {
      let part = canonicalLaTeX(of: node)
      // `\alpha` and `x` side by side must not become `\alphax`.
      if endsWithCommand(previous), part.first?.isLetter ?? false { text += " " }
      text += part
      previous = part
    }
    return text
  }

  package static func canonicalLaTeX(of node: Node) -> String {
    switch node.kind {
    case .letter(let glyph):
      return commandName(ofGlyph: glyph).map { "\\" + $0 } ?? glyph
    case .number(let digits):
      return digits
    case .sign(let sign):
      return sign.command.hasPrefix("\\")
        ? commandName(ofGlyph: sign.glyph).map { "\\" + $0 } ?? sign.glyph : sign.command
    case .function(let name, _):
      return "\\text{\(name)}"
    case .text(let words, let alphabet):
      return "\\\(textCommand(alphabet)){\(trimmed(words))}"
    case .group(let nodes), .colored(_, let nodes, _), .sized(_, let nodes):
      return canonicalLaTeX(of: normalized(nodes))
    case .scripts(let base, let sub, let sup, let primes, _):
      var text = base.map(canonicalLaTeX) ?? "{}"
      if let sub { text += "_" + braced(canonicalLaTeX(of: sub)) }
      text += String(repeating: "'", count: primes)
      if let sup { text += "^" + braced(canonicalLaTeX(of: sup)) }
      return text
    case .fraction(let numerator, let denominator, _):
      return "\\frac{\(canonicalLaTeX(of: numerator))}{\(canonicalLaTeX(of: denominator))}"
    case .root(let radicand, let index):
      return "\\sqrt" + (index.map { "[\(canonicalLaTeX(of: $0))]" } ?? "") + "{\(canonicalLaTeX(of: radicand))}"
    case .fenced(let open, let body, let close):
      return delimiter(open) + canonicalLaTeX(of: normalized(body)) + delimiter(close)
    case .bigDelimiter(let sign, _):
      return delimiter(sign.glyph)
    case .accent(let accent, let node):
      return "\\\(accent.normalCommand){\(canonicalLaTeX(of: node))}"
    case .styled(let alphabet, let node):
      switch alphabet {
      // Upright words are one name, however they were made upright.
      case .roman: return "\\text{\(plainWord(node) ?? canonicalLaTeX(of: node))}"
      case .italic, .normal: return canonicalLaTeX(of: node)
      default: return "\\\(mathCommand(alphabet)){\(canonicalLaTeX(of: node))}"
      }
    case .brace(_, let node), .classed(_, let node), .boxed(let node), .stack(let node, _, _):
      return canonicalLaTeX(of: node)
    case .ornamented(let ornament, let node):
      return "\\\(ornament.commandName){\(canonicalLaTeX(of: node))}"
    case .highlighted(_, _, let node), .link(_, let node):
      return canonicalLaTeX(of: node)
    case .choice(let nodes):
      return "\\mathchoice" + nodes.map { "{\(canonicalLaTeX(of: $0))}" }.joined()
    case .rule:
      return "\\rule"
    case .negated(let node):
      return "\\not" + canonicalLaTeX(of: node)
    case .table(let table):
      let rows = table.rows.map { $0.map { canonicalLaTeX(of: normalized($0.nodes)) }.joined(separator: "&") }
      return "\\begin{\(table.environment)}\(rows.joined(separator: "\\\\"))\\end{\(table.environment)}"
    case .space, .phantom, .tag:
      return ""
    }
  }

  /// The letters of a word such as the `softmax` in `\mathrm{softmax}`, or nil if there is more in it than a word.
  static func plainWord(_ node: Node) -> String? {
    switch node.kind {
    case .letter(let glyph): return glyph
    case .number(let digits): return digits
    case .text(let words, _): return trimmed(words)
    case .function(let name, _): return name
    case .sign(let sign): return sign.command == "\\_" ? "_" : sign.glyph == "−" ? "-" : nil
    case .space(let em): return em > 0 ? " " : ""
    case .styled(.roman, let inner): return plainWord(inner)
    case .group(let nodes):
      var word = ""
      for node in nodes {
        guard let part = plainWord(node) else { return nil }
        word += part
      }
      return word.isEmpty ? nil : word
    default: return nil
    }
  }

  /// Words without the spaces around them.
  package static func trimmed(_ words: String) -> String {
    let isSpace: (Character) -> Bool = { $0.isWhitespace }
    guard let first = words.firstIndex(where: { !isSpace($0) }), let last = words.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(words[first...last])
  }

  private static func braced(_ script: String) -> String {
    let isOneUnit = script.count == 1 || script.hasPrefix("\\") && script.dropFirst().allSatisfy(\.isLetter)
    return isOneUnit ? script : "{\(script)}"
  }

  private static func delimiter(_ glyph: String) -> String {
    switch glyph {
    case "": "."
    case "{", "}": "\\" + glyph
    case "(", ")", "[", "]", "|": glyph
    default: commandName(ofGlyph: glyph).map { "\\" + $0 } ?? glyph
    }
  }

  private static func endsWithCommand(_ text: String) -> Bool {
    guard let slash = text.lastIndex(of: "\\") else { return false }
    let name = text[text.index(after: slash)...]
    return !name.isEmpty && name.allSatisfy { $0.isLetter && $0.isASCII }
  }

  private static func textCommand(_ alphabet: Alphabet) -> String {
    switch alphabet {
    case .bold, .boldItalic: "textbf"
    case .italic: "textit"
    case .sansSerif: "textsf"
    case .typewriter: "texttt"
    default: "text"
    }
  }

  private static func mathCommand(_ alphabet: Alphabet) -> String {
    switch alphabet {
    case .bold: "mathbf"
    case .boldItalic: "boldsymbol"
    case .sansSerif: "mathsf"
    case .typewriter: "mathtt"
    case .blackboard: "mathbb"
    case .calligraphic: "mathcal"
    case .script: "mathscr"
    case .fraktur: "mathfrak"
    case .roman, .italic, .normal: "mathrm"
    }
  }
}

extension SyntaxTree.Accent {
  /// `\widehat{y}` is `\hat{y}` drawn wider: the same name.
  fileprivate var normalCommand: String {
    switch self {
    case .hat, .wideHat: "hat"
    case .tilde, .wideTilde: "tilde"
    case .bar, .overline: "bar"
    case .vector, .overrightarrow: "vec"
    case .doubleDot: "ddot"
    case .ring: "mathring"
    case .overleftarrow: "overleftarrow"
    default: rawValue
    }
  }

  /// How a Swift identifier says it: `yHat`.
  var word: String {
    switch self {
    case .hat, .wideHat: "Hat"
    case .tilde, .wideTilde: "Tilde"
    case .bar, .overline: "Bar"
    case .vector, .overrightarrow: "Vec"
    case .dot: "Dot"
    case .doubleDot: "DDot"
    default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    }
  }
}
