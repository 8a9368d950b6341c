import Diagnostics
import LessonRunner

/// Events of the engine's work, to show its progress.
package enum EngineEvent: Sendable {
  package typealias Handler = @Sendable (EngineEvent) -> Void

  /// A warning about the course that doesn't belong to one of its lessons.
  case courseWarning(Diagnostic)
  /// The library that the lessons link is being built, which takes about a minute.
  case buildingLibrary
  /// The first lessons are started.
  case runsStarted
  case lessonStarted(name: String)
  case lessonProgressed(name: String, Runner.Progress)
  case lessonFinished(name: String)
  /// A lesson took too long to run twice, so its outputs weren't checked for differences from run to run.
  case repetitionSkipped(lesson: String, seconds: Double)
  /// The last lesson has ended.
  case runsFinished
  /// Everything has run and been checked, or the work has failed.
  case finished
  /// The site is made without a font for its formulas.
  case mathFontMissing
}
