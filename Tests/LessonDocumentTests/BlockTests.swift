import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct BlockTests {
  @Test func `Markdown becomes blocks`() {
    let document = parse(
      """
      # Title

      Text *soft* and **strong** `code`
      next line  
      broken

      3. three

         more
      4. four

      - a
        - b

      > said

      ---

      ```python
      print(1)
      ```
      """)
    #expect(
      document.outline == """
        heading 1 #title: Title
        paragraph: Text <em>soft</em> and <strong>strong</strong> `code`␤next line⏎broken
        list from 3
          item
            paragraph: three
            paragraph: more
          item
            paragraph: four
        list
          item
            paragraph: a
            list
              item
                paragraph: b
        quote
          paragraph: said
        break
        listing python: "print(1)"
        """)
    #expect(document.problems == [])
  }

  @Test(arguments: ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION", "EXERCISE", "SOLUTION"])
  func `a quotation that begins with a word in brackets is an alert`(word: String) {
    #expect(parse("> [!\(word)]\n> a\n>\n> - b\n").outline.hasPrefix("alert \(word)\n  paragraph: a\n  list\n"))
    #expect(parse("> [!\(word)]\n>\n> ```swift\n> 1\n> ```\n").outline == "alert \(word)\n  cell 0: \"1\"")
    #expect(parse("> [!\(word)]\n").outline == "alert \(word)")
  }

  @Test(arguments: [
    ("> [!NOET]\n> a", "1:3 unknown alert `[!NOET]`", "did you mean `[!NOTE]`?"),
    ("text\n\n> [!exercise]\n> a", "3:3 unknown alert `[!exercise]`", "did you mean `[!EXERCISE]`?"),
    (
      "> [!DANGER]\n> a", "1:3 unknown alert `[!DANGER]`",
      "the alerts are NOTE, TIP, IMPORTANT, WARNING, CAUTION, EXERCISE, SOLUTION, PREDICT, QUESTION"
    ),
  ])
  func `an unknown alert suggests a known one`(text: String, problem: String, help: String) {
    #expect(parse(text).problems == [problem])
    #expect(parse(text).diagnostics[0].problem.help == help)
  }

  @Test(arguments: ["> [!NOTE](https://example.org)", "> a [!NOTE]", "> [NOTE]", "> [!]", "> [!A B]\n> c"])
  func `anything else in brackets is a quotation`(text: String) {
    #expect(parse(text).outline.hasPrefix("quote\n"))
    #expect(parse(text).problems == [])
  }

  @Test func `headings have addresses, each its own`() {
    let document = parse(
      "# What is `softmax`?\n\n## A B\n\n## A  B\n\n## a-b\n\n## Größe: 3 × 4\n\n## !\n\n> ## A B\n\n## $x_1$ again\n")
    #expect(
      document.outline.split(separator: "\n").filter { $0.contains("heading") }.map { $0.split(separator: " ")[2] }
        == ["#what-is-softmax:", "#a-b:", "#a--b:", "#a-b-1:", "#größe-3--4:", "#section:", "#a-b-2:", "#x_1-again:"])
  }

  @Test func `a heading's address is free of the numbers that others have`() {
    let outline = parse("# a\n\n# a-1\n\n# a\n\n# a\n").outline
    #expect(outline == "heading 1 #a: a\nheading 1 #a-1: a-1\nheading 1 #a-2: a\nheading 1 #a-3: a")
  }

  @Test func `links are known with their places`() {
    let document = parse(
      "See [a](x.md#y \"t\") and\n[b *c*](<z w.md>).\n\n- [d]: no\n- <https://e.f>\n- [g]\n\n[g]: h.md\n")
    #expect(document.links.map(\.destination) == ["x.md#y", "z w.md", "https://e.f", "h.md"])
    #expect(document.links.map(\.title) == ["t", "", "", ""])
    #expect(document.links.map { document.line(of: $0.range.lowerBound) } == [1, 2, 5, 6])
    #expect(document.slice(document.links[0].range) == "[")
    #expect(document.file.position(at: document.links[0].range.lowerBound) == .init(line: 1, column: 5))
  }

  @Test(arguments: [
    ("<video>bold</video>", ["1:1"]), ("a <wbr> b", ["1:3"]), ("text\n\n<table>\n\nmore\n\n</table>\n", ["3:1", "7:1"]),
    ("a\nb <script>alert(1)</script>", ["2:3"]), ("> <form>x", ["1:3"]), ("<!DOCTYPE html>", ["1:1"]), ("a <?php x ?>", ["1:3"]),
  ])
  func `raw HTML is left out, and the author is told where`(text: String, places: [String]) {
    let document = parse(text)
    #expect(document.problems == places.map { "\($0) this HTML is left out of the page" })
    #expect(document.diagnostics.allSatisfy { !$0.isError })
    #expect(
      !document.outline.contains("<video>") && !document.outline.contains("<script>") && !document.outline.contains("<table>")
    )
  }

  @Test func `a fence that is never closed is told where it opens`() {
    for (text, problem, help) in [
      (
        "# A\n\n```swift\nlet a = 1\n", "3:1 this fence is never closed",
        "end the block with a line that holds only ```"
      ),
      ("~~~~ text\na\n~~~\n", "1:1 this fence is never closed", "end the block with a line that holds only ~~~~"),
      ("> ```text\n> a\n\nb\n", "1:3 this fence is never closed", "end the block with a line that holds only ```"),
      (
        "```swift\nlet a = 1\n\nSome prose.\n", "1:1 this fence is never closed",
        "end the block with a line that holds only ```"
      ),
      ("```", "1:1 this fence is never closed", "end the block with a line that holds only ```"),
    ] {
      #expect(parse(text).problems == [problem])
      #expect(parse(text).diagnostics.map(\.problem.help) == [help])
    }
  }

  @Test func `a fence in a quotation of a listing doesn't close it`() {
    let document = parse("```text\n> ```\n> quoted\n```\n\nThen $x$.\n")
    #expect(document.outline == "listing text: \"> ```\\n> quoted\"\nparagraph: Then ⟨x⟩.")
  }
}
