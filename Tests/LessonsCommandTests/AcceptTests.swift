import TestSupport
import Testing

/// `check --accept` and `check --no-cache`: what is recorded, and what isn't because it differs from run to run.
@Suite struct AcceptTests {
  private struct Course {
    let folder: TemporaryFolder

    init(_ lesson: String) throws {
      folder = try TemporaryFolder()
      try write(lesson)
    }

    var lesson: String { get throws { try folder.text(of: "Lessons/a.md") } }

    func write(_ lesson: String) throws { try folder.write(lesson, to: "Lessons/a.md") }

    func check(_ arguments: String...) throws -> LessonsTool.Result {
      try LessonsTool().run(["check"] + arguments, in: folder.url)
    }
  }

  private func cell(_ code: String, _ words: String = "", output: String? = nil) -> String {
    "```swift\(words)\n\(code)\n```\n" + (output.map { "\n```output\n\($0)\n```\n" } ?? "")
  }

  @Test func `a printed ellipsis is recorded as itself, and an author's stays open`() throws {
    let code = "print(\"saving…\")\nprint(\"took \\(4 + 4) ms\")"
    let course = try Course(cell(code, output: "took … ms"))
    #expect(try course.check("--accept").exitCode == 0)
    #expect(try course.lesson == cell(code, output: "saving\\…\ntook … ms"))
    #expect(try course.check("--warnings-as-errors").exitCode == 0)
    try course.write(try course.lesson.replacing("4 + 4", with: "4 + 5"))
    #expect(try course.check().exitCode == 0)
    try course.write(try course.lesson.replacing("print(\"saving…\")", with: "print(\"saving failed\")"))
    #expect(try course.check().exitCode == 1)
  }

  @Test func `a warning is recorded, and holds in each later run`() throws {
    let course = try Course(cell("func f() { var unused = 2 }", " warn"))
    let accepted = try course.check("--accept")
    #expect(accepted.exitCode == 0, "\(accepted.errors)")
    #expect(try course.lesson.contains("warning: initialization of variable 'unused' was never used"))
    #expect(try course.check("--no-cache").exitCode == 0)
  }

  @Test func `the middle of a long value is compared`() throws {
    let course = try Course(cell("(0..<2000).map { $0 }") + "\n" + cell("let t = Tensor((0..<99).map { Float($0) })\nt // => [0]"))
    #expect(try course.check("--accept").exitCode == 0)
    #expect(try course.lesson.matches(of: /swift digest=[0-9a-f]{8}\n/).count == 2)
    #expect(try course.check("--warnings-as-errors").exitCode == 0)
    let accepted = try course.lesson
    for (old, new) in [("{ $0 }", "{ $0 == 1000 ? 0 : $0 }"), ("Float($0)", "Float($0 == 50 ? 51 : $0)")] {
      try course.write(accepted.replacing(old, with: new))
      let result = try course.check()
      #expect(result.exitCode == 1)
      #expect(result.errors.contains("the part of the value that isn't shown has changed"), "\(result.errors)")
    }
  }

  @Test(arguments: [
    ("Int.random(in: 0..<1_000_000)", "this cell's output differs from run to run"),
    ("print(Int.random(in: 0..<1_000_000)) // Prints \"1\"", "what this prints differs from run to run"),
    ("let r = Int.random(in: 0..<1_000_000) // => 1", "this value differs from run to run"),
    ("(0..<2000).map { $0 == 1000 ? Int.random(in: 0..<1_000_000) : $0 }", "this cell's output differs from run to run"),
    ("heatMap(Tensor([[0, Float.random(in: 0.4...0.6), 1]]), title: \"W\")", "this cell's output differs from run to run"),
  ])
  func `what differs from run to run isn't accepted`(code: String, message: String) throws {
    let lesson = cell(code)
    let course = try Course(lesson)
    let result = try course.check("--accept")
    #expect(result.exitCode == 1)
    #expect(result.errors.contains("error: \(message)"), "\(result.errors)")
    #expect(result.errors.contains("give random numbers a seed; mark the cell `volatile`"))
    #expect(result.output == "nothing was accepted\n")
    #expect(try course.lesson == lesson)
  }

  @Test func `a lesson that ran before runs again if something is to be accepted`() throws {
    let course = try Course(cell("Int.random(in: 0..<1_000_000)", output: "Int = …"))
    #expect(try course.check().exitCode == 0)
    try course.write(cell("Int.random(in: 0..<1_000_000)", output: "Int = 1"))
    #expect(try course.check("--accept").exitCode == 1)
    #expect(try course.lesson.contains("Int = 1\n"))
  }

  @Test func `without the cache a lesson runs twice, and what an author leaves open may differ`() throws {
    let course = try Course(cell("print(\"drew \\(Int.random(in: 0..<1_000_000))\")", output: "drew …"))
    #expect(try course.check("--no-cache").exitCode == 0)
    let unsteady = try Course(cell("let r = Int.random(in: 0..<1_000_000) // => 1", " silent")).check("--no-cache")
    #expect(unsteady.errors.contains("error: this value differs from run to run"), "\(unsteady.errors)")
  }

  @Test func `a lesson that takes long runs once, and that is said`() throws {
    let course = try Course(cell("import Foundation\nThread.sleep(forTimeInterval: 5.1)\nInt.random(in: 0..<1_000_000)"))
    let result = try course.check("--accept")
    #expect(result.exitCode == 0)
    // On a busy machine they take longer.
    #expect(result.errors.contains(/note: the cells of a took \d+ s, so they didn't run a second time/), "\(result.errors)")
  }

  @Test func `what couldn't be compared is said`() throws {
    let lesson = cell("let a: Int = \"one\"") + "\n" + cell("1 + 1 // => 3\nprint(2) // Prints \"2\"\n5", output: "Int = 3")
    let course = try Course(lesson)
    try course.folder.write("# B\n\n```swift\n1 +\n```\n\n" + cell("2", output: "Int = 3"), to: "Lessons/b.md")
    let result = try course.check("--accept")
    #expect(result.exitCode == 1)
    #expect(
      result.output == """
        Lessons/a.md: 3 outputs not compared, because the lesson didn't run to there
        Lessons/b.md: 1 output not compared, because the lesson didn't run to there
        nothing was accepted

        """)
    #expect(try course.lesson == lesson)
  }
}
