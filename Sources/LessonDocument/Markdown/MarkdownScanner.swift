import Diagnostics

/// Extracts formulas, comments and footnote marks from Markdown before CommonMark sees it.
///
/// CommonMark would interpret the `_`, `*` and `\\` of a formula. So a placeholder replaces each formula and the body of each
/// comment (`<!--…-->` stays, since a comment can end a paragraph), and a map records where every byte of the prepared text came from.
/// Placeholders that end up in code are replaced by the original text.
struct MarkdownScanner {
  let file: SourceFile
  let bytes: [UInt8]
  /// The offset after the front matter.
  let start: Int
  var position: Int
  private var prepared = PreparedMarkdown()
  private var problems: [Problem] = []
  /// The open fence: its character, its length, and the number of `>` before it.
  private var fence: Fence?
  private typealias Fence = (character: UInt8, length: Int, quotes: Int)
  /// The number of `>` at the beginning of the current line.
  private var quotes = 0
  /// Where the current line's text begins, after the marks of quotations and lists.
  private(set) var contentOfLine = (start: -1, isListItem: false)
  /// The end of the last suspected markup.
  private var endOfSuspect = 0
  /// How many more attempts to find other tools' syntax are allowed.
  var triesLeft = 10_000
  /// The paragraph that contains the position, or the last one before it.
  private var paragraph: MarkdownParagraph?
  private var readsCitations = false

  /// - Parameter start: The byte offset after the front matter.
  /// - Parameter readsCitations: Whether `[@key]` is a citation.
  static func scan(_ file: SourceFile, from start: Int, readsCitations: Bool = false) -> (PreparedMarkdown, [Problem]) {
    var scanner = MarkdownScanner(file: file, start: start)
    scanner.readsCitations = readsCitations
    scanner.run()
    return (scanner.prepared, scanner.problems)
  }

  private init(file: SourceFile, start: Int) {
    self.file = file
    bytes = Array(file.text.utf8)
    self.start = start
    position = start
    prepared.chooseMarks(for: file.text)
  }

  private mutating func run() {
    var copied = position
    var atLineStart = true
    while position < bytes.count {
      if atLineStart {
        atLineStart = false
        if startsFencedLine() {
          position = endOfLine(from: position)
          continue
        }
      }
      guard Self.mayBeginMarkup[Int(bytes[position])] else {
        position += 1
        continue
      }
      let start = position
      if let problem = vanishingLine() { problems.append(problem) }
      if readsCitations, let citation = citation() {
        copy(copied..<start)
        replace(.citation, body: extract(citation.lowerBound + 1..<citation.upperBound - 1), range: citation)
        position = citation.upperBound
        copied = position
        continue
      }
      if start >= endOfSuspect, let (problem, range) = suspect() {
        endOfSuspect = range.upperBound
        copy(copied..<start)
        replace(.suspect(problem), body: ExtractedText(), range: range)
        copied = start
      }
      switch bytes[position] {
      case UInt8(ascii: "\n"):
        atLineStart = true
        position += 1
      case UInt8(ascii: "\\") where equationReference() != nil:
        if let (range, id) = equationReference() {
          copy(copied..<start)
          replace(.equationReference, body: extract(id), range: range)
          position = range.upperBound
          copied = position
        }
      case UInt8(ascii: "\\") where latexFormula() != nil:
        if let (range, body, isDisplay) = latexFormula() {
          copy(copied..<start)
          replace(.formula(isDisplay: isDisplay), body: extract(body), range: range)
          problems.append(Self.marksOfLaTeX(at: range.lowerBound..<min(range.lowerBound + 2, range.upperBound), isDisplay: isDisplay))
          position = range.upperBound
          copied = position
        }
      case UInt8(ascii: "\\"):
        // Don't skip an escaped line ending, since a line begins after it.
        position += position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "\n") ? 1 : 2
      case UInt8(ascii: "`"):
        position = endOfBackticks(at: position)
      case UInt8(ascii: "<") where !matches("<!--"):
        position = endOfAddress(at: position) ?? endOfTag(at: position) ?? position + 1
      case UInt8(ascii: "]"):
        position = endOfDestination(after: position) ?? position + 1
      case UInt8(ascii: "<"):
        if let body = comment() {
          copy(copied..<body.lowerBound)
          replace(.comment, body: extract(body), range: start..<position)
          copied = body.upperBound
        }
      case UInt8(ascii: "h"), UInt8(ascii: "w"), UInt8(ascii: "@"):
        guard let (address, destination) = bareAddress(from: copied) else {
          position += 1
          continue
        }
        copy(copied..<address.lowerBound)
        replace(.address(destination: destination), body: extract(address), range: address)
        position = address.upperBound
        copied = position
      case UInt8(ascii: "-"), UInt8(ascii: "\""), UInt8(ascii: "'"):
        guard let length = lengthOfLiteral() else {
          position += max(1, runLength(of: UInt8(ascii: "-"), at: position))
          continue
        }
        copy(copied..<start)
        position += length
        replace(.literal, body: extract(start..<position), range: start..<position)
        copied = position
      case UInt8(ascii: "~"):
        position += runLength(of: UInt8(ascii: "~"), at: position)
        guard let kind = tildes(start..<position) else { continue }
        copy(copied..<start)
        replace(kind, body: extract(start..<position), range: start..<position)
        copied = position
      case UInt8(ascii: "[") where isTask():
        copy(copied..<start)
        position += 3
        replace(.task(isDone: bytes[start + 1] != UInt8(ascii: " ")), body: extract(start..<position), range: start..<position)
        copied = position
      case UInt8(ascii: "["):
        if let (kind, name) = footnote() {
          copy(copied..<start)
          replace(kind, body: extract(name), range: start..<position)
          copied = position
        }
      case UInt8(ascii: "$"):
        if let formula = formula() {
          copy(copied..<start)
          replace(.formula(isDisplay: formula.isDisplay), body: formula.latex, range: start..<position)
          copied = position
        }
      default:
        position += 1
      }
    }
    copy(min(copied, bytes.count)..<bytes.count)
  }

  /// Whether a byte may begin anything but plain text, as a table, because it is looked up for each byte.
  private static let mayBeginMarkup = (0..<256).map { byte in
    "\n\\`<[]$!~-\"'hw@*".utf8.contains(UInt8(byte)) || ForeignSyntax.firstBytes[byte]
  }

  private mutating func copy(_ range: Range<Int>) {
    prepared.appendCopy(of: bytes[range], fileOffset: range.lowerBound)
  }

  private mutating func replace(_ kind: PreparedMarkdown.Item.Kind, body: ExtractedText, range: Range<Int>) {
    prepared.appendPlaceholder(for: .init(kind: kind, body: body, range: range))
  }
}

