import Diagnostics
import LaTeXSyntax
import Testing

/// Commands that an author defines, and those that every author expects.
@Suite struct MacroTests {
  private static let macros = Macros([
    "R": .init(body: #"\mathbb{R}"#), "norm": .init(parameterCount: 1, body: #"\lVert #1 \rVert"#), "half": .init(body: #"\frac12"#),
    "pair": .init(parameterCount: 2, body: "(#1, #2)"), "twice": .init(parameterCount: 1, body: #"\pair{#1}{#1}"#),
    "loop": .init(body: #"\loop x"#), "grow": .init(body: #"\grow\grow"#), "alpha": .init(body: "a"), "bad": .init(body: #"\sofmax"#),
    "scores": .init(body: #"Q K^\top"#),
  ])

  private func tree(_ latex: String) throws -> SyntaxTree { try SyntaxTree.parse(latex, with: Self.macros).tree }

  @Test(arguments: [
    (#"x \in \R^n"#, #"x \in \mathbb{R}^n"#), (#"\norm{x+y}_2"#, #"\lVert x+y \rVert_2"#), (#"\norm x"#, #"\lVert x \rVert"#),
    (#"\norm\R"#, #"\lVert \mathbb{R} \rVert"#), (#"\pair{a}{\norm{b}}"#, #"(a, \lVert b \rVert)"#), (#"\twice{a_1}"#, "(a_1, a_1)"),
    (#"\half x"#, #"\frac12 x"#), (#"\half3"#, #"\frac12 3"#), (#"\alpha\beta"#, #"a\beta"#),
    (#"\sqrt\scores"#, #"\sqrt QK^\top"#), (#"\newcommand{\v}[1]{\mathbf{#1}}\v{x}"#, #"\mathbf{x}"#),
    (#"\def\v#1{\mathbf{#1}}\v x"#, #"\mathbf{x}"#),
    (#"\def\f(#1){\sin{#1}}\f(x+1)y"#, #"\sin{x+1}y"#), (#"\def\f(#1){[#1]}\f (x)"#, "[x]"),
    (#"\def\f(#1,#2){#2_{#1}}\f(a,{b,c})"#, "b,c_{a}"), (#"\def\f(#1){#1}\f({(x)})"#, "(x)"),
    (#"\def\f#1\to#2.{#2 - #1}\f ab\to cd.e"#, "cd - abe"), (#"\def\f|#1#2|{#2^{#1}}\f|ab|"#, "b^{a}"),
    (#"\def\f:{x}\f:y"#, "xy"), (#"\def\f(#1){[#1]}\f(\f(x))"#, "[[x]]"),
    (#"\renewcommand\R{r}\R"#, "r"), (#"\providecommand\R{r}\R"#, #"\mathbb{R}"#), (#"\let\s=\sigma \s"#, #"\sigma"#),
    (#"\newcommand{\x}{y}"#, ""), (#"\DeclareMathOperator{\soft}{softmax}\soft(x)"#, #"\operatorname{softmax}(x)"#),
    (#"\DeclareMathOperator*{\best}{arg\,max}\best_j"#, #"\operatorname*{arg\,max}_j"#),
  ]) func `what an author wrote is what it stands for`(_ latex: String, _ meaning: String) throws {
    #expect(dump(try tree(latex).nodes) == dump(try SyntaxTree(parsing: meaning).nodes))
  }

  @Test(arguments: [
    (#"\bra{x}\ket{y}"#, #"\mathinner{\langle{x}|}\mathinner{|{y}\rangle}"#), (#"\Set{x}"#, #"\left\{\:x\:\right\}"#),
    (#"a \rarr b"#, #"a \rightarrow b"#), (#"\red{x}"#, #"\textcolor{red}{x}"#), (#"\coloneq"#, #"\coloneqq"#),
  ]) func `usual macros need no definition`(_ latex: String, _ meaning: String) throws {
    #expect(dump(try SyntaxTree(parsing: latex).nodes) == dump(try SyntaxTree(parsing: meaning).nodes))
  }

  @Test func `definitions hold in later formulas`() throws {
    let (_, later) = try SyntaxTree.parse(#"\newcommand{\v}{w} \v"#)
    #expect(dump(try SyntaxTree.parse(#"\v_1"#, with: later).tree.nodes) == dump(try SyntaxTree(parsing: "w_1").nodes))
  }

  @Test func `places are those of the author's text`() throws {
    let latex = #"y = \norm{x + z}"#
    let syntax = try tree(latex)
    #expect(syntax.latex == latex)
    let letters = syntax.descendants.compactMap { node -> String? in
      guard case .letter(let letter) = node.kind else { return nil }
      let text = Array(latex.utf8)[node.range]
      return "\(letter): \(String(decoding: text, as: UTF8.self))"
    }
    #expect(letters == ["y: y", "x: x", "z: z"])
    let bars = syntax.descendants.compactMap { node -> Range<Int>? in
      if case .sign(let sign) = node.kind, sign.glyph == "‖" { node.range } else { nil }
    }
    #expect(bars == [4..<latex.utf8.count, 4..<latex.utf8.count])
  }

  @Test(arguments: [
    (#"x + \loop"#, 4..<9, #"the macro `\loop` expands without end"#), (#"\grow"#, 0..<5, #"the macro `\grow` expands without end"#),
    (#"x \norm"#, 2..<7, #"missing argument of the macro `\norm`"#), (#"\pair{a"#, 5..<6, "`{` is never closed"),
    (#"x + \bad"#, 4..<8, #"unknown command `\sofmax`"#), (#"\norm{\sofmax}"#, 6..<13, #"unknown command `\sofmax`"#),
    (#"\newcommand{x}{y}"#, 11..<14, #"`\newcommand` defines a command"#),
    (#"\newcommand{\x}{#1}"#, 15..<19, "`#` is followed by the number of an argument, and this macro has none"),
    (#"\def\left{x}"#, 4..<9, #"`\left` can't be redefined"#),
    (#"\def\f(#1){#1} \f x"#, 15..<17, #"the macro `\f` is used without `(` before its argument"#),
    (#"\def\f(#1,#2){#1} \f(x;y)"#, 18..<20, #"the macro `\f` is used without `,` after its argument"#),
    (#"\def\f(#1){#1} {\f(x}"#, 16..<18, #"the macro `\f` is used without `)` after its argument"#),
    (#"\def\f#2{x}"#, 6..<7, #"the arguments of `\def` are `#1`, `#2` and so on, in this order"#),
    (#"\def\f#1 {x}"#, 8..<9, #"a blank can't end an argument of a macro"#),
  ]) func `errors are where the macro is used`(_ latex: String, _ range: Range<Int>, _ message: String) throws {
    let problem = #expect(throws: Problem.self) { try tree(latex) }
    #expect(problem?.message == message)
    #expect(problem?.range == range)
  }

  @Test func `an error within a macro names it`() throws {
    let problem = #expect(throws: Problem.self) { try tree(#"x + \bad"#) }
    #expect(problem?.notes == [#"the macro `\bad` is `\sofmax`"#])
  }

  @Test(arguments: [
    (
      #"\begin{CD} A @>f>> B \\ @VgVV @VVhV \\ C @>>k> D \end{CD}"#,
      #"\begin{array}{ccc} A & \xrightarrow[{\quad\quad}]{\quad f\quad} & B \\ "#
        + #"\mathllap{\scriptstyle g}\Big\downarrow\mathrlap{\scriptstyle} && \mathllap{\scriptstyle}\Big\downarrow\mathrlap{\scriptstyle h}"#
        + #" \\ C & \xrightarrow[{\quad k\quad}]{\quad\quad} & D\end{array}"#
    ),
    (
      #"x = \begin{CD} A @= B \\ @| @. \\ C @<{a<b}<< D_{@} \\ \end{CD}"#,
      #"x = \begin{array}{ccc} A & \xlongequal{\qquad} & B \\ \Big\Vert && \\ "#
        + #"C & \xleftarrow[{\quad\quad}]{\quad{a<b}\quad} & D_{@}\end{array}"#
    ),
    (#"\begin{CD} @>>> A \end{CD}"#, #"\begin{array}{ccc} & \xrightarrow[{\quad\quad}]{\quad\quad} & A\end{array}"#),
  ]) func `a commutative diagram is an array of objects and arrows`(_ latex: String, _ meaning: String) throws {
    #expect(dump(try SyntaxTree(parsing: latex).nodes) == dump(try SyntaxTree(parsing: meaning).nodes))
    #expect(dump(try tree(latex).nodes) == dump(try SyntaxTree(parsing: meaning).nodes))
  }

  @Test(arguments: [
    (#"\begin{CD} A @>f>> B"#, 0..<6, #"`\begin{CD}` is never closed"#),
    (#"\begin{CD} A @x B \end{CD}"#, 13..<14, "`@` begins an arrow of the diagram here, and none of its signs follows"),
    (#"\begin{CD} A @>f> B \end{CD}"#, 13..<15, "the arrow `@>` has no third `>`"),
    (#"\begin{CD} A @VVV B \end{CD}"#, 11..<12, "a row of vertical arrows has no objects"),
    (#"\begin{CD} @VVV @>>> \end{CD}"#, 16..<17, "a row has either horizontal or vertical arrows"),
    (#"\begin{CD} A @>\sofmax>> B \end{CD}"#, 15..<22, #"unknown command `\sofmax`"#),
  ]) func `an error in a diagram is at its place`(_ latex: String, _ range: Range<Int>, _ message: String) throws {
    let problem = #expect(throws: Problem.self) { try SyntaxTree(parsing: latex) }
    #expect(problem?.message == message)
    #expect(problem?.range == range)
  }
}
