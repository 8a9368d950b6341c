import Foundation
import TestSupport
import Testing

/// `setup: setup.md` in `course.yml`: cells that run before those of each lesson.
@Suite struct SetUpTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("libraries: []\nsetup: setup.md\n", to: "Lessons/course.yml")
    try folder.write(
      "# Set-up\n\n```swift\nfunc twice(_ x: Int) -> Int { 2 * x }\nlet base = 20\n```\n\n```swift norun\nnot Swift\n```\n",
      to: "Lessons/setup.md")
    try folder.write(
      """
      # A

      ```swift
      twice(base) + 2 // => 42
      ```

      Later groups have it, too: 40<!-- = twice(base) -->.

      ```swift group=other
      let base2 = twice(21)
      base2 // => 42
      ```

      ```swift reset
      twice(base + 1) // => 42
      ```

      """, to: "Lessons/a.md")
    try folder.write("# B\n\nThe base is 20<!-- = base -->.\n", to: "Lessons/b.md")
    try folder.write("# C\n\nNothing runs here.\n", to: "Lessons/c.md")
  }

  private func call(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: folder.url) }

  @Test func `the set-up runs before each program, on no page, and lessons run again when it changes`() throws {
    let checked = try call("check")
    #expect(checked.exitCode == 0, "\(checked.errors)")
    #expect(!checked.errors.contains("warning"), "\(checked.errors)")
    let built = try call("build", "--output", "site")
    #expect(built.exitCode == 0, "\(built.errors)")
    #expect(try !folder.text(of: "site/a.html").contains("func twice"))
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "site/setup.html").path))
    #expect(try folder.text(of: "site/a.swift").contains("func twice"))
    try folder.write("# Set-up\n\n```swift\nfunc twice(_ x: Int) -> Int { 3 * x }\nlet base = 20\n```\n", to: "Lessons/setup.md")
    let changed = try call("check")
    #expect(changed.exitCode == 1)
    #expect(changed.errors.contains("Lessons/a.md:4:"), "\(changed.errors)")
  }

  @Test func `mistakes are reported in the set-up's own file, once`() throws {
    try folder.write("# Set-up\n\n```swift\nlet base: Int = \"x\"\nfunc twice(_ x: Int) -> Int { 2 * x }\n```\n", to: "Lessons/setup.md")
    let checked = try call("check")
    #expect(checked.exitCode == 1)
    #expect(checked.errors.contains("Lessons/setup.md:4:17: error: cannot convert value of type 'String'"), "\(checked.errors)")
    // Lesson `a` has three programs, each of which begins with the set-up.
    let run = try call("run", "a")
    #expect(run.errors.components(separatedBy: "Lessons/setup.md:4:17: error:").count == 2, "\(run.errors)")
    #expect(checked.errors.components(separatedBy: "Lessons/setup.md:4:17").count == 2, "\(checked.errors)")
    try folder.write("# Set-up\n\n```swift\nlet base = 20\nlet gone: Int? = nil\nprint(gone!)\n```\n", to: "Lessons/setup.md")
    let trapped = try call("check", "b")
    #expect(trapped.exitCode == 1)
    #expect(trapped.errors.contains("Lessons/setup.md:6:"), "\(trapped.errors)")
  }

  @Test func `outputs of the set-up aren't compared, and accepting changes no byte of it`() throws {
    let text = "# Set-up\n\n```swift\nlet base = 20\nfunc twice(_ x: Int) -> Int { 2 * x }\nprint(base)\nbase // => 21\n```\n"
    try folder.write(text, to: "Lessons/setup.md")
    #expect(try call("check").exitCode == 0)
    #expect(try call("check", "--accept").exitCode == 0)
    #expect(try folder.text(of: "Lessons/setup.md") == text)
  }

  @Test(arguments: [
    ("setup: set-up.md", nil, "Lessons/course.yml:1:8: error: there is no file `set-up.md` in Lessons", "`setup.md`"),
    ("setup: ../setup.md", nil, "Lessons/course.yml:1:8: error: `../setup.md` isn't in the folder of lessons", "move it there"),
    ("setup: setup.swift", nil, "Lessons/course.yml:1:8: error: `setup.swift` isn't a Markdown file", "`.md`"),
    ("setup: setup.md", "```swift fail\nx\n```\n", "Lessons/setup.md:1:1: error: a cell of the set-up can't have `fail`", "take it off"),
    (
      "setup: setup.md", "```swift group=a\nlet a = 1\n```\n", "Lessons/setup.md:1:1: error: a cell of the set-up can't have `group=a`",
      "take"
    ),
    ("setup: setup.md", "```swift\nlet a =\n", "Lessons/setup.md:1:1: error: this fence is never closed", "end the block"),
  ])
  func `a set-up that can't be used is an error at its place`(setting: String, setUp: String?, message: String, help: String) throws {
    try folder.write(setting + "\n", to: "Lessons/course.yml")
    if let setUp { try folder.write(setUp, to: "Lessons/setup.md") }
    let checked = try call("check")
    #expect(checked.exitCode != 0)
    #expect(checked.errors.contains(message), "\(checked.errors)")
    #expect(checked.errors.contains(help), "\(checked.errors)")
  }
}
