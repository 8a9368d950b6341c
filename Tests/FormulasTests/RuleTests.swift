import Diagnostics
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// One suite a rule of `formulas/RULES.md`, with formulas that are not in its acceptance cases.
@Suite struct `R1 Chain` {
  @Test func `every side of a chain is evaluated and all agree`() throws {
    let evaluation = try F("(a+b)^2=a^2+2ab+b^2=25", ["a": number(2), "b": number(3)]).evaluation()
    #expect(evaluation.statements[0].members.map(\.value) == [number(25), number(25), number(25)])
    #expect(evaluation.agrees)
  }

  @Test func `the value bound to the left side is compared too`() throws {
    let statement = try F("y=2x", ["x": number(2), "y": number(5)]).evaluation().statements[0]
    let agreement = try #require(statement.agreement)
    #expect(!agreement.agrees)
    #expect(agreement.largestError == 1)
    #expect(agreement.relativeError == 0.2)
    #expect(agreement.sides == ["y", "2x"])
    #expect(statement.bound == number(5))
    #expect(statement.value == number(4))
  }

  @Test func `the place of the largest error is shown`() throws {
    let example = F("A=B", ["A": matrix([1, 2], [3, 4]), "B": matrix([1, 2], [3.5, 4.25])])
    let agreement = try #require(try example.evaluation().statements[0].agreement)
    #expect(agreement.index == [2, 1])
    #expect(agreement.values == [3, 3.5])
  }

