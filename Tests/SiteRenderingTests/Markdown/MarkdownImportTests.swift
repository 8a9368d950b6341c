import Foundation
import TestSupport
import Testing

@testable import SiteRendering

/// Markdown of other tools as lessons.
@Suite struct MarkdownImportTests {
  private func lesson(_ text: String) -> (text: String, remarks: [String]) {
    let lesson = MarkdownImport(text)
    return (lesson.text, lesson.remarks.map { "\($0.line): \($0.text)" })
  }

  @Test func `each lesson of this repository stays the same`() throws {
    let folder = Fixtures.url("").deletingLastPathComponent().deletingLastPathComponent().appending(path: "Lessons")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".md") }
    #expect(names.count > 10)
    for name in names {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let (again, remarks) = lesson(text)
      let difference = zip(text.split(separator: "\n"), again.split(separator: "\n")).first { $0 != $1 }
      #expect(again == text, "\(name): \(difference.map { "\($0)" } ?? "")")
      #expect(remarks == [], "\(name)")
    }
  }

  @Test(arguments: [
    (":::{.callout-note}\n", "Text.\n", ":::\n"), ("::::{note}\n", "Text.\n", "::::\n"),
    ("", String(repeating: "> ", count: 1000) + "!!! note\n", ""),
    ("", String(repeating: "- ", count: 1000) + "!!! note\n", ""),
  ])
  func `what is in boxes in boxes without end is read only so far`(opening: String, middle: String, end: String) {
    func repeated(_ text: String) -> String { String(repeating: text, count: 1000) }
    let (text, remarks) = lesson(repeated(opening) + middle + repeated(end))
    #expect(text.contains(opening.isEmpty ? "!!! note" : "Text."))
    #expect(remarks.contains { $0.hasSuffix("what is in more than 30 boxes, quotations and lists stays as it is") }, "\(remarks.prefix(3))")
  }

  @Test func `a long line without signs, and one of signs that mean themselves, stay`() {
    for line in [String(repeating: "words of a line ", count: 20_000), String(repeating: "a = b: c @ d ^ 2] ", count: 2_000)] {
      let (text, remarks) = lesson("# Title\n\n\(line)\n")
      #expect(text == "# Title\n\n\(line)\n")
      #expect(remarks == [])
    }
  }

  @Test func `each loss is told once, however many there are`() {
    let text = (0..<5_000).map { "{{ value\($0) }} {{ value\($0) }}" }.joined(separator: "\n")
    #expect(lesson(text).remarks.count == 5_000)
  }

  @Test(arguments: [
    // Cells.
    ("```{swift}\n#| echo: false\n#| label: fig-a\nlet a = 1\n```", "```swift fold id=fig-a\nlet a = 1\n```"),
    ("```{swift, eval=false}\nlet a = 1\n```", "```swift norun\nlet a = 1\n```"),
    ("```{swift}\n//| output: false\nf()\n```", "```swift silent\nf()\n```"),
    ("```{swift}\n#| echo: false\n#| output: false\nf()\n```", "```swift hide\nf()\n```"),
    // Options that go on over several lines.
    ("```{swift}\n#| fig-cap:\n#|   - \"A\"\n#| echo: false\nf()\n```", "```swift fold\nf()\n```\n\nFigure: A"),
    ("```{swift}\n#| fig-cap: >\n#|   A\n#|   b\n#| echo: false\nf()\n```", "```swift fold\nf()\n```\n\nFigure: A b"),
    ("```{swift}\n#| fig-cap: [\"A, b\"]\nf()\n```", "```swift\nf()\n```\n\nFigure: A, b"),
    ("```{swift}\n#| fig-cap:\n#| echo: false\nf()\n```", "```swift fold\nf()\n```"),
    // Words on a fence.
    ("```swift {1,3-4}\nx\n```", "```swift mark=1,3-4\nx\n```"), ("```swift{2}\nx\n```", "```swift mark=2\nx\n```"),
    ("```swift hl_lines=\"1 3\" id=a\nx\n```", "```swift mark=1,3 id=a\nx\n```"),
    ("```swift tags=[\"hide-input\"]\nx\n```", "```swift fold\nx\n```"),
    ("```swift  fold   id=a tolerance=x\nx\n```", "```swift  fold   id=a tolerance=x\nx\n```"),
    ("```swift include=a.swift#b\nx\n```", "```swift include=a.swift#b\nx\n```"),
    (
      "```{swift}\n#| fig-cap: \"The scores\"\n#| label: fig-s\nf()\n```",
      "```swift\nf()\n```\n\nFigure: The scores <!-- id: fig-s -->"
    ),
    ("```swift mdoc:silent\nlet a = 1\n```", "```swift silent\nlet a = 1\n```"),
    ("```swift mdoc\nlet a = 1\n```", "```swift\nlet a = 1\n```"),
    ("~~~swift mdoc:reset:fail\nlet a: Int = \"\"\n~~~", "~~~swift reset fail\nlet a: Int = \"\"\n~~~"),
    ("```{code-cell} swift\n:tags: [hide-input]\nlet a = 1\n```", "```swift fold\nlet a = 1\n```"),
    ("```{code-block} python\n:linenos:\nx\n```", "```python\nx\n```"),
    ("```{.python}\nx\n```", "```python\nx\n```"),
    ("```swift\nlet a = 1\n```", "```swift\nlet a = 1\n```"),
    // Boxes.
    ("::: {.callout-note}\nText.\n:::", "> [!NOTE]\n> Text."),
    ("::: {.callout-warning title=\"Watch out\"}\nA\n\nB\n:::", "> [!WARNING] Watch out\n> A\n>\n> B"),
    ("::: {.callout-tip}\n## Short\nA\n:::\nB", "> [!TIP] Short\n> A\n\nB"),
    ("::: {.callout-caution collapse=\"true\" title=\"More\"}\nA\n:::", "<details>\n<summary>More</summary>\n\nA\n\n</details>"),
    (":::note Title\nA\n:::", "> [!NOTE] Title\n> A"), (":::tip[Title]\nA\n:::", "> [!TIP] Title\n> A"),
    (":::{important}\nA\n:::", "> [!IMPORTANT]\n> A"), ("```{danger} Title\nA\n```", "> [!CAUTION] Title\n> A"),
    ("````{note}\n```python\nx\n```\n````", "> [!NOTE]\n> ```python\n> x\n> ```"),
    ("::::{note}\nA\n:::{tip}\nB\n:::\nC\n::::", "> [!NOTE]\n> A\n> > [!TIP]\n> > B\n>\n> C"),
    ("!!! note \"Title\"\n    A\n\n    B\n\nC", "> [!NOTE] Title\n> A\n>\n> B\n\nC"),
    ("??? tip \"More\"\n    A\nB", "<details>\n<summary>More</summary>\n\nA\n\n</details>\n\nB"),
    ("> [!info]- Title\n> A\n>\n> \\(x\\)\nB", "<details>\n<summary>Title</summary>\n\nA\n\n$x$\n\n</details>\n\nB"),
    ("> [!info]-\n> A", "<details>\n<summary>Info</summary>\n\nA\n\n</details>"), ("> [!info]+ Title\n> A", "> [!NOTE] Title\n> A"),
    ("> [!NOTE] Title\n> A", "> [!NOTE] Title\n> A"),
    ("```{prf:theorem} Pythagoras\n$a$\n```", "> [!NOTE] Theorem: Pythagoras\n> $a$"),
    ("```{exercise}\nTry.\n```\n\n```{solution} x\nSo.\n```", "> [!EXERCISE]\n> Try.\n\n> [!SOLUTION]\n> So."),
    ("```{dropdown} More\nA\n```", "<details>\n<summary>More</summary>\n\nA\n\n</details>"),
    // Lists, whose items hold any of these.
    ("1. One\n\n   ```{swift}\n   #| echo: false\n   f()\n   ```\n2. Two", "1. One\n\n   ```swift fold\n   f()\n   ```\n2. Two"),
    ("- ```{swift}\n  f()\n  ```\n- b", "- ```swift\n  f()\n  ```\n- b"),
    ("- a\n\n  :::{note} Title\n  - b\n\n    \\[ x \\]\n  :::\n\nc", "- a\n\n  > [!NOTE] Title\n  > - b\n  >\n  >   $$ x $$\n\nc"),
    ("10) a\n\n    !!! tip\n        b\n\n        c\n", "10) a\n\n    > [!TIP]\n    > b\n    >\n    > c\n"),
    ("- [ ] a \\(x\\)\nlazy \\(y\\)\n\n\n- b", "- [ ] a $x$\nlazy $y$\n\n\n- b"),
    ("* * *\n-  a\n\n       code \\(x\\)\n", "* * *\n-  a\n\n       code \\(x\\)\n"),
    ("- a\n- ```python\n  - \\(x\\)\n  ```", "- a\n- ```python\n  - \\(x\\)\n  ```"),
    ("* a\n\n\t```{swift}\n\tf()\n\t```", "* a\n\n  ```swift\n  f()\n  ```"), ("#. a\n#. \\(b\\)", "1. a\n1. $b$"),
    // Quotations, whose lines hold any of these.
    ("> A\n>\n> ```{swift}\n> #| echo: false\n> f()\n> ```\n> \\[\n> x\n> \\]", "> A\n>\n> ```swift fold\n> f()\n> ```\n> $$\n> x\n> $$"),
    ("> [!info]- T\n> ```{swift}\n> f()\n> ```\nB", "<details>\n<summary>T</summary>\n\n```swift\nf()\n```\n\n</details>\n\nB"),
    ("> > ```{swift}\n> > f()\n> > ```", "> > ```swift\n> > f()\n> > ```"), (">```python\n>x\n>```", ">```python\n>x\n>```"),
    // Texts over several lines.
    ("a \\(x +\ny\\) b", "a $x +\ny$ b"), ("a `\\(x\\)\n\\(y\\)` b", "a `\\(x\\)\n\\(y\\)` b"),
    ("<!-- a\n\n\\(x\\) -->", "<!-- a\n\n\\(x\\) -->"), ("- {cite}`a,\n  b` c", "- [@a; @b] c"),
    ("a ` b\n\n\\(x\\) ` c", "a ` b\n\n$x$ ` c"),
    ("a \\(6\n\nb", "a \\(6\n\nb"),
    // Other tables, captions, definitions and verse.
    ("| a |\n|---|\n| b |\n\n: Words {#tbl-a}", "| a |\n|---|\n| b |\n\nTable: Words <!-- id: tbl-a -->"),
    ("| a |\n|---|\nTable: Words {#tbl-a}", "| a |\n|---|\n\nTable: Words <!-- id: tbl-a -->"), ("Table: Words", "Table: Words"),
    (
      "  Right Left\n------- ------\n     12 \\(x\\)\n      1 a|b\n\nC",
      "| Right | Left |\n|---:|:---|\n| 12 | $x$ |\n| 1 | a\\|b |\n\nC"
    ),
    ("--- ---\n a   b\n--- ---", "|  |  |\n|:---:|:---:|\n| a | b |"), ("--- ---\n\nText", "--- ---\n\nText"),
    (
      "```{list-table} Words\n:header-rows: 1\n:name: tbl-b\n\n* - A\n  - B\n* - 1\n  - {math}`x`\n    more\n```",
      "| A | B |\n|---|---|\n| 1 | $x$ more |\n\nTable: Words <!-- id: tbl-b -->"
    ),
    ("```{table} Words\n:name: t\n\n| a |\n|---|\n```", "| a |\n|---|\n\nTable: Words <!-- id: t -->"),
    ("Term\n: A \\(x\\)\n:   B\n\nC", "Term\n: A $x$\n:   B\n\nC"), ("Term\n ~ A\n\nC", "Term\n : A\n\nC"), ("a: b\n: : c", "a: b\n: : c"),
    ("| one\n| two \\(x\\)", "one\\\ntwo $x$"), ("| a\n|---\n| b", "| a\n|---\n| b"),
    // Grid tables.
    (
      "+-----+:---:+\n| A   | B   |\n+=====+====:+\n| one | 1   |\n| two |     |\n+-----+-----+\n| a|b |\\(x\\)|\n+-----+-----+\n",
      "| A | B |\n|---|---:|\n| one two | 1 |\n| a\\|b | $x$ |\n"
    ),
    ("+----+---:+\n| 注 | 意 |\n+----+----+\n\nText", "| | |\n|---|---:|\n| 注 | 意 |\n\nText"),
    ("- a\n\n  +---+\n  | b |\n  +===+\n  | c |\n  +---+", "- a\n\n  | b |\n  |---|\n  | c |"),
    ("+ a\n+ b", "+ a\n+ b"), ("+---+ and\n| b |", "+---+ and\n| b |"),
    // Formulas and references.
    ("\\[\nx = y\n\\]", "$$\nx = y\n$$"), ("\\[ x = y \\]", "$$ x = y $$"), ("a \\(x^2\\) b", "a $x^2$ b"),
    ("$$\nx = y\n$$ {#eq-x}\n\nSee @eq-x.", "$$\nx = y\n\\label{eq-x} $$\n\nSee [](#eq-x)."),
    ("$$ x $$ (one)\n\n{eq}`one`", "$$ x \\label{one} $$\n\n[](#one)"),
    ("\\begin{align}\na &= b\n\\end{align}", "$$\n\\begin{align}\na &= b\n\\end{align}\n$$"),
    ("```{math}\n:label: sum\nx\n```", "$$\nx\n\\label{sum}\n$$"), ("{math}`x` and {cite}`a,b`", "$x$ and [@a; @b]"),
    ("## My title {#sec-mine}\n\n@sec-mine and [it](#sec-mine)", "## My title\n\n[](#my-title) and [it](#my-title)"),
    ("(target)=\n# Title here\n\n{ref}`words <target>`", "# Title here\n\n[words](#title-here)"),
    ("![A](a.png){#fig-a width=50%}", "<img src=\"a.png\" alt=\"A\" width=\"50%\">\n\nFigure: A <!-- id: fig-a -->"),
    ("```{figure} a.png\n:name: fig\n:alt: What\nWords.\n```", "![What](a.png)\n\nFigure: Words. <!-- id: fig -->"),
    ("a^[a note here] b", "a[^note-1] b\n\n[^note-1]: a note here\n"), ("a ==b== c", "a <mark>b</mark> c"),
    ("{doc}`other`", "[](other.md)"), ("% a comment\nA {math}`x`", "<!-- a comment -->\nA $x$"),
    ("Rose by 10\n% of the total", "Rose by 10\n% of the total"),
    // Short texts of Pandoc, Obsidian and MyST.
    ("H~2~O and x^2^", "H<sub>2</sub>O and x<sup>2</sup>"), ("5~10 and 5~10~15, ~a~, ~~b~~, 2^3", "5~10 and 5~10~15, ~a~, ~~b~~, 2^3"),
    ("> [!tip]+ T\n\na %%secret%% b", "> [!TIP] T\n\na <!-- secret --> b"), ("%%\n%%\n%%secret%% b", "<!--  -->\n<!-- secret --> b"),
    ("%%\na\n\nb\n%%\nc", "<!-- a\n\nb -->\nc"),
    ("100%% of 50%% a", "100%% of 50%% a"), ("<project:a.md#b> [c](project:d.md)", "[](a.md#b) [c](d.md)"),
    ("[see @smith2020, p. 3] and a@b2020.org", "[see @smith2020, p. 3] and a@b2020.org"), ("[[1, 2], [3]]", "[[1, 2], [3]]"),
    ("``a` \\(x\\)", "``a` $x$"), ("<!-- \\(x\\)", "<!-- $x$"),
    // Braces that are words, and those that hold attributes.
    (
      "# The set {1, 2}\n\n## A word {sic}\n\n## {name}\n\n## Set {a b}", "# The set {1, 2}\n\n## A word {sic}\n\n## {name}\n\n## Set {a b}"
    ),
    ("# A {-}\n\n## B {.unnumbered #b}\n\n[b](#b)", "# A\n\n## B\n\n[b](#b)"),
    ("### Extension: `styles` ### {#ext}\n\n[a](#ext)", "### Extension: `styles` ###\n\n[a](#extension-styles)"),
    // Captions end where the next text begins.
    ("```{swift}\n#| fig-cap: C\nf()\n```\nText", "```swift\nf()\n```\n\nFigure: C\n\nText"),
    ("![A](a.png){#fig-a}\nText", "![A](a.png)\n\nFigure: A <!-- id: fig-a -->\n\nText"),
    ("| a |\n|---|\n\nTable: Words\nmore", "| a |\n|---|\n\nTable: Words\nmore"),
    // An empty line between the options of a directive and what it holds; formulas apart.
    ("```{math}\n:label: one\n\n1 + c\n= d\n```", "$$\n1 + c\n= d\n\\label{one}\n$$"),
    ("```{math}\na\n\nb\n```", "$$\na\n$$\n\n$$\nb\n$$"), ("$$\na\n\n+ b\n$$ {#eq-a}", "$$\na\n+ b\n\\label{eq-a} $$"),
    (
      "```{code-block} swift\n:emphasize-lines: 2\n\nlet a = 1\nlet b = 2\n```",
      "```swift norun mark=2\nlet a = 1\nlet b = 2\n```"
    ),
    // Code that is indented.
    (
      "A\n\n      Right Left\n    ------- ----\n         12 b\n\n    ```{swift}\n    #| echo: false\n    ```\n\nB",
      "A\n\n      Right Left\n    ------- ----\n         12 b\n\n    ```{swift}\n    #| echo: false\n    ```\n\nB"
    ),
    // Addresses.
    ("[n](https://medium.com/@sec-ops)", "[n](https://medium.com/@sec-ops)"),
    ("[t](https://e.org/~u/a~b~c)", "[t](https://e.org/~u/a~b~c)"),
    ("<https://e.org/a~b~c> ![p](img/a^1^.png \"x~1~\")", "<https://e.org/a~b~c> ![p](img/a^1^.png \"x~1~\")"),
    (
      "<img src=\"a~b~c.png\" alt=\"x^2^\"> and <a title=\"H~2~O\" href=\"b\">x^2^</a>",
      "<img src=\"a~b~c.png\" alt=\"x^2^\"> and <a title=\"H~2~O\" href=\"b\">x<sup>2</sup></a>"
    ),
    ("at https://e.org/@sec-a/x~1~ x~1~", "at https://e.org/@sec-a/x~1~ x<sub>1</sub>"), ("a $$x~1~y$$ b", "a $$x~1~y$$ b"),
    ("[x]: https://e.org/@sec-ops", "[x]: https://e.org/@sec-ops"),
    // Titles of boxes, and those of folded ones in HTML.
    ("::: {.theorem name=\"Pythagoras\"}\nA\n:::", "> [!NOTE] Theorem: Pythagoras\n> A"),
    ("::: {.exercise name=\"Means\"}\nA\n:::", "> [!EXERCISE] Means\n> A"),
    ("::: details Click `a<b`\nA\n:::", "<details>\n<summary>Click <code>a&lt;b</code></summary>\n\nA\n\n</details>"),
    ("> [!info]- **Why** *so*\n> A", "<details>\n<summary><strong>Why</strong> <em>so</em></summary>\n\nA\n\n</details>"),
    (":::{admonition} Watch\n:class: warning\nA\n:::", "> [!WARNING] Watch\n> A"),
    ("```{admonition} Watch\n:class: tip dropdown\n\nA\n```", "<details>\n<summary>Watch</summary>\n\nA\n\n</details>"),
    // Bookdown.
    ("See \\@ref(fig:cars) and \\@ref(eq:b).\n\n$$ f = n (\\#eq:b) $$", "See [](#cars) and [](#eq:b).\n\n$$ f = n \\label{eq:b} $$"),
    ("# A {#a}\n\n\\@ref(a)", "# A\n\n[](#a)"),
    ("| a |\n|---|\n\nTable: (\\#tab:a-b) Words", "| a |\n|---|\n\nTable: Words <!-- id: a-b -->"),
    // Captions before their tables, which are of any form.
    ("Table: (\\#tab:a) Words\n\n| a |\n|---|\n\nText", "| a |\n|---|\n\nTable: Words <!-- id: a -->\n\nText"),
    ("Table: Words {#a}\n\n+---+\n| a |\n+===+\n| b |\n+---+", "| a |\n|---|\n| b |\n\nTable: Words <!-- id: a -->"),
    ("Table: Words {#a}\n\nText", "Table: Words <!-- id: a -->\n\nText"),
    (": Words {#a}\n \n| a |\n|---|", "| a |\n|---|\n\nTable: Words <!-- id: a -->"),
    ("- item\nTable: (\\#tab:a) Words\n\n| a |\n|---|", "- item\nTable: (\\#tab:a) Words\n\n| a |\n|---|"),
    (": Words^[a b] {#a}\n\nText", ": Words[^note-1] {#a}\n\nText\n\n[^note-1]: a b\n"),
    // A caption is a paragraph.
    ("| a |\n|---|\n\nTable: (\\#tab:a) Long\nwords\n\nText", "| a |\n|---|\n\nTable: Long\nwords <!-- id: a -->\n\nText"),
    ("| a |\n|---|\n\n: Long\nwords {#a}\n\nText", "| a |\n|---|\n\nTable: Long\nwords <!-- id: a -->\n\nText"),
    ("Table: (\\#tab:a) Long\nwords\n\n| a |\n|---|", "| a |\n|---|\n\nTable: Long\nwords <!-- id: a -->"),
    ("| a |\n|---|\n\n  : Words {#a}", "| a |\n|---|\n\nTable: Words <!-- id: a -->"),
    ("| a |\n|---|\n\nTable: Words \\{#a\\}", "| a |\n|---|\n\nTable: Words \\{#a\\}"),
    // In a quotation.
    ("> | a |\n> |---|\n>\n> : Words {#a}", "> | a |\n> |---|\n>\n> Table: Words <!-- id: a -->"),
    // Notes.
    ("A^[Use `]` here, as [b] text.] B", "A[^note-1] B\n\n[^note-1]: Use `]` here, as [b] text.\n"),
    ("Word^[note]", "Word[^note-1]\n\n[^note-1]: note\n"),
    ("- a^[note\n  four]", "- a[^note-1]\n\n[^note-1]: note\nfour\n"), ("x^[2]", "x^[2]"),
    // What follows a box isn't in it.
    (":::note\nA\n:::\nB", "> [!NOTE]\n> A\n\nB"), ("!!! note\n    A\nB", "> [!NOTE]\n> A\n\nB"),
    ("```{note}\nA\n```\nB", "> [!NOTE]\n> A\n\nB"),
    ("```{swift}\nf()\n```\nB", "```swift\nf()\n```\nB"), ("!!! Wow", "!!! Wow"),
    // Addresses of definitions, and what is no Markdown.
    ("# A {#a}\n\n[x]: #a\n[y]: p~q~.png \"x^2^\"", "# A\n\n[x]: #a\n[y]: p~q~.png \"x^2^\""),
    ("http://e.org/A_(b~c~)d x~1~", "http://e.org/A_(b~c~)d x<sub>1</sub>"),
    ("<pre>\na ==b==\n\nx~1~\n</pre>", "<pre>\na ==b==\n\nx~1~\n</pre>"),
    // Captions that R states.
    ("```{swift, fig.cap=c(\"One, b\")}\nf()\n```", "```swift\nf()\n```\n\nFigure: One, b"),
    // Bookdown's boxes, and Quarto's references in brackets.
    ("```{theorem, name=\"My *title*\"}\nA\n```", "> [!NOTE] Theorem: My *title*\n> A"),
    ("[@sec-a; @fig-b], [Chapter @sec-a] and [-@sec-a]", "[](#sec-a), [](#fig-b), Chapter [](#sec-a) and [](#sec-a)"),
    ("A^[see \\@ref(t)] b", "A[^note-1] b\n\n[^note-1]: see [](#t)\n"),
    ("\\[\na\n\nb\n\\]", "$$\na\nb\n$$"), ("\\begin{align}\na\n\nb\n\\end{align}", "$$\n\\begin{align}\na\nb\n\\end{align}\n$$"),
    ("![c](e.png \"t\"){#fig-t}", "![c](e.png \"t\")\n\nFigure: c <!-- id: fig-t -->"), ("+++ more", "+++ more"),
    // Pandoc's title.
    ("% A 'title'\n  of two lines\n\nText", "---\ntitle: 'A ''title'' of two lines'\n---\n\nText"),
    // DocC.
    ("<doc:A#Bold,-Italics,-and-Code>", "[](A.md#bold-italics-and-code)"),
    ("See <doc:Closures> and <doc:Closures#Capturing-Values>.", "See [](Closures.md) and [](Closures.md#capturing-values)."),
    ("[it](doc:Closures)\n> Note: A\n> b <doc:#Here>", "[it](Closures.md)\n> [!NOTE]\n> A\n> b [](#here)"),
    ("> Note: A", "> Note: A"), ("`<doc:A>` and @MainActor", "`<doc:A>` and @MainActor"),
    ("@Image(source: \"a.png\", alt: \"A \\\"b\\\"\")", "![A \"b\"](a.png)"), ("@Comment { Later. }", "<!-- Later. -->"),
    ("<doc:A>\n\n```text\n@Row {\n<doc:B>\n```", "[](A.md)\n\n```text\n@Row {\n<doc:B>\n```"),
    // Front matter.
    ("---\ntitle: T\nsubtitle: S\ncategories: [a]\n---\nA", "---\ntitle: T\nsummary: S\ntags: [a]\n---\nA"),
    ("+++\ntitle = \"T\"\n+++\nA", "---\ntitle: \"T\"\n---\nA"), ("---\n\nA", "---\n\nA"),
    // What looks like it, and isn't.
    ("`\\(x\\)` and `@eq-x` and `{eq}`", "`\\(x\\)` and `@eq-x` and `{eq}`"), ("$a == b == c$", "$a == b == c$"),
    ("```text\n::: {.callout-note}\n\\(x\\)\n```", "```text\n::: {.callout-note}\n\\(x\\)\n```"), ("a@eq-x.org", "a@eq-x.org"),
    ("    \\(code\\)", "    \\(code\\)"), ("\\$5 and \\(6", "\\$5 and \\(6"),
  ]) func `what another tool has becomes what a lesson has`(source: String, expected: String) {
    let (text, remarks) = lesson(source)
    #expect(text == expected)
    #expect(remarks == [])
  }

  @Test(arguments: [
    ("A\n\n```{python}\nx\n```", "A\n\n```python\nx\n```", ["3: python is shown, not run"]),
    ("```{swift}\n#| fig-width: 4\nx\n```", "```swift\nx\n```", ["2: the option `fig-width: 4` of a cell is left out"]),
    (
      "```{swift}\na\n```\n```swift\nb\n```", "```swift\na\n```\n```swift norun\nb\n```",
      ["4: a listing that isn't run there is `norun` here"]
    ),
    ("```scala mdoc\nx\n```", "```scala\nx\n```", ["1: scala is shown, not run"]),
    ("A\n::: {.column-margin}\nB\n:::", "A\nB", ["2: the box `column-margin` is left out: what is in it stays"]),
    ("```{toctree}\na\n```\nA", "A", ["1: `{toctree}` is left out: the pages have their contents, and a lesson the works that it cites"]),
    (
      "```{csv-table}\na,b\n```", "~~~text\n```{csv-table}\na,b\n```\n~~~",
      ["1: `{csv-table}` has no counterpart: it stays as text"]
    ),
    ("{abbr}`a`", "{abbr}`a`", ["1: the role `{abbr}` has no counterpart: it stays as text"]),
    ("\n{{< video x >}}", "\n{{< video x >}}", ["2: `{{< video x >}}` stays as text: write what it stands for"]),
    ("[a](b.md){target=_blank}", "[a](b.md)", ["1: `{target=_blank}` is left out"]),
    (
      "---\ntitle: T\nformat:\n  html: default\nauthor: A\ndate: today\n---\nA", "---\ntitle: T\n---\nA",
      [
        "3: the key `format` of the front matter is left out", "5: `author` is left out: the authors of a course are in `course.yml`",
        "6: the date is left out: a lesson has one such as `2026-11-28`",
      ]
    ),
    (
      "@Metadata {\n  @PageKind(sampleCode)\n}\n\n@Row(numberOfColumns: 2) {\n   @Column {\n      A\n\n      ```swift\n      }\n      ```\n   }\n}\nB",
      "\nA\n\n```swift\n}\n```\nB",
      [
        "1: `@Metadata` is left out: what a lesson says of itself is in its front matter", "5: `@Row` is left out: what is in it stays",
        "6: `@Column` is left out: what is in it stays",
      ]
    ),
    (
      "@TabNavigator {\n  @Tab(\"One\") {\n    A\n  }\n}\n@Video(source: \"a.mp4\")", "**One**\n\nA\n",
      [
        "1: `@TabNavigator` is left out: what is in it stays", "2: `@Tab` is left out: what is in it stays, with its title in bold",
        "6: `@Video` is left out: a lesson has nothing like it",
      ]
    ),
    (
      "@Snippet(path: \"a/b\")\nSee <doc:Array/map(_:)>.", "See `Array/map(_:)`.",
      [
        "1: `@Snippet` is left out: write a fence with `include=`, which holds the code and is checked against its file",
        "2: the link to the symbol `Array/map(_:)` is left out: its name stays",
      ]
    ),
    (
      "```{list-table}\n* - ```x\n```", "~~~text\n```{list-table}\n* - ```x\n```\n~~~",
      ["1: `{list-table}` has a cell with a list, a listing or several paragraphs: it stays as text"]
    ),
    (
      "| a |\n|---|\n\n: Words {#a .striped}", "| a |\n|---|\n\nTable: Words <!-- id: a -->", ["4: `.striped` of the caption is left out"]
    ),
    ("{sub-ref}`today` x", "{sub-ref}`today` x", ["1: `{sub-ref}` stays as text: write what `today` stands for"]),
    (
      "```{swift}\n#| fig-cap:\n#|   - A\n#|   - B\n#| fig-subcap:\n#|   - C\nf()\n```", "```swift\nf()\n```\n\nFigure: A; B",
      ["2: the captions of `fig-cap` are one: a cell has one caption", "5: the option `fig-subcap` of a cell is left out"]
    ),
    (
      "```swift title=\"a b.swift\" {1} showLineNumbers\nx\n```", "```swift mark=1\nx\n```",
      ["1: of the listing, `title=\"a b.swift\"`, `showLineNumbers` is left out"]
    ),
    (
      "```swift tags=[\"a\"] =\nx\n```", "```swift\nx\n```", ["1: the tag `a` of a cell is left out", "1: of the listing, `=` is left out"]
    ),
    ("```{=html}\n<b>\n```", "```html\n<b>\n```", ["1: what is meant for html alone is shown as code"]),
    ("`<b>`{=html}", "`<b>`{=html}", ["1: `<b>` stays as code: it is meant for another format"]),
    ("`{swift} a`", "`{swift} a`", ["1: `{swift} a` stays as code: write its value, and `<!-- = expression -->` behind it"]),
    (
      "`r 1`\n```{r}\n```", "`r 1`\n```r\n```",
      ["1: `r 1` stays as code: write its value, and `<!-- = expression -->` behind it", "2: r is shown, not run"]
    ),
    ("As @smith2020 says", "As @smith2020 says", ["1: `@smith2020` stays as text: write `[@smith2020]`"]),
    (
      "---\nbibliography: a.bib\n---\nAs @smith", "---\nbibliography: a.bib\n---\nAs @smith",
      ["4: `@smith` stays as text: write `[@smith]`"]
    ),
    ("[[Page]]", "[[Page]]", ["1: `[[Page]]` stays as text: write `[words](lesson.md)`"]),
    ("![[a.png]]", "![[a.png]]", ["1: `![[a.png]]` stays as text: write `![what it shows](picture.png)`"]),
    ("%%= 5%% a\n%%\n%%", " a\n<!--  -->", ["1: a comment is left out: in a lesson, it would mean something else"]),
    (
      "=== \"One\"\n\n    A\n\nB", "**One**\n\n\nA\n\nB",
      ["1: the tab is left out: what is in it stays, with its title in bold"]
    ),
    ("(@ex) A", "(@ex) A", ["1: an example that is numbered by `(@)` stays as text: write an item of a list, `1. `"]),
    ("a [b c]{.smallcaps} d", "a b c d", ["1: `{.smallcaps}` is left out"]),
    ("![a]{.b} [^1]{.c}", "![a] [^1]", ["1: `{.b}` is left out", "1: `{.c}` is left out"]),
    ("> > [!tip]- T", "> > [!TIP] T", ["1: an alert that folds in another quotation doesn't fold here"]),
    ("> [!foo] T", "> [!foo] T", ["1: `[!foo]` is no alert of a lesson: it stays as text"]),
    // What cells that are only shown had.
    (
      "```{r}\n#| label: fig-cars\n#| fig-cap: \"The *cars*\"\n#| fig-alt: Dots\n#| echo: false\nplot(cars)\n```\nSee",
      "```r\nplot(cars)\n```\n\nThe *cars*\n\nSee",
      [
        "1: r is shown, not run", "2: the name `fig-cars` is left out: no figure or table of it is shown",
        "3: the caption of a cell that isn't run is a paragraph below it",
        "4: the words `fig-alt` for those who can't see its figure are left out", "5: its code, which wasn't shown, is shown",
      ]
    ),
    (
      "```{r a, include=FALSE, message=FALSE}\nx\n```", "```r\nx\n```",
      ["1: r is shown, not run", "1: its code, which wasn't shown, is shown"]
    ),
    (
      "```{r, fig.cap=paste(\"a\", x)}\nx\n```", "```r\nx\n```",
      ["1: r is shown, not run", "1: the caption of a cell is computed there, and left out"]
    ),
    ("```{lemma, l-a, name=\"T\"}\nA\n```", "> [!NOTE] Lemma: T\n> A", ["1: the name `l-a` of a box is left out"]),
    ("![](c.png){#fig-c}", "![](c.png)", ["1: the name `fig-c` is left out: a picture has one with its caption"]),
    ("```{code-cell}\nx\n```", "```text\nx\n```", ["1: a cell without a language is shown, not run"]),
    // Names of boxes and of pictures without captions.
    (
      "```{exercise}\n:label: ex1\n\nTry {ref}`ex1`.\n```", "> [!EXERCISE]\n> Try [](#ex1).",
      ["2: the name `ex1` of a box is left out"]
    ),
    ("```{image} a.png\n:alt: A\n:name: b\n```", "![A](a.png)", ["3: the name `b` is left out: a picture has one with its caption"]),
    ("::: {.column title=\"T\"}\nA\n:::", "**T**\n\nA", ["1: the box `column` is left out: what is in it stays, with its title in bold"]),
    ("# A {background-image=\"a.png\" .b}", "# A", ["1: of the heading, `.b`, `background-image=\"a.png\"` is left out"]),
    (
      "\\@ref(thm:a) and @thm-a", "\\@ref(thm:a) and @thm-a",
      [
        "1: `\\@ref(thm:a)` stays as text: no box of a lesson has a number", "1: `@thm-a` stays as text: no box of a lesson has a number",
      ]
    ),
    ("50 %% of %% all", "50 %% of %% all", ["1: `%% of %%` stays as text: if it is a comment, write `<!-- … -->`"]),
    (
      "% T\n% A\n% 2020\n\nB", "---\ntitle: 'T'\n---\n\nB",
      [
        "2: `author` is left out: the authors of a course are in `course.yml`",
        "3: the date is left out: a lesson has one such as `2026-11-28`",
      ]
    ),
    ("::::{foo}\nA\n::::", "~~~text\n::::{foo}\nA\n::::\n~~~", ["1: `{foo}` has no counterpart: it stays as text"]),
    (
      "-----  ---\n a   b\n     c\n\n d   e\n-----  ---\n\nF", "~~~text\n-----  ---\n a   b\n     c\n\n d   e\n-----  ---\n~~~\n\nF",
      ["1: a table whose rows take several lines stays as text: write it with a line for each row"]
    ),
    (
      "------------\n A      B\n        C\n-----  -----\n a      b\n       c\n------------",
      "~~~text\n------------\n A      B\n        C\n-----  -----\n a      b\n       c\n------------\n~~~",
      ["1: a table whose rows take several lines stays as text: write it with a line for each row"]
    ),
    ("[TOC]\nA", "A", ["1: the table of contents is left out: each page has one"]),
  ]) func `what has no place in a lesson is told with its line`(source: String, expected: String, told: [String]) {
    let (text, remarks) = lesson(source)
    #expect(text == expected)
    #expect(remarks == told)
  }

  private static let ending = "\n---\n\n## References\n\n- B.\n\nA lesson of C. Nothing in it was checked.\n"
  private static let exported = "# T\n\na (B 2020)<!-- [@b] -->\n" + ending

  /// Digests of what stands in it that an export adds.
  private static var comment: String {
    var added = AddedParts()
    for part in ["(B 2020)<!-- [@b] -->"[...]] + ending.split(separator: "\n") { added.add(part) }
    return added.comment + "\n"
  }

  @Test(
    arguments: [
      (exported, "# T\n\na [@b]\n", []), (exported + comment, "# T\n\na [@b]\n", []),
      ((exported + comment).replacing("\n", with: "\r\n"), "# T\r\n\r\na [@b]\r\n", []),
      (exported + comment + "\nMore.\n", "# T\n\na [@b]\n\nMore.\n", []),
      (
        (exported + comment).replacing("(B 2020)", with: "(C 2020)").replacing("- B.", with: "- B. And more."), "# T\n\na [@b]\n",
        [
          "3: the words of this citation were changed after the export, and are left out",
          "9: this line was changed after the export, and is left out",
        ]
      ),
      ("a\n\n---\n\nb\n\nA lesson of C. Nothing in it was checked.\n", "a\n\n---\n\nb\n\nA lesson of C. Nothing in it was checked.\n", []),
    ] as [(String, String, [String])])
  func `of exported Markdown, what the export added is left out, and changes to it are told`(
    source: String, expected: String, told: [String]
  ) {
    let (text, remarks) = lesson(source)
    #expect(Array(text.utf8) == Array(expected.utf8), "\(text.debugDescription)")
    #expect(remarks == told)
  }

  /// Texts in which each of many openings would have its end looked for up to the end of the text.
  @Test(
    arguments: [
      "<!-- ", "\\( ", ":a", "$a ", "{{ ", "]{.a ", "^[a ", "==a ", "[@ ", "(@", "[[", "> a\n", "\\[\n", "\\begin{align}\n", "----\n",
      "+--+\n",
      "| a\n", "-- --\n", "<!-- a\n", "```\n\n", "%%x\n", "a~b", "%% ", "<a ", "](", "a://", "$$a ", "\\\\(", "- -- -\n", "    a\n\n",
      "\\@ref(", "# a {.b ", "@Row {\n<doc:a>\n", "<doc:", "](doc:", "<pre>\n", "[a]: ", "[a @b ", "(a)=\n", "a `",
    ]) func `what has no end takes a moment, however often it begins`(opening: String)
  {
    for end in ["", "\\] x\n", "| a |\n"] {
      let growth = growth(from: 6_000 / opening.utf8.count) { count in
        #expect(!lesson("# T\n\n" + String(repeating: opening, count: count) + end).text.isEmpty)
      }
      #expect(growth < linearGrowth, "\(end.debugDescription)")
    }
  }

  @Test func `attributes that are none, many blanks, or backticks, take a moment`() {
    let none = "# A {#b" + String(repeating: ".c", count: 300) + "!}"
    #expect(lesson(none).text == none)
    let ofBlanks = growth(from: 5_000) { count in
      let blanks = String(repeating: " ", count: count)
      #expect(lesson(": x\(blanks)y\n# x {\(blanks)y\n").text.contains("y"))
    }
    let ofTicks = growth(from: 5_000) { #expect(lesson(String(repeating: "`", count: $0)).remarks == []) }
    #expect(ofBlanks < linearGrowth && ofTicks < linearGrowth, "\(ofBlanks) \(ofTicks)")
  }

  @Test func `an import that is imported again stays the same`() {
    let text = """
      # T {#sec-t}

      ::: {.callout-note title="A"}
      \\(x\\) and @sec-t
      :::

      ```{swift}
      #| echo: false
      1
      ```

      """
    let once = lesson(text).text
    #expect(lesson(once).text == once)
    #expect(lesson(once).remarks == [])
  }

  @Test(arguments: [
    "::: {.callout-note}\nA", "```{swift}\nA", "$$ x", "\\[ x", "!!! note", ":::", "---", "```{note}", "\\begin{align}\nx", "$$",
    "@Row {\nA",
  ])
  func `what is never closed loses nothing`(source: String) {
    for word in source.split(whereSeparator: \.isWhitespace) where word == "A" || word == "x" {
      #expect(lesson(source).text.contains(word), "\(lesson(source).text)")
    }
  }

  @Test(arguments: [
    ("+---+---+\n| a     |\n+---+---+\n| b | c |\n+---+---+", "1: the table has cells over several rows or columns: it stays as text"),
    ("+---+---+\n| a | b |\n+---+   |\n| c |   |\n+---+---+", "1: the table has cells over several rows or columns: it stays as text"),
    ("+-----+\n| - a |\n| - b |\n+-----+", "2: the table has a cell with a list, a listing or several paragraphs: it stays as text"),
    ("+---+\n| a |\n|   |\n| b |\n+---+", "2: the table has a cell with a list, a listing or several paragraphs: it stays as text"),
  ])
  func `a grid table that no lesson can have stays as text, and is told`(text: String, remark: String) {
    let (again, remarks) = lesson(text + "\n\nText")
    #expect(again == "~~~text\n\(text)\n~~~\n\nText")
    #expect(remarks == [remark])
  }

  @Test func `a table whose rows take several lines stays as text, and is told`() {
    let table = "----------\n a    b\n      c\n---- -----\n 1    2\n      3\n\n 4    5\n----------"
    #expect(lesson("# T\n\n\(table)\n\nText\n").text == "# T\n\n~~~text\n\(table)\n~~~\n\nText\n")
    #expect(lesson(table).remarks == ["1: a table whose rows take several lines stays as text: write it with a line for each row"])
    #expect(lesson("----\na\n----\n\nb\n----\n").text == "----\na\n----\n\nb\n----\n")
  }

  @Test func `options of a cell may hold commas, and a name that no id can be is told`() {
    let (text, remarks) = lesson("```{swift b, fig.cap=\"A, B\", label='x y'}\nlet b = 1\n```")
    #expect(text == "```swift\nlet b = 1\n```\n\nFigure: A, B <!-- id: b -->")
    #expect(remarks == ["1: the option `label: 'x y'` of a cell is left out"])
  }

  @Test func `of TOML, what stands in parts of its own is left out`() {
    let (text, remarks) = lesson("+++\ntitle = \"A\"\ntags = [\"x\"]\n[extra]\ntitle = \"y\"\n+++\n# A\n")
    #expect(text == "---\ntitle: \"A\"\ntags: [\"x\"]\n---\n# A\n")
    #expect(remarks == ["4: the part `extra` of the front matter is left out"])
  }

  @Test func `a directive's fence is longer than what stands in it`() {
    #expect(lesson("~~~~{code-block} python\n```\n~~~~").text == "````python\n```\n````")
    #expect(lesson("```{glossary}\n~~~\n```").text == "~~~~text\n```{glossary}\n~~~\n```\n~~~~")
    #expect(lesson("a\rb\r").text == "a\nb\n")
  }

  @Test func `remarks on what is in a list name its line`() {
    #expect(lesson("- a\n\n  ```{code-cell} python\n  x\n  ```\n").remarks == ["3: python is shown, not run"])
    // A plain listing isn't a cell where others are marked, in a list, too.
    #expect(lesson("- ```{swift}\n  f()\n  ```\n\n```swift\ng()\n```\n").text == "- ```swift\n  f()\n  ```\n\n```swift norun\ng()\n```\n")
  }
}
