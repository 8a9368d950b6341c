import CellAnalysis
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

  var failures: [CheckFailure] = []
  var edits: [Edit] = []
  /// The variations that have to run before it is known what some formulas come to at other inputs.
  var pendingVariations: [Variation] = []
  /// What formulas came to at other inputs.
  var outcomes: [String: VariationOutcome] = [:]
  private(set) lazy var variedInputs = VariedInputs(document, run)

  /// - Parameter targets: What links can lead to.
  /// - Parameter requiresFormulaChecks: Whether a display formula without a check is an error.
  /// - Parameter requiresNumberChecks: Whether a decimal or percentage in the text without a source is an error; a lesson may say otherwise.
  /// - Parameter tolerance: How far a printed number may be from the recorded one, where the cell says nothing else.
  package static func check(
    _ document: Document, _ run: Run, targets: LinkTargets, requiresFormulaChecks: Bool = false,
    requiresNumberChecks: Bool = false, tolerance: Double? = nil
  ) -> CheckReport {
    var checker = Checker(document: document, run: run, tolerance: tolerance)
    checker.checkCells()
    let (outputs, values) = checker.checkOutputs()
    let formulas = checker.checkFormulas()
    for problem in checker.problemsOfVaryNames() { checker.fail(.varyNameUnknown, of: .lesson, problem) }
    if requiresFormulaChecks { checker.requireFormulaChecks() }
    let claims = checker.checkInlineClaims()
    let numbers = checker.checkNumbers()
    if document.frontMatter.requiresNumberChecks ?? requiresNumberChecks {
      checker.requireSources(numbers, isSaidByCourse: document.frontMatter.requiresNumberChecks == nil)
    }
    for (link, problem) in LinkChecker.problems(in: document, targets: targets) {
      checker.fail(.linkBroken, of: .link(link), problem)
    }
    for (image, problem) in ImageChecker.problems(in: document, targets: targets) {
      checker.fail(.imageUnusable, of: .image(image), problem)
    }
    let warnings = document.diagnostics.filter { !$0.isError }.map { CheckFailure(.lessonDoubtful, of: .lesson, $0) }
    return CheckReport(
      outputs: outputs, values: values, formulas: formulas, claims: claims, numbers: numbers,
      checkFailures: warnings + checker.failures.inOrder,
      edits: checker.edits.sorted { $0.range.lowerBound < $1.range.lowerBound })
  }

  /// What `--accept` would write.
  package static func edits(of document: Document, _ run: Run, tolerance: Double? = nil) -> [Edit] {
    var checker = Checker(document: document, run: run, tolerance: tolerance)
    _ = checker.checkOutputs()
    _ = checker.checkNumbers()
    return checker.edits.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The variations of a lesson's inputs at which its formulas are still to be checked, and what is known of the formulas.
  package static func variations(
    of document: Document, _ run: Run
  ) -> (pending: [Variation], outcomes: [String: VariationOutcome]) {
    let keys = document.formulas.compactMap { formula in
      formula.check.flatMap { $0.expectation == .agree && formula.syntax != nil ? document.variationKey(of: formula, $0) : nil }
    }
    // Most often nothing has changed, and nothing need be computed.
    if keys.allSatisfy({ run.outcomes[$0] != nil }) { return ([], run.outcomes.filter { keys.contains($0.key) }) }
    var checker = Checker(document: document, run: run)
    _ = checker.checkFormulas()
    var seen: Set<Variation> = []
    return (checker.pendingVariations.filter { seen.insert($0).inserted }, checker.outcomes)
  }

  /// What went wrong as the lesson ran, whatever is recorded of it: cells that failed, and expressions of check comments.
  package static func failures(of document: Document, running run: Run) -> [Diagnostic] {
    var checker = Checker(document: document, run: run)
    checker.checkCells()
    return checker.failures.inOrder.map(\.diagnostic)
  }

  mutating func fail(_ kind: FailureKind, of subject: CheckSubject, _ problem: Problem) {
    failures.append(CheckFailure(kind, of: subject, Diagnostic(problem, in: document.file)))
  }

  private mutating func checkOutputs() -> ([OutputFinding], [ValueFinding]) {
    let outputs = document.cells.map { checkOutput(of: $0) }
    let values = document.cells.flatMap { checkValues(of: $0) }
    for (cell, output) in zip(document.cells, outputs) {
      let hasChanged = output == .differs || output == .unrecorded || values.contains { $0.cell == cell.index && !$0.matches }
      checkDigest(of: cell, isChangeReported: hasChanged)
    }
    return (outputs, values)
  }

  init(document: Document, run: Run, tolerance: Double? = nil) {
    self.document = document
    self.run = run
    self.tolerance = tolerance
  }

  /// Reports cells that failed, and expressions of check comments that did.
  private mutating func checkCells() {
    for (cell, cellRun) in zip(document.cells, run.cells) {
      if case .failed(let found) = cellRun.state {
        for problem in found { fail(.cellFailed, of: .cell(cell.index), cell.code.located(problem)) }
      }
      for warning in cellRun.warnings { fail(.cellWarning, of: .cell(cell.index), cell.code.located(warning)) }
    }
    for (index, found) in run.expressionProblems {
      let start = document.expressions[index].range.lowerBound
      for var problem in found {
        problem.range = problem.range.lowerBound + start..<problem.range.upperBound + start
        fail(.expressionFailed, of: subject(ofExpression: index), problem)
      }
    }
    let notReached = document.cells.filter { run.cells[$0.index].state == .notReached }
    if let first = notReached.first, !failures.contains(where: \.isError) {
      let opening = first.range.lowerBound..<first.range.lowerBound + 3
      fail(.cellNotReached, of: .cell(first.index), Problem("this cell was never reached", at: opening))
    }
  }

  /// The formula or the number whose comment holds an expression.
  private func subject(ofExpression index: Int) -> CheckSubject {
    let place = document.expressions[index].range.lowerBound
    let formula = document.formulas.first { $0.check?.range.contains(place) == true }
    if let formula { return .formula(formula.index) }
    return document.numbers.checks.firstIndex { $0.range.contains(place) }.map { .number($0) } ?? .lesson
  }
}

extension [CheckFailure] {
  /// As they stand in the file.
  fileprivate var inOrder: [CheckFailure] {
    sorted { $0.diagnostic.problem.range.lowerBound < $1.diagnostic.problem.range.lowerBound }
  }
}
