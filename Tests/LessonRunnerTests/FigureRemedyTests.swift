import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import LessonRunner

/// What an author is told who misspells a figure or calls it in another way.
@Suite struct FigureRemedyTests {
  private func remedies(_ code: String) async throws -> [String?] {
    let result = try await run("```swift\n\(code)\n```\n")
    guard case .failed(let problems) = result.run.cells[0].state else { return [] }
    return problems.map(\.help)
  }

  @Test func `a misspelled figure is corrected, and a wrong call leads to the list of figures`() async throws {
    #expect(
      try await remedies("lineChrt(title: \"A\", x: \"x\", y: \"y\")")
        == ["did you mean `lineChart`? `lessons help figures` lists the figures"])
    #expect(
      try await remedies("lineChart(title: \"A\", x: [1, 2], y: \"y\")")[0] == "`lessons help figures` shows how `lineChart` is called")
    #expect(try await remedies("unrelated(1)") == [nil])
  }

  @Test func `the figures of these messages are those of the documentation`() throws {
    let rows = try Fixtures.documentation("figures").matches(of: /(?m)^\| `(\w+)\(/).map { String($0.output.1) }
    #expect(Set(rows) == Set(RootCauses.figures))
  }

  @Test(arguments: RootCauses.figures) func `each figure is in the gallery, and in a lesson`(figure: String) throws {
    let folder = Fixtures.url("../../Lessons")
    let call = try Regex("(?m)^[^/`]*\\b\(figure)\\(")
    let users = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".md") }.filter { name in
      String(decoding: try Fixtures.bytes(of: "../../Lessons/\(name)"), as: UTF8.self).contains(call)
    }
    #expect(users.contains("appendix-gallery.md"))
    #expect(users.contains { $0.first?.isNumber == true }, "only in \(users)")
  }
}
