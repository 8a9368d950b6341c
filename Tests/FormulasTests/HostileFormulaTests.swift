import Diagnostics
import LaTeXSyntax
import Testing

@testable import FormulaEvaluator
@testable import Formulas

/// Whatever an author writes is answered, quickly and without a crash.
@Suite struct `Hostile formulas` {
  @Test(arguments: [
    "y=" + String(repeating: "-", count: 20_000) + "1", "y=" + String(repeating: "1+", count: 20_000) + "1",
    "y=" + String(repeating: #"\sin"#, count: 5000) + " x", "y=" + String(repeating: #"\sum_i"#, count: 3000) + " x",
    "y=" + String(repeating: "2", count: 5000), "y=" + String(repeating: "x", count: 20_000),
    "y=" + String(repeating: "z", count: 20_000),
    "y=" + String(repeating: "x/", count: 3000) + "x",
    "y=" + String(repeating: "(", count: 90) + "x" + String(repeating: ")", count: 90),
    "y=" + String(repeating: "{", count: 90) + "x" + String(repeating: "}", count: 90),
    "y=x" + String(repeating: "_{x", count: 90) + String(repeating: "}", count: 90),
    "y=" + String(repeating: #"x\odot "#, count: 3000) + "x",
    "y=" + String(repeating: "|", count: 5000), "y=" + String(repeating: "x=", count: 3000) + "x",
    String(repeating: #"a=1\\"#, count: 2000) + "b=1",
    "y=" + String(repeating: #"\frac{1}{"#, count: 90) + "x" + String(repeating: "}", count: 90),
    "y=" + String(repeating: "x,", count: 20_000) + "x", #"y=\sum_{j=1}^{10^{18}}1"#,
    #"y=\sum_{j=1}^{10^{7}}\sum_{k=1}^{10^{7}}jk"#,
    #"y_{ijk}=A_iA_jA_k+0\sum_{l=1}^{2}A_l"#, #"y=\prod_{i=1}^{10^{8}}(1+i)"#, #"y=x_{10^{30}}"#, "y=I_{100000}",
    #"y=A_{1,\ldots,10^9}"#,
    #"y=\operatorname{Concat}(A_1,\ldots,A_{10^9})"#, #"y=\max(\ldots)"#, #"y=\sum_{\sum_{\sum_i}}"#, "^2", "_i=_i",
    #"\text{where}"#, #",\quad,\quad"#,
    #"\begin{aligned}&&&\\&=\\\end{aligned}"#, #"y=\begin{cases}\end{cases}"#, #"y=\begin{pmatrix}\end{pmatrix}"#,
    #"y=x\in\in x"#, "f(x)=f(x)=f(x)",
    #"y=e^{e^{e^{e^{e^{1}}}}}"#, #"y=\left(\right)"#, "y=()", "y=[,;]", #"y=\|\|"#, "=x", "y==x",
    #"y=\frac{\partial}{\partial}"#,
    #"\nabla=1"#, #"y=\nabla"#, #"y=\hat{}"#, #"y=\mathbf{}"#, #"y=\sqrt[0]{4}"#, #"y=x_{}"#, #"y=x^{}"#, #"i\in\{\}"#,
    #"x_i=1,\quad i\in\{\}"#,
    #"x_i=1,\quad i=1,2,\ldots,10^{12}"#, "t_t=t_{t-1}", #"\sum_i=1"#, #"\delta_{1}=\delta_{\delta}"#, "y=x_x_x",
    #"y=A_{::}"#, #"y=A_{:,:,:,:}"#, #"\bmod"#, #"y=\mathbf{1}_{10^{10}}"#, "y=I_{10^9}", #"y=10^{18}!"#,
    "y=x" + String(repeating: "!", count: 5000),
    #"y=\binom{10^{15}}{10^{14}}"#, #"y=\begin{pmatrix}1&2\\3&4\end{pmatrix}^{10^{11}}"#, #"y=\begin{pmatrix}\end{pmatrix}^{-1}"#,
    "y=" + String(repeating: "[", count: 90) + "1" + String(repeating: "]", count: 90),
    "y=" + String(repeating: "{x+", count: 90) + "1" + String(repeating: "}", count: 90), String(repeating: "{x+1}", count: 3000),
    String(repeating: "1e", count: 3000), "y=1{,}" + String(repeating: "000{,}", count: 3000) + "000",
    "y=" + String(repeating: #"\underbrace{"#, count: 40) + "x" + String(repeating: "}_{=1}", count: 40),
    #"y=\overset{\overset{=}{=}}{=}"#, #"y=\underbrace{}_{=}"#, #"y=\underbrace{x}_{=}"#, #"y=\overset{=7}{}"#,
    String(repeating: #"\Delta"#, count: 5000) + " x=1", String(repeating: #"\nabla"#, count: 5000) + " x=1",
    String(repeating: #"\partial"#, count: 5000) + " x=1", String(repeating: "x", count: 5000) + "=1",
    String(repeating: "A", count: 24) + "=1", String(repeating: #"\Delta A"#, count: 3000) + "=1",
    "y=A" + String(repeating: "^{(A", count: 90) + String(repeating: ")}", count: 90), "A^{(i)}_{A^{(i)}}=A^{()}",
    #"[[[A]_i]_j]_k=A_i"#, "(A*A)_A=A", "(A*)_i=1", #"A_{t+9223372036854775807}=A_{t-1}"#, "A_{99999999999999999999}=1",
    #"f(x)=\begin{cases}f(x)\end{cases},\quad y=f(1)"#, #"f(x)=\begin{cases}f(f(x))&x>0\end{cases}"#,
    String(repeating: #"x\leftarrow x+x,\quad "#, count: 250) + "x=x", #"\leftarrow x"#, #"x_i\leftarrow x_{i-1}"#,
  ]) func `a formula is computed or refused`(_ latex: String) throws {
    var bindings = Bindings()
    try bindings.bind("x", to: number(0.5))
    try bindings.bind("A", to: vector(1, 2, 3))
    let end = latex.utf8.count
    let limits = WorkLimits(operations: 2_000_000, calls: 500)
    do {
      let syntax = try SyntaxTree(parsing: latex)
      _ = try WorkLimits.$current.withValue(limits) { try FormulaEvaluation(of: syntax, with: bindings) }
    } catch let error as Problem {
      #expect(error.range.lowerBound >= 0 && error.range.upperBound <= end)
      #expect(!error.message.isEmpty)
    }
  }

  @Test(arguments: [
    ("(", ")"), ("[", "]"), (#"\{"#, #"\}"#), (#"\lvert "#, #"\rvert "#), (#"\left("#, #"\right)"#), (#"\bigl("#, #"\bigr)"#),
    (#"\big("#, #"\big)"#), ("{", "}"),
  ]) func `ten thousand delimiters within each other are refused`(_ open: String, _ close: String) throws {
    let latex = String(repeating: open, count: 10_000) + "1" + String(repeating: close, count: 10_000)
    let problem = #expect(throws: Problem.self) { try SyntaxTree(parsing: latex) }
    #expect(problem?.message == "formula nested deeper than 100 levels")
  }

  @Test(arguments: ["|", #"\|"#, #"\vert "#]) func `ten thousand bars within each other are refused`(_ bar: String) throws {
    let bars = String(repeating: bar, count: 10_000)
    #expect(throws: Problem.self) { try FormulaExample("y=" + bars + "1" + bars).evaluation() }
  }

  @Test(arguments: [Int.min...Int.max, 0...Int.max, Int.min...0]) func `an index that runs through all numbers is refused`(
    _ range: ClosedRange<Int>
  ) throws {
    for latex in ["y_t=t", #"y=\sum_tt"#, "t", "y_t=y_{t-1}"] {
      #expect(try FormulaExample(latex).with { $0.index = ["t": range] }.problem().message.hasPrefix("the index `t` runs from "))
    }
  }

  @Test(arguments: [
    "x+1", "1+x", "x=1", "1=x", #"x\cdot 2"#, "x/2", #"\|x\|_3"#, #"\|A\|_1"#, #"\|A\|_\infty"#, #"\det A"#, "A^{-1}", "A^2", #"\max x"#,
    #"\max_ix_i"#, #"\exp(x)"#, "[x,x]", "[[x]]", #"\operatorname{diag}(x)"#, #"x\odot x"#, #"x^\top x"#, "x^2", "x_1", #"\mathbb{1}[x>1]"#,
  ])
  func `an empty array is no trap`(_ latex: String) throws {
    let names = ["x": ArrayValue(shape: [0], data: []), "A": ArrayValue(shape: [0, 0], data: [])]
    let (syntax, bindings) = (try SyntaxTree(parsing: latex), try FormulaExample(latex, names).bindings())
    _ = try? FormulaEvaluation(of: syntax, with: bindings)
  }

  @Test func `definitions that double each other are bounded`() throws {
    var example = FormulaExample("y=f_{40}(1)")
    example.given = ["f_0(x)=x"] + (1...40).map { "f_{\($0)}(x)=f_{\($0 - 1)}(x)+f_{\($0 - 1)}(x)" }
    let problem = try example.problem()
    #expect(problem.message == "the formula is too large, with its definitions written out")
  }

  @Test func `more work than a check may take is refused with advice`() throws {
    let example = FormulaExample(#"y=\sum_{i=1}^{n}\sum_{j=1}^{n}ij"#, ["n": number(100_000)])
    let problem = try WorkLimits.$current.withValue(WorkLimits(operations: 2_000_000)) { try example.problem() }
    #expect(problem.message == "this takes too many operations")
    #expect(problem.help == "check the formula on smaller data, or write its sums as matrix products")
  }

  @Test func `an empty matrix is no trap`() throws {
    let names = ["A": ArrayValue(shape: [0, 3], data: []), "B": ArrayValue(shape: [3, 0], data: [])]
    #expect(try FormulaExample("C=BA", names).value() == ArrayValue(shape: [3, 3], data: Array(repeating: 0, count: 9)))
    #expect(try FormulaExample("C=AB", names).value().shape == [0, 0])
    for latex in [
      #"y=\operatorname{softmax}(A)"#, #"y=\operatorname{rowmax}(B)"#, #"y=\operatorname{colsum}(A)"#, "y=A_1",
      #"y=\sum_iA_i"#,
    ] {
      let syntax = try SyntaxTree(parsing: latex)
      let bindings = try FormulaExample(latex, names).bindings()
      _ = try? FormulaEvaluation(of: syntax, with: bindings)
    }
  }
}
