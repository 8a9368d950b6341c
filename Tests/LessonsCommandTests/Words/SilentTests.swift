import Testing

/// `silent`: the code is shown, its output isn't.
@Suite struct SilentTests {
  private static let lesson = "```swift silent\nprint(\"warming up\")\nlet x = 6\nx\n```\n\nprose\n"

  @Test func `the page has the code and not the output`() throws {
    let page = try WordCourse(Self.lesson).page()
    #expect(page.contains("warming up"), "as code")
    #expect(!page.contains("<samp>"))
    #expect(!elements("details", of: page).contains { $0.contains("warming up") })
  }

  @Test func `its output need not be recorded, and accepting records none`() throws {
    let course = try WordCourse(Self.lesson)
    #expect(try course.check().holds)
    #expect(try course.check("--accept").holds)
    #expect(try course.lesson == Self.lesson)
  }

  @Test func `what is recorded must hold: an output, and a value in the code`() throws {
    let output = try WordCourse(Self.lesson.replacing("\n\nprose", with: "\n\n```output\nwarming up\nInt = 7\n```"))
    #expect(try output.check().errors.hasPrefix("Lessons/a.md:9:1: error: the output isn't what was recorded"))
    let value = try WordCourse(Self.lesson.replacing("\nx\n", with: "\nx // => 7\n"))
    #expect(try value.check().errors.hasPrefix("Lessons/a.md:4:9: error: the value isn't the recorded one"))
  }

  @Test func `a failure isn't silenced`() throws {
    let checked = try WordCourse("```swift silent\nlet none: Int? = nil\nprint(none!)\n```\n").check()
    #expect(checked.errors.hasPrefix("Lessons/a.md:3:1: error: this trapped"), "\(checked.errors)")
    #expect(!checked.holds)
  }

  @Test func `it takes no value`() throws {
    let checked = try WordCourse("```swift  silent=true\n1\n```\n").check()
    #expect(checked.errors == "Lessons/a.md:1:11: error: `silent` takes no value\n   = help: write `silent` alone")
    #expect(!checked.holds)
  }
}
