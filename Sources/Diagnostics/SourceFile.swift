import ToolSupport

/// A named text that converts byte offsets to lines and columns.
package struct SourceFile: Sendable, Hashable {
  /// The path as the author wrote it on the command line, or relative to the working directory.
  package let path: String
  package let text: String
  /// The byte offset at which each line begins.
  private let lineStarts: [Int]

  package init(path: String, text: String) {
    self.path = path
    self.text = text
    // A byte-order mark, which some editors on Windows write, isn't a character of the first line.
    var starts = [text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
    var offset = 0
    for byte in text.utf8 {
      offset += 1
      if byte == UInt8(ascii: "\n") { starts.append(offset) }
    }
    self.lineStarts = starts
  }

  /// A line and a column. Both count from 1; the column counts characters.
  package struct Position: Sendable, Hashable, Comparable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }

    package static func < (a: Position, b: Position) -> Bool {
      (a.line, a.column) < (b.line, b.column)
    }
  }

  /// The last part of the path.
  package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  package var lineCount: Int { lineStarts.count }

  package func position(at offset: Int) -> Position {
    let line = lineIndex(at: offset)
    let prefix = slice(lineStarts[line]..<max(lineStarts[line], min(offset, text.utf8.count)))
    return Position(line: line + 1, column: prefix.count + 1)
  }

  /// The byte offsets of a line without its line ending. Lines count from 1.
  package func rangeOfLine(_ line: Int) -> Range<Int> {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] - 1 : text.utf8.count
    if end > start, slice(end - 1..<end).utf8.first == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  package func line(_ line: Int) -> Substring { slice(rangeOfLine(line)) }

  /// The text of a byte range; a bound inside a character is moved to the character's start.
  package func slice(_ range: Range<Int>) -> Substring {
    let utf8 = text.utf8
    let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound, limitedBy: utf8.endIndex) ?? utf8.endIndex
    let end = utf8.index(start, offsetBy: range.count, limitedBy: utf8.endIndex) ?? utf8.endIndex
    return text[start..<end]
  }

  /// The index of the line that contains `offset`; the first line for an offset before it.
  private func lineIndex(at offset: Int) -> Int { max(lineStarts.partitioningIndex { $0 > offset } - 1, 0) }

  package static func == (a: SourceFile, b: SourceFile) -> Bool { a.path == b.path && a.text == b.text }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(path)
    hasher.combine(text.utf8.count)
  }
}
