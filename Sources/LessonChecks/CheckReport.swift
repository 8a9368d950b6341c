import CellAnalysis
import Diagnostics
import Formulas
import LessonDocument
import LessonRunner

/// The result of checking a lesson: a finding for everything that can be checked, and the failures as diagnostics.
package struct CheckReport: Sendable {
  /// The findings for all cells of the document.
  package var outputs: [OutputFinding]
  /// The findings for all `// =>` comments, in order.
  package var values: [ValueFinding]
  /// The findings for all formulas of the document.
  package var formulas: [FormulaFinding]
  /// Relations within sentences that were checked without a comment.
  package var claims: [InlineClaim] = []
  /// The findings for all comments after numbers in the text.
  package var numbers: [NumberFinding] = []
  /// The findings for all questions of the document.
  package var questions: [QuestionFinding] = []
  /// All failures, in the order of the file.
  package var checkFailures: [CheckFailure]
  /// The changes that `--accept` would write, in the order of the file.
  package var edits: [Edit]

  /// The messages of all failures.
  package var failures: [Diagnostic] { checkFailures.map(\.diagnostic) }

  package var holds: Bool { !checkFailures.contains(where: \.isError) }

  /// Whether all recorded outputs, values and numbers agree with the run.
  package var outputsHold: Bool {
    values.allSatisfy(\.matches) && !numbers.contains { if case .differs = $0 { true } else { false } }
      && !outputs.contains { [.differs, .unrecorded, .failed].contains($0) }
  }
}

/// The result of checking a cell's output.
package enum OutputFinding: Sendable, Hashable {
  /// The cell has no output, or doesn't show it.
  case none
  case matches
  case differs
  /// There is an output, but no fence that records it.
  case unrecorded
  /// The output of a `volatile` cell, which is shown as recorded.
  case notCompared
  /// The cell failed, or was never reached.
  case failed
}

/// The result of checking a `// =>` comment.
package struct ValueFinding: Sendable, Hashable {
  package var cell: Int
  package var statement: Int
  package var matches: Bool
}

/// The result of checking a formula.
package enum FormulaFinding: Sendable {
  case agrees(FormulaComparison)
  case disagrees(FormulaComparison)
  case disagreesAsExpected(FormulaComparison, reason: String)
  /// The author's `reason` for `expect: none`; without one, this is an error.
  case cannotBeEvaluated(why: String, reason: String?)
  /// It has no comment that asks for a check.
  case notChecked
}

extension FormulaFinding {
  /// Whether it also agrees at other inputs than the recorded ones.
  package var holdsAtOtherInputs: Bool {
    if case .agrees(let comparison) = self, case .holds? = comparison.variation { true } else { false }
  }

  /// How its sides compare; nil if it couldn't be evaluated.
  package var comparison: FormulaComparison? {
    switch self {
    case .agrees(let comparison), .disagrees(let comparison), .disagreesAsExpected(let comparison, _): comparison
    case .cannotBeEvaluated, .notChecked: nil
    }
  }
}

/// How a formula and the code compare.
package struct FormulaComparison: Sendable {
  /// The largest difference relative to the largest entry; nil if only shapes were compared.
  package var relativeError: Double?
  /// The largest difference.
  package var largestError: Double?
  /// What determined the allowed difference of the sides.
  package var allowance = Agreement.Allowance.rounding
  /// Whether rounding alone could explain differences that aren't small, so that the comparison decides nothing.
  package var isIllConditioned = false
  /// First the formula's value, then that of the Swift code it was compared with; for an identity, the sides of the formula itself.
  package var sides: [Side]
  /// Whether only the sides of the formula were compared with each other. Its names still have the code's values.
  package var isIdentity: Bool
  /// The relation between the sides.
  package var relation = "="
  /// Whether the sides must be equal. In an inequality they may be far apart.
  package var isEquality = true
  /// The left side as it was read, if it might be mistaken for a single name: a product of bound names.
  package var readingOfLeft: String?
  /// Shapes that the formula states and the code doesn't have.
  package var wrongShapes: [FormulaEvaluation.ShapeAssertion] = []
  /// The index of the largest difference, counted from 1; empty for a number.
  package var place: [Int]
  /// The symbols of the formula, with their values.
  package var symbols: [Symbol]
  /// How ambiguous parts of the formula were read.
  package var remarks: [String] = []
  /// Whether anything that the program computed takes part.
  package var readsComputed = false
  /// Whether one side is a literal number other than 0, 1 and −1.
  package var hasClosedSide = false
  /// The outcome at other inputs; nil if it wasn't requested.
  package var variation: VariationOutcome?
  /// The formula as a page computes it; nil if it can't.
  package var live: LiveFormula?

  package struct Side: Sendable {
    package var name: String
    package var shape: [Int]
    /// The value at the index of the largest difference.
    package var value: Double
  }

  package struct Symbol: Sendable, Hashable {
    /// Its range in the LaTeX.
    package var range: Range<Int>
    package var latex: String
    package var shape: [Int]
    /// The Swift variable or expression.
    package var source: String
    /// The type of a function, which has no shape.
    package var function: String?
    /// Its value, if that consists of few numbers.
    package var values: [Double] = []
    package var origin: Origin?
    /// Whether its value is a literal, not computed.
    package var isWritten = false
    /// Whether the check comment binds it to a literal, which is the same at all inputs.
    package var isFixed = false
  }

  /// Where a symbol's value was computed.
  package struct Origin: Sendable, Hashable {
    package var cell: Int
    /// The line of code, if one line declares it.
    package var code: String?
  }
}

