import LessonDocument
import LessonRunner

/// A lesson, what came of running it, and what checking that found.
package struct LessonResult: Sendable {
  package var document: Document
  package var run: Run
  package var report: CheckReport
  /// nil for a lesson whose earlier run still holds.
  package var times: RunTimes?

  package init(document: Document, run: Run, report: CheckReport, times: RunTimes? = nil) {
    self.document = document
    self.run = run
    self.report = report
    self.times = times
  }
}

/// How long a lesson's run took.
package struct RunTimes: Sendable {
  package var compiling = Duration.zero
  package var running = Duration.zero
  /// By the cells' indices, as far as the tool saw them begin and end.
  package var cells: [Int: Duration] = [:]

  package init() {}

  package var total: Duration { compiling + running }
}
