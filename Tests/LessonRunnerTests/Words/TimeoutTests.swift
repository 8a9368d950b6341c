import CourseConfiguration
import LessonDocument
import LessonRunner
import Testing

/// `timeout=`: how long the cell may run.
@Suite struct TimeoutTests {
  @Test func `a cell that never ends is ended, and only its own time counts`() async throws {
    var limits = Limits()
    limits.secondsPerCell = 30
    let result = try await run(
      "```swift\n1\n```\n\n```swift timeout=0.5\nprint(\"a\")\nwhile true { }\n```\n", limits: limits)
    #expect(result.cells == [["Int = 1"], ["printed \"a\\n\"", "7:1 this didn't end within 0.5 s"]])
    #expect(result.help(1) == ["make the work smaller, or give the cell more time with `timeout=…`"])
  }

  @Test func `the statement that was running is named`() async throws {
    let result = try await run("```swift timeout=0.3\nlet a = 1\nprint(a)\nfor i in 0... {\n  if i < 0 { break }\n}\n```\n")
    #expect(result.cells == [["printed \"1\\n\"", "4:1 this didn't end within 0.3 s"]])
    #expect(result.marked(0) == ["for i in 0... {"])
  }

  @Test func `an expression of a check comment has the time of the cell before it`() async throws {
    var limits = Limits()
    limits.secondsPerCell = 0.2
    let result = try await run(
      """
      ```swift timeout=60
      import Foundation
      func slow() -> Int { Thread.sleep(forTimeInterval: 1); return 2 }
      ```

      $x$<!-- check: slow() -->
      """, limits: limits)
    #expect(result.cells == [[]])
    #expect(result.run.expressions[0] != nil, "\(result.run)")
  }
}
