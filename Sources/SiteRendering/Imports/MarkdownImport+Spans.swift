/// Short texts within a line that Pandoc, Obsidian and MyST have, and those of them that stay as they are typed, which is told.
extension MarkdownImport {
  typealias Span = (text: String, end: String.Index)

  // MARK: - What a lesson has, too

  private nonisolated(unsafe) static let raisedPattern = /\^([A-Za-z0-9+\-−()]{1,12})\^(?!\d)/
  private nonisolated(unsafe) static let loweredPattern = /~([A-Za-z0-9+\-−]{1,8})~(?![~\d])/

  /// `x^2^`
  func raised(at rest: Substring, after last: Character?) -> Span? {
    guard let last, last.isLetter || last.isNumber || last == ")", let span = rest.prefixMatch(of: Self.raisedPattern) else { return nil }
    return ("<sup>\(span.1)</sup>", span.range.upperBound)
  }

  /// `H~2~O`; not `5~10`, which is a range.
  func lowered(at rest: Substring, after last: Character?) -> Span? {
    guard let last, last.isLetter || last == ")", let span = rest.prefixMatch(of: Self.loweredPattern) else { return nil }
    return ("<sub>\(span.1)</sub>", span.range.upperBound)
  }

  private nonisolated(unsafe) static let projectPattern = /<project:([^<>\s]+)>/
  private nonisolated(unsafe) static let projectLinkPattern = /\]\(project:([^()\s]+)\)/

  /// `<project:other.md#heading>`, or the end of `[words](project:other.md)`.
  func projectLink(at rest: Substring) -> Span? {
    if let link = rest.prefixMatch(of: Self.projectPattern) { return ("[](\(link.1))", link.range.upperBound) }
    return rest.prefixMatch(of: Self.projectLinkPattern).map { ("](\($0.1))", $0.range.upperBound) }
  }

  /// Takes away the bracket that a span with attributes begins with: `[words]{.smallcaps}`.
  ///
  /// - Returns: false for an image, a note or a link, whose bracket stays.
  static func removeBracket(of out: inout String) -> Bool {
    var depth = 0
    // No span is longer, and to look further would take each of many brackets to the beginning.
    for place in out.indices.suffix(1_000).reversed() {
      if out[place] == "]" { depth += 1 }
      guard out[place] == "[" else { continue }
      if depth > 0 {
        depth -= 1
        continue
      }
      let before = out[..<place].last
      guard before != "!", before != "]", out[out.index(after: place)...].first != "^" else { return false }
      out.remove(at: place)
      return true
    }
    return false
  }

  // MARK: - Comments

  private nonisolated(unsafe) static let commentPattern = /%%([^%\n]+)%%(?!%)/
  /// What a lesson's own comments begin with.
  private nonisolated(unsafe) static let ownCommentPattern = /=|(?i)(?:swift|check|id|answer|variant)\b/

  /// Obsidian's `%%words%%`, which no page shows. In other texts, these signs may be percents.
  mutating func comment(at rest: Substring, after last: Character?, _ number: Int) -> Span? {
    guard last.map({ !$0.isLetter && !$0.isNumber && $0 != "%" }) ?? true, let comment = rest.prefixMatch(of: Self.commentPattern) else {
      return nil
    }
    guard isObsidian else {
      remark(number, "`\(comment.0)` stays as text: if it is a comment, write `<!-- … -->`")
      return (String(comment.0), comment.range.upperBound)
    }
    return (self.comment(String(comment.1), number) ?? "", comment.range.upperBound)
  }

  private mutating func comment(_ words: String, _ number: Int) -> String? {
    let text = words.trimmed
    guard !text.contains("--"), text.prefixMatch(of: Self.ownCommentPattern) == nil else {
      remark(number, "a comment is left out: in a lesson, it would mean something else")
      return nil
    }
    return "<!-- \(text) -->"
  }

  /// A comment between lines of `%%`.
  mutating func takeComment(from rest: inout ArraySlice<Line>) -> [String]? {
    guard let first = rest.first, first.text.hasPrefix("%%"), first.text.trimmed == "%%",
      let end = rest.dropFirst().firstIndex(where: { $0.text.trimmed == "%%" })
    else { return nil }
    let words = rest[..<end].dropFirst().map(\.text).joined(separator: "\n")
    rest = rest[(end + 1)...]
    return comment(words, first.number)?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) ?? []
  }

  // MARK: - What stays as it is typed

  private nonisolated(unsafe) static let citationPattern = /\[[^\[\]`$\\{<@]*@[^\[\]`$\\{<]*\]/
  private nonisolated(unsafe) static let crossPattern = /@(?:fig|tbl|eq|sec|lst)-/
  private nonisolated(unsafe) static let keyPattern = /@([A-Za-z][\w:-]*\w)/

  /// `[see @smith2020, p. 3]`, which a lesson has, too.
  func citation(at rest: Substring) -> Span? {
    guard let citation = rest.prefixMatch(of: Self.citationPattern), !citation.0.contains(Self.crossPattern) else { return nil }
    return (String(citation.0), citation.range.upperBound)
  }

  /// `@smith2020`
  mutating func bareCitation(at rest: Substring, _ number: Int) -> Span? {
    guard let citation = rest.prefixMatch(of: Self.keyPattern) else { return nil }
    let key = citation.1
    guard key.contains(/\d{4}/) || hasBibliography && key.first?.isLowercase == true else { return nil }
    // A citation in brackets may go on in the next line.
    let (opening, closing) = (UInt8(ascii: "["), UInt8(ascii: "]"))
    let before = rest.base.utf8[..<rest.startIndex].suffix(Self.mostBytes).last { $0 == opening || $0 == closing }
    let after = rest.utf8[citation.range.upperBound...].prefix(Self.mostBytes).first { $0 == opening || $0 == closing }
    if before == opening || after == closing { return nil }
    remark(number, "`@\(key)` stays as text: write `[@\(key)]`")
    return (String(citation.0), citation.range.upperBound)
  }

  private nonisolated(unsafe) static let pagePattern = /\[\[[^\[\]\n]*\p{L}[^\[\]\n]*\]\](?![\[(:])/

  /// `[[Page]]`, `![[picture.png]]`
  mutating func pageLink(at rest: Substring, after last: Character?, _ number: Int) -> Span? {
    guard rest.hasPrefix("[["), let link = rest.prefixMatch(of: Self.pagePattern) else { return nil }
    let help = last == "!" ? "`![what it shows](picture.png)`" : "`[words](lesson.md)`"
    remark(number, "`\(last == "!" ? "!" : "")\(link.0)` stays as text: write \(help)")
    return (String(link.0), link.range.upperBound)
  }

  private nonisolated(unsafe) static let computedPattern = /\{(?:swift|r|python|julia|ojs)\}\s|r \S/

  /// Remarks on code that another tool replaces by its value, `{swift} a`, or that is meant for one format, `` `<b>`{=html} ``.
  mutating func remarkOnCode(_ code: Substring, before rest: Substring, _ number: Int) {
    let text = code.drop { $0 == "`" }
    if rest.hasPrefix("{=") { remark(number, "`\(text.prefix { $0 != "`" })` stays as code: it is meant for another format") }
    guard let start = text.first, start == "{" || start == "r" && marksCells, text.prefixMatch(of: Self.computedPattern) != nil else {
      return
    }
    remark(number, "\(code) stays as code: write its value, and `<!-- = expression -->` behind it")
  }
}
