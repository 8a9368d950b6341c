import TestSupport
import Testing

/// Numbers in the text, from the file to the report, with the compiler.
@Suite struct NumberTests {
  private static let lesson = """
    # Half

    ```swift silent
    let w = [0.25, 0.75]
    func half(_ t: Double) -> Double { t / 2 }
    ```

    The half is 0.3745<!-- = half(0.75) -->, the weights 25 % and 80 %<!-- = w.map { 100 * $0 } -->; $\\log 8 = 2.7094$.

    """

  private func course(_ lesson: String = lesson, settings: String = "title: T\n") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(settings, to: "Lessons/course.yml")
    try folder.write(lesson, to: "Lessons/a.md")
    return folder
  }

  @Test func `a wrong number and a wrong relation are told at their places, and accepted digit by digit`() throws {
    let folder = try course()
    let check = try LessonsTool().run(["check"], in: folder.url)
    #expect(check.exitCode == 1)
    #expect(check.errors.contains("Lessons/a.md:8:13: error: `half(0.75)` is 0.375, rounded 0.3750, not 0.3745"), "\(check.errors)")
    #expect(check.errors.contains("Lessons/a.md:8:63: error: entry 2 of `w.map { 100 * $0 }` is 75, not 80"), "\(check.errors)")
    #expect(check.errors.contains("warning: `\\log 8` is 2.0794, not 2.7094"), "\(check.errors)")
    let accepted = try LessonsTool().run(["check", "--accept"], in: folder.url)
    #expect(accepted.exitCode == 0, "\(accepted.errors)")
    #expect(accepted.output == "Lessons/a.md: 2 numbers accepted\n")
    #expect(try folder.text(of: "Lessons/a.md") == Self.lesson.replacing("0.3745", with: "0.3750").replacing("80 %", with: "75 %"))
    let again = try LessonsTool().run(["check"], in: folder.url)
    #expect(
      again.output.hasPrefix(
        "1 lesson, 1 cell, 0 outputs, 1 formula (1 checked: 1 inline without a comment; 0 not), 3 numbers in the text: all holds"),
      "\(again.output)")
    #expect(try LessonsTool().run(["check", "--warnings-as-errors"], in: folder.url).exitCode == 1)
    let nothing = try LessonsTool().run(["check", "--accept"], in: folder.url)
    #expect(nothing.output == "nothing to accept: every number in the text is as computed\n")
  }

  @Test func `a number that differs from run to run isn't accepted`() throws {
    let lesson = "# A\n\n```swift silent\nlet x = Double.random(in: 0..<1)\n```\n\nIt is 0.12345678<!-- = x -->.\n"
    let folder = try course(lesson)
    let accepted = try LessonsTool().run(["check", "--accept"], in: folder.url)
    #expect(accepted.exitCode == 1)
    #expect(accepted.errors.contains("Lessons/a.md:7:24: error: `x` differs from run to run"), "\(accepted.errors)")
    #expect(accepted.errors.contains("help: give random numbers a seed"))
    #expect(try folder.text(of: "Lessons/a.md") == lesson)
  }

  @Test func `the help of a wrong number says what accepting writes`() throws {
    let folder = try course()
    let errors = try LessonsTool().run(["check"], in: folder.url).errors
    #expect(
      errors.contains("help: if the code is right, `lessons check --accept` writes 0.3750 here; if the sentence is, correct the code"),
      "\(errors)")
  }

  @Test func `an expression that doesn't compile is told at its place`() throws {
    let folder = try course("# A\n\nIt is 0.5<!-- = missing + 1 -->.\n")
    let check = try LessonsTool().run(["check"], in: folder.url)
    #expect(check.exitCode == 1)
    #expect(check.errors.contains("Lessons/a.md:3:17: error: cannot find 'missing' in scope"), "\(check.errors)")
  }

  @Test func `a course that wants its numbers checked is told of each without a source, unless a lesson says otherwise`() throws {
    let folder = try course("# A\n\nIt is 0.5, in section 3.2.\n", settings: "title: T\nprose-numbers: checked\n")
    let check = try LessonsTool().run(["check"], in: folder.url)
    #expect(
      check.errors.contains("Lessons/a.md:3:7: error: nothing says where `0.5` comes from, and `course.yml` says `prose-numbers: checked`"),
      "\(check.errors)")
    try folder.write("---\nprose-numbers: free\n---\n# A\n\nIt is 0.5.\n", to: "Lessons/a.md")
    #expect(try LessonsTool().run(["check"], in: folder.url).exitCode == 0)
  }
}
