/// Gives the variables, functions and parameters of one of our own scripts shorter names.
///
/// Each name is replaced by one other name in the whole script, so that scopes don't matter. Properties keep their names, and so does what the script
/// doesn't declare. It knows as much of JavaScript as the scripts of the theme use, and takes a script without comments, as `Minifier` leaves it.
struct NameShortener {
  private var tokens: [Token] = []

  private struct Token {
    enum Kind { case name, text, sign, space }
    /// What a name stands for.
    enum Role { case variable, property, shorthand }

    var kind: Kind
    var text: String
    var role = Role.variable
  }

  private enum Bracket { case block, object, typeBody, other }

  static func shortened(_ script: String) -> String {
    var shortener = NameShortener()
    var scanner = Scanner(rest: Array(script.utf8)[...])
    shortener.tokens = scanner.tokens()
    shortener.findRoles()
    return shortener.text(shortNames: shortener.shortNames)
  }

  /// Words of the language, among them those that are words only in some places.
  private static let reserved = Set(
    """
    async await break case catch class const continue default delete do else extends false finally for function get if in instanceof let new null of \
    return set static super switch this throw true try typeof undefined void while yield NaN Infinity
    """.split(separator: " ").map(String.init))

  // MARK: - What names stand for

  /// The places of tokens that aren't white space.
  private var places: [Int] { tokens.indices.filter { tokens[$0].kind != .space } }

  private mutating func findRoles() {
    let places = places
    func text(_ index: Int) -> String { places.indices.contains(index) ? tokens[places[index]].text : "" }
    var brackets: [Bracket] = []
    var (isBeforeTypeBody, isInCase, isAfterCase) = (false, false, false)
    for index in places.indices {
      let token = tokens[places[index]]
      let (last, next) = (text(index - 1), text(index + 1))
      switch token.text {
      case "(", "[": brackets.append(.other)
      case "{":
        let opensBlock = ["", ")", "=>", ";", "{", "}", "else", "try", "finally", "do"].contains(last) || last == ":" && isAfterCase
        brackets.append(isBeforeTypeBody ? .typeBody : opensBlock ? .block : .object)
        isBeforeTypeBody = false
      case ")", "]", "}": _ = brackets.popLast()
      case "class": isBeforeTypeBody = true
      case "case", "default": isInCase = true
      default: break
      }
      isAfterCase = token.text == ":" && isInCase
      if token.text == ":" { isInCase = false }
      if token.kind == .text {
        if token.text.hasPrefix("}") { _ = brackets.popLast() }
        if token.text.hasSuffix("${") { brackets.append(.other) }
      }
      guard token.kind == .name, !Self.reserved.contains(token.text) else { continue }
      let isAfterWord = ["get", "set", "static"].contains(last) && ["{", "}", ";", ","].contains(text(index - 2))
      switch brackets.last {
      case _ where last == "." || last == "?.": tokens[places[index]].role = .property
      case .object where last == "{" || last == "," || isAfterWord:
        if next == ":" || next == "(" { tokens[places[index]].role = .property }
        if [",", "}", "="].contains(next) { tokens[places[index]].role = .shorthand }
      case .typeBody where ["{", "}", ";"].contains(last) || isAfterWord: tokens[places[index]].role = .property
      default: break
      }
    }
  }

  // MARK: - What is declared

  private var declared: Set<String> {
    let places = places
    func text(_ index: Int) -> String { places.indices.contains(index) ? tokens[places[index]].text : "" }
    var declared: Set<String> = []
    func declare(_ range: Range<Int>) {
      for index in range {
        let token = tokens[places[index]]
        if token.kind == .name, token.role != .property, text(index - 1) != "=", !Self.reserved.contains(token.text) {
          declared.insert(token.text)
        }
      }
    }
    /// The place of the bracket that closes or opens the one here.
    func partner(of index: Int, step: Int) -> Int {
      var (depth, other) = (0, index)
      while places.indices.contains(other) {
        if ["(", "[", "{"].contains(text(other)) || tokens[places[other]].kind == .text && text(other).hasSuffix("${") { depth += step }
        if [")", "]", "}"].contains(text(other)) || tokens[places[other]].kind == .text && text(other).hasPrefix("}") { depth -= step }
        if depth == 0 { return other }
        other += step
      }
      return index
    }
    for index in places.indices {
      switch text(index) {
      case "const", "let":
        declare(index + 1..<(["[", "{"].contains(text(index + 1)) ? partner(of: index + 1, step: 1) : index + 2))
      case "function", "class": declare(index + 1..<index + 2)
      case "=>": declare((text(index - 1) == ")" ? partner(of: index - 1, step: -1) : index - 1)..<index)
      // The parameters of functions and methods, and what is caught.
      case "(":
        let end = partner(of: index, step: 1)
        let isOfFunction = text(index - 2) == "function" || text(index - 1) == "function" || text(index - 1) == "catch"
        let isOfMethod = tokens[places[max(index - 1, 0)]].role == .property && text(index - 2) != "." && text(index - 2) != "?."
        if text(end + 1) == "{", isOfFunction || isOfMethod { declare(index + 1..<end) }
      default: break
      }
    }
    return declared
  }

