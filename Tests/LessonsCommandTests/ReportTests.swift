import Foundation
import TestSupport
import Testing

/// The reports for other programs.
@Suite struct ReportTests {
  private func report(_ format: String) throws -> LessonsTool.Result {
    let folder = try TemporaryFolder()
    try folder.write("# Sums\n\nSee [that](nowhere.md) & <b>this</b>.\n", to: "Lessons/a.md")
    try folder.write("# Good\n", to: "Lessons/b.md")
    return try LessonsTool().run(["check", "--format", format], in: folder.url)
  }

  @Test func `JSON has every failure with its place, and the figures`() throws {
    let result = try report("json")
    #expect(result.exitCode == 1)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let lessons = try #require(object["lessons"] as? [[String: Any]])
    #expect(lessons.map { $0["file"] as? String } == ["Lessons/a.md", "Lessons/b.md"])
    #expect(lessons.map { $0["holds"] as? Bool } == [false, true])
    let failures = try #require(lessons[0]["failures"] as? [[String: Any]])
    let error = try #require(failures.first { $0["severity"] as? String == "error" })
    #expect(error["line"] as? Int == 3)
    #expect(error["column"] as? Int == 5)
    #expect(error["message"] as? String == "there is no lesson `nowhere.md`")
    #expect((object["summary"] as? [String: Any])?["errors"] as? Int == 1)
  }

  @Test func `JUnit has a case for each lesson`() throws {
    let result = try report("junit")
    #expect(result.exitCode == 1)
    #expect(result.output.contains(#"<testsuite name="lessons" tests="2" failures="1">"#))
    #expect(result.output.contains(#"<failure message="there is no lesson `nowhere.md`">"#))
    #expect(result.output.contains(#"<testcase classname="lessons" name="b" file="Lessons/b.md"/>"#))
    let parser = XMLText.parse(result.output)
    #expect(parser, "it is well-formed")
  }

  @Test func `JUnit's text has no character that XML doesn't`() throws {
    let folder = try TemporaryFolder()
    try folder.write("```swift\nprint(\"a\\u{FFFE}b\\u{FFFF}c\")\n```\n", to: "Lessons/a.md")
    let result = try LessonsTool().run(["check", "--format", "junit"], in: folder.url)
    #expect(result.output.contains("+ a\u{FFFD}b\u{FFFD}c"))
    #expect(!result.output.unicodeScalars.contains { $0 == "\u{FFFE}" || $0 == "\u{FFFF}" })
  }

  @Test func `GitHub gets an annotation for each line`() throws {
    let result = try report("github")
    #expect(result.exitCode == 1)
    #expect(result.output.contains("::error file=Lessons/a.md,line=3,col=5::there is no lesson `nowhere.md`"))
    #expect(result.output.contains("::warning file=Lessons/a.md,line=3"))
  }
}

/// Whether every element that is opened is closed, in order: all that a reader of these reports needs.
private enum XMLText {
  static func parse(_ text: String) -> Bool {
    var open: [Substring] = []
    for match in text.matches(of: /<(\/?)([a-z]+)([^<>]*?)(\/?)>/) {
      if match.1 == "/" {
        guard open.popLast() == match.2 else { return false }
      } else if match.4.isEmpty {
        open.append(match.2)
      }
    }
    return open.isEmpty
  }
}
