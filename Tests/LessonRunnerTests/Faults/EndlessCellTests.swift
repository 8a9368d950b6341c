import CourseConfiguration
import LessonDocument
import LessonRunner
import Testing

/// A cell that sleeps or computes forever.
@Suite struct EndlessCellTests {
  @Test func `a sleep is ended at its statement`() async throws {
    let result = try await run("```swift timeout=0.3\nimport Foundation\nprint(\"a\")\nwhile true { sleep(1000) }\n```\n")
    #expect(result.cells == [["printed \"a\\n\"", "4:1 this didn't end within 0.3 s"]])
  }

  @Test func `a task that nobody wakes is ended too`() async throws {
    let result = try await run(
      "```swift timeout=0.3\nawait Task.never.value\nextension Task where Success == Never, Failure == Never {\n  static var never: Task<Void, Never> { .init { await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } } }\n}\n```\n"
    )
    #expect(result.cells == [["2:1 this didn't end within 0.3 s"]])
  }

  @Test func `processor time is limited as well`() async throws {
    var limits = Limits()
    limits.processorSeconds = 1
    limits.secondsPerCell = 60
    let result = try await run(lesson(["1", "while true {}"]), limits: limits)
    #expect(result.cells == [["Int = 1"], ["6:1 this used more than 1 s of processor time"]])
    #expect(result.help(1) == ["make the work smaller"])
  }
}
