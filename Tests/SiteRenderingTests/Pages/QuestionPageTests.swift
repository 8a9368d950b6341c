import CellOutputs
import LessonChecks
import LessonDocument
import LessonRunner
import Testing

@testable import SiteRendering

/// Questions and predictions on a page: whole without scripts, and nothing that gives the answer away before it is unfolded.
@Suite struct QuestionPageTests {
  private func page(_ markdown: String, values: [Double] = [], outputs: [Int: [CellRun.Output]] = [:]) -> LessonRenderer {
    LessonRenderer(
      lesson(markdown, outputs: outputs) { run in
        for (index, value) in values.enumerated() { run.expressions[index] = .numbers(NumericArray(value), type: "Double") }
      })
  }

  @Test func `options are a list, and what each gives is folded below it`() {
    let renderer = page(
      "> [!QUESTION] Which?\n> <!-- answer: a -->\n>\n> - [ ] One <!-- = b -->\n> - [x] Two <!-- = c -->", values: [2, 1, 2])
    let markup = renderer.article.markup
    #expect(markup.contains("<ol class=\"options\">\n<li> One </li>\n<li> Two </li>\n</ol>"), "\(markup)")
    #expect(
      markup.contains(
        """
        <details class="answer"><summary>Answer</summary>
        <ol>
        <li class="wrong">It gives 1; the code gives 2.</li>
        <li class="right" value="2"><span class="option"> Two </span> <span>It holds: the code gives the same.</span></li>
        </ol>
        </details>
        """), "\(markup)")
    #expect(!markup.contains("checkbox") && renderer.asks)
    #expect(markup.contains("<b>1 question</b> with 2 options, all executed: only the right ones hold."))
  }

  @Test func `a number that was written for other words isn't what an option gives`() {
    func answer(_ option: String) -> String {
      let markup = page("> [!QUESTION] Where?\n> <!-- answer: a -->\n>\n> - [ ] \(option)\n> - [x] At B <!-- = b -->", values: [1, 0, 1])
        .article.markup
      return markup.firstMatch(of: /<li class="wrong">(.*)<\/li>/).map { String($0.1) } ?? markup
    }
    #expect(answer("At the first A <!-- = 0 -->") == "It is false for the code’s values.")
    #expect(answer("At place 0 <!-- = 0 -->") == "It gives 0; the code gives 1.")
    #expect(answer("At the first A <!-- = c -->") == "It gives 0; the code gives 1.")
  }

  @Test func `nothing beside an option says what came of its formula`() {
    let markup = page("> [!QUESTION]\n>\n> - [x] $1 + 1 = 2$\n> - [ ] $1 + 1 = 3$").article.markup
    let options = markup.split(separator: "<details class=\"answer\"")[0]
    #expect(!options.contains("class=\"check"), "\(markup)")
    #expect(!markup.contains("disagreeing"))
  }

  @Test func `a number to be typed is in the answer alone`() {
    let markup = page("> [!QUESTION] How much?\n> <!-- answer: a -->", values: [0.125]).article.markup
    #expect(markup.contains("<p><data value=\"0.125\">The code gives 0.125.</data></p>"), "\(markup)")
    #expect(!markup.contains("class=\"options\""))
  }

  @Test func `an output to be predicted is folded, and the next one isn't`() {
    let fence = "```swift\n1\n```\n\n```output\nInt = 1\n```\n"
    let value = CellRun.Output.value(DisplayedValue(text: "1", type: "Int"))
    let markup = page("> [!PREDICT]\n> What?\n\n\(fence)\n\(fence)", outputs: [0: [value], 1: [value]]).article.markup
    #expect(markup.matches(of: /<details class="predicted"/).count == 1)
    #expect(markup.matches(of: /class="output/).count == 2)
  }

  @Test func `a question that changes is another one to the reader's browser`() {
    func key(_ text: String) -> String? { page(text).article.markup.firstMatch(of: /data-key="([^"]+)"/).map { String($0.1) } }
    let question = "> [!QUESTION]\n> <!-- answer: a -->\n>\n> Which?"
    #expect(key(question) != nil && key(question) == key(question) && key(question) != key(question + " And why?"))
  }
}
