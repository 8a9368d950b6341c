import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct FootnoteTests {
  @Test func `a footnote is numbered where the text first refers to it`() {
    let document = parse(
      """
      One[^b], two[^a] and one again[^b].

      [^a]: The *second*
          on two lines.
      [^b]: See

      Text.
      """)
    #expect(document.outline == "paragraph: One[1], two[2] and one again[1 again].\nparagraph: Text.")
    #expect(document.notes == ["b: See", "a: The <em>second</em>␤on two lines."])
    #expect(document.problems == [])
  }

  @Test func `footnotes stand in lists, tables and headings, and hold formulas`() {
    let document = parse("# A[^1]\n\n- b[^2]\n\n| c[^注] |\n|---|\n\n[^1]: x\n[^2]: $y$<!-- check: y -->\n[^注]: z `w`\n")
    #expect(
      document.outline == "heading 1 #a: A[1]\nlist\n  item\n    paragraph: b[2]\ntable natural\n  c[3]")
    #expect(document.notes == ["1: x", "2: ⟨y⟩", "注: z `w`"])
    #expect(document.formulas[0].check != nil)
    #expect(document.problems == [])
  }

  @Test(arguments: ["`[^a]`", "\\[^a]", "    [^a]", "```\n[^a]: b\n```", "[^ a]", "[^]", "[^a", "[x^2]", "$[^a]$"])
  func `what only looks like a footnote is none`(text: String) {
    let document = parse(text)
    #expect(document.footnotes.isEmpty)
    #expect(document.problems == [])
  }

  @Test(arguments: [
    ("> a[^q]\n>\n> [^q]: x", ["1:4 there is no footnote `[^q]`"]), ("a[^nope]", ["1:2 there is no footnote `[^nope]`"]),
    ("a[^alpha]\n\n[^beta]: x", ["1:2 there is no footnote `[^alpha]`", "3:1 nothing refers to the footnote `[^beta]`"]),
    ("- a[^nope]\n\n| b[^none] |\n|---|\n", ["1:4 there is no footnote `[^nope]`", "3:4 there is no footnote `[^none]`"]),
    ("a\n\n[^b]: x", ["3:1 nothing refers to the footnote `[^b]`"]),
    ("a[^b]\n\n[^b]: x\n\n[^b]: y", ["5:1 two footnotes are named `b`"]),
    ("a[^b]\n\n[^b]:\n", ["3:1 the footnote `[^b]` says nothing"]),
    ("a[^b]\n\n[^b]: x[^b]", ["3:8 a footnote can't refer to a footnote"]),
    ("*c\n[^b]: x* a[^b]", ["2:1 nothing refers to the footnote `[^b]`", "2:11 a footnote can't refer to a footnote"]),
  ])
  func `a footnote without its other half is told`(text: String, problems: [String]) {
    #expect(parse(text).problems == problems)
  }

  @Test(arguments: [
    ("a[^softmax]\n\n[^sofmax]: x", ["1:2 there is no footnote `[^softmax]`: did you mean `[^sofmax]`?"]),
    // The note that nothing refers to is meant, and not the one that is nearer.
    ("a[^n1] b[^n2] c[^n4]\n\n[^n1]: x\n\n[^n2]: y\n\n[^n3]: z", ["1:16 there is no footnote `[^n4]`: did you mean `[^n3]`?"]),
    ("a[^noet] b[^note]\n\n[^note]: x", ["1:2 there is no footnote `[^noet]`: did you mean `[^note]`?"]),
    (
      "a[^row]\n\n[^rows]: x\n\n[^rwo]: y",
      [
        "1:2 there is no footnote `[^row]`: did you mean `[^rows]`?",
        "5:1 nothing refers to the footnote `[^rwo]`: write `[^rwo]` in the text, or take the note out",
      ]
    ),
  ])
  func `a misspelled footnote is one mistake, told with the nearest`(text: String, told: [String]) {
    let document = parse(text)
    #expect(zip(document.problems, document.diagnostics).map { "\($0): \($1.problem.help ?? "")" } == told)
  }
}
