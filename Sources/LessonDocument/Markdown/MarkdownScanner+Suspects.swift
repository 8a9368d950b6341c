import Diagnostics

/// Finds text that looks like markup but may be printed as typed. CommonMark decides later whether it is a link, or part of code.
extension MarkdownScanner {
  /// The suspected markup at the position.
  mutating func suspect() -> (problem: Problem, range: Range<Int>)? {
    brokenLink() ?? brokenComment() ?? brokenEmphasis() ?? foreignSyntax()
  }

  private mutating func foreignSyntax() -> (problem: Problem, range: Range<Int>)? {
    // Limit the attempts, since a file made of openings would take minutes.
    guard triesLeft > 0, ForeignSyntax.firstBytes[Int(bytes[position])] else { return nil }
    for (opening, syntax) in ForeignSyntax.entries(beginning: bytes[position...].prefix(2)) {
      guard isAt(syntax.place), bytes[position...].starts(with: opening) else { continue }
      triesLeft -= 1
      let end = min(syntax.place == .fileStart ? bytes.count : currentParagraph().end, position + ForeignSyntax.longest)
      guard position < end else { continue }
      // As a character, a return before a line feed would merge with it.
      var stretch = Array(bytes[position..<end])
      if stretch.contains(UInt8(ascii: "\r")) { stretch = stretch.map { $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 } }
      let text = String(decoding: stretch, as: UTF8.self)
      guard let found = syntax.match(text[...]) else { continue }
      let line = found.prefix { !$0.isNewline }
      return (syntax.problem(at: position..<min(position + line.utf8.count, end)), position..<min(position + found.utf8.count, end))
    }
    return nil
  }

