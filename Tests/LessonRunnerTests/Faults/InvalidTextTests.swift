import LessonDocument
import LessonRunner
import Testing

/// A cell that prints what is no text.
@Suite struct InvalidTextTests {
  @Test func `bytes that aren't UTF-8 are told at their statement`() async throws {
    let result = try await run(
      lesson(["import Foundation\nprint(\"é\")\nFileHandle.standardOutput.write(Data([0x61, 0xFF, 0x62]))\n1", "2"]))
    #expect(
      result.cells == [
        ["printed \"é\\na\u{FFFD}b\"", "Int = 1", "4:1 this prints a byte that is no text in UTF-8: 0xFF"], ["Int = 2"],
      ])
    #expect(result.help(0) == ["print text, or the bytes as numbers"])
  }
}
