import Diagnostics

/// Lines of a cell that end with `// hide`: they run, and a page shows them only when a reader unfolds them.
extension Cell {
  /// The lines of the code, each with its number from 1.
  private var lines: [(number: Int, text: Substring)] {
    let text = code.text.hasSuffix("\n") ? code.text.dropLast() : code.text[...]
    return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { ($0 + 1, $1) }
  }

  // A regular expression in a function is read anew at each call, here for each line.
  private nonisolated(unsafe) static let mark = /\s*\/\/\s*hide\s*$/

  private static func isHidden(_ line: Substring) -> Bool { line.contains(mark) }

  /// The lines that a page shows at once.
  package var shownLines: [(number: Int, text: Substring)] { lines.filter { !Self.isHidden($0.text) } }

  /// The hidden lines, without their marks.
  package var hiddenLines: [Substring] {
    lines.map(\.text).filter(Self.isHidden).map { line in line[..<(line.ranges(of: Self.mark).last?.lowerBound ?? line.endIndex)] }
  }

  package var lineCount: Int { lines.count }
}
