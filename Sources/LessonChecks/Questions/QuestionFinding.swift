/// What came of executing a question.
package struct QuestionFinding: Sendable, Hashable {
  /// One for each option.
  package var options: [OptionFinding]
  /// The number that a reader has to type.
  package var answer: Double?
}

package enum OptionFinding: Sendable, Hashable {
  case holds
  /// It gives another value than the code; `place` is the entry that differs most, counted from 1.
  case differs(value: Double, answer: Double, place: [Int])
  /// What it states isn't true.
  case isFalse
  case notEvaluated

  package var holds: Bool { self == .holds }
}