// MARK: - Code

extension MarkdownScanner {
  /// Examines the beginning of a line.
  ///
  /// - Returns: Whether the line opens or closes a fenced block, or is inside one.
  private mutating func startsFencedLine() -> Bool {
    if let open = fence {
      let (cursor, count) = skippingQuotes(from: position, atMost: open.quotes)
      let isBlank = cursor >= bytes.count || bytes[cursor] == UInt8(ascii: "\n") || bytes[cursor] == UInt8(ascii: "\r")
      // The end of a quotation ends a fence in it.
      if count == open.quotes {
        if !isBlank, closes(open, at: cursor) { fence = nil }
        return true
      }
      fence = nil
    }
    contentOfLine = content(ofLineAt: position)
    quotes = skippingQuotes(from: position, atMost: .max).count
    fence = openingFence(onLineAt: position)
    return fence != nil
  }

  private func closes(_ open: Fence, at cursor: Int) -> Bool {
    let length = runLength(of: open.character, at: cursor)
    return length >= open.length && bytes[(cursor + length)..<endOfLine(from: cursor)].allSatisfy(isSpace)
  }

  /// The fence that a line opens, possibly in a quotation or a list.
  private func openingFence(onLineAt start: Int) -> Fence? {
    let (cursor, quotes, _) = containers(ofLineAt: start)
    guard cursor < bytes.count, bytes[cursor] == UInt8(ascii: "`") || bytes[cursor] == UInt8(ascii: "~") else {
      return nil
    }
    let length = runLength(of: bytes[cursor], at: cursor)
    let info = bytes[(cursor + length)..<endOfLine(from: cursor)]
    guard length >= 3, bytes[cursor] == UInt8(ascii: "~") || !info.contains(UInt8(ascii: "`")) else { return nil }
    return (bytes[cursor], length, quotes)
  }

  /// Skips the marks of quotations and lists at a line's beginning; counts the `>` and the list marks.
  private func containers(ofLineAt start: Int) -> (end: Int, quotes: Int, marks: Int) {
    var (cursor, quotes) = skippingQuotes(from: start, atMost: .max)
    var marks = 0
    while let end = endOfListMarker(at: cursor) {
      let inner = skippingQuotes(from: end, atMost: .max)
      (cursor, quotes, marks) = (inner.end, quotes + inner.count, marks + 1)
    }
    return (cursor, quotes, marks)
  }

  private func content(ofLineAt start: Int) -> (start: Int, isListItem: Bool) {
    let (end, _, marks) = containers(ofLineAt: start)
    return (end, marks > 0)
  }

  /// Skips spaces and up to `limit` times `>`; counts the `>`.
  private func skippingQuotes(from start: Int, atMost limit: Int) -> (end: Int, count: Int) {
    var (cursor, count) = (start, 0)
    while cursor < bytes.count {
      if bytes[cursor] == UInt8(ascii: ">"), count < limit {
        count += 1
      } else if bytes[cursor] != UInt8(ascii: " "), bytes[cursor] != UInt8(ascii: "\t") {
        break
      }
      cursor += 1
    }
    return (cursor, count)
  }

