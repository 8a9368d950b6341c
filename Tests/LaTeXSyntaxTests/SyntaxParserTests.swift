import LaTeXSyntax
import Testing

/// What is read, as text: see `dump`.
@Suite struct SyntaxParserTests {
  @Test(arguments: [
    ("x", "x"),
    ("12.5x", "12.5 x"),
    (".5", ".5"),
    ("1 000.", "1000 ."),
    (#"\alpha\ell"#, "α ℓ"),
    ("x+y", "x +ᴮ y"),
    ("a-b*c/d", "a −ᴮ b ∗ᴮ c / d"),
    (#"a\le b\in C"#, "a ≤ᴿ b ∈ᴿ C"),
    ("f(x,y)", "f (⁽ x ,ᴾ y )⁾"),
    (#"\{1,\ldots,n\}"#, "{⁽ 1 ,ᴾ …ᴵ ,ᴾ n }⁾"),
    (#"|x|\|y\|\lVert z\rVert"#, "| x | ‖ y ‖ ‖⁽ z ‖⁾"),
    (#"\log x, \max y"#, "op(log) x ,ᴾ op*(max) y"),
    ("α ≤ β · γ − ∞", "α ≤ᴿ β ⋅ᴮ γ −ᴮ ∞"),
    ("ℝ \\R \\mathbb{R}", "blackboard(R) blackboard(R) blackboard(R)"),
    ("注意 é e\u{301}", "注 意 é e\u{301}"),
    ("{x}{}", "{x} {}"),
    ("a % the rest is a comment\n b", "a b"),
  ])
  func `letters, numbers and signs`(latex: String, tree: String) throws {
    #expect(try dump(SyntaxTree(parsing: latex).nodes) == tree)
  }

  @Test(arguments: [
    ("x_i", "scripts(x _i)"),
    ("x_{i}^{2}", "scripts(x _i ^2)"),
    ("x^2_i", "scripts(x _i ^2)"),
    ("x_{ij}", "scripts(x _{i j})"),
    ("x^23", "scripts(x ^2) 3"),
    ("12^2", "scripts(12 ^2)"),
    (#"x_\text{new}"#, "scripts(x _roman“new”)"),
    (#"e^\frac12"#, "scripts(e ^frac(1, 2))"),
    ("x^{a^b}", "scripts(x ^scripts(a ^b))"),
    ("f'", "scripts(f ')"),
    ("f''_i", "scripts(f _i '')"),
    ("f'^2", "scripts(f ^2 ')"),
    ("x′", "scripts(x ')"),
    ("{}^ab", "scripts(- ^a) b"),
    ("^a", "scripts(- ^a)"),
    (#"x\,^2"#, "x space(0.167) scripts(- ^2)"),
    ("(a)^2", "(⁽ a scripts()⁾ ^2)"),
    ("{ab}^2", "scripts({a b} ^2)"),
    (#"\sum_{i=1}^n"#, "scripts(∑ᴼ _{i =ᴿ 1} ^n)"),
    (#"\sum\limits_i\int\nolimits_0"#, "scripts(∑ᴼ _i limits) scripts(∫ᴼ _0 noLimits)"),
    (#"\max_j"#, "scripts(op*(max) _j)"),
    (#"\underbrace{ab}_{n}"#, "scripts(brace-under({a b}) _n)"),
    (#"\left(a\right)^2"#, "scripts(left([a]right) ^2)"),
    (#"\begin{pmatrix}a\end{pmatrix}^\top"#, "scripts(pmatrix[a] ^⊤)"),
  ])
  func scripts(latex: String, tree: String) throws {
    #expect(try dump(SyntaxTree(parsing: latex).nodes) == tree)
  }

  @Test(arguments: [
    (#"\frac{a}{b}"#, "frac(a, b)"),
    (#"\frac12\dfrac ab\tfrac{a}b"#, "frac(1, 2) frac-display(a, b) frac-text(a, b)"),
    (#"a+b \over c"#, "frac({a +ᴮ b}, c)"),
    (#"{n \choose k}"#, "{frac-binomial(n, k)}"),
    (#"\binom nk"#, "frac-binomial(n, k)"),
    (#"{i \atop j}"#, "{substack[i ; j]}"),
    (#"a \above 1pt b+c"#, "frac(a, {b +ᴮ c})"), (#"{a\above{0pt}b}"#, "{substack[a ; b]}"),
    (#"x\begingroup a\over b\endgroup^2\bgroup c\egroup"#, "x scripts({frac(a, b)} ^2) {c}"),
    (#"\text{if \(x>0\) holds}"#, "{roman“if ” {x >ᴿ 0} roman“ holds”}"), (#"\text{a\phantom{b}}"#, "{roman“a” phantom(roman“b”)}"),
    (#"\sqrt{d_k}"#, "root(scripts(d _k))"),
    (#"\sqrt[3]x"#, "root(x, 3)"),
    (#"\left\{x\middle|y\right."#, "left{[x | y]right"),
    (#"\left(\textcolor{red}{x\middle|y}\right)"#, "left([red(x | y)]right)"),
    (#"\left<a\right>"#, "left⟨[a]right⟩"),
    (#"\big(\Bigl\|\biggr)\Bigg/"#, "big(( 1.2) big(‖⁽ 1.8) big()⁾ 2.4) big(/ 3.0)"),
    (#"\hat x\widetilde{AB}\vec{v}"#, "hat(x) wideTilde({A B}) vector(v)"),
    (#"\overset{!}{=}\stackrel d\to"#, "stack(=ᴿ over !⁾) stack(→ᴿ over d)"),
    (#"\underset{x}{y}\xrightarrow[a]{b}"#, "stack(y under x) stack(→ᴿ over b under a)"),
    (#"\not=\not\in\not\sim\not a"#, "≠ᴿ ∉ᴿ ≁ᴿ not(a)"),
    (#"\boxed{x}\phantom{y}"#, "boxed(x) phantom(y)"),
    (#"a\bmod b"#, "a modᴮ b"),
    (#"1,\dots,n+\dots+m"#, "1 ,ᴾ …ᴵ ,ᴾ n +ᴮ ⋯ᴵ +ᴮ m"),
    (#"\mathop{\mathbb{E}}_x\mathrel{R}"#, "scripts(as-bigOperator(blackboard(E)) _x) as-relation(R)"),
  ])
  func `things above and beside each other`(latex: String, tree: String) throws {
    #expect(try dump(SyntaxTree(parsing: latex).nodes) == tree)
  }

  @Test(arguments: [
    (#"\operatorname{softmax}"#, "op(softmax)"),
    (#"\operatorname*{arg\,max}_x"#, "scripts(op*(arg max) _x)"),
    (#"\argmax\limsup"#, "op*(arg max) op*(lim sup)"),
    (#"\mathop{\rm arg\,max}\limits_x"#, "scripts(op*(arg max) _x limits)"),
    (#"\operatorname{top-k}"#, "op(top-k)"),
    (#"\operatorname{step\_num}"#, "op(step_num)"),
    (#"\mathrm{softmax}"#, "roman({s o f t m a x})"),
    (#"\mathbf x\mathbf{W}_q"#, "bold(x) scripts(bold(W) _q)"),
    (#"\bm\theta\mathcal{L}"#, "boldItalic(θ) calligraphic(L)"),
    (#"{\bf x y} z"#, "{bold({x y})} z"),
    (#"\text{if }x"#, "roman“if ” x"),
    (#"\text{for $i<n$, \textbf{so}}"#, "{roman“for ” {i <ᴿ n} roman“, ” bold“so”}"),
    (#"\textrm{a  b}\mbox{``c''--d}\text{e\_f \& \{g\}}"#, "roman“a b” roman““c”–d” roman“e_f & {g}”"),
    (#"\text{Schr\"odinger, caf\'{e}}"#, "roman“Schro\u{308}dinger, cafe\u{301}”"),
  ])
  func `names and alphabets`(latex: String, tree: String) throws {
    #expect(try dump(SyntaxTree(parsing: latex).nodes) == tree)
  }

  @Test(arguments: [
    (#"\textcolor{red}{a+b}c"#, "red(a +ᴮ b) c"),
    (#"a\color{Blue}b"#, "a blue(b)"),
    (#"{\color{#F00}x}y"#, "{#f00(x)} y"),
    (#"\displaystyle\sum x"#, "display(∑ᴼ x)"),
    (#"{\small x}"#, "{small(x)}"),
    (#"a\,b\;c\quad d~e\!f"#, "a space(0.167) b space(0.278) c space(1.0) d space(0.25) e space(-0.167) f"),
    (#"\hspace{1cm}\kern-2pt\mkern 3mu"#, "space(2.845) space(-0.2) space(0.167)"),
    (#"x\tag{1}\label{eq:x}\nonumber"#, "x tag(roman“1”)"),
  ])
  func `colors, sizes and spaces`(latex: String, tree: String) throws {
    #expect(try dump(SyntaxTree(parsing: latex).nodes) == tree)
  }

  @Test(arguments: [
    (#"\begin{aligned}a&=b\\&=c\end{aligned}"#, "aligned[a & =ᴿ b ;  & =ᴿ c]"),
    (#"\begin{cases}0&j\le i\\-\infty&\text{else}\\\end{cases}"#, "cases[0 & j ≤ᴿ i ; −ᴮ ∞ & roman“else”]"),
    (#"\begin{array}{c|c}1&2\\\hline3&4\\\hline\end{array}"#, "array<c|c>[1 & 2 ; 3 & 4 lines [1, 2]]"),
    (#"\begin{pmatrix*}[r]1\\-1\end{pmatrix*}"#, "pmatrix*<r>[1 ; −ᴮ 1]"),
    (#"\begin{gather}a\\[4pt]b\end{gather}"#, #"gather[a ; b gaps ["0: 0.4"]]"#),
    (#"\begin{gather}a\\ [b]\end{gather}"#, "gather[a ; [⁽ b ]⁾]"),
    (#"\begin{alignat}{2}a&=b\end{alignat}"#, "alignat[a & =ᴿ b]"),
    (#"\begin{equation}a=b\end{equation}"#, "a =ᴿ b"),
    (#"\begin{equation*}a\\b\end{equation*}"#, "gathered[a ; b]"),
    (#"\sum_{\substack{i\\j}}"#, "scripts(∑ᴼ _substack[i ; j])"),
    (#"a\\b\\"#, "gathered[a ; b]"),
    (#"\begin{matrix}\end{matrix}"#, "matrix[]"),
  ])
  func tables(latex: String, tree: String) throws {
    #expect(try dump(SyntaxTree(parsing: latex).nodes) == tree)
  }

  /// Ranges are what messages, notes on a page and the meaning parser stand on.
  @Test func `a node covers exactly the bytes it came from`() throws {
    let latex = #"α_{ij} + \frac{\mathbf x}{ 2 }"#
    let nodes = try SyntaxTree(parsing: latex).nodes
    func text(_ node: SyntaxTree.Node) -> String {
      String(decoding: Array(latex.utf8)[node.range], as: UTF8.self)
    }
    #expect(nodes.map(text) == [#"α_{ij}"#, "+", #"\frac{\mathbf x}{ 2 }"#])
    guard case .fraction(let numerator, let denominator, _) = nodes[2].kind else {
      Issue.record("not a fraction")
      return
    }
    #expect([numerator, denominator].map(text) == [#"\mathbf x"#, "2"])
  }

  /// The commands that texts on attention use, most frequent first.
  @Test(
    arguments: #"""
      \mathbf{x} \frac{a}{b} \in \mathbb{R} \textrm{a} \times \sum \text{a} \alpha \Omega \mathcal{L} \hat{x} \sqrt{x}
      \ldots \textcolor{red}{x} \top \cdot \leftarrow \big( \Big( \bigg( \Bigg( \| \odot \tilde{x} \bar{x} \mathrm{d}
      \operatorname{f} \prod \max \log \exp \partial \nabla \infty \le \ge \leq \geq \ne \neq \approx \sim \to \mapsto
      \Rightarrow \lfloor \lceil \langle \rfloor \rceil \rangle \Vert \pm \underbrace{x} \overbrace{x} \underset{a}{b}
      \overset{a}{b} \stackrel{a}{b}
      \boldsymbol{x} \pmb{x} \mathsf{x} \mathscr{L} \mathfrak{g} \dots \cdots \vdots \ddots
      \quad \qquad \, \; \! \:
      \binom{n}{k} \gets \circ \ast \otimes \oplus \forall \exists \mid \propto
      \triangleq
      \prime \widehat{x} \overline{x} \vec{v} \dot{x} \tfrac{a}{b} \dfrac{a}{b} \bmod \pmod{n}
      """#.split(whereSeparator: \.isWhitespace).map(String.init))
  func `every common command is known`(latex: String) throws {
    _ = try SyntaxTree(parsing: latex)
  }
}
