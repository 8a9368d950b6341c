import Testing

/// `fold`: the code is folded, the output shown.
@Suite struct FoldTests {
  private static let lesson = "```swift fold\nlet long = 6\nlong * 7\n```\n\n```output\nInt = 42\n```\n"

  @Test func `the code can be unfolded, the output is seen`() throws {
    let page = try WordCourse(Self.lesson).page()
    let folded = try #require(elements("details", of: page).first { $0.contains("long") })
    #expect(folded.hasPrefix("><summary>Code: <code>long</code></summary><pre>"))
    #expect(!folded.contains("<samp>"))
    #expect(page.contains("<samp>42</samp>"))
  }

  @Test func `its output must be recorded, and hold, as any cell's`() throws {
    let unrecorded = try WordCourse(Self.lesson.replacing("\n```output\nInt = 42\n```\n", with: ""))
    let checked = try unrecorded.check()
    #expect(checked.errors.hasPrefix("Lessons/a.md:1:1: error: this cell's output isn't recorded"), "\(checked.errors)")
    #expect(!checked.holds)
    #expect(try unrecorded.check("--accept").holds)
    #expect(try unrecorded.lesson == Self.lesson)
    #expect(try !WordCourse(Self.lesson.replacing("= 42", with: "= 43")).check().holds)
  }

  @Test(arguments: [
    ("fold=1", "1:10: error: `fold` takes no value\n   = help: write `fold` alone"),
    ("fold hide", "1:15: error: `hide` and `fold` exclude each other\n   = help: keep one of them"),
    ("folded", "1:10: error: unknown word `folded` on a cell\n   = help: did you mean `fold`?"),
  ])
  func `a wrong word is told at its place`(words: String, message: String) throws {
    let checked = try WordCourse("```swift \(words)\n1\n```\n").check()
    #expect(checked.errors == "Lessons/a.md:\(message)")
    #expect(!checked.holds)
  }
}
