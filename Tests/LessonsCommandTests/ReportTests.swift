import Foundation
import TestSupport
import Testing

/// The reports for other programs.
@Suite struct ReportTests {
  private func report(_ format: String) throws -> LessonsTool.Result {
    let folder = try TemporaryFolder()
    try folder.write("# Sums\n\nSee [that](nowhere.md) & <font>this</font>.\n", to: "Lessons/a.md")
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
    #expect(error["kind"] as? String == "link-broken")
    #expect(error["message"] as? String == "there is no lesson `nowhere.md`")
    #expect((object["summary"] as? [String: Any])?["errors"] as? Int == 1)
  }

  @Test func `SARIF has every failure with its place and its rule`() throws {
    let result = try report("sarif")
    #expect(result.exitCode == 1)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(object["version"] as? String == "2.1.0")
    let run = try #require((object["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    #expect((driver["rules"] as? [[String: String]])?.map { $0["id"] } == ["lesson-doubtful", "link-broken"])
    let results = try #require(run["results"] as? [[String: Any]])
    let error = try #require(results.first { $0["level"] as? String == "error" })
    #expect(error["ruleId"] as? String == "link-broken")
    let place = try #require((error["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any])
    #expect((place["artifactLocation"] as? [String: String])?["uri"] == "Lessons/a.md")
    #expect(place["region"] as? [String: Int] == ["startLine": 3, "startColumn": 5])
  }

  @Test func `JUnit has a suite for each lesson`() throws {
    let result = try report("junit")
    #expect(result.exitCode == 1)
    #expect(result.output.contains(#"<testsuites tests="3" failures="1">"#))
    #expect(result.output.contains(#"<testsuite name="a" tests="2" failures="1">"#))
    #expect(result.output.contains(#"<testcase classname="a" name="link 1" file="Lessons/a.md" line="3">"#))
    #expect(result.output.contains(#"<failure type="link-broken" message="there is no lesson `nowhere.md`">"#))
    #expect(result.output.contains(#"<testcase classname="b" name="lesson" file="Lessons/b.md" line="1"/>"#))
    let parser = XMLText.parse(result.output)
    #expect(parser, "it is well-formed")
  }

  @Test func `JUnit has a case for each check, with the times of what ran`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      ```swift
      let x = 2.0
      x
      ```

      ```output
      Double = 3.0
      ```

      $$ x = 2 $$
      <!-- check: { id: two } -->

      $$ y $$

      ```swift norun
      f()
      ```
      """, to: "Lessons/a.md")
    let result = try LessonsTool().run(["check", "--format", "junit"], in: folder.url)
    let cases = result.output.matches(of: /<testcase classname="a" name="([^"]*)" file="Lessons\/a\.md" line="(\d+)"( time="\d+\.\d{3}")?/)
    #expect(cases.map { "\($0.1) \($0.2)" } == ["lesson 1", "cell 1 1", "output of cell 1 1", "formula two 10"])
    #expect(cases.map { $0.3 != nil } == [false, true, false, false])
    #expect(result.output.contains(/<testsuite name="a" tests="4" failures="1" time="\d+\.\d{3}">/))
    #expect(result.output.contains(#"<failure type="output-differs" message="the output isn't what was recorded">"#))
  }

  @Test func `JUnit's text has no character that XML doesn't`() throws {
    let folder = try TemporaryFolder()
    try folder.write("```swift\nprint(\"a\\u{FFFE}b\\u{FFFF}c\")\n```\n", to: "Lessons/a.md")
    let result = try LessonsTool().run(["check", "--format", "junit"], in: folder.url)
    #expect(result.output.contains("+ a\u{FFFD}b\u{FFFD}c"))
    #expect(!result.output.unicodeScalars.contains { $0 == "\u{FFFE}" || $0 == "\u{FFFF}" })
  }

  @Test func `where nothing fails, GitHub gets nothing`() throws {
    let folder = try TemporaryFolder()
    try folder.write("# Good\n", to: "Lessons/b.md")
    let result = try LessonsTool().run(["check", "--format", "github"], in: folder.url)
    #expect(result.exitCode == 0)
    #expect(result.output == "")
  }

  @Test func `GitHub is told of files as they stand in the repository, wherever the tool is called`() throws {
    let folder = try TemporaryFolder()
    try folder.write("# Sums\n\nSee [that](nowhere.md).\n", to: "tutorials/Lessons/a.md")
    func paths(_ workspace: String, _ place: String) throws -> Set<Substring> {
      let result = try LessonsTool().run(
        ["check", "--format", "github"], in: folder.url.appending(path: place), environment: ["GITHUB_WORKSPACE": workspace])
      return Set(result.output.matches(of: /file=([^,]*),/).map(\.1))
    }
    #expect(try paths(folder.url.path, "tutorials") == ["tutorials/Lessons/a.md"])
    #expect(try paths(folder.url.path + "/", "tutorials/Lessons") == ["tutorials/Lessons/a.md"])
    // The course isn't in the repository.
    #expect(try paths("/elsewhere", "tutorials") == ["Lessons/a.md"])
    #expect(try paths("", "tutorials") == ["Lessons/a.md"])
  }

  @Test func `what is wrong with the course itself is reported too`() throws {
    let folder = try TemporaryFolder()
    try folder.write("# Good\n", to: "Lessons/b.md")
    try folder.write("titel: x\n", to: "Lessons/course.yml")
    func report(_ format: String) throws -> String {
      let result = try LessonsTool().run(["check", "--format", format], in: folder.url)
      #expect(result.exitCode == 1)
      return result.output
    }
    #expect(
      try report("github")
        == "::error file=Lessons/course.yml,line=1,col=1::unknown key `titel` in course.yml%0Adid you mean `title`?\n")
    #expect(try report("junit").contains(#"<testcase classname="course.yml" name="lesson" file="Lessons/course.yml" line="1">"#))
    let object = try JSONSerialization.jsonObject(with: Data(try report("json").utf8)) as? [String: Any]
    let files = try #require(object?["lessons"] as? [[String: Any]])
    #expect(files.map { $0["file"] as? String } == ["Lessons/course.yml"])
    #expect((object?["summary"] as? [String: Any])?["errors"] as? Int == 1)
  }

  @Test func `GitHub gets an annotation for each line`() throws {
    let result = try report("github")
    #expect(result.exitCode == 1)
    #expect(result.output.contains("::error file=Lessons/a.md,line=3,col=5::there is no lesson `nowhere.md`"))
    #expect(result.output.contains("::warning file=Lessons/a.md,line=3"))
  }
}

/// Whether every element is closed, in order; readers of these reports need nothing else.
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
