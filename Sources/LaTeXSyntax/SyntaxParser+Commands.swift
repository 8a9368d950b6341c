import Diagnostics

/// What each command that makes a unit does.
extension SyntaxParser {
  mutating func commandAtom() throws(Problem) -> Kind {
    guard let command = command(of: token) else { throw unknownCommand() }
    let owner = token
    switch command {
    case .letter(let glyph):
      take()
      return .letter(glyph)
    case .sign(let glyph, let atomClass):
      take()
      return .sign(.init(command: tokens.text(owner.range), glyph: glyph, atomClass: atomClass))
    case .function(let name, let takesLimits):
      take()
      return .function(name: name, takesLimits: takesLimits)
    case .numberSet(let letter):
      take()
      return .styled(.blackboard, Node(.letter(letter), owner.range))
    case .space(let em):
      take()
      return .space(em: em)
    case .accent(let accent):
      take()
      return .accent(accent, try argument(of: owner))
    case .alphabet(let alphabet):
      take()
      return .styled(alphabet, try argument(of: owner))
    case .words(let alphabet):
      return try words(in: alphabet)
    case .fraction(let style):
      take()
      let numerator = try argument(of: owner)
      return .fraction(numerator: numerator, denominator: try argument(of: owner), style)
    case .bigDelimiter(let atomClass, let scale):
      take()
      let delimiter = try delimiter(of: owner)
      let written = tokens.text(owner.range) + delimiter.command
      return .bigDelimiter(.init(command: written, glyph: delimiter.glyph, atomClass: atomClass), scale: scale)
    case .brace(let position):
      take()
      return .brace(position, try argument(of: owner))
    case .classed(let atomClass):
      take()
      return classed(atomClass, try argument(of: owner))
    case .labeledArrow(let glyph):
      take()
      let under = try optionalArgument()
      let sign = SyntaxTree.Sign(command: tokens.text(owner.range), glyph: glyph, atomClass: .relation)
      return .stack(base: Node(.sign(sign), owner.range), over: try argument(of: owner), under: under)
    case .ornament(let ornament):
      take()
      return .ornamented(ornament, try argument(of: owner))
    case .alphabetSwitch, .size, .infixFraction, .special(.above):
      throw Problem(
        "`\(name(of: owner))` needs a group of its own here", at: owner.range,
        help: "put it in braces with what it applies to: `{\(name(of: owner)) …}`")
    case .special(let special):
      return try specialAtom(special)
    }
  }

