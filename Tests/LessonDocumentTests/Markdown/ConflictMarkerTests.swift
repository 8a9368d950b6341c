import CourseConfiguration
import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct ConflictMarkerTests {
  private static let conflict = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> two"

  @Test(arguments: [
    (conflict, 1), ("text\n\n\(conflict)\n", 3), ("```swift\nlet a = 1\n\(conflict)\n```", 3), ("$$\n\(conflict)\n$$", 2),
    ("---\n\(conflict)\n---\n", 2), ("```swift\n1\n```\n\n```output\n\(conflict)\n```", 6), ("```python\n\(conflict)\n```", 2),
    ("<!-- check:\n\(conflict)\n-->", 2), ("- a\n\(conflict)", 2), ("<<<<<<<\na\n=======\nb\n>>>>>>>", 1), ("<<<<<<< HEAD\n\ntext", 1),
    ("<<<<<<< ours\na\n||||||| base\nc\n=======\nb\n>>>>>>> theirs", 1),
  ])
  func `what a merge left is the one error of a lesson`(text: String, line: Int) {
    for text in [text, text.replacing("\n", with: "\r\n")] {
      #expect(parse(text).problems == ["\(line):1 a merge left a conflict here"])
      #expect(parse(text).diagnostics.allSatisfy { $0.isError })
    }
  }

  @Test func `it says where it ends`() {
    #expect(parse("a\n\(Self.conflict)").diagnostics.first?.problem.notes == ["it ends in line 6"])
    #expect(parse("a\n>>>>>>> branch").problems == ["2:1 a merge left the end of a conflict here"])
    #expect(parse("\(Self.conflict)\n\n\(Self.conflict)").problems.count == 2)
  }

  @Test(arguments: [
    "A heading\n=======\n\nText.", "> <<<<<<< HEAD", "```text\n\(conflict)\n```", "```diff\n\(conflict)\n```", "```\n\(conflict)\n```",
    "    <<<<<<< HEAD\n    >>>>>>> b", "a <<<<<<< b", "<<<<<<<<\n", "`<<<<<<<`", "======= \n", ">>>>>>>", "||||||| a |\n|---|",
  ])
  func `what only looks like it is fine`(text: String) {
    #expect(!parse(text).problems.contains { $0.contains("a merge left") })
  }

  @Test func `course.yml can have one too`() {
    do {
      _ = try CourseSettings.parse(SourceFile(path: "course.yml", text: "title: a\n\(Self.conflict)\n"))
    } catch {
      #expect(error.problem.message == "a merge left a conflict here")
      #expect(error.position.line == 2)
    }
  }
}
