import Diagnostics

/// Text inside of mathematics: `\text{if $x>0$}`.
extension SyntaxParser {
  /// `\text{…}`: one text node, or a group of texts and formulas.
  mutating func words(in alphabet: SyntaxTree.Alphabet) throws(Problem) -> Kind {
    let owner = take()
    return try words(in: alphabet, of: owner)
  }

  mutating func words(in alphabet: SyntaxTree.Alphabet, of owner: Token) throws(Problem) -> Kind {
    if case .character(let scalar) = token.kind, scalar.properties.isAlphabetic || token.isDigit {
      take()
      return .text(String(scalar), alphabet)
    }
    let parts = try wordParts(in: alphabet, of: owner)
    resume()
    return kind(of: parts, alphabet)
  }

  /// Goes on in math mode behind the last byte that was read as text.
  private mutating func resume() {
    end = tokens.position
    token = tokens.next()
  }

  private func kind(of parts: [Node], _ alphabet: SyntaxTree.Alphabet) -> Kind {
    switch parts.count {
    case 0: .text("", alphabet)
    case 1: parts[0].kind
    default: .group(parts)
    }
  }

  /// Reads from the opening brace, which is the next token, to behind the closing one.
  private mutating func wordParts(in alphabet: SyntaxTree.Alphabet, of owner: Token) throws(Problem) -> [Node] {
    guard token.isCharacter("{") else { throw missingArgument(of: owner) }
    let open = token
    return try nested { parser throws(Problem) in try parser.wordParts(in: alphabet, from: open) }
  }

  private mutating func wordParts(in alphabet: SyntaxTree.Alphabet, from open: Token) throws(Problem) -> [Node] {
    var parts: [Node] = []
    var words = Words(start: open.range.upperBound)
    var level = 1
    // `{\bf …}` holds to the end of its group.
    var alphabet = alphabet
    var outer: [(level: Int, alphabet: SyntaxTree.Alphabet)] = []
    while true {
      let next = tokens.nextKeepingSpaces()
      let inner: Kind
      switch next.kind {
      case .end:
        throw Problem("`{` is never closed", at: open.range)
      case .character("{"):
        level += 1
        words.isApart = true
        continue
      case .character("}"):
        level -= 1
        words.isApart = true
        if let last = outer.last, level < last.level {
          words.flush(into: &parts, in: alphabet, upTo: next.range.lowerBound)
          words.start = next.range.upperBound
          while let last = outer.last, level < last.level { alphabet = outer.removeLast().alphabet }
        }
        guard level == 0 else { continue }
        words.flush(into: &parts, in: alphabet, upTo: next.range.lowerBound)
        return parts
      case .character("%"):
        tokens.skipComment()
        continue
      case .character(let scalar) where "#&_^".unicodeScalars.contains(scalar):
        throw Problem(
          "`\(scalar)` inside a text", at: next.range, help: "write `\\\(scalar)`, or put the formula between dollars")
      case .character("$"):
        inner = .group(try dollars(from: next))
      case .character(let scalar):
        guard !isControl(scalar) else { throw unexpectedCharacter(scalar, at: next.range) }
        words.append(scalar)
        continue
      case .command(let name):
        if case .words(let innerAlphabet)? = Command.table[name] {
          token = tokens.next()
          inner = kind(of: try wordParts(in: innerAlphabet, of: next), innerAlphabet)
        } else if case .alphabetSwitch(let innerAlphabet)? = Command.table[name] {
          words.flush(into: &parts, in: alphabet, upTo: next.range.lowerBound)
          words.start = next.range.upperBound
          outer.append((level, alphabet))
          alphabet = innerAlphabet
          continue
        } else if case .ornament(let ornament)? = Command.table[name] {
          token = tokens.next()
          let parts = try wordParts(in: alphabet, of: next)
          inner = .ornamented(ornament, Node(kind(of: parts, alphabet), next.range.upperBound..<tokens.position))
        } else if name == "underline" || name == "underbar" {
          token = tokens.next()
          let parts = try wordParts(in: alphabet, of: next)
          inner = .accent(.underline, Node(kind(of: parts, alphabet), next.range.upperBound..<tokens.position))
        } else if case .special(.phantom)? = Command.table[name] {
          token = tokens.next()
          let parts = try wordParts(in: alphabet, of: next)
          inner = .phantom(Node(kind(of: parts, alphabet), next.range.upperBound..<tokens.position))
        } else if name == "(" {
          inner = .group(try parentheses(from: next))
        } else if let mark = Words.accents[name] {
          words.pendingMark = mark
          continue
        } else if let text = Words.commands[name] {
          words.text += text
          continue
        } else if Words.ignored.contains(name) {
          continue
        } else {
          throw unknownWordCommand(next)
        }
      }
      words.flush(into: &parts, in: alphabet, upTo: next.range.lowerBound)
      parts.append(Node(inner, next.range.lowerBound..<tokens.position))
      words.start = tokens.position
    }
  }