  /// The end of a list marker: `- `, `* `, `+ `, `1. ` or `1) `.
  private func endOfListMarker(at start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    var cursor = start
    if [UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+")].contains(bytes[cursor]) {
      cursor += 1
    } else {
      while cursor < bytes.count, cursor - start < 9, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[cursor]) {
        cursor += 1
      }
      guard cursor > start, cursor < bytes.count, [UInt8(ascii: "."), UInt8(ascii: ")")].contains(bytes[cursor]) else {
        return nil
      }
      cursor += 1
    }
    guard cursor < bytes.count, bytes[cursor] == UInt8(ascii: " ") || bytes[cursor] == UInt8(ascii: "\t") else {
      return nil
    }
    return cursor + 1
  }

  mutating func currentParagraph() -> MarkdownParagraph {
    if let paragraph, position < paragraph.end { return paragraph }
    let next = MarkdownParagraph(from: position, in: bytes, isHeading: isHeading(lineOf: position)) {
      isBlankLine(from: $0) || isHeading(lineAt: $0) || openingFence(onLineAt: $0) != nil
    }
    paragraph = next
    return next
  }

  /// The end of a code span, or of backticks that open none.
  private mutating func endOfBackticks(at start: Int) -> Int {
    let length = runLength(of: UInt8(ascii: "`"), at: start)
    return currentParagraph().endOfCodeSpan(from: start, length: length) ?? start + length
  }

  /// The end of an address in angle brackets, which may contain dollar signs: `<https://example.org/$a$>`.
  private func endOfAddress(at start: Int) -> Int? {
    let scheme = bytes[(start + 1)...].prefix(32).prefix {
      isLetter($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
    }
    guard scheme.count >= 2, scheme.endIndex < bytes.count, bytes[scheme.endIndex] == UInt8(ascii: ":") else {
      return nil
    }
    let address = bytes[scheme.endIndex...].prefix {
      !isSpace($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
    }
    guard address.endIndex < bytes.count, bytes[address.endIndex] == UInt8(ascii: ">") else { return nil }
    return address.endIndex + 1
  }

  private func isHeading(lineOf position: Int) -> Bool {
    var start = position
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return isHeading(lineAt: start)
  }

  private func isHeading(lineAt start: Int) -> Bool {
    let cursor = skippingQuotes(from: start, atMost: .max).end
    let level = cursor < bytes.count ? runLength(of: UInt8(ascii: "#"), at: cursor) : 0
    guard (1...6).contains(level) else { return false }
    return cursor + level >= bytes.count || isSpace(bytes[cursor + level])
  }
}

// MARK: - Footnotes

extension MarkdownScanner {
  /// Reads `[^name]`, or `[^name]:` at the beginning of a line. Moves the position behind it, or behind a plain bracket.
  private mutating func footnote() -> (PreparedMarkdown.Item.Kind, name: Range<Int>)? {
    let start = position
    position += 1
    guard position < bytes.count, bytes[position] == UInt8(ascii: "^") else { return nil }
    let name = bytes[(position + 1)...].prefix { !isSpace($0) && !"[]`$^".utf8.contains($0) }
    guard !name.isEmpty, name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: "]") else { return nil }
    position = name.endIndex + 1
    let isDefinition = position < bytes.count && bytes[position] == UInt8(ascii: ":") && beginsLine(start)
    guard isDefinition else { return (.footnoteReference, name.indices) }
    position += 1
    return (.footnoteDefinition, name.indices)
  }

  /// Whether only spaces precede an offset on its line.
  private func beginsLine(_ offset: Int) -> Bool {
    let last = bytes[..<offset].last { $0 == UInt8(ascii: "\n") || !isSpace($0) }
    return last == nil || last == UInt8(ascii: "\n")
  }
}

// MARK: - Comments and formulas

extension MarkdownScanner {
  /// Reads a comment and moves the position behind `-->`. Returns the range of the comment's body.
  private mutating func comment() -> Range<Int>? {
    let start = position + 4
    var cursor = start
    while cursor + 2 < bytes.count {
      if bytes[cursor] == UInt8(ascii: "-"), bytes[cursor + 1] == UInt8(ascii: "-"),
        bytes[cursor + 2] == UInt8(ascii: ">")
      {
        position = cursor + 3
        return start..<cursor
      }
      cursor += 1
    }
    problems.append(
      Problem("this comment is never closed", at: position..<start, help: "end it with `-->`"))
    position = bytes.count
    return nil
  }

