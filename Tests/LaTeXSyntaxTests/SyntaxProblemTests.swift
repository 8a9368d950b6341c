import Diagnostics
import LaTeXSyntax
import Testing

/// What the parser says, and which characters it marks.
@Suite struct SyntaxProblemTests {
  /// The message, the marked characters between ⟪ ⟫ in their formula, then notes and help.
  private func refusal(of latex: String) -> String {
    do {
      return "accepted: " + dump(try SyntaxTree(parsing: latex).nodes)
    } catch {
      let bytes = Array(latex.utf8)
      func text(_ range: some RangeExpression<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
      let range = error.range
      let marked = "\(text(..<range.lowerBound))⟪\(text(range))⟫\(text(range.upperBound...))"
      return ([error.message, marked] + error.notes + (error.help.map { [$0] } ?? [])).joined(separator: " / ")
    }
  }

  @Test(arguments: [
    (#"a + \sofmax(x)"#, #"unknown command `\sofmax` / a + ⟪\sofmax⟫(x) / did you mean `\operatorname{softmax}`?"#),
    (#"\softmax x"#, #"unknown command `\softmax` / ⟪\softmax⟫ x / write `\operatorname{softmax}`"#),
    (#"\aplha"#, #"unknown command `\aplha` / ⟪\aplha⟫ / did you mean `\alpha`?"#),
    (#"\pmatrix"#, #"unknown command `\pmatrix` / ⟪\pmatrix⟫ / write `\begin{pmatrix} … \end{pmatrix}`"#),
    (#"\E[x]"#, #"unknown command `\E` / ⟪\E⟫[x] / write `\mathbb{E}`"#),
    (#"\xy"#, #"unknown command `\xy` / ⟪\xy⟫ / define it in the front matter or in `course.yml`: `macros: { \xy: '…' }`"#),
    (#"x\@"#, #"unknown command `\@` / x⟪\@⟫"#),
    (#"x\"#, #"`\` at the end of the formula / x⟪\⟫"#),
    (#"\begin{aligne}x"#, #"unknown environment `aligne` / \begin{⟪aligne⟫}x / did you mean `align`?"#),
    (#"\textcolor{rde}{x}"#, #"unknown color `rde` / \textcolor{⟪rde⟫}{x} / did you mean `red`?"#),
    (
      #"\color{red;background:url(//x)}y"#,
      #"unknown color `red;background:url(//x)` / \color{⟪red;background:url(//x)⟫}y / "#
        + "write a CSS color name or `#rrggbb`"
    ),
    (#"\text{\alpha}"#, #"`\alpha` inside a text / \text{⟪\alpha⟫} / write `$\alpha$`"#),
    (#"\text{a_b}"#, #"`_` inside a text / \text{a⟪_⟫b} / write `\_`, or put the formula between dollars"#),
    ("a # b", "unexpected character `#` / a ⟪#⟫ b / write `\\#`"),
    ("a\u{0}b", "unexpected character U+0000 / a⟪\u{0}⟫b"),
    (#"\begingroup x"#, #"`\begingroup` without `\endgroup` / ⟪\begingroup⟫ x"#),
    (#"x\endgroup"#, #"`\endgroup` without `\begingroup` / x⟪\endgroup⟫"#),
    (#"{\bgroup x}"#, #"expected `\egroup` before `}` / {\bgroup x⟪}⟫ / still open: `\bgroup x`"#),
    (#"a\above b"#, #"`b` is not a length / a\above ⟪b⟫ / write a number with a unit, such as `1em` or `4pt`"#),
    (#"x\)"#, #"`\)` without `\(` / x⟪\)⟫ / in a formula, a bracket is written `)`"#),
    (#"\text{a \(b}"#, #"expected `\)` before `}` / \text{a \(b⟪}⟫ / still open: `\(b`"#),
    ("²", "unexpected character `²` / ⟪²⟫"),
  ])
  func `what is not known`(latex: String, expected: String) {
    #expect(refusal(of: latex) == expected)
  }

  @Test(arguments: [
    ("{a + b", "`{` is never closed / ⟪{⟫a + b"),
    ("a}", "`}` without `{` / a⟪}⟫"),
    (#"\left( x"#, #"`\left(` without `\right` / ⟪\left(⟫ x"#),
    (#"x \right)"#, #"`\right` without `\left` / x ⟪\right⟫)"#),
    (#"{\left( x }"#, #"expected `\right` before `}` / {\left( x ⟪}⟫ / still open: `\left( x `"#),
    (#"\left( { x \right)"#, #"expected `}` before `\right` / \left( { x ⟪\right⟫) / still open: `{ x `"#),
    (
      #"\left\alpha x\right."#,
      #"`\alpha` is not a delimiter / \left⟪\alpha⟫ x\right. / "#
        + #"after `\left` write one of ( ) [ ] \{ \} | \| \langle \rangle, or . for none"#
    ),
    (#"\big"#, #"missing delimiter after `\big` / ⟪\big⟫"#),
    (#"\middle|"#, #"`\middle` outside of `\left … \right` / ⟪\middle⟫|"#),
    (#"\begin{cases}x"#, #"`\begin{cases}` without `\end{cases}` / ⟪\begin{cases}⟫x"#),
    (#"x\end{cases}"#, #"`\end` without `\begin` / x⟪\end⟫{cases}"#),
    (
      #"\begin{cases}x\end{aligned}"#,
      #"`\begin{cases}` ends with `\end{aligned}` / \begin{cases}x\end{⟪aligned⟫} / write `\end{cases}`"#
    ),
    (#"\sqrt[3"#, "`[` is never closed / \\sqrt⟪[⟫3"),
    (#"\text{a"#, "`{` is never closed / \\text⟪{⟫a"),
    (#"\text{$x}"#, "expected `$` before `}` / \\text{$x⟪}⟫ / still open: `$x`"),
    ("a $ b", "`$` inside a formula / a ⟪$⟫ b / write `\\$`"),
    ("a & b", #"`&` outside of a table / a ⟪&⟫ b / put the rows into `\begin{aligned} … \end{aligned}`"#),
    (
      #"\begin{aligned}{a & b}\end{aligned}"#,
      #"expected `}` before `&` / \begin{aligned}{a ⟪&⟫ b}\end{aligned} / still open: `{a `"#
    ),
  ])
  func `what is not closed or not opened`(latex: String, expected: String) {
    #expect(refusal(of: latex) == expected)
  }

  @Test(arguments: [
    (#"\frac{a}"#, #"missing argument of `\frac` / ⟪\frac⟫{a}"#),
    (#"\sqrt"#, #"missing argument of `\sqrt` / ⟪\sqrt⟫"#),
    (#"\text -x"#, #"missing argument of `\text` / ⟪\text⟫ -x"#),
    ("x^", "nothing to raise after `^` / x⟪^⟫ / write `^{…}`"),
    ("{x_}", "nothing to lower after `_` / {x⟪_⟫} / write `_{…}`"),
    (
      "x^a^b",
      "double superscript / x^a⟪^⟫b / "
        + "put braces around what the second one belongs to: `{a^b}^c` or `a^{b^c}`"
    ),
    (
      "x_a_b",
      "double subscript / x_a⟪_⟫b / "
        + "put braces around what the second one belongs to: `{a_b}_c` or `a_{b_c}`"
    ),
    (
      "x^2'",
      "double superscript / x^2⟪'⟫ / "
        + "put braces around what the second one belongs to: `{a^b}^c` or `a^{b^c}`"
    ),
    (
      #"x\limits_a"#,
      #"`\limits` must follow a big operator such as `\sum` / x⟪\limits⟫_a / "#
        + #"make one with `\operatorname*{…}` or `\mathop{…}`"#
    ),
    (
      #"a \over b \over c"#,
      #"`\over` after `\over` in one group / a \over b ⟪\over⟫ c / "#
        + "put one of the two in braces"
    ),
    (
      #"x^\bf y"#,
      #"`\bf` needs a group of its own here / x^⟪\bf⟫ y / "#
        + #"put it in braces with what it applies to: `{\bf …}`"#
    ),
    (
      #"\hspace{1foo}"#,
      #"`1foo` is not a length / \hspace{⟪1foo⟫} / "#
        + "write a number with a unit, such as `1em` or `4pt`"
    ),
    (
      #"\begin{array}{cx}1\end{array}"#,
      #"unknown column specification `cx` / \begin{array}{⟪cx⟫}1\end{array} / "#
        + "write `l`, `c` or `r` for each column, and `|` for a line"
    ),
    (
      #"\begin{array}{c}1&2\end{array}"#,
      #"a row of 2 cells in an array of 1 column / "#
        + #"\begin{array}{c}1&⟪2⟫\end{array}"#
    ),
    (#"\href{ }{x}"#, #"`\href` has no address / ⟪\href{ }⟫{x}"#),
    (#"\char"110000"#, #"there is no such character / \char⟪"110000⟫"#),
    (#"\mathchoice{a}{b}{c}"#, #"missing argument of `\mathchoice` / ⟪\mathchoice⟫{a}{b}{c}"#),
    (
      #"\blue{x} \nonsense"#,
      #"unknown command `\nonsense` / \blue{x} ⟪\nonsense⟫ / define it in the front matter or in `course.yml`: `macros: { \nonsense: '…' }`"#
    ),
    (#"\intertext{a}"#, #"`\intertext` outside of the beginning of a table's row / ⟪\intertext⟫{a} / write it right after `\\`"#),
    (
      #"\begin{align}\intertext{a}\intertext{b}x\end{align}"#,
      #"a second `\intertext` above the same row / \begin{align}\intertext{a}⟪\intertext⟫{b}x\end{align} / write both texts into one"#
    ),
    (#"\multicolumn{2}{c}{x}"#, #"`\multicolumn` outside of the beginning of a table's cell / ⟪\multicolumn⟫{2}{c}{x}"#),
    (
      #"\begin{array}{cc}\multicolumn{0}{c}{x}\end{array}"#,
      #"`\multicolumn` takes a number of columns from 1 to 100 / \begin{array}{cc}\multicolumn{⟪0⟫}{c}{x}\end{array}"#
    ),
    (
      #"\begin{array}{cc}\multicolumn{2}{cc}{x}\end{array}"#,
      #"unknown column specification `cc` / \begin{array}{cc}\multicolumn{2}{⟪cc⟫}{x}\end{array} / "#
        + "write one of `l`, `c` and `r`, and `|` for a line"
    ),
    (
      #"\begin{array}{cc}\multicolumn{2}{c}{x}y\end{array}"#,
      #"`\multicolumn` is the whole of its cell / \begin{array}{cc}\multicolumn{2}{c}{x}⟪y⟫\end{array} / write `&` or `\\` before this"#
    ),
    (
      #"\begin{array}{cc}1&\multicolumn{2}{c}{x}\end{array}"#,
      #"a row of 3 cells in an array of 2 columns / \begin{array}{cc}1&⟪\multicolumn{2}{c}{x}⟫\end{array}"#
    ),
    (
      #"\begin{array}{c}\cline{2-1}x\end{array}"#,
      #"`\cline` takes the first and the last column of a line, such as `2-3` / \begin{array}{c}\cline{⟪2-1⟫}x\end{array}"#
    ),
  ])
  func `what is missing or too much`(latex: String, expected: String) {
    #expect(refusal(of: latex) == expected)
  }
}
