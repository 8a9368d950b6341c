import Foundation
import TestSupport
import Testing

/// The JSON report against its schema, `Documentation/report.schema.json`.
@Suite struct ReportSchemaTests {
  private let schema: JSONSchema

  init() throws {
    let file = Fixtures.url("").deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Documentation/report.schema.json")
    schema = try JSONSchema(Data(contentsOf: file))
  }

  /// A lesson with everything that a report can contain, and one that can't be read.
  private func report() throws -> Any {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      # All

      ```swift
      let x = 2.0
      x
      ```

      ```output
      Double = 3.0
      ```

      $$ y = x^2 $$
      <!-- check: { where: { y: 'x * x' }, tolerance: 0.01 } -->

      $$ y = x^3 $$
      <!-- check: { where: { y: '4.0' } } -->

      $$ y = 1 / x $$
      <!-- check: { where: { x: '0.0', y: '1.0' } } -->

      $$ y = x^4 $$
      <!-- check: { where: { y: '4.0' }, expect: disagree, because: it is a square } -->

      $$ y \\approx 4.1 $$
      <!-- check: { where: { y: '4.0' }, tolerance: 0.1 } -->

      $$ y \\approx \\infty $$
      <!-- check: { expect: none, because: nothing to compute } -->

      And $z$, 5.0<!-- = x -->, 2.0<!-- = x -->, 3.0<!-- = none: no reason -->, 4.0<!-- = \"x\" -->, [nowhere](nowhere.md).
      """, to: "Lessons/a.md")
    try folder.write("```swift\n", to: "Lessons/b.md")
    let result = try LessonsTool().run(["check", "--format", "json"], in: folder.url)
    #expect(result.exitCode == 1)
    return try JSONSerialization.jsonObject(with: Data(result.output.utf8))
  }

  private func shareReport() throws -> Any {
    let folder = try TemporaryFolder()
    try folder.write("# A\n", to: "Lessons/a.md")
    let result = try LessonsTool().run(["check", "--shard", "1/2", "--format", "json"], in: folder.url)
    return try JSONSerialization.jsonObject(with: Data(result.output.utf8))
  }

  @Test func `a report is as the schema says, and has all that it speaks of`() throws {
    let report = try report()
    var seen: Set<String> = []
    #expect(schema.problems(in: report, seen: &seen) == [])
    #expect(schema.problems(in: try shareReport(), seen: &seen) == [])
    #expect(schema.properties.subtracting(seen) == [])
    let text = String(decoding: try JSONSerialization.data(withJSONObject: report), as: UTF8.self)
    for outcome in ["agrees", "disagrees", "disagreesAsExpected", "cannotBeEvaluated", "notChecked", "hasNoSource"] {
      #expect(text.contains("\"outcome\":\"\(outcome)\""), "\(outcome)")
    }
  }

  @Test func `a report on course.yml is as the schema says`() throws {
    let folder = try TemporaryFolder()
    try folder.write("# Good\n", to: "Lessons/b.md")
    try folder.write("titel: x\n", to: "Lessons/course.yml")
    let result = try LessonsTool().run(["check", "--format", "json"], in: folder.url)
    var seen: Set<String> = []
    let report = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    #expect(schema.problems(in: report, seen: &seen) == [])
  }

  @Test(arguments: [
    (#"{"lessons":[]}"#, "/: `summary` is missing"),
    (#"{"lessons":[{"file":1}],"summary":{}}"#, "/lessons/0/file: no string"),
    (#"{"lessons":[],"summary":{},"more":1}"#, "/: `more` is unknown"),
    (#"{"lessons":[{"formulas":[{"outcome":"perhaps"}]}],"summary":{}}"#, "/lessons/0/formulas/0/outcome: none of the values"),
    (#"{"lessons":[{"formulas":[{"line":0}]}],"summary":{}}"#, "/lessons/0/formulas/0/line: less than 1"),
  ])
  func `what isn't as the schema says is found`(report: String, problem: String) throws {
    var seen: Set<String> = []
    let object = try JSONSerialization.jsonObject(with: Data(report.utf8))
    #expect(schema.problems(in: object, seen: &seen).contains(problem))
  }
}

/// The part of JSON Schema that our schema uses.
private struct JSONSchema {
  private let root: [String: Any]

  init(_ data: Data) throws {
    root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// The names of all properties in the schema.
  var properties: Set<String> {
    let schemas = [root] + ((root["$defs"] as? [String: [String: Any]]) ?? [:]).values
    return Set(schemas.flatMap { (($0["properties"] as? [String: Any]) ?? [:]).keys })
  }

  /// - Parameter seen: The names of the properties found are added to it.
  func problems(in value: Any, seen: inout Set<String>) -> [String] { problems(value, root, "", &seen) }

  private func problems(_ value: Any, _ schema: [String: Any], _ path: String, _ seen: inout Set<String>) -> [String] {
    let place = path.isEmpty ? "/" : path
    if let name = (schema["$ref"] as? String)?.split(separator: "/").last.map(String.init) {
      guard let target = (root["$defs"] as? [String: [String: Any]])?[name] else { return ["\(place): no schema \(name)"] }
      return problems(value, target, path, &seen)
    }
    if let choices = schema["anyOf"] as? [[String: Any]] {
      let found = choices.map { problems(value, $0, path, &seen) }
      return found.contains([]) ? [] : found.flatMap { $0 }
    }
    if let values = schema["enum"] as? [String] {
      return (value as? String).map(values.contains) == true ? [] : ["\(place): none of the values"]
    }
    switch schema["type"] as? String {
    case "string": return value is String ? [] : ["\(place): no string"]
    case "boolean": return value is Bool ? [] : ["\(place): no boolean"]
    case "number": return value is Double ? [] : ["\(place): no number"]
    case "integer":
      guard let number = value as? Int else { return ["\(place): no integer"] }
      let least = schema["minimum"] as? Int ?? .min
      return number >= least ? [] : ["\(place): less than \(least)"]
    case "array":
      guard let items = value as? [Any], let schema = schema["items"] as? [String: Any] else { return ["\(place): no array"] }
      var found: [String] = []
      for (index, item) in items.enumerated() { found += problems(item, schema, "\(path)/\(index)", &seen) }
      return found
    default:
      guard let object = value as? [String: Any], let known = schema["properties"] as? [String: [String: Any]] else {
        return ["\(place): no object"]
      }
      let required = schema["required"] as? [String] ?? []
      var found = required.filter { object[$0] == nil }.map { "\(place): `\($0)` is missing" }
      for (name, item) in object {
        seen.insert(name)
        found += known[name].map { problems(item, $0, "\(path)/\(name)", &seen) } ?? ["\(place): `\(name)` is unknown"]
      }
      return found
    }
  }
}
