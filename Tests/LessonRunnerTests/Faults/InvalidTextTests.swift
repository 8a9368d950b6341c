import LessonDocument
import LessonRunner
import Testing

/// A cell that prints bytes that aren't text.
@Suite struct InvalidTextTests {
  @Test func `bytes that aren't UTF-8 are told at their statement`() async throws {
    let result = try await run(
      lesson(["import Foundation\nprint(\"é\")\nFileHandle.standardOutput.write(Data([0x61, 0xFF, 0x62]))\n1", "2"]))
    #expect(
      result.cells == [
        ["printed \"é\\na\u{FFFD}b\"", "Int = 1", "4:1 this prints a byte that isn't UTF-8 text: 0xFF"], ["Int = 2"],
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
    #expect(result.help(0) == ["print plain text: a page has no colors of a terminal, and no cursor"])
  }

  @Test func `so are the further control characters of Unicode, and those that turn a line's direction`() async throws {
    let controls = ["\u{80}", "\u{85}", "\u{9F}", "\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}"]
    let result = try await run(
      lesson(
        controls.map { "print(\"a\\u{\(String($0.unicodeScalars.first!.value, radix: 16))}b\")" }
          + ["print(\"\\u{A0}שלום\\u{200F}!\\u{200E} 👩\\u{200D}👧 ❤\\u{FE0F} \\u{2028}\")"]))
    for (cell, control) in zip(result.cells, controls) {
      let code = String(control.unicodeScalars.first!.value, radix: 16, uppercase: true)
      #expect(cell.last?.hasSuffix(" this prints a control character: U+\(String("00\(code)".suffix(4)))") == true, "\(cell)")
    }
    #expect(result.cells.last?.count == 1)
  }
}