  private mutating func specialAtom(_ special: Command.Special) throws(Problem) -> Kind {
    let owner = take()
    switch special {
    case .sqrt:
      let index = try optionalArgument()
      return .root(radicand: try argument(of: owner), index: index)
    case .left:
      return try fence(from: owner)
    case .middle:
      guard openFences > 0 else { throw Problem("`\\middle` outside of `\\left … \\right`", at: owner.range) }
      let delimiter = try delimiter(of: owner)
      return .sign(.init(command: "\\middle" + delimiter.command, glyph: delimiter.glyph, atomClass: .ordinary))
    case .not:
      return negated(try argument(of: owner))
    case .operatorname:
      return try operatorName(of: owner)
    case .overset, .stackrel:
      let over = try argument(of: owner)
      return .stack(base: try argument(of: owner), over: over, under: nil)
    case .underset:
      let under = try argument(of: owner)
      return .stack(base: try argument(of: owner), over: nil, under: under)
    case .substack:
      return try substack(of: owner)
    case .textcolor:
      let color = try color(of: owner)
      guard token.isCharacter("{") else { return .colored(color, [try argument(of: owner)], isGroup: true) }
      return .colored(color, try nested { parser throws(Problem) in try parser.braced() }, isGroup: true)
    case .phantom, .hphantom:
      return .phantom(try argument(of: owner))
    case .vphantom:
      _ = try argument(of: owner)
      return .space(em: 0)
    case .smash:
      return .group([try argument(of: owner)])
    case .boxed, .fbox:
      return .boxed(try argument(of: owner))
    case .mathstrut, .strut:
      return .space(em: 0)
    case .hspace:
      if token.isCharacter("*") { take() }
      return .space(em: try length(of: owner))
    case .kern, .mkern, .hskip, .mskip:
      return .space(em: try bareLength(of: owner))
    case .tag:
      let isBare = token.isCharacter("*")
      if isBare { take() }
      let start = token.range.lowerBound
      let words = try words(in: .roman, of: owner)
      return .tag(Node(words, start..<end), isBare: isBare)
    case .href:
      let address = try address(of: owner)
      return .link(address: address, try argument(of: owner))
    case .url:
      let address = try address(of: owner)
      return .link(address: address, Node(.text(address, .typewriter), owner.range.lowerBound..<end))
    case .mathchoice:
      var styles: [Node] = []
      for _ in 0..<4 { styles.append(try argument(of: owner)) }
      return .choice(styles)
    case .char:
      let scalar = try namedCharacter(of: owner)
      if scalar.properties.isAlphabetic { return .letter(String(scalar)) }
      if let digit = Character(scalar).wholeNumberValue { return .number(String(digit)) }
      return .sign(.init(command: "\\char\"\(String(scalar.value, radix: 16)) ", glyph: String(scalar), atomClass: .ordinary))
    case .pmod, .mod, .pod:
      return try modulus(special, of: owner)
    case .dots:
      return .sign(.init(command: "\\dots", glyph: dotsGlyph(before: token), atomClass: .inner))
    case .limits, .nolimits:
      throw limitsWithoutOperator(owner)
    case .verb:
      return try verbatim(of: owner)
    case .genfrac:
      return try generalFraction(of: owner)
    case .rule:
      if token.isCharacter("[") { _ = try optionalArgument() }
      let width = try length(of: owner)
      return .rule(width: width, height: try length(of: owner))
    case .colorbox:
      let color = try color(of: owner)
      return .highlighted(color: color, frame: nil, try wordsOrArgument(of: owner))
    case .fcolorbox:
      let frame = try color(of: owner)
      let color = try color(of: owner)
      return .highlighted(color: color, frame: frame, try wordsOrArgument(of: owner))
    case .hline, .hdashline:
      throw Problem("`\(name(of: owner))` outside of the beginning of an array's row", at: owner.range)
    case .cline, .intertext, .shortintertext:
      throw Problem("`\(name(of: owner))` outside of the beginning of a table's row", at: owner.range, help: "write it right after `\\\\`")
    case .begingroup, .bgroup:
      return .group(try list(from: owner, to: special == .bgroup ? "egroup" : "endgroup"))
    case .multicolumn:
      throw Problem("`\\multicolumn` outside of the beginning of a table's cell", at: owner.range)
    case .right, .begin, .end, .cr, .newline, .color, .label, .nonumber, .notag, .normalsize, .allowbreak, .nobreak,
      .relax, .above, .endgroup, .egroup:
      throw Problem("`\(name(of: owner))` cannot stand here", at: owner.range)
    }
  }

  /// Nodes up to the command that is the partner of the one that was taken.
  mutating func list(from owner: Token, to closing: String) throws(Problem) -> [Node] {
    let opener = Opener.command(owner, closing: closing)
    let nodes = try list(in: opener)
    guard token.isCommand(closing) else { throw misplaced(in: opener) }
    take()
    return nodes
  }

  /// `\left( … \right)`
  private mutating func fence(from owner: Token) throws(Problem) -> Kind {
    let open = try delimiter(of: owner)
    let opener = Opener.fence(range(from: owner.range.lowerBound))
    openFences += 1
    defer { openFences -= 1 }
    let body = try list(in: opener)
    guard token.isCommand("right") else { throw misplaced(in: opener) }
    let close = try delimiter(of: take())
    return .fenced(open: open.glyph, body: body, close: close.glyph)
  }

