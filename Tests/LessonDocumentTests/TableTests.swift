import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct TableTests {
  @Test func `lines with bars are a table, with formulas, code and links in its cells`() {
    let document = parse(
      """
      | Name | Value | Where |
      |:-----|------:|:-----:|
      | $a | b$ | `x \\| y` | [here](#there) |
      | **bold** \\| bar | # 1 | - |
      """)
    #expect(
      document.outline == """
        table left right center
          Name | Value | Where
          ⟨a | b⟩ | `x | y` | <link #there>here</link>
          <strong>bold</strong> | bar | # 1 | -
        """)
    #expect(document.problems == [])
  }

  @Test(arguments: [
    "a | b\n- | -\n1 | 2", "|a|b|\n|-|-|\n|1|2|", "  a|b\n -|:-\n1 |2 ", "| a | b |\r\n|---|---|\r\n| 1 | 2 |\r\n",
  ])
  func `bars at a row's ends and spaces may be left out`(text: String) {
    let outline = parse(text.replacing("- | -", with: "--- | -")).outline
    #expect(outline.split(separator: "\n").dropFirst() == ["  a | b", "  1 | 2"])
  }

  @Test func `a table may stand in a quotation or a list, and be empty`() {
    #expect(parse("> | a |\n> |---|\n> | 1 |").outline == "quote\n  table natural\n    a\n    1")
    #expect(parse("- | a |\n  |---|\n  | 1 |").outline == "list\n  item\n    table natural\n      a\n      1")
    #expect(parse("| a | b |\n|---|---|").outline == "table natural natural\n  a | b")
    #expect(parse("| a | b |\n|---|---|\n| | 2 |").outline == "table natural natural\n  a | b\n   | 2")
  }

  @Test(arguments: ["a | b\nc | d", "a\n---", "| a |", "a | b\n--- | x", "a | b\n::- | -"])
  func `without a line of dashes there is no table`(text: String) {
    #expect(!parse(text).outline.contains("table"))
  }

  @Test(arguments: [
    ("| a | b |\n|---|---|\n| 1 |", "3:1 this row of the table has 1 cell, but its line of dashes has 2"),
    ("| a | b |\n|---|---|\n| 1 | `2 | 3` |", "3:1 this row of the table has 3 cells, but its line of dashes has 2"),
    ("> | a |\n> |---|---|", "2:3 this line of dashes has 2 cells, but each row of the table has 1"),
    ("| a | b |\n|--|\n| 1 | 2 |", "2:1 this line of dashes has 1 cell, but each row of the table has 2"),
    ("text\n| a | b |\n|---|---|", "2:1 a table can't begin within a paragraph"),
    ("| a | b |\n|---|---|\n| 1 | $$ x |", "3:7 this formula is never closed"),
  ])
  func `a table that isn't one is told, at its row`(text: String, problem: String) {
    #expect(parse(text).problems == [problem])
  }

  @Test func `what stands in a cell knows its place in the file`() throws {
    let document = parse("> | a | b |\n> |---|---|\n> | é $x$ | *u* [l](#m) and $y$ <!-- check: y --> |")
    #expect(document.formulas.map { document.slice($0.range) } == ["$x$", "$y$"])
    #expect(document.formulas[1].check?.equals != nil)
    let link = try #require(document.links.first)
    #expect(document.slice(link.range.lowerBound..<link.range.lowerBound + 7) == "[l](#m)")
  }
}
