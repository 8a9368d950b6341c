import LaTeXSyntax
import Testing

/// Whole elements as text, without what is the same about all of them.
@Suite struct MathMLTests {
  private func markup(_ latex: String, display: Bool = false, symbols: [Range<Int>: String] = [:]) throws -> String {
    let whole = try SyntaxTree(parsing: latex).mathML(display: display, symbols: symbols)
    let start = (whole.firstRange(of: "<semantics>") ?? whole.firstRange(of: ">"))?.upperBound ?? whole.startIndex
    let end = (whole.firstRange(of: "<annotation") ?? whole.firstRange(of: "</math>"))?.lowerBound ?? whole.endIndex
    return String(whole[start..<end])
  }

  @Test func `the whole formula carries its LaTeX`() throws {
    #expect(
      try SyntaxTree(parsing: "a<b").mathML(display: true)
        == #"<math display="block"><semantics><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>"#
        + #"<annotation encoding="application/x-tex">a&lt;b</annotation></semantics></math>"#)
  }

  @Test(arguments: [("x", "<math><mi>x</mi></math>"), (" 12 ", "<math><mn>12</mn></math>")])
  func `a letter and a whole number are their own LaTeX`(latex: String, markup: String) throws {
    #expect(try SyntaxTree(parsing: latex).mathML(display: false) == markup)
  }

