import Testing

/// `volatile`: the output differs from run to run, so it is shown as recorded, and not compared.
@Suite struct VolatileTests {
  private static let lesson = "```swift volatile\nlet drawn = 5\ndrawn // => 3\nprint(drawn)\n```\n\n```output\n3\n```\n"

  @Test func `what was recorded is shown, and not this run's`() throws {
    let page = try WordCourse(Self.lesson).page()
    #expect(page.contains("<samp>3</samp>"))
    #expect(!page.contains("<samp>5</samp>"))
    #expect(page.contains("<b>Not compared:</b> it differs from run to run."))
  }

  @Test func `it holds whatever comes, and accepting leaves it as it was recorded`() throws {
    let course = try WordCourse(Self.lesson)
    #expect(try course.check().holds)
    #expect(try course.check("--accept").holds)
    #expect(try course.lesson == Self.lesson)
  }

  @Test func `something must be recorded, and accepting records this run's`() throws {
    let bare = "```swift volatile\nprint(5)\n```\n"
    let course = try WordCourse(bare)
    let checked = try course.check()
    #expect(checked.errors.hasPrefix("Lessons/a.md:1:1: error: this cell's output isn't recorded"), "\(checked.errors)")
    #expect(!checked.holds)
    #expect(try course.check("--accept").holds)
    #expect(try course.lesson == bare + "\n```output\n5\n```\n")
  }

  @Test func `it must still run`() throws {
    let checked = try WordCourse(Self.lesson.replacing("print(drawn)", with: "print([drawn][1])")).check()
    #expect(checked.errors.hasPrefix("Lessons/a.md:4:1: error: this trapped"), "\(checked.errors)")
    #expect(!checked.holds)
  }

  @Test(arguments: [
    ("volatile=5", "1:10: error: `volatile` takes no value\n   = help: write `volatile` alone"),
    ("volatil", "1:10: error: unknown word `volatil` on a cell\n   = help: did you mean `volatile`?"),
  ])
  func `a wrong word is told at its place`(words: String, message: String) throws {
    #expect(try WordCourse("```swift \(words)\n1\n```\n").check().errors == "Lessons/a.md:\(message)")
  }
}
