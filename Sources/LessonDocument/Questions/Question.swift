import CellAnalysis
import Diagnostics

/// A question to the reader, whose options are executed when the lesson is checked: the one that is marked must hold, and no other may.
package struct Question: Sendable {
  /// Its place among the lesson's questions, from 0.
  package var index: Int
  /// `[!QUESTION]` in the file.
  package var range: Range<Int>
  package var title: [Inline]
  package var prompt: [Block]
  /// Empty if the reader types a number.
  package var options: [Option]
  /// What the options are compared with, or the number that the reader has to find.
  package var answer: SwiftExpression.Index?

  package struct Option: Sendable {
    /// The box in the file, `[x]` or `[ ]`.
    package var range: Range<Int>
    /// Whether the author says that it holds.
    package var isMarked: Bool
    package var content: [Block]
    /// nil if it can't be executed, which is reported.
    package var claim: Claim?
    /// The mistake by which it is made of the marked option, and the range of the comment that says so.
    package var variant: (mistake: LocatedText, comment: Range<Int>)?
  }

  /// What is executed of an option.
  package enum Claim: Sendable, Hashable {
    /// A formula, by its index in `Document.formulas`.
    case formula(Int)
    case expression(SwiftExpression.Index)
  }
}

extension Document {
  /// The questions, in the order of the text.
  package var questions: [Question] { blocks.depthFirst.compactMap { if case .question(let question) = $0 { question } else { nil } } }
}