  private var shortNames: [String: String] {
    let declared = declared
    var counts: [String: Int] = [:]
    for token in tokens where token.kind == .name && token.role != .property { counts[token.text, default: 0] += 1 }
    let taken = Self.reserved.union(counts.keys.filter { !declared.contains($0) })
    let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
    var short = (letters + letters.flatMap { first in letters.map { first + $0 } }).filter { !taken.contains($0) }[...]
    var names: [String: String] = [:]
    for (name, _) in counts.filter({ declared.contains($0.key) }).sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      names[name] = short.popFirst() ?? name
    }
    return names
  }

  private func text(shortNames: [String: String]) -> String {
    tokens.map { token in
      guard token.kind == .name, let short = shortNames[token.text] else { return token.text }
      switch token.role {
      case .property: return token.text
      case .variable: return short
      case .shorthand: return "\(token.text):\(short)"
      }
    }.joined()
  }
}

// MARK: - Tokens

extension NameShortener {
  private struct Scanner {
    var rest: ArraySlice<UInt8>
    /// The last sign or name, which tells whether a slash begins a regular expression.
    private var last: UInt8?

    init(rest: ArraySlice<UInt8>) { self.rest = rest }

    /// - Parameter isInTemplate: Whether the tokens are those of a value within a template, up to its brace.
    mutating func tokens(isInTemplate: Bool = false) -> [Token] {
      var tokens: [Token] = []
      var depth = 0
      while let byte = rest.first {
        if isInTemplate, byte == UInt8(ascii: "}"), depth == 0 { return tokens }
        if byte == UInt8(ascii: "{") { depth += 1 }
        if byte == UInt8(ascii: "}") { depth -= 1 }
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\n"):
          tokens.append(Token(kind: .space, text: take(1)))
          continue
        case UInt8(ascii: "\""), UInt8(ascii: "'"): tokens.append(Token(kind: .text, text: quoted()))
        case UInt8(ascii: "`"): tokens += template()
        case UInt8(ascii: "/") where beginsRegularExpression: tokens.append(Token(kind: .text, text: regularExpression()))
        case _ where Self.isOfName(byte):
          let name = rest.prefix(while: Self.isOfName)
          let isNumber = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          tokens.append(Token(kind: isNumber ? .text : .name, text: take(name.count)))
        default:
          let sign = ["...", "=>", "?."].first { rest.starts(with: $0.utf8) }
          tokens.append(Token(kind: .sign, text: take(sign?.utf8.count ?? 1)))
        }
        last = tokens.last?.text.utf8.last
      }
      return tokens
    }

    private mutating func take(_ count: Int) -> String {
      defer { rest = rest.dropFirst(count) }
      return String(decoding: rest.prefix(count), as: UTF8.self)
    }

    private mutating func quoted() -> String {
      let end = rest.first
      var count = 1
      while rest.dropFirst(count).first != end { count += rest.dropFirst(count).first == UInt8(ascii: "\\") ? 2 : 1 }
      return take(count + 1)
    }

    /// Its texts, from `` ` `` or `}` to `${` or `` ` ``, and between them the tokens of its values.
    private mutating func template() -> [Token] {
      var tokens: [Token] = []
      var text = take(1)
      while let byte = rest.first {
        if byte == UInt8(ascii: "`") { return tokens + [Token(kind: .text, text: text + take(1))] }
        if rest.starts(with: "${".utf8) {
          tokens.append(Token(kind: .text, text: text + take(2)))
          last = UInt8(ascii: "{")
          tokens += self.tokens(isInTemplate: true)
          text = take(1)
        } else {
          text += take(byte == UInt8(ascii: "\\") ? 2 : byte >= 0x80 ? rest.prefix(while: { $0 >= 0x80 }).count : 1)
        }
      }
      return tokens
    }

    private mutating func regularExpression() -> String {
      var count = 1
      var isInClass = false
      while let byte = rest.dropFirst(count).first, byte != UInt8(ascii: "/") || isInClass {
        if byte == UInt8(ascii: "[") { isInClass = true }
        if byte == UInt8(ascii: "]") { isInClass = false }
        count += byte == UInt8(ascii: "\\") ? 2 : 1
      }
      count += 1
      return take(count + rest.dropFirst(count).prefix(while: Self.isOfName).count)
    }

    private var beginsRegularExpression: Bool { last.map { "(,=:[!&|?{};+>".utf8.contains($0) } ?? true }

    private static func isOfName(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
      case UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...: true
      default: false
      }
    }
  }
}
