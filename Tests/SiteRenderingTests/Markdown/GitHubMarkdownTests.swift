import LessonChecks
import LessonDocument
import Testing

@testable import SiteRendering

@Suite struct GitHubMarkdownTests {
  private func blocks(_ markdown: String) -> String {
    let result = lesson(markdown)
    return LessonRenderer(result).html(result.document.blocks).markup
  }

  @Test(arguments: [
    ("a ~~b *c*~~ d", "a <del>b <em>c</em></del> d"), ("H<sub>2</sub>O", "H<sub>2</sub>O"),
    ("x<sup>*n*</sup>", "x<sup><em>n</em></sup>"), ("<kbd>Ctrl</kbd>+<kbd>C</kbd>", "<kbd>Ctrl</kbd>+<kbd>C</kbd>"),
    ("a<br>b<br/>c", "a<br>\nb<br>\nc"),
    ("<b>a</b> <i>b</i> <code>c<d</code>", "<strong>a</strong> <em>b</em> <code>c&lt;d</code>"),
    ("<a href=\"https://example.org/\">x</a>", "<a href=\"https://example.org/\">x</a>"),
  ])
  func `an element of the list is on the page`(markdown: String, html: String) {
    #expect(blocks(markdown) == "<p>\(html)</p>")
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "a <script>alert(1)</script>", "<img src=\"a.svg\" alt=\"a\" onerror=\"alert(1)\">",
    "a <img src=x alt=a onerror=alert(1)>", "a <sub onclick=\"alert(1)\">x</sub>", "<a href=\"javascript:alert(1)\">x</a>",
    "a <a href=\"java&#115;cript:alert(1)\">x</a>", "a <a href=' javascript:alert(1)'>x</a>", "<a href=\"data:text/html,<script>\">x</a>",
    "<details open ontoggle=\"alert(1)\"><summary>a</summary>\n\nb\n\n</details>",
    "<details><summary><script>alert(1)</script></summary></details>",
    "<p align=\"center\" onclick=\"alert(1)\">x</p>", "<svg onload=\"alert(1)\">", "a <style>p{}</style>",
    "<iframe src=\"https://example.org\">",
    "a <sub>\"><script>alert(1)</script></sub>", "<img src=\"a.svg\" alt=\"&quot; onload=&quot;alert(1)\">",
    "<img src=\"a.svg\" alt=\"a\" width=\"1&quot; onload=&quot;alert(1)\">", "a <kbd style=\"position:fixed\">x</kbd>",
    "<a href=\"https://example.org/&quot; onclick=&quot;alert(1)\">x</a>", "a <math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
  ])
  func `nothing of an author's HTML runs or styles a page`(markdown: String) {
    let markup = blocks(markdown)
    for match in markup.matches(of: #/<([a-z]+)((?:\s+[a-z\-]+(?:="[^"]*")?)*)>/#) {
      #expect(!["script", "style", "svg", "iframe", "math"].contains(String(match.1)), "\(markup)")
      for attribute in match.2.matches(of: #/([a-z\-]+)="([^"]*)"/#) {
        #expect(!attribute.1.hasPrefix("on") && attribute.1 != "style", "\(markup)")
        #expect(attribute.2.firstMatch(of: #/^\s*(?:javascript|data):/#) == nil, "\(markup)")
      }
    }
    #expect(!markup.contains("<script"))
    // What is left out is reported, in the document or by the check of links.
    let isReported = !lesson(markdown).document.diagnostics.isEmpty || !lesson(markdown).report.checkFailures.isEmpty
    #expect(isReported || markup.contains("&quot;") || markup.contains("%22"))
  }

  @Test func `a task has a box that says whether it is done`() {
    let markup = blocks("- [ ] a\n- [x] b\n- c\n")
    #expect(markup.contains("<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"to do\"> a</li>"))
    #expect(markup.contains("<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"done\"> b</li>"))
    #expect(markup.contains("<li>c</li>"))
  }

  @Test func `details fold their content, cells and lists among it`() {
    let markup = blocks("<details open>\n<summary>More &amp; <b>more</b></summary>\n\n- a\n\n*b*\n\n</details>\n\nafter\n")
    #expect(markup.hasPrefix("<details class=\"aside\" open><summary>More &amp; <strong>more</strong></summary>\n<ul>"))
    #expect(markup.hasSuffix("<p><em>b</em></p>\n</details>\n<p>after</p>"))
  }

  @Test func `a definition list has terms and what they mean`() {
    #expect(
      blocks("Query\n: What is *asked*\n: second\n\nKey\n\n: What answers\n  it\n") == """
        <dl>
        <dt>Query</dt>
        <dd>What is <em>asked</em></dd>
        <dd>second</dd>
        <dt>Key</dt>
        <dd>What answers
        it</dd>
        </dl>
        """)
  }

  @Test func `an alert has its author's title`() {
    #expect(
      blocks("> [!TIP] Try *this*\n> Text") == "<div class=\"alert tip\"><p class=\"title\">Tip: Try <em>this</em></p>\n<p>Text</p>\n</div>"
    )
    #expect(
      blocks("> [!EXERCISE] Softmax\n> Text").contains(
        "<p class=\"title\">Exercise</p>\n<p class=\"name\"><strong>Softmax</strong></p>\n<p>Text</p>"))
  }

  @Test(arguments: [
    ("width=\"300\"", " width=\"300\" height=\"200\""), ("height=100", " width=\"150\" height=\"100\""),
    ("width=30 height=40", " width=\"30\" height=\"40\""),
    ("width=\"50%\"", " width=\"30\" height=\"20\" style=\"width: 50%; height: auto\""),
  ])
  func `an image has the size that its author gave it`(size: String, attributes: String) throws {
    let result = lesson("A <img src=\"a.svg\" alt=\"a\" \(size)> b")
    var renderer = LessonRenderer(result)
    renderer.imageSizes = ["a.svg": try #require(ImageSize(Array("<svg viewBox=\"0 0 30 20\"></svg>".utf8)))]
    #expect(renderer.html(result.document.blocks).markup.contains("<img src=\"a.svg\" alt=\"a\"\(attributes) loading=\"lazy\">"))
  }

  @Test func `a note of several paragraphs stands beside the first reference`() {
    let markup = blocks("A[^a].\n\n[^a]: One\n\n    Two\n\n    - three\n\nAfter.\n")
    #expect(markup.contains("<p><span class=\"number\">1</span> One</p>\n<p>Two</p>\n<ul>\n<li>three</li>\n</ul></div>"))
    #expect(markup.hasSuffix("<p>After.</p>"))
  }
}

