/// The result of checking a comment after a number in the text.
package enum NumberFinding: Sendable, Hashable {
  /// The last numbers before the comment are these values, rounded to the precision of the numbers.
  case agrees(values: [Double])
  /// At least one number differs from its value.
  case differs(values: [Double])
  /// The author gave a reason why no computation gives the number.
  case hasNoSource(reason: String)
  /// The expression has no value to compare with a number.
  case notEvaluated

  /// The values of the last numbers before the comment.
  package var values: [Double] {
    switch self {
    case .agrees(let values), .differs(let values): values
    case .hasNoSource, .notEvaluated: []
    }
  }
}
