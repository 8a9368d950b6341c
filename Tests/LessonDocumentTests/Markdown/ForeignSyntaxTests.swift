import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct ForeignSyntaxTests {
  /// A text, and the column at which it is reported; all of them are on line 3.
  private static let foreign: [(text: String, column: Int)] = [
    (#"\begin{figure}"#, 1), (#"\begin{pmatrix} 1 \end{pmatrix}"#, 1), ("\\begin{equation}\nx\n", 1), (#"See \autoref{eq:a}."#, 5),
    (#"See \citep[p. 3]{x}."#, 5), (#"It is \textbf{bold}."#, 7), (#"\section{One}"#, 1), (#"\newpage"#, 1),
    ("::: note\nText.\n:::", 1), (":::{.callout-tip}\nText\n:::", 1), ("> ::: note\n> Text", 3), ("- ::: note", 3),
    ("!!! note\n    A note.", 1), ("!!! warning \"Title\"", 1), ("1. !!! note", 4), ("??? note", 1), ("???+ note", 1),
    ("=== \"Tab\"", 1), ("> [!NOTE]- Folded\n> text", 3), ("> [!NOTE]-\n> text", 3),
    (".. note::", 1), ("{{#include part.md}}", 1), ("{{< figure src=\"a.png\" >}}", 1), ("{{% x %}}", 1),
    ("Hello {{ page.title }}.", 7), ("{% include a.html %}", 1), ("import X from './x'", 1), ("export const a = 1", 1),
    ("As [@vaswani2017] says.", 4), ("As [see @doe99, p. 3].", 4), ("As [-@doe99] says.", 4), ("See @fig-scores.", 5),
    ("See [[Softmax]].", 5), ("See [[softmax|the softmax]].", 5), ("![[a.png]]", 1), ("Text^[A note here].", 5),
    ("[TOC]", 1), ("*[HTML]: Hyper Text", 1), ("## Custom {#mine}", 11), ("## Custom {.unnumbered}", 11),
    ("## Custom {#mine .big key=value}", 11), ("[a](#title){.button}", 12), ("`x`{.swift}", 4), ("`x`{width=50%}", 4),
    ("{: .note}", 1), ("{:toc}", 1), ("{math}`x^2`", 1), (":math:`x^2`", 1), ("Great :tada: yes", 7),
    ("This is ==important== text", 9), ("+---+---+\n| a | b |", 1),
    ("##Title", 1), ("#\u{3000}标题", 1), ("##\u{A0}Title", 1), ("-\u{A0}item", 1), ("\u{3000}- item", 1), ("\u{A0}\u{A0}## Title", 1),
    ("\u{FEFF}# Title", 1), ("\u{2003}1. item", 1), ("\u{3000}> said", 1),
  ]

  @Test(arguments: foreign.indices)
  func `the syntax of another tool is told where it stands`(index: Int) {
    let (text, column) = Self.foreign[index]
    let document = parse("# Title\n\n\(text)\n")
    let found = document.diagnostics.first
    #expect(document.diagnostics.count == 1, "\(text): \(document.problems)")
    #expect(found?.position == .init(line: 3, column: column), "\(text): \(document.problems)")
    #expect(found?.problem.message.hasSuffix("isn't Markdown: the page would show it as typed") == true)
    #expect(found?.problem.help != nil)
    #expect(found?.isError == false)
  }

  @Test(arguments: [
    ("See [x] (a.md).", 5), ("See [x] (https://example.org).", 5), ("See [x] (#title) now.", 5), ("See [x](a.md", 5),
    ("See [x](https://example.org", 5), ("[x](a.md#b and more", 1),
  ]) func `a link that is none is an error`(text: String, column: Int) {
    let document = parse("# Title\n\n\(text)\n")
    #expect(document.diagnostics.map(\.position) == [.init(line: 3, column: column)])
    #expect(document.diagnostics.map(\.isError) == [true])
  }

  @Test(arguments: [
    "See [x] (that is, y). [x](a.md\n\"title\")", "A list [a] (b).", "The set [x] (of size 3)",
    "He wrote [sic], and wow!!! it ran.", "Mail [a@b.c] or <a@b.c>.", "Code `x[@i]`, `{{x}}`, `[[a]]`, `\\(x\\)`.",
    "$[a]$ and $\\begin{matrix}1\\end{matrix}$ and $$\\{.a\\}$$", "The entry a[i][j] and x[1][2] and f(x)[0][1].",
    #"\[sic\] and \[x\](y) and \[citation needed\] and [a]\(b\)"#, "    !!! indented\n    {{#include x}}\n",
    "```text\n!!! note\n{{ x }}\n[[a]]\n\\(x\\)\n```", "```python\nx = {{1}}\n#| not: at the top\n```",
    "A set {a, b}, {1, 2}, {{1}, {2}}, {.5}, {#1}.",
    "a == b and c == d; a==b, c==d", "[[1, 2], [3, 4]] and [[1]]", "At 10:30:00 the ratio 1:2:3 and a:b:c.", "x^[2] and 2^10",
    "#1 reason and #hashtag", "> [!NOTE]\n> text", "> a [!NOTE] b", "> [!NOTE](https://example.org) x", "[x] is a box; [ ] too.",
    "- [x](https://example.org)\n- [sic] text", "C++ and C++ again", "Wow!!!\n!!!", "???", "=====", "+++", "+ a\n+ b", "-a is negative",
    "*soft* and **strong**", "*[HTML]* is soft", "[@v] says.\n\n[@v]: https://example.org", "[[a]](https://example.org)",
    "[[a]][b]\n\n[b]: https://example.org", "[a](https://example.org/x{.b})", "`a`: {b}", "{ a } and {b}",
    "import the numbers from the file",
    ".. and so on", "\\# no heading", "# Heading with {braces}", #"\\(x\\) and \("#, "a@b.c, @anna, @fig", "::", "a ::: b", "f(x) := y",
    "全角：：和＝＝", "&#35;x {&#35;x}", "~~~text\n:::\n~~~", "<https://example.org/[@a]>", "<!-- [@a] {{x}} -->",
    "![what {.a} shows](a.svg)\n".replacing(" {.a}", with: ""),
    "A [a [b] c](https://example.org) d", "\u{3000}\u{3000}段落", "a < check", "'''quoted'''", "‘‘‘", "<check@example.org>",
    "*emph*[@a](https://example.org)",
  ])
  func `plain Markdown is nobody's syntax but its own`(text: String) {
    #expect(parse("# Title\n\n\(text)\n").problems == [])
  }

  @Test(arguments: [
    "\u{FEFF}```swift\n1\n```", "\u{3000}```swift\n1\n```", "\u{A0}~~~swift\n1\n~~~", "'''swift\n1\n'''", "´´´swift\n1\n´´´",
    "‘‘‘ output\n1\n’’’",
  ])
  func `a fence that is none is an error`(text: String) {
    let document = parse("# Title\n\n\(text)\n")
    #expect(document.diagnostics.first?.isError == true)
    #expect(document.diagnostics.first?.position == .init(line: 3, column: 1))
    #expect(document.problems.first?.contains("a fence") == true)
  }

  @Test func `in code, what looks like it stays as it is`() {
    let document = parse("- a\n\n      ::: note\n      {{x}}\n\n| a |\n|---|\n| `[@a]` [@a](https://example.org) |\n")
    #expect(document.problems == [])
    #expect(document.outline.contains("\"::: note\\n{{x}}\\n\""))
    #expect(document.outline.contains("`[@a]` <link https://example.org>@a</link>"))
  }

  @Test(arguments: ["```{python}\n1\n```", "```{.python}\n1\n```", "```{note}\nText\n```", "```{code-cell} python\n1\n```"])
  func `a fence in braces is told`(text: String) {
    let document = parse(text)
    #expect(document.problems.count == 1)
    #expect(document.problems[0].hasSuffix("is only shown, under that name"))
    #expect(document.diagnostics.allSatisfy { !$0.isError })
  }

  @Test func `a diagram and the options of a cell are told`() {
    #expect(parse("```mermaid\na --> b\n```").problems == ["1:4 the page would show a diagram in `mermaid` as typed"])
    #expect(parse("```python\n#| echo: false\n1\n```").problems == ["2:1 the page would show options after `#|` as typed"])
    #expect(parse("```lisp\n#| a comment |#\n```").problems == [])
  }

  @Test(arguments: ["+++\ntitle = \"A\"\n+++\n\nText", "\u{FEFF}+++\r\ntitle = \"A\"\r\n+++\r\n", "% Title\n% Author\n\nText"])
  func `what other tools read at the head of a file is told`(text: String) {
    #expect(parse(text).problems.count == 1)
    #expect(parse("Text\n\n\(text.replacing("\u{FEFF}", with: ""))").problems == [])
  }

  @Test(arguments: [
    ("swfit", "swift"), ("Swift", "swift"), ("swift\u{200B}", "swift"), ("swift，norun", "swift"), ("swif", "swift"), ("outputs", "output"),
    ("ouptut", "output"), ("maths", "math"), ("Math", "math"),
  ])
  func `a fence's word that is nearly one of ours is an error`(word: String, meant: String) {
    let document = parse("```\(word)\n1\n```")
    #expect(document.problems == ["1:4 a fence called `\(word)` is only shown"])
    #expect(document.diagnostics.first?.problem.help?.contains("`\(meant)`") == true)
    #expect(document.diagnostics.first?.isError == true)
  }

  @Test(arguments: ["mathml", "bash", "swiftui", "matlab", "latex", "python", "input", "stdout", "text", "make"])
  func `the name of another language is only that`(word: String) {
    #expect(parse("```\(word)\n1\n```").problems == [])
  }
}
