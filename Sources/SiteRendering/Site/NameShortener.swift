/// Gives the variables, functions and parameters of one of our own scripts shorter names.
///
/// Each name is replaced by one other name in the whole script. Two get the same one only if nothing that declares the one lies within a scope of
/// the other. Properties keep their names, and so does what the script doesn't declare. It knows as much of JavaScript as the scripts of the theme
/// use.
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

  /// The scopes of each name, as places.
  private var scopes: [String: [Range<Int>]] {
    let places = places
    func text(_ index: Int) -> String { places.indices.contains(index) ? tokens[places[index]].text : "" }
    func opens(_ index: Int) -> Bool {
      ["(", "[", "{"].contains(text(index)) || tokens[places[index]].kind == .text && text(index).hasSuffix("${")
    }
    func closes(_ index: Int) -> Bool {
      [")", "]", "}"].contains(text(index)) || tokens[places[index]].kind == .text && text(index).hasPrefix("}")
    }
    /// Of each place the bracket around it, and of each bracket its partner.
    var around = [Int](repeating: -1, count: places.count)
    var partners: [Int: Int] = [:]
    var open: [Int] = []
    for index in places.indices {
      if closes(index), let start = open.popLast() { (partners[start], partners[index]) = (index, start) }
      around[index] = open.last ?? -1
      if opens(index) { open.append(index) }
    }
    func scope(around index: Int) -> Range<Int> {
      let start = around[index]
      return start < 0 ? 0..<places.count : start..<(partners[start] ?? places.count)
    }
    /// The first of some signs behind a place, in no bracket that opens behind it.
    func end(_ index: Int, before signs: [String]) -> Int {
      var index = index
      while index < places.count, !closes(index), !signs.contains(text(index)) {
        // A template may open several times.
        while opens(index), let partner = partners[index], partner > index { index = partner }
        index += 1
      }
      return index
    }
    var scopes: [String: [Range<Int>]] = [:]
    func declare(_ range: Range<Int>, in scope: Range<Int>) {
      for index in range {
        let token = tokens[places[index]]
        if token.kind == .name, token.role != .property, text(index - 1) != "=", !Self.reserved.contains(token.text) {
          scopes[token.text, default: []].append(scope)
        }
      }
    }
    for index in places.indices {
      switch text(index) {
      case "const", "let":
        // What a loop declares is known in its body, too.
        let scope = scope(around: text(index - 2) == "for" ? index - 1 : index)
        var start = index
        repeat {
          start += 1
          let last = ["[", "{"].contains(text(start)) ? partners[start] ?? start : start
          declare(start..<last + 1, in: scope)
          start = end(last + 1, before: [",", ";", "of"])
        } while text(start) == ","
      case "function", "class": declare(index + 1..<index + 2, in: scope(around: index))
      case "=>":
        let start = text(index - 1) == ")" ? partners[index - 1] ?? index - 1 : index - 1
        declare(start..<index, in: start..<(text(index + 1) == "{" ? partners[index + 1] ?? index : end(index + 1, before: [",", ";"])))
      // The parameters of functions and methods, and what is caught.
      case "(":
        guard let last = partners[index], text(last + 1) == "{" else { continue }
        let isOfFunction = text(index - 2) == "function" || text(index - 1) == "function" || text(index - 1) == "catch"
        let isOfMethod = tokens[places[max(index - 1, 0)]].role == .property && text(index - 2) != "." && text(index - 2) != "?."
        if isOfFunction || isOfMethod { declare(index + 1..<last, in: index..<(partners[last + 1] ?? last)) }
      default: break
      }
    }
    return scopes
  }

  private var shortNames: [String: String] {
    let scopes = scopes
    var counts: [String: Int] = [:]
    for token in tokens where token.kind == .name && token.role != .property { counts[token.text, default: 0] += 1 }
    let taken = Self.reserved.union(counts.keys.filter { scopes[$0] == nil })
    let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".map(String.init)
    let short = (letters + letters.flatMap { first in letters.map { first + $0 } }).filter { !taken.contains($0) }
    /// Of each short name the scopes of those that have got it.
    var occupied: [String: [Range<Int>]] = [:]
    var names: [String: String] = [:]
    for (name, _) in counts.filter({ scopes[$0.key] != nil }).sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      let own = scopes[name] ?? []
      let free = short.first { candidate in
        !(occupied[candidate] ?? []).contains { other in own.contains { $0.overlaps(other) } }
      }
      names[name] = free ?? name
      occupied[free ?? name, default: []] += own
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
