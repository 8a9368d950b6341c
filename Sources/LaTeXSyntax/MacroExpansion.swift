import Diagnostics
import ToolSupport

/// A formula with its macros written out, and where each part of it stands in the author's text.
struct MacroExpansion {
  private(set) var latex = ""
  /// Definitions made in the formula, which hold in later ones.
  private(set) var macros: Macros
  /// Whether anything was written out.
  private(set) var hasExpanded = false
  private var pieces: [Piece] = []

  /// A stretch of the expanded text, with its place in the author's text.
  private struct Piece {
    var start: Int
    var length: Int
    var source: Range<Int>
    /// The macro whose body it comes from; nil if the author wrote it here.
    var macro: String?
  }

  /// A token that waits to be read.
  struct Item {
    var text: String
    var source: Range<Int>
    var macro: String?

    var name: String? { text.hasPrefix("\\") && text.utf8.count > 1 ? String(text.dropFirst()) : nil }
    var isBlank: Bool { text.utf8.allSatisfy(Tokenizer.isSpace) }
  }

  /// A macro may call others, but not without end.
  private static let mostExpansions = 1000
  private static let longest = 100_000

  private let usual: Macros
  /// What is still to be read, the last first.
  var pending: [Item] = []
  private var expansions = 0

  private static let definingCommands: Set<String> = [
    "newcommand", "renewcommand", "providecommand", "DeclareMathOperator", "def", "gdef", "let", "global", "long",
  ]

  private static let definingCommandsByFirstByte = Dictionary(grouping: definingCommands.map { Array($0.utf8) }) { $0[0] }

  /// - Parameter usual: Macros that hold where the author has none of that name.
  init(_ source: String, _ macros: Macros, beside usual: Macros) throws(Problem) {
    self.macros = macros
    self.usual = usual
    pending = Self.items(source).reversed()
    while let item = pending.popLast() {
      guard let name = item.name else {
        append(item)
        continue
      }
      if name == "begin", isAtDiagramName {
        hasExpanded = true
        try expandDiagram(item)
      } else if Self.definingCommands.contains(name), macros.definitions[name] == nil {
        try define(by: item)
      } else if let definition = definition(of: name) {
        try expand(item, name, definition)
      } else {
        append(item)
      }
    }
  }

  private func definition(of name: String) -> Macros.Definition? {
    macros.definitions[name] ?? (Command.table[name] == nil ? usual.definitions[name] : nil)
  }

  /// Whether a formula may define macros.
  static func defines(in latex: String) -> Bool {
    // By bytes, because every formula is asked.
    let bytes = latex.utf8
    return bytes.indices.contains { index in
      guard bytes[index] == UInt8(ascii: "\\") else { return false }
      let rest = bytes[bytes.index(after: index)...]
      guard let first = rest.first, let commands = definingCommandsByFirstByte[first] else { return false }
      return commands.contains { rest.starts(with: $0) }
    }
  }

  static func items(_ text: String) -> [Item] {
    var tokens = Tokenizer(text)
    var items: [Item] = []
    while true {
      let token = tokens.nextKeepingSpaces()
      if token.kind == .end { return items }
      items.append(Item(text: tokens.text(token.range), source: token.range))
    }
  }

  private mutating func append(_ item: Item) {
    // `\alpha` before the letter of another text needs a blank.
    if let last = latex.utf8.last, let first = item.text.utf8.first, Tokenizer.isLetter(last), Tokenizer.isLetter(first), endsInCommand,
      pieces.last.map({ $0.macro != item.macro || $0.source.upperBound != item.source.lowerBound }) ?? false
    {
      latex += " "
      pieces.append(Piece(start: latex.utf8.count - 1, length: 1, source: item.source, macro: item.macro))
    }
    endsInCommand = item.name.map { $0.utf8.allSatisfy(Tokenizer.isLetter) } ?? false
    pieces.append(Piece(start: latex.utf8.count, length: item.text.utf8.count, source: item.source, macro: item.macro))
    latex += item.text
  }

  private var endsInCommand = false

  // MARK: - Uses

  private mutating func expand(_ item: Item, _ name: String, _ definition: Macros.Definition) throws(Problem) {
    hasExpanded = true
    expansions += 1
    var (arguments, source) = try arguments(of: item, definition)
    source = min(source.lowerBound, item.source.lowerBound)..<max(source.upperBound, item.source.upperBound)
    var body: [Item] = []
    var parts = Self.items(definition.body).makeIterator()
    while let part = parts.next() {
      if part.text == "#", let digit = parts.next(), let index = Int(digit.text), arguments.indices.contains(index - 1) {
        body += arguments[index - 1]
      } else {
        body.append(Item(text: part.text, source: source, macro: item.macro ?? name))
      }
    }
    // A control word ends where its body does.
    if let last = body.last?.name, last.utf8.allSatisfy(Tokenizer.isLetter) {
      body.append(Item(text: " ", source: source, macro: item.macro ?? name))
    }
    guard expansions <= Self.mostExpansions, latex.utf8.count + pending.count + body.count <= Self.longest else {
      throw Problem("the macro `\\\(item.macro ?? name)` expands without end", at: item.source)
    }
    pending += body.reversed()
  }

