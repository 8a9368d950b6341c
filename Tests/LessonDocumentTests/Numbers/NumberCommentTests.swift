import CellAnalysis
import Diagnostics
import Testing

@testable import LessonDocument

/// The comments after numbers, and the numbers that they may cover.
@Suite struct NumberCommentTests {
  /// The expression or reason of each comment, and the numbers before it.
  private func checks(_ text: String) -> [String] {
    let document = parse(text + "\n")
    #expect(document.problems == [])
    return document.numbers.checks.map { check in
      let numbers = check.numbers.map(\.text).joined(separator: " ")
      return switch check.source {
      case .expression(let index): "\(numbers) = \(document.expressions[index].code)"
      case .none(let reason): "\(numbers) = none: \(reason)"
      }
    }
  }

  @Test(arguments: [
    ("It is 0.25<!-- = x -->.", ["0.25 = x"]), ("It is 0.25<!--=x-->, or 0.75<!-- = y -->.", ["0.25 = x", "0.75 = y"]),
    ("They are 0.25, 0.5 and 0.75<!-- = w -->.", ["0.25 0.5 0.75 = w"]),
    ("One is 0.25. The others are 0.5 and 0.75<!-- = w -->.", ["0.5 0.75 = w"]),
    ("一个是0.25。其他是0.5和0.75<!-- = w -->。", ["0.5 0.75 = w"]), ("It is 47 %<!-- = 100 * x --> of it.", ["47 = 100 * x"]),
    ("It is **0.25**<!-- = x -->, (0.5, 0.75)<!-- = w -->.", ["0.25 = x", "0.5 0.75 = w"]), ("It is $0.25$<!-- = x -->.", ["0.25 = x"]),
    ("It is $`0.25`$<!-- = x -->.", ["0.25 = x"]), ("In 2017<!-- = none: the paper's year --> it was.", ["2017 = none: the paper's year"]),
    ("| a | b |\n|---|---|\n| 0.25 s and 0.5 s <!-- = w --> | 3<!-- = n --> |", ["0.25 0.5 = w", "3 = n"]),
    ("- It is 0.25<!-- = x -->\n- and 0.5<!-- = y -->", ["0.25 = x", "0.5 = y"]), ("# About 0.25<!-- = x -->", ["0.25 = x"]),
    ("> [!NOTE]\n> It is\n> 0.25<!-- = x -->.", ["0.25 = x"]), ("As said[^a].\n\n[^a]: It is 0.25<!-- = x -->.", ["0.25 = x"]),
    ("It is 0.25<!-- a note --><!-- = x -->.", ["0.25 = x"]), ("It is 0.25<!-- = f(1,\n  2) -->.", ["0.25 = f(1,\n  2)"]),
    ("> [!NOTE] Of 0.5<!-- = h -->\n> It is\n> 0.25<!-- = x -->.", ["0.5 = h", "0.25 = x"]), ("> [!TIP] At 0.5<!-- = h -->", ["0.5 = h"]),
    ("> [!QUESTION] At 0.5<!-- = h -->?\n> <!-- answer: 1 -->\n>\n> - [x] Yes <!-- = 1 -->\n> - [ ] No <!-- = 2 -->", ["0.5 = h"]),
    ("e.g. 0.25 vs. 0.5<!-- = w -->", ["0.25 0.5 = w"]), ("权重为 ４７％<!-- = 100 * x -->。", ["４７ = 100 * x"]),
  ])
  func `a comment speaks of the numbers of its sentence`(text: String, expected: [String]) {
    #expect(checks(text) == expected)
  }

  @Test(arguments: [
    ("It is small<!-- = x -->.", "1:12 there is no number right before this comment"),
    ("It is 0.25 degrees<!-- = x -->.", "1:19 there is no number right before this comment"),
    ("It is `0.25`<!-- = x -->.", "1:13 there is no number right before this comment"),
    ("It is 0.25\n<!-- = x -->.", "2:1 there is no number right before this comment"),
    ("It is 0.25<!-- = x --><!-- = y -->.", "1:23 there is no number right before this comment"),
    ("| a | b |\n|---|---|\n| none <!-- = x --> | 3 |", "3:8 there is no number right before this comment"),
    ("$x$<!-- = x -->", "1:4 there is no number right before this comment"),
    ("It is 0.25<!-- = -->.", "1:16 nothing follows the `=` of this comment"),
    ("It is 0.25<!-- == x -->.", "1:16 this comment needs one plain `=` before its expression"),
    ("It is 0.25<!-- ＝ x -->.", "1:16 this comment needs one plain `=` before its expression"),
    ("It is 0.25<!-- = none -->.", "1:18 `= none` needs a reason"), ("It is 0.25<!-- = none: -->.", "1:18 `= none` needs a reason"),
    ("It is 0.25<!-- = f(1), 2) -->.", "1:18 `f(1), 2)` isn't a single Swift expression"),
  ])
  func `a comment that can't be meant so is an error`(text: String, problem: String) {
    #expect(parse(text + "\n").problems == [problem])
  }

  @Test(arguments: ["<!-- ====== -->\n\nText", "<!-- = -->x".replacing("= -->", with: "note -->"), "It is 0.25<!-- a note -->"])
  func `any other comment is a note`(text: String) {
    let document = parse(text + "\n")
    #expect(document.problems == [])
    #expect(document.numbers.checks.isEmpty)
  }

  @Test func `an expression is evaluated after the cells before it, or later if it names what a later cell declares`() {
    let cell = "```swift silent\nlet x = 1.0\n```\n\n"
    #expect(parse(cell + "It is 1.0<!-- = x -->.\n").expressions.map(\.cellsBefore) == [1])
    #expect(parse("It is 1.0<!-- = x -->.\n\n" + cell).expressions.map(\.cellsBefore) == [1])
    #expect(parse("It is 1.0<!-- = 1.0 -->.\n\n" + cell).expressions.map(\.cellsBefore) == [0])
  }

  @Test func `the numbers before a comment are marked in the text`() {
    let document = parse("One is 0.25 and **0.5**, $0.75$<!-- = w -->, or x1 1<!-- = n -->.\n")
    #expect(
      document.outline == """
        paragraph: One is <number 0.2>0.25</number> and <strong><number 0.1>0.5</number></strong>, \
        <number 0.0>⟨0.75⟩</number>, or x1 <number 1.0>1</number>.
        """)
  }

  @Test(arguments: [("---\nprose-numbers: checked\n---\n", true), ("---\nprose-numbers: free\n---\n", false)])
  func `front matter says whether numbers need a source`(matter: String, isRequired: Bool) {
    #expect(parse(matter + "# A\n").frontMatter.requiresNumberChecks == isRequired)
  }

  @Test func `another value of the key is an error`() {
    #expect(parse("---\nprose-numbers: yes please\n---\n# A\n").problems == ["2:16 `prose-numbers` can't be `yes please`"])
  }
}
