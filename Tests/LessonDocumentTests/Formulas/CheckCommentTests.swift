import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct CheckCommentTests {
  @Test(arguments: [
    "Check: z", "CHECK: z", "Check", "CHECK z", "Check z", "chek: z", "chekc: z", "ceck: z", "checks: z", "checked: z", "cheek: z", "chek",
    "chek z", "check： z", "check：z", "ｃｈｅｃｋ: z", "check= z", "check? z", "check, z", "check(z)", "check; z", "che\u{200B}ck: z", "сheck: z",
    "check{ equals: z }", "equals: z", "where: { a: b }", "expect: none", "id: x", "Check:\n  equals: z\n", "Check: { equals: z }",
    "- check -", "\"check\"", "{check: z}", "checking: z", "@check", "c heck: z", "check-", "check_", "{ equals: z }",
  ])
  func `behind a formula, a comment that is nearly a check is an error`(body: String) {
    for text in [
      "$$ z $$\n<!-- \(body) -->\n", "> $$ z $$\n> <!--\(body)-->\n", "Here $z$ <!-- \(body) --> is.\n",
      "```math\nz\n```\n<!-- \(body) -->\n",
    ] {
      let document = parse(text)
      #expect(document.diagnostics.count == 1, "\(text): \(document.problems)")
      #expect(document.diagnostics.first.map { "\($0.problem.message) \($0.problem.help ?? "")" }?.contains("check") == true)
      #expect(document.diagnostics.allSatisfy { $0.isError })
      #expect(document.formulas[0].check == nil)
    }
  }

  @Test(arguments: ["Check: z", "CHECK", "chek: z", "chek", "check：z", "Check", "check=z"])
  func `where no formula is, one that can mean nothing else is an error too`(body: String) {
    for text in ["<!-- \(body) -->\n\n$$ z $$\n", "Text\n\n<!-- \(body) -->\n", "$$ z $$\n<!-- check -->\n<!-- \(body) -->\n"] {
      #expect(parse(text).diagnostics.count == 1, "\(text): \(parse(text).problems)")
    }
  }

  @Test(arguments: [
    "explained below", "checked by hand", "TODO: check", "where x is two", "checks out", "check-list: a", "Checked against the paper.",
    "The check below", "prettier-ignore", "checkmate: x", "check-in: monday", "given that x is small", "because of rounding", "index of x",
    "a check: z", "", "-", "校验：后面", "cheaper: no", "check_list: a", "(checked)", "{check}",
  ])
  func `an author's note is nobody's business`(body: String) {
    for text in ["$$ z $$\n<!-- \(body) -->\n", "Text\n\n<!-- \(body) -->\n", "Here $z$ <!-- \(body) --> is.\n"] {
      #expect(parse(text).problems == [])
    }
  }

  @Test(arguments: ["Checked: 2024-05-01", "checks: a, b", "where: see below", "id: 3", "check?"])
  func `away from a formula, a note may begin with much`(body: String) {
    #expect(parse("Text\n\n<!-- \(body) -->\n").problems == [])
  }

  @Test(arguments: [
    ("Check: z", "2:6 a comment that begins with `Check` checks nothing", "did you mean `check`? A note begins with another word"),
    ("chek: z", "2:6 a comment that begins with `chek` checks nothing", "did you mean `check`? A note begins with another word"),
    ("check：z", "2:6 `check` needs a colon, not U+FF1A (FULLWIDTH COLON)", "write `check: …`, with a plain colon"),
    ("check? z", "2:6 `check` needs a colon, not `?`", "write `check: …`. A note begins with another word"),
    ("check z", "2:6 `check` needs a colon before what is compared", "write `check: z`. A note begins with another word"),
    ("check:z", "2:6 a blank must follow the colon of `check:`", "write `check: z`"),
    ("check:\u{A0}z", "2:12 U+00A0 (NO-BREAK SPACE) is not a plain space", "write a plain space, or take it out"),
    ("check: { equals：z }", "2:21 `：` isn't YAML punctuation", "write `:`, followed by a space"),
    ("check: { equals: z\u{200B} }", "2:24 U+200B (ZERO WIDTH SPACE) is not a plain space", "write a plain space, or take it out"),
    ("che\u{200B}ck: z", "2:6 this word contains U+200B (ZERO WIDTH SPACE), so it isn't `check`", "write `check` again"),
    ("@check", "2:7 a check begins with `check`, not with `@`", "write `<!-- check -->` or `<!-- check: … -->`"),
    ("c heck: z", "2:6 `check` contains a blank, so it checks nothing", "write `check: …`"),
    ("equals: z", "2:6 `equals:` alone checks nothing", "write `check: { equals: … }`"),
  ])
  func `the message names what is wrong, and what to write`(body: String, problem: String, help: String) {
    let document = parse("$$ z $$\n<!-- \(body) -->\n")
    #expect(document.problems == [problem])
    #expect(document.diagnostics.first?.problem.help == help)
  }

  @Test(arguments: [
    ("$$ x $$\n<!-- check --> where x is two.\n", "formula 0: \" x \"\nparagraph: where x is two."),
    ("$$ x $$\n<!-- check -->where *x* is\ntwo.\n", "formula 0: \" x \"\nparagraph: where <em>x</em> is␤two."),
    ("```math\nx\n```\n<!-- check --> where\n", "formula 0: \"x\"\nparagraph: where"),
    ("> $$ x $$\n> <!-- check --> where\n> more\n", "quote\n  formula 0: \" x \"\n  paragraph: where␤more"),
    ("- $$ x $$\n  <!-- check --> where\n", "list\n  item\n    formula 0: \" x \"\n    paragraph: where"),
    ("- <!-- note --> text\n", "list\n  item\n    paragraph: text"),
    ("Here $x$ <!-- check --> is *more*.\n", "paragraph: Here ⟨x⟩  is <em>more</em>."),
    ("$$ x $$ <!-- check --> where\n", "formula 0: \" x \"\nparagraph:   where"),
    ("<!-- a --> <!-- b --> text $y$\n", "paragraph: text ⟨y⟩"), ("<!-- a\nb --> text\n", "paragraph: text"),
    ("<!-- a --> [text](https://example.org) <!-- b --> more\n", "paragraph: <link https://example.org>text</link>  more"),
    ("text\n\n<!-- a --> see [b]\n\n[b]: https://example.org\n", "paragraph: text\nparagraph: see <link https://example.org>b</link>"),
    ("    <!-- a --> code\n", "listing : \"<!-- a --> code\\n\""), ("```html\n<!-- a --> code\n```\n", "listing html: \"<!-- a --> code\""),
    ("<!-- a --> 1\r\n\r\n<!-- b --> 2\r\n", "paragraph: 1\nparagraph: 2"),
  ])
  func `text behind a comment stays on the page`(text: String, outline: String) {
    let document = parse(text)
    #expect(document.outline == outline)
    #expect(document.problems == [])
    #expect(document.formulas.allSatisfy { text.contains("<!-- check") ? $0.check != nil : $0.check == nil })
  }

  @Test(arguments: [
    "<!- check: z -->", "<!—check: z —>", "<-- check -->", "<! check >", "<– Check: z –>", "< !-- check -->", "\\<!-- check -->",
  ])
  func `what is no comment, and was meant as a check, is an error`(text: String) {
    let document = parse("$$ z $$\n\(text)\n")
    #expect(document.diagnostics.filter { $0.isError }.map(\.problem.message) == ["this isn't a comment, so it checks nothing"])
    #expect(document.diagnostics.first?.position == .init(line: 2, column: 1))
  }

  @Test func `what is wrong in such a text is told at its place`() {
    #expect(parse("$$ x $$\n<!-- check --> see [a][b]\n").problems == ["2:20 there is no definition `[b]: …` for this link"])
    #expect(parse("<!-- a --> $\\x$ and\n$\\y$\n").problems == ["1:13 unknown command `\\x`", "2:2 unknown command `\\y`"])
  }
}
