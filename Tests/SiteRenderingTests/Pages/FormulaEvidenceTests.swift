import Formulas
import LessonDocument
import TestSupport
import Testing

@testable import LessonChecks
@testable import SiteRendering

/// What a reader can unfold beside a checked formula, and what a symbol tells who is pointed at.
@Suite struct FormulaEvidenceTests {
  private func evidence(
    error: Double, _ values: (Double, Double), shape: [Int] = [], place: [Int] = [], isIdentity: Bool = false,
    allowance: Agreement.Allowance = .rounding
  ) -> String {
    FormulaComparison(
      relativeError: error, allowance: allowance,
      sides: [.init(name: "the formula", shape: shape, value: values.0), .init(name: "a < b", shape: shape, value: values.1)],
      isIdentity: isIdentity, place: place, symbols: []
    ).evidence(in: .english).markup.replacing("<details class=\"evidence\"><summary>What was compared</summary>", with: "")
      .replacing("</details>", with: "")
  }

  @Test func `numbers are shown both, with what they may differ by`() {
    #expect(
      evidence(error: 1e-7, (0.7310586, 0.7310585)) == "<p>The formula: 0.7310586; <code>a &lt; b</code>: 0.7310585.</p>"
        + "<p>They may differ by as much as rounding explains.</p>")
  }

  @Test(arguments: [
    (Agreement.Allowance.tolerance(0.01), "<p>They may differ by 0.01 of the largest entry, as the author states.</p>"),
    (.digits, "<p>They may differ by half a unit of the last digit written.</p>"),
  ]) func `what else allows a difference is named`(allowance: Agreement.Allowance, localization: String) {
    #expect(evidence(error: 1e-3, (1.001, 1), allowance: allowance).hasSuffix(localization))
  }

  @Test func `arrays are shown where they are furthest apart`() {
    let found = evidence(error: 0.5, (-1, .infinity), shape: [3, 4], place: [2, 3])
    #expect(
      found == "<p>Of 3\u{A0}×\u{A0}4 entries the error is largest at [2, 3]. The formula: −1; <code>a &lt; b</code>: ∞.</p>"
        + "<p>They may differ by as much as rounding explains.</p>")
  }

  @Test func `equal arrays say so`() {
    let found = evidence(error: 0, (2, 2), shape: [3], place: [1], isIdentity: true)
    #expect(found.hasPrefix("<p>All of 3 entries are equal; here at [1]. One side: 2; the other: 2.</p>"))
  }

  @Test func `an inequality holds, however far its sides are apart`() {
    var comparison = comparison(0)
    comparison.isEquality = false
    let markup = article(lesson("$$0 \\le p$$", findings: [0: .agrees(comparison)]))
    #expect(markup.contains("<b>Holds</b> for the code’s values."))
    #expect(!markup.contains("exactly"))
    #expect(!markup.contains("They may differ"))
  }

  private static let alpha = FormulaComparison.Symbol(
    range: 6..<12, latex: "\\alpha", shape: [2, 2], source: "w", values: [1, 0.5, -1, 0],
    origin: .init(cell: 0, code: "let w: Tensor = [[1, 0.5], [-1, 0]]"))

  private static let cell = "```swift id=weights\nlet w: Tensor = [[1, 0.5], [-1, 0]]\n```\n\n"

  @Test func `a symbol tells its values and the line that made it`() {
    let n = FormulaComparison.Symbol(range: 0..<1, latex: "n", shape: [], source: "n")
    let again = FormulaComparison.Symbol(range: 12..<18, latex: "\\alpha", shape: [2, 2], source: "w", origin: Self.alpha.origin)
    let markup = article(
      lesson(
        Self.cell + "$$n = 2 \\alpha \\alpha$$", findings: [0: .agrees(comparison(0, symbols: [Self.alpha, n, again]))]))
    #expect(markup.contains("<li data-symbol=\"1\"><math><mi>n</mi>"))
    #expect(markup.contains("</math>\u{A0}a number</li>"))
    #expect(
      markup.contains(
        "</math>\u{A0}<code>w</code>, 2\u{A0}×\u{A0}2<span class=\"more\">: [[1, 0.5], [−1, 0]]; "
          + "<a href=\"#weights\"><code>let w: Tensor = [[1, 0.5], [-1, 0]]</code></a></span></li></ul>"))
    #expect(markup.matches(of: /<li data-symbol/).count == 2)
  }

  @Test func `what is the same in two formulas has the same number, also within a paragraph`() {
    let symbol = FormulaComparison.Symbol(range: 0..<1, latex: "A", shape: [2, 2], source: "w", origin: Self.alpha.origin)
    let other = FormulaComparison.Symbol(range: 0..<1, latex: "A", shape: [], source: "0.5")
    let markup = article(
      lesson(
        Self.cell + "$$n = 2 \\alpha$$\n\nand $A$<!-- check --> and\n\n$$A$$",
        findings: [
          0: .agrees(comparison(0, symbols: [Self.alpha])), 1: .agrees(comparison(0, symbols: [symbol])),
          2: .agrees(comparison(0, symbols: [other])),
        ]))
    #expect(markup.matches(of: /<mi data-symbol="1" tabindex="-1">/).count == 2)
    #expect(markup.matches(of: /<mi data-symbol="2" tabindex="-1">/).count == 1)
  }

  @Test func `shapes that follow one another in a paragraph share a legend`() {
    func symbol(_ name: String) -> FormulaComparison.Symbol { .init(range: 0..<1, latex: name, shape: [2, 2], source: name) }
    let shapes = ["A", "B"].map { FormulaFinding.agrees(comparison(nil, symbols: [symbol($0), symbol("n")])) }
    let value = FormulaFinding.agrees(comparison(0, symbols: [symbol("C")]))
    let text = "$A$<!-- check --> and $B$<!-- check --> and $C$<!-- check --> and $A$<!-- check -->"
    let markup = article(lesson(text, findings: [0: shapes[0], 1: shapes[1], 2: value, 3: shapes[0]]))
    let notes = markup.matches(of: /(?s)agrees<\/b> in shape\.<\/p>(<details class="evidence">(?:(?!<\/details>).)*)?/).map { match in
      match.output.1.map { $0.matches(of: /<li/).count } ?? 0
    }
    #expect(notes == [0, 3, 2])
    #expect(markup.matches(of: /<details class="evidence">/).count == 3)
  }

  @Test func `a long expression stands with what was compared alone`() {
    let long = "Tensor([[Float(cos(0.25)), Float(-sin(0.25))]])"
    let markup = article(lesson("$$ c = 1 $$", findings: [0: .agrees(comparison(0, with: long))]))
    #expect(markup.contains("<b>Agrees</b> with the code, exactly.</p><details class=\"evidence\">"))
    #expect(markup.contains("<code>\(long)</code>: "))
  }

  @Test(arguments: [("keys", false), ("queries.transposed()", true)])
  func `an entry that is longer than a line of the margin may be divided`(source: String, isLong: Bool) {
    let symbol = FormulaComparison.Symbol(range: 0..<1, latex: "x", shape: [2, 2], source: source)
    let markup = article(lesson("$$x$$", findings: [0: .agrees(comparison(0, symbols: [symbol]))]))
    #expect(markup.contains("<li class=\"long\"") == isLong)
  }

  @Test func `a function is told by its type`() {
    let kappa = FormulaComparison.Symbol(
      range: 0..<6, latex: "\\kappa", shape: [], source: "kappa", function: "(Double) -> Double")
    let markup = article(lesson("$$\\kappa(x)$$", findings: [0: .agrees(comparison(0, symbols: [kappa]))]))
    #expect(markup.contains("</math>\u{A0}<code>kappa</code>, <code>(Double) -&gt; Double</code></li>"))
  }

  @Test(arguments: [
    ("rnn.stateWeight.transposed()", "rnn<wbr>.stateWeight<wbr>.transposed()"), ("steps.weights", "steps.weights"),
    ("scale(values, by: 0.25, offset: 1)", "scale(values, by: 0.25, offset: 1)"),
  ])
  func `a long expression is broken before a dot, not within a name or a number`(source: String, shown: String) {
    let symbol = FormulaComparison.Symbol(range: 0..<6, latex: "\\kappa", shape: [], source: source)
    let markup = article(lesson("$$\\kappa$$", findings: [0: .agrees(comparison(0, symbols: [symbol]))]))
    #expect(markup.contains("</math>\u{A0}<code>\(shown)</code>, a number</li>"))
  }

  @Test func `a page of two hundred formulas stays small`() throws {
    let formulas = String(decoding: try Fixtures.bytes(of: "formulas/real-world.txt"), as: UTF8.self).split(separator: "\n")
    try #require(formulas.count >= 200)
    let result = lesson(formulas.map { "$$ \($0) $$" }.joined(separator: "\n\n"))
    try #require(result.document.formulas.count == formulas.count)
    let size = article(result).utf8.count
    #expect(size < 250_000)
    #expect(size > 200 * 100)
  }
}
