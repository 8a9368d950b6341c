import Diagnostics
import Foundation
import LessonChecks
import LessonDocument

/// A check as GitHub's workflow commands. GitHub shows them beside the lines that they refer to.
struct GitHubReport {
  let results: [LessonResult]
  let unreadable: [UnreadFile]

  func text() -> String {
    (unreadable.flatMap(\.failures) + results.flatMap(\.report.checkFailures)).map { failure in
      let diagnostic = failure.diagnostic
      let place = diagnostic.position
      let problem = diagnostic.problem
      let details = ([problem.message] + problem.notes + (problem.difference?.plainLines ?? []) + [problem.help].compactMap { $0 }).joined(
        separator: "\n")
      return "::\(problem.severity.rawValue) file=\(property(ReportPath.shown(diagnostic.file))),line=\(place.line),col=\(place.column)::"
        + data(details)
    }.joined(separator: "\n")
  }

  private func data(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
