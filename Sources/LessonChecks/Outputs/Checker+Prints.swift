import CellAnalysis
import Diagnostics
import LessonDocument
import LessonRunner

/// Compares the printed output of cells with `// Prints "…"` comments.
extension Checker {
  /// Compares each group of comments with the lines printed last before it.
  ///
  /// - Returns: nil if the cell has no such comments.
  mutating func checkPrints(of cell: Cell) -> OutputFinding? {
    let groups = cell.statements.indices.filter { !cell.statements[$0].prints.isEmpty }
    // That nothing compares those of a cell that isn't run is an error of the document.
    guard !groups.isEmpty, cell.options.wordAgainstRunning == nil else { return nil }
    if !cell.options.isOutputCompared { return .notCompared }
    return groups.map { checkPrints(after: $0, of: cell) }.allSatisfy(\.self) ? .matches : .differs
  }

  private mutating func checkPrints(after statement: Int, of cell: Cell) -> Bool {
    let comments = cell.statements[statement].prints
    let comparison = comparison(of: cell)
    let given = printed(before: statement, in: cell, by: run.cells[cell.index])
    let readings = [comments.map(\.text), comments.map(\.unescapedText), comments.map(\.textBeforeRemark)].map { lines in
      lines.joined(separator: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        .flatMap { $0.isEmpty ? [.empty] : OutputLine.lines(recorded: String($0)) }
    }
    let matching = readings.first { comparison.matches($0, given) }
    let alignment = LineAlignment(matching ?? readings[0], given, comparison)
    let difference = OutputDifference(alignment, comparison)
    let wrong = comments[min(difference.firstLine, comments.count) - 1]
    let range = cell.code.fileRange(of: matching == nil ? wrong.range : comments[0].range)

    if let again = again(cell) {
      let second = printed(before: statement, in: cell, by: again)
      let standing = matching ?? OutputLine.lines(recorded: given.recordedText)
      guard repetitionComparison(of: cell).matches(standing, second) else {
        fail(
          .outputNotRepeatable, of: .output(ofCell: cell.index), unsteadiness(of: "what this prints", at: range, given, second, comparison))
        return false
      }
    }
    for (line, text) in alignment.looseEllipses(comparison) {
      let place = cell.code.fileRange(of: comments[min(line, comments.count) - 1].textRange)
      fail(.ellipsisAmbiguous, of: .output(ofCell: cell.index), looseEllipsis(text, at: place))
    }
    guard matching == nil else { return true }
    fail(
      .outputDiffers, of: .output(ofCell: cell.index),
      Problem(
        "this isn't what was printed", at: range, notes: notes(alignment, comparison), difference: difference.shown,
        help: Self.acceptHelp))
    edits += rewriting(comments, as: given.map(\.recordedText), after: cell.statements[statement], of: cell)
    return false
  }

  /// The lines that the statement printed. If there are more comments, also lines of earlier statements, as many as needed.
  private func printed(before statement: Int, in cell: Cell, by cellRun: CellRun) -> [OutputLine] {
    lines(printedBy: statementsCovered(byCommentsAfter: statement, in: cell), by: cellRun)
  }

  private func statementsCovered(byCommentsAfter statement: Int, in cell: Cell) -> ClosedRange<Int> {
    let previous = cell.statements[..<statement].lastIndex { !$0.prints.isEmpty } ?? -1
    let count = cell.statements[statement].prints.count
    var first = statement
    let cellRun = run.cells[cell.index]
    while lines(printedBy: first...statement, by: cellRun).count < count, first > previous + 1 { first -= 1 }
    // A statement may end a line that earlier ones have begun, with `terminator: ""`.
    while first > previous + 1, isLineOpen(after: previous + 1...first - 1, by: cellRun) { first -= 1 }
    return first...statement
  }

  private func isLineOpen(after statements: ClosedRange<Int>, by cellRun: CellRun) -> Bool {
    let text = cellRun.printed(by: statements)
    return !text.isEmpty && !text.hasSuffix("\n")
  }

  /// The printed lines: at least one, which may be empty.
  private func lines(printedBy statements: ClosedRange<Int>, by cellRun: CellRun) -> [OutputLine] {
    let lines = OutputLine.lines(printed: cellRun.printed(by: statements).recordable.droppingLastNewline)
    return lines.isEmpty ? [.empty] : lines
  }

  /// Whether the comments record all outputs of the cell.
  func areOutputsCovered(in cell: Cell) -> Bool {
    let cellRun = run.cells[cell.index]
    let isPrintedOnly = cellRun.expectedMessage == nil && cellRun.outputs.allSatisfy { if case .printed = $0 { true } else { false } }
    let groups = cell.statements.indices.filter { !cell.statements[$0].prints.isEmpty }
    let covered = Set(groups.flatMap { statementsCovered(byCommentsAfter: $0, in: cell) })
    return !groups.isEmpty && isPrintedOnly && cellRun.printedBytes.keys.allSatisfy(covered.contains)
  }

  /// Replaces the text of each comment. Surplus comments are deleted; further lines are added below, indented like the statement.
  private func rewriting(
    _ comments: [PrintsComment], as lines: [String], after statement: CellStatement, of cell: Cell
  ) -> [Edit] {
    var edits = zip(comments, lines).filter { $0.text != $1 }.map { comment, line in
      Edit(range: cell.code.fileRange(of: comment.textRange), replacement: line)
    }
    let last = comments[min(comments.count, lines.count) - 1]
    if comments.count > lines.count {
      let range = last.range.upperBound..<comments[comments.count - 1].range.upperBound
      edits.append(Edit(range: cell.code.fileRange(of: range), replacement: ""))
    } else if lines.count > comments.count {
      let end = cell.code.fileOffset(of: last.range.upperBound)
      let indent = cell.linePrefix + String(repeating: " ", count: statement.column - 1)
      let more = lines[comments.count...].map { "\(lineEnding(at: end))\(indent)// Prints \"\($0)\"" }.joined()
      edits.append(Edit(range: end..<end, replacement: more))
    }
    return edits
  }
}

extension PrintsComment {
  /// The text up to a quotation mark with a remark after it: `// Prints "hi", because "hi" is shown`.
  fileprivate var textBeforeRemark: String {
    text.firstRange(of: #/"[,;.]?[ ]/#).map { String(text[..<$0.lowerBound]) } ?? text
  }

  /// The text that a Swift string literal with this content means: an author may write `\n` and `\"`.
  fileprivate var unescapedText: String {
    text.replacing(/\\([ntr0"'\\])/) { match in
      switch match.1 {
      case "n": "\n"
      case "t": "\t"
      case "r": "\r"
      case "0": "\0"
      default: String(match.1)
      }
    }
  }
}
