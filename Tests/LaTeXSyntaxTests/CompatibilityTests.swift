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
    (#"\text x"#, #"\text{x}"#), (#"{n \brace k}"#, #"{\left\{\substack{n\\k}\right\}}"#),
    (#"{n \brack k}"#, #"{\left[\substack{n\\k}\right]}"#),
    (#"\char`a\char98\char'143\char"64"#, "abcd"), (#"\char"35"#, "5"), (#"\TextOrMath{a}{b}"#, "b"),
    ("a\u{2009}b\u{3000}c", #"a\hspace{0.16666666666666666em}b\quad c"#),
    ("a．", "a."), (#"\left\lt x\right\gt"#, #"\left<x\right>"#), (#"\nshortmid"#, #"\nmid"#),
  ]) func `it is read as LaTeX would write it`(_ written: String, _ usual: String) throws {
    func text(_ latex: String) throws -> String { dump(try SyntaxTree(parsing: latex).nodes) }
    #expect(try text(written) == text(usual))
  }

  @Test(arguments: [
    (#"\cancel{x}"#, "cancel(x)"), (#"\mathrlap{x}y"#, "lapRight(x) y"), (#"\colorbox{yellow}{a $b$}"#, "on-yellow({roman“a ” {b}})"),
    (#"\fcolorbox{red}{white}{a}"#, "on-white-in-red(roman“a”)"), (#"\rule{1em}{2em}"#, "rule(1.0, 2.0)"), (#"\dddot x"#, "tripleDot(x)"),
    (#"\overleftrightarrow{AB}"#, "overleftrightarrow({A B})"), (#"\overbracket{AB}"#, "overbracket({A B})"),
    (#"\underbracket{AB}"#, "underbracket({A B})"),
    (#"\widecheck{A}"#, "wideCheck(A)"),
    (#"\xrightleftharpoons[a]{b}"#, "stack(⇌ᴿ over b under a)"), (#"\textcircled{1}"#, "circle(1)"),
    (#"\text{\sout{x}}"#, "strikeout(roman“x”)"),
    (##"\href{a.md\#b\%20c}{x+y}"##, "link(a.md#b%20c {x +ᴮ y})"),
    (#"\url{https://swift.org/~a_b}"#, "link(https://swift.org/~a_b typewriter“https://swift.org/~a_b”)"),
    (#"\mathchoice{a}{b}{c}{d}"#, "choice(a | b | c | d)"), (#"\tag{$\ast$ a}"#, "tag({{∗ᴮ} roman“ a”})"), (#"\tag*{A}"#, "tag*(roman“A”)"),
    (#"\text{\underline{x} \vdots}"#, "{underline(roman“x”) roman“ ⋮”}"), (#"\textcolor{#f008}{x}"#, "#f008(x)"),
    (#"\begin{align}a&=b\\\intertext{so $x$}c&=d\end{align}"#, "align[a & =ᴿ b ; c & =ᴿ d above 1 {roman“so ” {x}}]"),
    (
      #"\begin{array}{|c|c|}\multicolumn{2}{|l|}{a}\\\cline{2-2}1&2\end{array}"#,
      "array<|c|c|>[2<|l|> a ; 1 & 2 partial lines [\"1: [1]\"]]"
    ),
    (#"\minuso \lBrace x \rBrace"#, "⦵ᴮ ⦃⁽ x ⦄⁾"),
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
