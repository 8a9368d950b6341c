/// What became of a comment behind a number in the text.
package enum NumberFinding: Sendable, Hashable {
  /// The numbers are these values, rounded as they are printed: one for each of the last numbers before the comment.
  case agrees(values: [Double])
  /// At least one of them isn't.
  case differs(values: [Double])
  /// Nothing computes the number, for the author's reason.
  case hasNoSource(reason: String)
  /// The expression has no value that a number could be compared with.
  case notEvaluated

  /// The values that the last numbers before the comment stand for.
  package var values: [Double] {
    switch self {
    case .agrees(let values), .differs(let values): values
    case .hasNoSource, .notEvaluated: []
    }
  }
}
