import CellAnalysis
import Diagnostics
import Formulas
import Foundation
import LessonChecks
import LessonDocument
import LessonRunner

/// A check as one JSON object. Its keys are sorted, so that equal reports are equal texts.
struct JSONReport: Codable {
  var lessons: [Lesson]
  var summary: Summary
  /// nil for a report of all lessons that were asked for.
  var shard: Shard?

  /// The share of a course that was checked.
  struct Shard: Codable, Hashable {
    /// From 1.
    var index: Int
    var of: Int
    /// The files of all shares' lessons; none if the course as a whole can't be used, because of its `course.yml`, say.
    var files: [String]
    /// A digest of the course's files and of how they are checked; nil in reports of earlier versions.
    var state: String?

    /// The most shares.
    static let most = 1000
  }

  struct Lesson: Codable, Hashable {
    var file: String
    var title: String
    var holds: Bool
    var formulas: [Formula]
    var numbers: [Number]
    var failures: [Failure]
  }

  struct Formula: Codable, Hashable {
    var line: Int
    var latex: String
    /// `agrees`, `disagrees`, `disagreesAsExpected`, `cannotBeEvaluated` or `notChecked`.
    var outcome: String
    var largestError: Double?
    /// The error relative to the largest entry.
    var relativeError: Double?
    /// The author's tolerance, if it isn't the default.
    var tolerance: Double?
    var reason: String?
    /// The outcome at other inputs: `agrees`, `states shapes`, `about the data`, `a number of this run`, `not varied`, `off` or
    /// `agrees at this data only`.
    var otherInputs: String?
    /// The number of other inputs at which it agrees.
    var variations: Int?
  }

  /// A comment after a number in the text.
  struct Number: Codable, Hashable {
    var line: Int
    /// The numbers that it covers, as printed.
    var printed: [String]
    /// `agrees`, `disagrees`, `hasNoSource` or `cannotBeEvaluated`.
    var outcome: String
    var expression: String?
    var values: [Double]?
    var reason: String?
  }

  struct Failure: Codable, Hashable {
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

  struct Line: Codable, Hashable {
    /// `same`, `removed`, `added` or `skipped`.
    var kind: String
    var text: String
    /// The ranges that differ, in characters: each begins at its first number, counted from 0, and ends before its second.
    var marks: [[Int]]
  }

  struct Summary: Codable {
    var lessons: Int
    var cells: Int
    var cellsNotRun: Int
    var outputs: Int
    var outputsNotCompared: Int
    var formulas: Int
    var formulasChecked: Int
    var inlineFormulasChecked: Int
    var inlineClaims: Int
    var numbers: Int
    var formulasVaried: Int
    var errors: Int
  }

  init(results: [LessonResult], unreadable: [UnreadFile]) {
    lessons =
      results.map(Lesson.init)
      + unreadable.map {
        Lesson(
          file: $0.path, title: $0.title, holds: !$0.failures.contains(where: \.isError), formulas: [], numbers: [],
          failures: $0.failures.map(Failure.init))
      }
    lessons.sort { $0.file < $1.file }
    let total = results.reduce(CheckSummary()) { $0 + CheckSummary($1.document, $1.report) }
    summary = Summary(
      lessons: total.lessons, cells: total.cells, cellsNotRun: total.cellsNotRun, outputs: total.outputs,
      outputsNotCompared: total.outputsNotCompared, formulas: total.formulas, formulasChecked: total.formulasChecked,
      inlineFormulasChecked: total.inlineFormulasChecked, inlineClaims: total.inlineClaims, numbers: total.numbers,
      formulasVaried: total.formulasVaried,
      errors: lessons.reduce(0) { $0 + $1.failures.count { $0.severity == "error" } })
  }

  static func reading(_ bytes: Data) throws -> JSONReport {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(JSONReport.self, from: bytes)
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
    for claim in result.report.claims { formulas[claim.formula].note(claim) }
    numbers = zip(document.numbers.checks, result.report.numbers).map { JSONReport.Number($0, $1, in: document) }
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
    if case .holds(let count, _)? = comparison?.variation { variations = count }
  }
}

extension JSONReport.Formula {
  /// Adds a relation that is checked without a comment.
  fileprivate mutating func note(_ claim: InlineClaim) {
    outcome = claim.holds ? "agrees" : "disagrees"
    largestError = claim.largestError
    relativeError = claim.relativeError
  }
}

extension JSONReport.Number {
  init(_ check: NumberCheck, _ finding: NumberFinding, in document: Document) {
    line = document.file.position(at: check.range.lowerBound).line
    printed = check.numbers.suffix(max(1, finding.values.count)).map(\.text)
    switch check.source {
    case .expression(let index): expression = document.expressions[index].code
    case .none(let why): reason = why
    }
    switch finding {
    case .agrees(let found): (outcome, values) = ("agrees", found)
    case .differs(let found): (outcome, values) = ("disagrees", found)
    case .hasNoSource: outcome = "hasNoSource"
    case .notEvaluated: outcome = "cannotBeEvaluated"
    }
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
