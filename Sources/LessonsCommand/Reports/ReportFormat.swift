import ArgumentParser
import LessonChecks

/// The formats in which `lessons check` reports.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  /// For people.
  case text
  /// For programs: one object, described in `Documentation/report.schema.json`.
  case json
  /// For continuous integration systems that read JUnit XML.
  case junit
  /// For GitHub, which shows each message beside the lines that it refers to.
  case github
  /// For code scanning and editors: SARIF 2.1.0.
  case sarif

  /// The report for another program; nil for the text for people, which is printed as the lessons are checked.
  func text(_ results: [LessonResult], _ unreadable: [UnreadFile]) throws -> String? {
    switch self {
    case .text: nil
    case .json: try JSONReport(results: results, unreadable: unreadable).text()
    case .junit: JUnitReport(results: results, unreadable: unreadable).text()
    case .github: GitHubReport(results: results, unreadable: unreadable).text()
    case .sarif: try SARIFReport(results: results, unreadable: unreadable).text()
    }
  }
}
