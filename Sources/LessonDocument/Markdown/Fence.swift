import Diagnostics

/// A fenced block, and where its parts are in the file.
struct Fence {
  /// From the first fence character to the end of the last line.
  let range: Range<Int>
  /// The run of backticks or tildes that opens it.
  let openingRange: Range<Int>
  let words: [(text: String, range: Range<Int>)]
  let content: ExtractedText
  let isClosed: Bool
  /// The prefix of the fence's further lines, and of a fence inserted after it: `> ` in a quotation.
  let linePrefix: String

  /// Returns nil for an indented code block.
  init?(_ node: MarkdownNode, literal: String, info: String, prepared: PreparedMarkdown, file: SourceFile) {
    let start = prepared.fileOffset(line: node.startLine, column: node.startColumn)
    let firstLine = file.rangeOfLine(file.position(at: start).line)
    let opening = file.slice(start..<max(firstLine.upperBound, start))
    guard let character = opening.first, character == "`" || character == "~" else { return nil }
    let length = opening.prefix { $0 == character }.utf8.count
    guard length >= 3 else { return nil }
    // A line that repeats the opening would close a fence without an info word, so this block is indented code that shows one.
    guard !info.isEmpty || !literal.hasPrefix(String(opening).trimmingTrailingSpaces()) else { return nil }
    openingRange = start..<start + length

    let lastLine = prepared.fileOffset(line: node.endLine, column: 1)
    let closing = file.rangeOfLine(file.position(at: lastLine).line)
    let tail = file.slice(closing).drop { $0 == " " || $0 == ">" || $0 == "\t" }
    isClosed =
      node.endLine > node.startLine && tail.prefix { $0 == character }.utf8.count >= length
      && tail.drop { $0 == character }.allSatisfy(\.isWhitespace)
    // A list marker is only on the first line of its item.
    linePrefix = String(file.slice(firstLine.lowerBound..<start).map { [" ", "\t", ">"].contains($0) ? $0 : " " })
    range = start..<max(closing.upperBound, start + length)
    words = Self.words(of: opening.dropFirst(length), at: start + length)
    content = Self.content(literal, firstLine: file.position(at: start).line + 1, prepared: prepared, file: file)
  }

  /// The tool's word that an author must have meant by `Swift`, `{swift}` or `swift,norun`; nil if it may be another language's name.
  ///
  /// Without this check, a cell with a misspelled word would silently be a listing that never runs.
  static func wordMeant(by word: String) -> String? {
    let brackets: Set<Character> = ["{", "}", ".", ",", ";", ":", "，", "；", "："]
    let name = String(word.lowercased().drop(while: brackets.contains).prefix { !brackets.contains($0) })
    let words = ["swift", "output", "math"]
    if words.contains(word) { return nil }
    if words.contains(name) { return name }
    // At most one letter may be inserted or dropped: `outputs`. With two, it may be another language: `mathml`.
    return nearestName(to: name, among: words).flatMap { abs($0.count - name.count) <= 1 ? $0 : nil }
  }

  /// Languages of listings that show arbitrary text.
  static let textLanguages: Set = [
    "", "text", "txt", "plain", "plaintext", "diff", "patch", "console", "terminal", "shell", "sh", "bash", "git", "markdown", "md",
    "conflict",
  ]

  private static func words(of info: Substring, at start: Int) -> [(String, Range<Int>)] {
    info.split(whereSeparator: \.isWhitespace).map { word in
      let offset = start + info.utf8.distance(from: info.startIndex, to: word.startIndex)
      return (String(word), offset..<offset + word.utf8.count)
    }
  }

  /// Finds the content's lines in the file. Each is the end of a file line, after the prefix of the list or quotation around it.
  private static func content(
    _ literal: String, firstLine: Int, prepared: PreparedMarkdown, file: SourceFile
  ) -> ExtractedText {
    var extracted = ExtractedText()
    // Split the bytes, because in Swift the two characters of a Windows line ending are one.
    for (index, line) in literal.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      let number = min(firstLine + index, file.lineCount)
      let text = prepared.restored(String(decoding: line, as: UTF8.self), from: file)
      let kept = text.suffix(keptBytesOf: file.line(number))
      if index > 0 { extracted.append("\n", fileOffset: file.rangeOfLine(max(number - 1, 1)).upperBound) }
      extracted.append(kept, fileOffset: file.rangeOfLine(number).upperBound - kept.utf8.count)
    }
    return extracted.droppingLastNewline()
  }
}

extension String {
  /// The longest common suffix of the text and the line. What remains is a carriage return, or spaces that replace part of a tab where
  /// a list's content begins within it.
  fileprivate func suffix(keptBytesOf line: Substring) -> Substring {
    let line = line.utf8
    var kept = utf8.last == UInt8(ascii: "\r") ? utf8.dropLast() : utf8[...]
    while kept.count > line.count || !line.suffix(kept.count).elementsEqual(kept) { kept = kept.dropFirst() }
    return Substring(kept)
  }
}
