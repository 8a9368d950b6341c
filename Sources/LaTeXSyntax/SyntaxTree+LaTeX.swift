extension SyntaxTree {
  /// The formula in one normal form: the same tree, whatever the author's spaces, braces and synonyms were.
  ///
  /// Parsing it again gives the same tree, except for the ranges.
  package var normalizedLaTeX: String { Self.latex(nodes) }

  /// The normal form of a part of a formula.
  package static func latex(_ nodes: [Node]) -> String { joined(nodes.map(latex)) }

  package static func latex(_ node: Node) -> String {
    switch node.kind {
    case .letter(let letter): Command.namesByGlyph[letter].map { "\\" + $0 } ?? letter
    case .number(let digits): digits
    case .sign(let sign): sign.command
    case .function(let name, let takesLimits): function(name, takesLimits)
    case .text(let words, let alphabet): "\(command(alphabet, Command.wordAlphabets)){\(escaped(words))}"
    case .group(let nodes): "{\(latex(nodes))}"
    case .scripts(let base, let sub, let sup, let primes, let placement):
      scripts(base, sub, sup, primes, placement)
    case .fraction(let numerator, let denominator, let style):
      "\(command(style, Command.fractions))\(argument(numerator))\(argument(denominator))"
    case .root(let radicand, let index):
      "\\sqrt\(index.map(optionalArgument) ?? "")\(argument(radicand))"
    case .fenced(let open, let body, let close):
      joined(["\\left" + delimiter(open), latex(body), "\\right" + delimiter(close)])
    case .bigDelimiter(let sign, _): sign.command
    case .accent(let accent, let inner): "\(command(accent, Command.accents))\(argument(inner))"
    case .brace(let position, let inner): (position == .over ? "\\overbrace" : "\\underbrace") + argument(inner)
    case .stack(let base, let over, let under): stack(base, over, under)
    case .styled(let alphabet, let inner): "\(command(alphabet, Command.alphabets))\(argument(inner))"
    case .colored(let color, let nodes, let isGroup):
      isGroup ? "\\textcolor{\(color)}{\(latex(nodes))}" : "\\color{\(color)}\(latex(nodes))"
    case .sized(let size, let nodes): joined([command(size, Command.sizes), latex(nodes)])
    case .space(let em): space(em)
    case .table(let table): Self.table(table)
    case .phantom(let inner): "\\phantom\(argument(inner))"
    case .boxed(let inner): "\\boxed\(argument(inner))"
    case .ornamented(let ornament, let inner): "\(command(ornament, Command.ornaments))\(argument(inner))"
    case .highlighted(let color, let frame, let inner):
      (frame.map { "\\fcolorbox{\($0)}" } ?? "\\colorbox") + "{\(color)}{$\(latex(contents(of: inner)))$}"
    case .rule(let width, let height): "\\rule{\(width)em}{\(height)em}"
    case .tag(let inner, let isBare): "\\tag\(isBare ? "*" : "")\(box(inner))"
    case .link(let address, let inner): "\\href{\(escapedAddress(address))}\(argument(inner))"
    case .choice(let nodes): "\\mathchoice" + nodes.map(argument).joined()
    case .negated(let inner): "\\not\(argument(inner))"
    case .classed(let atomClass, let inner): "\(command(atomClass, Command.classes))\(argument(inner))"
    }
  }

  // MARK: Pieces

  /// The argument of a command that takes words, with formulas between dollars.
  private static func box(_ node: Node) -> String {
    switch node.kind {
    case .text(let words, .roman): "{\(escaped(words))}"
    case .text: "{\(latex(node))}"
    case .group(let nodes): "{$\(latex(nodes))$}"
    default: "{$\(latex(node))$}"
    }
  }

  private static func escapedAddress(_ address: String) -> String {
    address.reduce(into: "") { $0 += "%#{}".contains($1) ? "\\\($1)" : String($1) }
  }

  private static func contents(of node: Node) -> [Node] {
    if case .group(let nodes) = node.kind { nodes.flatMap(contents) } else { [node] }
  }

  /// The first of the commands for a style.
  private static func command<Style: Equatable>(_ style: Style, _ table: [(name: String, style: Style)]) -> String {
    "\\" + (table.first { $0.style == style }?.name ?? "text")
  }

  /// An argument in braces. A group of one node would lose its braces, if it did not get two pairs.
  private static func argument(_ node: Node) -> String {
    if case .group(let nodes) = node.kind, nodes.count != 1 { return "{\(latex(nodes))}" }
    return "{\(latex(node))}"
  }

  private static func optionalArgument(_ node: Node) -> String {
    if case .group(let nodes) = node.kind, nodes.count != 1 { return "[\(latex(nodes))]" }
    return "[\(latex(node))]"
  }

  private static func function(_ name: String, _ takesLimits: Bool) -> String {
    if case .function(name, takesLimits)? = Command.table[name] { return "\\" + name }
    let isPlain = name.utf8.allSatisfy { Tokenizer.isLetter($0) || "0123456789 -*/:._".utf8.contains($0) }
    let words =
      isPlain ? name.replacing(" ", with: "\\ ").replacing("_", with: "\\_") : "\\text{\(escaped(name))}"
    return "\\operatorname\(takesLimits ? "*" : ""){\(words)}"
  }

  private static func scripts(
    _ base: Node?, _ sub: Node?, _ sup: Node?, _ primes: Int, _ placement: ScriptPlacement
  ) -> String {
    var text = base.map(latex) ?? "{}"
    switch placement {
    case .automatic: break
    case .limits: text += "\\limits"
    case .noLimits: text += "\\nolimits"
    }
    if let sub { text += "_" + argument(sub) }
    text += String(repeating: "'", count: primes)
    if let sup { text += "^" + argument(sup) }
    return text
  }

  private static func stack(_ base: Node, _ over: Node?, _ under: Node?) -> String {
    if case .sign(let sign) = base.kind, case .labeledArrow? = Command.table[String(sign.command.dropFirst())] {
      return sign.command + (under.map(optionalArgument) ?? "") + (over.map(argument) ?? "{}")
    }
    if let over { return "\\overset\(argument(over))\(argument(base))" }
    return "\\underset\(under.map(argument) ?? "{}")\(argument(base))"
  }

  /// The lines and words above a row.
  private static func above(_ row: Int, in table: Table) -> [String] {
    (table.lines.contains(row) ? ["\\hline"] : []) + (table.partialLines[row] ?? []).sorted().map { "\\cline{\($0 + 1)-\($0 + 1)}" }
      + (table.interludes[row].map { ["\\intertext\(box($0))"] } ?? [])
  }

  private static func latex(_ cell: Cell) -> String {
    let content = latex(cell.nodes)
    return cell.columns.isEmpty ? content : "\\multicolumn{\(cell.span)}{\(cell.columns)}{\(content)}"
  }

  private static func table(_ table: Table) -> String {
    var rows: [String] = []
    for (index, row) in table.rows.enumerated() {
      rows += above(index, in: table)
      for (column, cell) in row.enumerated() { rows += (column == 0 ? [] : ["&"]) + [latex(cell)] }
      let isLast = index == table.rows.count - 1
      let isEmpty = row.count == 1 && row[0].nodes.isEmpty
      let gap = table.gaps[index].map { "[\($0)em]" } ?? ""
      // The last row needs its ending only if something would be lost without it.
      if !isLast || !gap.isEmpty || isEmpty || !above(index + 1, in: table).isEmpty { rows.append("\\\\" + gap) }
    }
    rows += above(table.rows.count, in: table)
    if table.environment == "substack" { return "\\substack{\(joined(rows))}" }
    let columns =
      switch SyntaxParser.environments[table.environment] {
      case .columns?: "{\(table.columns)}"
      case .optionalColumn?: table.columns.isEmpty ? "" : "[\(table.columns)]"
      case .count?: "{\(table.rows.map(\.count).max() ?? 1)}"
      default: ""
      }
    return joined(["\\begin{\(table.environment)}\(columns)"] + rows + ["\\end{\(table.environment)}"])
  }

  private static func space(_ em: Double) -> String {
    switch (em * 18).rounded() {
    case 3 where em == 3 / 18.0: "\\,"
    case 4 where em == 4 / 18.0: "\\:"
    case 5 where em == 5 / 18.0: "\\;"
    case -3 where em == -3 / 18.0: "\\!"
    case 18 where em == 1: "\\quad"
    case 36 where em == 2: "\\qquad"
    default: em == 0.25 ? "~" : "\\hspace{\(em)em}"
    }
  }

  private static func delimiter(_ glyph: String) -> String {
    switch glyph {
    case "": "."
    case "(", ")", "[", "]", "|", "/": glyph
    default: Command.namesByGlyph[glyph].map { "\\" + $0 } ?? glyph
    }
  }

  /// The pieces side by side, with a space where two would read as one.
  private static func joined(_ pieces: [String]) -> String {
    var text = ""
    for piece in pieces where !piece.isEmpty {
      if needsSeparator(text.utf8, piece.utf8) { text += endsInNumber(text.utf8) ? "\\relax " : " " }
      text += piece
    }
    return text
  }

  private static func needsSeparator(_ left: String.UTF8View, _ right: String.UTF8View) -> Bool {
    guard let last = left.last, let first = right.first else { return false }
    if Tokenizer.isLetter(last), Tokenizer.isLetter(first) { return endsInControlWord(left) }
    // `\\[` and `\\*` would be read as a row's end with an option.
    if left.suffix(2).elementsEqual("\\\\".utf8), "[*".utf8.contains(first) { return true }
    let beginsNumber = isDigit(first) || first == UInt8(ascii: ".") && right.dropFirst().first.map(isDigit) == true
    return endsInNumber(left) && beginsNumber
  }

  /// At most the last word is looked at, so that a long formula takes linear time.
  private static func endsInControlWord(_ text: String.UTF8View) -> Bool {
    text.suffix(Command.longestName + 1).reversed().first { !Tokenizer.isLetter($0) } == UInt8(ascii: "\\")
  }

  private static func endsInNumber(_ text: String.UTF8View) -> Bool {
    text.last.map { isDigit($0) || $0 == UInt8(ascii: ".") } ?? false
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func escaped(_ words: String) -> String {
    var out = ""
    for character in words {
      switch character {
      case "{", "}", "_", "%", "&", "#", "$": out += "\\\(character)"
      case "\\": out += "\\textbackslash{}"
      case "^": out += "\\textasciicircum{}"
      case "~": out += "\\textasciitilde{}"
      case "-" where out.last == "-" || out.last == "–": out += "{}-"
      default: out.append(character)
      }
    }
    return out
  }
}
