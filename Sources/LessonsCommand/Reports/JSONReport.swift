import Diagnostics
import Formulas
import Foundation
import LessonChecks
import LessonDocument
import LessonRunner

/// A check as one JSON object; its keys are sorted, so that equal reports are equal texts.
struct JSONReport: Encodable {
  var lessons: [Lesson]
  var summary: Summary

  struct Lesson: Encodable {
    var file: String
    var title: String
    var holds: Bool
    var formulas: [Formula]
    var failures: [Failure]
  }

  struct Formula: Encodable {
    var line: Int
    var latex: String
    /// `agrees`, `disagrees`, `disagreesAsExpected`, `cannotBeEvaluated` or `notChecked`.
    var outcome: String
    var largestError: Double?
    /// The same as a part of the largest entry.
    var relativeError: Double?
    /// What the author allows, where that isn't the default.
    var tolerance: Double?
    var reason: String?
    /// What it came to at other inputs: `agrees`, `states shapes`, `about the data`, `a number of this run`, `not varied`, `off` or
    /// `agrees at this data only`.
    var otherInputs: String?
    /// At how many it agrees.
    var variations: Int?
  }

  struct Failure: Encodable {
    /// A `FailureKind`.
    var kind: String
    var line: Int
    var column: Int
    var severity: String
    var message: String
    var notes: [String]
    /// How an output differs from the recorded one.
    var difference: [Line]?
    var help: String?
  }

  struct Line: Encodable {
    /// `same`, `removed`, `added` or `skipped`.
    var kind: String
    var text: String
    /// The places that differ: each begins at its first character, from 0, and ends before its second.
    var marks: [[Int]]
  }

  struct Summary: Encodable {
    var lessons: Int
    var cells: Int
    var cellsNotRun: Int
    var outputs: Int
    var outputsNotCompared: Int
    var formulas: Int
    var formulasChecked: Int
    var formulasVaried: Int
    var errors: Int
  }

  init(results: [LessonResult], unreadable: [UnreadFile]) {
    lessons =
      results.map(Lesson.init)
      + unreadable.map {
        Lesson(file: $0.path, title: $0.title, holds: false, formulas: [], failures: $0.failures.map(Failure.init))
      }
    lessons.sort { $0.file < $1.file }
    let total = results.reduce(CheckSummary()) { $0 + CheckSummary($1.document, $1.report) }
    summary = Summary(
      lessons: total.lessons, cells: total.cells, cellsNotRun: total.cellsNotRun, outputs: total.outputs,
      outputsNotCompared: total.outputsNotCompared, formulas: total.formulas, formulasChecked: total.formulasChecked,
      formulasVaried: total.formulasVaried,
      errors: lessons.reduce(0) { $0 + $1.failures.count { $0.severity == "error" } })
  }

  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

extension JSONReport.Lesson {
  init(_ result: LessonResult) {
    let document = result.document
    file = document.file.path
    title = document.title
    holds = result.report.holds
    formulas = zip(document.formulas, result.report.formulas).map { formula, finding in
      JSONReport.Formula(formula, finding, in: document.file)
    }
    failures = result.report.checkFailures.map(JSONReport.Failure.init)
  }
}

extension JSONReport.Formula {
  init(_ formula: LessonFormula, _ finding: FormulaFinding, in file: SourceFile) {
    switch finding {
    case .agrees(let comparison): self.init(formula, "agrees", comparison, in: file)
    case .disagrees(let comparison): self.init(formula, "disagrees", comparison, in: file)
    case .disagreesAsExpected(let comparison, let why):
      self.init(formula, "disagreesAsExpected", comparison, reason: why, in: file)
    case .cannotBeEvaluated(let why, let given):
      self.init(formula, "cannotBeEvaluated", nil, reason: given ?? why, in: file)
    case .notChecked: self.init(formula, "notChecked", nil, in: file)
    }
  }

  private init(
    _ formula: LessonFormula, _ outcome: String, _ comparison: FormulaComparison?, reason: String? = nil, in file: SourceFile
  ) {
    line = file.position(at: formula.range.lowerBound).line
    latex = formula.latex.text
    self.outcome = outcome
    largestError = comparison?.largestError
    relativeError = comparison?.relativeError
    if let comparison, case .tolerance(let relative) = comparison.allowance { tolerance = relative }
    self.reason = reason
    otherInputs = comparison?.variation?.inWords
    if case .holds(let count)? = comparison?.variation { variations = count }
  }
}

extension JSONReport.Failure {
  init(_ failure: CheckFailure) {
    let diagnostic = failure.diagnostic
    kind = failure.kind.rawValue
    line = diagnostic.position.line
    column = diagnostic.position.column
    severity = diagnostic.problem.severity.rawValue
    message = diagnostic.problem.message
    notes = diagnostic.problem.notes
    difference = diagnostic.problem.difference?.lines.map { line in
      JSONReport.Line(kind: line.kind.rawValue, text: line.text, marks: line.marks.map { [$0.lowerBound, $0.upperBound] })
    }
    help = diagnostic.problem.help
  }
}

extension VariationOutcome {
  fileprivate var inWords: String {
    switch self {
    case .holds: "agrees"
    case .ofShapes: "states shapes"
    case .aboutTheData: "about the data"
    case .numberOfThisRun: "a number of this run"
    case .notVaried: "not varied"
    case .off: "off"
    case .holdsOnly, .thisDataOnly: "agrees at this data only"
    }
  }
}
