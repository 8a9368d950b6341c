/// Gives the variables, functions and parameters of one of our own scripts shorter names.
///
/// Each name is replaced by one other name in the whole script, so that scopes don't matter. Properties keep their names, and so does what the script
/// doesn't declare. It knows as much of JavaScript as the scripts of the theme use.
struct NameShortener {
  private typealias Token = ScriptToken

  private var tokens: [Token] = []

  private enum Bracket { case block, object, typeBody, other }

  static func shortened(_ script: String) -> String {
    var shortener = NameShortener(tokens: ScriptToken.tokens(of: Array(script.utf8)))
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
