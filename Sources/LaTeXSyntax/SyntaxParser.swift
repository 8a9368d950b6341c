import Diagnostics

/// Reads LaTeX by recursive descent. This file holds lists, atoms and arguments; the extensions hold scripts, words,
/// tables and what each command does.
struct SyntaxParser {
  typealias Node = SyntaxTree.Node
  typealias Kind = SyntaxTree.Kind
  typealias Token = Tokenizer.Token

  /// Deeper formulas are refused, so that no formula can overflow the stack of whoever walks its tree.
  static let depthLimit = 100

  var tokens: Tokenizer
  /// The next token, not yet taken.
  var token: Token
  /// The end of the last token taken.
  var end = 0
  /// How many `\left` wait for their `\right`.
  var openFences = 0
  private var depth = 0
  /// How many delimiters typed as signs, such as `(`, wait for their partners.
  private var openSigns = 0

  init(_ latex: String) {
    tokens = Tokenizer(latex)
    token = tokens.next()
  }

  /// What a list of nodes stands in, and hence what may end it.
  enum Opener {
    case formula
    case brace(Token)
    case bracket(Token)
    case dollar(Token)
    case fence(Range<Int>)
    case environment(String, Range<Int>)
    /// `\begingroup`, or another command that only its partner ends.
    case command(Token, closing: String)
  }

  mutating func formula() throws(Problem) -> [Node] {
    let nodes = try rowsOrList(in: .formula)
    guard token.kind == .end else { throw misplaced(in: .formula) }
    return nodes
  }

  /// Takes the next token.
  @discardableResult
  mutating func take() -> Token {
    let taken = token
    end = taken.range.upperBound
    token = tokens.next()
    return taken
  }

  /// The range from a place to the end of the last token taken; empty if there was none.
  func range(from start: Int) -> Range<Int> { start..<max(start, end) }

  mutating func nested<Result>(
    _ body: (inout SyntaxParser) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    guard depth + openSigns < Self.depthLimit else { throw tooDeep(at: token.range) }
    depth += 1
    defer { depth -= 1 }
    return try body(&self)
  }
}

// MARK: Lists

extension SyntaxParser {
  /// A list, or rows of a `gathered` table if `\\` separates several.
  mutating func rowsOrList(in opener: Opener) throws(Problem) -> [Node] {
    let start = token.range.lowerBound
    let nodes = try list(in: opener)
    guard endsRow(token) else { return nodes }
    let first = SyntaxTree.Cell(nodes: nodes, range: range(from: start))
    let table = try rows(after: first, environment: "gathered", in: opener)
    return [Node(.table(table), range(from: start))]
  }

  /// Nodes up to the token that ends the list, which is left to the caller.
  mutating func list(in opener: Opener) throws(Problem) -> [Node] {
    let outside = openSigns
    defer { openSigns = outside }
    return try nested { parser throws(Problem) in try parser.listItems(in: opener) }
  }

  /// Counts the delimiters that are open: what stands between two of them will be one node.
  private mutating func countDelimiters(_ node: Node) throws(Problem) {
    var sign: SyntaxTree.Sign?
    switch node.kind {
    case .sign(let bare), .bigDelimiter(let bare, _): sign = bare
    case .scripts(let base?, _, _, _, _): if case .sign(let bare) = base.kind { sign = bare }
    default: break
    }
    switch sign?.pairingClass ?? sign?.atomClass {
    case .open:
      openSigns += 1
      guard depth + openSigns <= Self.depthLimit else { throw tooDeep(at: node.range) }
    case .close where openSigns > 0: openSigns -= 1
    default: break
    }
  }

  private func tooDeep(at range: Range<Int>) -> Problem {
    Problem("formula nested deeper than \(Self.depthLimit) levels", at: range)
  }

