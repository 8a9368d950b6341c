import Diagnostics
import Testing

@testable import Formulas

/// What is drawn over a part of a formula, and characters that stand for more than themselves.
@Suite struct OrnamentTests {
  /// They aren't what they stand on: a lesson that computes `x` hasn't computed `\cancel{x}`.
  @Test(arguments: [
    #"y=\cancel{x}"#, #"y=x\cancel{x}"#, #"y=\sout{x}"#, #"y=\textcircled{x}"#, #"y=\rule{1em}{1em}x"#, #"y=\overleftrightarrow{x}"#,
    #"y=\dddot{x}"#, #"y=\mathchoice{x}{x}{x}{x}"#, #"y={x\brack x}"#, #"y={x\brace x}"#,
  ])
  func `ornaments that say something are no decoration`(_ latex: String) throws {
    let names = ["x": ArrayValue(3), "y": ArrayValue(3)]
    #expect(throws: Problem.self) { try FormulaExample(latex, names).evaluation() }
  }

  @Test(arguments: [
    #"y=\mathrlap{x}"#, #"y=\colorbox{red}{$x$}"#, "y=x¹", "y＝x", #"y=\frac{x²}{x}"#, "y=½(x+x)", #"y=\href{a.md}{x}"#,
    #"\begin{aligned}y&=x\tag{$\ast$}\\\intertext{so}y+1&=x+1\end{aligned}"#,
  ])
  func `and those that say nothing are`(_ latex: String) throws {
    let names = ["x": ArrayValue(3), "y": ArrayValue(3)]
    #expect(try FormulaExample(latex, names).evaluation().agrees)
  }
}
