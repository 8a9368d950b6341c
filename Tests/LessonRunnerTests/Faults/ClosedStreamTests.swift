import LessonDocument
import LessonRunner
import Testing

/// A cell that closes its streams.
@Suite struct ClosedStreamTests {
  @Test func `its prints are lost, and nothing else`() async throws {
    let result = try await run(
      lesson([
        "print(\"a\")\n1",
        "import Foundation\nclose(STDIN_FILENO)\nclose(STDOUT_FILENO)\nclose(STDERR_FILENO)\nprint(\"lost\")\n2", "3",
      ]))
    #expect(result.cells == [["printed \"a\\n\"", "Int = 1"], ["Int = 2"], ["Int = 3"]])
  }
}
