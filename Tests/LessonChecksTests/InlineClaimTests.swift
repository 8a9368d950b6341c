import CellAnalysis
import CellOutputs
import Diagnostics
import LessonDocument
import Testing

@testable import LessonChecks

/// Relations within sentences that need no comment.
@Suite struct InlineClaimTests {
  private static let code =
    "let x = 2.0\nlet y = 3.0\nlet z = x * y\nlet w = x.squareRoot()\nlet v = [x, y].map { $0 + 1 }\nlet n = v.count\nvar K = 0"
  private static let values: [String: BoundValue] = [
    "x": .number(2), "y": .number(3), "z": .number(6), "w": .number(2.squareRoot()), "v": .array([3, 4]),
    "n": .numbers(NumericArray(2), type: "Int"),
  ]

  private func check(_ formula: String) -> (warnings: [String], claims: [InlineClaim.Kind]) {
    let (report, document) = report("So $\(formula)$ holds.", code: Self.code, values: Self.values)
    for failure in report.failures {
      #expect(failure.problem.severity == .warning)
      #expect(document.file.slice(failure.problem.range) == formula)
    }
    return (report.failures.map(\.problem.message), report.claims.map(\.kind))
  }

  @Test(arguments: [
    #"\log 8 = 2.0794"#, #"\log 8 \approx 2.08"#, "2^{8} = 256", #"e^{1.5} \approx 4.4817"#, #"e^{1.5} = 4.48"#, #"\sqrt{2} = 1.414"#,
    "-2^2 = -4",
    #"\exp(-0.8) \approx 0.45"#, #"\frac{1}{3} = 0.333"#, #"3^2 \cdot 3^2 = 81"#, "1 + 1 = 2 = 4 / 2", #"0.25 = \frac{1}{4}"#,
    #"\pi \approx 3.14"#,
    #"\cos \pi = -1"#, #"\frac{5}{2} \approx 3"#, #"\sqrt{512} \approx 23"#, #"10^3 = 1{,}000"#, "0.5 + 0.5 = 1", #"10^{-3} = 0.001"#,
    #"\sum_{i=1}^{3} i = 6"#,
  ])
  func `a relation of numbers that is true holds`(formula: String) {
    let (warnings, claims) = check(formula)
    #expect(warnings == [])
    #expect(claims == [.closed])
  }

  @Test(arguments: [
    (#"\log 8 = 2.7094"#, #"`\log 8` is 2.0794, not 2.7094"#), (#"\log 8 \approx 2.09"#, #"`\log 8` is 2.08, not 2.09"#),
    ("2^{8} = 265", "`2^{8}` is 256, not 265"), (#"e^{1.5} \approx 4.4871"#, "`e^{1.5}` is 4.4817, not 4.4871"),
    (#"\sqrt{2} = 1.412"#, #"`\sqrt{2}` is 1.414, not 1.412"#), ("-2^2 = 4", "`-2^2` is -4, not 4"),
    ("1 + 1 = 2 = 6 / 2", "`6 / 2` is 3, not 2"),
    (#"0.26 = \frac{1}{4}"#, #"`\frac{1}{4}` is 0.25, not 0.26"#), (#"2^3 = 3 \cdot 3"#, #"`2^3` is 8, and `3 \cdot 3` is 9"#),
    (#"2 = \frac{5}{2}"#, #"`\frac{5}{2}` is 2.5, not 2"#), ("2.4 = 2", "`2.4` is 2.4, not 2"),
    (#"\sqrt{512} = 23"#, #"`\sqrt{512}` is 22.627416997969522, not 23"#),
    (#"\sin 1 = 0.84147 = 0.85"#, "`0.84147` is 0.84, not 0.85"),
  ])
  func `one that is false is a warning with the value`(formula: String, message: String) {
    let (warnings, claims) = check(formula)
    #expect(warnings == [message])
    #expect(claims == [.closed])
  }

  @Test(arguments: [
    "n = 8", "n = 6", "2 < 1", #"3 \ne 3"#, "q = 3 + 4", "a + b = 3", #"x \in \{1, 2\}"#, "8", "x", "f(2) = 4", #"\beta \to 0"#, "t = 1, 2",
    #"1 : 2 \sim 2 : 4"#, "= 3", "d_k = 64 = 8^2",
  ])
  func `what has an unknown name, no equation or no value is no claim`(formula: String) {
    let (warnings, claims) = check(formula)
    #expect(warnings == [])
    #expect(claims == [])
  }

  @Test(arguments: ["z = x y", #"z = x \cdot y"#, "w = x^{1/2}", #"w = \sqrt{x}"#, "z = 2 y", "v = v + 0", "z = x + y + 1"])
  func `a computed value that is what the expression gives holds`(formula: String) {
    let (warnings, claims) = check(formula)
    #expect(warnings == [])
    #expect(claims == [.bound])
  }

  @Test(arguments: [
    ("z = x + y", "`z` is 6, and `x + y` is 5"), (#"w = \sqrt{y}"#, #"`w` is 1.4142135623730951, and `\sqrt{y}` is 1.7320508075688772"#),
    ("z = 2 x", "`z` is 6, and `2 x` is 4"), ("v = 2 v", "`v` is 4 at [2], and `2 v` is 8"),
  ])
  func `one that isn't is a warning with both values`(formula: String, message: String) {
    let (warnings, claims) = check(formula)
    #expect(warnings == [message])
    #expect(claims == [.bound])
  }

  @Test(arguments: [
    "z = 0", "z = -x", "z = x", "z = x_1", "x = y + 1", "z > x + y", #"z \le x + y"#, "z = x + q", "z = x = y + 1", "v_i = 2 x",
    "v_1 = 2 x", "n = 2",
    "z(x) = x + 1", #"z = \sum_{i} v_i + q"#, #"z \ne x + y"#, "z = x + y, w = 1",
  ])
  func `a condition is no claim`(formula: String) {
    let (warnings, claims) = check(formula)
    #expect(warnings == [])
    #expect(claims == [])
  }

  @Test func `a formula with a comment, and a display formula, is no such claim`() {
    let text = "So $2^8 = 265$<!-- check: { expect: disagree, because: a slip } -->.\n\n$$ 2^8 = 265 $$"
    let (report, document) = report(text)
    #expect(report.failures.isEmpty)
    #expect(report.claims.isEmpty)
    let summary = CheckSummary(document, report)
    #expect(summary.formulas == 2)
    #expect(summary.formulasChecked == 1)
    #expect(summary.inlineFormulasChecked == 1)
  }

  @Test func `claims count as formulas, names in a sentence don't`() {
    let (report, document) = report("So $2^8 = 256$ and $z = x y$ of $x$.", code: Self.code, values: Self.values)
    let summary = CheckSummary(document, report)
    #expect([summary.formulas, summary.formulasChecked, summary.inlineFormulasChecked, summary.inlineClaims] == [2, 2, 0, 2])
    #expect(summary.isAllChecked)
  }

  @Test(arguments: [
    "- So $2^8 = 265$", "> So $2^8 = 265$", "| a |\n|---|\n| $2^8 = 265$ |", "As said[^a].\n\n[^a]: So $2^8 = 265$.", "# $2^8 = 265$",
    "因此$2^8 = 265$。",
  ])
  func `a claim is found wherever a sentence stands`(text: String) {
    #expect(report(text).0.failures.map(\.problem.message) == ["`2^8` is 256, not 265"])
  }
}
