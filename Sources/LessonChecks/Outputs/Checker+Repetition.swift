import CellAnalysis
import CellOutputs
import Diagnostics
import LessonDocument
import LessonRunner

/// Finds what differs from run to run, by running the lesson a second time.
extension Checker {
  /// The cell's second run, if there was one and it must give the same result.
  func again(_ cell: Cell) -> CellRun? {
    guard case .ran(let cells, _) = run.repetition, cell.options.isOutputCompared, cell.options.runs else {
      return nil
    }
    return cells[cell.index]
  }

  /// Reports an output that differed in the second run, unless the recorded output allows both.
  ///
  /// - Parameter standing: What is recorded, or will be after accepting.
  /// - Parameter value: The index of the statement whose value is compared; nil for the cell's output.
  mutating func reportUnsteadiness(
    of cell: Cell, at range: Range<Int>, _ given: GivenOutput, standing: String, value statement: Int? = nil
  ) -> Bool {
    guard let again = again(cell) else { return false }
    let name = statement == nil ? "this cell's output" : "this value"
    guard again.state == .succeeded else {
      fail(.outputNotRepeatable, of: .output(ofCell: cell.index), unsteadiness(of: again, at: range))
      return true
    }
    let second = statement.map { GivenOutput(again.recorded[$0]) } ?? GivenOutput(again)
    let hasSameFigures = statement != nil || again.figures == run.cells[cell.index].figures
    let hasSameRest = hasSameFigures && given.digest == second.digest
    if hasSameRest, given.text.isIdentical(to: second.text) { return false }
    let comparison = comparison(of: cell)
    let lines = second.lines
    if hasSameRest, repetitionComparison(of: cell).matches(OutputLine.lines(recorded: standing), lines) { return false }
    fail(.outputNotRepeatable, of: .output(ofCell: cell.index), unsteadiness(of: name, at: range, given.lines, lines, comparison))
    return true
  }

  /// How the second run is compared with the recorded output. The default tolerance allows for other machines, but on one machine both runs
  /// must agree in all recorded digits. A cell's own tolerance says that its numbers vary.
  func repetitionComparison(of cell: Cell) -> OutputComparison {
    let usual = comparison(of: cell)
    return usual.isCellsOwn ? usual : OutputComparison(course: 0)
  }

  func unsteadiness(
    of name: String, at range: Range<Int>, _ given: [OutputLine], _ second: [OutputLine], _ comparison: OutputComparison
  ) -> Problem {
    let shown = OutputDifference(LineAlignment(given, second, comparison), comparison).shown
    return Problem(
      "\(name) differs from run to run", at: range,
      notes: shown.lines.isEmpty ? ["what differs is in the parts that aren't shown as text"] : ["the lesson ran twice, and gave:"],
      difference: shown.lines.isEmpty ? nil : shown,
      help: "give random numbers a seed; mark the cell `volatile` if it can't give the same twice")
  }

  private func unsteadiness(of again: CellRun, at range: Range<Int>) -> Problem {
    let reason = if case .failed(let problems) = again.state { problems.first?.message } else { String?.none }
    return Problem(
      "this cell succeeded in one run of the lesson, and not in the next", at: range, notes: reason.map { [$0] } ?? [],
      help:
        "make it do the same in every run: give random numbers a seed, and don't depend on the time; mark the cell `volatile` if that can't be"
    )
  }
}

extension CellRun {
  /// Figures as data, because the recorded output contains only their descriptions.
  fileprivate var figures: [String] {
    outputs.compactMap { if case .value(let value) = $0, case .figure(let figure) = value.content { "\(figure)" } else { nil } }
  }
}
