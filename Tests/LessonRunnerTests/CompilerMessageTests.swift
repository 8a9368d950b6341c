import CellOutputs
import Diagnostics
import LessonDocument
import Testing

@testable import LessonRunner

@Suite struct CompilerMessageTests {
  @Test func `a message knows its cell, line and column`() {
    let messages = CompilerMessage.parse(
      """
      cell-3:5:9: error: cannot find 'x' in scope
        x
        ^
      Lesson/expression-2:2:1: note: here: it is
      /tmp/other.swift:1:1: warning: unused
      not a message: at all
      cell-1:x:2: error: no
      """)
    #expect(
      messages == [
        CompilerMessage(severity: .error, text: "cannot find 'x' in scope", place: .cell(3), line: 5, column: 9),
        CompilerMessage(severity: .note, text: "here: it is", place: .expression(2), line: 2, column: 1),
        CompilerMessage(severity: .warning, text: "unused", place: nil, line: 1, column: 1),
      ])
  }

  @Test(arguments: [
    "cell-0:99:99: error: a", "cell-0:1:1: error: a", "cell-9:2:1: error: a", "cell--1:2:1: error: a",
    "expression-5:2:7: error: a",
  ])
  func `a place that the lesson doesn't have crashes nothing`(line: String) {
    let document = DocumentParser.parse(Array("```swift\nlet a = 1\n```\n".utf8), path: "lesson.md")
    for (_, problem) in CompilerMessage.problems(CompilerMessage.parse(line), in: document) {
      #expect(problem.range.lowerBound <= 9)
    }
  }

  @Test(
    arguments: [
      ("Lesson/cell-2:4: Fatal error: Index out of range\n", "Index out of range", .cell(2), 4),
      ("Lesson/cell-2:4: Fatal error\n", "", .cell(2), 4), ("Swift/Array.swift:12: Fatal error: no\n", "no", nil, 12),
      ("noise\nLesson/cell-0:2: Precondition failed: a\nb\n\nCurrent stack trace:\n0 x\n", "a\nb", .cell(0), 2),
      ("a:1: Fatal error: first\nLesson/cell-0:9: Assertion failed: last\n", "last", .cell(0), 9),
    ] as [(String, String, Program.Place?, Int)])
  func `a trap's own words are read without the stack`(text: String, reason: String, place: Program.Place?, line: Int)
    throws
  {
    let trap = try #require(Trap(text))
    #expect(trap.reason == reason)
    #expect(trap.place == place)
    #expect(trap.line == line)
  }

  @Test(arguments: ["", "Fatal error", "the program said: Fatal error: no", "cell-0:x: Fatal error: y"])
  func `what is no trap is none`(text: String) {
    #expect(Trap(text) == nil)
  }

  @Test func `a cell counts its own lines`() async throws {
    let code = "print(#line)\nfunc here(_ line: Int = #line) -> Int { line }\nhere(\n)"
    let result = try await run(lesson(["#line", code, "#line // => 1"]))
    #expect(result.cells == [["Int = 1"], ["printed \"1\\n\"", "Int = 3"], []])
    #expect(result.run.cells[2].recorded[0]?.text == "1")
  }

  @Test(arguments: [
    ("[1, unknownName]", "2:5", "unknownName"), ("let a = 1; [a, unknownName] // => [1]", "2:16", "unknownName"),
    ("[1,\n  unknownName]", "3:3", "unknownName"), ("let a = 1\n  [a, unknownName]", "3:7", "unknownName"),
  ])
  func `the place of an error is right in the first line as in the others`(code: String, place: String, marked: String) async throws {
    let failed = try await run(lesson([code]))
    #expect(failed.cells[0] == ["\(place) cannot find 'unknownName' in scope"])
    #expect(failed.marked(0) == [marked])
  }

  @Test(arguments: [("struct S: ~Copyable {}\nS()", "3:1"), ("struct S: ~Copyable {}; S()", "2:1")])
  func `an error about the call around a statement belongs to the statement`(code: String, place: String) async throws {
    let failed = try await run(lesson([code]))
    #expect(failed.cells[0].first?.hasPrefix("\(place) ") == true, "\(failed.cells)")
  }

  @Test func `in a long line, the author's code is known from the call around it`() async throws {
    let long = String(repeating: "1", count: 300)
    let code = "let digits = \"\(long)\"; func f() -> Int { let unused = 3; return 1 }\n"
    let warned = try await run(lesson([code + "1"]))
    #expect(warned.cells == [["Int = 1"]])
    #expect(warned.run.cells[0].warnings.map { warned.told($0, in: warned.document.cells[0]) }.first?.hasPrefix("2:340 ") == true)
    let failed = try await run(lesson([code + "[\"\(long)\", unknownName]"]))
    #expect(failed.cells[0] == ["3:306 cannot find 'unknownName' in scope"])
    #expect(failed.marked(0) == ["unknownName"])
  }
}
