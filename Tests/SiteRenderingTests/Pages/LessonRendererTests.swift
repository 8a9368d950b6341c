import CellAnalysis
import CellOutputs
import Diagnostics
import LessonDocument
import LessonRunner
import Testing

@testable import SiteRendering

@Suite struct LessonRendererTests {
  @Test(arguments: [
    ("# One\n\n## Two", "<h1 id=\"one\">One</h1>"),
    ("---\ntitle: Front & center\n---\n\n## Two", "<h1>Front &amp; center</h1>"),
    ("---\ntitle: Front & center\n---\n\n# One\n\n## Two", "<h1 id=\"one\">One</h1>"),
    ("Text\n\n# Late", "<h1>Late</h1>"),
    ("Only text", "<h1>01-lesson</h1>"),
  ])
  func `a page has one title`(markdown: String, title: String) {
    let markup = article(lesson(markdown))
    #expect(markup.hasPrefix(title))
    #expect(markup.matches(of: /<h1/).count == 1)
  }

  @Test func `a heading can be linked to, and the page's contents do`() {
    let result = lesson("## Why $x$ & *y*\n\n## With [a link](https://example.org)\n\n### Deeper")
    let markup = article(result)
    #expect(markup.contains("<h2 id=\"why-x--y\"><a href=\"#why-x--y\">Why "))
    #expect(markup.contains("<h2 id=\"with-a-link\">With <a href=\"https://example.org\">a link</a></h2>"))
    let sections = LessonRenderer(result).sections
    #expect(sections.map(\.id) == ["why-x--y", "with-a-link"])
    for section in sections { #expect(markup.contains("id=\"\(section.id)\"")) }
  }

  @Test func `what a cell prints is text, whatever it prints`() {
    let hostile = "</samp></pre><script>alert(1)</script>\u{1B}[31m\n"
    let markup = article(lesson("```swift\nprint(1)\n```", outputs: [0: [.printed(hostile)]]))
    #expect(!markup.contains("<script>"))
    #expect(markup.contains("&lt;/samp&gt;&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;␛[31m</samp>"))
  }

  @Test func `a value is shown with its expression and its type`() {
    let value = DisplayedValue(text: "0.5", type: "Array<Float>")
    let markup = article(lesson("```swift\nlet x = 1\nx\n```", outputs: [0: [.value(value)]]))
    #expect(markup.contains("<p class=\"label\"><code>x</code> · Array&lt;Float&gt;</p><pre><samp>0.5</samp></pre>"))
  }

  @Test func `a cell that must fail is shown as such, calmly`() {
    let result = lesson("```swift crash\nlet x = a[9]\n```\n\n```output\nout of range\n```") {
      $0.cells[0].expectedMessage = "out of range"
    }
    let markup = article(result)
    #expect(markup.contains("Stops here, as it should"))
    #expect(markup.contains("<p class=\"check expected\"><b>Stops, as expected,</b> with the recorded message.</p>"))
    #expect(markup.contains("<b>1 cell</b> made to fail, and did."))
    #expect(!markup.contains("disagrees"))
  }

  @Test func `a cell that failed says with what`() {
    let result = lesson("```swift\nx\n```\n\n```swift\n1\n```") {
      $0.cells[0].state = .failed([Problem("cannot find 'x' in scope", at: 0..<1)])
      $0.cells[1].state = .notReached
    }
    let markup = article(result)
    #expect(markup.contains("<p class=\"label\">Failed</p><pre><samp>cannot find 'x' in scope</samp></pre>"))
    #expect(markup.contains("Not reached: an earlier cell ended the program"))
  }

  @Test func `a volatile cell shows what is recorded`() {
    let result = lesson("```swift volatile\nt\n```\n\n```output\n1.5 s\n```", outputs: [0: [.printed("9.9 s\n")]])
    let markup = article(result)
    #expect(markup.contains("1.5 s") && !markup.contains("9.9 s"))
    #expect(markup.contains("<b>Not compared:</b> it differs from run to run."))
  }

  @Test(arguments: [
    ("", "<figure class=\"cell short\" id=\"cell-1\"><pre>", true),
    ("fold", "<details><summary>Code: <code>f()</code></summary><pre>", true),
    ("hide", "<details><summary>Code that sets up <code>f()</code></summary><pre>", true),
    ("silent", "<figure class=\"cell short\" id=\"cell-1\"><pre>", false),
  ])
  func `localization on the fence say what is shown`(word: String, start: String, showsOutput: Bool) {
    let markup = article(lesson("```swift \(word)\nf()\n```", outputs: [0: [.printed("seen")]]))
    #expect(markup.contains(start))
    #expect(markup.contains("seen") == showsOutput)
  }

  @Test func `folded code is called by its figure, with names as they are typeset`() {
    let figure = Figure.histogram(Histogram(title: "Spread, d_k = 64", x: "value", values: [1, 2], bins: 2))
    let value = DisplayedValue(text: "", type: "histogram", content: .figure(figure))
    let markup = article(lesson("```swift fold\nf()\n```", outputs: [0: [.value(value)]]))
    #expect(markup.contains("<summary>Code: Spread, d<sub>k</sub>\u{A0}=\u{A0}64</summary>"))
  }

  @Test(arguments: [
    ("extension Int {\n  var x: Int { 1 }\n}", "extension Int"), ("// Why.\nfor x in 0..<2 {\n}", "for x in 0..&lt;2"), ("let x = 1", "x"),
  ])
  func `folded code is called by what it declares, or else by how it begins`(code: String, name: String) {
    #expect(article(lesson("```swift fold\n\(code)\n```")).contains("<summary>Code: <code>\(name)</code></summary>"))
  }

  @Test func `a solution is folded below its exercise`() {
    let markup = article(lesson("> [!EXERCISE]\n> Why?\n\n> [!SOLUTION]\n> Because.\n\n> [!NOTE]\n> Well."))
    #expect(
      markup.contains(
        """
        <div class="exercise"><p class="title">Exercise</p>
        <p>Why?</p>
        <details><summary>Solution</summary>
        <p>Because.</p>
        </details>
        </div>
        <div class="alert note"><p class="title">Note</p>
        """))
  }

