import CellAnalysis
import CellOutputs
import Diagnostics
import LessonDocument
import LessonRunner

/// What differs from run to run: seen by running the lesson a second time.
extension Checker {
  /// What came of the cell the second time, if it ran again and should give the same.
  func again(_ cell: Cell) -> CellRun? {
    guard case .ran(let cells) = run.repetition, cell.options.isOutputCompared, cell.options.runs else {
      return nil
    }
    return cells[cell.index]
  }

  /// Reports what a cell gave if the second time it gave something else, which the record doesn't leave open.
  ///
  /// - Parameter standing: What is recorded, or will be if it is accepted.
  /// - Parameter value: The statement whose value is meant; nil for the cell's output.
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

  /// How the second run is compared with what is recorded: the usual tolerance is for other machines, and two runs on one give the same
  /// as far as the recorded digits say it. A cell that names a tolerance says that its numbers vary.
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
  /// Figures are recorded by their descriptions; what they draw is data.
  fileprivate var figures: [String] {
    outputs.compactMap { if case .value(let value) = $0, case .figure(let figure) = value.content { "\(figure)" } else { nil } }
  }
}
