import LessonDocument
import LessonRunner
import Testing

/// A cell that closes standard output.
@Suite struct ClosedStreamTests {
  private static let message = "this closed or replaced standard output, so that what is printed from here on is lost"

  @Test func `closed streams are told at their statement, and the rest goes on`() async throws {
    let result = try await run(
      lesson([
        "print(\"a\")\n1",
        "import Foundation\nclose(STDIN_FILENO)\nclose(STDERR_FILENO)\nclose(STDOUT_FILENO)\nprint(\"lost\")\n2", "3",
      ]))
    #expect(result.cells == [["printed \"a\\n\"", "Int = 1"], ["Int = 2", "10:1 \(Self.message)"], ["Int = 3"]])
    #expect(
      result.help(1) == ["leave standard output as it is; what a cell prints isn't shown if it is marked `silent`"])
  }

  @Test func `a file in place of standard output is told`() async throws {
    let result = try await run(
      lesson(["import Foundation\ndup2(open(\"elsewhere\", O_WRONLY | O_CREAT, 0o600), STDOUT_FILENO)\nprint(\"lost\")", "2"]))
    #expect(result.cells == [["3:1 \(Self.message)"], ["Int = 2"]])
  }

  @Test func `what closes standard error alone harms nothing`() async throws {
    let result = try await run(lesson(["import Foundation\nclose(STDERR_FILENO)\nprint(\"kept\")"]))
    #expect(result.cells == [["printed \"kept\\n\""]])
  }
}
