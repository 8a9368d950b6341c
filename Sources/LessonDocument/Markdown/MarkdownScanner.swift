import Diagnostics

/// Takes formulas and comments out of Markdown before CommonMark sees them.
///
/// CommonMark would read the `_`, `*` and `\\` of a formula as its own. So each formula is replaced by a placeholder and each
/// comment's body by one (`<!--…-->` stays, since a comment can end a paragraph); the map tells where every byte of the
/// prepared text came from. A placeholder that ends up in code is put back as it was written.
struct MarkdownScanner {
  private let file: SourceFile
  private let bytes: [UInt8]
  private var position: Int
  private var prepared = PreparedMarkdown()
  private var problems: [Problem] = []
  /// The fence that is open: its character, its length, and how many `>` stand before it.
  private var fence: (character: UInt8, length: Int, quotes: Int)?
  /// How many `>` the current line began with.
  private var quotes = 0

  /// - Parameter start: The byte offset after the front matter.
  static func scan(_ file: SourceFile, from start: Int) -> (PreparedMarkdown, [Problem]) {
    var scanner = MarkdownScanner(file: file, start: start)
    scanner.run()
    return (scanner.prepared, scanner.problems)
  }

  private init(file: SourceFile, start: Int) {
    self.file = file
    bytes = Array(file.text.utf8)
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
      let start = position
      switch bytes[position] {
      case UInt8(ascii: "\n"):
        atLineStart = true
        position += 1
      case UInt8(ascii: "\\"):
        position += 2
      case UInt8(ascii: "`"):
        skipCodeSpan()
      case UInt8(ascii: "<") where matches("<!--"):
        if let body = comment() {
          copy(copied..<body.lowerBound)
          replace(.comment, body: extract(body), range: start..<position)
          copied = body.upperBound
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

  private mutating func copy(_ range: Range<Int>) {
    prepared.appendCopy(of: bytes[range], fileOffset: range.lowerBound)
  }

  private mutating func replace(_ kind: PreparedMarkdown.Item.Kind, body: ExtractedText, range: Range<Int>) {
    prepared.appendPlaceholder(for: .init(kind: kind, body: body, range: range))
  }
}

// MARK: - Code

extension MarkdownScanner {
  /// Looks at a line's beginning. True if the line opens, closes or stands in a fenced block.
  private mutating func startsFencedLine() -> Bool {
    var cursor = position
    var quotes = 0
    while cursor < bytes.count {
      switch bytes[cursor] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): cursor += 1
      case UInt8(ascii: ">"):
        quotes += 1
        cursor += 1
      default:
        if fence == nil, let end = listMarker(at: cursor) { cursor = end } else { return decide(at: cursor, quotes) }
      }
    }
    self.quotes = quotes
    return fence != nil
  }

  private mutating func decide(at cursor: Int, _ quotes: Int) -> Bool {
    self.quotes = quotes
    // The end of a quotation ends the fence in it.
    if let open = fence, quotes < open.quotes { fence = nil }
    let character = bytes[cursor]
    guard character != UInt8(ascii: "\n"), character != UInt8(ascii: "\r") else { return fence != nil }
    let length = runLength(of: character, at: cursor)
    if let open = fence {
      let rest = bytes[(cursor + length)..<endOfLine(from: cursor)]
      let isBlank = rest.allSatisfy { [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains($0) }
      if character == open.character, length >= open.length, isBlank { fence = nil }
      return true
    }
    guard character == UInt8(ascii: "`") || character == UInt8(ascii: "~"), length >= 3 else { return false }
    let info = bytes[(cursor + length)..<endOfLine(from: cursor)]
    if character == UInt8(ascii: "`"), info.contains(UInt8(ascii: "`")) { return false }
    fence = (character, length, quotes)
    return true
  }

  /// The end of `- `, `* `, `+ `, `1. ` or `1) `.
  private func listMarker(at start: Int) -> Int? {
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
    guard cursor < bytes.count, bytes[cursor] == UInt8(ascii: " ") else { return nil }
    return cursor + 1
  }

  private mutating func skipCodeSpan() {
    let length = runLength(of: UInt8(ascii: "`"), at: position)
    var cursor = position + length
    while let next = nextInParagraph(from: cursor, { $0 == UInt8(ascii: "`") }) {
      let closing = runLength(of: UInt8(ascii: "`"), at: next)
      cursor = next + closing
      if closing == length {
        position = cursor
        return
      }
    }
    position += length
  }
}

// MARK: - Comments and formulas

extension MarkdownScanner {
  /// The range of a comment's body; leaves the position after `-->`.
  private mutating func comment() -> Range<Int>? {
    let start = position + 4
    var cursor = start
    while cursor + 2 < bytes.count {
      if bytes[cursor] == UInt8(ascii: "-"), bytes[cursor + 1] == UInt8(ascii: "-"), bytes[cursor + 2] == UInt8(ascii: ">") {
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

  /// A formula at `$`; leaves the position after it, or after the dollar that is only a dollar.
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

  private func closingDoubleDollar(from start: Int) -> Int? {
    nextUnescaped(from: start) { $0 + 1 < bytes.count && bytes[$0] == dollar && bytes[$0 + 1] == dollar }
  }

  private func closingTickDollar(from start: Int) -> Int? {
    var cursor = start
    while let tick = nextInParagraph(from: cursor, { $0 == UInt8(ascii: "`") }) {
      if tick + 1 < bytes.count, bytes[tick + 1] == dollar { return tick }
      cursor = tick + 1
    }
    return nil
  }

  /// As in Pandoc: no space just inside the dollars and no digit after the closing one, so that `$5 and $6` are prices.
  private func closingDollar(from start: Int) -> Int? {
    guard start < bytes.count, !isSpace(bytes[start]) else { return nil }
    let end = nextUnescaped(from: start) { index in
      guard bytes[index] == dollar, !isSpace(bytes[index - 1]) else { return false }
      let next = index + 1 < bytes.count ? bytes[index + 1] : UInt8(ascii: " ")
      return !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next)
    }
    return end.flatMap { $0 > start ? $0 : nil }
  }

  /// The text of a formula without the `>` with which its further lines begin in a quotation.
  private func extract(_ range: Range<Int>) -> ExtractedText {
    var extracted = ExtractedText()
    var cursor = range.lowerBound
    while cursor < range.upperBound {
      if cursor > range.lowerBound { cursor = skippingQuotes(from: cursor, limit: range.upperBound) }
      var end = cursor
      while end < range.upperBound, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      end = min(end + 1, range.upperBound)
      extracted.append(file.slice(cursor..<max(end, cursor)), fileOffset: cursor)
      cursor = max(end, cursor + 1)
    }
    return extracted
  }

  private func skippingQuotes(from start: Int, limit: Int) -> Int {
    var cursor = start
    var left = quotes
    var end = start
    while left > 0, cursor < limit {
      if bytes[cursor] == UInt8(ascii: ">") {
        left -= 1
        end = cursor + 1
      } else if !isSpace(bytes[cursor]) || bytes[cursor] == UInt8(ascii: "\n") {
        break
      }
      cursor += 1
    }
    return end
  }
}

// MARK: - Bytes

extension MarkdownScanner {
  private var dollar: UInt8 { UInt8(ascii: "$") }

  private func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private func matches(_ text: StaticString) -> Bool {
    position + text.utf8CodeUnitCount <= bytes.count
      && (0..<text.utf8CodeUnitCount).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
  }

  private func runLength(of character: UInt8, at start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] == character { end += 1 }
    return end - start
  }

  private func endOfLine(from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    return end
  }

  /// The next byte for which `isWanted` holds, before the paragraph ends with a blank line.
  private func nextInParagraph(from start: Int, _ isWanted: (UInt8) -> Bool) -> Int? {
    var cursor = start
    while cursor < bytes.count {
      if isWanted(bytes[cursor]) { return cursor }
      if bytes[cursor] == UInt8(ascii: "\n"), isBlankLine(from: cursor + 1) { return nil }
      cursor += 1
    }
    return nil
  }

  private func nextUnescaped(from start: Int, _ isWanted: (Int) -> Bool) -> Int? {
    var cursor = start
    while cursor < bytes.count {
      if isWanted(cursor) { return cursor }
      if bytes[cursor] == UInt8(ascii: "\n"), isBlankLine(from: cursor + 1) { return nil }
      cursor += bytes[cursor] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  private func isBlankLine(from start: Int) -> Bool {
    var cursor = start
    while cursor < bytes.count, bytes[cursor] != UInt8(ascii: "\n") {
      guard isSpace(bytes[cursor]) || bytes[cursor] == UInt8(ascii: ">") else { return false }
      cursor += 1
    }
    return true
  }
}