@Suite struct HeadingLevelTests {
  private func headings(_ markdown: String) -> [String] {
    LessonRenderer(lesson(markdown)).article.markup.matches(of: #/<(h[1-6])(?: [^>]*?)?( aria-level="\d+")?>/#).map {
      "\($0.1)\($0.2 ?? "")"
    }
  }

  @Test func `a page has one title, and the levels below it stay apart`() {
    #expect(headings("# A\n\n## B\n\n### C\n") == ["h1", "h2", "h3"])
    #expect(headings("# A\n\n# B\n\n## C\n\n###### D\n") == ["h1", "h2", "h3", "h6 aria-level=\"7\""])
    #expect(headings("---\ntitle: T\n---\n\nText\n\n# A\n\n## B\n") == ["h1", "h2", "h3"])
  }

  @Test func `the contents name the sections of the highest level`() {
    let sections = LessonRenderer(lesson("# A\n\n# B\n\n## C\n\n# D\n")).sections.map(\.title.markup)
    #expect(sections == ["B", "D"])
  }

  @Test func `a link in a heading is a link`() {
    let markup = LessonRenderer(lesson("## See [x](https://example.org)\n")).article.markup
    #expect(markup.contains("<h2 id=\"see-x\">See <a href=\"https://example.org\">x</a></h2>"))
  }
}
