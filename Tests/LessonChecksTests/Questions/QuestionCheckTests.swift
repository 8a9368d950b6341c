import CellOutputs
import Diagnostics
import LessonDocument
import Testing

@testable import LessonChecks

/// The options of questions, executed: the marked one must hold, and no other.
@Suite struct QuestionCheckTests {
  private static let values: [String: BoundValue] = [
    "w": .array([0.25, 0.75]), "same": .array([0.25, 0.75]), "v": .array([0.75, 0.25]), "near": .array([0.25, 0.750_001]),
    "long": .array([1, 2, 3]), "x": .number(2),
    "nan": .number(.nan), "yes": .truth(true), "no": .truth(false), "text": .opaque(type: "String"),
  ]

  private func check(_ text: String, code: String = "let x = 0, w = 0") -> (findings: [QuestionFinding], failures: [String]) {
    let (report, document) = report(text, code: code, values: Self.values)
    return (
      report.questions,
      report.checkFailures.map {
        "\($0.kind.rawValue) \(document.file.slice($0.diagnostic.problem.range)): \($0.diagnostic.problem.message)"
      }
    )
  }

  @Test func `values are compared with the answer, statements must be true`() {
    let compared = check("> [!QUESTION]\n> <!-- answer: w -->\n>\n> - [ ] a <!-- = v -->\n> - [x] b <!-- = same -->")
    #expect(compared.failures == [])
    #expect(compared.findings == [QuestionFinding(options: [.differs(value: 0.75, answer: 0.25, place: [1]), .holds])])
    let stated = check("> [!QUESTION]\n>\n> - [x] a <!-- = yes -->\n> - [ ] b <!-- = no -->")
    #expect(stated.failures == [])
    #expect(stated.findings == [QuestionFinding(options: [.holds, .isFalse])])
  }

