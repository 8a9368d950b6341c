import CellAnalysis
import CourseConfiguration
import Diagnostics
import Foundation
import LessonDocument
import LessonRunner
import TestSupport
import Testing

@testable import LessonChecks

/// The kinds of failures: their names, and which checks have them.
@Suite struct FailureKindTests {
  @Test func `the documentation's table has every kind, and no other`() throws {
    let page = try Fixtures.documentation("command")
    let header = try #require(page.firstRange(of: "| kind | meaning |\n|---|---|\n"))
    let rows = page[header.upperBound...].split(separator: "\n", omittingEmptySubsequences: false).prefix { $0.hasPrefix("|") }
    #expect(rows.compactMap { $0.firstMatch(of: /^\| `([a-z-]+)` \|/).map { String($0.1) } } == FailureKind.allCases.map(\.rawValue))
  }

  @Test func `the schema of the JSON report has every kind, and no other`() throws {
    let file = Fixtures.url("../../Documentation/report.schema.json")
    let schema = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    let failure = try #require((schema["$defs"] as? [String: [String: Any]])?["failure"]?["properties"] as? [String: [String: Any]])
    #expect(failure["kind"]?["enum"] as? [String] == FailureKind.allCases.map(\.rawValue))
  }

  /// The kinds and subjects of the failures that checking a lesson finds.
  private func failures(_ lesson: String, change: (inout Run) -> Void = { _ in }) -> [String] {
    let document = DocumentParser.parse(Array(lesson.utf8), path: "lesson.md")
    var run = Run(cellCount: document.cells.count)
    for index in run.cells.indices { run.cells[index].state = .succeeded }
    change(&run)
    let targets = LinkTargets(Course(settings: CourseSettings(), lessons: [document]))
    return Checker.check(document, run, targets: targets).checkFailures.map { "\($0.kind.rawValue) \($0.subject)" }
  }

  @Test func `an output that differs is of its cell's output`() {
    let lesson = "```swift\n1\n```\n\n```swift\nprint(2)\n```\n\n```output\n3\n```\n"
    #expect(
      failures(lesson) { $0.cells[1].outputs = [.printed("2\n")] } == ["output-differs output(ofCell: 1)"])
  }

  @Test func `a cell that failed is of that cell`() {
    #expect(
      failures("```swift\nf()\n```\n") { $0.cells[0].state = .failed([Problem("no", at: 0..<1)]) } == ["cell-failed cell(0)"])
  }

  @Test func `links, images and formulas have theirs`() {
    let lesson =
      "[a](a.md) and ![b](b.png)\n\n$$ 1 = 2 $$\n<!-- check -->\n\n$$ 1 = 1 $$\n<!-- check: { expect: disagree, because: so } -->\n"
    #expect(
      failures(lesson) == ["link-broken link(0)", "image-unusable image(0)", "formula-disagrees formula(0)", "formula-agrees formula(1)"])
  }

  @Test func `only what an edit mends can be accepted`() {
    #expect(
      FailureKind.allCases.filter(\.isAcceptable) == [
        .outputDiffers, .outputNotRecorded, .digestDiffers, .digestMissing, .includeDiffers, .numberDiffers,
        .optionDiffers,
      ])
  }
}
