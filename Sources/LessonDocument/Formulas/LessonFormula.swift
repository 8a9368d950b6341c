import CellAnalysis
import CourseConfiguration
import Diagnostics
import Formulas

/// A formula in a lesson, and what the comment after it says it must agree with.
package struct LessonFormula: Sendable {
  /// Its place among the lesson's formulas, from 0.
  package var index: Int
  package var isDisplay: Bool
  /// In the file, with its dollars or its fence.
  package var range: Range<Int>
  package var latex: ExtractedText
  /// nil if the LaTeX can't be read; the document's diagnostics say why.
  package var syntax: SyntaxTree?
  package var check: FormulaCheck?
  /// It speaks of the lesson's state after so many cells.
  package var cellsBefore: Int
}

/// A check comment: what the formula before it must agree with.
package struct FormulaCheck: Sendable {
  package enum Expectation: String, Sendable, Hashable, CaseIterable { case agree, disagree, none }

  /// The comment in the file, from `<!--` to `-->`.
  package var range: Range<Int>
  /// What the formula's value must equal; nil: the sides of its chain must agree.
  package var equals: SwiftExpression.Index?
  /// LaTeX name to Swift expression.
  package var bindings: [(name: LocatedText, value: SwiftExpression.Index)] = []
  package var tolerance: Double?
  /// Whether what is not a number agrees with what is not a number.
  package var nansAgree = false
  package var expectation = Expectation.agree
  package var reason: String?
  package var id: String?
  /// The range of an index variable: LaTeX name to bounds.
  package var indices: [(name: LocatedText, range: ClosedRange<Int>)] = []
  /// The number of a name's first entry, where it isn't 1.
  package var bases: [(name: LocatedText, base: Int)] = []
  /// Names whose rank-1 value is a row.
  package var rows: [LocatedText] = []
  /// Functions applied to each entry, and matrices whose powers and functions are those of their entries.
  package var elementwise: [LocatedText] = []
  /// What `\otimes` means: a `Bindings.TensorProduct`.
  package var tensorProduct: LocatedText?
  /// That 0 log 0 is 0.
  package var zeroLogZero: LocatedText?
  /// Ids of earlier formulas, or definitions in LaTeX.
  package var given: [LocatedText] = []
  /// Names whose superscript in brackets is an index: `x^{[l]}`.
  package var families: [LocatedText] = []
  /// How it is checked at other inputs; nil where it says nothing.
  package var vary: VarySettings?

  /// All names that the comment binds or declares, by the key that does it.
  package var declarations: [(key: String, names: [LocatedText])] {
    [
      ("where", bindings.map(\.name)), ("index", indices.map(\.name)), ("base", bases.map(\.name)), ("row", rows),
      ("elementwise", elementwise), ("family", families),
    ]
  }
}
