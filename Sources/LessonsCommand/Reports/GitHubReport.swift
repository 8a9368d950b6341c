import Diagnostics
import LessonChecks
import LessonDocument

/// A check as GitHub's workflow commands, which it shows beside the lines they speak of.
struct GitHubReport {
  let results: [LessonResult]
  let unreadable: [Document]

  func text() -> String {
    (unreadable.flatMap(\.diagnostics) + results.flatMap(\.report.failures)).map { diagnostic in
      let place = diagnostic.position
      let problem = diagnostic.problem
      let details = ([problem.message] + problem.notes + (problem.difference?.plainLines ?? []) + [problem.help].compactMap { $0 }).joined(separator: "\n")
      return "::\(problem.severity.rawValue) file=\(property(diagnostic.file.path)),line=\(place.line),col=\(place.column)::"
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
