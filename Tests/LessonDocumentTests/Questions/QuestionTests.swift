import CellAnalysis
import Diagnostics
import Testing

@testable import LessonDocument

/// Questions with their options, predictions, and what an author may have got wrong in them.
@Suite struct QuestionTests {
  @Test func `a question has a prompt, an answer and options`() {
    let document = parse(
      """
      > [!QUESTION] Which?
      > Think.
      > <!-- answer: a + b -->
      >
      > - [ ] Two words <!-- = c -->
      > - [x] $q^2$
      > - [ ] $p$ and $r$<!-- check: { where: { r: d } } -->
      """)
    #expect(
      document.outline == """
        question: Which?
          paragraph: Think.
          option expression(1)
            paragraph:  Two words 
          marked formula(0)
            paragraph:  ⟨q^2⟩
          option formula(2)
            paragraph:  ⟨p⟩ and ⟨r⟩
        """)
    #expect(document.problems == [])
    #expect(document.expressions.map(\.code) == ["a + b", "c", "d"])
    #expect(document.questions.map(\.answer) == [0])
    #expect(document.formulas.map { $0.check?.equals } == [0, nil, 0])
    #expect(document.formulas.map { $0.check?.expectation } == [.agree, nil, .disagree])
    #expect(document.formulas.map(\.isInOption) == [true, true, true])
  }

  @Test func `a number before an option's expression is a number with a source, too`() {
    let document = parse("> [!QUESTION]\n> <!-- answer: a -->\n>\n> - [x] 0.5<!-- = b -->\n> - [ ] 1 <!-- = c -->\n")
    #expect(document.problems == [])
    #expect(document.numbers.checks.map { $0.numbers.map(\.text) } == [["0.5"], ["1"]])
    #expect(document.questions[0].options.map(\.claim) == [.expression(1), .expression(2)])
  }

  @Test func `a question without options has an answer to type`() {
    let document = parse("> [!QUESTION] How many?\n> <!-- answer: a -->\n")
    #expect(document.problems == [])
    #expect(document.questions.map(\.answer) == [0])
  }

  @Test(arguments: [
    ("> [!QUESTION] Which?", "1:3 this question has no options"),
    ("> [!QUESTION]\n>\n> - a\n> - b", "1:3 this question has no options"),
    ("> [!QUESTION]\n>\n> - [x] $a$", "3:5 this question has one option only"),
    ("> [!QUESTION]\n>\n> - [ ] $a$\n> - [ ] $b$", "1:3 no option of this question is marked"),
    ("> [!QUESTION]\n>\n> - [x] $a$\n> - [x] $b$", "4:5 two options of this question are marked"),
    ("> [!QUESTION]\n>\n> - [x] $a$\n> - $b$", "4:3 this option has no box"),
    ("> [!QUESTION]\n>\n> - [x] $a$\n> - [ ] words", "4:5 nothing of this option can be executed"),
    ("> [!QUESTION]\n>\n> - [x] $a$\n> - [ ] $b$ or $c$", "4:5 this option has several formulas"),
    ("> [!QUESTION]\n>\n> - [x] $a$\n> - [ ] $\\fraq{b}$", "4:10 unknown command"),
    (
      "> [!QUESTION]\n>\n> - [x] $a$\n> - [ ] $b$<!-- check --> c <!-- = d -->",
      "4:12 this option has an expression and a formula with a check"
    ),
    ("> [!QUESTION]\n>\n> - [x] $a$\n> - [ ] b <!-- = c --> <!-- = d -->", "4:24 this option has an expression already"),
    ("> [!QUESTION]\n>\n> - [x] $a$\n> - [ ] $b$ <!-- = -->", "4:18 nothing follows the `=` of this comment"),
    ("> [!QUESTION]\n> <!-- answer: -->\n>\n> - [x] $a$\n> - [ ] $b$", "2:3 nothing follows `answer:`"),
    ("> [!QUESTION]\n> <!-- answer: a -->\n> <!-- answer: b -->\n>\n> - [x] $a$\n> - [ ] $b$", "3:3 this question has an answer already"),
    ("> [!PREDICT]\n> What?", "1:3 no output follows this prediction"),
    ("> [!PREDICT]\n> What?\n\n```swift\n1\n```\n", "1:3 no output follows this prediction"),
    (
      "> [!PREDICT]\n> What?\n\n> [!PREDICT]\n> And?\n\n```swift\n1\n```\n\n```output\nInt = 1\n```\n",
      "1:3 no output follows this prediction"
    ),
    ("> [!PREDICT]\n> What?\n\n```swift hide\n1\n```\n\n```output\nInt = 1\n```\n", "1:3 the cell after this prediction is hidden"),
  ])
  func `what an author may get wrong is an error at its place, with a remedy`(text: String, problem: String) throws {
    let document = parse(text)
    let first = try #require(document.diagnostics.first)
    #expect(document.problems[0].hasPrefix(problem), "\(document.problems)")
    #expect(first.isError && first.problem.help != nil)
  }

  @Test func `a prediction goes with the next output`() {
    let document = parse("> [!PREDICT]\n> What?\n\nWords.\n\n```swift\n1\n```\n\n```output\nInt = 1\n```\n")
    #expect(document.problems == [])
    #expect(document.outline.hasPrefix("alert PREDICT\n  paragraph: What?\nparagraph: Words."))
  }
}
