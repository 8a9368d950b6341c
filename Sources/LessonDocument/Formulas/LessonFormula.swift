import CellAnalysis
import CourseConfiguration
import Diagnostics
import Formulas
import LaTeXSyntax

/// A formula in a lesson, and its check comment.
package struct LessonFormula: Sendable {
  /// Its index among the lesson's formulas, from 0.
  package var index: Int
  package var isDisplay: Bool
  /// Its range in the file, including its dollar signs or its fence.
  package var range: Range<Int>
  package var latex: ExtractedText
  /// nil if the LaTeX can't be read; the document's diagnostics say why.
  package var syntax: SyntaxTree?
  /// The author's LaTeX commands that hold in it, and in what its check gives.
  package var macros: Macros
  package var check: FormulaCheck?
  /// Whether the comment after it can't be read, which is reported.
  package var hasUnreadCheck = false
  /// The name after `\label` in a display formula.
  package var label: LocatedText?
  /// The links of `\href` and `\url`, by their indices in `Document.links`.
  package var links: [Int] = []
  /// The number of cells before the formula; it is evaluated with the names that they declare.
  package var cellsBefore: Int
  /// Whether it is in an option of a question, where a formula may be wrong.
  package var isInOption = false

  /// Whether it shows nothing: it only defines LaTeX commands.
  package var isEmpty: Bool { check == nil && syntax?.nodes.isEmpty ?? false }

  /// The name by which links refer to it.
  package var id: String? { check?.id ?? label?.text }
}

/// A check comment: what the formula before it must agree with.
package struct FormulaCheck: Sendable {
  package enum Expectation: String, Sendable, Hashable, CaseIterable { case agree, disagree, none }

  /// The range of the comment in the file, from `<!--` to `-->`.
  package var range: Range<Int>
  /// The expression that the formula's value must equal; nil if only the sides of the formula are compared with each other.
  package var equals: SwiftExpression.Index?
  /// The Swift expressions for LaTeX names.
  package var bindings: [(name: LocatedText, value: SwiftExpression.Index)] = []
  package var tolerance: Double?
  /// Whether two values that are not a number agree.
  package var nansAgree = false
  package var expectation = Expectation.agree
  package var reason: String?
  package var id: String?
  /// The ranges of index variables, by their LaTeX names.
  package var indices: [(name: LocatedText, range: ClosedRange<Int>)] = []
  /// The number of a name's first entry, if it isn't 1.
  package var bases: [(name: LocatedText, base: Int)] = []
  /// Names whose rank-1 values are rows.
  package var rows: [LocatedText] = []
  /// Functions applied to each entry, and matrices whose powers and functions are taken entry by entry.
  package var elementwise: [LocatedText] = []
  /// What `\otimes` means: a `Bindings.TensorProduct`.
  package var tensorProduct: LocatedText?
  /// Whether 0 log 0 is 0.
  package var zeroLogZero: LocatedText?
  /// The formulas that it builds on: ids of earlier ones, or definitions in LaTeX.
  package var given: [LocatedText] = []
  /// Names whose superscript in brackets is an index, such as `x^{[l]}`.
  package var families: [LocatedText] = []
  /// How it is checked at other inputs; nil if the comment doesn't say.
  package var vary: VarySettings?
  /// The numbers that a reader may slide on the page, by their LaTeX names.
  package var sliders: [(name: LocatedText, slider: Slider)] = []

  /// All names that the comment binds or declares, grouped by key.
  package var declarations: [(key: String, names: [LocatedText])] {
    [
      ("where", bindings.map(\.name)), ("index", indices.map(\.name)), ("base", bases.map(\.name)), ("row", rows),
      ("elementwise", elementwise), ("family", families), ("live", sliders.map(\.name)),
    ]
  }
}
