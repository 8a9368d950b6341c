import Diagnostics
import Testing

@testable import LessonChecks

/// How a difference between outputs is shown.
@Suite struct OutputDifferenceTests {
  private func shown(_ recorded: String, _ actual: String) -> [String] { difference(recorded, actual).shown.plainLines }

  private func difference(_ recorded: String, _ actual: String) -> OutputDifference {
    let comparison = OutputComparison()
    let alignment = LineAlignment(OutputLine.lines(recorded: recorded), OutputLine.lines(printed: actual), comparison)
    return OutputDifference(alignment, comparison)
  }

  @Test func `the numbers that differ are marked, and those within tolerance aren't`() {
    #expect(
      shown("w = [[0.1, 0.9],\n [0.5, 0.5]]\nend", "w = [[0.1, 0.8],\n [0.5000001, 12.5]]\nend") == [
        "- w = [[0.1, 0.9],", "             ~~~", "-  [0.5, 0.5]]", "         ~~~",
        "+ w = [[0.1, 0.8],", "             ~~~", "+  [0.5000001, 12.5]]", "               ~~~~", "  end",
      ])
  }

  @Test func `lines that came or went are told from those that stayed within tolerance`() {
    #expect(
      shown("a\n0.5\nb\nc\nd\ne\nf", "a\n0.5000001\nnew\nb\nc\nd\ne")
        == ["… 1 line as recorded", "  0.5", "+ new", "  b", "… 2 lines as recorded", "  e", "- f"])
    #expect(shown("", "one\ntwo") == ["+ one", "+ two"])
    #expect(shown("one", "") == ["- one"])
  }

  @Test func `an ellipsis on a line of its own stands for all the lines that it can`() {
    #expect(shown("a\n…\nz\nold", "a\n1\n2\n3\nz\nnew") == ["… 2 lines as recorded", "  z", "- old", "+ new"])
    #expect(shown("a\n…\nz", "a\nz") == ["  a", "- …", "  z"])
  }

  @Test(arguments: [
    ("a\nb\nc", "a\nx\nc", 2), ("a\nb", "a\nb\nc", 2), ("b", "a\nb", 1), ("a\nb\nc", "b\nc", 1), ("", "a", 1), ("a", "", 1),
  ])
  func `the line is the first that doesn't hold`(recorded: String, actual: String, line: Int) {
    #expect(difference(recorded, actual).firstLine == line)
  }

  @Test func `texts that only look alike are told by their scalars`() {
    let comparison = OutputComparison()
    let alignment = LineAlignment(
      OutputLine.lines(recorded: "a\ncaf\u{E9}"), OutputLine.lines(printed: "a\ncafe\u{301}"), comparison)
    #expect(
      alignment.lookAlike == "they only look alike: `\u{E9}` is recorded as U+00E9, and was printed as U+0065 U+0301")
    #expect(OutputDifference(alignment, comparison).shown.lines.map(\.marks) == [[], [3..<4], [3..<4]])
  }

  @Test func `words are marked where they differ, unless all of them does`() {
    #expect(shown("the cat sat", "the cow sat") == ["- the cat sat", "       ~~", "+ the cow sat", "       ~~"])
    #expect(shown("abc", "xyz") == ["- abc", "+ xyz"])
    #expect(shown("漢字 1.5", "漢字 2.5") == ["- 漢字 1.5", "       ~~~", "+ 漢字 2.5", "       ~~~"])
  }

  @Test func `a long line is cut around its first mark, and many lines after two dozen`() throws {
    let long = String(repeating: "x", count: 300)
    let lines = difference(long + " 1.5", long + " 2.5").shown.lines
    let line = try #require(lines.first)
    #expect(line.text.hasPrefix("…x"))
    #expect(line.marks.map { String(Array(line.text)[$0]) } == ["1.5"])
    let many = (0..<5000).map(String.init).joined(separator: "\n")
    #expect(shown("", many).count == 25)
    #expect(shown("", many).last == "… 4976 lines more")
    #expect(shown(many, many.replacing("\n", with: "!\n")).count == 25)
  }

  @Test func `in colors the marks are reversed, and nothing of the output reaches the terminal as it is`() {
    let difference = difference("a \u{1B}[2J 1.5", "a \u{1B}[2J 2.5").shown
    #expect(
      difference.coloredLines == [
        "\u{1B}[31m- a ␛[2J \u{1B}[7m1.5\u{1B}[27m\u{1B}[0m", "\u{1B}[32m+ a ␛[2J \u{1B}[7m2.5\u{1B}[27m\u{1B}[0m",
      ])
  }
}