  @Test func `prose is marked up as its author meant it`() {
    let markup = article(
      lesson("1. a\n2. **b** `c<d`\n\n---\n\n> q\n\n- x\n\n  y\n- z\n\n3. three\n\n```text\n1 < 2\n```"))
    #expect(markup.contains("<ol>\n<li>a</li>\n<li><strong>b</strong> <code>c&lt;d</code></li>\n</ol>"))
    #expect(markup.contains("<hr>\n<blockquote>\n<p>q</p>\n</blockquote>"))
    #expect(markup.contains("<li><p>x</p>\n<p>y</p></li>"))
    #expect(markup.contains("<ol start=\"3\">"))
    #expect(markup.contains("<div class=\"listing\"><pre><code class=\"language-text\">1 &lt; 2</code></pre></div>"))
  }

  @Test func `a link that may run something is only its localization`() {
    #expect(article(lesson("[words](javascript:alert(1)) ![alt](data:x)")).contains("<p>words alt</p>"))
  }

  @Test func `long lines can be reached by the keyboard`() {
    #expect(article(lesson("```text\n\(String(repeating: "x", count: 80))\n```")).contains("<pre tabindex=\"0\">"))
  }

  @Test func `a full stop stays with the formula before it`() {
    let markup = article(lesson("Here $n$. And $m$ there"))
    #expect(markup.contains("</math>.</span> And <math>"))
    #expect(markup.contains("</math> there</p>"))
  }

  @Test func `the ids of a page differ, whatever its headings and its author's ids are`() {
    let markup = article(
      lesson(
        """
        # Page text

        ## Cell 1

        ## Formula 1

        ## Page.checked and note.1

        A note[^a].

        [^a]: Here.

        ```swift
        1 // => 1
        ```

        ```swift id=cell-4
        2
        ```

        ```swift norun
        3
        ```

        ```swift norun
        4
        ```

        $$ a $$

        $$ b $$
        <!-- check: { id: formula-3 } -->

        $$ c $$
        """))
    let ids = markup.matches(of: /\sid="([^"]*)"/).map { String($0.1) }
    #expect(Set(ids).count == ids.count, "\(ids)")
    #expect(ids.contains("cell-1") && ids.contains("cell.1") && ids.contains("cell-3") && ids.contains("cell.4"), "\(ids)")
    #expect(ids.contains("formula-1") && ids.contains("formula.1") && ids.contains("formula.3"), "\(ids)")
  }

  @Test func `a note in the title is shown below it`() {
    let markup = article(lesson("# Title[^a]\n\n[^a]: Said here.\n"))
    #expect(markup.contains("id=\"note.1\"") && markup.contains("Said here."))
  }

  @Test func `values recorded in the code are counted beside it`() {
    let result = lesson("```swift\nlet x = 1 // => 1\nlet y = 2 // => 3\n```") {
      $0.cells[0].recorded = [0: DisplayedValue(text: "1", type: "Int"), 1: DisplayedValue(text: "2", type: "Int")]
    }
    #expect(
      article(result).contains(
        "<figure class=\"cell short annotated\" id=\"cell-1\"><p class=\"check disagrees\"><b>1 of 2 values</b>"))
  }
}
