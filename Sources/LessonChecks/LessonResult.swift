import LessonDocument
import LessonRunner

/// A lesson, its run, and the report of its checks.
package struct LessonResult: Sendable {
  package var document: Document
  package var run: Run
  package var report: CheckReport
  /// nil for a lesson whose earlier run is still valid.
  package var times: RunTimes?

  package init(document: Document, run: Run, report: CheckReport, times: RunTimes? = nil) {
    self.document = document
    self.run = run
    self.report = report
    self.times = times
  }
}

/// The times of a lesson's run.
package struct RunTimes: Sendable {
  package var compiling = Duration.zero
  package var running = Duration.zero
  /// The times of cells, by index, as far as the tool saw them begin and end.
  package var cells: [Int: Duration] = [:]

  package init() {}

  package var total: Duration { compiling + running }
}
