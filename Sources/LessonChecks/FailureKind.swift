/// The kind of a failure. Reports for other programs contain its name, which stays the same even if messages change.
package enum FailureKind: String, Sendable, CaseIterable {
  // MARK: Outputs

  /// The output of a cell differs from the recorded one: in its output fence, after `// =>` or in `// Prints`.
  case outputDiffers = "output-differs"
  case outputNotRecorded = "output-not-recorded"
  /// The second run of a cell had another result.
  case outputNotRepeatable = "output-not-repeatable"
  /// Nothing compares a recorded output.
  case outputNotCompared = "output-not-compared"
  /// A recorded `…` matches anything, although the cell printed a `…`.
  case ellipsisAmbiguous = "ellipsis-ambiguous"
  /// The part of a value that isn't shown has changed.
  case digestDiffers = "digest-differs"
  /// Nothing compares the part of a value that isn't shown.
  case digestMissing = "digest-missing"

  /// A fence doesn't hold the text of the source file that it names.
  case includeDiffers = "include-differs"
  /// The file or region that a fence names doesn't exist.
  case includeUnusable = "include-unusable"

  // MARK: Cells

  case cellFailed = "cell-failed"
  case cellNotReached = "cell-not-reached"
  /// The compiler issued a warning.
  case cellWarning = "cell-warning"
  /// A cell wrote to standard error, which no page shows.
  case standardError = "standard-error"
  /// A Swift expression in a check comment failed.
  case expressionFailed = "expression-failed"

  // MARK: Formulas

  case formulaDisagrees = "formula-disagrees"
  /// The formula agrees, although its comment says that it doesn't.
  case formulaAgrees = "formula-agrees"
  /// The formula agrees at the recorded inputs, but not at others.
  case formulaAtThisDataOnly = "formula-at-this-data-only"
  /// Rounding alone may explain a large difference.
  case formulaIllConditioned = "formula-ill-conditioned"
  case formulaNotEvaluated = "formula-not-evaluated"
  /// The formula has no check, in a course that requires one.
  case formulaNotChecked = "formula-not-checked"

  /// A relation within a sentence, checked without a comment, doesn't hold.
  case inlineRelationDisagrees = "inline-relation-disagrees"

  /// `vary` contains a name that isn't an input of the lesson.
  case varyNameUnknown = "vary-name-unknown"
  /// The page has no room for the slider of a formula.
  case sliderLeftOut = "slider-left-out"

  // MARK: Numbers in the text

  /// A number differs from the value of the expression after it.
  case numberDiffers = "number-differs"
  /// The expression after a number has no value that could be the number.
  case numberNotEvaluated = "number-not-evaluated"
  /// A number has no source, in a lesson that requires one.
  case numberWithoutSource = "number-without-source"

  // MARK: Questions

  /// An option that isn't marked holds.
  case optionHolds = "option-holds"
  /// The option that is marked doesn't hold.
  case optionFails = "option-fails"
  /// An option has no value that can be compared with the answer's.
  case optionNotEvaluated = "option-not-evaluated"
  /// An option isn't the variant of the marked one that its comment says.
  case optionDiffers = "option-differs"

  // MARK: Pages

  case linkBroken = "link-broken"
  /// A citation names a work that isn't in the bibliography.
  case citationUnknown = "citation-unknown"
  case imageUnusable = "image-unusable"
  /// The lesson can't be read.
  case lessonMalformed = "lesson-malformed"
  /// The lesson may contain a mistake.
  case lessonDoubtful = "lesson-doubtful"
  /// `course.yml`, or the folder of lessons, can't be read.
  case courseMalformed = "course-malformed"

  /// Whether `lessons check --accept` resolves it.
  package var isAcceptable: Bool {
    switch self {
    case .outputDiffers, .outputNotRecorded, .digestDiffers, .digestMissing, .numberDiffers, .includeDiffers, .optionDiffers: true
    case .includeUnusable, .standardError, .outputNotRepeatable, .outputNotCompared, .ellipsisAmbiguous, .cellFailed, .cellNotReached,
      .cellWarning,
      .expressionFailed, .formulaDisagrees, .formulaAgrees, .formulaAtThisDataOnly, .formulaIllConditioned, .formulaNotEvaluated,
      .formulaNotChecked,
      .inlineRelationDisagrees, .varyNameUnknown, .sliderLeftOut, .numberNotEvaluated, .numberWithoutSource, .optionHolds, .optionFails,
      .optionNotEvaluated,
      .linkBroken, .citationUnknown, .imageUnusable, .lessonMalformed, .lessonDoubtful, .courseMalformed:
      false
    }
  }
}