  @Test func `approximate sides agree within the tolerance`() throws {
    let example = F(#"\sqrt{2}\approx 1.41"#)
    #expect(try example.evaluation(tolerance: .init(relative: 1e-2)).agrees)
    #expect(try !example.evaluation(tolerance: .init(relative: 1e-3)).agrees)
  }

  @Test func `an element sign asserts a shape`() throws {
    let names = ["Q": sample([3, 4], seed: 1), "K": sample([5, 4], seed: 2), "n": number(3), "d_k": number(4)]
    let assertions = try F(#"Q,K\in\mathbb{R}^{n\times d_k}"#, names).evaluation().statements[0].assertions
    #expect(assertions.map(\.latex) == ["Q", "K"])
    #expect(assertions.map(\.holds) == [true, false])
    #expect(assertions[1].expected == [3, 4])
    #expect(assertions[1].found == [5, 4])
  }

  @Test func `an interval bounds every entry`() throws {
    #expect(try F(#"p_i\in[0,1]"#, ["p": vector(0, 0.5, 1)]).evaluation().agrees)
    #expect(try !F(#"p_i\in[0,1)"#, ["p": vector(0, 0.5, 1)]).evaluation().agrees)
  }

  @Test func `inequalities are checked`() throws {
    #expect(try F(#"0\le p_i\le 1"#, ["p": vector(0, 0.5, 1)]).evaluation().agrees)
    #expect(try !F(#"p_i<1"#, ["p": vector(0, 0.5, 1)]).evaluation().agrees)
  }

  @Test(arguments: [
    (#"B\le 9i"#, true), ("B<4i", false), ("v<i+3", true), ("i<v", false), ("v_i<B+3", true), ("v_i<B", false), (#"B\ne 3i"#, true),
    ("0i<v", true), ("0<B", true),
  ]) func `a number for each index is compared with all entries of the other side`(_ latex: String, _ holds: Bool) throws {
    let example = F(latex, ["B": matrix([1, 2, 3], [4, 5, 6], [7, 8, 9]), "v": vector(1, 2, 3)])
    #expect(try example.with { $0.index = ["i": 1...3] }.evaluation().agrees == holds)
  }

  @Test func `an inequality that holds has no error, one that fails has its distance`() throws {
    let holds = try #require(try F(#"p_i\le 1"#, ["p": vector(0, 0.5, 1)]).evaluation().statements[0].agreement)
    #expect(holds.largestError == 0)
    let fails = try #require(try F(#"p_i\le 1"#, ["p": vector(0, 0.5, 3)]).evaluation().statements[0].agreement)
    #expect(!fails.agrees)
    #expect(fails.largestError == 2)
  }

  @Test func `an assignment is compared with nothing`() throws {
    let statements = try F(#"m\leftarrow\max(m,x)"#, ["m": number(1), "x": number(5)]).evaluation().statements
    #expect(statements.map(\.value) == [number(5)])
    #expect(statements.allSatisfy { $0.agreement == nil })
  }
}

@Suite struct `R2 Names` {
  @Test(arguments: [
    F("y=W_1x", ["W_1": number(7), "W": vector(1, 2), "x": number(2)]),
    F("y=W_1x", ["W": vector(7, 2), "x": number(2)]),
    F("y=dPx", ["dP": number(7), "d": number(100), "x": number(2)]),
    F(#"y=step\_num x"#, [#"step\_num"#: number(7), "x": number(2)]),
    F("y=W_i^Qx", ["W^Q_i": number(7), "x": number(2)]),
    F(#"y=\mathrm{weight}\cdot x"#, [#"\text{weight}"#: number(7), "x": number(2)]),
    F(#"y=\sigma^2x"#, [#"\sigma^2"#: number(7), #"\sigma"#: number(100), "x": number(2)]),
  ]) fileprivate func `the longest bound name is read`(_ example: FormulaExample) throws {
    #expect(try example.value() == number(14))
  }

  @Test func `font, accent, prime and label make names of their own`() throws {
    let names = ["x": 1.0, #"\mathbf{x}"#: 2, #"\hat{x}"#: 4, "x'": 8, #"x^{\text{new}}"#: 16].mapValues(number)
    #expect(try F(#"y=x+\mathbf{x}+\hat{x}+x'+x^{\text{new}}"#, names).value() == number(31))
  }

  @Test func `a family is indexed by any index`() throws {
    let names = ["x": number(10), "x_i": vector(1, 2, 3)]
    #expect(try F(#"y=\sum_{i}x_i+\sum_{j}x_jx"#, names).value() == number(66))
  }
}

@Suite struct `R3 Products` {
  static let names = [
    "A": matrix([1, 2], [3, 4]), "B": matrix([0, 1], [1, 0]), "u": vector(1, 2), "v": vector(3, 5), "r": row(1, -1),
    "c": number(2),
  ]

  @Test(arguments: [
    ("y=cA", matrix([2, 4], [6, 8])), ("y=AB", matrix([2, 1], [4, 3])), ("y=Av", vector(13, 29)),
    (#"y=v^\top A"#, vector(18, 26)), (#"y=u^\top v"#, number(13)), (#"y=uv^\top"#, matrix([3, 5], [6, 10])),
    ("y=rA", vector(-2, -2)), (#"y=u\cdot v"#, number(13)), (#"y=u\odot v"#, vector(3, 10)),
    (#"y=u\circ v"#, vector(3, 10)), (#"y=c\times 3"#, number(6)),
    ("y=A^T", matrix([1, 3], [2, 4])), (#"y=A^{\mathsf T}"#, matrix([1, 3], [2, 4])),
    (#"y=A^{\intercal}"#, matrix([1, 3], [2, 4])), (#"y=u^\top vA"#, matrix([13, 26], [39, 52])),
    (#"y=\langle u,v\rangle"#, number(13)), (#"y_i=A_iB"#, matrix([2, 1], [4, 3])),
    (#"y_i=A_i^\top v"#, vector(13, 29)), (#"y_{ij}=(A_iB)(A_jB)^\top"#, matrix([5, 11], [11, 25])),
  ]) func `a product has the value of its kind`(_ latex: String, _ expected: ArrayValue) throws {
    let found = try F(latex, Self.names).value()
    #expect(found.shape == expected.shape)
    #expect(found.data == expected.data)
  }

  @Test func `T is a power where it is bound and the base is a number`() throws {
    #expect(try F("y=x^T", ["x": number(3), "T": number(2)]).value() == number(9))
  }

  @Test func `two vectors side by side are refused with all three readings`() throws {
    let example = F("y=uv", Self.names)
    let problem = try example.problem()
    #expect(problem.message == "a product of two vectors side by side has several readings")
    #expect(
      problem.notes == [
        #"the inner product: `u^\top v`"#, #"the outer product: `u v^\top`"#, #"entry by entry: `u \odot v`"#,
      ])
    #expect(example.marked(by: problem) == "uv")
  }

  @Test func `a column to the left of a matrix is refused`() throws {
    let problem = try F("y=uA", Self.names).problem()
    #expect(problem.message == "the shapes do not fit: 2 times 2×2")
    #expect(problem.notes == ["`u` is 2 (a column)", "`A` is 2×2"])
    #expect(problem.help == #"a vector is a column: write `u^\top`, or declare it: `row: [u]`"#)
  }

  @Test func `times between vectors is refused`() throws {
    let problem = try F(#"y=u\times v"#, Self.names).problem()
    #expect(problem.message == #"`\times` between values of shape 2 (a column) and 2 (a column)"#)
  }
}

@Suite struct `R4 Broadcasting` {
  static let names = [
    "X": matrix([1, 2], [3, 4]), "b": row(10, 20), "u": vector(10, 20), "m": matrix([1], [2]), "c": number(1),
  ]

  @Test(arguments: [
    ("y=X+c", matrix([2, 3], [4, 5])), ("y=X+b", matrix([11, 22], [13, 24])), ("y=X-m", matrix([0, 1], [1, 2])),
    ("y=X/m", matrix([1, 2], [1.5, 2])), ("y=b+X", matrix([11, 22], [13, 24])), ("y=c-u", vector(-9, -19)),
    ("y=u/2", vector(5, 10)), (#"y=X\odot b"#, matrix([10, 40], [30, 80])), ("y=u^2", vector(100, 400)),
  ]) func `what may be spread is spread`(_ latex: String, _ expected: ArrayValue) throws {
    #expect(try F(latex, Self.names).value().data == expected.data)
  }

  @Test func `a vector is never spread by itself, not even where its length fits both ways`() throws {
    let problem = try F("y=X+u", Self.names).problem()
    #expect(problem.message == "the shapes 2×2 and 2 cannot be added")
    #expect(problem.help == "if it is added to every row, declare it: `row: [u]`")
  }

  @Test(arguments: ["y=u/v", #"y=\frac{u}{v}"#, "y=1/u"]) func `a vector divides nothing`(_ latex: String) throws {
    let names = ["u": vector(1, 2), "v": vector(3, 4)]
    #expect(try F(latex, names).problem().message == "the divisor is not a number")
  }

  @Test func `a declared elementwise formula divides entry by entry`() throws {
    let example = F("y=u/v", ["u": vector(1, 2), "v": vector(4, 4)]).with { $0.isElementwise = true }
    #expect(try example.value() == vector(0.25, 0.5))
  }

  @Test func `a root of a vector shows that the quotient is entry by entry`() throws {
    let names = ["m": vector(1, 2), "v": vector(4, 16), #"\epsilon"#: number(0)]
    #expect(try F(#"y=\frac{m}{\sqrt{v}+\epsilon}"#, names).value() == vector(0.5, 0.5))
  }

  @Test func `a row and a column are not added`() throws {
    let problem = try F(#"y=u^\top+v"#, ["u": vector(1, 2), "v": vector(3, 4)]).problem()
    #expect(problem.message == "a row and a column cannot be added")
  }
}

@Suite struct `R5 Calls` {
  @Test(arguments: [
    (#"y=f(x)_2"#, number(4)), (#"y=f(x)^\top x"#, number(10)), ("y=f^2(c)", number(36)), ("y=A(x+x)", vector(10, 22)),
    (#"y=g(c\mid 2)"#, number(1.5)), (#"y=g(c;2)"#, number(1.5)), ("y=f(f(c))", number(12)), (#"y=h(x)"#, vector(1, 4)),
  ]) func `a call and a product are told apart`(_ latex: String, _ expected: ArrayValue) throws {
    let example = F(latex, ["x": vector(1, 2), "c": number(3), "A": matrix([1, 2], [3, 4])]).with {
      $0.given = ["f(u)=2u", #"g(a\mid b)=a/b"#, "h(s)=s^2"]
      $0.elementwise = ["h"]
    }
    #expect(try example.value() == expected)
  }

  @Test func `an unbound name before parentheses is refused with both readings`() throws {
    let example = F(#"y=\rho(x)+1"#, ["x": number(1)])
    let problem = try example.problem()
    #expect(problem.message == #"nothing is bound to `\rho`"#)
    #expect(
      problem.notes == [
        #"one reading: a call of the function `\rho`"#,
        #"another: the product of `\rho` and what is in the parentheses"#,
      ])
    #expect(example.marked(by: problem) == #"\rho"#)
  }

  @Test func `the inverse of a function is refused`() throws {
    let problem = try F("y=f^{-1}(x)", ["x": number(1)]).with { $0.given = ["f(u)=2u"] }.problem()
    #expect(problem.message == "`^{-1}` on a function has two readings")
  }

  @Test func `a left side with an unbound argument defines`() throws {
    let evaluation = try F(#"f(x)=x^2+1,\quad y=f(3)"#).evaluation()
    #expect(evaluation.statements.map(\.value) == [nil, number(10)])
    #expect(evaluation.definitions.map(\.name.latex).sorted() == ["f", "y"])
  }

  @Test func `a left side with a bound argument is the value there`() throws {
    #expect(try F("f(x)=x^2+1", ["x": number(3)]).value() == number(10))
  }

  @Test func `a definition that calls itself is refused`() throws {
    let problem = try F("y=f(2)").with { $0.given = ["f(x)=g(x)", "g(x)=f(x)"] }.problem()
    #expect(problem.message == "`f` is defined by itself")
    #expect(problem.notes.last == "in the definition `f(x)=g(x)`")
  }

  @Test func `a wrong number of arguments is named`() throws {
    let problem = try F("y=f(1,2)").with { $0.given = ["f(x)=x"] }.problem()
    #expect(problem.message == "`f` takes 1 argument, not 2")
    #expect(problem.notes == ["it is defined by `f(x)=x`"])
  }

  @Test func `a row handed to a matrix parameter is a matrix of one row`() throws {
    let names = ["q": matrix([1, 0], [0, 1]), "v": matrix([3, 2, 1], [2, 1, 0]), "n": number(2), "d_k": number(2)]
    let example = F(#"c=\sum_{i=1}^{n}\operatorname{Attention}(q_i,q_i,v_i)"#, names).with {
      $0.given = [#"\operatorname{Attention}(Q,K,V)=\operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V"#]
    }
    #expect(try example.value() == vector(5, 3, 1))
  }

  @Test(arguments: [
    "X", #"\mathbf X"#, #"\mathbf{X}"#, #"\bm X"#, #"\boldsymbol{X}"#, #"\mathcal X"#, #"\mathsf X"#, #"\mathrm X"#,
    #"\mathit X"#, #"\mathfrak X"#, #"\Phi"#, #"\tilde X"#, "X'", "X_1",
  ]) func `a parameter is a matrix if it is a capital letter in any alphabet`(_ parameter: String) throws {
    let example = F("y=f(q_1)", ["q": matrix([1, 2], [3, 4])]).with {
      $0.given = [#"f("# + parameter + ")=" + parameter + parameter + #"^\top"#]
    }
    #expect(try example.value() == vector(5))
  }

  @Test(arguments: ["x", #"\mathbf x"#, #"\bm x"#, #"\phi"#, #"\text{Query}"#])
  func `a parameter of any other name is a column`(_ parameter: String) throws {
    let example = F("y=f(q_1)", ["q": matrix([1, 2], [3, 4])]).with {
      $0.given = [#"f("# + parameter + ")=" + parameter + parameter + #"^\top"#]
    }
    #expect(try example.value() == matrix([1, 2], [2, 4]))
  }

  @Test func `a row handed to a vector parameter is a column`() throws {
    let names = ["q": matrix([1, 2], [3, 4]), "k": matrix([1, 0], [0, 1])]
    let example = F("e_{ij}=a(q_i,k_j)", names).with { $0.given = [#"a(q,k)=q^\top k"#] }
    #expect(try example.value() == matrix([1, 2], [3, 4]))
  }
}

@Suite struct `R6 Precedence` {
  static let names = [
    "a": number(8), "b": number(3), "c": number(2), "x": vector(1, 2), "y": vector(3, 4), "m": number(2),
    #"\theta"#: number(0.5),
  ]

  @Test(arguments: [
    ("z=ab/c^2", 6.0), ("z=a/c/c", 2), (#"z=a/c\cdot b"#, 12), ("z=-c^2", -4), ("z=2-3-4", -5), (#"z=2\cdot-1"#, -2),
    ("z=e^{-c^2/2}", 0.1353352832366127), (#"z=\cos m\theta"#, 0.5403023058681398),
    (#"z=\sin^2\theta+\cos^2\theta"#, 1),
    (#"z=\log c(b)"#, 2.0794415416798357), (#"z=\log(c)b"#, 2.0794415416798357),
    (#"z=\log\sum_j e^{x_j}"#, 2.3132616875182226),
    (#"z=\sum_i x_iy_i-1"#, 10), (#"z=\sum_i x_i+a"#, 11), (#"z=-\sum_i x_iy_i"#, -11),
    (#"z=\frac{1}{c}\sum_i x_i y_i c"#, 11),
    (#"z=\sqrt[3]{a}"#, 2), (#"z=\sin\theta\cos\theta"#, 0.42073549240394825), (#"z=\tfrac12 a"#, 4),
    ("z=a^{b^c/9}", 8),
    (#"z=\log_2 a"#, 3), (#"z=\left(\sum_i x_i\right)^2"#, 9), (#"z=\prod_{i=1}^{4}i"#, 24), (#"z=7\bmod 3"#, 1),
  ]) func `operators bind in their order`(_ latex: String, _ expected: Double) throws {
    expect(try F(latex, Self.names).value(), equals: number(expected))
  }

  @Test func `a product after a slash is refused with both readings`() throws {
    let example = F("y=ab/cm", Self.names)
    let problem = try example.problem()
    #expect(problem.message == "it is not clear where the divisor ends")
    #expect(problem.notes == ["one reading: (ab/c)m", "another: (ab)/(cm)"])
    #expect(example.marked(by: problem) == "m")
  }

  @Test func `an entrywise product before a matrix product is refused where both readings fit`() throws {
    let square = ["D": sample([3, 3], seed: 1), "Q": sample([3, 3], seed: 2), "K": sample([3, 3], seed: 3)]
    #expect(try F(#"Y=D\odot QK^\top"#, square).problem().message.hasPrefix("it is not clear what the product after"))
    #expect(try F(#"Y=QK^\top\odot D"#, square).problem().message.hasPrefix("it is not clear what the product before"))
  }
}

@Suite struct `R7 Indices` {
  static let names = [
    "x": vector(10, 20, 30), "X": matrix([1, 2, 3], [4, 5, 6]), "y": vector(3, 1), "s": vector(5, 6, 7), "n": number(2),
  ]

  @Test(
    arguments: [
      ("z=x_2", number(20)), ("z=x_2^2", number(400)), ("z=X_{12}", number(2)), ("z=X_{1,2}", number(2)),
      ("z_j=X_{j,3}", vector(3, 6)),
      ("z=X_n", vector(4, 5, 6)), ("z_i=x_{y_i}", vector(30, 10)), ("Z_{ij}=X_{ji}", matrix([1, 4], [2, 5], [3, 6])),
      ("z=s_0", number(5)), (#"z_i=x_{\lceil i/2\rceil}+0y_i"#, vector(10, 10)), ("z=X_{:,2}", vector(2, 5)),
      ("z_i=X_{i,:}", matrix([1, 2, 3], [4, 5, 6])), ("z=X_{n,n}", number(5)), ("z=X_{nn}", number(5)),
      ("z=X_{11}", number(1)), ("z_j=X_{1j}", vector(1, 2, 3)), ("z_j=X_{2j}", vector(4, 5, 6)),
      ("z_i=X_{i2}", vector(2, 5)), (#"z=\delta_{11}+\delta_{12}"#, number(1)), ("z=w_{12}", number(2)),
    ]) func `a subscript takes an entry or a slice`(_ latex: String, _ expected: ArrayValue) throws
  {
    let example = F(latex, Self.names).with {
      $0.base = ["s": 0]
      $0.names["w"] = vector(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2)
    }
    #expect(try example.value() == expected)
  }

  @Test(arguments: [("z=Y_{12}", "12"), ("z_j=Y_{2j}", "2j")]) func `digits with two readings are refused`(
    _ latex: String, _ subscript_: String
  ) throws {
    let problem = try F(latex, ["Y": sample([20, 5], seed: 1)]).problem()
    #expect(problem.message == "the subscript `\(subscript_)` has two readings")
  }

  @Test(arguments: [
    ("y=x_4", "the index 4 is out of range"), ("y=x_0", "the index 0 is out of range"),
    ("y=x_{1.5}", "the index 1.5 is not a whole number"), ("y=n_1", "`n` is a number and has no index"),
    ("y=x_{1,2}", "2 indices for `x`, which has one axis"), ("d_i=x_{i+1}-x_i", "the index 4 is out of range"),
  ]) func `a wrong index is refused`(_ latex: String, _ message: String) throws {
    #expect(try F(latex, Self.names).problem().message == message)
  }
}

@Suite struct `R8 Ranges` {
  static let names = [
    "x": vector(1, 2, 4), "y": vector(1, 2), "X": matrix([1, 2], [3, 4], [5, 6]), "n": number(3), "w": number(2),
  ]

  @Test(
    arguments: [
      (#"z=\sum_jx_j"#, number(7)), (#"z_i=\sum_{j\ne i}x_j+0x_i"#, vector(6, 5, 3)),
      (#"z_i=\sum_{j\le i}x_j+0x_i"#, vector(1, 3, 7)),
      (#"z_i=\sum_{j=1}^{i}x_j+0x_i"#, vector(1, 3, 7)), (#"z=\sum_{j=1}^{n-1}x_j"#, number(3)),
      (#"z=\sum_{j\in\{1,3\}}x_j"#, number(5)),
      (#"z=\sum_{i,j}X_{ij}"#, number(21)), (#"z=\sum_{ij}X_{ij}"#, number(21)),
      (#"z=\sum_{i=1}^{3}\sum_{j=1}^{2}X_{ij}"#, number(21)),
      (#"z=\sum_{i<j}X_{ij}"#, number(2)), (#"z=\sum_{i=1}^{3}i^2"#, number(14)),
      (#"z=\sum_{\substack{i=1\\i\ne 2}}^{3}x_i"#, number(5)),
      (#"z_i=\sum_{i-w<j\le i}x_j+0x_i"#, vector(1, 3, 6)), (#"z=\sum_{i=1}^{0}i"#, number(0)),
      (#"z=\sum_{1\le i\le 2}x_i"#, number(3)),
      (#"z_i=\sum_{j=1}^{n}x_jx_i"#, vector(7, 14, 28)), (#"z=\sum_jX_j"#, nil),
    ] as [(String, ArrayValue?)]) func `an index runs over its axis, or a part of it`(
      _ latex: String, _ expected: ArrayValue?
    ) throws
  {
    let found = try F(latex, Self.names).value()
    #expect(found == expected ?? vector(9, 12))
  }

  @Test func `uses that disagree are refused with both ranges`() throws {
    let problem = try F(#"z=\sum_jx_jy_j"#, Self.names).problem()
    #expect(problem.message == "the index `j` has two ranges")
    #expect(problem.notes == ["`x`: 1 to 3", "`y`: 1 to 2"])
  }

  @Test func `stated bounds must be those of the axis`() throws {
    let problem = try F(#"z=\sum_{j=1}^{w}x_j"#, Self.names).problem()
    #expect(problem.notes == ["`j` from 1 to w: 1 to 2", "`x`: 1 to 3"])
  }

  @Test func `an index on the right only is refused`() throws {
    let example = F("z=x_j", Self.names)
    let problem = try example.problem()
    #expect(problem.message == "the index `j` stands only on the right")
    #expect(problem.help == #"write `\sum_{j}`, or put `j` on the left side too"#)
    #expect(example.marked(by: problem) == "j")
  }

  @Test func `a sum without an index is refused`() throws {
    #expect(try F(#"z=\sum x"#, Self.names).problem().message == #"`\sum` does not say over which index"#)
  }

  @Test func `an index without a range is refused`() throws {
    #expect(try F(#"z=\sum_{j}2"#).problem().message == "the range of the index `j` is not known")
  }

  @Test(arguments: [
    #"i\in\{1,2,\ldots,h/2\}"#, #"i=1,2,\ldots,3"#, #"1\le i\le 3"#, #"0<i<4"#,
  ]) func `a clause behind a comma states a range`(_ clause: String) throws {
    expect(try F(#"\theta_i=10^{-i},\quad "# + clause, ["h": number(6)]).value(), equals: vector(0.1, 0.01, 0.001))
  }
}
