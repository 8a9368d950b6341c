import LessonDocument
import LessonRunner
import Testing

/// `norun`: the cell is only shown.
@Suite struct NoRunTests {
  @Test func `it needs to be no Swift, and declares nothing`() async throws {
    let result = try await run("```swift norun\nlet a = …\n```\n\n```swift fail\na\n```\n")
    #expect(result.cells == [["not run"], ["expected error: cannot find 'a' in scope"]])
  }

  @Test func `a lesson without cells needs no program`() async throws {
    #expect(try await run("# Only prose\n\n$x$\n").cells == [])
  }
}
