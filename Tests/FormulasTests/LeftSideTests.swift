import Diagnostics
import LaTeXSyntax
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// What stands on the left of a statement: a name that it defines, or a value that it speaks of.
@Suite struct `R2a Left sides` {
  static let names = [
    "A": matrix([1, 2], [3, 4]), "B": matrix([0, 1], [1, 0]), "C": matrix([2, 0], [0, 3]), "x": number(2),
    "y": number(3), "z": number(4), "v": vector(5, 6), "W_q": number(7), #"\hat{x}"#: number(8), #"\alpha"#: number(9),
    #"\mathbf{A}"#: matrix([1, 2], [3, 4]), #"\mathbf{B}"#: matrix([0, 1], [1, 0]),
  ]

  @Test(arguments: [
    "AB=BA", "ABC=CBA", "xy=7", "xyz=25", "xy^2=19", "x^2y=13", "xv_2=13", "x v=y v", "AB^\\top=BA^\\top",
    "A^\\top B=BA^\\top", #"x\,y=7"#, #"{\color{red}x}y=7"#, "2x=5", #"\alpha x=19"#, #"\hat{x}y=25"#, "W_qx=15",
    "AB:=BA", #"x y\approx 7"#, #"\mathbf{A}\mathbf{B}=\mathbf{B}\mathbf{A}"#, #"\begin{aligned}xy&=6\\&=7\end{aligned}"#,
  ]) func `a product of bound names is compared`(_ latex: String) throws {
    #expect(try !F(latex, Self.names).evaluation().agrees)
  }

  @Test(arguments: [
    "AB=AB", "xy=6", "xyz=24", "xy^2=18", "xv_2=12", "yx=xy", #"xy=6,\quad z=4"#, "2x=4", "xy=6=2y",
  ]) func `a product that agrees is no definition`(_ latex: String) throws {
    let evaluation = try F(latex, Self.names).evaluation()
    #expect(evaluation.agrees)
    #expect(evaluation.statements.allSatisfy { $0.agreement != nil })
  }

  @Test func `names of the lesson count as bound names do`() throws {
    var bindings = Bindings()
    bindings.fallback = { name in ["W": number(2), "g": number(3), "J": number(5)][name.latex] }
    let evaluation = try FormulaEvaluation(of: SyntaxTree(parsing: "W g = J g"), with: bindings)
    #expect(!evaluation.agrees)
    #expect(evaluation.statements[0].readingOfLeft == "`W g` is the product of the bound names `W`, `g`")
  }

