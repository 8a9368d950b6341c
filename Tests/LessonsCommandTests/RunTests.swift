import Foundation
import TestSupport
import Testing

/// `lessons run`: the outputs of one lesson's cells as they come.
@Suite struct RunTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ lesson: String, _ arguments: String...) throws -> LessonsTool.Result {
    try folder.write(lesson, to: "Lessons/01-sums.md")
    return try LessonsTool().run(["run", "1"] + arguments, in: folder.url)
  }

  /// The output without the time at its end.
  private func text(_ result: LessonsTool.Result) -> String {
    result.output.replacing(/, [\d.]+ s\n/, with: "\n")
  }

  @Test func `each cell is told with its place, its code and what it gives`() throws {
    let result = try run(
      """
      # Sums

      ```swift
      let a = 1
      let b = 2
      let c = 3
      let d = 4
      let e = 5
      print("no newline", terminator: "")
      print(" ✓")
      a + b
      ```

      ```output
      something else
      ```

      ```swift norun
      not run
      ```

      ```swift hide
      print("hidden on the page")
      ```

      ```swift fail
      let wrong: Int = "x"
      ```

      ```swift crash
      print("before")
      [Int]()[0]
      ```
      """)
    #expect(result.errors == "")
    #expect(
      text(result) == """
        cell 1, Lessons/01-sums.md:3
          │ let a = 1
          │ let b = 2
          │ let c = 3
          │ let d = 4
          │ … 4 more lines
        no newline ✓
        Int = 3

        cell 3, Lessons/01-sums.md:22
          │ print("hidden on the page")
        hidden on the page

        cell 5, Lessons/01-sums.md:30
          │ print("before")
          │ [Int]()[0]
        before

        cell 4, Lessons/01-sums.md:26
          │ let wrong: Int = "x"
        error: cannot convert value of type 'String' to specified type 'Int'

        cell 5, Lessons/01-sums.md:30
          │ print("before")
          │ [Int]()[0]
        Fatal error: Index out of range

        5 cells: all ran

        """, "\(result.output)")
    #expect(result.exitCode == 0)
    #expect(try run("# Nothing\n").output == "Lessons/01-sums.md has no cell to run\n")
  }

  @Test func `a control character reaches no terminal`() throws {
    let result = try run("```swift\nprint(\"\\u{1B}[2J\")\n```\n")
    #expect(result.output.contains("\n␛[2J\n") && !result.output.contains("\u{1B}"), "\(result.output)")
    #expect(result.errors.hasPrefix("Lessons/01-sums.md:2:1: error: this prints a control character: U+001B\n"))
    #expect(result.exitCode == 1)
  }

  @Test func `what a cell gives is there before the next one ends`() throws {
    try folder.write(
      """
      ```swift
      print("first")
      ```

      ```swift
      import Foundation
      print("second")
      while true { sleep(1) }
      ```
      """, to: "Lessons/01-sums.md")
    try folder.write("", to: "out")
    let process = try LessonsTool().start(
      ["run", "1"], in: folder.url, output: FileHandle(forWritingTo: folder.url.appending(path: "out")))
    defer { process.interrupt() }
    try waitUntil { try folder.text(of: "out").contains("second\n") }
    #expect(try folder.text(of: "out").contains("first\n"))
    #expect(try folder.text(of: "out").hasSuffix("second\n"))
    #expect(process.isRunning)
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
  }

  @Test func `a fault is told at its line, after what came before it`() throws {
    let result = try run("# A\n\n```swift\nprint(\"here\")\nlet none: Int? = nil\nnone!\n```\n")
    #expect(text(result).contains("here\n"))
    #expect(result.errors.contains("Lessons/01-sums.md:6:1: error: this trapped: Unexpectedly found nil"), "\(result.errors)")
    #expect(text(result).hasSuffix("\n1 cell: 1 error\n"))
    #expect(result.exitCode == 1)
  }

  @Test func `what doesn't compile doesn't run, and neither does what can't be read`() throws {
    let compiled = try run("```swift\nlet x: Int = 1.5\n```\n")
    #expect(compiled.errors.contains("Lessons/01-sums.md:2:14: error: "), "\(compiled.errors)")
    #expect(text(compiled) == "\n1 cell: 1 error\n")
    #expect(compiled.exitCode == 1)
    let unread = try run("```swift\nlet x\n")
    #expect(unread.errors.contains("Lessons/01-sums.md:1:1: error: this fence is never closed"))
    #expect(unread.exitCode == 1)
  }

  @Test func `colors are for people, and the lesson must be one`() throws {
    try folder.write("# Other", to: "Lessons/02-a.md")
    try folder.write("# Other", to: "Lessons/02-b.md")
    #expect(try !run("```swift\n1\n```\n").output.contains("\u{1B}"))
    #expect(try run("```swift\n1\n```\n", "--color", "always").output.hasPrefix("\u{1B}[1mcell 1, "))
    let two = try LessonsTool().run(["run", "02"], in: folder.url)
    #expect(two.errors.hasPrefix("Error: `02` is 2 lessons; name one of them.\n"), "\(two.errors)")
    #expect(two.exitCode == 64)
  }

  @Test(arguments: [
    ("```swift bogus\n1\n```\n", "1:10: error: unknown word `bogus` on a cell"),
    ("```swift nest\nimport Foundation\n```\n", "2:1: error: `import` can't be in a `nest` cell"),
  ])
  func `a lesson whose only cell can't be read fails`(lesson: String, message: String) throws {
    let result = try run(lesson)
    #expect(result.errors.contains("Lessons/01-sums.md:\(message)"), "\(result.errors)")
    #expect(result.output == "")
    #expect(result.exitCode == 1)
  }

  @Test(arguments: ["1", "", "7"]) func `a number is no misspelled name`(name: String) throws {
    try folder.write("# A\n", to: "Lessons/a.md")
    let result = try LessonsTool().run(["run", name], in: folder.url)
    #expect(
      result.errors == """
        Error: There is no lesson `\(name)`; the lessons are `a`.
        Usage: lessons run [--course <dir>] [--drafts] [--color <color>] <lesson>
          See 'lessons run --help' for more information.

        """, "\(result.errors)")
    #expect(result.exitCode == 64)
  }
}