  @Test func `formulas are compared with the answer`() {
    let found = check(
      "> [!QUESTION]\n> <!-- answer: '4' -->\n>\n> - [ ] $x^3$\n> - [x] $x^2$\n> - [ ] $2 + x^2$".replacing("'4'", with: "4"))
    #expect(found.failures == [])
    #expect(
      found.findings == [
        QuestionFinding(options: [.differs(value: 8, answer: 4, place: []), .holds, .differs(value: 6, answer: 4, place: [])])
      ])
  }

  @Test func `equations are compared with the code`() {
    let found = check("> [!QUESTION]\n>\n> - [x] $x = 2$\n> - [ ] $x = 3$\n> - [ ] $x > 5$")
    #expect(found.failures == [])
    #expect(found.findings.first?.options.map(\.holds) == [true, false, false])
  }

  @Test func `a number to be typed is the answer's`() {
    let found = check("> [!QUESTION] How much?\n> <!-- answer: x -->")
    #expect(found.failures == [] && found.findings == [QuestionFinding(options: [], answer: 2)])
  }

  @Test(arguments: [
    // None holds.
    (
      "> <!-- answer: x -->\n>\n> - [x] a <!-- = 1 -->\n> - [ ] b <!-- = 3 -->",
      "option-fails [x]: no option of this question holds: the marked one gives 1, and the code gives 2"
    ),
    ("> - [x] a <!-- = no -->\n> - [ ] b <!-- = no -->", "option-fails [x]: no option of this question holds: the marked one is false"),
    (
      "> <!-- answer: x -->\n>\n> - [x] $x^2$\n> - [ ] b <!-- = 3 -->",
      "option-fails [x]: no option of this question holds: the marked one gives 4, and the code gives 2"
    ),
    // Two hold.
    ("> - [x] a <!-- = yes -->\n> - [ ] b <!-- = yes -->", "option-holds [ ]: this option holds, too"),
    ("> <!-- answer: w -->\n>\n> - [x] a <!-- = same -->\n> - [ ] b <!-- = near -->", "option-holds [ ]: this option holds, too"),
    ("> <!-- answer: 4 -->\n>\n> - [x] $x^2$\n> - [ ] $x + x$", "option-holds [ ]: this option holds, too"),
    // Another one holds.
    (
      "> - [x] a <!-- = no -->\n> - [ ] b <!-- = yes -->",
      "option-fails [x]: the marked option doesn't hold\noption-holds [ ]: this option holds, but isn't marked"
    ),
    // No value that could be compared.
    (
      "> <!-- answer: w -->\n>\n> - [x] a <!-- = same -->\n> - [ ] b <!-- = long -->",
      "option-not-evaluated long: `long` has the shape [3], but the answer has [2]"
    ),
    ("> - [x] a <!-- = yes -->\n> - [ ] b <!-- = x -->", "option-not-evaluated x: `x` is a value, and nothing says what it must be"),
    (
      "> <!-- answer: x -->\n>\n> - [x] a <!-- = 2 -->\n> - [ ] b <!-- = text -->",
      "option-not-evaluated text: `text` is a `String`, which is neither a number nor an array of numbers"
    ),
    (
      "> <!-- answer: x -->\n>\n> - [x] a <!-- = 2 -->\n> - [ ] b <!-- = yes -->",
      "option-not-evaluated yes: `yes` is a `Bool`, and the answer isn't"
    ),
    // Nothing that is computed.
    (
      "> <!-- answer: w -->\n>\n> - [x] a <!-- =  w -->\n> - [ ] b <!-- = v -->",
      "option-not-evaluated w: the answer is this expression, so nothing is compared"
    ),
    ("> - [x] a <!-- = true -->\n> - [ ] b <!-- = no -->", "option-not-evaluated true: nothing of this option is computed"),
    (
      "> <!-- answer: 2 -->\n>\n> - [x] a <!-- = 2.0 -->\n> - [ ] b <!-- = x -->",
      "option-not-evaluated 2.0: nothing of this option is computed\noption-holds [ ]: this option holds, but isn't marked"
    ),
    ("> How much?\n> <!-- answer: w -->", "option-not-evaluated w: `w` isn't one number, which a reader could type"),
    ("> How much?\n> <!-- answer: nan -->", "option-not-evaluated nan: `nan` isn't one number, which a reader could type"),
  ])
  func `any other question is an error at its option`(text: String, failures: String) {
    #expect(check("> [!QUESTION]\n>\n" + text).failures.joined(separator: "\n") == failures)
  }

  @Test(arguments: [
    // As the operator makes it, and tidied.
    ("$\\left(2 x\\right)$ <!-- variant: power dropped -->", "", ""), ("$2 x$ <!-- variant: power dropped -->", "", ""),
    (
      "$3 x$ <!-- variant: power dropped -->",
      "option-differs $3 x$: the marked option with the mistake `power dropped` is another formula", "$\\left(2 x\\right)$"
    ),
    // It would hold, but is written anew.
    (
      "$x^4$ <!-- variant: power dropped -->",
      "option-differs $x^4$: the marked option with the mistake `power dropped` is another formula", "$\\left(2 x\\right)$"
    ),
    (
      "<!-- variant: power dropped -->", "option-differs power dropped: this option is still to be written", "$\\left(2 x\\right)$ "
    ),
    ("$2 x$ <!-- variant: power -->", "option-not-evaluated power: `power` isn't a mistake that can be made", ""),
    (
      "$2 x$ <!-- variant: root dropped -->",
      "option-not-evaluated root dropped: the marked option has no place for the mistake `root dropped`", ""
    ),
    (
      "a <!-- = 5 --> <!-- variant: power dropped -->",
      "option-not-evaluated power dropped: this option is executed by its expression, so that it isn't a variant", ""
    ),
  ])
  func `a variant of the marked option is what its mistake makes of it`(option: String, failure: String, accepted: String) {
    let lesson = "> [!QUESTION]\n> <!-- answer: 16 -->\n>\n> - [x] $\\left(2 x\\right)^2$\n> - [ ] \(option)"
    let (report, document) = report(lesson, code: "let x = 0, w = 0", values: Self.values)
    let failures = report.checkFailures.map {
      "\($0.kind.rawValue) \(document.file.slice($0.diagnostic.problem.range)): \($0.diagnostic.problem.message)"
    }
    #expect(failures == (failure.isEmpty ? [] : [failure]))
    #expect(report.edits.map(\.replacement).joined() == accepted)
  }

  @Test func `where the marked option has no value, nothing is said of its variants`() {
    let lesson = "> [!QUESTION]\n> <!-- answer: 16 -->\n>\n> - [x] $\\left(2 x\\right)^2$\n> - [ ] $3 x$ <!-- variant: power dropped -->"
    let (report, document) = report(lesson, code: "let w = 0", values: ["w": .array([0.25, 0.75])])
    #expect(report.checkFailures.map { document.file.slice($0.diagnostic.problem.range) } == ["x", "x"])
    #expect(report.edits.isEmpty)
  }

  @Test func `a formula of another shape than the answer's is an error`() {
    let failures = check("> [!QUESTION]\n> <!-- answer: x -->\n>\n> - [x] $x$\n> - [ ] $w$").failures
    #expect(failures.count == 1 && failures[0].hasPrefix("formula-not-evaluated"), "\(failures)")
  }

  @Test func `wrong options are no claims of the text, and nothing that a page counts`() {
    let (report, document) = report("> [!QUESTION]\n>\n> - [x] $x = 2$\n> - [ ] $2 + 2 = 5$", code: "let x = 0", values: Self.values)
    #expect(report.claims.isEmpty && report.failures.isEmpty)
    #expect(CheckSummary(document, report).formulas == 0)
  }
}
