import Diagnostics
import Testing

@testable import LaTeXSyntax

/// What comes from keyboards, from other programs and from LaTeX packages.
@Suite struct CompatibilityTests {
  @Test(arguments: [
    ("x²", "x^2"), ("x¹⁰y", "x^{10}y"), ("a₁", "a_1"), ("a₁²", "a_1^2"), ("xⁿ⁻¹", "x^{n-1}"), ("aᵢⱼ", "a_{ij}"), ("½", #"\frac12"#),
    ("３x", "3x"), ("f（x，y）", "f(x,y)"), ("a＝b；", "a=b;"), ("a – b", "a - b"), ("a — b", "a - b"), ("a＋b－c", "a+b-c"),
    ("f\u{2061}(x)", #"f\hspace{0em}(x)"#), ("𝟎 + 𝟘", #"\mathbf{0} + \mathbb{0}"#),
    (#"\begin{array}{*{3}{c}}1&2&3\end{array}"#, #"\begin{array}{ccc}1&2&3\end{array}"#),
    (#"\begin{array}[t]{@{}l:r@{\,}}1&2\end{array}"#, #"\begin{array}{l|r}1&2\end{array}"#),
    (#"\begin{array}{||l||}1\end{array}"#, #"\begin{array}{|l|}1\end{array}"#), (#"\genfrac{(}{)}{0pt}{}nk"#, #"\binom nk"#),
    (#"\genfrac{[}{]}{}{}{1}{2}"#, #"\left[\frac12\right]"#), (#"\genfrac{}{}{}{0}{1}{2}"#, #"\dfrac12"#), (#"\mathsfit x"#, #"\mathsf x"#),
    (#"\text{\small x}"#, #"\text{ x}"#), (#"\text{a {\bf b} c}"#, #"\text{a \textbf{ b} c}"#), (#"\verb|a b|"#, #"\texttt{a~b}"#),
    (#"\text x"#, #"\text{x}"#),
  ]) func `it is read as LaTeX would write it`(_ written: String, _ usual: String) throws {
    func text(_ latex: String) throws -> String { dump(try SyntaxTree(parsing: latex).nodes) }
    #expect(try text(written) == text(usual))
  }

  @Test(arguments: [
    (#"\cancel{x}"#, "cancel(x)"), (#"\mathrlap{x}y"#, "lapRight(x) y"), (#"\colorbox{yellow}{a $b$}"#, "on-yellow({roman“a ” {b}})"),
    (#"\fcolorbox{red}{white}{a}"#, "on-white-in-red(roman“a”)"), (#"\rule{1em}{2em}"#, "rule(1.0, 2.0)"), (#"\dddot x"#, "tripleDot(x)"),
    (#"\overleftrightarrow{AB}"#, "overleftrightarrow({A B})"), (#"\underbracket{AB}"#, "underbracket({A B})"),
    (#"\widecheck{A}"#, "wideCheck(A)"),
    (#"\xrightleftharpoons[a]{b}"#, "stack(⇌ᴿ over b under a)"), (#"\textcircled{1}"#, "circle(1)"),
    (#"\text{\sout{x}}"#, "strikeout(roman“x”)"),
    (#"a \lneqq b \mho \oiiint"#, "a ≨ᴿ b ℧ ∰ᴼ"),
  ]) func `AMS packages' commands are known`(_ latex: String, _ tree: String) throws {
    let syntax = try SyntaxTree(parsing: latex)
    #expect(dump(syntax.nodes) == tree)
    #expect(!syntax.mathML(display: true).isEmpty)
    let again = try SyntaxTree(parsing: syntax.normalizedLaTeX)
    #expect(again.normalizedLaTeX == syntax.normalizedLaTeX)
  }

  @Test(arguments: [
    #"\begin{array}{*{200}{c}}1\end{array}"#, #"\begin{array}{*{2}{*{2}{c}}}1\end{array}"#, #"\begin{array}{@}1\end{array}"#, #"\verb|a"#,
    "a\u{202E}b",
  ])
  func `what can't be read is refused`(_ latex: String) { #expect(throws: Problem.self) { try SyntaxTree(parsing: latex) } }
}
