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

  @Test func `control characters are told at their statement, but for tabs and the ends of lines`() async throws {
    let result = try await run(
      lesson([
        "print(\"a\\tb\\r\")\nprint(\"\\u{1B}[31mred\")", "print(\"half\\rwhole\")", "print(\"bell\\u{7}\")", "print(\"\\u{7F}\")",
      ]))
    #expect(
      result.cells == [
        ["printed \"a\\tb\\r\\n\\u{1B}[31mred\\n\"", "3:1 this prints a control character: U+001B"],
        ["printed \"half\\rwhole\\n\"", "7:1 this prints a control character: U+000D"],
        ["printed \"bell\\u{07}\\n\"", "11:1 this prints a control character: U+0007"],
        ["printed \"\\u{7F}\\n\"", "15:1 this prints a control character: U+007F"],
      ])
    #expect(result.help(0) == ["print plain text: a page has no colours of a terminal, and no cursor"])
  }
}