  private mutating func listItems(in opener: Opener) throws(Problem) -> [Node] {
    var nodes: [Node] = []
    var infix: (token: Token, style: SyntaxTree.FractionStyle?, fence: (open: String, close: String), numerator: [Node])?
    let start = token.range.lowerBound
    while !endsList(in: opener) {
      switch command(of: token) {
      case .infixFraction(let style, let open, let close):
        if let infix { throw secondInfix(token, after: infix.token) }
        infix = (take(), style, (open, close), nodes)
        nodes = []
      case .special(.above):
        if let infix { throw secondInfix(token, after: infix.token) }
        let owner = take()
        // Of the bar's thickness, only matters whether there is one.
        infix = (owner, try bareLength(of: owner) == 0 ? nil : .automatic, ("", ""), nodes)
        nodes = []
      default: try appendItem(to: &nodes, in: opener)
      }
    }
    guard let infix else { return nodes }
    let numerator = unit(infix.numerator, start..<infix.token.range.lowerBound)
    let denominator = unit(nodes, range(from: infix.token.range.upperBound))
    let whole = Node(fraction(numerator, denominator, infix.style), range(from: start))
    guard !infix.fence.open.isEmpty else { return [whole] }
    return [Node(.fenced(open: infix.fence.open, body: [whole], close: infix.fence.close), whole.range)]
  }

  private func endsList(in opener: Opener) -> Bool {
    switch token.kind {
    case .end, .character("}"), .character("&"), .character("$"): return true
    case .character("]"): if case .bracket = opener { return true } else { return false }
    case .command("right"), .command("end"), .command("endgroup"), .command("egroup"), .command(")"): return true
    case .command: return endsRow(token)
    case .character: return false
    }
  }

  func endsRow(_ token: Token) -> Bool {
    token.isCommand("\\") || token.isCommand("cr") || token.isCommand("newline")
  }

  private mutating func appendItem(to nodes: inout [Node], in opener: Opener) throws(Problem) {
    let start = token.range.lowerBound
    switch command(of: token) {
    case .alphabetSwitch(let alphabet):
      take()
      let rest = try list(in: opener)
      nodes.append(Node(.styled(alphabet, unit(rest, range(from: start))), range(from: start)))
    case .size(let style):
      take()
      let rest = try list(in: opener)
      nodes.append(Node(.sized(style, rest), range(from: start)))
    case .special(.color):
      let color = try color(of: take())
      let rest = try list(in: opener)
      nodes.append(Node(.colored(color, rest, isGroup: false), range(from: start)))
    case .special(.label):
      _ = try rawArgument(of: take())
    case .special(.nonumber), .special(.notag), .special(.normalsize), .special(.relax), .special(.allowbreak),
      .special(.nobreak):
      take()
    case .special(.begin):
      try appendEnvironment(to: &nodes)
    default:
      let node = try scripted()
      try countDelimiters(node)
      nodes.append(node)
    }
  }
}

// MARK: Atoms and arguments

extension SyntaxParser {
  /// An atom and the scripts behind it. Spaces take none, and a script with nothing before it has no base.
  private mutating func scripted() throws(Problem) -> Node {
    if token.isCharacter("^") || token.isCharacter("_") || isPrime(token) { return try scripts(on: nil) }
    let base = try atom()
    switch base.kind {
    case .space, .tag: return base
    case .group(let nodes) where nodes.isEmpty: return try scripts(on: nil, from: base)
    default: return try scripts(on: base)
    }
  }

  /// One argument: a group in braces, or a single unit. A group of one node is that node.
  mutating func argument(of owner: Token) throws(Problem) -> Node {
    try nested { parser throws(Problem) in try parser.unnestedArgument(of: owner) }
  }

  private mutating func unnestedArgument(of owner: Token) throws(Problem) -> Node {
    switch token.kind {
    case .character("{"):
      let start = token.range.lowerBound
      let nodes = try braced()
      return unit(nodes, range(from: start))
    case .character where token.isDigit:
      // `\frac12` is a half: an argument without braces is one digit.
      let digit = take()
      return Node(.number(tokens.text(digit.range)), digit.range)
    case .character("^"), .character("_"):
      throw missingArgument(of: owner)
    case .character where isPrime(token):
      return Node(.sign(.init(command: "\\prime", glyph: "′", atomClass: .ordinary)), take().range)
    default:
      if endsList(in: .formula) { throw missingArgument(of: owner) }
      return try atom()
    }
  }

  /// The nodes of a `{…}` whose opening brace is the next token.
  mutating func braced() throws(Problem) -> [Node] {
    let opener = Opener.brace(take())
    let nodes = try list(in: opener)
    guard token.isCharacter("}") else { throw misplaced(in: opener) }
    take()
    return nodes
  }

  /// An optional `[…]` argument.
  mutating func optionalArgument() throws(Problem) -> Node? {
    guard token.isCharacter("[") else { return nil }
    let start = token.range.lowerBound
    let opener = Opener.bracket(take())
    let nodes = try list(in: opener)
    guard token.isCharacter("]") else { throw misplaced(in: opener) }
    take()
    return unit(nodes, range(from: start))
  }

