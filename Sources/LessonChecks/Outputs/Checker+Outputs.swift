import CellAnalysis
import CellOutputs
import Diagnostics
import LessonDocument
import LessonRunner

/// Compares the outputs of cells with the fences that record them.
extension Checker {
  package static let acceptHelp = "if the new output is right: `lessons check --accept`"

  mutating func checkOutput(of cell: Cell) -> OutputFinding {
    let cellRun = run.cells[cell.index]
    switch cellRun.state {
    case .notRun: return .none
    case .failed, .notReached: return .failed
    case .succeeded: break
    }
    // The set-up of a course is in another file, which isn't about its outputs.
    if cell.source != nil { return .none }
    let prints = checkPrints(of: cell)
    let given = GivenOutput(cellRun)
    guard let recorded = cell.recorded else {
      guard !given.isEmpty, cell.options.showsOutput, !areOutputsCovered(in: cell) else { return prints ?? .none }
      let start = cell.range.lowerBound..<cell.range.lowerBound + 3
      let lines = given.lines
      if reportUnsteadiness(of: cell, at: start, given, standing: lines.recordedText) { return .unrecorded }
      fail(
        .outputNotRecorded, of: .output(ofCell: cell.index),
        Problem(
          "this cell's output isn't recorded", at: start,
          difference: OutputDifference(LineAlignment([], lines, comparison(of: cell)), comparison(of: cell)).shown,
          help: Self.acceptHelp))
      edits.append(insertion(of: lines.recordedText, after: cell))
      return .unrecorded
    }
    if !cell.options.isOutputCompared { return .notCompared }
    let finding = check(recorded, given, of: cell)
    return prints == .differs ? .differs : finding
  }

  private mutating func check(_ recorded: RecordedOutput, _ given: GivenOutput, of cell: Cell) -> OutputFinding {
    let text = recorded.text.text
    func range(ofLine line: Int) -> Range<Int> {
      let start = recorded.text.offset(ofLine: line)
      let length = text.utf8.dropFirst(start).prefix { $0 != UInt8(ascii: "\n") }.count
      return recorded.text.fileRange(of: start..<start + length)
    }
    if text.isIdentical(to: given.text), !text.contains("…") {
      return reportUnsteadiness(of: cell, at: range(ofLine: 1), given, standing: text) ? .differs : .matches
    }
    let comparison = comparison(of: cell)
    let (old, new) = (OutputLine.lines(recorded: text), given.lines)
    let matches = comparison.matches(old, new)
    let alignment = LineAlignment(old, new, comparison)
    let difference = OutputDifference(alignment, comparison)
    let line = matches ? 1 : difference.firstLine
    if reportUnsteadiness(of: cell, at: range(ofLine: line), given, standing: matches ? text : alignment.accepted) {
      return .differs
    }
    for (line, text) in alignment.looseEllipses(comparison) {
      fail(.ellipsisAmbiguous, of: .output(ofCell: cell.index), looseEllipsis(text, at: range(ofLine: line)))
    }
    guard !matches else { return .matches }
    fail(
      .outputDiffers, of: .output(ofCell: cell.index),
      Problem(
        "the output isn't what was recorded", at: range(ofLine: line),
        notes: notes(alignment, comparison), difference: difference.shown, help: Self.acceptHelp))
    edits.append(replacement(of: recorded, by: alignment.accepted))
    return .differs
  }

  func looseEllipsis(_ text: String, at range: Range<Int>) -> Problem {
    Problem(
      "the cell printed a `…` here, but a recorded `…` matches anything", at: range, severity: .warning,
      help: "write `\\…` for the printed one: `\(text)`")
  }

  /// Notes on what the shown difference doesn't make clear.
  func notes(_ alignment: LineAlignment, _ comparison: OutputComparison) -> [String] {
    let tolerance = comparison.relativeTolerance
    let allowed = tolerance == OutputComparison.usualTolerance ? nil : "numbers may be off by \(tolerance) of their size here"
    return [alignment.lookAlike, allowed].compactMap(\.self)
  }

  func comparison(of cell: Cell) -> OutputComparison { OutputComparison(cell: cell.options.tolerance, course: tolerance) }
}

// MARK: - Values

extension Checker {
  mutating func checkValues(of cell: Cell) -> [ValueFinding] {
    // That nothing compares those of a cell that isn't run is an error of the document.
    guard run.cells[cell.index].state == .succeeded, cell.source == nil, cell.options.wordAgainstRunning == nil else { return [] }
    return cell.statements.enumerated().compactMap { index, statement in
      guard let expected = statement.expected else { return nil }
      guard let value = run.cells[cell.index].recorded[index] else {
        fail(
          .outputNotCompared, of: .output(ofCell: cell.index),
          Problem(
            "nothing compares this `// =>`: the cell never came to it", at: cell.code.fileRange(of: expected.range),
            help: "put it above what ends the cell, or write the comment without the arrow"))
        return nil
      }
      let matches = check(expected, value, at: index, of: cell)
      return ValueFinding(cell: cell.index, statement: index, matches: matches)
    }
  }

  private mutating func check(
    _ expected: CellStatement.ExpectedValue, _ value: DisplayedValue, at statement: Int, of cell: Cell
  ) -> Bool {
    let range = cell.code.fileRange(of: expected.range)
    if value.type == "()", let printed = run.cells[cell.index].printed(by: statement...statement).split(separator: "\n").first {
      fail(
        .outputNotCompared, of: .output(ofCell: cell.index),
        Problem(
          "`// =>` records a value, but this statement has none: it only prints", at: range,
          help: "record what `print` writes in the `output` fence after the cell, or in a comment: `// Prints \"\(printed)\"`"))
      return false
    }
    if !cell.options.isOutputCompared { return true }
    let comparison = comparison(of: cell)
    let given = GivenOutput(value)
    let (old, new) = (OutputLine.lines(recorded: expected.text), given.lines)
    let matches = comparison.matches(old, new)
    let standing = matches ? expected.text : new.recordedText
    if reportUnsteadiness(of: cell, at: range, given, standing: standing, value: statement) { return false }
    let alignment = LineAlignment(old, new, comparison)
    for (_, text) in alignment.looseEllipses(comparison) {
      fail(.ellipsisAmbiguous, of: .output(ofCell: cell.index), looseEllipsis(text, at: range))
    }
    guard !matches else { return true }
    fail(
      .outputDiffers, of: .output(ofCell: cell.index),
      Problem(
        "the value isn't the recorded one", at: range, notes: notes(alignment, comparison),
        difference: OutputDifference(alignment, comparison).shown, help: Self.acceptHelp))
    let needsSpace = range.isEmpty && document.file.slice(range.lowerBound - 1..<range.lowerBound) == ">"
    edits.append(Edit(range: range, replacement: (needsSpace ? " " : "") + new.recordedText))
    return false
  }
}
