/// Code in other languages than Swift, with its comments, strings, numbers and keywords told apart: what can be known of a
/// language from a line in a table, without its grammar.
struct CodeHighlighter {
  private let lineComment: String
  private let blockComment: (opening: String, closing: String)?
  private let quotes: [String]
  private let keywords: Set<Substring>
  /// To a shell all is text: the 6 of `lesson-6` is no number.
  private let hasNumbers: Bool

  /// The code as markup; that of an unknown language is its text.
  static func html(for code: String, language: String) -> HTML {
    if language == "swift" { return SwiftHighlighter.html(for: code) }
    return languages[language]?.html(for: code) ?? HTML(text: code)
  }

  private init(_ lineComment: String, block: (String, String)? = nil, quotes: [String], hasNumbers: Bool = true, keywords: String) {
    self.lineComment = lineComment
    blockComment = block
    self.quotes = quotes
    self.hasNumbers = hasNumbers
    self.keywords = Set(keywords.split(separator: " "))
  }

  private func html(for code: String) -> HTML {
    var out = HTML.empty
    var rest = code[...]
    var plain = rest.startIndex
    while !rest.isEmpty {
      let (name, length) = token(at: rest, after: code[..<rest.startIndex].last)
      let end = rest.index(rest.startIndex, offsetBy: length)
      if let name {
        out += "\(HTML(text: String(code[plain..<rest.startIndex])))<span class=\"\(name)\">\(HTML(text: String(rest[..<end])))</span>"
        plain = end
      }
      rest = rest[end...]
    }
    return out + HTML(text: String(code[plain...]))
  }

  /// The class of what begins here, as `SwiftHighlighter` names it, and how many characters it has.
  private func token(at rest: Substring, after previous: Character?) -> (name: String?, length: Int) {
    // In a shell, `#` within a word is no comment.
    if rest.hasPrefix(lineComment), lineComment != "#" || previous.map(\.isWhitespace) ?? true {
      return ("c", rest.prefix { !$0.isNewline }.count)
    }
    if let (opening, closing) = blockComment, rest.hasPrefix(opening) {
      let inner = rest.dropFirst(opening.count)
      let end = inner.firstRange(of: closing)?.upperBound ?? rest.endIndex
      return ("c", rest[..<end].count)
    }
    if let quote = quotes.first(where: rest.hasPrefix) { return ("s", Self.length(ofString: rest, quote: quote)) }
    guard let first = rest.first else { return (nil, 0) }
    let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    if word.isEmpty { return (nil, 1) }
    if first.isNumber, hasNumbers { return ("n", Self.length(ofNumber: rest)) }
    return (keywords.contains(word) ? "k" : nil, word.count)
  }

  private static func length(ofString rest: Substring, quote: String) -> Int {
    var length = quote.count
    var inner = rest.dropFirst(quote.count)
    while let character = inner.first, !inner.hasPrefix(quote) {
      // A string of one line ends with it, closed or not.
      if quote.count == 1, character.isNewline { return length }
      let step = character == "\\" ? min(2, inner.count) : 1
      length += step
      inner = inner.dropFirst(step)
    }
    return length + (inner.isEmpty ? 0 : quote.count)
  }

  private static func length(ofNumber rest: Substring) -> Int {
    var previous: Character = "0"
    return rest.prefix { character in
      defer { previous = character }
      return character.isLetter || character.isNumber || "._".contains(character) || "+-".contains(character) && "eE".contains(previous)
    }.count
  }

  private static let shell = CodeHighlighter(
    "#", quotes: ["\"", "'"], hasNumbers: false,
    keywords: "if then else elif fi for while until do done case esac in function return export local set exec")
  private static let c = CodeHighlighter(
    "//", block: ("/*", "*/"), quotes: ["\"", "'"],
    keywords: """
      auto bool break case char class const continue default delete do double else enum extern false float for if inline int \
      long namespace new nullptr private public return short signed sizeof static struct switch template this true typedef \
      typename union unsigned using void volatile while
      """)
  private static let script = CodeHighlighter(
    "//", block: ("/*", "*/"), quotes: ["\"", "'", "`"],
    keywords: """
      as async await break case catch class const continue default delete do else export extends false finally for from \
      function if import in instanceof interface let new null of return static super switch this throw true try type typeof \
      undefined var void while yield
      """)
  private static let languages: [String: CodeHighlighter] = [
    "python": CodeHighlighter(
      "#", quotes: ["\"\"\"", "'''", "\"", "'"],
      keywords: """
        False None True and as assert async await break class continue def del elif else except finally for from global if \
        import in is lambda nonlocal not or pass raise return try while with yield
        """),
    "sh": shell, "bash": shell, "shell": shell, "zsh": shell, "c": c, "cpp": c, "javascript": script, "js": script,
    "typescript": script, "ts": script,
    "json": CodeHighlighter("//", quotes: ["\""], keywords: "true false null"),
    "yaml": CodeHighlighter("#", quotes: ["\"", "'"], keywords: "true false null"),
  ]
}
