import CourseConfiguration
import Testing

@testable import SiteRendering

@Suite struct ProseTextTests {
  @Test(arguments: [
    ("it took 30 ms", "it took 30\u{A0}ms"), ("47 % of it", "47\u{A0}% of it"), ("12.5 MB, 3 s", "12.5\u{A0}MB, 3\u{A0}s"),
    ("3 samples", "3 samples"), ("8 seconds", "8 seconds"), ("lesson 7 says", "lesson 7 says"), ("5 million", "5\u{A0}million"),
    ("patches of 4 × 4 × 3", "patches of 4\u{A0}×\u{A0}4\u{A0}×\u{A0}3"), ("a × b, 2 × c", "a × b, 2 × c"),
  ])
  func `a number stays on the line of its unit`(text: String, shown: String) {
    #expect(Prose.html(text, in: .english).markup == shown)
  }

  @Test func `a unit stays with a number that has an element of its own`() {
    #expect(Prose.afterNumber(" % of 3 ms") == "\u{A0}% of 3\u{A0}ms")
  }

  @Test func `Chinese words in another language's page say that they are`() {
    #expect(
      Prose.html("the R is 循环, “again”; 上下文（向量）.", in: .english).markup
        == "the R is <span lang=\"zh-Hans\">循环</span>, “again”; <span lang=\"zh-Hans\">上下文（向量）</span>.")
    #expect(Prose.html("注意力 is <here>", in: .chinese).markup == "注意力 is &lt;here&gt;")
  }

  @Test(arguments: [Language.english, .chinese])
  func `Japanese and Korean words say that they are, on any page`(language: Language) {
    #expect(Prose.html("a ソフトマックス関数, b", in: language).markup == "a <span lang=\"ja\">ソフトマックス関数</span>, b")
    #expect(Prose.html("소프트맥스", in: language).markup == "<span lang=\"ko\">소프트맥스</span>")
  }

  @Test(arguments: [
    ("the mean of $x_i$ and `y`", "<math>", "<code>y</code>"),
    ("see [this](01-a.md#b), *not* that", "<a href=\"01-a.html#b\">this</a>", "<em>not</em>"),
    ("# no heading", "# no heading", ""), ("a <b> c", "a ", ""),
  ])
  func `a reason is Markdown with formulas`(text: String, first: String, second: String) {
    let markup = InlineMarkdown.html(text).markup
    #expect(markup.contains(first) && (second.isEmpty || markup.contains(second)), "\(markup)")
    #expect(!markup.contains("$") && !markup.contains("`"))
  }

  @Test func `a reason ends with one full stop`() {
    #expect(Localization.english.sentence("it is so. ").markup == "it is so.")
    #expect(Localization.english.sentence("it is so\n").markup == "it is so.")
    #expect(Localization.english.sentence("of $x$").markup.hasSuffix("</math>."))
  }
}
