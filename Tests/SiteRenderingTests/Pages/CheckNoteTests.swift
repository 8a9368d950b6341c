import Testing

@testable import LessonChecks
@testable import SiteRendering

@Suite struct CheckNoteTests {
  static let outcomes: [(FormulaFinding, String)] = [
    (
      .agrees(comparison(3e-8)),
      "<p class=\"check agrees\"><b>Agrees</b> with <code>context</code>, relative error 3e−8.</p>"
    ),
    (.agrees(comparison(0)), "<p class=\"check agrees\"><b>Agrees</b> with <code>context</code>, exactly.</p>"),
    (.agrees(comparison(nil)), "<p class=\"check agrees\"><b>Agrees</b> in shape.</p>"),
    (
      .agrees(comparison(2e-9, isIdentity: true)),
      "<p class=\"check agrees\"><b>Agrees</b> on both sides, relative error 2e−9.</p>"
    ),
    (
      .disagrees(comparison(5)),
      "<p class=\"check disagrees\"><b>Disagrees</b> with <code>context</code>, relative error 5.</p>"
    ),
    (
      .disagreesAsExpected(comparison(5, with: "a<b"), reason: "it sums & scales"),
      "<p class=\"check expected\"><b>Disagrees, as expected,</b> with <code>a&lt;b</code>, relative error 5: "
        + "it sums &amp; scales.</p>"
    ),
    (
      .cannotBeEvaluated(why: "w", reason: "an expectation."),
      "<p class=\"check unchecked\"><b>Not evaluated:</b> an expectation.</p>"
    ),
    (
      .cannotBeEvaluated(why: "`x` is unbound", reason: nil),
      "<p class=\"check disagrees\"><b>Cannot be evaluated:</b> <code>x</code> is unbound.</p>"
    ),
  ]

  @Test(arguments: outcomes.indices)
  func `each outcome of a formula has its own localization beside it`(index: Int) {
    let (finding, localization) = Self.outcomes[index]
    #expect(article(lesson("$$ c = 1 $$", findings: [0: finding])).contains(localization))
  }

  @Test func `a display formula that nobody asks to check says so, one in a line doesn't`() {
    let markup = article(lesson("$$ c = 1 $$\n\nand $x$"))
    #expect(markup.contains("<p class=\"check unchecked\"><b>Not checked.</b></p>"))
    #expect(markup.matches(of: /class="check/).count == 1)
    let chinese = LessonRenderer(lesson("$$ c = 1 $$"), localization: .chinese).article.markup
    #expect(chinese.contains("<p class=\"check unchecked\"><b>未检查。</b></p>"))
  }

  @Test(arguments: ["", "fold", "hide", "silent"])
  func `a cell that isn't run says so`(word: String) {
    let result = lesson("```swift norun \(word)\nf()\n```")
    let note = "<p class=\"check unchecked\"><b>Not run:</b> this code is only shown.</p>"
    #expect(article(result).contains("<figure class=\"cell short annotated\" id=\"cell-1\">\(note)"))
    #expect(article(result).contains("<b>1 cell</b> not run, only shown."))
    #expect(LessonRenderer(result, localization: .chinese).article.markup.contains("<b>未运行：</b>这段代码仅供展示。"))
  }

  @Test func `a formula in a paragraph is named by its check`() {
    let markup = article(lesson("Here $n = 3$<!-- check --> holds.", findings: [0: .agrees(comparison(0, with: "n"))]))
    #expect(markup.contains("<div class=\"annotated\"><p class=\"check agrees\"><b><math>"))
    #expect(markup.contains("</math> agrees</b> with <code>n</code>, exactly.</p><details class=\"evidence\">"))
  }

  @Test(arguments: [
    (3e-8, "3e−8"), (1.234e-7, "1.2e−7"), (0.5, "0.5"), (5, "5"), (0.0149, "0.01"), (9.96e-5, "1e−4"),
    (123456, "1.2e5"),
    (Double.infinity, "∞"), (Double.leastNonzeroMagnitude, "4.9e−324"),
  ])
  func `an error is told in two digits`(error: Double, text: String) {
    #expect(FormulaComparison.text(error: error) == text)
  }

  @Test func `the end of the page counts what was checked`() {
    let result = lesson(
      """
      $$ a $$
      <!-- check: { id: first } -->

      $$ b $$
      <!-- check: { expect: disagree, because: r, id: second } -->

      $c$
      """,
      findings: [0: .agrees(comparison(1e-7)), 1: .disagreesAsExpected(comparison(1), reason: "r"), 2: .notChecked])
    let markup = article(result)
    #expect(markup.contains("<b>1 formula</b> agreeing with the code, largest relative error 1e−7."))
    #expect(markup.contains("<b>1 formula</b> disagreeing, as expected: <a href=\"#second\">(2)</a>."))
    #expect(markup.contains("<b>1 formula</b> not checked."))
  }

  @Test func `formulas that all agree exactly have no largest error`() {
    let result = lesson("$$ a $$\n<!-- check -->", findings: [0: .agrees(comparison(0))])
    #expect(article(result).contains("<b>1 formula</b> agreeing with the code, exactly."))
  }

  @Test func `a link to an equation shows its number`() {
    let result = lesson("$$ a $$\n<!-- check:\n  id: first -->\n\nBy [](#first) and [words](#first).")
    let markup = article(result)
    #expect(markup.contains("id=\"first\""))
    #expect(markup.contains("<span class=\"number\">(1)</span>"))
    #expect(markup.contains("By <a href=\"#first\">(1)</a> and <a href=\"#first\">words</a>."))
  }
}