  /// `$…$` inside a text.
  private mutating func dollars(from dollar: Token) throws(Problem) -> [Node] {
    token = tokens.next()
    let nodes = try list(in: .dollar(dollar))
    guard token.isCharacter("$") else { throw misplaced(in: .dollar(dollar)) }
    return nodes
  }

  /// `\(…\)` inside a text.
  private mutating func parentheses(from open: Token) throws(Problem) -> [Node] {
    token = tokens.next()
    let opener = Opener.command(open, closing: ")")
    let nodes = try list(in: opener)
    // The closing sign isn't taken: what follows it is text again.
    guard token.isCommand(")") else { throw misplaced(in: opener) }
    return nodes
  }

  private func unknownWordCommand(_ token: Token) -> Problem {
    let name = name(of: token)
    guard command(of: token) != nil else { return unknownCommand(token) }
    return Problem("`\(name)` inside a text", at: token.range, help: "write `$\(name)$`")
  }
}

/// The words read so far and where they began.
private struct Words {
  var text = ""
  var start: Int
  var pendingMark: Unicode.Scalar?
  /// A brace came last: in `-{}-` the two hyphens make no dash.
  var isApart = false

  init(start: Int) { self.start = start }

  mutating func append(_ scalar: Unicode.Scalar) {
    let last = text.unicodeScalars.last
    switch (scalar, isApart && last != " " ? nil : last) {
    case ("~", _): text += "\u{A0}"
    case ("\t"..."\r", " "), (" ", " "): break
    case ("\t"..."\r", _): text += " "
    case ("-", "-"): replaceLast(with: "–")
    case ("-", "–"): replaceLast(with: "—")
    case ("`", "‘"): replaceLast(with: "“")
    case ("'", "’"): replaceLast(with: "”")
    case ("`", _): text += "‘"
    case ("'", _): text += "’"
    default: text.unicodeScalars.append(scalar)
    }
    isApart = false
    if let mark = pendingMark {
      text.unicodeScalars.append(mark)
      pendingMark = nil
    }
  }

  mutating func flush(into parts: inout [SyntaxTree.Node], in alphabet: SyntaxTree.Alphabet, upTo end: Int) {
    if !text.isEmpty { parts.append(.init(.text(text, alphabet), start..<end)) }
    text = ""
  }

  private mutating func replaceLast(with scalar: Unicode.Scalar) {
    text.unicodeScalars.removeLast()
    text.unicodeScalars.append(scalar)
  }

  static let commands: [String: String] = [
    " ": "\u{A0}", "\n": "\u{A0}", "\t": "\u{A0}", "space": "\u{A0}", ",": "\u{2009}", "thinspace": "\u{2009}",
    ":": "\u{2005}", ";": "\u{2004}", "!": "", "quad": "\u{2003}", "qquad": "\u{2003}\u{2003}", "enspace": "\u{2002}",
    "{": "{", "}": "}", "_": "_", "%": "%", "&": "&", "#": "#", "$": "$", "ldots": "…", "dots": "…",
    "textellipsis": "…", "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_",
    "textdollar": "$", "maltese": "✠", "pounds": "£", "AE": "Æ", "OE": "Œ", "textendash": "–", "textemdash": "—", "textless": "<",
    "textgreater": ">", "textbar": "|",
    "vdots": "⋮", "yen": "¥", "checkmark": "✓", "circledR": "®", "copyright": "©", "nobreakspace": "\u{A0}", "minuso": "⦵",
    "S": "§", "P": "¶", "degree": "°", "ss": "ß", "ae": "æ", "oe": "œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ",
  ]

  /// Sizes and the like, which a page sets by itself.
  static let ignored: Set<String> = [
    "small", "footnotesize", "scriptsize", "tiny", "normalsize", "large", "Large", "LARGE", "huge", "Huge", "relax", "/",
  ]

  static let accents: [String: Unicode.Scalar] = [
    "'": "\u{301}", "`": "\u{300}", "^": "\u{302}", "\"": "\u{308}", "~": "\u{303}", "=": "\u{304}", ".": "\u{307}",
    "u": "\u{306}", "v": "\u{30C}", "H": "\u{30B}", "r": "\u{30A}", "c": "\u{327}",
  ]
}
