import Diagnostics
import ToolSupport

/// A citation of one or more works: `[@vaswani2017; see @bahdanau2015, p. 3]`.
package struct Citation: Sendable, Hashable {
  package struct Item: Sendable, Hashable {
    package var key: LocatedText
    /// What precedes the work: `see`.
    package var prefix: String
    /// What follows it: `p. 3`.
    package var locator: String
    /// Whether only the year is shown, `[-@key]`, because the sentence names the authors.
    package var isYearOnly: Bool
  }

  package var items: [Item]
  package var range: Range<Int>
}

extension MarkdownScanner {
  /// The citation at the position: a bracket with an `@` before a key, which isn't the text of a link.
  func citation() -> Range<Int>? {
    guard bytes[position] == UInt8(ascii: "[") else { return nil }
    let limit = min(bytes.count, position + ForeignSyntax.longest)
    var hasKey = false
    var cursor = position + 1
    while cursor < limit {
      switch bytes[cursor] {
      case UInt8(ascii: "]"):
        let next = cursor + 1 < bytes.count ? bytes[cursor + 1] : UInt8(ascii: " ")
        let isOther = "([{".utf8.contains(next) || next == UInt8(ascii: ":") && beginsParagraph(position)
        return hasKey && !isOther ? position..<cursor + 1 : nil
      case UInt8(ascii: "["), UInt8(ascii: "`"): return nil
      case UInt8(ascii: "\n"):
        guard let next = restOfParagraph(after: cursor) else { return nil }
        cursor = next
        continue
      case UInt8(ascii: "@"):
        let before = bytes[cursor - 1]
        // A mail address has a letter before its sign.
        if isSpace(before) || "[-;".utf8.contains(before), beginsKey(cursor + 1) { hasKey = true } else { return nil }
      default: break
      }
      cursor += 1
    }
    return nil
  }

  /// Whether a key may begin at an offset: with a letter of any script, a digit or a low line.
  private func beginsKey(_ offset: Int) -> Bool {
    // No character is longer.
    let first = String(decoding: bytes[min(offset, bytes.count)...].prefix(4), as: UTF8.self).unicodeScalars.first
    return first.map { $0 == "_" || Character($0).isLetter || Character($0).isNumber } ?? false
  }

  /// The first character of the next line behind the marks of quotations; nil if the paragraph doesn't go on there.
  private func restOfParagraph(after lineEnd: Int) -> Int? {
    let rest = bytes[(lineEnd + 1)...]
    guard let first = rest.firstIndex(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") && $0 != UInt8(ascii: ">") }),
      bytes[first] != UInt8(ascii: "\n")
    else { return nil }
    let word = bytes[first...].prefix { !isSpace($0) && $0 != UInt8(ascii: "\n") }
    let isItem =
      ["-", "+", "*"].contains(String(decoding: word, as: UTF8.self))
      || word.dropLast().allSatisfy(isDigit) && word.count > 1 && ".)".utf8.contains(word.last!)
    return isItem ? nil : first
  }

  /// Whether only spaces and the marks of quotations precede an offset on its line, and the line before is empty. There `[@key]: …` is the definition of a
  /// link; elsewhere the colon belongs to the sentence.
  private func beginsParagraph(_ offset: Int) -> Bool {
    func emptyLine(before end: Int) -> Int? {
      let begin = bytes[..<end].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
      return bytes[begin..<end].allSatisfy { isSpace($0) || $0 == UInt8(ascii: ">") } ? begin : nil
    }
    guard let begin = emptyLine(before: offset) else { return false }
    return begin == 0 || emptyLine(before: begin - 1) != nil
  }
}

extension DocumentParser {
  private nonisolated(unsafe) static let keyPattern = /(-?)@([\p{L}\p{N}_](?:[\p{L}\p{N}_]|[:.#$%&+?~\/\-](?=[\p{L}\p{N}_\/]))*)/

  mutating func citation(_ item: PreparedMarkdown.Item) -> Inline? {
    let body = item.body
    // Of as many bytes: where lines go on in a quotation, spaces stand for its marks.
    let text = body.text.replacing(/\n[ \t>]+/) { "\n" + String(repeating: " ", count: $0.0.utf8.count - 1) }
    var items: [Citation.Item] = []
    var start = text.startIndex
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      defer { start = part.endIndex < text.endIndex ? text.index(after: part.endIndex) : part.endIndex }
      guard let found = part.firstMatch(of: Self.keyPattern) else {
        let lower = text.utf8.distance(from: text.startIndex, to: start)
        problems.append(
          Problem(
            "this part of a citation has no key", at: body.fileRange(of: lower..<lower + part.utf8.count),
            help: "write `[@key; @other]`, or a comma before what follows a key: `[@key, p. 3]`"))
        continue
      }
      let keyStart = text.utf8.distance(from: text.startIndex, to: found.2.startIndex)
      let range = body.fileRange(of: keyStart..<keyStart + found.2.utf8.count)
      let prefix = part[..<found.range.lowerBound].words
      let rest = part[found.range.upperBound...].words
      items.append(
        .init(
          key: LocatedText(text: String(found.2).composed, range: range), prefix: prefix,
          locator: rest.hasPrefix(",") ? rest.dropFirst().words : rest, isYearOnly: found.1 == "-"))
    }
    guard !items.isEmpty else { return nil }
    citations.append(Citation(items: items, range: item.range))
    return .citation(citations.count - 1)
  }
}

extension StringProtocol {
  /// The words with one space between them.
  fileprivate var words: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
