import Formulas
import LessonDocument

/// A relation within a sentence that is checked without a comment.
package struct InlineClaim: Sendable {
  package enum Kind: Sendable, Hashable {
    /// A relation between numbers and built-in functions alone: `\log 8 = 2.0794`.
    case closed
    /// A relation between a name that the program computes and an expression of bound names: `z = x + y`.
    case bound
  }

  package var kind: Kind
  /// The index of its formula.
  package var formula: Int
  package var holds: Bool
  /// The largest difference of the sides. The other one is relative to the largest entry.
  package var largestError: Double
  package var relativeError: Double

  init(_ kind: Kind, _ formula: LessonFormula, _ agreement: Agreement) {
    self.kind = kind
    self.formula = formula.index
    holds = agreement.agrees
    largestError = agreement.largestError
    relativeError = agreement.relativeError
  }
}
