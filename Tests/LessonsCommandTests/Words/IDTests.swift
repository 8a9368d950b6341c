import Testing

/// `id=NAME`: a name by which links refer to the cell.
@Suite struct IDTests {
  private static let cell = "```swift id=scores\n2 * 3\n```\n\n```output\nInt = 6\n```\n"

  @Test func `the cell has it on the page, and links lead there, from other lessons too`() throws {
    let course = try WordCourse("[above](#scores)\n\n" + Self.cell, more: ["b.md": "# B\n\n[there](a.md#scores)\n"])
    let page = try course.page()
    #expect(page.contains("<figure class=\"cell short\" id=\"scores\">"))
    #expect(page.contains("<a href=\"#scores\">above</a>"))
  }

  @Test func `a link that misses it is told, with the nearest`() throws {
    let checked = try WordCourse("[above](#score)\n\n" + Self.cell).check()
    #expect(checked.errors.hasPrefix("Lessons/a.md:1:1: error: "), "\(checked.errors)")
    #expect(checked.errors.contains("did you mean `#scores`?"), "\(checked.errors)")
    #expect(!checked.holds)
  }

  @Test func `an id of many things is one error`() throws {
    let lesson = "$$ 1 = 1 \\label{scores} $$\n\n# Scores\n\n| a |\n|---|\n| 1 |\n\nTable: b <!-- id: scores -->\n\n" + Self.cell
    let checked = try WordCourse(lesson).check()
    #expect(
      checked.errors == """
        Lessons/a.md:1:17: error: the heading on line 3 has the id `scores` already
           = help: give each an id of its own: a link could mean only one of them
        """, "\(checked.errors)")
  }

  @Test(arguments: [
    ("```swift id\n1\n```\n", "1:10: error: `id` needs a value\n   = help: write, say, `id=scores`"),
    ("```swift id=\nlet x = 1\n```\n", "1:10: error: `id=` needs a name\n   = help: write, say, `id=scores`"),
    ("```swift id=a id=b\nlet x = 1\n```\n", "1:15: error: `id` is given twice\n   = help: keep one of them"),
    (
      cell + "\n" + cell,
      "9:1: error: the cell on line 1 has the id `scores` already\n   = help: give each an id of its own: a link could mean only one of them"
    ),
    (
      "# Scores\n\n" + cell,
      "3:1: error: the heading on line 1 has the id `scores` already\n   = help: give each an id of its own: a link could mean only one of them"
    ),
    (
      "$$ 1 = 1 $$\n<!-- check: { id: scores } -->\n\n" + cell,
      "4:1: error: the formula on line 1 has the id `scores` already\n   = help: give each an id of its own: a link could mean only one of them"
    ),
  ])
  func `what can't be a name of its own is told at its place`(lesson: String, message: String) throws {
    let checked = try WordCourse(lesson).check()
    #expect(checked.errors == "Lessons/a.md:\(message)")
    #expect(!checked.holds)
  }
}
