import CellAnalysis
import CourseConfiguration
import Diagnostics
import LessonDocument
import LessonRunner

extension VariationOutcome {
  /// The problem of a formula that agrees at the recorded inputs but not at others.
  func problem(at range: Range<Int>) -> Problem? {
    switch self {
    case .holds, .ofShapes, .aboutTheData, .numberOfThisRun, .notVaried, .off: nil
    case .holdsOnly(let condition):
      Problem(
        (condition.property.map { "this formula holds only while `\(condition.input)` \($0)" }
          ?? "this formula holds only with `\(condition.input)` as it is")
          + (condition.kept.isEmpty ? "" : ", and `\(condition.kept.joined(separator: "`, `"))`"), at: range,
        notes: ["at other inputs it disagrees with the code"] + [condition.dimension].compactMap(\.self),
        help:
          "correct the formula or the code; if the condition is intended: `vary: { keep: [\((condition.kept + [condition.input]).joined(separator: ", "))] }`"
      )
    case .thisDataOnly(let example):
      Problem(
        "this formula agrees at this data only", at: range,
        notes: (example.inputs.isEmpty ? [] : ["at other inputs: \(example.inputs.joined(separator: ", "))"]) + example.sides,
        help: "correct the formula or the code; if it is about these numbers only: `vary: none` and `because: …`")
    }
  }
}

extension Problem {
  var asWarning: Problem {
    var warning = self
    warning.severity = .warning
    return warning
  }
}

extension Document {
  /// Whether the lesson or its course sets how formulas are varied. A disagreement at other inputs is then an error.
  var requiresVariation: Bool { frontMatter.vary != nil || courseVary != VarySettings() }
}
