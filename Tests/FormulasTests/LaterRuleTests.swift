import Diagnostics
import Testing

@testable import Formulas

private typealias F = FormulaExample

@Suite struct `R9 Builtins` {
  static let names = [
    "x": vector(0, 1, -1), "A": matrix([1, 2], [3, 4]), "a": vector(1, 2), "b": vector(3), "c": number(0),
    "z": matrix([0, 0], [0, 1000]),
  ]

  @Test(arguments: [
    (#"y=\operatorname{ReLU}(x)"#, vector(0, 1, 0)), (#"y=\operatorname{tr}(A)"#, number(5)),
    (#"y=\text{diag}(a)"#, matrix([1, 0], [0, 2])), (#"y=\operatorname{diag}(A)"#, vector(1, 4)),
    (#"y=\operatorname{rowsum}(A)"#, matrix([3], [7])), (#"y=\operatorname{colsum}(A)"#, vector(4, 6)),
    (#"y=\mathrm{Concat}(a,b)"#, vector(1, 2, 3)), (#"y=\operatorname{sigmoid}(c)"#, number(0.5)),
    (#"y=\operatorname{softmax}(z)"#, matrix([0.5, 0.5], [0, 1])),
    (#"y_i=\operatorname{softmax}_j(z_{ij})"#, matrix([0.5, 0.5], [0, 1])),
    (#"y_{ij}=\operatorname{softmax}_j(z_{ij})"#, matrix([0.5, 0.5], [0, 1])),
    (#"y=\operatorname{argmax}(x)"#, number(2)),
    (#"y=\arg\max_ix_i"#, number(2)), (#"y=\operatorname*{arg\,min}_ix_i"#, number(3)),
    (#"y=\operatorname{mean}(x)"#, number(0)),
    (#"y=\operatorname{softmax}(x)_2"#, number(0.6652409557748219)), (#"y=\operatorname{rowmax}(A)"#, matrix([2], [4])),
    (#"y=\lVert a\rVert^2"#, number(5)), (#"y=\|a\|_1"#, number(3)), (#"y=\|a\|_\infty"#, number(2)),
    (#"y=\|A\|_F^2"#, number(30)),
    (#"y=|-3|"#, number(3)), (#"y=\lfloor 2.5\rfloor+\lceil 2.5\rceil"#, number(5)),
  ]) func `a builtin has its value`(_ latex: String, _ expected: ArrayValue) throws {
    let found = try F(latex, Self.names).value()
    #expect(found.shape == expected.shape)
    expect(
      ArrayValue(shape: expected.shape, data: found.data), equals: ArrayValue(shape: expected.shape, data: expected.data))
  }

  @Test func `a binding of the same name wins`() throws {
    let example = F(#"y=\operatorname{relu}(x)"#, ["x": number(-2)]).with { $0.given = [#"\operatorname{relu}(u)=-u"#] }
    #expect(try example.value() == number(2))
  }

  @Test func `softmax of a number is refused`() throws {
    let example = F(#"\text{softmax}(x_i)=\frac{e^{x_i}}{\sum_{j=1}^{n}e^{x_j}}"#, ["x": vector(1, 2), "n": number(2)])
    let problem = try example.problem()
    #expect(problem.message == "`softmax` of a number")
    #expect(problem.help == #"take it of the whole vector and then the entry: `\text{softmax}(x)_i`"#)
    #expect(example.marked(by: problem) == #"\text{softmax}(x_i)"#)
  }

  @Test func `its entry is taken of the whole`() throws {
    let example = F(#"\text{softmax}(x)_i=\frac{e^{x_i}}{\sum_{j=1}^{n}e^{x_j}}"#, ["x": vector(1, 2), "n": number(2)])
    #expect(try example.evaluation().agrees)
  }

  @Test func `a row of minus infinity gives zeros`() throws {
    let inf = Double.infinity
    let found = try F(#"y=\operatorname{softmax}(S)"#, ["S": matrix([-inf, -inf], [0, -inf])]).value()
    #expect(found == matrix([0, 0], [1, 0]))
  }
}

@Suite struct `R10 Decoration` {
  @Test(arguments: [
    #"y=\left(a+b\right)c"#, #"y=\big(a+b\big)c"#, #"y=\Big[a+b\Big]c"#, #"y=\bigl(a+b\bigr)\,c"#, #"\displaystyle y=(a+b)c."#,
    #"\color{red}y=(a+\textcolor{blue}{b})c,"#,
    #"y=\underbrace{(a+b)}_{\text{sum}}c"#, #"\boxed{y=(a+b)c}"#, #"y={(a+b)}{c}"#, #"y=[a+b]c \tag{1}"#,
  ]) func `what only decorates changes nothing`(_ latex: String) throws {
    #expect(try F(latex, ["a": number(1), "b": number(2), "c": number(4)]).value() == number(12))
  }

  @Test func `bars are paired by where they stand`() throws {
    let names = ["a": vector(3, 4), "b": vector(6, 8), "c": number(-2)]
    #expect(try F(#"y=\|a\|\|b\|-|c|\|a-b\|"#, names).value() == number(40))
  }
}

@Suite struct `R11 Ellipsis` {
  @Test(arguments: [
    #"y=\operatorname{Concat}(x_1,\ldots,x_h)"#, #"y=\operatorname{Concat}(x_1,x_2,\dots,x_3)"#,
    #"y=\operatorname{Concat}(x_1,...,x_{h})"#,
  ]) func `dots expand the one number that changes`(_ latex: String) throws {
    let names = ["x": matrix([1, 2], [3, 4], [5, 6]), "h": number(3)]
    #expect(try F(latex, names).value() == vector(1, 2, 3, 4, 5, 6))
  }

  @Test func `a list of numbers needs its step`() throws {
    let problem = try F(#"y_i=i,\quad i\in\{1,\ldots,4\}"#).problem()
    #expect(problem.message == "the step of the list is not said")
    #expect(try F(#"y_i=2i,\quad i\in\{1,2,\ldots,4\}"#).value() == vector(2, 4, 6, 8))
  }

  @Test func `items that differ twice say nothing`() throws {
    let names = ["x": matrix([1, 2], [3, 4]), "y": vector(1)]
    let problem = try F(#"z=\operatorname{Concat}(x_1,\ldots,y_2)"#, names).problem()
    #expect(problem.message == "nothing says what the dots stand for")
  }

  @Test(arguments: [
    (#"y=x_1+\cdots+x_3"#, 6.0), (#"y=x_1+x_2+\dots+x_n"#, 6), (#"y=x_1+\ldots+x_{n}"#, 6),
    (#"y=w_1x_1+\cdots+w_nx_n"#, 32), (#"y=x_1w_1+x_2w_2+\cdots+x_nw_n"#, 32),
    (#"y=a-x_1-\cdots-x_n"#, 4), (#"y=a+x_1+\cdots+x_n-1"#, 15), (#"y=2(x_1+\cdots+x_n)"#, 12),
    (#"y=1+2+\cdots+n"#, 6), (#"y=\frac{x_1+\cdots+x_n}{n}"#, 2),
  ]) func `dots in a sum write its terms out`(_ latex: String, _ expected: Double) throws {
    let names = ["x": vector(1, 2, 3), "w": vector(4, 5, 6), "a": number(10), "n": number(3)]
    #expect(try F(latex, names).value() == number(expected))
  }

  @Test func `two items before the dots say the step`() throws {
    #expect(try F(#"y=x_1+x_3+\cdots+x_5"#, ["x": vector(1, 2, 3, 4, 5)]).value() == number(9))
    #expect(
      try F(#"y=\operatorname{Concat}(x_1,x_3,\ldots,x_5)"#, ["x": matrix([1], [2], [3], [4], [5])]).value()
        == vector(1, 3, 5))
  }

  @Test(arguments: [
    #"y=x_1+\cdots-x_3"#, #"y=x_1+\cdots+w_3"#, #"y=x_1x_2\cdots x_3"#, #"y=\cdots+x_3"#, #"y=x_1+\cdots"#,
  ]) func `dots that say nothing are refused`(_ latex: String) throws {
    let problem = try F(latex, ["x": vector(1, 2, 3), "w": vector(4, 5, 6)]).problem()
    #expect(problem.message == "nothing says what the dots stand for")
  }

  @Test(arguments: [
    (#"y=x_3+\cdots+x_1"#, "the dots lead from 3 to 1"),
    (#"y=x_1+x_2+\cdots+x_2"#, "nothing says what the dots stand for"),
    (#"y=x_1+x_3+\cdots+x_2"#, "the dots lead from 3 to 2"),
    (#"y=x_1+x_3+\cdots+x_6"#, "the dots lead from 3 to 6 in steps of 2"),
    (#"y=x_1-x_2+\cdots+x_3"#, "dots between terms of different sign"),
  ]) func `dots that lead nowhere are refused`(_ latex: String, _ message: String) throws {
    #expect(try F(latex, ["x": vector(1, 2, 3, 4, 5, 6)]).problem().message == message)
  }
}

@Suite struct `R12 Cases` {
  @Test(arguments: [
    (#"y=\begin{cases}1&x>0\\2&\text{otherwise}\end{cases}"#, 2.0),
    (#"y=\begin{cases}1&\text{if }x\le-3\\2&\text{else}\end{cases}"#, 1),
    (#"y=\begin{cases}1,&x>0\\2,&x<0\end{cases}"#, 2), (#"y=\begin{cases}1&-5<x<0\\2&\text{otherwise}\end{cases}"#, 1),
    (#"y=\begin{cases}1&x=1\text{ or }x=-3\\2&\text{otherwise}\end{cases}"#, 1),
    (#"y=\begin{cases}1&x\text{ odd}\\2&x\text{ even}\end{cases}"#, 1),
    (#"y=\begin{cases}1&x<0\\2&x<1\end{cases}"#, 1),
  ]) func `the first true condition wins`(_ latex: String, _ expected: Double) throws {
    #expect(try F(latex, ["x": number(-3)]).value() == number(expected))
  }

  @Test func `none true is an error`() throws {
    #expect(try F(#"y=\begin{cases}1&x>0\\2&x<0\end{cases}"#, ["x": number(0)]).problem().message == "no case applies")
  }

  @Test func `words only name the branches`() throws {
    let example = F(#"y=\begin{cases}x&\text{training}\\2x&\text{inference}\end{cases}"#, ["x": number(3)])
    let statements = try example.evaluation().statements
    #expect(statements.map(\.label) == ["training", "inference"])
    #expect(statements.map(\.value) == [number(3), number(6)])
  }

  @Test func `a window mask`() throws {
    let example = F(#"M_{ij}=\begin{cases}0&i-w<j\le i\\-\infty&\text{otherwise}\end{cases}"#, ["w": number(2)]).with {
      $0.shapes = ["M": [3, 3]]
    }
    let inf = Double.infinity
    #expect(try example.value() == matrix([0, -inf, -inf], [0, 0, -inf], [-inf, 0, 0]))
  }
}

@Suite struct `R13 Matrices` {
  static let names = ["A": matrix([1, 2], [3, 4]), "b": vector(5, 6), "c": vector(7), "x": number(2)]

  @Test(arguments: [
    (#"Y=\begin{pmatrix}1&x\\x&1\end{pmatrix}"#, matrix([1, 2], [2, 1])),
    (#"Y=\begin{bmatrix}A&b\end{bmatrix}"#, matrix([1, 2, 5], [3, 4, 6])),
    (#"Y=\begin{bmatrix}A&b\\b^\top&x\end{bmatrix}"#, matrix([1, 2, 5], [3, 4, 6], [5, 6, 2])),
    ("y=[b;c]", vector(5, 6, 7)),
    ("Y=[b,b]", matrix([5, 5], [6, 6])), (#"y=A\begin{pmatrix}1\\x\end{pmatrix}"#, vector(5, 11)),
    ("Y=[A;A]", matrix([1, 2], [3, 4], [1, 2], [3, 4])),
    (#"Y=\left[\begin{array}{cc}1&0\\0&x\end{array}\right]"#, matrix([1, 0], [0, 2])),
  ]) func `blocks stand side by side`(_ latex: String, _ expected: ArrayValue) throws {
    #expect(try F(latex, Self.names).value() == expected)
  }

  @Test func `blocks that do not fit are refused with both shapes`() throws {
    let problem = try F(#"Y=\begin{bmatrix}A&c\end{bmatrix}"#, Self.names).problem()
    #expect(problem.notes == ["`A` is 2×2", "`c` is 1×1"])
  }
}

@Suite struct `R14 Statements` {
  @Test(arguments: [
    #"\begin{aligned}a&=b+1\\b&=2c\\c&=3\end{aligned}"#, #"a=b+1,\quad b=2c,\quad c=3"#,
    #"a=b+1 \text{ where } b=2c \text{ and } c=3"#,
    #"\begin{align}a&=b+1&b&=2c\\c&=3\end{align}"#, #"\begin{gather}a=b+1\\b=2c\\c=3\end{gather}"#, #"a=b+1\\b=2c\\c=3"#,
  ]) func `statements are computed in the order in which they need each other`(_ latex: String) throws {
    #expect(try F(latex).evaluation().statements.map(\.value) == [number(7), number(6), number(3)])
  }

  @Test func `a row that begins with an equals sign goes on with the one above`() throws {
    let statement = try F(#"\begin{aligned}a&=1+5\\&=2\cdot 3\\&\quad+0\end{aligned}"#).evaluation().statements[0]
    #expect(statement.members.map(\.value) == [number(6), number(6)])
    #expect(statement.left == "a")
  }

  @Test func `a left side with a power defines the whole name`() throws {
    let evaluation = try F(#"\sigma^2=4,\quad y=\sigma^2+1"#).evaluation()
    #expect(evaluation.definitions.map(\.name.latex).sorted() == [#"\sigma^2"#, "y"])
    #expect(evaluation.statements.map(\.value) == [number(4), number(5)])
  }

  @Test func `a cycle is refused`() throws {
    #expect(try F(#"a=b,\quad b=a"#).problem().message == "`a`, `b` are defined by each other")
    #expect(try F("x=x+1").problem().message == "`x` is defined by itself")
  }

  @Test func `a claim about a bound name is no cycle`() throws {
    #expect(try F(#"A=A^\top"#, ["A": matrix([1, 2], [2, 1])]).evaluation().agrees)
  }

  @Test func `given values are computed where they are needed`() throws {
    let example = F("y=2m", ["x": vector(1, 5)]).with { $0.given = [#"m=\max_jx_j"#, "unused=nothing"] }
    #expect(try example.value() == number(10))
  }

  @Test func `a problem in a given definition says so`() throws {
    let problem = try F("y=2m").with { $0.given = ["m=q"] }.problem()
    #expect(problem.message == "nothing is bound to `q`")
    #expect(problem.notes == ["in the given definition `m=q`"])
  }
}

@Suite struct `Recurrences` {
  @Test func `statements of one step need each other in any order`() throws {
    let example = F(
      #"\begin{aligned}d_i&=d_{i-1}e^{m_{i-1}-m_i}+e^{x_i-m_i}\\m_i&=\max(m_{i-1},x_i)\end{aligned}"#
        + #",\quad m_0=-\infty,\quad d_0=0"#,
      ["x": vector(1, 3, 2)])
    let statements = try example.evaluation().statements
    #expect(statements[1].value == vector(1, 3, 3))
    expect(try #require(statements[0].value), equals: vector(1, 1.1353352832366128, 1.5032147244080551))
  }

  @Test func `linear attention is a recurrence over outer products`() throws {
    let names = ["k": matrix([1, 0], [0, 2]), "v": matrix([1, 2, 3], [4, 5, 6]), "S_0": matrix([0, 0, 0], [0, 0, 0])]
    let found = try F(#"S_i=S_{i-1}+k_iv_i^\top"#, names).value()
    #expect(found.shape == [2, 2, 3])
    #expect(found.data == [1, 2, 3, 0, 0, 0, 1, 2, 3, 8, 10, 12])
  }

  @Test func `cases may say how it begins`() throws {
    let example = F(#"c_t=\begin{cases}x_1&t=1\\c_{t-1}+x_t&t>1\end{cases}"#, ["x": matrix([1, 1], [2, 0])])
    #expect(try example.value() == matrix([1, 1], [3, 1]))
  }

  @Test func `the first index declared zero holds the beginning`() throws {
    let example = F("a_t=a_{t-1}+a_{t-2}", ["a_0": number(1), "a_1": number(1)]).with { $0.index = ["t": 2...6] }
    #expect(try example.value() == vector(2, 3, 5, 8, 13))
  }

  @Test func `the index of the steps may stand behind another`() throws {
    let example = F("h_{i,t}=h_{i,t-1}+x_{i,t}", ["x": matrix([1, 2], [3, 4]), "h_0": number(0)])
    #expect(try example.value() == matrix([1, 3], [3, 7]))
  }

  @Test func `the code's values are compared with all steps`() throws {
    let names = ["x": vector(1, 2, 3), "s": vector(1, 3, 7), "s_0": number(0)]
    let agreement = try #require(try F("s_t=s_{t-1}+x_t", names).evaluation().statements[0].agreement)
    #expect(!agreement.agrees)
    #expect(agreement.index == [3])
    #expect(agreement.values == [7, 6])
  }

  @Test func `a beginning that is not bound is asked for`() throws {
    let example = F("h_t=2h_{t-1}+x_t", ["x": vector(1, 2)])
    let problem = try example.problem()
    #expect(problem.message == "nothing says what `h` begins with")
    #expect(problem.help == "bind it: `where: { h_0: … }`")
    #expect(example.marked(by: problem) == "h_{t-1}")
  }

  @Test func `the future is refused`() throws {
    let problem = try F("a_t=a_{t+1}+x_t", ["a_0": number(0), "x": vector(1, 2)]).problem()
    #expect(problem.help == "a cycle is allowed only through t-1")
  }

  @Test func `two statements of one step cannot need each other`() throws {
    let example = F(
      #"\begin{aligned}a_t&=b_t+a_{t-1}\\b_t&=a_t+x_t\end{aligned}"#, ["a_0": number(0), "x": vector(1, 2)])
    #expect(try example.problem().notes == ["a cycle is allowed only through t-1"])
  }
}

@Suite struct `R15 Constants` {
  static let names = ["A": matrix([1, 2], [3, 4]), "p": vector(0.25, 0.75), "n": number(2), #"\lambda"#: number(10)]

  @Test(arguments: [
    ("y=e", number(2.718281828459045)), (#"y=\pi"#, number(3.141592653589793)),
    (#"Y=A+\lambda I"#, matrix([11, 2], [3, 14])),
    ("Y=I_n", matrix([1, 0], [0, 1])), (#"Y=AI-A"#, matrix([0, 0], [0, 0])), (#"y=\mathbf{1}^\top p"#, number(1)),
    (#"y=A\mathbf{1}"#, vector(3, 7)), (#"Y=\mathbf{1}_n\mathbf{1}_n^\top"#, matrix([1, 1], [1, 1])),
    (#"Y_{ij}=\delta_{ij}A_{ij}"#, matrix([1, 0], [0, 4])), (#"y=e^{-\infty}"#, number(0)),
    (#"y=1/0"#, number(.infinity)),
    (#"y=p-\mathbf{1}"#, vector(-0.75, -0.25)), (#"Y=(I-A)"#, matrix([0, -2], [-3, -3])),
  ]) func `a constant that nothing is bound to has its value`(_ latex: String, _ expected: ArrayValue) throws {
    #expect(try F(latex, Self.names).value() == expected)
  }

  @Test func `a binding wins`() throws {
    #expect(try F("y=e^2", ["e": number(3)]).value() == number(9))
    #expect(try F("y=I", ["I": number(3)]).value() == number(3))
  }

  @Test(arguments: [
    (#"y=\infty-\infty"#, "∞ - ∞ is not a number"), (#"y=0\cdot\infty"#, "0 · ∞ is not a number"),
    (#"y=\frac{0}{0}"#, "0 / 0 is not a number"), (#"y=\log(-1)"#, "log(-1) is not a number"),
    (#"y=\sqrt{-1}"#, "sqrt(-1) is not a number"), (#"y=\sum_{i=1}^{2}(-1)^i\infty"#, "∞ - ∞ is not a number"),
  ]) func `what is not a number is an error at its place`(_ latex: String, _ message: String) throws {
    #expect(try F(latex).problem().message == message)
  }

  @Test func `a size that is not known is asked for`() throws {
    #expect(try F("y=I").problem().help == "write it: `I_n`")
  }
}

@Suite struct `R16 and R17` {
  @Test(arguments: [
    (#"y=\max(1,x_1,x_2)"#, number(5)), (#"y=\min\{0,x_1\}"#, number(0)), (#"y=\max_jx_j"#, number(5)),
    (#"y=\max(0,x)"#, vector(5, 0)),
    (#"y=\max_{j\ge 2}x_j"#, number(-2)), (#"y=\max(x)"#, number(5)), (#"y=\min(x,z)"#, vector(1, -2)),
  ]) func `max and min over an index or a list`(_ latex: String, _ expected: ArrayValue) throws {
    #expect(try F(latex, ["x": vector(5, -2), "z": vector(1, 1)]).value() == expected)
  }

  @Test func `a builtin is redefined with another number of arguments, and keeps its own`() throws {
    let example = F(
      #"\cos(a,b)=\frac{a\cdot b}{\|a\|\|b\|},\quad y=\cos(a,b)+\cos(0)"#, ["a": vector(1, 0), "b": vector(2, 0)])
    #expect(try example.evaluation().statements.map(\.value) == [number(1), number(2)])
  }

  @Test func `a derivative is a name to be bound`() throws {
    let key = #"\frac{\partial L}{\partial W}"#
    let names = [#"\delta"#: vector(1, 2), "x": vector(3, 4), key: matrix([3, 4], [6, 8])]
    #expect(try F(key + #"=\delta x^\top"#, names).evaluation().agrees)
    let problem = try F("y=2" + key).problem()
    #expect(problem.message == "nothing is bound to `\(key)`")
    #expect(problem.notes == ["derivatives are not computed"])
  }

  @Test func `a derivative bound to a matrix has the indices in it`() throws {
    let names = [#"\frac{\partial L}{\partial P_{ij}}"#: matrix([1, 2], [3, 4]), "P": matrix([1, 1], [2, 2])]
    let found = try F(#"\frac{\partial L}{\partial S_{ij}}=P_{ij}\frac{\partial L}{\partial P_{ij}}"#, names).value()
    #expect(found == matrix([1, 2], [6, 8]))
  }

  @Test func `a gradient is one name`() throws {
    #expect(try F(#"y=2\nabla_xf"#, [#"\nabla_x f"#: vector(1, 2)]).value() == vector(2, 4))
  }
}

@Suite struct `R18 Refusals` {
  @Test(arguments: [
    (#"\mathcal{O}(n^2d)"#, #"`\mathcal{O}` is an order of growth, not a value"#, #"\mathcal{O}"#),
    (#"\mathbb{E}[q^\top k]=0"#, #"`\mathbb{E}` is an expectation, not a value"#, #"\mathbb{E}"#),
    (#"\operatorname{Var}(q\cdot k)=d_k"#, #"`\text{Var}` is a variance, not a value"#, #"\operatorname{Var}"#),
    ("S=KQ^\\top V", "the shapes do not fit: 5×3 times 5×2", "KQ^\\top V"),
    ("y=softmax(x)", "the letters `softmax` would be a product of single letters", "softmax"),
    (#"y=\rho(x)+1"#, #"nothing is bound to `\rho`"#, #"\rho"#),
    (#"x\sim\mathcal{N}(0,1)"#, #"`\sim` isn't an equation"#, #"\sim"#),
    (#"y\propto x"#, #"`\propto` isn't an equation"#, #"\propto"#), ("y=z_{ab}", "nothing is bound to `z_{ab}`", "z_{ab}"),
    ("y=Q^2", "a power of a value of shape 3×4", "Q^2"), ("y=q^{-1}", "the inverse of a value of shape 2 (a column)", "q^{-1}"),
    ("y=q!", "`!` takes a number", "!"), (#"y=\{1,2\}"#, "a set is not a value", #"\{1,2\}"#),
    ("y=", "a side of the relation is missing", "="),
    ("y=1,2", "a comma without a meaning here", ","),
    (#"y=\|A\|"#, "the norm of a matrix has several readings", #"\|A\|"#),
    ("y=x^{(2)}", "`^{(2)}` is a power or a label", "{(2)}"), (#"y=x\pm 1"#, #"`\pm` stands for two values"#, #"\pm"#),
    (
      #"y=\begin{Vmatrix}1&2\\3&4\end{Vmatrix}"#, "the norm of a matrix has several readings",
      #"\begin{Vmatrix}1&2\\3&4\end{Vmatrix}"#
    ),
  ]) func `what isn't a value is refused where it stands`(_ latex: String, _ message: String, _ marked: String) throws {
    let example = F(
      latex,
      [
        "n": number(4), "d": number(2), "d_k": number(4), "x": number(1), "q": vector(1, 2), "k": vector(3, 4),
        "Q": sample([3, 4], seed: 1), "K": sample([5, 4], seed: 2), "V": sample([5, 2], seed: 3),
        "A": sample([3, 3], seed: 4),
      ])
    let problem = try example.problem()
    #expect(problem.message == message)
    #expect(example.marked(by: problem) == marked)
  }

  @Test func `a shape mismatch names both factors`() throws {
    let names = ["Q": sample([3, 4], seed: 1), "K": sample([5, 4], seed: 2), "V": sample([5, 2], seed: 3)]
    let problem = try F(#"S=KQ^\top V"#, names).problem()
    #expect(problem.notes == [#"`KQ^\top` is 5×3"#, "`V` is 5×2"])
    #expect(problem.help == #"did you mean `KQ^\top^\top V`?"#)
  }

  @Test func `sides of different shapes are refused`() throws {
    let problem = try F("y=x", ["y": vector(1, 2), "x": vector(1, 2, 3)]).problem()
    #expect(problem.message == "the sides have different shapes")
    #expect(problem.notes == ["`y` is 2 (a column)", "`x` is 3 (a column)"])
  }
}
