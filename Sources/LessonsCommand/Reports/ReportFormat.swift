import ArgumentParser

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
}
