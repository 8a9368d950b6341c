import CellAnalysis
import Diagnostics
import Formulas
import LessonDocument
import LessonRunner

/// What checking a lesson found: one finding for everything that can be checked, and the failures as diagnostics.
package struct CheckReport: Sendable {
  /// One for each cell of the document.
  package var outputs: [OutputFinding]
  /// One for each `// =>` comment, in order.
  package var values: [ValueFinding]
  /// One for each formula of the document.
  package var formulas: [FormulaFinding]
  /// The relations within sentences that were checked although no comment asks for it.
  package var claims: [InlineClaim] = []
  /// One for each comment behind a number in the text.
  package var numbers: [NumberFinding] = []
  /// All that doesn't hold, in the order of the file.
  package var checkFailures: [CheckFailure]
  /// What `--accept` would write, in the order of the file.
  package var edits: [Edit]

  /// What is said of all that doesn't hold.
  package var failures: [Diagnostic] { checkFailures.map(\.diagnostic) }

  package var holds: Bool { !checkFailures.contains(where: \.isError) }

  /// Whether every output, value and number that is recorded is what the cells gave.
  package var outputsHold: Bool {
    values.allSatisfy(\.matches) && !numbers.contains { if case .differs = $0 { true } else { false } }
      && !outputs.contains { [.differs, .unrecorded, .failed].contains($0) }
  }
}

/// What became of a cell's output.
package enum OutputFinding: Sendable, Hashable {
  /// The cell has no output, or doesn't show it.
  case none
  case matches
  case differs
  /// There is an output, and no fence that records it.
  case unrecorded
  /// A `volatile` cell: shown as recorded.
  case notCompared
  /// The cell failed, or was never reached.
  case failed
}

/// What became of a `// =>` comment.
package struct ValueFinding: Sendable, Hashable {
  package var cell: Int
  package var statement: Int
  package var matches: Bool
}

/// What became of a formula. The five outcomes are never mixed up, and formulas that only name things ask for none.
package enum FormulaFinding: Sendable {
  case agrees(FormulaComparison)
  case disagrees(FormulaComparison)
  case disagreesAsExpected(FormulaComparison, reason: String)
  /// `reason` is the author's, where the comment says `expect: none`; without one it is an error.
  case cannotBeEvaluated(why: String, reason: String?)
  /// No comment asks for a check.
  case notChecked
}

extension FormulaFinding {
  /// Whether it agrees at other inputs than the recorded ones too.
  package var holdsAtOtherInputs: Bool {
    if case .agrees(let comparison) = self, case .holds? = comparison.variation { true } else { false }
  }
}

/// How a formula and the code compare.
package struct FormulaComparison: Sendable {
  /// The largest difference, as a part of the largest entry; nil where only shapes were compared.
  package var relativeError: Double?
  /// The same as it is.
  package var largestError: Double?
  /// What decided how far the sides may be apart.
  package var allowance = Agreement.Allowance.rounding
  /// Whether rounding alone could explain differences that aren't small, so that nothing can be said.
  package var isIllConditioned = false
  /// First what the formula came to, then the Swift code it was compared with; the sides of the formula itself for an identity.
  package var sides: [Side]
  /// Whether the formula was compared with nothing but itself, side by side: its names still stand for the code's values.
  package var isIdentity: Bool
  /// What stands between the sides.
  package var relation = "="
  /// Whether what was compared is to be equal; in an inequality the sides may be far apart.
  package var isEquality = true
  /// How the left side was read, where it might be taken for one name: as a product of bound names.
  package var readingOfLeft: String?
  /// Shapes that the formula asserts and that aren't the code's.
  package var wrongShapes: [FormulaEvaluation.ShapeAssertion] = []
  /// Where the difference is largest, counted from 1; empty for a number.
  package var place: [Int]
  /// What each symbol stood for.
  package var symbols: [Symbol]
  /// How parts of the formula were read that have another reading.
  package var remarks: [String] = []
  /// Whether anything that the program computed takes part.
  package var readsComputed = false
  /// Whether one side is a number that is written out, other than 0, 1 and −1.
  package var hasClosedSide = false
  /// What the formula came to at other inputs; nil where it wasn't asked.
  package var variation: VariationOutcome?

  package struct Side: Sendable {
    package var name: String
    package var shape: [Int]
    /// The value where the difference is largest.
    package var value: Double
  }

  package struct Symbol: Sendable, Hashable {
    /// Its bytes in the LaTeX.
    package var range: Range<Int>
    package var latex: String
    package var shape: [Int]
    /// The Swift variable or expression.
    package var source: String
    /// The type of a function, which has no shape.
    package var function: String?
    /// What it is, if that is few numbers.
    package var values: [Double] = []
    package var origin: Origin?
    /// Whether its value was written, not computed.
    package var isWritten = false
    /// Whether the check comment binds it to a literal, which no other input changes.
    package var isFixed = false
  }

  /// Where a symbol's value was made.
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
  /// Cells that are shown and never run.
  package var cellsNotRun = 0
  package var outputs = 0
  /// Outputs that change from run to run, and are shown as they were recorded.
  package var outputsNotCompared = 0
  /// What can be checked: display formulas, formulas within a sentence that have a comment, and relations there that need none.
  package var formulas = 0
  package var formulasChecked = 0
  /// Those of the checked formulas that stand within a sentence and have a comment.
  package var inlineFormulasChecked = 0
  /// Those that stand within a sentence and need no comment.
  package var inlineClaims = 0
  /// Numbers in the text that were compared with an expression.
  package var numbers = 0
  /// Those that agree at other inputs too.
  package var formulasVaried = 0
  package var failures = 0

  package init() {}

  /// Whether nothing that could be checked was left out.
  package var isAllChecked: Bool { cellsNotRun == 0 && outputsNotCompared == 0 && formulasChecked == formulas }

  package init(_ document: Document, _ report: CheckReport) {
    lessons = 1
    cells = document.cells.count
    cellsNotRun = document.cells.count { !$0.options.isCompiled }
    outputsNotCompared = report.outputs.count { $0 == .notCompared }
    outputs = report.outputs.count { $0 == .matches || $0 == .differs } + report.values.count
    inlineClaims = report.claims.count
    numbers = report.numbers.reduce(0) { $0 + $1.values.count }
    formulas = inlineClaims
    formulasChecked = inlineClaims
    for (formula, finding) in zip(document.formulas, report.formulas) where formula.isDisplay || formula.check != nil {
      formulas += 1
      switch finding {
      case .agrees, .disagrees, .disagreesAsExpected:
        formulasChecked += 1
        if !formula.isDisplay { inlineFormulasChecked += 1 }
      case .cannotBeEvaluated, .notChecked: break
      }
    }
    formulasVaried = report.formulas.count(where: \.holdsAtOtherInputs)
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
