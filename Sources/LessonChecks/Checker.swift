import CellAnalysis
import CellOutputs
import Diagnostics
import LessonDocument
import LessonRunner

/// Checks a lesson's run. The report depends on the document and the run alone.
package struct Checker {
  let document: Document
  let run: Run
  /// The relative tolerance of printed numbers in cells that don't set one.
  let tolerance: Double?

  var failures: [CheckFailure] = []
  var edits: [Edit] = []
  /// The variations that must run before the outcomes of some formulas at other inputs are known.
  var pendingVariations: [Variation] = []
  /// The outcomes of formulas at other inputs.
  var outcomes: [String: VariationOutcome] = [:]
  /// What is known of the formulas while the lesson runs.
  private(set) var memory: FormulaMemory?
  private(set) lazy var variedInputs = VariedInputs(document, run)

  /// - Parameter targets: The possible targets of links.
  /// - Parameter requiresFormulaChecks: Whether a display formula without a check is an error.
  /// - Parameter requiresNumberChecks: Whether a number in the text without a source is an error. A lesson can override it.
  /// - Parameter tolerance: The relative tolerance of printed numbers in cells that don't set one.
  /// - Parameter memory: What is known of the formulas from this run, so that nothing is computed again.
  package static func check(
    _ document: Document, _ run: Run, targets: LinkTargets, requiresFormulaChecks: Bool = false,
    requiresNumberChecks: Bool = false, tolerance: Double? = nil, _ memory: FormulaMemory? = nil
  ) -> CheckReport {
    var checker = Checker(document: document, run: run, tolerance: tolerance)
    checker.memory = memory
    checker.checkCells()
    let (outputs, values) = checker.checkOutputs()
    checker.checkIncludes()
    let formulas = checker.checkFormulas()
    for problem in checker.problemsOfVaryNames() { checker.fail(.varyNameUnknown, of: .lesson, problem) }
    if requiresFormulaChecks { checker.requireFormulaChecks() }
    checker.checkSliders(formulas)
    let claims = checker.checkInlineClaims()
    let numbers = checker.checkNumbers()
    let questions = checker.checkQuestions(formulas)
    if document.frontMatter.requiresNumberChecks ?? requiresNumberChecks {
      checker.requireSources(numbers, isSaidByCourse: document.frontMatter.requiresNumberChecks == nil)
    }
    checker.checkCitations()
    for (link, problem) in LinkChecker.problems(in: document, targets: targets) {
      checker.fail(.linkBroken, of: .link(link), problem)
    }
    for (image, problem) in ImageChecker.problems(in: document, targets: targets) {
      checker.fail(.imageUnusable, of: .image(image), problem)
    }
    let problems = document.diagnostics.map { CheckFailure($0.isError ? .lessonMalformed : .lessonDoubtful, of: .lesson, $0) }
    return CheckReport(
      outputs: outputs, values: values, formulas: formulas, claims: claims, numbers: numbers, questions: questions,
      checkFailures: problems + checker.failures.inOrder,
      edits: checker.edits.sorted { $0.range.lowerBound < $1.range.lowerBound })
  }

  /// The changes that `--accept` would write.
  package static func edits(of document: Document, _ run: Run, tolerance: Double? = nil) -> [Edit] {
    var checker = Checker(document: document, run: run, tolerance: tolerance)
    _ = checker.checkOutputs()
    checker.checkIncludes()
    _ = checker.checkNumbers()
    if document.questions.contains(where: { $0.options.contains { $0.variant != nil } }) {
      _ = checker.checkQuestions(checker.checkFormulas())
    }
    return checker.edits.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The variations of a lesson's inputs at which its formulas are still to be checked, and the known outcomes.
  ///
  /// - Parameter memory: What is known of the formulas from other runs of the lesson.
  package static func variations(
    of document: Document, _ run: Run, _ memory: FormulaMemory = FormulaMemory()
  ) -> (pending: [Variation], outcomes: [String: VariationOutcome]) {
    let keys = document.formulas.compactMap { formula in
      formula.check.flatMap { $0.expectation == .agree && formula.syntax != nil ? document.variationKey(of: formula, $0) : nil }
    }
    // Usually nothing has changed, and nothing needs to be computed.
    if keys.allSatisfy({ run.outcomes[$0] != nil }) { return ([], run.outcomes.filter { keys.contains($0.key) }) }
    var checker = Checker(document: document, run: run)
    checker.memory = memory
    _ = checker.checkFormulas()
    var seen: Set<Variation> = []
    return (checker.pendingVariations.filter { seen.insert($0).inserted }, checker.outcomes)
  }

  /// The failures of the run itself, whatever is recorded: cells that failed, and expressions of check comments.
  package static func failures(of document: Document, running run: Run) -> [Diagnostic] {
    var checker = Checker(document: document, run: run)
    checker.checkCells()
    // A cell of the set-up fails in each program that begins with it.
    var told: Set<Diagnostic> = []
    return checker.failures.inOrder.map(\.diagnostic).filter { told.insert($0).inserted }
  }

  /// - Parameter file: The file of the problem, if it isn't the lesson's.
  mutating func fail(_ kind: FailureKind, of subject: CheckSubject, _ problem: Problem, in file: SourceFile? = nil) {
    failures.append(CheckFailure(kind, of: subject, Diagnostic(problem, in: file ?? document.file)))
  }

  private mutating func checkOutputs() -> ([OutputFinding], [ValueFinding]) {
    let outputs = document.cells.map { checkOutput(of: $0) }
    let values = document.cells.flatMap { checkValues(of: $0) }
    for (cell, output) in zip(document.cells, outputs) where cell.source == nil {
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

  /// Reports cells that failed, and failed expressions of check comments.
  private mutating func checkCells() {
    for (cell, cellRun) in zip(document.cells, run.cells) {
      if case .failed(let found) = cellRun.state {
        for problem in found { fail(.cellFailed, of: .cell(cell.index), cell.code.located(problem), in: cell.source) }
      }
      if cellRun.state == .succeeded, !cellRun.errorText.isEmpty, cell.options.expectedMessage != .trap {
        let opening = cell.range.lowerBound..<cell.range.lowerBound + 3
        fail(.standardError, of: .cell(cell.index), Self.problem(ofErrors: cellRun.errorText, at: opening), in: cell.source)
      }
      for warning in cellRun.warnings { fail(.cellWarning, of: .cell(cell.index), cell.code.located(warning), in: cell.source) }
    }
    for (index, found) in run.expressionProblems {
      let start = document.expressions[index].range.lowerBound
      for var problem in found {
        problem.range = problem.range.lowerBound + start..<problem.range.upperBound + start
        fail(.expressionFailed, of: subject(ofExpression: index), problem)
      }
    }
    let notReached = document.cells.filter { run.cells[$0.index].state == .notReached && !document.brokenPrograms.contains($0.program) }
    if let first = notReached.first, !failures.contains(where: \.isError) {
      let opening = first.range.lowerBound..<first.range.lowerBound + 3
      fail(.cellNotReached, of: .cell(first.index), Problem("this cell was never reached", at: opening), in: first.source)
    }
  }

  private static func problem(ofErrors text: String, at range: Range<Int>) -> Problem {
    let lines = text.split(separator: "\n").map(String.init)
    let shown = lines.prefix(5) + (lines.count > 5 ? ["…"] : [])
    return Problem(
      "this cell writes to standard error, which no page shows", at: range, severity: .warning, notes: Array(shown),
      help: "print what readers need, and leave standard error empty")
  }

  /// The formula or the number whose comment contains an expression.
  private func subject(ofExpression index: Int) -> CheckSubject {
    let place = document.expressions[index].range.lowerBound
    let formula = document.formulas.first { $0.check?.range.contains(place) == true }
    if let formula { return .formula(formula.index) }
    return document.numbers.checks.firstIndex { $0.range.contains(place) }.map { .number($0) } ?? .lesson
  }
}

extension [CheckFailure] {
  /// The failures in the order of the file.
  fileprivate var inOrder: [CheckFailure] {
    sorted { $0.diagnostic.problem.range.lowerBound < $1.diagnostic.problem.range.lowerBound }
  }
}