  /// A delimiter as `\left`, `\right`, `\middle` and `\big` take one; `.` is the empty one.
  private mutating func delimiter(of owner: Token) throws(Problem) -> SyntaxTree.Sign {
    let written = tokens.text(token.range)
    let sign: (glyph: String, atomClass: SyntaxTree.AtomClass)?
    switch token.kind {
    case .character("."): sign = ("", .ordinary)
    case .character("<"), .command("lt"): sign = ("⟨", .open)
    case .character(">"), .command("gt"): sign = ("⟩", .close)
    case .character(let scalar):
      if let typed = Command.typedSigns[scalar] {
        sign = typed
      } else if case .sign(let glyph, let atomClass)? = Command.commandsByCharacter[String(scalar)] {
        sign = (glyph, atomClass)
      } else {
        sign = nil
      }
    case .command:
      if case .sign(let glyph, let atomClass)? = command(of: token) { sign = (glyph, atomClass) } else { sign = nil }
    case .end: sign = nil
    }
    guard let sign, sign.glyph.isEmpty || Command.delimiters.contains(sign.glyph) else {
      if token.kind == .end { throw Problem("missing delimiter after `\(name(of: owner))`", at: owner.range) }
      throw Problem(
        "`\(shortened(written))` is not a delimiter", at: token.range,
        help: "after `\(name(of: owner))` write one of ( ) [ ] \\{ \\} | \\| \\langle \\rangle, or . for none")
    }
    take()
    return .init(command: written, glyph: sign.glyph, atomClass: sign.atomClass)
  }

  /// `\mathop{\mathrm{argmax}}` is a named function; anything else is spaced as its class says.
  private func classed(_ atomClass: SyntaxTree.AtomClass, _ node: Node) -> Kind {
    if atomClass == .bigOperator {
      switch node.kind {
      case .text(let name, .roman) where !name.isEmpty: return .function(name: name, takesLimits: true)
      case .styled(.roman, let inner):
        if let name = functionName(inner), !name.isEmpty { return .function(name: name, takesLimits: true) }
      default: break
      }
    }
    return .classed(atomClass, node)
  }

  private func negated(_ node: Node) -> Kind {
    if case .sign(let sign) = node.kind, let glyph = Command.negations[sign.glyph],
      case .sign(_, let atomClass)? = Command.commandsByCharacter[glyph], let name = Command.namesByGlyph[glyph]
    {
      return .sign(.init(command: "\\" + name, glyph: glyph, atomClass: atomClass))
    }
    return .negated(node)
  }

  /// `\operatorname{softmax}`, `\operatorname*{arg\,max}`
  private mutating func operatorName(of owner: Token) throws(Problem) -> Kind {
    let takesLimits = token.isCharacter("*")
    if takesLimits { take() }
    let node = try argument(of: owner)
    if let name = functionName(node), !name.isEmpty { return .function(name: name, takesLimits: takesLimits) }
    return .classed(.bigOperator, Node(.styled(.roman, node), node.range))
  }

  /// The words of an operator's name, one space for any number of spaces of any width; nil if there is more in it than words.
  private func functionName(_ node: Node) -> String? {
    switch node.kind {
    case .letter(let name), .number(let name): return name
    case .text(let words, _): return words
    case .space(let em): return em > 0 ? " " : ""
    case .sign(let sign):
      switch sign.command {
      case "-", "*", ".", "/", ":", "\\_": return sign.command == "\\_" ? "_" : sign.command
      default: return nil
      }
    case .styled(.roman, let inner): return functionName(inner)
    case .group(let nodes):
      var name = ""
      for node in nodes {
        guard let part = functionName(node) else { return nil }
        name += name.hasSuffix(" ") ? part.drop { $0 == " " } : part[...]
      }
      return name
    default: return nil
    }
  }

  /// `\genfrac{(}{)}{0pt}{}{n}{k}`: delimiters, the thickness of the bar, and the style from 0 for display to 3.
  private mutating func generalFraction(of owner: Token) throws(Problem) -> Kind {
    let open = try optionalDelimiter(of: owner)
    let close = try optionalDelimiter(of: owner)
    let (thickness, range) = try rawArgument(of: owner)
    let (number, styleRange) = try rawArgument(of: owner)
    let numerator = try argument(of: owner)
    let denominator = try argument(of: owner)
    guard
      let style: SyntaxTree.FractionStyle = ["": .automatic, "0": .display, "1": .text, "2": .text, "3": .text][
        number.filter { !$0.isWhitespace }]
    else { throw Problem("the style of `\\genfrac` is a digit from 0 to 3", at: styleRange) }
    let hasBar = thickness.allSatisfy(\.isWhitespace) ? true : try em(thickness, at: range) != 0
    let whole: Kind
    if hasBar {
      whole = .fraction(numerator: numerator, denominator: denominator, style)
    } else if open == "(", close == ")" {
      let binomials: [SyntaxTree.FractionStyle: SyntaxTree.FractionStyle] = [.display: .displayBinomial, .text: .textBinomial]
      return .fraction(numerator: numerator, denominator: denominator, binomials[style] ?? .binomial)
    } else {
      whole = fraction(numerator, denominator, nil)
    }
    guard !open.isEmpty || !close.isEmpty else { return whole }
    return .fenced(open: open, body: [Node(whole, self.range(from: owner.range.lowerBound))], close: close)
  }

