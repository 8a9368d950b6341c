/// Gives the variables, functions and parameters of one of our own scripts shorter names.
///
/// What is declared in one scope gets one short name there. Others have the same one where neither is used in the scope of the other. Properties
/// keep their names, and so does what the script doesn't declare. It knows as much of JavaScript as the scripts of the theme use.
struct NameShortener {
  private typealias Token = ScriptToken

  private var tokens: [Token] = []

  /// A name within the scope that declares it, with the places where it stands.
  private struct Binding {
    var scope: Range<Int>
    var uses: [Int] = []

    /// Whether one of them would hide the other where that is used, if both had one name. What ends together is a function with its parameters.
    func clashes(with other: Binding) -> Bool {
      guard scope.overlaps(other.scope) else { return false }
      if scope.upperBound == other.scope.upperBound { return true }
      if scope.contains(other.scope) { return uses.contains { other.scope.contains($0) } }
      if other.scope.contains(scope) { return other.uses.contains { scope.contains($0) } }
      return true
    }
  }

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
    /// The first of some signs behind a place, in no bracket that opens behind it. A colon belongs to the last question mark.
    func end(_ index: Int, before signs: [String]) -> Int {
      var index = index
      var choices = 0
      while index < places.count, !closes(index), choices > 0 && text(index) == ":" || !signs.contains(text(index)) {
        if text(index) == ":" { choices -= 1 }
        if text(index) == "?" {
          // `??` is no choice.
          if text(index + 1) == "?" { index += 1 } else { choices += 1 }
        }
        // A template may open several times.
        while opens(index), let partner = partners[index], partner > index { index = partner }
        index += 1
      }
      return index
    }
    /// The end of a statement.
    func statementEnd(_ index: Int) -> Int {
      var last: Int
      if text(index) == "{" {
        last = partners[index] ?? index
      } else if ["for", "if", "while"].contains(text(index)), let head = partners[index + 1] {
        last = statementEnd(head + 1)
      } else {
        last = end(index, before: [";"])
      }
      if text(last + 1) == "else" { last = statementEnd(last + 2) }
      return last
    }
    var scopes: [String: [Range<Int>]] = [:]
    func declare(_ range: Range<Int>, in scope: Range<Int>) {
      var index = range.lowerBound
      while index < range.upperBound {
        // What a name is otherwise isn't declared.
        if text(index) == "=" { index = end(index, before: [","]) }
        guard range.contains(index) else { return }
        let token = tokens[places[index]]
        if token.kind == .name, token.role != .property, !Self.reserved.contains(token.text), scopes[token.text]?.contains(scope) != true {
          scopes[token.text, default: []].append(scope)
        }
        index += 1
      }
    }
    for index in places.indices {
      switch text(index) {
      case "const", "let":
        // What a loop declares is known in its body, too.
        let loop = text(index - 2) == "for" ? partners[index - 1] : nil
        let scope = loop.map { index - 1..<statementEnd($0 + 1) + 1 } ?? scope(around: index)
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
        declare(
          start..<index, in: start..<(text(index + 1) == "{" ? partners[index + 1] ?? index : end(index + 1, before: [",", ";", ":"])))
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

  /// Of each place of a name that the script declares, its short name.
  private var shortNames: [Int: String] {
    let (scopes, places) = (scopes, places)
    var bindings: [String: [Binding]] = scopes.mapValues { $0.map { Binding(scope: $0) } }
    var taken = Self.reserved
    for index in places.indices {
      let token = tokens[places[index]]
      guard token.kind == .name, token.role != .property else { continue }
      // The innermost scope that declares it.
      let around = (bindings[token.text] ?? []).indices.filter { bindings[token.text]?[$0].scope.contains(index) == true }
      if let own = around.min(by: { scopes[token.text]?[$0].count ?? 0 < scopes[token.text]?[$1].count ?? 0 }) {
        bindings[token.text]?[own].uses.append(index)
      } else {
        taken.insert(token.text)
      }
    }
    let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$".map(String.init)
    let short = (letters + letters.flatMap { first in letters.map { first + $0 } }).filter { !taken.contains($0) }
    /// Of each short name those that have got it.
    var given: [String: [Binding]] = [:]
    var names: [Int: String] = [:]
    let ordered = bindings.flatMap { name, all in all.map { (name, $0) } }
      .sorted { ($1.1.uses.count, $0.1.scope.lowerBound, $0.0) < ($0.1.uses.count, $1.1.scope.lowerBound, $1.0) }
    for (name, binding) in ordered {
      let free = short.first { candidate in !(given[candidate] ?? []).contains { $0.clashes(with: binding) } } ?? name
      given[free, default: []].append(binding)
      for use in binding.uses { names[places[use]] = free }
    }
    return names
  }

  private func text(shortNames: [Int: String]) -> String {
    tokens.indices.map { index in
      let token = tokens[index]
      guard let short = shortNames[index] else { return token.text }
      return token.role == .shorthand ? "\(token.text):\(short)" : short
    }.joined()
  }
}

extension Range<Int> {
  fileprivate func contains(_ other: Range<Int>) -> Bool { lowerBound <= other.lowerBound && other.upperBound <= upperBound }
}
