import Testing

/// `tolerance=`: how far the cell's numbers may be from the recorded ones, relative to them.
@Suite struct ToleranceTests {
  private func lesson(_ word: String, code: String = "2.5", output: String) -> String {
    "```swift \(word)\n\(code)\n```\n\n```output\n\(output)\n```\n"
  }

  @Test(arguments: [
    ("", "Double = 2.500002", true), ("", "Double = 2.500003", false), ("", "Double = 2.50", false),
    ("tolerance=1e-3", "Double = 2.5005", true), ("tolerance=1e-3", "Double = 2.53", false),
    ("tolerance=0.1", "Double = 2.7000", true),
    ("tolerance=1e-9", "Double = 2.5000001", false), ("tolerance=1e-9", "Double = 2.5", true),
  ])
  func `numbers may be so far off and no further`(word: String, output: String, holds: Bool) throws {
    let checked = try WordCourse(lesson(word, output: output)).check()
    #expect(checked.holds == holds, "\(checked.errors)")
    #expect(holds || checked.errors.hasPrefix("Lessons/a.md:6:1: error: the output isn't what was recorded"))
  }

  @Test func `it is this cell's alone, and of the values recorded in its code too`() throws {
    let cell = "```swift WORD\nlet a = 2.5\na // => 2.5005\n```\n"
    let course = try WordCourse(
      cell.replacing("WORD", with: "tolerance=1e-3") + "\n" + cell.replacing("WORD", with: "nest"))
    let checked = try course.check()
    #expect(checked.errors.hasPrefix("Lessons/a.md:8:9: error: the value isn't the recorded one"), "\(checked.errors)")
    #expect(!checked.errors.contains("a.md:3:"))
  }

  @Test func `whole numbers and words are compared exactly all the same`() throws {
    #expect(try !WordCourse(lesson("tolerance=0.5", code: "print(\"10 of 20\")", output: "10 of 21")).check().holds)
    #expect(try !WordCourse(lesson("tolerance=0.5", code: "print(\"ten\")", output: "tan")).check().holds)
  }

  @Test func `accepting writes only what is beyond it`() throws {
    let within = try WordCourse(lesson("tolerance=1e-3", output: "Double = 2.5005"))
    let text = try within.lesson
    #expect(try within.check("--accept").holds)
    #expect(try within.lesson == text)
    let beyond = try WordCourse(lesson("tolerance=1e-3", output: "Double = 2.53"))
    #expect(try beyond.check("--accept").holds)
    #expect(try beyond.lesson == lesson("tolerance=1e-3", output: "Double = 2.5"))
  }

  @Test(arguments: [
    ("tolerance", "1:10: error: `tolerance` needs a value\n   = help: write, say, `tolerance=1e-4`"),
    ("tolerance=0", "1:10: error: `tolerance` needs a positive number, not `0`\n   = help: write, say, `tolerance=1e-4`"),
    ("tolerance=5%", "1:10: error: `tolerance` needs a positive number, not `5%`\n   = help: write, say, `tolerance=1e-4`"),
    ("tolerence=1e-3", "1:10: error: unknown key `tolerence` on a cell\n   = help: did you mean `tolerance=1e-3`?"),
    ("tolerance=0.1 tolerance=0.2", "1:24: error: `tolerance` is given twice\n   = help: keep one of them"),
  ])
  func `what isn't a tolerance is told at its place`(words: String, message: String) throws {
    #expect(try WordCourse("```swift \(words)\nlet x = 1\n```\n").check().errors == "Lessons/a.md:\(message)")
  }
}
