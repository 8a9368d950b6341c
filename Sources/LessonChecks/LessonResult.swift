import LessonDocument
import LessonRunner

/// A lesson, what came of running it, and what checking that found.
package struct LessonResult: Sendable {
  package var document: Document
  package var run: Run
  package var report: CheckReport

  package init(document: Document, run: Run, report: CheckReport) {
    self.document = document
    self.run = run
    self.report = report
  }
}
