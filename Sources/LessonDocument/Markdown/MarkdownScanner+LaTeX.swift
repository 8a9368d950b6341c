import Diagnostics

/// Formulas between the marks that LaTeX has for them: `\(…\)`, `\[…\]`, and environments.
extension MarkdownScanner {
  typealias LaTeXFormula = (range: Range<Int>, body: Range<Int>, isDisplay: Bool)

  /// The formula that begins with the backslash at the position.
  mutating func latexFormula() -> LaTeXFormula? {
    guard position + 1 < bytes.count else { return nil }
    switch bytes[position + 1] {
    case UInt8(ascii: "("):
      // After `]`, the bracket of a link is escaped.
      guard position == start || bytes[position - 1] != UInt8(ascii: "]"), let end = closing("\\)") else { return nil }
      let body = position + 2..<end
      return body.isEmpty ? nil : (position..<end + 2, body, false)
    case UInt8(ascii: "["):
      guard let end = closing("\\]") else { return nil }
      let body = position + 2..<end
      return Self.isMathematics(file.slice(body)) ? (position..<end + 2, body, true) : nil
    case UInt8(ascii: "b"): return environment()
    default: return nil
    }
  }

  /// LaTeX's reference to an equation at the position, `\eqref{id}`.
  func equationReference() -> (range: Range<Int>, id: Range<Int>)? {
    guard matches("\\eqref{") else { return nil }
    let id = bytes[(position + 7)...].prefix { !isSpace($0) && !"{}`$".utf8.contains($0) }
    guard !id.isEmpty, id.endIndex < bytes.count, bytes[id.endIndex] == UInt8(ascii: "}") else { return nil }
    return (position..<id.endIndex + 1, id.indices)
  }

  /// The page shows the formula, and code hosts show what is typed.
  static func marksOfLaTeX(at range: Range<Int>, isDisplay: Bool) -> Problem {
    Problem(
      "a formula between LaTeX's own marks, which code hosts show as typed", at: range, severity: .warning,
      help: isDisplay ? "put it between `$$` and `$$`" : "write `$…$`")
  }

  private nonisolated(unsafe) static let mathematicsPattern = #/\\[A-Za-z]|[\^=]|_\{|\w\s*[+*<>\/]\s*\w/#
  private nonisolated(unsafe) static let wordPattern = #/\w/#

  /// Square brackets are also escaped to be shown: `\[sic\]`.
  private static func isMathematics(_ text: Substring) -> Bool {
    text.contains(mathematicsPattern) || text.first == " " && text.last == " " && text.contains(wordPattern)
      || text.first?.isNewline == true
  }

  /// The environments that display a formula by themselves.
  private static let environments: Set = [
    "equation", "align", "gather", "multline", "eqnarray", "flalign", "alignat", "displaymath",
  ]

  private mutating func environment() -> LaTeXFormula? {
    guard matches("\\begin{") else { return nil }
    let name = bytes[(position + 7)...].prefix { isLetter($0) || $0 == UInt8(ascii: "*") }
    let word = String(decoding: name, as: UTF8.self)
    guard Self.environments.contains(word.hasSuffix("*") ? String(word.dropLast()) : word), let end = closing("\\end{\(word)}") else {
      return nil
    }
    let range = position..<end + "\\end{\(word)}".utf8.count
    return (range, range, true)
  }

  /// The longest formula that is looked for, in bytes.
  private static let longest = 8000

  /// Where a text is next, before the paragraph's end.
  private mutating func closing(_ text: String) -> Int? {
    guard triesLeft > 0 else { return nil }
    triesLeft -= 1
    let end = min(currentParagraph().end, position + Self.longest)
    guard position + 2 < end else { return nil }
    let mark = Array(text.utf8)
    var cursor = position + 2
    while let backslash = bytes[cursor..<end].firstIndex(of: UInt8(ascii: "\\")), backslash + mark.count <= end {
      if bytes[backslash...].starts(with: mark) { return backslash }
      cursor = min(backslash + (mark.count > 2 ? 1 : 2), end)
    }
    return nil
  }
}
