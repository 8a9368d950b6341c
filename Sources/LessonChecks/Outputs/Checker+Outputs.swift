import CellOutputs
import Diagnostics
import LessonDocument
import LessonRunner

/// What cells gave, and what is recorded of it in the fences after them.
extension Checker {
  package static let acceptHelp = "if the new output is right: `lessons check --accept`"

  mutating func checkOutput(of cell: Cell) -> OutputFinding {
    let cellRun = run.cells[cell.index]
    switch cellRun.state {
    case .notRun: return .none
    case .failed, .notReached: return .failed
    case .succeeded: break
    }
    let prints = checkPrints(of: cell)
    let given = GivenOutput(cellRun)
    guard let recorded = cell.recorded else {
      guard !given.lines.isEmpty, cell.showsOutput, !areOutputsCovered(in: cell) else { return prints ?? .none }
      let start = cell.range.lowerBound..<cell.range.lowerBound + 3
      if reportUnsteadiness(of: cell, at: start, given, standing: OutputLine.lines(recorded: given.recordedText)) {
        return .unrecorded
      }
      failures.append(
        Problem(
          "this cell's output isn't recorded", at: start,
          difference: OutputDifference(LineAlignment([], given.lines, comparison(of: cell)), comparison(of: cell)).shown,
          help: Self.acceptHelp))
      edits.append(insertion(of: given.recordedText, after: cell))
      return .unrecorded
    }
    if cell.options.isVolatile { return .notCompared }
    let finding = check(recorded, given, of: cell)
    return prints == .differs ? .differs : finding
  }

  private mutating func check(_ recorded: RecordedOutput, _ given: GivenOutput, of cell: Cell) -> OutputFinding {
    let comparison = comparison(of: cell)
    let lines = OutputLine.lines(recorded: recorded.text.text)
    let matches = comparison.matches(lines, given.lines)
    if matches && !recorded.text.text.contains("…") && !isRepeated(cell) { return .matches }
    let alignment = LineAlignment(lines, given.lines, comparison)
    let difference = OutputDifference(alignment, comparison)
    func range(ofLine line: Int) -> Range<Int> {
      let start = recorded.text.offset(ofLine: line)
      let length = recorded.text.text.utf8.dropFirst(start).prefix { $0 != UInt8(ascii: "\n") }.count
      return recorded.text.fileRange(of: start..<start + length)
    }
    let standing = matches ? lines : OutputLine.lines(recorded: alignment.accepted)
    if reportUnsteadiness(of: cell, at: range(ofLine: matches ? 1 : difference.firstLine), given, standing: standing) {
      return .differs
    }
    for (line, text) in alignment.looseEllipses(comparison) {
      failures.append(looseEllipsis(text, at: range(ofLine: line)))
    }
    guard !matches else { return .matches }
    failures.append(
      Problem(
        "the output isn't what was recorded", at: range(ofLine: difference.firstLine),
        notes: alignment.lookAlike.map { [$0] } ?? [], difference: difference.shown, help: Self.acceptHelp))
    edits.append(replacement(of: recorded, by: alignment.accepted))
    return .differs
  }

  func looseEllipsis(_ text: String, at range: Range<Int>) -> Problem {
    Problem(
      "the cell printed this `…` itself, but a recorded `…` stands for anything", at: range, severity: .warning,
      help: "write `\\…` to compare it as it is: `\(text)`")
  }

  func comparison(of cell: Cell) -> OutputComparison { OutputComparison(cell: cell.options.tolerance, course: tolerance) }
}

// MARK: - Values

extension Checker {
  mutating func checkValues(of cell: Cell) -> [ValueFinding] {
    guard run.cells[cell.index].state == .succeeded else { return [] }
    return cell.statements.enumerated().compactMap { index, statement in
      guard let expected = statement.expected else { return nil }
      guard let value = run.cells[cell.index].recorded[index] else {
        failures.append(
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
      failures.append(
        Problem(
          "`// =>` records a value, and this statement has none: what it does is print", at: range,
          help: "record what `print` gave in the `output` fence after the cell, or in a comment: `// Prints \"\(printed)\"`"))
      return false
    }
    if cell.options.isVolatile { return true }
    let comparison = comparison(of: cell)
    let given = GivenOutput(value)
    let lines = OutputLine.lines(recorded: expected.text)
    let matches = comparison.matches(lines, given.lines)
    let standing = matches ? lines : OutputLine.lines(recorded: given.recordedText)
    if reportUnsteadiness(of: cell, at: range, given, standing: standing, value: statement) { return false }
    let alignment = LineAlignment(lines, given.lines, comparison)
    for (_, text) in alignment.looseEllipses(comparison) { failures.append(looseEllipsis(text, at: range)) }
    guard !matches else { return true }
    failures.append(
      Problem(
        "the value isn't the recorded one", at: range, notes: alignment.lookAlike.map { [$0] } ?? [],
        difference: OutputDifference(alignment, comparison).shown, help: Self.acceptHelp))
    let needsSpace = range.isEmpty && document.file.slice(range.lowerBound - 1..<range.lowerBound) == ">"
    edits.append(Edit(range: range, replacement: (needsSpace ? " " : "") + given.recordedText))
    return false
  }
}
