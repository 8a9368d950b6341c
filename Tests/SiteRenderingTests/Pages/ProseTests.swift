import CourseConfiguration
import LessonChecks
import LessonDocument
import Testing

@testable import SiteRendering

@Suite struct ProseTests {
  @Test func `a table keeps its alignments, and its formulas' checks stand beside it`() {
    let markup = article(
      lesson(
        "| a | b |\n|:-:|--:|\n| `<x>` | $y$<!-- check: y --> |", findings: [0: .agrees(comparison(0, with: "y"))]))
    #expect(markup.contains("<tr><th class=\"center\">a</th><th class=\"right\">b</th></tr>"))
    #expect(markup.contains("<td class=\"center\"><code>&lt;x&gt;</code></td><td class=\"right\"><math"))
    #expect(markup.contains("<div class=\"annotated\"><p class=\"check agrees\">"))
    #expect(!markup.contains("tabindex"))
  }

  @Test func `two columns of sentences are a list on a phone, and two of words a table`() {
    let claim = "An attention function maps a query and pairs to a weighted sum"
    let markup = article(lesson("| claim | source |\n|---|---|\n| \(claim) | a paper |\n\n| sign | meaning |\n|---|---|\n| + | sum |"))
    #expect(markup.contains("<table class=\"wide-table\">\n<thead>\n<tr><th>claim</th>"))
    #expect(markup.contains("<td>\(claim)</td><td data-name=\"source\">a paper</td>"))
    #expect(markup.contains("<td>+</td><td>sum</td>"))
  }

  @Test func `a wide table can be reached by the keyboard, by name`() {
    let markup = article(lesson("| a | b & c | d |\n|---|---|---|\n| 1 | 2 | 3 |"))
    #expect(markup.contains("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"table: a, b &amp; c, d\">"))
  }

  @Test(arguments: [
    ("it took 30\nms", "it took 30\u{A0}ms"), ("`30` ms", "<code>30</code>\u{A0}ms"),
    ("**30** % of it", "<strong>30</strong>\u{A0}% of it"),
    ("*in 30*\nkB", "<em>in 30</em>\u{A0}kB"), ("lesson 7\nsays", "lesson 7\nsays"), ("30\nseconds", "30\nseconds"),
  ])
  func `a unit is on the line of its number, across elements and lines of the source`(text: String, shown: String) {
    #expect(article(lesson(text)).contains("<p>\(shown)</p>"))
  }

  @Test(arguments: ["$30$ ms", "$10^{30}$\nms"])
  func `a unit is on the line of a formula that ends with a number`(text: String) {
    #expect(article(lesson(text)).contains("</math>\u{A0}ms</p>"))
  }

  @Test func `words in another language say which, and are taken for no other`() {
    let markup = article(lesson("R <cite lang=\"ja\">関数 in 30 ms</cite>, <span lang=\"de\">[x](https://example.org) 関</span>, 循环"))
    #expect(
      markup.contains(
        "<p>R <cite><span lang=\"ja\">関数 in 30\u{A0}ms</span></cite>, "
          + "<span lang=\"de\"><a href=\"https://example.org\">x</a> 関</span>, <span lang=\"zh-Hans\">循环</span></p>"))
  }

  @Test func `a footnote stands beside the first paragraph that refers to it`() {
    let markup = article(lesson("# T\n\nA[^a] b[^a].\n\nC[^a].\n\n[^a]: It is *so*.\n"))
    let note = "<div class=\"sidenote\" role=\"note\" id=\"note.1\"><p><span class=\"number\">1</span> It is <em>so</em>.</p></div>"
    let number = "<sup><a href=\"#note.1\" aria-label=\"Note 1\">1</a></sup>"
    #expect(markup.contains("<div class=\"annotated\">\(note)<p>A\(number) b\(number).</p></div>"))
    #expect(markup.contains("\n<p>C\(number).</p>"))
    #expect(markup.matches(of: /id="note\.1"/).count == 1)
  }

  @Test func `no link stands within a link`() {
    let result = lesson("## Head[^a]\n\n[words[^b]](https://example.org)\n\n[^a]: x\n[^b]: y")
    let markup = article(result)
    #expect(markup.contains("<a href=\"#head\">Head</a><sup>"))
    #expect(markup.contains("<a href=\"https://example.org\">words</a><sup>"))
    #expect(LessonRenderer(result).sections.map(\.title.markup) == ["Head"])
  }

  @Test func `an image has its localization`() {
    let markup = article(lesson("![two \\<heads> & more](./my%20heads.png)"))
    #expect(markup.contains("<img src=\"my%20heads.png\" alt=\"two &lt;heads&gt; &amp; more\" loading=\"lazy\">"))
  }

  @Test func `an image keeps its place before it is loaded`() throws {
    let picture = SiteFile(path: "a b.svg", text: "<svg viewBox=\"0 0 30 20\"></svg>")
    let result = lesson("![w](a%20b.svg) ![v](other.svg)")
    let course = Course(settings: CourseSettings(), lessons: [result.document])
    for page in try SiteRenderer(course: course, results: [result]).files(with: [picture])
    where ["01-lesson.html", "print.html"].contains(page.path) {
      let markup = String(decoding: page.bytes, as: UTF8.self)
      #expect(markup.contains("alt=\"w\" width=\"30\" height=\"20\" loading=\"lazy\">"), "\(page.path)")
      #expect(markup.contains("alt=\"v\" loading=\"lazy\">"))
    }
  }
}
