import CellAnalysis
import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct LessonFormulaTests {
  /// The LaTeX of each formula of a text.
  private func formulas(_ text: String) -> [String] { parse(text).formulas.map(\.latex.text) }

  @Test(arguments: [
    ("a $x_1$ b", "$x_1$", "x_1", false), ("a $`x_1`$ b", "$`x_1`$", "x_1", false),
    ("a\n\n$$x_1$$\n", "$$x_1$$", "x_1", true),
    ("a\n\n```math\nx_1\n```\n", "```math\nx_1\n```", "x_1", true), ("$$\nx\n$$", "$$\nx\n$$", "\nx\n", true),
    ("> $$ a +\n> b $$\n", "$$ a +\n> b $$", " a +\n b ", true),
    ("> ```math\n> a\n> b\n> ```\n", "```math\n> a\n> b\n> ```", "a\nb", true),
    ("~~~ math\nx\n~~~", "~~~ math\nx\n~~~", "x", true), ("a $x\ny$ b", "$x\ny$", "x\ny", false),
  ])
  func `each spelling is read, with its bytes in the file`(text: String, source: String, latex: String, isDisplay: Bool)
    throws
  {
    for text in [text, text.replacing("\n", with: "\r\n")] {
      let document = parse(text)
      let formula = try #require(document.formulas.first)
      #expect(document.formulas.count == 1)
      #expect(document.slice(formula.range).replacing("\r\n", with: "\n") == source)
      #expect(formula.latex.text.replacing("\r\n", with: "\n") == latex)
      #expect(formula.isDisplay == isDisplay)
      #expect(document.problems == [])
    }
  }

  @Test(arguments: ["at $x = 0.7<!-- = x -->$.", "$$\nx <!-- check -->\n$$\n", "> [!QUESTION] At $x<!-- = x -->$?"])
  func `a comment within a formula is an error, since readers would see it`(text: String) throws {
    let found = try #require(parse(text).diagnostics.first { $0.problem.message == "a comment stands within a formula" })
    #expect(found.isError)
    #expect(parse(text).slice(found.problem.range) == "<!--")
  }

  @Test func `each knows its line`() {
    let document = parse(
      "# $a$\n\ntext $b$,\nmore $c$\n\n$$\nd\n$$\n\n> - $e$\n\n```math\nf\n```\n\n[$g$](https://a.b) *$h$*\n")
    #expect(document.formulas.map(\.latex.text) == ["a", "b", "c", "\nd\n", "e", "f", "g", "h"])
    #expect(document.formulas.map { document.line(of: $0.range.lowerBound) } == [1, 3, 4, 6, 10, 12, 16, 16])
    #expect(document.formulas.map(\.index) == Array(0..<8))
  }

  @Test func `a formula speaks of the cells before it`() {
    let document = parse("$a$\n\n```swift\n```\n\n$b$\n\n```swift norun\n```\n\n$c$\n")
    #expect(document.formulas.map(\.cellsBefore) == [0, 1, 2])
  }

  @Test(arguments: [
    #"a_1 b_2 c_{3}"#, #"a*b*c"#, #"a**b**c"#, #"\begin{matrix} a & b \\ c & d \end{matrix}"#, #"\{x\}"#, #"a<b>c"#,
    ##"\_ \* \#"##,
    #"a \lt b"#, #"[x](y)"#, ##"x'' \text{it's "so" -- see}"##, #"\&  x~y"#, #"!a"#, #"x_1 * y_2 * z_3"#,
    #"\mathbb{R}^{n \times d_k}"#,
    #"a \mid b"#, #"&amp;"#,
  ])
  func `Markdown never touches what stands in one`(latex: String) {
    for (text, count) in [
      ("a $\(latex)$ b", 1), ("$`\(latex)`$", 1), ("$$\(latex)$$", 1), ("*a $\(latex)$ b* $\(latex)$", 2),
      ("```math\n\(latex)\n```", 1),
      ("| a | $\(latex)$ |", 1), ("> 1. $$\(latex)$$", 1), ("# $\(latex)$", 1),
    ] {
      #expect(formulas(text) == Array(repeating: latex, count: count))
    }
  }

  @Test(arguments: [
    ("`$x$`", "paragraph: `$x$`"), ("``a ` $x$``", "paragraph: `a ` $x$`"), ("\\$x\\$ y", "paragraph: $x$ y"),
    ("$5 and $6", "paragraph: $5 and $6"), ("US$5, US$6", "paragraph: US$5, US$6"),
    ("a $ b $ c", "paragraph: a $ b $ c"),
    ("$ x$", "paragraph: $ x$"), ("$x $", "paragraph: $x $"), ("one $", "paragraph: one $"), ("$", "paragraph: $"),
    ("a $x\n\ny$ b", "paragraph: a $x\nparagraph: y$ b"), ("    $x$\n", "listing : \"$x$\\n\""),
    ("```text\n$x$ $$y$$\n```", "listing text: \"$x$ $$y$$\""), ("~~~\n$x$\n~~~", "listing : \"$x$\""),
    ("It costs $5:\n```text\n$a$\n```", "paragraph: It costs $5:\nlisting text: \"$a$\""),
    ("Ends with a `\n```text\n`$a$`\n```", "paragraph: Ends with a `\nlisting text: \"`$a$`\""),
    ("It costs $5\\\n~~~text\n$a$\n~~~", "paragraph: It costs $5\\\nlisting text: \"$a$\""),
    ("It costs $5\n# A $b$", "paragraph: It costs $5\nheading 1 #a-b: A ⟨b⟩"),
    ("\\\\$x$", "paragraph: \\⟨x⟩"), ("<https://a.b/$c$>", "paragraph: <link https://a.b/$c$>https://a.b/$c$</link>"),
    ("[a](https://b.c/$d$)", "paragraph: <link https://b.c/$d$>a</link>"), ("$x$9 and $y", "paragraph: $x$9 and $y"),
    ("$5, as `$price` says", "paragraph: $5, as `$price` says"),
  ])
  func `a dollar that is only a dollar stays one`(text: String, outline: String) {
    let document = parse(text)
    #expect(document.outline == outline)
    #expect(document.problems == [])
  }

  @Test(arguments: [
    ("*a $x_1$ b_2*", "paragraph: <em>a ⟨x_1⟩ b_2</em>"), ("**$x$**", "paragraph: <strong>⟨x⟩</strong>"),
    ("*$a*b$*", "paragraph: <em>⟨a*b⟩</em>"), ("[$x$](https://a.b)", "paragraph: <link https://a.b>⟨x⟩</link>"),
    ("![$x$](a.svg)", "paragraph: <image a.svg>x</image>"), ("($x$), $y$.", "paragraph: (⟨x⟩), ⟨y⟩."),
    ("$x$$y$", "paragraph: ⟨x⟩⟨y⟩"),
    ("$x$-axis", "paragraph: ⟨x⟩-axis"), ("$\\$5$", "paragraph: ⟨\\$5⟩"),
    ("a $$x$$ b", "paragraph: a \nformula 0: \"x\"\nparagraph:  b"),
    ("- $x$\n- $y$", "list\n  item\n    paragraph: ⟨x⟩\n  item\n    paragraph: ⟨y⟩"),
    ("$x$\u{301}", "paragraph: ⟨x⟩\u{301}"), ("\u{600}$x$", "paragraph: \u{600}⟨x⟩"),
    ("$5 for $x$", "paragraph: $5 for ⟨x⟩"),
    ("$`x`$ and `y` and $`z`$", "paragraph: ⟨x⟩ and `y` and ⟨z⟩"), ("$a$ `$b$` $c$", "paragraph: ⟨a⟩ `$b$` ⟨c⟩"),
    ("$$ a $ b $$", "formula 0: \" a $ b \""),
  ])
  func `a formula may stand in anything`(text: String, outline: String) {
    #expect(parse(text).outline == outline)
  }

  @Test func `characters of the private use area are not mistaken for formulas`() {
    let text = "\u{E000}0\u{E001} $x$ \u{E002}"
    let document = parse(text)
    #expect(document.formulas.map(\.latex.text) == ["x"])
    #expect(document.outline == "paragraph: \u{E000}0\u{E001} ⟨x⟩ \u{E002}")
  }

  @Test(arguments: [
    (#"a $\sofmax(x)$"#, #"1:4 unknown command `\sofmax`"#),
    ("> $$ a +\n> \\alhpa $$\n", #"2:3 unknown command `\alhpa`"#),
    ("text\n\n- ```math\n  a \\\\\n  \\alhpa\n  ```\n", #"5:3 unknown command `\alhpa`"#),
  ])
  func `a problem is told at its characters`(text: String, problem: String) {
    #expect(parse(text).problems == [problem])
  }

  @Test func `a display formula that never ends is told`() {
    let document = parse("a\n\n$$ x +\ny\n\nb\n")
    #expect(document.problems == ["3:1 this formula is never closed"])
    #expect(
      document.diagnostics[0].problem.help
        == "end it with `$$` before the next blank line, or write `\\$` for a dollar sign")
  }
}
