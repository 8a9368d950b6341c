import TestSupport
import Testing

/// The documentation embedded in the tool.
@Suite struct HelpTests {
  @Test(arguments: [
    ("format", "lesson-format"), ("formulas", "formulas"), ("course", "course-file"), ("figures", "figures"), ("command", "command"),
  ])
  func `a page is printed as it is in Documentation`(topic: String, file: String) throws {
    let result = try LessonsTool().run(["help", topic], in: Fixtures.url("."))
    #expect(result.exitCode == 0)
    #expect(result.output == String(decoding: try Fixtures.bytes(of: "../../Documentation/\(file).md"), as: UTF8.self))
  }

  @Test func `a topic that is misspelled is told the nearest one`() throws {
    let result = try LessonsTool().run(["help", "figurs"], in: Fixtures.url("."))
    #expect(result.exitCode == 64)
    #expect(result.errors.contains("did you mean `figures`?"), "\(result.errors)")
  }

  @Test func `the version is the newest in the changelog`() throws {
    let version = try LessonsTool().run(["--version"], in: Fixtures.url(".")).output
    let number = try #require(version.firstMatch(of: #/lessons (\d+\.\d+\.\d+)\n/#)).output.1
    let changelog = String(decoding: try Fixtures.bytes(of: "../../CHANGELOG.md"), as: UTF8.self)
    let newest = try #require(changelog.firstMatch(of: #/\n## (\d+\.\d+\.\d+)/#)).output.1
    #expect(number == newest)
  }
}
