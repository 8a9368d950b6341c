import LessonDocument
import LessonRunner
import Testing

/// A cell that ends the whole program: by `exit`, by a signal to itself, by endless recursion.
@Suite struct EndedProgramTests {
  @Test(arguments: [
    ("exit(0)", "this ended the whole program with `exit(0)`"),
    ("exit(3)", "this ended the whole program with `exit(3)`"),
    ("_exit(0)", "this ended the whole program with `exit(0)`"),
    ("kill(getpid(), SIGKILL)", "the program crashed (SIGKILL)"),
    ("func deep(_ n: Int) -> Int { n == 0 ? 0 : deep(n + 1) + 1 }\nprint(deep(1))", "the program crashed (SIGSEGV)"),
    ("abort()", "the program crashed (SIGABRT)"), ("raise(SIGTERM)", "the program crashed (SIGTERM)"),
  ])
  func `a cell that ends the program is told`(code: String, failure: String) async throws {
    let result = try await run(lesson(["print(\"kept\")", "import Foundation\n\(code)\nprint(\"never\")", "2"]))
    #expect(result.cells[0] == ["printed \"kept\\n\""])
    #expect(result.cells[1].map { $0.split(separator: " ", maxSplits: 1).last.map(String.init) } == [failure])
    #expect(result.cells[2] == ["not reached"])
  }
}