  /// `\verb|…|`: what stands between two of the same sign, as it is.
  private mutating func verbatim(of owner: Token) throws(Problem) -> Kind {
    tokens.position = owner.range.upperBound
    var mark = tokens.nextKeepingSpaces()
    if mark.isCharacter("*") { mark = tokens.nextKeepingSpaces() }
    guard case .character(let sign) = mark.kind, !Tokenizer.isSpace(UInt8(truncatingIfNeeded: min(sign.value, 255))) else {
      throw Problem("`\\verb` stands before a sign, a text and the same sign: `\\verb|text|`", at: owner.range)
    }
    let start = tokens.position
    var words = ""
    while true {
      let position = tokens.position
      guard let byte = tokens[position], byte != UInt8(ascii: "\n") else {
        throw Problem("the text of `\\verb` is never closed", at: owner.range.lowerBound..<start)
      }
      let next = tokens.nextKeepingSpaces()
      if next.kind == mark.kind { break }
      words += tokens.text(next.range)
    }
    end = tokens.position
    token = tokens.next()
    return .text(words.replacing(" ", with: "\u{A0}"), .typewriter)
  }

  /// A delimiter in braces, which may be empty.
  private mutating func optionalDelimiter(of owner: Token) throws(Problem) -> String {
    guard token.isCharacter("{") else { return try delimiter(of: owner).glyph }
    let brace = take()
    if token.isCharacter("}") {
      take()
      return ""
    }
    let sign = try delimiter(of: owner)
    guard token.isCharacter("}") else { throw misplaced(in: .brace(brace)) }
    take()
    return sign.glyph
  }

  /// TeX's boxes hold text, with formulas between dollars.
  private mutating func wordsOrArgument(of owner: Token) throws(Problem) -> Node {
    let start = token.range.lowerBound
    guard token.isCharacter("{") else { return try argument(of: owner) }
    return Node(try words(in: .roman, of: owner), start..<end)
  }

  private mutating func modulus(_ special: Command.Special, of owner: Token) throws(Problem) -> Kind {
    let modulus = try argument(of: owner)
    let open = Node(.sign(.init(command: "(", glyph: "(", atomClass: .open)), owner.range)
    let close = Node(.sign(.init(command: ")", glyph: ")", atomClass: .close)), owner.range)
    let mod = [Node(.function(name: "mod", takesLimits: false), owner.range), Node(.space(em: 1 / 3.0), owner.range)]
    let quad = Node(.space(em: 1), owner.range)
    return switch special {
    case .pod: .group([quad, open, modulus, close])
    case .mod: .group([quad] + mod + [modulus])
    default: .group([quad, open] + mod + [modulus, close])
    }
  }

  /// `\dots` sits on the line between commas and at the axis between operators.
  private func dotsGlyph(before next: Token) -> String {
    let atomClass: SyntaxTree.AtomClass?
    switch next.kind {
    case .character(let scalar):
      atomClass = Command.typedSigns[scalar]?.atomClass
    case .command:
      if case .sign(_, let signClass)? = command(of: next) { atomClass = signClass } else { atomClass = nil }
    case .end:
      atomClass = nil
    }
    return switch atomClass {
    case .binary, .relation, .bigOperator: "⋯"
    default: "…"
    }
  }

  func fraction(_ numerator: Node, _ denominator: Node, _ style: SyntaxTree.FractionStyle?) -> Kind {
    if let style { return .fraction(numerator: numerator, denominator: denominator, style) }
    let rows = [numerator, denominator].map { [SyntaxTree.Cell(nodes: [$0], range: $0.range)] }
    return .table(.init(environment: "substack", rows: rows))
  }
}
