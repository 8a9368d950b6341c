import Diagnostics
import LaTeXSyntax
import Testing

@testable import Formulas

private typealias F = FormulaExample

@Suite struct `R2b Families` {
  static let names = ["x": matrix([1, 2], [3, 4], [5, 6]), "w": vector(1, 2), "y": vector(5, 11, 17), "n": number(3)]

  @Test(arguments: [
    (#"z^{(i)}=w^\top x^{(i)}"#, vector(5, 11, 17)), (#"z^{(i)}=x^{(i)}_2"#, vector(2, 4, 6)),
    (#"z^{(i)}=x_2^{(i)}"#, vector(2, 4, 6)), (#"z=\sum_{i=1}^{n}\|x^{(i)}\|^2"#, number(91)),
    (#"z=\frac{1}{n}\sum_{i=1}^{n}(y^{(i)}-w^\top x^{(i)})^2"#, number(0)),
    (#"z_j^{(i)}=2x_j^{(i)}"#, matrix([2, 4], [6, 8], [10, 12])),
  ]) func `an index in parentheses takes the entry`(_ latex: String, _ expected: ArrayValue) throws {
    #expect(try F(latex, Self.names).value() == expected)
  }

  @Test func `a bound left side has the index too`() throws {
    #expect(try F(#"y^{(i)}=w^\top x^{(i)}"#, Self.names).evaluation().agrees)
    #expect(try !F(#"y^{(i)}=2w^\top x^{(i)}"#, Self.names).evaluation().agrees)
  }

  @Test(arguments: ["x^{[1]}_1+x^{[2]}_1", "x_1^{[1]}+x_1^{[2]}", #"\sum_{l=1}^{3}x^{[l]}_1-5"#])
  func `a declared family takes brackets`(_ right: String) throws {
    var bindings = try F("", Self.names).bindings()
    try bindings.declareFamily("x^{[l]}")
    let evaluation = try FormulaEvaluation(of: SyntaxTree(parsing: "s=" + right), with: bindings)
    #expect(evaluation.statements[0].value == number(4))
  }

  @Test func `layers that need each other are computed in order`() throws {
    var bindings = try F("", ["W": sample([3, 2, 2], seed: 1), "a^{[0]}": vector(1, 2)]).bindings()
    for family in ["W^{[l]}", "a^{[l]}"] { try bindings.declareFamily(family) }
    bindings.indices[try Name(parsing: "l")] = 1...3
    let layers = try FormulaEvaluation(of: SyntaxTree(parsing: "a^{[l]}=W^{[l]}a^{[l-1]}"), with: bindings)
    let product = try F("y=W_3W_2W_1a", ["W": sample([3, 2, 2], seed: 1), "a": vector(1, 2)]).value()
    let value = try #require(layers.statements[0].value)
    expect(ArrayValue(Array(value.data.suffix(2))), equals: product)
  }

  @Test(arguments: [
    ("z=w^{[2]}", "`^{[2]}` is a power or the number of a layer"), ("z=n^{[2]}", "`^{[2]}` is a power or the number of a layer"),
    ("z=w^{(2)}", "`^{(2)}` is a power or a label"), ("z=n^{(2)}", "`^{(2)}` is a power or a label"),
  ]) func `brackets that say nothing are refused`(_ latex: String, _ message: String) throws {
    let problem = try F(latex, Self.names).problem()
    #expect(problem.message == message)
    #expect(problem.help?.contains("family: [") ?? false)
  }

  @Test func `a recurrence through a label is refused unless it is declared`() throws {
    let example = F(#"m^{(j)}=\max(m^{(j-1)},s_j)"#, ["s": vector(1, 3, 2), "m^{(0)}": number(0)])
    let problem = try example.problem()
    #expect(problem.message == "`m^{(j)}` is a name with a label, or one value of many")
    var bindings = try example.bindings()
    try bindings.declareFamily("m^{(j)}")
    let evaluation = try FormulaEvaluation(of: SyntaxTree(parsing: example.latex), with: bindings)
    #expect(evaluation.statements[0].value == vector(1, 3, 3))
  }

  @Test func `a name without brackets is no family`() {
    var bindings = Bindings()
    #expect(throws: Problem.self) { try bindings.declareFamily("x_l") }
  }
}

@Suite struct `R2c Time in a name` {
  @Test(arguments: [
    ("y_t=Wh_t", vector(11, 25)), (#"n_t=\|h_t\|"#, number(5)), ("y_t=h_t+h_{t-1}", vector(4, 5)),
    (#"s_{tj}=h_t^\top k_j"#, vector(3, 4)), (#"s_j=h_t^\top k_j"#, vector(3, 4)),
  ]) func `a name bound with its index is one value`(_ latex: String, _ expected: ArrayValue) throws {
    let names = [
      "h_t": vector(3, 4), "h_{t-1}": vector(1, 1), "W": matrix([1, 2], [3, 4]), "k": matrix([1, 0], [0, 1]),
    ]
    #expect(try F(latex, names).value() == expected)
  }

  @Test func `a declared index makes it a family`() throws {
    let example = F("y_t=Wh_t", ["h_t": matrix([1, 2], [3, 4], [5, 6]), "W": matrix([1, 0], [0, 2])]).with {
      $0.index = ["t": 1...3]
    }
    #expect(try example.value() == matrix([1, 4], [3, 8], [5, 12]))
  }

  @Test func `an index of a big operator makes it a family`() throws {
    let names = ["x_i": vector(1, 2, 3), "x_{ij}": matrix([1, 2], [3, 4])]
    #expect(try F(#"y=\sum_ix_i"#, names).value() == number(6))
    #expect(try F(#"y_i=\sum_jx_{ij}"#, names).value() == vector(3, 7))
  }

  @Test func `one value beside an index that runs is refused with both readings`() throws {
    let example = F("s_t=Wh_t+x_t", ["h_t": vector(3, 4), "W": matrix([1, 2], [3, 4]), "x": matrix([1, 2], [3, 4])])
    let problem = try example.problem()
    #expect(problem.message == "`h_t` is one value or one for each `t`")
    #expect(example.marked(by: problem) == "h_t")
  }

  @Test(arguments: ["h_t=Wh_{t-1}", "h_t=Wh_{t-1}+b_{t-1}"]) func `one value of another time is refused where time runs`(
    _ latex: String
  ) throws {
    let example = F(latex, ["h_{t-1}": vector(3, 4), "W": matrix([1, 2], [3, 4]), "b_{t-1}": number(1)]).with {
      $0.index = ["t": 1...3]
    }
    #expect(try example.problem().message == "`h_{t-1}` is one value or one for each `t`")
  }

  @Test func `a number with a letter in its name is no family`() throws {
    let names = ["d_k": number(4), "x": vector(1, 2)]
    #expect(try F("y_k=x_kd_k", names).value() == vector(4, 8))
  }

  @Test func `a left side at the next time is the next value`() throws {
    let names = ["x": vector(1, 2, 3), "h_1": number(0)]
    #expect(try F("h_{t+1}=2h_t+x_t", names).value() == vector(1, 4, 11))
    let bound = names.merging(["h": vector(0, 1, 4, 11)]) { $1 }
    #expect(try F("h_{t+1}=2h_t+x_t", bound).evaluation().agrees)
    #expect(try !F("h_{t+1}=2h_t-x_t", bound).evaluation().agrees)
  }

  @Test(arguments: ["u_{t-1}", "u_{t+1}", "u_{t+5}", #"u_{1+t}"#])
  func `a shifted left side gives no value to the index itself`(_ left: String) throws {
    let example = F(
      #"\begin{aligned}\#(left)&=3x_t+s_{t-1}\\s_t&=u_t\end{aligned}"#,
      ["x": vector(1, 1, 2), "s_0": number(0)]
    ).with { $0.index = ["t": 1...3] }
    #expect(try example.problem().message.hasPrefix("`u` at t = 1 is used before it is computed"))
  }

  @Test func `a shifted definition is found at its own index`() throws {
    let example = F(#"u_{t+1}=3x_t,\quad s_t=u_{t+1}"#, ["x": vector(1, 1, 2)]).with { $0.index = ["t": 1...3] }
    #expect(try example.evaluation().statements.map(\.value) == [vector(3, 3, 6), vector(3, 3, 6)])
    let wrong = F(#"u_{t+1}=3x_t,\quad s_t=u_t"#, ["x": vector(1, 1, 2)]).with { $0.index = ["t": 1...3] }
    #expect(try wrong.problem().message == "the index `t` has two ranges")
  }

  @Test func `what is bound may be described by what comes after it`() throws {
    let example = F("u_n=u_{n+1}-2^n", ["u": vector(1, 3, 7)]).with { $0.index = ["n": 1...2] }
    #expect(try example.evaluation().agrees)
  }

  @Test func `a recurrence may begin with several values`() throws {
    let example = F("F_{n+2}=F_{n+1}+F_n", ["F_0": number(0), "F_1": number(1)]).with { $0.index = ["n": 0...4] }
    #expect(try example.value() == vector(1, 2, 3, 5, 8))
  }

  @Test func `an entry of a bound vector does not stand for the whole`() throws {
    let evaluation = try F(#"x_2=5,\quad s=\sum_ix_i"#, ["x": vector(1, 5)]).evaluation()
    #expect(evaluation.statements.map(\.value) == [number(5), number(6)])
  }
}
