import Foundation
import TestSupport
import Testing

/// A new lesson: it holds as it is, has the right name, and never replaces one.
@Suite struct NewTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("# One", to: "Lessons/01-one.md")
  }

  private func call(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: folder.url) }

  @Test func `a new lesson holds from the first moment`() throws {
    let made = try call("new", "softmax")
    #expect(made.exitCode == 0, "\(made.errors)")
    #expect(made.output.hasPrefix("wrote Lessons/02-softmax.md\n"))
    let check = try call("check")
    #expect(check.exitCode == 0, "\(check.errors)")
    #expect(check.output.contains("2 lessons, 2 cells, 2 outputs, 1 formula (1 checked, 0 not): all holds"))
  }

  @Test(arguments: [
    ("Softmax, \"done\" right", "02-softmax-done-right.md", "# Softmax, \"done\" right"), ("07-heads", "07-heads.md", "# Heads"),
    ("../../x", "02-x.md", "# ../../x"), ("注意力", "02-注意力.md", "# 注意力"),
  ])
  func `any name becomes a file in the course`(name: String, file: String, heading: String) throws {
    #expect(try call("new", name).exitCode == 0)
    #expect(try folder.text(of: "Lessons/\(file)").contains("\n\(heading)\n"))
    #expect(try call("check").exitCode == 0)
  }

  @Test(arguments: ["one", "01-one"])
  func `a lesson that is there is left alone`(name: String) throws {
    let result = try call("new", name)
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("already"))
    #expect(try folder.text(of: "Lessons/01-one.md") == "# One")
  }

  @Test func `a name without a letter is no name`() throws {
    let result = try call("new", "--", "---")
    #expect(result.exitCode == 64)
    #expect(result.errors.contains("A lesson's name needs a letter or a digit; `---` has none."))
  }
}
