import LessonChecks
import LessonEngine
import Testing

/// Runs real programs, so that the runs stored between calls are those of the tool.
@Suite struct PipelineTests {
  @Test func `a changed cell makes one lesson stale, and changed text none`() async throws {
    let course = try TemporaryCourse([
      "01-one.md": "# One\n\n```swift\n1 + 1\n```\n\n```output\nInt = 2\n```\n",
      "02-two.md": "# Two\n\n```swift\n2 + 2\n```\n\n```output\nInt = 4\n```\n",
    ])
    let first = try await course.check()
    #expect(first.lessonsRun == ["01-one", "02-two"])
    #expect(first.results.map(\.report.holds) == [true, true])

    try course.write("# Two\n\n```swift\n2 + 3\n```\n\n```output\nInt = 4\n```\n", to: "02-two.md")
    let second = try await course.check()
    #expect(second.lessonsRun == ["02-two"])
    #expect(second.results.map(\.report.holds) == [true, false])

    try course.write("# One\n\nSome text.\n\n```swift\n1 + 1\n```\n\n```output\nInt = 2\n```\n", to: "01-one.md")
    let third = try await course.check()
    #expect(third.lessonsRun.isEmpty)
  }

  @Test func `accepting rewrites only the outputs that differ`() async throws {
    let lesson = """
      # One

      ```swift
      1 + 1
      ```

      ```output
      Int = 3
      ```

      The text  keeps its blanks.

      ```swift
      let x = 2.5  // a comment
      x
      ```

      ```output
      Double = 2.5
      ```

      """
    let course = try TemporaryCourse(["01-one.md": lesson])
    let results = try await course.check().results
    #expect(results.map(\.report.holds) == [false])
    try Acceptance(results[0]).write()
    #expect(try course.text(of: "01-one.md") == lesson.replacing("Int = 3", with: "Int = 2"))
    let after = try await course.check().results
    #expect(after.map(\.report.holds) == [true])
  }

  @Test func `a file that was changed while its cells ran is not rewritten`() async throws {
    let course = try TemporaryCourse(["01-one.md": "# One\n\n```swift\n1 + 1\n```\n\n```output\nInt = 3\n```\n"])
    let results = try await course.check().results
    try course.write("# Another\n", to: "01-one.md")
    #expect(throws: (any Error).self) { try Acceptance(results[0]).write() }
    #expect(try course.text(of: "01-one.md") == "# Another\n")
  }
}
