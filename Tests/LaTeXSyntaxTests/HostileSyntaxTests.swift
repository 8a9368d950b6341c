import Diagnostics
import Testing

@testable import LaTeXSyntax

/// Whatever the author wrote, the answer is a tree or a problem inside of the text: never a crash, a hang or a stack
/// overflow.
@Suite struct HostileSyntaxTests {
  @Test(arguments: [
    "{", #"\left("#, "x^{", #"\frac{"#, #"\frac"#, #"\hat"#, #"\sqrt["#, #"\text{$"#, #"\textbf{"#,
    #"\begin{matrix}"#, #"\color{red}"#, #"\displaystyle"#, #"\bf"#, #"\not"#, #"\substack{"#, #"\mathop"#,
    #"\operatorname{"#, #"\text{\textbf{"#,
  ])
  func `ten thousand levels are refused at a place`(opening: String) {
    let latex = String(repeating: opening, count: 10_000)
    expectProblem(latex)
  }

  @Test func `the deepest formula allowed can be shown and written`() throws {
    let depth = SyntaxParser.depthLimit - 1
    let latex = String(repeating: "{", count: depth) + "x" + String(repeating: "}", count: depth)
    let syntax = try SyntaxTree(parsing: latex)
    #expect(syntax.normalizedLaTeX == latex)
    #expect(syntax.mathML(display: true).contains("<mi>x</mi>"))
    #expect(throws: Problem.self) { try SyntaxTree(parsing: "{{{" + latex + "}}}") }
  }

  @Test(arguments: [
    "x", "'", "x'", "x_1", " ", "%", "a\\\\", "\\,", "1", "1.", "é", "\\text{a}", "{}", "\\color", "&", "a&", "~", "-",
    "\u{301}", "\\", "\\\\", "\\begin", "]", "\\limits", "\\int\\limits",
  ])
  func `a long formula of anything takes linear time`(piece: String) {
    let latex = String(repeating: piece, count: 20_000 / piece.utf8.count)
    // What grows with the square of the length would take many minutes.
    if let syntax = try? SyntaxTree(parsing: latex) {
      #expect(syntax.mathML(display: true).utf8.count > 0)
    }
  }

  @Test func `any bytes give a tree or a problem inside of the text`() {
    var random = SplitMix64(state: 20_261_122)
    let pieces = [
      "{", "}", "\\", "^", "_", "&", "$", "%", "\n", "'", "[", "]", "~", "#", "x", "1", ".", " ", "\u{0}", "é",
      "\u{301}", "👩‍👩‍👧",
      "\\frac", "\\left", "\\right", "\\begin{cases}", "\\end{cases}", "\\\\", "\\text{", "\\sqrt[", "\\over",
      "\\hline", "\\limits", "\\sum", "\\color{red}", "\\not", "\\middle|", "(", ")", "\\begin{array}{c|c}",
      "\\end{array}", "[2pt]", "\\tag{", "\\operatorname*", "\\rm", "\\dots", "\\kern", "\\hspace", "\\mathbf",
      "\\big", "\\substack{", "\\xrightarrow", "\\href{a\\%}", "\\url{b}", "\\multicolumn{2}{|c}{", "\\cline{1-2}", "\\intertext{",
      "\\mathchoice",
      "\\char", "\\char\"263a", "\\brack", "\\tag*{", "\\begin{align}", "\\end{align}",
    ]
    for _ in 0..<5_000 {
      let count = Int.random(in: 1...30, using: &random)
      let latex = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      do {
        let syntax = try SyntaxTree(parsing: latex)
        // What was read can be written, and read again as the same.
        let again = try SyntaxTree(parsing: syntax.normalizedLaTeX)
        #expect(dump(again.nodes) == dump(syntax.nodes), "\(latex)")
        #expect(!syntax.mathML(display: false).isEmpty)
      } catch {
        expectInside(error, latex)
      }
    }
  }

  private func expectProblem(_ latex: String) {
    do {
      _ = try SyntaxTree(parsing: latex)
      Issue.record("accepted")
    } catch {
      expectInside(error, latex)
      #expect(error.message.utf8.count < 200)
    }
  }

  private func expectInside(_ problem: Problem, _ latex: String) {
    #expect(0 <= problem.range.lowerBound && problem.range.upperBound <= latex.utf8.count, "\(latex)")
    #expect(!problem.message.isEmpty)
  }
}

/// A small generator with a fixed seed, so that a failure can be repeated.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
