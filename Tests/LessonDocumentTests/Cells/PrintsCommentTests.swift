import CellAnalysis
import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct PrintsCommentTests {
  private func prints(_ code: String) -> [[String]] { CellStatement.parse(code).0.map { $0.prints.map(\.text) } }

  private func problems(_ code: String) -> [String] {
    let (_, problems, strayComments, _) = CellStatement.parse(code)
    return (strayComments + problems).map { "\($0.range.lowerBound) \($0.message)" }
  }

  @Test func `comments belong to the statement before them`() {
    #expect(
      prints("print(1) // Prints \"1\"\nprint(2)\n// Prints \"2\"\n\n// more\n// Prints \"3\"\nprint(4)") == [["1"], ["2", "3"], []])
    #expect(prints("for i in a {\n  print(i)\n}\n// Prints \"1\"") == [["1"]])
    #expect(prints("print(1); print(2) // Prints \"2\"") == [[], ["2"]])
    #expect(prints("print(1) // => 1\n// Prints \"1\"") == [["1"]])
  }

  @Test(arguments: [
    ("// Prints \"hi\"", "hi"), ("//Prints \"hi\"", "hi"), ("// prints \"hi\"", "hi"), ("// Prints: \"hi\"", "hi"), ("// Prints \"\"", ""),
    ("// Prints \"say \"hi\"\"", "say \"hi\""), ("// Prints \"hi\" at last", "hi"), ("// Prints \"  a \"", "  a "),
    ("// Prints the sum", nil), ("// It Prints \"hi\"", nil), ("// Prints", nil), ("// Prints \"", nil), ("// Sprints \"hi\"", nil),
    ("/* Prints \"hi\" */", nil),
  ])
  func `it records what stands in the quotation marks`(comment: String, text: String?) {
    #expect(prints("f() \(comment)") == [text.map { [$0] } ?? []])
    #expect(prints("f()\n\(comment)\n") == [text.map { [$0] } ?? []])
    #expect(problems("f() \(comment)") == [])
  }

  @Test func `it knows its places`() throws {
    let code = "é()\n  // Prints \"é 1\""
    let comment = try #require(CellStatement.parse(code).0.first?.prints.first)
    let bytes = Array(code.utf8)
    #expect(String(decoding: bytes[comment.range], as: UTF8.self) == "// Prints \"é 1\"")
    #expect(String(decoding: bytes[comment.textRange], as: UTF8.self) == "é 1")
  }

  @Test(arguments: [
    "// Prints \"a\"\nf()", "func f() {\n  print(1) // Prints \"1\"\n}", "if a {\n  f() // Prints \"1\"\n}",
    "f(\n  1, // Prints \"1\"\n  2)",
  ])
  func `one that follows no statement of the cell is an error`(code: String) {
    #expect(
      problems(code).map { $0.split(separator: " ", maxSplits: 1)[1] } == [
        "`// Prints` records what a statement at the cell's top level has printed"
      ])
  }

  @Test func `nothing compares it in a cell that isn't run`() {
    #expect(
      parse("```swift norun\nf() // Prints \"1\"\n```\n").problems == ["2:5 nothing compares this `// Prints`: a `norun` cell isn't run"])
  }

  @Test(arguments: [("a…", "a\\…"), ("\\…", "\\\\\\…"), ("a\\b…\\", "a\\b\\…\\"), ("……", "\\…\\…"), ("no dots\\", "no dots\\")])
  func `a text with an ellipsis of its own comes back from its record`(text: String, recorded: String) {
    #expect(text.escapingEllipses() == recorded)
    #expect(recorded.unescapingEllipses == text)
    #expect("0x…, …".escapingEllipses(exceptAfter: "0x") == "0x…, \\…")
  }
}
