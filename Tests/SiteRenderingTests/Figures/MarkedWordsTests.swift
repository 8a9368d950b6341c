import CellOutputs
import LessonRunner
import Testing

@testable import SiteRendering

/// An axis in another language says in which, for those who hear the page.
@Suite struct MarkedWordsTests {
  private let lines = DisplayedValue(
    text: "", type: "",
    content: .figure(
      .attentionLines(
        AttentionLines(
          title: "t", queries: ["the", "cat"], keys: ["le", "Chat"], weights: NumericArray(shape: [2, 2], elements: [1, 0, 0, 1])))))

  private func page(_ prose: String, _ value: DisplayedValue) -> String {
    article(lesson("\(prose)\n\n```swift\nf\n```", outputs: [0: [.value(value)]]))
  }

  @Test func `an axis is in the language of the words that the text marks`() {
    let markup = page("Say <i lang=\"fr\">le chat</i> or <span lang=\"fr\">chien</span>.", lines)
    #expect(markup.matches(of: /<text [^>]*lang="fr"[^>]*>(le|Chat)</).count == 2)
    #expect(markup.contains("<th scope=\"col\" lang=\"fr\">le</th>"))
    #expect(!markup.contains(/lang="fr"[^>]*>(the|cat)</))
  }

  @Test(arguments: ["Say *le chat*.", "Say <i lang=\"fr\">le</i>."])
  func `an axis with a word that isn't marked is in the language of the page`(prose: String) {
    #expect(!page(prose, lines).contains(/<(text|th) [^>]*lang=/))
  }

  @Test func `labels in another script are in its language`() {
    let map = HeatMap(
      title: "t", rowLabels: ["注意力", "键"], columnLabels: ["a", "b"], values: NumericArray(shape: [2, 2], elements: [1, 2, 3, 4]))
    let markup = page("Words.", DisplayedValue(text: "", type: "", content: .figure(.heatMap(map))))
    #expect(markup.contains("<th scope=\"row\" lang=\"zh-Hans\">注意力</th>"))
    #expect(markup.contains("<th scope=\"col\">a</th>"))
  }

  @Test func `the labels of bars and of a large map have their language`() {
    let bars = BarChart(title: "t", x: "x", y: "y", labels: ["le", "chat"], groups: [Bars(name: "a", values: [1, 2])])
    let large = HeatMap(
      title: "t", rowLabels: Array(repeating: "chat", count: 20),
      values: NumericArray(shape: [20, 1], elements: Array(repeating: 1, count: 20)))
    for figure in [Figure.bars(bars), .heatMap(large)] {
      let markup = page("Say <i lang=\"fr\">le chat</i>.", DisplayedValue(text: "", type: "", content: .figure(figure)))
      #expect(markup.contains(/<text [^>]*lang="fr"[^>]*>chat</), "\(markup)")
    }
  }
}
