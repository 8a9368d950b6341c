import Diagnostics
import LaTeXSyntax
import Testing

@testable import FormulaEvaluator
@testable import Formulas

private typealias F = FormulaExample

@Suite struct `R14a Assignments` {
  private func values(_ latex: String, _ names: [String: ArrayValue]) throws -> [ArrayValue?] {
    try F(latex, names).evaluation().statements.map(\.value)
  }

  @Test(arguments: [
    #"m\leftarrow 2m,\quad m\leftarrow m+1"#, #"\begin{aligned}m&\leftarrow 2m\\m&\leftarrow m+1\end{aligned}"#,
    #"\begin{array}{rcl}m&\leftarrow&2m\\m&\leftarrow&m+1\end{array}"#,
  ]) func `one is carried out after the other`(_ latex: String) throws {
    #expect(try values(latex, ["m": number(3)]) == [number(6), number(7)])
  }

  @Test func `each sees what those above assigned`() throws {
    #expect(try values(#"a\leftarrow b,\quad b\leftarrow a"#, ["a": number(1), "b": number(2)]) == [number(2), number(2)])
    let swap = try values(
      #"t\leftarrow a,\quad a\leftarrow b,\quad b\leftarrow t"#, ["a": number(1), "b": number(2)])
    #expect(swap == [number(1), number(2), number(1)])
  }

  @Test func `an equation sees the value at its place`() throws {
    let found = try values(#"\begin{aligned}g&=2x\\x&\leftarrow x-g\\y&=x+1\end{aligned}"#, ["x": number(3)])
    #expect(found == [number(6), number(-3), number(-2)])
  }

  @Test func `what a step needs is computed before it, wherever it stands`() throws {
    #expect(try values(#"x\leftarrow x-g \text{ where } g=2x"#, ["x": number(3)]) == [number(-3), number(6)])
  }

  @Test func `a single one sees the old value`() throws {
    #expect(try values(#"x\leftarrow x+1"#, ["x": number(3)]) == [number(4)])
  }

  @Test func `all entries are assigned by their index`() throws {
    let found = try values(#"w_i\leftarrow w_i-g_i,\quad s=\sum_iw_i"#, ["w": vector(1, 2), "g": vector(1, 1)])
    #expect(found == [vector(0, 1), number(1)])
  }

  @Test func `one entry alone is not assigned`() throws {
    let problem = try F(#"w_1\leftarrow 5,\quad s=\sum_iw_i"#, ["w": vector(1, 2)]).problem()
    #expect(problem.message == #"`\leftarrow` gives a value to a whole name, or to its entry for each index"#)
  }

  @Test func `an arrow with the index of time is a recurrence`() throws {
    let names = ["g": vector(1, 2), #"\theta_0"#: number(1)]
    #expect(try values(#"\theta_t\leftarrow\theta_{t-1}-g_t"#, names) == [vector(0, -2)])
    let bound = names.merging([#"\theta"#: vector(0, -1)]) { $1 }
    #expect(try !F(#"\theta_t\leftarrow\theta_{t-1}-g_t"#, bound).evaluation().agrees)
  }

  @Test func `an array without equations is a matrix`() throws {
    #expect(try values(#"Y=\begin{array}{cc}1&2\\3&4\end{array}"#, [:]) == [matrix([1, 2], [3, 4])])
  }
}

@Suite struct `R14b Recursion` {
  static let factorial = #"f(n)=\begin{cases}1&n=0\\nf(n-1)&n>0\end{cases}"#
  static let fibonacci = #"f(n)=\begin{cases}n&n\le 1\\f(n-1)+f(n-2)&\text{otherwise}\end{cases}"#

  @Test(arguments: [(factorial, "5", 120.0), (factorial, "0", 1), (fibonacci, "30", 832_040)])
  func `cases may end it`(_ definition: String, _ argument: String, _ expected: Double) throws {
    #expect(try F("y=f(\(argument))").with { $0.given = [definition] }.value() == number(expected))
  }

  @Test func `the statement itself may be one`() throws {
    #expect(try F(Self.fibonacci, ["n": number(20)]).value() == number(6765))
  }

  @Test func `it is called with an index`() throws {
    let example = F("y_i=f(i)").with {
      $0.given = [Self.factorial]
      $0.index = ["i": 0...5]
    }
    #expect(try example.value() == vector(1, 1, 2, 6, 24, 120))
  }

  @Test func `functions may call each other`() throws {
    let example = F("y=a(7)").with {
      $0.given = [
        #"a(n)=\begin{cases}1&n=0\\b(n-1)&n>0\end{cases}"#, #"b(n)=\begin{cases}0&n=0\\a(n-1)&n>0\end{cases}"#,
      ]
    }
    #expect(try example.value() == number(0))
  }

  @Test func `it may have two arguments`() throws {
    let example = F("g=h(48,18)").with {
      $0.given = [#"h(a,b)=\begin{cases}a&b=0\\h(b,a\bmod b)&\text{otherwise}\end{cases}"#]
    }
    #expect(try example.value() == number(6))
  }

  @Test(arguments: ["f(n+1)", "f(n)", "f(n+f(n+1))"]) func `one that does not end is refused`(_ call: String) throws {
    let example = F("y=f(2)").with { $0.given = [#"f(n)=\begin{cases}1&n=0\\"# + call + #"&n>0\end{cases}"#] }
    let problem = try WorkLimits.$current.withValue(WorkLimits(calls: 500)) { try example.problem() }
    #expect(problem.message == "the recursion of `f` has no end")
    #expect(example.marked(by: problem) == "f(2)")
  }

  @Test func `depth is no matter of the stack`() throws {
    let count = #"f(n)=\begin{cases}0&n=0\\1+f(n-1)&n>0\end{cases}"#
    #expect(try F("y=f(3000)").with { $0.given = [count] }.value() == number(3000))
  }

  @Test func `vectors are refused`() throws {
    let problem = try F("y=f(x)", ["x": vector(1, 2)]).with { $0.given = [Self.factorial] }.problem()
    #expect(problem.message == "`f` is defined by itself, which is computed for numbers only")
  }
}

@Suite struct `R14c Every statement is compared` {
  private func uncompared(_ latex: String, _ names: [String: ArrayValue], later: Set<String> = []) throws -> [String] {
    try F(latex, names).evaluation().uncompared { later.contains($0.latex) }.map(\.left)
  }

  static let names = ["K": matrix([1, 2], [3, 4]), "X": matrix([1, 2], [3, 4]), "x": vector(1, 2)]

  @Test(arguments: [
    (#"K=X,\quad V=XX"#, ["V"]), (#"K=X,\quad V=U,\quad U=XX"#, ["V", "U"]), (#"K=X,\quad f(u)=u^2"#, ["f(u)"]),
    (#"K=X,\quad a_t=b_{t-1}+x_t,\quad b_t=a_{t-1},\quad a_0=1,\quad b_0=1"#, ["a_t", "b_t", "a_0", "b_0"]),
    (#"x_i=x_i,\quad y_i=2x_i"#, ["y_i"]),
  ]) func `one that nothing reads is named`(_ latex: String, _ left: [String]) throws {
    #expect(try uncompared(latex, Self.names) == left)
  }

  @Test(arguments: [
    #"K=V,\quad V=X"#, #"K=f(X),\quad f(u)=u"#, #"K=X,\quad x\in\mathbb{R}^2"#, #"K=aU,\quad U=V,\quad V=X,\quad a=1"#,
    #"x_i=y_i,\quad y_i=K_{i1}+c,\quad c=0"#,
  ]) func `one that a compared statement reads is not`(_ latex: String) throws {
    #expect(try uncompared(latex, Self.names) == [])
  }

  @Test func `one that a given definition reads is not`() throws {
    let example = F(#"K=f(X),\quad a=1"#, Self.names).with { $0.given = ["f(u)=au"] }
    #expect(try example.evaluation().uncompared { _ in false }.isEmpty)
  }

  @Test func `one that a later formula reads is not`() throws {
    #expect(try uncompared(#"K=X,\quad V=XX"#, Self.names, later: ["V"]) == [])
  }

  @Test func `what the formula equals is the statement that nothing else compares or reads`() throws {
    func evaluation(_ latex: String) throws -> FormulaEvaluation {
      try FormulaEvaluation(of: SyntaxTree(parsing: latex), with: F(latex, Self.names).bindings(), equals: number(5))
    }
    #expect(try evaluation(#"y=2a+1,\quad a=2"#).agrees)
    #expect(try evaluation(#"a\leftarrow 2,\quad b\leftarrow a+3"#).agrees)
    #expect(throws: Problem.self) { try evaluation(#"y=5,\quad a=2"#) }
  }
}
