import CellAnalysis
import Diagnostics

/// The comment behind a number in the text, `<!-- = expression -->`, which says where the number comes from.
package struct NumberCheck: Sendable {
  package enum Source: Sendable, Hashable {
    /// The value of this expression, rounded as the number is printed. An array stands for the last numbers of the sentence.
    case expression(SwiftExpression.Index)
    /// Nothing computes it, for this reason.
    case none(reason: String)
  }

  /// The comment in the file, from `<!--` to `-->`.
  package var range: Range<Int>
  package var source: Source
  /// The numbers of the sentence, or of the table cell, before the comment and behind an earlier one. The last is the one right before it.
  package var numbers: [WrittenNumber]
}

/// The numbers in a lesson's text.
package struct ProseNumbers: Sendable {
  /// In the order in which the comments are read; `Inline.number` refers to them.
  package var checks: [NumberCheck] = []
  /// The decimals and percentages that a lesson with `prose-numbers: checked` must give a source.
  package var needingSource: [WrittenNumber] = []
}