  private func isAt(_ place: ForeignSyntax.Place) -> Bool {
    let before = position > 0 ? bytes[position - 1] : UInt8(ascii: "\n")
    switch place {
    case .anywhere: return true
    case .wordStart: return !isWord(before) && before < 0x80 && before != bytes[position]
    case .behindElement: return [UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "`")].contains(before)
    case .lineStart: return position == contentOfLine.start
    case .fileStart: return position == start
    }
  }

  // MARK: - Comments that aren't recognized

  // Regular expressions in a function are read anew at each call.
  private nonisolated(unsafe) static let brokenCommentPattern = /<(?:\s*![ \-–—!]*|[\-–—]+!?)\s*(?i:check)\b/
  private nonisolated(unsafe) static let addressPattern = /\.[a-z]{2,4}(?=$|[#?"'\s])|:\/\/|^#|^\.{0,2}\//
  private nonisolated(unsafe) static let definitionPattern = /\[[^\[\]]+\]:[ \t]*[^\s.\/:#<>]+[ \t\r]*$/

  /// Finds `<!- check -->`, `< !-- check -->`, `\<!-- check -->`, and comments with a dash that an editor made of two hyphens.
  private func brokenComment() -> (problem: Problem, range: Range<Int>)? {
    let isEscaped = bytes[position...].starts(with: "\\<!--".utf8)
    guard isEscaped || bytes[position] == UInt8(ascii: "<") && !bytes[position...].starts(with: "<!--".utf8) else { return nil }
    let text = String(decoding: bytes[position...].dropFirst(isEscaped ? 1 : 0).prefix(40), as: UTF8.self)
    guard let found = text.prefixMatch(of: Self.brokenCommentPattern)?.output else { return nil }
    let range = position..<min(position + found.utf8.count + (isEscaped ? 1 : 0), bytes.count)
    return (Problem("this isn't a comment, so it checks nothing", at: range, help: "write `<!-- check: … -->`"), range)
  }

  // MARK: - Emphasis that isn't recognized

  /// Finds `**注意：**这里`. Between a punctuation mark and a letter, CommonMark's delimiters open or close nothing, and Chinese has no space
  /// there.
  private mutating func brokenEmphasis() -> (problem: Problem, range: Range<Int>)? {
    let star = UInt8(ascii: "*")
    guard bytes[position] == star, position == start || bytes[position - 1] != star else { return nil }
    let length = runLength(of: star, at: position)
    guard length <= 3, triesLeft > 0 else { return nil }
    triesLeft -= 1
    let opening = position..<position + length
    let limit = min(currentParagraph().end, position + ForeignSyntax.longest)
    var cursor = opening.upperBound
    while cursor < limit, bytes[cursor] != star { cursor += bytes[cursor] == UInt8(ascii: "\\") ? 2 : 1 }
    guard cursor < limit, runLength(of: star, at: cursor) == length else { return nil }
    let closing = cursor..<cursor + length
    let (opens, closes) = (flanking(opening).opens, flanking(closing).closes)
    let beforeOpening = scalar(before: opening.lowerBound)
    let afterOpening = scalar(at: opening.upperBound)
    let beforeClosing = scalar(before: closing.lowerBound)
    let afterClosing = scalar(at: closing.upperBound)
    let isBrokenAtEnd = opens && !closes && beforeClosing.isMark && afterClosing?.isWrittenWithoutSpaces == true
    let isBrokenAtStart = !opens && afterOpening.isMark && beforeOpening?.isWrittenWithoutSpaces == true
    guard isBrokenAtEnd || isBrokenAtStart else { return nil }
    let range = opening.lowerBound..<closing.upperBound
    let marks = String(repeating: "*", count: length)
    var words = file.slice(opening.upperBound..<closing.lowerBound)
    let before = isBrokenAtStart ? words.prefix(1) : ""
    words = words.dropFirst(before.count)
    let after = beforeClosing.isMark && afterClosing?.isWrittenWithoutSpaces == true ? words.suffix(1) : ""
    let remedy = "\(before)\(marks)\(words.dropLast(after.count))\(marks)\(after)"
    return (
      Problem(
        "this is shown with its `\(marks)`: beside a punctuation mark and a letter, they emphasize nothing", at: range, severity: .warning,
        help: "keep the punctuation mark outside, `\(remedy)`, or put a space there"), range
    )
  }

  // MARK: - Links that aren't recognized

  /// Finds `[words][name]` without a definition of the name, and `[words](an address with spaces)`.
  private mutating func brokenLink() -> (problem: Problem, range: Range<Int>)? {
    let isImage = bytes[position] == UInt8(ascii: "!") && position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "[")
    guard isImage || bytes[position] == UInt8(ascii: "[") else { return nil }
    let limit = min(currentParagraph().end, position + ForeignSyntax.longest)
    let opening = position + (isImage ? 1 : 0)
    guard let closing = closingBracket(from: opening, before: limit) else { return nil }
    switch closing + 1 < limit ? bytes[closing + 1] : UInt8(ascii: "\n") {
    case UInt8(ascii: "["):
      // `a[i][j]` is an indexed entry, and `[words][^1]` has a footnote.
      let isEntry =
        !isImage && position > 0 && (isWord(bytes[position - 1]) || [UInt8(ascii: ")"), UInt8(ascii: "]")].contains(bytes[position - 1]))
      guard !isEntry, let end = closingBracket(from: closing + 1, before: limit), bytes[closing + 2] != UInt8(ascii: "^") else {
        return nil
      }
      let name = file.slice(closing + 2..<end)
      guard !name.contains("[") else { return nil }
      let label = name.isEmpty ? file.slice(opening + 1..<closing) : name
      return undefined(label, isImage: isImage, at: position..<end + 1)
    case UInt8(ascii: "("):
      guard let end = bytes[(closing + 2)..<limit].firstIndex(where: { $0 == UInt8(ascii: ")") || $0 == UInt8(ascii: "\n") }),
        bytes[end] == UInt8(ascii: ")")
      else { return nil }
      let address = file.slice(closing + 2..<end)
      guard isImage || address.contains(Self.addressPattern) else { return nil }
      let hasBlank = address.contains(where: \.isWhitespace)
      return (
        Problem(
          "this isn't \(isImage ? "an image" : "a link")\(hasBlank ? ": a blank ends an address" : "")", at: position..<end + 1,
          help: hasBlank
            ? "write `<` before and `>` after the address: `(<\(address)>)`"
            : "write `<` before and `>` after the address, and a title in quotation marks"), position..<end + 1
      )
    default:
      // Find `![words]` alone, but not the exclamation mark of `wow![sic]`.
      let before = position > 0 ? bytes[position - 1] : UInt8(ascii: "\n")
      guard isImage, isSpace(before), opening + 1 < closing, bytes[opening + 1] != UInt8(ascii: "["),
        closing + 1 >= bytes.count || bytes[closing + 1] != UInt8(ascii: ":")
      else { return nil }
      return undefined(file.slice(opening + 1..<closing), isImage: true, at: position..<closing + 1)
    }
  }

  private func undefined(_ label: Substring, isImage: Bool, at range: Range<Int>) -> (problem: Problem, range: Range<Int>) {
    let problem = Problem(
      "there is no definition `[\(label)]: …` for this \(isImage ? "image" : "link")", at: range,
      help: "write the address here: `\(isImage ? "!" : "")[…](\(isImage ? "picture.png" : "lesson.md"))`")
    return (problem, range)
  }

  /// Finds `[Note]: important` at a paragraph's beginning. CommonMark reads it as a link's definition, which no page shows.
  func vanishingLine() -> Problem? {
    guard position == contentOfLine.start, bytes[position] == UInt8(ascii: "["), !bytes[position...].starts(with: "[^".utf8) else {
      return nil
    }
    let lineStart = (bytes[..<position].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    let before = bytes[..<max(lineStart - 1, 0)]
    let lineBefore = before[((before.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1)...]
    let isParagraph = lineBefore.contains { !isSpace($0) && $0 != UInt8(ascii: ">") }
    let isIndented =
      bytes[lineStart..<position].count { $0 == UInt8(ascii: " ") } > 3 || bytes[lineStart..<position].contains(UInt8(ascii: "\t"))
    guard !isParagraph || before.count < start, !isIndented else { return nil }
    let text = String(decoding: bytes[position..<endOfLine(from: position)].prefix(ForeignSyntax.longest), as: UTF8.self)
    // Anything that may be an address is accepted, and so is `[//]: # (…)`, a common way to write a comment.
    guard let found = text.prefixMatch(of: Self.definitionPattern)?.output else { return nil }
    return Problem(
      "this line is the address of a link, and isn't shown", at: position..<position + found.utf8.count,
      help: "write it another way, say `**Note:** …`; an address is a lesson's file or begins with `https://`")
  }

  /// The bracket that closes the one at `opening`. Escaped brackets and those in code don't count.
  private mutating func closingBracket(from opening: Int, before limit: Int) -> Int? {
    let paragraph = currentParagraph()
    var depth = 0
    var cursor = opening
    while cursor < limit {
      switch bytes[cursor] {
      case UInt8(ascii: "\\"): cursor += 1
      case UInt8(ascii: "`"):
        let length = runLength(of: UInt8(ascii: "`"), at: cursor)
        cursor = (paragraph.endOfCodeSpan(from: cursor, length: length) ?? cursor + length) - 1
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return cursor }
      default: break
      }
      cursor += 1
    }
    return nil
  }

  func isWord(_ byte: UInt8) -> Bool {
    isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "_")
  }

  func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
