import CellOutputs
import Diagnostics
import LessonDocument
import LessonRunner

/// Judges a lesson's run. Pure: the same document and run always give the same report.
package struct Checker {
  let document: Document
  let run: Run
  /// Of printed numbers, where a cell says nothing else.
  let tolerance: Double?

  var failures: [Problem] = []
  var edits: [Edit] = []

  /// - Parameter targets: What links can lead to.
  /// - Parameter requiresFormulaChecks: Whether a display formula without a check is an error.
  /// - Parameter tolerance: How far a printed number may be from the recorded one, where the cell says nothing else.
  package static func check(
    _ document: Document, _ run: Run, targets: LinkTargets, requiresFormulaChecks: Bool = false, tolerance: Double? = nil
  ) -> CheckReport {
    var checker = Checker(document: document, run: run, tolerance: tolerance)
    checker.failures += checker.cellFailures()
    let outputs = document.cells.map { checker.checkOutput(of: $0) }
    let values = document.cells.flatMap { checker.checkValues(of: $0) }
    let formulas = checker.checkFormulas()
    if requiresFormulaChecks { checker.failures += checker.uncheckedDisplayFormulas() }
    checker.failures += LinkChecker.problems(in: document, targets: targets)
    checker.failures += ImageChecker.problems(in: document, targets: targets)
    let warnings = document.diagnostics.filter { !$0.isError }
    let failures = checker.failures.sorted { $0.range.lowerBound < $1.range.lowerBound }
    return CheckReport(
      outputs: outputs, values: values, formulas: formulas,
      failures: warnings + failures.map { Diagnostic($0, in: document.file) },
      edits: checker.edits.sorted { $0.range.lowerBound < $1.range.lowerBound })
  }

  /// What went wrong as the lesson ran, whatever is recorded of it: cells that failed, and expressions of check comments.
  package static func failures(of document: Document, running run: Run) -> [Diagnostic] {
    Checker(document: document, run: run).cellFailures().sorted { $0.range.lowerBound < $1.range.lowerBound }
      .map { Diagnostic($0, in: document.file) }
  }

  private init(document: Document, run: Run, tolerance: Double? = nil) {
    self.document = document
    self.run = run
    self.tolerance = tolerance
  }

  /// Cells that failed, and expressions of check comments that did.
  private func cellFailures() -> [Problem] {
    var problems: [Problem] = []
    for (cell, cellRun) in zip(document.cells, run.cells) {
      if case .failed(let found) = cellRun.state { problems += found.map(cell.code.located) }
      problems += cellRun.warnings.map(cell.code.located)
    }
    for (index, found) in run.expressionProblems {
      let start = document.expressions[index].range.lowerBound
      problems += found.map { problem in
        var problem = problem
        problem.range = problem.range.lowerBound + start..<problem.range.upperBound + start
        return problem
      }
    }
    let notReached = document.cells.filter { run.cells[$0.index].state == .notReached }
    if let first = notReached.first, !problems.contains(where: { $0.severity == .error }) {
      problems.append(Problem("this cell was never reached", at: first.range.lowerBound..<first.range.lowerBound + 3))
    }
    return problems
  }
}

// MARK: - Outputs

extension Checker {
  package static let acceptHelp = "if the new output is right: `lessons check --accept`"

  private mutating func checkOutput(of cell: Cell) -> OutputFinding {
    let cellRun = run.cells[cell.index]
    switch cellRun.state {
    case .notRun: return .none
    case .failed, .notReached: return .failed
    case .succeeded: break
    }
    let actual = cellRun.outputText
    guard let recorded = cell.recorded else {
      let isShown = cell.options.display == .all || cell.options.display == .foldedCode
      guard !actual.isEmpty, isShown else { return .none }
      report("this cell's output isn't recorded", at: cell, actual: actual)
      edits.append(insertion(of: actual, after: cell))
      return .unrecorded
    }
    if cell.options.isVolatile { return .notCompared }
    let comparison = OutputComparison(relativeTolerance: cell.options.tolerance ?? tolerance)
    if comparison.matches(recorded: recorded.text.text, actual: actual) { return .matches }
    let alignment = LineAlignment(recorded: recorded.text.text, actual: actual, comparison)
    let difference = OutputDifference(alignment, comparison)
    let start = recorded.text.offset(ofLine: difference.firstLine)
    let length = recorded.text.text.utf8.dropFirst(start).prefix { $0 != UInt8(ascii: "\n") }.count
    failures.append(
      Problem(
        "the output isn't what was recorded", at: recorded.text.fileRange(of: start..<start + length),
        difference: difference.shown, help: Self.acceptHelp))
    edits.append(replacement(of: recorded, by: alignment.accepted))
    return .differs
  }

  private mutating func checkValues(of cell: Cell) -> [ValueFinding] {
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
      let actual = value.text.recordable.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }.joined(
        separator: " ")
      var comparison = OutputComparison(relativeTolerance: cell.options.tolerance ?? tolerance)
      comparison.isUnrounded = value.type == "Float" || value.type == "Double"
      let matches = cell.options.isVolatile || comparison.matches(recorded: expected.text, actual: actual)
      if !matches {
        let range = cell.code.fileRange(of: expected.range)
        failures.append(
          Problem(
            "the value isn't the recorded one", at: range,
            difference: difference(recorded: expected.text, actual: actual, comparison), help: Self.acceptHelp))
        let needsSpace = range.isEmpty && document.file.slice(range.lowerBound - 1..<range.lowerBound) == ">"
        edits.append(Edit(range: range, replacement: (needsSpace ? " " : "") + actual))
      }
      return ValueFinding(cell: cell.index, statement: index, matches: matches)
    }
  }

  private mutating func report(_ message: String, at cell: Cell, actual: String) {
    let start = cell.range.lowerBound
    failures.append(
      Problem(
        message, at: start..<start + 3,
        difference: difference(recorded: "", actual: actual, OutputComparison()), help: Self.acceptHelp))
  }

  private func difference(recorded: String, actual: String, _ comparison: OutputComparison) -> TextDifference {
    OutputDifference(LineAlignment(recorded: recorded, actual: actual, comparison), comparison).shown
  }
}
