import ArgumentParser

/// How `lessons check` says what it found.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  /// For people.
  case text
  /// For programs: one object, described in the README.
  case json
  /// For continuous integration that reads JUnit's XML.
  case junit
  /// For GitHub, which shows each line beside the code it speaks of.
  case github
}
