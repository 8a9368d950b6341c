import CellOutputs
import LessonDocument
import LessonRunner
import Testing

@testable import SiteRendering

/// Numbers in the text on their page: marked where they stand, and listed at the end.
@Suite struct NumberPageTests {
  private static let text = """
    # Weights

    They are 0.25 or **0.2** and $0.75$<!-- = w<b> -->, 5 %<!-- = none: "so" -->, and $2^8 = 256$.

    """

  private func page(_ localization: Localization) -> String {
    let result = lesson(Self.text) { $0.expressions[0] = .numbers(NumericArray(shape: [2], elements: [0.2, 0.75]), type: "[Float]") }
    return LessonRenderer(result, localization: localization).article.markup
  }

  @Test func `a number carries its source as a hint, and nothing more`() {
    let page = page(.english)
    #expect(page.contains("They are 0.25 or <strong><data class=\"sourced\" value=\"0.2\" title=\"= w&lt;b&gt;\">0.2</data></strong> and"))
    #expect(page.contains("<data class=\"sourced\" value=\"0.75\" title=\"= w&lt;b&gt;\"><math"))
    #expect(page.contains("<span class=\"sourced\" title=\"&quot;so&quot;.\">5</span>\u{A0}%"))
    #expect(!page.contains("tabindex"))
  }

  @Test func `the page's end counts the numbers and relations, and lists the numbers with their sources`() {
    let page = page(.english)
    #expect(page.contains("<li class=\"check agrees\"><b>2 of 2 numbers</b> in the text as computed.</li>"))
    #expect(
      page.contains(
        "<li class=\"check agrees\"><b>1 of 1 relation</b> in the sentences holding, between numbers or values of the code.</li>"))
    #expect(
      page.contains(
        """
        <details class="numbers"><summary>Numbers in the text</summary>
        <ul>
        <li>0.2, 0.75 = <code>w&lt;b&gt;</code></li>
        <li>5%: “so”.</li>
        </ul>
        </details>
        """))
  }

  @Test func `a Chinese page says it in Chinese`() {
    let page = page(.chinese)
    #expect(page.contains("<b>2 个数中有 2 个</b>（正文中）与算出的值相符。"))
    #expect(page.contains("<summary>正文中的数</summary>"))
    #expect(page.contains("<li>0.2、0.75 = <code>w&lt;b&gt;</code></li>"))
  }

  @Test func `a lesson without such numbers has no list`() {
    #expect(!article(lesson("# A\n\nIt is 0.25.\n")).contains("class=\"numbers\""))
  }
}