  @Test func `a name that another statement defines is a factor too`() throws {
    let evaluation = try F(#"xq=6,\quad q=4"#, Self.names).evaluation()
    #expect(!evaluation.agrees)
  }

  @Test func `a left side whose shape does not fit tells which names it used`() throws {
    let problem = try F("AB=v", Self.names).problem()
    #expect(problem.message == "the sides have different shapes")
    #expect(problem.notes.last == "`AB` is the product of the bound names `A`, `B`")
  }

  @Test(arguments: [
    ("lr=4", "lr"), ("dA=4", "dA"), ("dx=4", "dx"), (#"\Delta W=4"#, #"\Delta W"#), (#"\Delta A=4"#, #"\Delta A"#),
    (#"\partial x=4"#, #"\partial x"#), (#"\nabla_x f=4"#, #"\nabla_x f"#), (#"\mathrm{xy}=4"#, #"\text{xy}"#),
    (#"\mathit{xy}=4"#, "xy"),
  ]) func `one name is defined as a whole`(_ latex: String, _ name: String) throws {
    #expect(try F(latex, Self.names).evaluation().definitions.map(\.name.latex) == [name])
  }

  @Test func `a subscript beside a number that is bound makes another name`() throws {
    #expect(try F("x_t=5", Self.names).evaluation().definitions.map(\.name.latex) == ["x_t"])
    #expect(try F("x_i=2v_i", Self.names).evaluation().statements[0].value == vector(10, 12))
  }

  @Test func `a differential is a name although d is bound`() throws {
    let names = ["d": number(2), "P": matrix([1, 2], [3, 4])]
    #expect(try F("dP=4", names).evaluation().definitions.map(\.name.latex) == ["dP"])
  }

  @Test(arguments: [("xy", "xy=7"), (#"\Delta W"#, #"\Delta W=7"#), ("dx", "dx=7")])
  func `a bound name of several letters wins over the product`(_ name: String, _ latex: String) throws {
    let evaluation = try F(latex, Self.names.merging([name: number(7)]) { $1 }).evaluation()
    #expect(evaluation.agrees)
    #expect(evaluation.statements[0].bound == number(7))
  }

  @Test func `delta is a factor where it is bound and the whole is not`() throws {
    let evaluation = try F(#"\Delta W=7"#, [#"\Delta"#: number(2), "W": number(3)]).evaluation()
    #expect(evaluation.statements[0].readingOfLeft == #"`\Delta W` is the product of the bound names `\Delta`, `W`"#)
  }

  @Test func `the change of a variable is a name on the right too`() throws {
    #expect(try F(#"y=W+\Delta W"#, ["W": number(1), #"\Delta W"#: number(4)]).value() == number(5))
    #expect(try F(#"y=2\Delta W"#).problem().message == #"nothing is bound to `\Delta W`"#)
    #expect(try F(#"\Delta W=3,\quad y=2\Delta W"#).evaluation().statements.map(\.value) == [number(3), number(6)])
  }

  @Test func `a run of which only some letters are bound is refused with both readings`() throws {
    let example = F("xq=2", Self.names)
    let problem = try example.problem()
    #expect(problem.message == "`xq` on the left is one name or a product")
    #expect(
      problem.notes == [
        "one reading: the name `xq`, which this defines",
        "another: the product of `x`, `q`, where nothing is bound to `q`",
      ])
    #expect(example.marked(by: problem) == "xq")
  }

  @Test func `bold letters side by side are refused as one name`() throws {
    let problem = try F(#"\mathbf{AB}=2"#, Self.names).problem()
    #expect(problem.message == #"`\mathbf{AB}` on the left is one name or a product"#)
  }
}

@Suite struct `R2a Constants on the left` {
  @Test(arguments: [
    (#"e^{x_i}=3"#, false), ("e^x=3", true), ("e^{-y}=3", false), (#"\pi=3.2"#, false), (#"\pi\approx 3.2"#, false),
    (#"\pi^2=10"#, false), ("e=2", false), (#"e^0=1"#, true), (#"I=\begin{pmatrix}1&0\\0&2\end{pmatrix}"#, false),
    (#"I=\begin{pmatrix}1&0\\0&1\end{pmatrix}"#, true),
  ]) func `one beside numbers, or its power, is compared`(_ latex: String, _ agrees: Bool) throws {
    let names = ["x": number(1.0986122886681098), "y": number(1), "x_i": number(1)]
    #expect(try F(latex, names).evaluation().agrees == agrees)
  }

  @Test(arguments: ["e=y-x", #"\pi=\frac{x}{y}"#, "e_1=3", #"\pi_1=3"#]) func `a name of the author's own is defined`(
    _ latex: String
  ) throws {
    #expect(try F(latex, ["x": number(2), "y": number(3)]).evaluation().definitions.count == 1)
  }
}

@Suite struct `R7b Entries of results on the left` {
  static let names = [
    "x": vector(1, 2), "A": matrix([1, 2], [3, 4]), "B": matrix([0, 1], [1, 0]), "q": matrix([1, 2], [3, 4], [5, 6]),
  ]

  @Test(arguments: [
    #"\operatorname{softmax}(x)_i=\frac{e^{x_i}}{\sum_je^{x_j}}"#,
    #"(\operatorname{softmax}(x))_i=\frac{e^{x_i}}{\sum_je^{x_j}}"#, #"[A]_{ij}=A_{ij}"#, #"(Ax)_i=\sum_jA_{ij}x_j"#,
    #"(AB)_{ij}=\sum_kA_{ik}B_{kj}"#, #"[AB]_{ij}=\sum_kA_{ik}B_{kj}"#, #"(A^\top)_{ij}=A_{ji}"#,
    #"\langle A,B\rangle_F=\operatorname{tr}(A^\top B)"#, #"\langle A,B\rangle_{\mathrm{F}}=\sum_{i,j}A_{ij}B_{ij}"#,
  ]) func `its free indices are those of the statement`(_ latex: String) throws {
    #expect(try F(latex, Self.names).evaluation().agrees)
  }

  @Test(arguments: [
    "f(x)_i=x_i^2", "(f(x))_i=x_i^2", "[f(x)]_i=x_i^2", "[f]_i=x_i^2", #"\nabla f(x)_i=x_i^2"#, #"(\nabla f)_i=x_i^2"#,
  ]) func `what nothing is bound to is defined entry by entry`(_ latex: String) throws {
    #expect(try F(latex, Self.names).value() == vector(1, 4))
  }

  @Test func `what is bound to a call is compared entry by entry`() throws {
    #expect(try F("f(x)_i=x_i^2", Self.names.merging(["f(x)": vector(1, 4)]) { $1 }).evaluation().agrees)
    #expect(try !F("f(x)_i=x_i^2", Self.names.merging(["f(x)": vector(1, 5)]) { $1 }).evaluation().agrees)
  }

  @Test func `a transposed left side defines what it is the transpose of`() throws {
    let rows = try F(#"o_i^\top=q_i^\top A,\quad s=\sum_io_i"#, Self.names).evaluation()
    #expect(rows.statements.map(\.value) == [matrix([7, 10], [15, 22], [23, 34]), vector(45, 66)])
    let whole = try F(#"O^\top=Aq^\top,\quad Z=O"#, Self.names).evaluation()
    #expect(whole.statements.map(\.value) == [matrix([5, 11, 17], [11, 25, 39]), matrix([5, 11], [11, 25], [17, 39])])
  }

  @Test func `an entry of a convolution is defined by its sum`() throws {
    let example = F(#"(f*g)_i=\sum_af_ag_{i-a}"#, ["f": vector(1, 2), "g": vector(1, 0, 3, 0)]).with {
      $0.base = ["f": 0, "g": 0]
      $0.index = ["i": 1...3]
    }
    #expect(try example.value() == vector(2, 3, 6))
  }

  @Test func `a star between vectors of one length is refused with both readings`() throws {
    let problem = try F("(f*g)_i=f_ig_i", ["f": vector(1, 2), "g": vector(3, 4)]).problem()
    #expect(problem.message == "`(f*g)` has two readings")
  }

  @Test func `an index in a derivative is the statement's`() throws {
    #expect(try F(#"\partial_{o_j}l(y)=2o_j"#, ["o": vector(1, 2)]).value() == vector(2, 4))
    #expect(try F(#"\nabla_\theta J(\theta)=2\theta"#, [#"\theta"#: vector(1, 2)]).value() == vector(2, 4))
  }
}

@Suite struct `R7c An index only on the left` {
  @Test(arguments: [(#"\sum_jA_{ij}=3"#, true), ("v_i=2", true), ("v_i=3", false), ("A_{ij}=1", false)])
  func `a bound left side is compared for every value`(_ latex: String, _ agrees: Bool) throws {
    let names = ["v": vector(2, 2), "A": matrix([1, 2], [2, 1])]
    #expect(try F(latex, names).evaluation().agrees == agrees)
  }

  @Test(arguments: [("E_{ij}=x_i", "j"), ("y_i=5", "i"), ("z^{(i)}=5", "i")])
  func `a definition that does not read its index is refused`(_ latex: String, _ index: String) throws {
    let example = F(latex, ["x": vector(1, 2)]).with { if latex.contains("5") { $0.index = ["i": 1...3] } }
    #expect(try example.problem().message == "the index `\(index)` stands only on the left")
  }

  @Test func `a letter that isn't an index belongs to the name`() throws {
    #expect(try F("d_k=64").evaluation().definitions.map(\.name.latex) == ["d_k"])
  }
}