  /// Reads a formula at `$`. Moves the position behind it, or behind a plain dollar sign.
  private mutating func formula() -> (latex: ExtractedText, isDisplay: Bool)? {
    let start = position
    if matches("$$") {
      guard let end = closingDoubleDollar(from: start + 2) else {
        problems.append(
          Problem(
            "this formula is never closed", at: start..<start + 2,
            help: "end it with `$$` before the next blank line, or write `\\$` for a dollar sign"))
        position += 2
        return nil
      }
      position = end + 2
      return (extract(start + 2..<end), true)
    }
    if matches("$`") {
      guard let tick = closingTickDollar(from: start + 2) else {
        position += 1
        return nil
      }
      position = tick + 2
      return (extract(start + 2..<tick), false)
    }
    guard let end = closingDollar(from: start + 1) else {
      position += 1
      return nil
    }
    position = end + 1
    return (extract(start + 1..<end), false)
  }

  /// The closing dollar sign, found as in Pandoc: no space just inside the dollar signs, and no digit after the closing one. So `$5 and
  /// $6` are prices.
  private mutating func closingDollar(from start: Int) -> Int? {
    guard start < bytes.count, !isSpace(bytes[start]), let end = nextDollar(from: start), !isSpace(bytes[end - 1])
    else {
      return nil
    }
    let after = end + 1 < bytes.count ? bytes[end + 1] : UInt8(ascii: " ")
    return isDigit(after) || isWord(after) && isVariable(start..<end) ? nil : end
  }

  /// Whether a text is the name of a variable of a shell, with a mark before the next one: `HOME:` in `$HOME:$PATH`.
  private func isVariable(_ range: Range<Int>) -> Bool {
    let name = bytes[range].prefix { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    return name.count > 1 && bytes[range].dropFirst(name.count).allSatisfy { ":/;,.-+=".utf8.contains($0) }
  }

  private mutating func closingDoubleDollar(from start: Int) -> Int? {
    var cursor = start
    while let end = nextDollar(from: cursor) {
      if isDollar(end + 1) { return end }
      cursor = end + 1
    }
    return nil
  }

  private mutating func closingTickDollar(from start: Int) -> Int? {
    let last = currentParagraph().lastTickDollar
    return last < start ? nil : (start...last).first { bytes[$0] == UInt8(ascii: "`") && isDollar($0 + 1) }
  }

  /// The next dollar sign of the paragraph. Escaped ones and those in code don't count.
  private mutating func nextDollar(from start: Int) -> Int? {
    let paragraph = currentParagraph()
    var cursor = start
    while cursor < paragraph.end {
      switch bytes[cursor] {
      case UInt8(ascii: "$"): return cursor
      case UInt8(ascii: "\\"): cursor += 2
      case UInt8(ascii: "`"):
        let length = runLength(of: UInt8(ascii: "`"), at: cursor)
        cursor = paragraph.endOfCodeSpan(from: cursor, length: length) ?? cursor + length
      default: cursor += 1
      }
    }
    return nil
  }

  /// The text of a formula without the `>` at the beginning of its further lines in a quotation.
  private func extract(_ range: Range<Int>) -> ExtractedText {
    var extracted = ExtractedText()
    var cursor = range.lowerBound
    while cursor < range.upperBound {
      if cursor > range.lowerBound { cursor = min(endOfQuotes(from: cursor), range.upperBound) }
      var end = cursor
      while end < range.upperBound, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      end = min(end + 1, range.upperBound)
      extracted.append(file.slice(cursor..<max(end, cursor)), fileOffset: cursor)
      cursor = max(end, cursor + 1)
    }
    return extracted
  }

  /// Skips as many `>` as the formula's first line began with. Spaces after them belong to the formula.
  private func endOfQuotes(from start: Int) -> Int {
    guard quotes > 0, skippingQuotes(from: start, atMost: quotes).count > 0 else { return start }
    let end = skippingQuotes(from: start, atMost: quotes).end
    return (bytes[start..<end].lastIndex(of: UInt8(ascii: ">")) ?? start - 1) + 1
  }
}

// MARK: - Bytes

extension MarkdownScanner {
  private func isDollar(_ index: Int) -> Bool { index < bytes.count && bytes[index] == UInt8(ascii: "$") }

  func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  func matches(_ text: StaticString) -> Bool {
    position + text.utf8CodeUnitCount <= bytes.count
      && (0..<text.utf8CodeUnitCount).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
  }

  func runLength(of character: UInt8, at start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] == character { end += 1 }
    return end - start
  }

  func endOfLine(from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    return end
  }

  func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }

  private func isBlankLine(from start: Int) -> Bool {
    var cursor = start
    while cursor < bytes.count, bytes[cursor] != UInt8(ascii: "\n") {
      guard isSpace(bytes[cursor]) || bytes[cursor] == UInt8(ascii: ">") else { return false }
      cursor += 1
    }
    return true
  }
}
