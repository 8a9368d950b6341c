/// What kind of thing is wrong, by a name that stays the same while messages may change: reports for other programs have it.
package enum FailureKind: String, Sendable, CaseIterable {
  // MARK: Outputs

  /// A cell gives something else than what is recorded: in its output fence, after `// =>` or in `// Prints`.
  case outputDiffers = "output-differs"
  case outputNotRecorded = "output-not-recorded"
  /// The cell ran twice and didn't give the same.
  case outputNotRepeatable = "output-not-repeatable"
  /// Something is recorded that nothing compares.
  case outputNotCompared = "output-not-compared"
  /// A recorded `…` stands for anything, though the cell printed one.
  case ellipsisAmbiguous = "ellipsis-ambiguous"
  /// The part of a value that isn't shown has changed.
  case digestDiffers = "digest-differs"
  /// Nothing compares the part of a value that isn't shown.
  case digestMissing = "digest-missing"

  // MARK: Cells

  case cellFailed = "cell-failed"
  case cellNotReached = "cell-not-reached"
  /// The compiler warned.
  case cellWarning = "cell-warning"
  /// A Swift expression in a check comment failed.
  case expressionFailed = "expression-failed"

  // MARK: Formulas

  case formulaDisagrees = "formula-disagrees"
  /// It agrees, though its comment says that it doesn't.
  case formulaAgrees = "formula-agrees"
  /// It agrees at the recorded inputs, and not at others.
  case formulaAtThisDataOnly = "formula-at-this-data-only"
  /// Rounding alone may explain a large difference.
  case formulaIllConditioned = "formula-ill-conditioned"
  case formulaNotEvaluated = "formula-not-evaluated"
  /// It has no check, in a course that asks for one.
  case formulaNotChecked = "formula-not-checked"

  /// `vary` names what is no input of the lesson.
  case varyNameUnknown = "vary-name-unknown"

  // MARK: Pages

  case linkBroken = "link-broken"
  case imageUnusable = "image-unusable"
  /// The lesson can't be read.
  case lessonMalformed = "lesson-malformed"
  /// Something in the lesson is doubtful.
  case lessonDoubtful = "lesson-doubtful"
  /// `course.yml`, or the folder of lessons, can't be read.
  case courseMalformed = "course-malformed"

  /// Whether `lessons check --accept` mends it.
  package var isAcceptable: Bool {
    switch self {
    case .outputDiffers, .outputNotRecorded, .digestDiffers, .digestMissing: true
    case .outputNotRepeatable, .outputNotCompared, .ellipsisAmbiguous, .cellFailed, .cellNotReached, .cellWarning,
      .expressionFailed, .formulaDisagrees, .formulaAgrees, .formulaAtThisDataOnly, .formulaIllConditioned, .formulaNotEvaluated,
      .formulaNotChecked,
      .varyNameUnknown,
      .linkBroken, .imageUnusable, .lessonMalformed, .lessonDoubtful, .courseMalformed:
      false
    }
  }
}
