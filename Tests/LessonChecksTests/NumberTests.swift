import CellAnalysis
import CellOutputs
import Diagnostics
import LessonDocument
import Testing

@testable import LessonChecks

/// Numbers in the text, compared with the values of their expressions.
@Suite struct NumberTests {
  private static let values: [String: BoundValue] = [
    "x": .number(0.375), "w": .array([0.25, 0.75]), "minus": .number(-0.5), "big": .number(12_345.678), "p": .number(37.5),
    "nothing": .array([]),
    "nan": .number(.nan), "text": .opaque(type: "String"),
    "f": .function(FunctionSignature(parameters: [.number], result: .number, type: "(Double) -> Double")),
  ]

  private func failures(_ text: String) -> [String] {
    let (report, document) = report(text, values: Self.values)
    return report.failures.map { "\(document.file.slice($0.problem.range)): \($0.problem.message)" }
  }

  @Test(arguments: [
    "It is 0.375<!-- = x -->, 0.3750<!-- = x -->, 0.38<!-- = x -->, 38 %<!-- = p -->.", "They are 0.25 and 0.75<!-- = w -->.",
    "Of 3 they are 0.2 or 0.3, 0.25 and 0.8<!-- = w -->.", "权重是０．２５、0.75<!-- = w -->。",
    "It is −0.5<!-- = minus -->, 12,345.7<!-- = big -->.",
    "| a |\n|---|\n| 0.25, 0.75 s <!-- = w --> |", "- $0.375$<!-- = x -->", "As said[^a].\n\n[^a]: It is 0.375<!-- = x -->.",
    "In 2017<!-- = none: a year -->.", "It is 1.2万<!-- = big -->.",
  ])
  func `a number to which the value rounds holds`(text: String) {
    #expect(failures(text) == [])
  }

  @Test(arguments: [
    ("It is 0.3745<!-- = x -->.", "0.3745: `x` is 0.375, rounded 0.3750, not 0.3745"),
    ("It is 0.385<!-- = x -->.", "0.385: `x` is 0.375, not 0.385"), ("It is 39 %<!-- = p -->.", "39: `p` is 37.5, rounded 38, not 39"),
    ("They are 0.25 and 0.85<!-- = w -->.", "0.85: entry 2 of `w` is 0.75, not 0.85"),
    ("权重是０．３５、0.75<!-- = w -->。", "０．３５: entry 1 of `w` is 0.25, rounded ０．２５, not ０．３５"),
    ("It is 0.5<!-- = minus -->.", "0.5: `minus` is -0.5, not 0.5"),
    ("It is 12,345.6<!-- = big -->.", "12,345.6: `big` is 12345.678, rounded 12,345.7, not 12,345.6"),
    ("It is 1.3万<!-- = big -->.", "1.3: `big` is 12345.678, rounded 1.2, not 1.3"),
    ("| a |\n|---|\n| 0.35 s <!-- = x --> |", "0.35: `x` is 0.375, rounded 0.38, not 0.35"),
    ("It is 0.5<!-- = nan -->.", "0.5: `nan` is nan, not 0.5"),
    ("It is 0.75<!-- = w -->.", "w: `w` has 2 entries, but there is 1 number before this comment"),
    (
      "It is 0.25<!-- = x -->, 0.75<!-- = w -->.",
      "0.25: `x` is 0.375, rounded 0.38, not 0.25\nw: `w` has 2 entries, but there is 1 number before this comment"
    ),
    ("It is 0.5<!-- = text -->.", "text: `text` is a `String`, which is neither a number nor an array of numbers"),
    ("It is 0.5<!-- = f -->.", "f: `f` is a function, `(Double) -> Double`, not a number"),
    ("It is 2 × 10^3<!-- = x -->.", "3: `3` is a part of a power, which isn't compared"),
    ("It is 2 × 10^-3<!-- = x -->.", "-3: `-3` is a part of a power, which isn't compared"),
    ("It is 2 × 10³<!-- = x -->.", "<!-- = x -->: there is no number right before this comment"),
    ("It is 10^0.5<!-- = w -->.", "10: `10` is a part of a power, which isn't compared"),
    ("It is 0.5<!-- = nothing -->.", "nothing: `nothing` is an array without entries"),
  ])
  func `any other number is an error at its place`(text: String, message: String) {
    #expect(failures(text).joined(separator: "\n") == message)
  }

  @Test(arguments: [
    ("It is **0.3745**<!-- = x --> of **1**.", "It is **0.3750**<!-- = x --> of **1**."),
    ("Er, 0.4 and 0.75<!-- = w -->.", "Er, 0.3 and 0.75<!-- = w -->."),
    ("| 9 % | $0.1$<!-- = x --> |\n|---|---|", "| 9 % | $0.4$<!-- = x --> |\n|---|---|"), ("是４７％<!-- = p -->。", "是３８％<!-- = p -->。"),
    ("It is 0.5<!-- = nan -->.", "It is 0.5<!-- = nan -->."), ("It is 0.375<!-- = x -->.", "It is 0.375<!-- = x -->."),
  ])
  func `accepting rewrites the digits alone`(text: String, accepted: String) {
    let (report, document) = report(text, values: Self.values)
    var bytes = Array(document.file.text.utf8)
    for edit in report.edits.reversed() { bytes.replaceSubrange(edit.range, with: Array(edit.replacement.utf8)) }
    #expect(String(decoding: bytes, as: UTF8.self) == document.file.text.replacing(text, with: accepted))
  }

  @Test func `a lesson that wants its numbers checked is told of each without a source`() {
    let matter = "---\nprose-numbers: checked\n---\n"
    let text =
      "It is 0.375<!-- = x -->, 0.2 or 0.25 and 0.75<!-- = w -->, 5 %, in 2017; 0.9<!-- = none: so -->, 0.1 or 0.3<!-- = missing -->.\n\n## 0.5"
    let (report, document) = report(text, values: Self.values, matter: matter)
    #expect(report.failures.map { String(document.file.slice($0.problem.range)) } == ["0.2", "5"])
    #expect(
      report.failures.first?.problem.message == "nothing says where `0.2` comes from, and the front matter says `prose-numbers: checked`")
  }

  @Test func `numbers are counted by what was compared`() {
    let text = "It is 0.375<!-- = x -->, 0.25 and 0.75<!-- = w -->, 0.9<!-- = none: so -->, 0.1<!-- = missing -->."
    let (report, document) = report(text, values: Self.values)
    #expect(CheckSummary(document, report).numbers == 3)
    #expect(report.numbers.map(\.values.count) == [1, 2, 0, 0])
  }
}
