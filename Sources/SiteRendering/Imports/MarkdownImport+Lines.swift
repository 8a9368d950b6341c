/// What goes over several lines without a fence: quotations, and texts that begin on one line and end on another.
extension MarkdownImport {
  /// A quotation in which cells, boxes, formulas or drawn tables have to be read as such. Of any other, each line is read by itself.
  mutating func takeQuote(from rest: inout ArraySlice<Line>) -> [String]? {
    guard let first = rest.first, first.text.hasPrefix(">") else { return nil }
    let folded = foldedTitle(first)
    guard folded != nil || !isKnownOpen(">", at: first) else { return nil }
    let lines = rest.prefix { $0.text.hasPrefix(">") }
    var inner = lines.map { line in
      let text = line.text.dropFirst()
      return Line(number: line.number, text: text.first == " " ? text.dropFirst() : text)
    }
    if let folded {
      rest = rest[lines.endIndex...]
      // What follows without an empty line would belong to it.
      let isApart = rest.first?.text.allSatisfy(\.isWhitespace) ?? true
      return details(folded, blocks(Array(inner.dropFirst()))) + (isApart ? [] : [""])
    }
    let hasBlocks = lines.contains { line in
      // In a quotation within it, too.
      let text = line.text.drop { $0 == ">" || $0 == " " }
      return Self.opening(of: text) != nil || boxOpening(Line(number: line.number, text: text)) != nil || text.hasPrefix("\\[")
        || Self.isBorder(text) || Self.isRuler(text) || Self.mayBeginCaption(text)
    }
    guard hasBlocks else {
      setOpen(">", upTo: lines.last)
      return nil
    }
    rest = rest[lines.endIndex...]
    // Its first line may say of what kind it is.
    var head: [String] = []
    if let kind = kindOfQuote(first) {
      head = kind
      inner.removeFirst()
    }
    let out = blocks(inner)
    if out == inner.map({ String($0.text) }) { return head + lines.suffix(inner.count).map { String($0.text) } }
    return head + out.map { $0.isEmpty ? ">" : "> \($0)" }
  }

  /// A line with those after it on which a code span, a formula, a comment or a note goes on that begins in it; the line alone if that never ends.
  func takeText(_ line: Line, from rest: inout ArraySlice<Line>) -> Line {
    guard ["`", "\\(", "<!--", "^["].contains(where: { line.text.contains($0) }), let open = Self.open(in: line.text) else { return line }
    var text = String(line.text)
    for (count, next) in zip(1..., rest.prefix(Self.mostLines)) {
      if open != .comment, next.text.allSatisfy(\.isWhitespace) || Self.opening(of: next.text) != nil { return line }
      text += "\n" + next.text
      if next.text.contains(open.end), Self.open(in: text[...]) == nil {
        rest.removeFirst(count)
        return Line(number: line.number, text: text[...])
      }
    }
    return line
  }

  /// No text of a line goes on longer.
  static let mostLines = 40
  /// No heading, caption or directive has so many bytes: a regular expression would look for its end again and again.
  static let mostBytes = 1_000

  private enum OpenText {
    case code, formula, comment, note

    var end: String {
      switch self {
      case .code: "`"
      case .formula: "\\)"
      case .comment: "-->"
      case .note: "]"
      }
    }
  }

  /// What begins in a text and doesn't end there.
  private static func open(in text: Substring) -> OpenText? {
    var rest = text
    func skip(behind end: String) -> Bool {
      guard let found = rest.firstRange(of: end) else { return false }
      rest = rest[found.upperBound...]
      return true
    }
    while let character = rest.first {
      if character == "`" {
        let mark = rest.prefix { $0 == "`" }
        rest = rest[mark.endIndex...]
        // Its end has as many signs.
        var isClosed = false
        while !isClosed, let start = rest.firstIndex(of: "`") {
          let other = rest[start...].prefix { $0 == "`" }
          rest = rest[other.endIndex...]
          isClosed = other.count == mark.count
        }
        if !isClosed { return .code }
      } else if rest.hasPrefix("<!--") {
        if !skip(behind: "-->") { return .comment }
      } else if rest.hasPrefix("\\(") {
        if !skip(behind: "\\)") { return .formula }
      } else if rest.hasPrefix("^[") {
        guard let note = rest.prefixMatch(of: notePattern) else { return .note }
        rest = rest[note.range.upperBound...]
      } else {
        rest.removeFirst()
        if character == "\\", rest.first?.isASCII == true { rest.removeFirst() }
      }
    }
    return nil
  }
}
