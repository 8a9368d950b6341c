import ToolSupport

/// Text taken out of a file. It knows the file offset of each of its bytes.
///
/// A cell in a quotation or a list loses the prefix of each line (`> `) when it is extracted; the pieces record where the text continues.
package struct ExtractedText: Sendable, Hashable {
  package private(set) var text: String
  /// Runs of bytes that are contiguous in the file, in order: where each begins in the text and in the file.
  private var pieces: [Piece]

  private struct Piece: Sendable, Hashable {
    var textOffset: Int
    var fileOffset: Int
  }

  package init() {
    text = ""
    pieces = []
  }

  /// A range of `file`, unchanged.
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

  /// Converts a problem from this text's offsets to the file's.
  package func located(_ problem: Problem) -> Problem {
    var located = problem
    located.range = fileRange(of: problem.range)
    return located
  }

  /// The byte offset at which a line of the text begins. Lines count from 1; for a line that doesn't exist, the end of the text.
  package func offset(ofLine line: Int) -> Int {
    var remaining = line - 1
    if remaining <= 0 { return 0 }
    for (offset, byte) in text.utf8.enumerated() where byte == UInt8(ascii: "\n") {
      remaining -= 1
      if remaining == 0 { return offset + 1 }
    }
    return text.utf8.count
  }

  /// The text from a byte offset on.
  package func dropping(bytes count: Int) -> ExtractedText {
    var rest = ExtractedText()
    rest.text = String(decoding: text.utf8.dropFirst(count), as: UTF8.self)
    rest.pieces = [Piece(textOffset: 0, fileOffset: fileOffset(of: count))]
    rest.pieces += pieces.filter { $0.textOffset > count }.map { Piece(textOffset: $0.textOffset - count, fileOffset: $0.fileOffset) }
    return rest
  }

  /// The text without its final line ending, which belongs to the closing fence.
  package func droppingLastNewline() -> ExtractedText {
    guard text.utf8.last == UInt8(ascii: "\n") else { return self }
    var shorter = self
    shorter.text.removeLast()
    shorter.pieces.removeAll { $0.textOffset > shorter.text.utf8.count }
    return shorter
  }
}