  /// An argument: what stands in braces, or one token.
  mutating func argument(of owner: Item) throws(Problem) -> (items: [Item], source: Range<Int>) {
    skipBlanks()
    guard let first = pending.popLast(), first.text != "}" else {
      throw Problem("missing argument of the macro `\(owner.text)`", at: owner.source)
    }
    guard first.text == "{" else { return ([first], first.source) }
    var items: [Item] = []
    var level = 1
    while let item = pending.popLast() {
      if item.text == "{" { level += 1 }
      if item.text == "}" { level -= 1 }
      if level == 0 { return (items, first.source.lowerBound..<item.source.upperBound) }
      items.append(item)
    }
    throw Problem("`{` is never closed", at: first.source)
  }

  mutating func skipBlanks() {
    while let last = pending.last, last.isBlank { pending.removeLast() }
  }

  // MARK: - Definitions

  private mutating func define(by command: Item) throws(Problem) {
    hasExpanded = true
    let word = command.name ?? ""
    if word == "global" || word == "long" { return }
    skipBlanks()
    let isStarred = pending.last?.text == "*"
    if isStarred { pending.removeLast() }
    let (named, place) = try argument(of: command)
    let names = named.filter { !$0.isBlank }
    guard names.count == 1, let name = names[0].name else {
      throw Problem(
        "`\(command.text)` defines a command", at: place,
        help: "write `\\newcommand{\\name}{…}`, with `[1]` before the braces for an argument")
    }
    guard !Self.definingCommands.contains(name), !["begin", "end", "left", "right"].contains(name) else {
      throw Problem("`\\\(name)` can't be redefined", at: place)
    }
    switch word {
    case "let":
      skipBlanks()
      if pending.last?.text == "=" { pending.removeLast() }
      skipBlanks()
      guard let other = pending.popLast() else { throw Problem("missing argument of `\\let`", at: command.source) }
      macros.definitions[name] = other.name.flatMap(definition) ?? .init(body: other.text)
    case "DeclareMathOperator":
      let (body, _) = try argument(of: command)
      macros.definitions[name] = .init(body: "\\operatorname\(isStarred ? "*" : ""){\(body.map(\.text).joined())}")
    case "def", "gdef":
      let delimiters = try delimiters(of: command)
      try define(name, delimiters.count - 1, command, delimiters: delimiters.allSatisfy(\.isEmpty) ? [] : delimiters)
    default:
      var count = 0
      skipBlanks()
      if pending.last?.text == "[" {
        pending.removeLast()
        var digits = ""
        var end = command.source
        while let item = pending.popLast() {
          end = item.source
          if item.text == "]" { break }
          digits += item.text
        }
        guard let number = Int(digits.filter { $0 != " " }) else {
          throw Problem("the number of arguments of `\\\(name)` isn't a number", at: end)
        }
        count = number
      }
      let isKnown = macros.definitions[name] != nil || Command.table[name] != nil
      if word == "providecommand", isKnown {
        _ = try argument(of: command)
      } else {
        try define(name, count, command)
      }
    }
  }

  private mutating func define(_ name: String, _ count: Int, _ command: Item, delimiters: [[String]] = []) throws(Problem) {
    let (body, place) = try argument(of: command)
    var definition = Macros.Definition(parameterCount: count, body: body.map(\.text).joined())
    definition.delimiters = delimiters
    if let problem = definition.problem { throw Problem(problem, at: place) }
    macros.definitions[name] = definition
  }

  // MARK: - Places

  /// The place in the author's text of a stretch of the expanded one.
  func source(of range: Range<Int>) -> Range<Int> {
    guard let first = piece(at: range.lowerBound) ?? pieces.last else { return 0..<0 }
    let lower =
      first.macro == nil ? first.source.lowerBound + min(range.lowerBound - first.start, first.source.count) : first.source.lowerBound
    guard !range.isEmpty, let last = piece(at: range.upperBound - 1) else {
      return lower..<max(lower, range.isEmpty ? lower : first.source.upperBound)
    }
    let upper = last.macro == nil ? last.source.lowerBound + min(range.upperBound - last.start, last.source.count) : last.source.upperBound
    return min(lower, upper)..<max(lower, upper)
  }

  /// A problem of the expanded text, told where the author used the macro.
  func located(_ problem: Problem) -> Problem {
    var located = problem
    located.range = source(of: problem.range)
    if let name = piece(at: problem.range.lowerBound)?.macro, let definition = definition(of: name) {
      located.notes.append("the macro `\\\(name)` is `\(definition.body)`")
    }
    return located
  }

  private func piece(at offset: Int) -> Piece? {
    let index = pieces.partitioningIndex { $0.start + $0.length > offset }
    return pieces.indices.contains(index) && pieces[index].start <= offset ? pieces[index] : nil
  }
}
