import ToolSupport

/// Text taken out of a file, which knows for each of its bytes where that byte stands in the file.
///
/// A cell in a quotation or a list loses its lines' prefixes (`> `) when it is taken out; the pieces remember where each went on.
package struct ExtractedText: Sendable, Hashable {
  package private(set) var text: String
  /// Where a run of bytes begins, in the text and in the file; ordered.
  private var pieces: [Piece]

  private struct Piece: Sendable, Hashable {
    var textOffset: Int
    var fileOffset: Int
  }

  package init() {
    text = ""
    pieces = []
  }

  /// A run of bytes of `file` as it stands.
  package init(_ range: Range<Int>, of file: SourceFile) {
    self.init()
    append(file.slice(range), fileOffset: range.lowerBound)
  }

  package mutating func append(_ more: some StringProtocol, fileOffset: Int) {
    pieces.append(Piece(textOffset: text.utf8.count, fileOffset: fileOffset))
    text += more
  }

  /// The file offset of a byte of the text; one past the end maps to one past the last byte.
  package func fileOffset(of textOffset: Int) -> Int {
    guard !pieces.isEmpty else { return 0 }
    let piece = pieces[max(pieces.partitioningIndex { $0.textOffset > textOffset } - 1, 0)]
    return piece.fileOffset + (textOffset - piece.textOffset)
  }

  package func fileRange(of range: Range<Int>) -> Range<Int> {
    let start = fileOffset(of: range.lowerBound)
    guard !range.isEmpty else { return start..<start }
    // The end is one past the last byte of the range, which may stand in an earlier piece than the next byte.
    return start..<max(fileOffset(of: range.upperBound - 1) + 1, start)
  }

  /// A problem told in this text's offsets, as one of the file's.
  package func located(_ problem: Problem) -> Problem {
    var located = problem
    located.range = fileRange(of: problem.range)
    return located
  }

  /// The byte offset in the text at which a line, counted from 1, begins; the text's end for a line it doesn't have.
  package func offset(ofLine line: Int) -> Int {
    var remaining = line - 1
    if remaining <= 0 { return 0 }
    for (offset, byte) in text.utf8.enumerated() where byte == UInt8(ascii: "\n") {
      remaining -= 1
      if remaining == 0 { return offset + 1 }
    }
    return text.utf8.count
  }

  /// Without the line ending that closes a fence's last line.
  package func droppingLastNewline() -> ExtractedText {
    guard text.utf8.last == UInt8(ascii: "\n") else { return self }
    var shorter = self
    shorter.text.removeLast()
    shorter.pieces.removeAll { $0.textOffset > shorter.text.utf8.count }
    return shorter
  }
}
