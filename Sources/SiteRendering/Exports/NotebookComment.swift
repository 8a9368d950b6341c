import CellAnalysis

/// A cell that a lesson hides in an HTML comment, `<!-- swift … -->`. In a notebook it is code like any other.
struct NotebookComment {
  /// What stands before the code's first line, without the line's end: `<!-- swift`.
  var opening: String
  var code: String
  /// What stands after the code: `-->`, with the blanks and the line end before it.
  var end: String

  /// - Parameter start: Where the code begins.
  init(_ bytes: ArraySlice<UInt8>, codeFrom start: Int) {
    func text(_ part: ArraySlice<UInt8>) -> String { String(decoding: part, as: UTF8.self).replacing("\r\n", with: "\n") }
    let start = min(start, bytes.endIndex - 3)
    opening = text(bytes[..<start])
    if opening.last == "\n" { opening.removeLast() }
    let body = text(bytes[start...]).dropLast(3)
    let blanks = body.reversed().prefix { $0 == " " || $0 == "\t" }.count
    let lineEnds = body.dropLast(blanks).last == "\n" ? 1 : 0
    code = String(body.dropLast(blanks + lineEnds))
    end = String(body.suffix(blanks + lineEnds)) + "-->"
  }

  /// A comment that is made of what a notebook kept of it; nil if the cell was none.
  init?(_ kept: Notebook.Cell.Kept?, code: String) {
    guard let opening = kept?.code, opening.wholeMatch(of: Self.openingPattern) != nil else { return nil }
    self.opening = opening
    self.code = code
    end = kept?.codeEnd.flatMap { $0.trimmed == "-->" ? $0 : nil } ?? "\n-->"
  }

  private nonisolated(unsafe) static let openingPattern = /<!--\s*swift(?:[ \t](?:[^\n-]|-(?!->))*)?/

  /// As it stands in a lesson. Who changed the code may have written what would end the comment: then it is a cell that readers can unfold.
  var text: String {
    guard code.contains("-->") else { return "\(opening)\n\(code)\(end)" }
    let words = opening.split(whereSeparator: \.isWhitespace).dropFirst().filter { $0 != "swift" && $0 != "hide" }
    return Notebook.fence(nil, words: (["swift", "hide"] + words).joined(separator: " "), around: code + "\n", end: nil)
  }
}
