import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct GitHubSyntaxTests {
  private func outline(_ text: String) -> String { parse(text).outline }

  @Test(arguments: [
    "[https://x.org/a/](https://x.org/b)", "see [www.x.org/a](https://x.org/b).", "[https://x.org/a][b]\n\n[b]: https://x.org/b",
  ])
  func `the words of a link may be an address`(text: String) {
    let document = parse("# T\n\n\(text)\n")
    #expect(document.problems == [])
    #expect(document.outline.contains("<link https://x.org/b>"), "\(document.outline)")
  }

  @Test(arguments: [
    ("See https://swift.org/a_b_c.", "See <link https://swift.org/a_b_c>https://swift.org/a_b_c</link>."),
    ("(see https://x.org/a(b))", "(see <link https://x.org/a(b)>https://x.org/a(b)</link>)"),
    ("**https://x.org**", "<strong><link https://x.org>https://x.org</link></strong>"),
    ("见https://x.org/a。然后", "见<link https://x.org/a>https://x.org/a</link>。然后"),
    ("https://x.org/a--b...c", "<link https://x.org/a--b...c>https://x.org/a--b...c</link>"),
    ("ask me@x.org!", "ask <link mailto:me@x.org>me@x.org</link>!"),
    ("[words](https://x.org/a_b)", "<link https://x.org/a_b>words</link>"), ("`https://x.org`", "`https://x.org`"),
    ("<https://x.org/a--b>", "<link https://x.org/a--b>https://x.org/a--b</link>"), ("xhttps://x.org", "xhttps://x.org"),
    ("https://", "https://"),
    ("a@b", "a@b"), ("$x@y.z$", "⟨x@y.z⟩"),
  ])
  func `a bare address is a link`(text: String, paragraph: String) {
    #expect(outline(text) == "paragraph: \(paragraph)")
  }

  @Test(arguments: [
    ("a ~~b~~ c", "a <del>b</del> c"), ("a ~b~ c", "a <del>b</del> c"), ("~~a **b**~~", "<del>a <strong>b</strong></del>"),
    ("a ~~b", "a ~~b"),
    ("about ~5 and ~6", "about ~5 and ~6"), ("~~~a~~~ b", "~~~a~~~ b"), ("\\~~a~~", "~~a~~"), ("`~~a~~`", "`~~a~~`"),
    ("~~ a ~~", "~~ a ~~"),
  ])
  func `text between tildes is struck through`(text: String, paragraph: String) {
    #expect(outline(text.hasPrefix("~~~") ? "x" : text) == "paragraph: \(text.hasPrefix("~~~") ? "x" : paragraph)")
  }

  @Test func `a list can hold tasks`() {
    #expect(
      outline("- [ ] a\n- [X] b\n- [a] c\n- \\[ ] d") == """
        list
          item to do
            paragraph:  a
          item done
            paragraph:  b
          item
            paragraph: [a] c
          item
            paragraph: [ ] d
        """)
    #expect(
      outline("1. [x] a\n\n   - [ ] b") == "list from 1\n  item done\n    paragraph:  a\n    list\n      item to do\n        paragraph:  b")
  }

  @Test(arguments: [
    ("run it with --accept now", "run it with --accept now"), ("--jobs 2 and (--color)", "--jobs 2 and (--color)"),
    ("用--accept记录", "用--accept记录"),
    ("this -- or that--yes", "this – or that–yes"), ("pages 5--6", "pages 5–6"), ("a 6\" screen, 5'10\" tall", "a 6\" screen, 5'10\" tall"),
    ("\"version 6\" and '5'", "“version 6” and ‘5’"), ("the 1990's", "the 1990’s"), ("\"a 5\" b\"", "“a 5” b”"),
  ])
  func `typographic marks leave options and units as they are`(text: String, paragraph: String) {
    #expect(outline(text) == "paragraph: \(paragraph)")
  }

  @Test(arguments: [
    (#"A \(x_i\) b."#, "paragraph: A ⟨x_i⟩ b."), ("\\[\nx + y\n\\]", "formula 0: \"\\nx + y\\n\""),
    (#"\[ a = b \]"#, #"formula 0: " a = b ""#),
    ("\\begin{equation}\nx\n\\end{equation}", "formula 0: \"\\\\begin{equation}\\nx\\n\\\\end{equation}\""),
    ("So \\begin{align*} x &= y \\end{align*}", "paragraph: So \nformula 0: \"\\\\begin{align*} x &= y \\\\end{align*}\""),
    ("> \\[ x = \n> y \\]", "quote\n  formula 0: \" x = \\n y \""), (#"`\(x\)`"#, #"paragraph: `\(x\)`"#),
    (#"\\(x\\)"#, #"paragraph: \(x\)"#),
    (#"\[sic\] and [a]\(b\)"#, "paragraph: [sic] and [a](b)"),
  ])
  func `LaTeX's marks make formulas`(text: String, outline: String) {
    let document = parse(text)
    #expect(document.outline == outline)
    // A warning for each, because a code host shows what is typed.
    #expect(document.diagnostics.count == document.formulas.count, "\(document.problems)")
    #expect(document.diagnostics.allSatisfy { !$0.isError && $0.problem.message.hasPrefix("a formula between LaTeX's own marks") })
  }

  @Test func `such a formula can be checked`() {
    let document = parse("\\[ x = 1 \\]\n<!-- check: x -->\n")
    #expect(document.formulas.map(\.isDisplay) == [true])
    #expect(document.formulas[0].check != nil)
    #expect(document.slice(document.formulas[0].range) == "\\[ x = 1 \\]")
    #expect(parse(#"A \(\frac1\) b"#).diagnostics.count(where: \.isError) == 1)
  }

  @Test(arguments: ["$HOME and $PATH", "echo $HOME/$PATH is", "$HOME:$PATH", "costs $5 and $6", "$A_B and $C_D$ x"])
  func `names of the environment are no formulas`(text: String) {
    #expect(parse(text).formulas.map(\.latex.text).filter { $0.contains("HOME") || $0.contains("5") || $0.contains("and") } == [])
  }

  @Test(arguments: [
    ("**注意：**这里", "**注意**："), ("这里**“注意”**", "“**注意”**"), ("他说*（轻）*吧", "（*轻*）"), ("一**「二」**三", "「**二**」"),
  ])
  func `emphasis that a Chinese punctuation mark breaks is a warning`(text: String, remedy: String) {
    let document = parse(text)
    #expect(document.diagnostics.count == 1)
    #expect(document.diagnostics.first?.isError == false)
    #expect(document.diagnostics.first?.problem.message.contains("they emphasize nothing") == true)
    #expect(document.diagnostics.first?.problem.help?.contains("`\(remedy)`") == true)
  }

  @Test(arguments: [
    "**注意**：这里", "**注意：** 这里", "**注意：**", "**“注意”** 这里", "一**二**三", "a*b*c", "2*3 和 4*5", "**a:**b", "`**注意：**这里`", "\\**注意：**这里",
  ])
  func `other emphasis is not`(text: String) {
    #expect(parse(text).problems == [])
  }

  @Test(arguments: [
    ("注意\n力机制", "注意力机制"), ("注意，\n力", "注意，力"), ("注意 \nword", "注意␤word"), ("word\n注意", "word␤注意"), ("**注**\n意", "<strong>注</strong>意"),
    ("注意\n$x$", "注意␤⟨x⟩"), ("한국\n어", "한국␤어"), ("カナ\nかな", "カナかな"),
  ])
  func `a line break between Chinese characters leaves no space`(text: String, paragraph: String) {
    #expect(outline(text) == "paragraph: \(paragraph)")
  }

  @Test(arguments: [
    ("A -- b", "a----b"), ("What's *new* in `Swift 6.2`?", "whats-new-in-swift-62"), ("🎉 Party", "-party"), ("注意力：第 1 节", "注意力第-1-节"),
    ("a_b  c", "a_b--c"),
    ("Émile & co.", "émile--co"), ("...", "section"), ("$x$ and y", "x-and-y"), ("  A  ", "a"), ("a‿b", "a‿b"),
  ])
  func `a heading's id is the one that GitHub makes`(text: String, id: String) {
    #expect(outline("## \(text)\n").hasPrefix("heading 2 #\(id): "))
  }

  @Test func `a footnote goes on as long as it is indented`() {
    let document = parse("a[^b] c[^d]\n\n[^b]: one\n    two\n\n    three\n\n    ```text\n    [^d]: x\n    ```\n[^d]: four\n\nafter\n")
    #expect(document.notes == ["b: one␤two / three / listing text: \"[^d]: x\"", "d: four"])
    #expect(document.outline == "paragraph: a[1] c[2]\nparagraph: after")
    #expect(document.problems == [])
    #expect(parse("a[^b]\n\n[^b]: x\n\n    ```swift\n    1\n    ```\n").problems == ["5:5 a cell can't be in a footnote"])
    #expect(parse("    [^b]: shown\n").outline == "listing : \"[^b]: shown\\n\"")
  }

  @Test(arguments: [
    ("<details>\n<summary>a</summary>\n\nb\n", "1:1 this `<details>` is never closed"),
    ("a\n\n</details>\n", "3:1 nothing begins the `</details>` here"),
    ("<details>\n\nb\n\n</details>\n", "1:1 this `<details>` has no summary"), ("a <sub>b", "1:3 this `<sub>` is never closed"),
    ("a </sub>b", "1:3 nothing begins the `</sub>` here"), ("a <sub class=\"x\">b</sub>", "1:3 `class` of `<sub>` is left out of the page"),
    ("a <img src=\"a.svg\" alt=\"a\" width=\"wide\">", "1:3 `wide` isn't a size of an image"),
    ("a <img src=\"a.svg\">", "1:3 this image has no words for those who can't see it"),
    ("a <span lang=\"german\">b</span>", "1:3 `german` isn't a tag of a language"),
    ("a <cite lang=\"\">b</cite>", "1:3 `` isn't a tag of a language"), ("a <q lang=\"de-\">b</q>", "1:3 `de-` isn't a tag of a language"),
    ("a <span>b</span>", "1:3 this HTML is left out of the page"),
    ("a <code lang=\"de\">b</code>", "1:3 `lang` of `<code>` is left out of the page"),
    ("a <span lang=\"de\" class=\"x\">b</span>", "1:3 `class` of `<span>` is left out of the page"),
    ("a <span lang=\"de\">b", "1:3 this `<span>` is never closed"),
    ("a <video>", "1:3 this HTML is left out of the page"),
    ("<details>\n<summary>a</summary>\n*b*\n</details>\n", "1:1 Markdown isn't read within HTML: the page would show it as typed"),
  ])
  func `HTML that the page doesn't show is told`(text: String, problem: String) {
    #expect(parse(text).problems == [problem])
  }

  @Test(arguments: [
    ("a <span lang=\"de\">b *c*</span> d", "paragraph: a <span de>b <em>c</em></span> d"),
    ("<cite lang='pt-BR'>b</cite>, <q lang=zh-Hant>c</q>", "paragraph: <cite><span pt-BR>b</span></cite>, <q><span zh-Hant>c</span></q>"),
    ("*<span lang=\"de\">b</span>*", "paragraph: <em><span de>b</span></em>"),
    ("<p><span lang=\"fr\">b</span></p>", "paragraph: <span fr>b</span>"),
  ])
  func `words may be in another language`(text: String, outline: String) {
    let document = parse(text)
    #expect(document.outline == outline)
    #expect(document.problems == [])
  }
}