  @Test(arguments: [
    ("x", "<mi>x</mi>"),
    ("d_k", "<msub><mi>d</mi><mi>k</mi></msub>"),
    ("W_i^Q", "<msubsup><mi>W</mi><mi>i</mi><mi>Q</mi></msubsup>"),
    (#"QK^\top"#, "<mrow><mi>Q</mi><msup><mi>K</mi><mi>⊤</mi></msup></mrow>"),
    (#"\frac{1}{2}"#, "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
    (#"\sqrt{d}"#, "<msqrt><mi>d</mi></msqrt>"),
    (#"\sqrt[3]{d}"#, "<mroot><mi>d</mi><mn>3</mn></mroot>"),
    (
      #"\binom nk"#,
      #"<mrow><mo stretchy="true">(</mo><mfrac linethickness="0"><mi>n</mi><mi>k</mi></mfrac>"#
        + #"<mo stretchy="true">)</mo></mrow>"#
    ),
    (#"\Theta"#, #"<mi mathvariant="normal">Θ</mi>"#),
    (#"\mathbf{q}\mathbb{R}\mathcal{L}\boldsymbol{\theta}"#, "<mrow><mi>𝐪</mi><mi>ℝ</mi><mi>ℒ</mi><mi>𝜽</mi></mrow>"),
    (#"\mathrm{softmax}\mathrm{d}"#, #"<mrow><mi>softmax</mi><mi mathvariant="normal">d</mi></mrow>"#),
    (#"\text{if }"#, "<mtext>if\u{A0}</mtext>"),
    (#"\hat{x}"#, #"<mover accent="true"><mi>x</mi><mo stretchy="false">ˆ</mo></mover>"#),
    (#"\overline{xy}"#, #"<mrow class="overline"><mi>x</mi><mi>y</mi></mrow>"#),
    ("f'", #"<msup><mi>f</mi><mo class="prime">′</mo></msup>"#),
    (
      #"a\quad b\!c"#,
      #"<mrow><mi>a</mi><mspace width="1em"/><mi>b</mi><mspace style="margin-left:-.167em"/>"#
        + "<mi>c</mi></mrow>"
    ),
    (#"\underbrace{x}_{n}"#, "<munder><munder><mi>x</mi><mo>⏟</mo></munder><mi>n</mi></munder>"),
    (#"\mathchoice{a}{b}{c}{d}^{\mathchoice{a}{b}{c}{d}}"#, "<msup><mi>b</mi><mi>c</mi></msup>"),
    (
      #"x\tag{$\ast$}"#,
      #"<mrow><mi>x</mi><mrow><mspace width="2em"/><mtext>(</mtext><mo lspace="0" rspace="0">∗</mo><mtext>)</mtext></mrow></mrow>"#
    ),
    (#"x\tag*{A}"#, #"<mrow><mi>x</mi><mrow><mspace width="2em"/><mtext>A</mtext></mrow></mrow>"#),
    // Without the page's address of it, it is no link.
    (#"\href{javascript:alert(1)}{x}"#, "<mi>x</mi>"),
    (
      #"\begin{array}{|c|c|}\multicolumn{2}{|l|}{a}\\\cline{2-2}1&2\\\cline{1-1}\end{array}"#,
      #"<mtable class="array"><mtr><mtd class="left line-before line-after" columnspan="2"><mi>a</mi></mtd></mtr>"#
        + #"<mtr><mtd class="line-before line-below"><mn>1</mn></mtd><mtd class="line-before line-after line-above"><mn>2</mn></mtd></mtr></mtable>"#
    ),
    (
      #"\begin{gathered}a\\\intertext{so}b\end{gathered}"#,
      #"<mtable class="gathered" displaystyle="true"><mtr><mtd><mi>a</mi></mtd></mtr><mtr><mtd class="left"><mtext>so</mtext></mtd></mtr>"#
        + "<mtr><mtd><mi>b</mi></mtd></mtr></mtable>"
    ),
    (#"\not\lVert"#, #"<mo lspace="0" rspace="0">‖̸</mo>"#),
  ])
  func `an element for a node`(latex: String, expected: String) throws {
    #expect(try markup(latex) == expected)
  }

  @Test(arguments: [
    // A binary minus has MathML's own space, a sign has none.
    ("a-b", "<mrow><mi>a</mi><mo>−</mo><mi>b</mi></mrow>"),
    ("-b", #"<mrow><mo lspace="0" rspace="0">−</mo><mi>b</mi></mrow>"#),
    ("a=-b", #"<mrow><mi>a</mi><mo>=</mo><mo lspace="0" rspace="0">−</mo><mi>b</mi></mrow>"#),
    // In scripts there is none.
    ("x_{t-1}", #"<msub><mi>x</mi><mrow><mi>t</mi><mo lspace="0" rspace="0">−</mo><mn>1</mn></mrow></msub>"#),
    // A function is applied; a thin space stands before its argument, none before a parenthesis.
    (#"\log x"#, "<mrow><mi>log</mi><mo rspace=\".167em\">\u{2061}</mo><mi>x</mi></mrow>"),
    (
      #"\log(x)"#,
      "<mrow><mi>log</mi><mo>\u{2061}</mo><mo stretchy=\"false\">(</mo><mi>x</mi><mo stretchy=\"false\">)</mo></mrow>"
    ),
    (#"\max = 1"#, #"<mrow><mi>max</mi><mo>=</mo><mn>1</mn></mrow>"#),
    (#"a\odot b"#, #"<mrow><mi>a</mi><mo largeop="false" lspace=".222em" rspace=".222em">⊙</mo><mi>b</mi></mrow>"#),
    (#"a,b"#, "<mrow><mi>a</mi><mo>,</mo><mi>b</mi></mrow>"),
    (
      #"\left(a\right)b"#,
      #"<mrow><mrow><mo stretchy="false">(</mo><mi>a</mi><mo stretchy="false">)</mo></mrow>"#
        + #"<mspace width=".167em"/><mi>b</mi></mrow>"#
    ),
    // TeX sees the plus through its color.
    (
      #"a\textcolor{red}{+}b"#,
      #"<mrow><mi>a</mi><mstyle mathcolor="red">"#
        + #"<mo lspace=".222em" rspace=".222em">+</mo></mstyle><mi>b</mi></mrow>"#
    ),
    (#"\dfrac12"#, #"<mstyle displaystyle="true"><mfrac><mn>1</mn><mn>2</mn></mfrac></mstyle>"#),
  ])
  func `the space between neighbors`(latex: String, expected: String) throws {
    #expect(try markup(latex) == expected)
  }

  @Test func `limits stand below in display and beside in text`() throws {
    #expect(try markup(#"\sum_i"#, display: true) == #"<munder><mo lspace="0" rspace="0">∑</mo><mi>i</mi></munder>"#)
    #expect(try markup(#"\sum_i"#) == #"<msub><mo lspace="0" rspace="0">∑</mo><mi>i</mi></msub>"#)
    #expect(try markup(#"\int_0"#, display: true) == #"<msub><mo lspace="0" rspace="0">∫</mo><mn>0</mn></msub>"#)
    #expect(try markup(#"\max_j"#, display: true) == "<munder><mi>max</mi><mi>j</mi></munder>")
    #expect(try markup(#"\frac{\sum_i}2"#, display: true).contains("<msub>"))
    #expect(try markup(#"\displaystyle\sum_i"#).contains("<munder>"))
    #expect(
      try markup(#"\sum\limits_i"#)
        == #"<munder><mo lspace="0" rspace="0" movablelimits="false">∑</mo><mi>i</mi></munder>"#)
  }

  @Test func `a fence stretches only around something tall`() throws {
    #expect(try markup(#"\left(x_i\right)"#).contains(#"<mo stretchy="false">(</mo>"#))
    #expect(try markup(#"\left(\frac12\right)"#).contains(#"<mo stretchy="true">(</mo>"#))
    #expect(try markup(#"\left.\frac12\right|"#).contains(#"<mo form="postfix" stretchy="true">|</mo>"#))
    #expect(try markup(#"\Big("#) == #"<mo stretchy="true" minsize="1.8em" maxsize="1.8em" symmetric="true">(</mo>"#)
  }

  @Test func `a table's columns are classes`() throws {
    #expect(
      try markup(#"\begin{aligned}a&=b\end{aligned}"#)
        == #"<mtable class="aligned" displaystyle="true"><mtr><mtd><mi>a</mi></mtd>"#
        + #"<mtd><mo lspace=".278em" rspace=".278em">=</mo><mi>b</mi></mtd></mtr></mtable>"#)
    #expect(
      try markup(#"\begin{array}{l|c|}1&2\\\hline3&4\end{array}"#)
        == #"<mtable class="array"><mtr><mtd class="left"><mn>1</mn></mtd>"#
        + #"<mtd class="line-before line-after"><mn>2</mn></mtd></mtr>"#
        + #"<mtr class="line-above"><mtd class="left"><mn>3</mn></mtd>"#
        + #"<mtd class="line-before line-after"><mn>4</mn></mtd></mtr></mtable>"#)
    #expect(
      try markup(#"\begin{cases}0\\1\end{cases}"#)
        == #"<mrow><mo stretchy="true">{</mo><mtable class="cases"><mtr><mtd><mn>0</mn></mtd></mtr>"#
        + "<mtr><mtd><mn>1</mn></mtd></mtr></mtable></mrow>")
  }

  @Test func `nothing in a formula is markup`() throws {
    let markup = try SyntaxTree(parsing: #"\text{<script>alert("x")</script> \&}\tag{<b>}"#).mathML(display: true)
    #expect(!markup.contains("<script") && !markup.contains("<b>"))
    #expect(markup.contains("<mtext>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp;</mtext>"))
  }

  // MARK: Names that a page annotates

  @Test func `a name's element can be found and focused`() throws {
    #expect(
      try markup("Q+Q", symbols: [0..<1: "q"])
        == #"<mrow><mi data-symbol="q" tabindex="-1">Q</mi><mo>+</mo><mi>Q</mi></mrow>"#)
    #expect(
      try markup("d_k", symbols: [0..<3: "dk"])
        == #"<msub data-symbol="dk" tabindex="-1"><mi>d</mi><mi>k</mi></msub>"#)
    #expect(
      try markup(#"\mathbf{x}"#, symbols: [0..<10: "x"]) == #"<mi data-symbol="x" tabindex="-1">𝐱</mi>"#)
  }

  @Test func `a name may be several letters, or a part of scripts`() throws {
    #expect(
      try markup("pos/2", symbols: [0..<3: "pos"])
        == #"<mrow><mrow data-symbol="pos" tabindex="-1"><mi>p</mi><mi>o</mi><mi>s</mi></mrow>"#
        + #"<mo lspace="0" rspace="0">/</mo><mn>2</mn></mrow>"#)
    #expect(
      try markup("dP^2", symbols: [0..<2: "dP"])
        == #"<mrow data-symbol="dP" tabindex="-1"><mi>d</mi><msup><mi>P</mi><mn>2</mn></msup></mrow>"#.wrapped)
    #expect(
      try markup("x_i^2", symbols: [0..<3: "xi"])
        == #"<msubsup data-symbol="xi" tabindex="-1"><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"#)
    #expect(
      try markup("x_i^2", symbols: [0..<1: "x"])
        == #"<msubsup><mi data-symbol="x" tabindex="-1">x</mi><mi>i</mi><mn>2</mn></msubsup>"#)
  }

  // MARK: All of them

  @Test func `two hundred formulas as authors write them`() throws {
    let formulas = try RealWorldFormulas.all()
    #expect(formulas.count >= 200)
    var size = 0
    for latex in formulas {
      let markup = try SyntaxTree(parsing: latex).mathML(display: true)
      size += markup.utf8.count
      expectBalanced(markup, latex)
    }
    // A page with many formulas stays small.
    #expect(size < 250_000)
  }

  /// Every element is closed, in order, and has as many children as it needs.
  private func expectBalanced(_ markup: String, _ latex: String) {
    let arity = ["msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3, "mfrac": 2, "mroot": 2]
    var open: [(name: String, children: Int)] = []
    for piece in markup.split(separator: "<") {
      let tag = piece.prefix { $0 != ">" }
      if tag.hasPrefix("/") {
        guard let (name, children) = open.popLast() else {
          Issue.record("nothing to close in \(latex)")
          return
        }
        #expect(name == tag.dropFirst(), "\(latex)")
        if let needed = arity[name] { #expect(children == needed, "\(name) in \(latex)") }
      } else {
        if !open.isEmpty { open[open.count - 1].children += 1 }
        let name = String(tag.prefix { $0.isLetter })
        if !tag.hasSuffix("/") { open.append((name, 0)) }
      }
    }
    #expect(open.isEmpty, "\(latex)")
  }
}

extension String {
  /// In a row of its own.
  fileprivate var wrapped: String { "<mrow>\(self)</mrow>" }
}
