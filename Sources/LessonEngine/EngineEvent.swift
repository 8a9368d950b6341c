import Diagnostics
import LessonRunner

/// What happens while the engine works, for whoever shows its progress.
package enum EngineEvent: Sendable {
  package typealias Handler = @Sendable (EngineEvent) -> Void

  /// Something in the course is doubtful, but in none of its lessons.
  case courseWarning(Diagnostic)
  /// The library that the lessons link is built, which takes about a minute.
  case buildingLibrary
  /// Lessons begin to run.
  case runsStarted
  case lessonStarted(name: String)
  case lessonProgressed(name: String, Runner.Progress)
  case lessonFinished(name: String)
  /// A lesson took too long to run twice, so nothing looked for outputs that differ from run to run.
  case repetitionSkipped(lesson: String, seconds: Double)
  /// No lesson runs any more.
  case runsFinished
  /// All is run and checked, or the work has failed.
  case finished
  /// The site is made without a font for its formulas.
  case mathFontMissing
}
