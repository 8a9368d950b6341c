import Diagnostics
import LessonDocument
import LessonRunner
import Testing

/// `warn`: the compiler must warn, and its message is the output.
@Suite struct WarnTests {
  @Test func `the cell runs, and what it was warned of comes after what it gave`() async throws {
    let result = try await run(
      """
      ```swift
      let a = 1
      ```

      ```swift warn
      func f() -> Int {
        var b = a
        let unused = 2
        return b
      }
      f()
      ```

      ```swift
      f() + 1
      ```
      """)
    #expect(
      result.cells == [
        [],
        [
          "Int = 1",
          """
          expected warning: variable 'b' was never mutated; consider changing to 'let' constant
          warning: initialization of immutable value 'unused' was never used; consider replacing with assignment to '_' or \
          removing it
          """,
        ], ["Int = 2"],
      ])
    #expect(result.run.cells.flatMap { $0.warnings } == [])
  }

  @Test func `without a warning it is an error`() async throws {
    let result = try await run("```swift warn\n1\n```\n")
    #expect(result.cells == [["Int = 1", "2:1 this cell is marked `warn`, but it compiles without a warning"]])
    #expect(result.help(0) == ["take the word `warn` off, or make it warn again"])
  }

  @Test func `a warning in any other cell is told at its place`() async throws {
    let result = try await run("text\n\n> ```swift\n> 1 + 1\n> 2\n> ```\n")
    #expect(result.cells == [["Int = 2"]])
    #expect(
      result.run.cells[0].warnings.map { result.told($0, in: result.document.cells[0]) } == [
        "4:5 result of operator '+' is unused"
      ])
    #expect(result.run.cells[0].warnings.map(\.severity) == [.warning])
  }
}
