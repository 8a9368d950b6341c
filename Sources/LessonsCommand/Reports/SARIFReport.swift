import Diagnostics
import Foundation
import LessonChecks
import LessonDocument

/// A check in the Static Analysis Results Interchange Format, version 2.1.0, for code scanning and editors.
struct SARIFReport: Encodable {
  var version = "2.1.0"
  var schema = "https://json.schemastore.org/sarif-2.1.0.json"
  var runs: [Run]

  enum CodingKeys: String, CodingKey {
    case version, runs
    case schema = "$schema"
  }

  struct Run: Encodable {
    var tool: Tool
    var results: [Result]
    /// Columns count characters, as Swift does here: Unicode scalars.
    var columnKind = "unicodeCodePoints"
  }

  struct Tool: Encodable { var driver: Driver }

  struct Driver: Encodable {
    var name = "lessons"
    var version: String
    var rules: [Rule]
  }

  struct Rule: Encodable { var id: String }

  struct Result: Encodable {
    var ruleId: String
    var level: String
    var message: Message
    var locations: [Location]
  }

  struct Message: Encodable { var text: String }

  struct Location: Encodable { var physicalLocation: Place }

  struct Place: Encodable {
    var artifactLocation: Artifact
    var region: Region
  }

  struct Artifact: Encodable { var uri: String }

  struct Region: Encodable {
    var startLine: Int
    var startColumn: Int
  }

  init(results: [LessonResult], unreadable: [UnreadFile]) {
    let failures = unreadable.flatMap(\.failures) + results.flatMap(\.report.checkFailures)
    let rules = Set(failures.map(\.kind.rawValue)).sorted().map(Rule.init)
    runs = [Run(tool: Tool(driver: Driver(version: Lessons.version, rules: rules)), results: failures.map(Self.result))]
  }

  private static func result(_ failure: CheckFailure) -> Result {
    let problem = failure.diagnostic.problem
    let position = failure.diagnostic.position
    let text = ([problem.message] + problem.notes + (problem.difference?.plainLines ?? []) + [problem.help].compactMap(\.self))
      .joined(separator: "\n")
    let path = ReportPath.shown(failure.diagnostic.file)
    let uri = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
    let place = Place(
      artifactLocation: Artifact(uri: uri), region: Region(startLine: position.line, startColumn: position.column))
    return Result(
      ruleId: failure.kind.rawValue, level: problem.severity.rawValue, message: Message(text: text),
      locations: [Location(physicalLocation: place)])
  }

  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
