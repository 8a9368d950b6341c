import CellAnalysis
import Diagnostics

/// A comment after a number in the text, `<!-- = expression -->`, with the source of the number.
package struct NumberCheck: Sendable {
  package enum Source: Sendable, Hashable {
    /// The value of this expression, rounded as the number is printed. An array gives the last numbers of the sentence.
    case expression(SwiftExpression.Index)
    /// No computation, for this reason.
    case none(reason: String)
  }

  /// The comment in the file, from `<!--` to `-->`.
  package var range: Range<Int>
  package var source: Source
  /// The numbers between the previous comment and this one, in the same sentence or table cell. The last one is right before the comment.
  package var numbers: [WrittenNumber]
}

/// The numbers in a lesson's text.
package struct ProseNumbers: Sendable {
  /// The checks, in the order of their comments. `Inline.number` refers to them.
  package var checks: [NumberCheck] = []
  /// The decimals and percentages for which `prose-numbers: checked` requires a source.
  package var needingSource: [WrittenNumber] = []
}