  /// One node as itself, several as a group.
  func unit(_ nodes: [Node], _ range: Range<Int>) -> Node {
    nodes.count == 1 ? nodes[0] : Node(.group(nodes), range)
  }

  /// One unit without its scripts.
  mutating func atom() throws(Problem) -> Node {
    let start = token.range.lowerBound
    let kind =
      switch token.kind {
      case .command: try commandAtom()
      case .character(let scalar): try characterAtom(scalar)
      case .end: throw misplaced(in: .formula)
      } as Kind
    return Node(kind, range(from: start))
  }

  private mutating func characterAtom(_ scalar: Unicode.Scalar) throws(Problem) -> Kind {
    switch scalar {
    case "{":
      return .group(try braced())
    case "a"..."z", "A"..."Z":
      return .letter(takeLetter())
    case "~", "\u{A0}":
      take()
      return .space(em: 0.25)
    case "0"..."9":
      return .number(takeNumber())
    case "." where tokens[token.range.upperBound].map(isDigit) ?? false:
      return .number(takeNumber())
    default:
      break
    }
    if let sign = Command.typedSigns[scalar] {
      take()
      return .sign(.init(command: String(scalar), glyph: sign.glyph, atomClass: sign.atomClass))
    }
    guard scalar.value >= 0x80 else { throw unexpectedCharacter(scalar) }
    switch Command.commandsByCharacter[String(scalar)] {
    case .letter(let glyph):
      take()
      return .letter(glyph)
    case .sign(let glyph, let atomClass):
      take()
      return .sign(.init(command: String(scalar), glyph: glyph, atomClass: atomClass))
    default:
      if let letter = Command.numberSets[String(scalar)] {
        return .styled(.blackboard, Node(.letter(letter), take().range))
      }
      if let kind = takeCompatibilityCharacter(scalar) { return kind }
      if let em = MathCharacter.spaces[scalar] {
        take()
        return .space(em: em)
      }
      // The indicator as one character.
      if scalar == "𝟙" { return .styled(.blackboard, Node(.number("1"), take().range)) }
      if scalar == "𝟏" { return .styled(.bold, Node(.number("1"), take().range)) }
      if scalar.properties.generalCategory == .mathSymbol {
        take()
        return .sign(.init(command: String(scalar), glyph: String(scalar), atomClass: .ordinary))
      }
      guard scalar.properties.isAlphabetic else { throw unexpectedCharacter(scalar) }
      return .letter(takeLetter())
    }
  }

  /// Digits and fractions that are characters of their own, and characters that nobody sees.
  private mutating func takeCompatibilityCharacter(_ scalar: Unicode.Scalar) -> Kind? {
    if MathCharacter.isInvisible(scalar) {
      take()
      return .space(em: 0)
    }
    if let (numerator, denominator) = MathCharacter.fractions[scalar] {
      let range = take().range
      return .fraction(
        numerator: Node(.number(numerator), range), denominator: Node(.number(denominator), range), .automatic)
    }
    guard let (digit, alphabet) = MathCharacter.digit(scalar) else { return nil }
    let start = token.range.lowerBound
    take()
    var digits = String(digit)
    while case .character(let next) = token.kind, let (digit, other) = MathCharacter.digit(next), other == alphabet {
      digits += String(digit)
      take()
    }
    guard let alphabet else { return .number(digits) }
    return .styled(alphabet, Node(.number(digits), start..<end))
  }

  /// A letter with its combining marks.
  private mutating func takeLetter() -> String {
    let start = take().range.lowerBound
    // No mark comes before U+0300.
    while case .character(let mark) = token.kind, mark.value >= 0x300, mark.properties.isGraphemeExtend, token.range.lowerBound == end {
      take()
    }
    return tokens.text(start..<end)
  }

  /// Digits with at most one decimal point, which must have a digit behind it.
  private mutating func takeNumber() -> String {
    var digits = ""
    var hasPoint = false
    while true {
      if token.isCharacter("."), !hasPoint, tokens[token.range.upperBound].map(isDigit) ?? false {
        hasPoint = true
      } else if !token.isDigit {
        return digits
      }
      digits += tokens.text(take().range)
    }
  }

  private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// What the table says of a token, if it is a command.
  func command(of token: Token) -> Command? {
    guard case .command(let name) = token.kind else { return nil }
    return Command.table[name]
  }
}
