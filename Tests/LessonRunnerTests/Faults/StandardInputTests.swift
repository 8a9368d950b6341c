import LessonDocument
import LessonRunner
import Testing

/// A cell that reads standard input.
@Suite struct StandardInputTests {
  @Test func `there is nothing to read, so reading doesn't wait`() async throws {
    #expect(try await run(lesson(["readLine()"])).cells == [["String? = nil"]])
  }
}
