import LessonDocument
import LessonRunner
import Testing

/// A cell that leaves work behind, which prints after the lesson has ended.
@Suite struct LatePrintTests {
  @Test(arguments: ["defer { print(\"late\") }", "import Foundation\n_ = atexit { print(\"late\") }"])
  func `what is printed after the end is told`(code: String) async throws {
    let result = try await run(lesson(["print(\"a\")\n" + code, "print(\"b\")\n1"]))
    #expect(result.cells[0] == ["printed \"a\\n\""])
    #expect(
      result.cells[1].map { $0.drop { $0 != "`" && $0 != "\"" } } == [
        "\"b\\n\"", "", "`late` was printed when the lesson had ended: by a `defer`, by `atexit`, or by work that still went on",
      ])
    #expect(result.help(1) == ["put the `defer` into a `do { … }`, or wait for the work"])
  }

  @Test func `a defer in a scope of its own prints where it stands`() async throws {
    let result = try await run(lesson(["do { defer { print(\"late\") }; print(\"early\") }"]))
    #expect(result.cells == [["printed \"early\\nlate\\n\""]])
  }
}