/// A change to a lesson's file.
package struct Edit: Sendable, Hashable {
  package var range: Range<Int>
  package var replacement: String
}

/// How much of a course was checked.
package struct CheckSummary: Sendable, Hashable, Codable {
  package var lessons = 0
  package var cells = 0
  /// Cells that are shown but never run.
  package var cellsNotRun = 0
  package var outputs = 0
  /// Outputs that change from run to run, and are shown as recorded.
  package var outputsNotCompared = 0
  /// Everything that can be checked: display formulas, formulas within a sentence with a comment, and relations there that need none.
  package var formulas = 0
  package var formulasChecked = 0
  /// Checked formulas within a sentence that have a comment.
  package var inlineFormulasChecked = 0
  /// Checked relations within a sentence that need no comment.
  package var inlineClaims = 0
  /// Numbers in the text that were compared with an expression.
  package var numbers = 0
  /// Checked formulas that also agree at other inputs.
  package var formulasVaried = 0
  package var failures = 0

  package init() {}

  /// Whether everything that can be checked was checked.
  package var isAllChecked: Bool { cellsNotRun == 0 && outputsNotCompared == 0 && formulasChecked == formulas }

  package init(_ document: Document, _ report: CheckReport) {
    lessons = 1
    cells = document.cells.count { $0.source == nil }
    cellsNotRun = document.cells.count { !$0.options.isCompiled }
    outputsNotCompared = report.outputs.count { $0 == .notCompared }
    outputs = report.outputs.count { $0 == .matches || $0 == .differs } + report.values.count
    inlineClaims = report.claims.count
    numbers = report.numbers.reduce(0) { $0 + $1.values.count }
    formulas = inlineClaims
    formulasChecked = inlineClaims
    for (formula, finding) in zip(document.formulas, report.formulas)
    where !formula.isInOption && (formula.isDisplay && !formula.isEmpty || formula.check != nil) {
      formulas += 1
      switch finding {
      case .agrees, .disagrees, .disagreesAsExpected:
        formulasChecked += 1
        if !formula.isDisplay { inlineFormulasChecked += 1 }
      case .cannotBeEvaluated, .notChecked: break
      }
    }
    formulasVaried = zip(document.formulas, report.formulas).count { !$0.isInOption && $1.holdsAtOtherInputs }
    failures = report.failures.count(where: \.isError)
  }

  package static func + (a: CheckSummary, b: CheckSummary) -> CheckSummary {
    var sum = a
    sum.lessons += b.lessons
    sum.cells += b.cells
    sum.cellsNotRun += b.cellsNotRun
    sum.outputs += b.outputs
    sum.outputsNotCompared += b.outputsNotCompared
    sum.formulas += b.formulas
    sum.formulasChecked += b.formulasChecked
    sum.inlineFormulasChecked += b.inlineFormulasChecked
    sum.inlineClaims += b.inlineClaims
    sum.numbers += b.numbers
    sum.formulasVaried += b.formulasVaried
    sum.failures += b.failures
    return sum
  }
}
