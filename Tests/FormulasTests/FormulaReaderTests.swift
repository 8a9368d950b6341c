import Diagnostics
import LaTeXSyntax
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// A formula that was read once is evaluated with other values.
@Suite struct FormulaReaderTests {
  /// What a formula comes to, as text: no two values that are no number are equal.
  private static func outcome(_ evaluate: () throws(Problem) -> FormulaEvaluation) -> String {
    do throws(Problem) {
      let evaluation = try evaluate()
      let values = evaluation.statements.flatMap(\.members).map { "\($0.value)" }
      let idle = evaluation.idle
      return "\(evaluation.outcomes) \(values) \(evaluation.definitions) \(evaluation.uses) \(evaluation.remarks) \(idle.bound.sorted()) "
        + "\(idle.declared.sorted()) \(idle.given.sorted()) \(idle.hasTensorProduct) \(idle.hasZeroLogZero)"
    } catch {
      return "\(error)"
    }
  }

  /// Other values of the same shapes.
  private static func changed(_ bindings: Bindings, _ change: (Double) -> Double) -> Bindings {
    var changed = bindings
    for case (let name, .value(let array)) in bindings.entries {
      changed.entries[name] = .value(ArrayValue(shape: array.shape, data: array.data.map(change), isRow: array.isRow))
    }
    return changed
  }

  @Test(arguments: AcceptanceCase.all + AcceptanceCase.further + AcceptanceCase.published + AcceptanceCase.notation)
  func `it comes to what a formula comes to that is read for these values alone`(_ example: AcceptanceCase) throws {
    let syntax = try SyntaxTree(parsing: example.latex)
    let own = try example.bindings()
    let reader = FormulaReader(syntax)
    // Whole numbers are still lengths after the first change, and aren't after the last.
    let changes: [(Double) -> Double] = [{ $0 }, { $0 == $0.rounded() ? $0 : $0 / 2 }, { $0 }, { $0 + 1 }, { $0 * 0.75 }]
    for bindings in changes.map({ Self.changed(own, $0) }) {
      let fresh = Self.outcome { () throws(Problem) in try FormulaEvaluation(of: syntax, with: bindings) }
      #expect(Self.outcome { () throws(Problem) in try reader.evaluation(with: bindings) } == fresh)
    }
  }

  private static let example: [String: ArrayValue] = [
    "x": vector(1, 2, 3), "A": matrix([1, 2], [3, 4]), "n": number(2), "a": number(0.5), "h_0": number(1),
  ]
  private static let other: [String: ArrayValue] = [
    "x": vector(5, -1, 0.25), "A": matrix([0, 1], [7, -2]), "n": number(2), "a": number(-3), "h_0": number(4),
  ]

  @Test(arguments: [
    F(#"s=\sum_ix_i"#), F(#"y=-ax"#), F("B_{ij}=aA_{ij}+n"), F(#"s=\sum_{i=1}^{n+0}x_i"#), F("B=A^n"), F("y=x_n"),
    F(#"p=\operatorname{softmax}(x),\quad s=p^\top x"#), F("h_t=ah_{t-1}+x_t"), F("y=f(a)").with { $0.given = ["f(u)=u^2+n"] },
    F(#"y=\begin{cases}a&a>0\\-a&\text{otherwise}\end{cases}"#), F("a=a+n-n"), F(#"a\leftarrow 2a,\quad b=a+1"#), F(#"y=\kappa(a)"#),
    F("D_{ij}=0,\\quad i\\ne j").with { $0.names["D"] = matrix([1, 0], [0, 2]) },
  ]) func `it is read once where shapes and what reading needs are the same`(_ example: FormulaExample) throws {
    let (first, second) = (try bindings(example, Self.example, power: 2), try bindings(example, Self.other, power: 3))
    let syntax = try SyntaxTree(parsing: example.latex)
    let reader = FormulaReader(syntax)
    for bindings in [first, second, first] {
      let fresh = Self.outcome { () throws(Problem) in try FormulaEvaluation(of: syntax, with: bindings) }
      #expect(Self.outcome { () throws(Problem) in try reader.evaluation(with: bindings) } == fresh)
    }
    #expect(reader.readingCount == 1)
  }

  /// The names of the tables, and a function κ.
  private func bindings(_ example: FormulaExample, _ names: [String: ArrayValue], power: Double) throws -> Bindings {
    var bindings = try example.with { $0.names.merge(names) { own, _ in own } }.bindings()
    bindings.entries[try Name(parsing: #"\kappa"#)] = .function(
      ForeignFunction(type: "(Double) -> Double", parameters: [.number], result: .number) { values throws(Problem) in
        ArrayValue(values[0].data[0] * power)
      })
    return bindings
  }

  /// What reading needs of a value: bounds, sizes, exponents of matrices, indices, steps of a list, marks of norms.
  @Test(arguments: [
    #"s=\sum_{i=1}^{n+0}x_i"#, #"s=\prod_{i=1}^{n+1}x_i"#, "B=A^n", "y=x_n", "y=A_{n1}", "B=AI_n", #"y=\|x\|_n"#,
    #"s=\sum_{i\in\{1,\ldots,n\}}x_i"#, #"s=x_1+\cdots+x_{n+1}"#, #"s=\sum_{1\le i\le n}x_i"#, "y_i=x_i,\\quad 1\\le i\\le n",
    #"m=n+0,\quad s=\sum_{i=1}^{m}x_i"#, "h_{t+n-1}=x_t+h_{t+n-2}",
  ]) func `it is read anew where reading needs a value that is another`(_ latex: String) throws {
    let syntax = try SyntaxTree(parsing: latex)
    let reader = FormulaReader(syntax)
    for length in [2.0, 1, 2] {
      var names = Self.example
      names["n"] = number(length)
      let bindings = try F(latex, names).bindings()
      let fresh = Self.outcome { () throws(Problem) in try FormulaEvaluation(of: syntax, with: bindings) }
      #expect(Self.outcome { () throws(Problem) in try reader.evaluation(with: bindings) } == fresh)
    }
    #expect(reader.readingCount == 3)
  }

  @Test func `it is read anew where a shape, a format or a declaration is another`() throws {
    let reader = FormulaReader(try SyntaxTree(parsing: "y=2x"))
    func count(_ x: ArrayValue, _ change: (inout Bindings) throws -> Void = { _ in }) throws -> Int {
      var bindings = Bindings()
      try bindings.bind("x", to: x)
      try change(&bindings)
      _ = try reader.evaluation(with: bindings)
      return reader.readingCount
    }
    #expect(try count(vector(1, 2)) == 1)
    #expect(try count(vector(3, 4)) == 1)
    #expect(try count(vector(1, 2, 3)) == 2)
    #expect(try count(ArrayValue(row: [1, 2, 3])) == 3)
    #expect(try count(ArrayValue(shape: [3], data: [1, 2, 3], precision: .single, isComputed: true)) == 4)
    #expect(try count(ArrayValue(shape: [3], data: [3, 0.1, 3], precision: .single, isComputed: true)) == 4)
    #expect(try count(number(1)) == 5)
    #expect(try count(number(1)) { $0.isElementwise = true } == 6)
    #expect(try count(number(1)) { $0.given = [.init(try SyntaxTree(parsing: "f(u)=u"))] } == 7)
    // What nothing was bound to.
    #expect(try count(number(1)) { try $0.bind("y", to: number(2)) } == 8)
    #expect(try count(number(1)) { $0.fallback = { $0.latex == "y" ? number(2) : nil } } == 9)
    #expect(try count(number(5)) { $0.fallback = { $0.latex == "y" ? number(7) : nil } } == 9)
  }

  @Test(arguments: [#"y=\phi(x)_1"#, #"y=f(n)"#]) func `what is computed while it is read is read each time`(_ latex: String) throws {
    let reader = FormulaReader(try SyntaxTree(parsing: latex))
    for factor in [2.0, 3] {
      var bindings = try F(latex, ["x": vector(1, 2), "n": number(factor)]).bindings()
      bindings.given = [.init(try SyntaxTree(parsing: #"f(n)=\begin{cases}1&n=0\\nf(n-1)&n>0\end{cases}"#))]
      bindings.functionFallback = { name in
        guard name.identifiers.contains("phi") else { return nil }
        return ForeignFunction(type: "([Double]) -> [Double]", parameters: [.array], result: .array) { values throws(Problem) in
          ArrayValue(values[0].data.map { $0 * factor })
        }
      }
      let value = try reader.evaluation(with: bindings).statements[0].value
      #expect(value == number(factor == 2 ? 2 : latex.contains("f") ? 6 : 3))
    }
    #expect(reader.readingCount == 2)
  }

  @Test func `a problem of other values is that of a formula that is read for them`() throws {
    let latex = #"y=x_1,\quad z_i=\begin{cases}x_i&x_i>0\end{cases}"#
    let syntax = try SyntaxTree(parsing: latex)
    let reader = FormulaReader(syntax)
    _ = try reader.evaluation(with: F(latex, ["x": vector(1, 2)]).bindings())
    let bindings = try F(latex, ["x": vector(1, -2)]).bindings()
    let problem = try F(latex, ["x": vector(1, -2)]).problem()
    #expect(problem.message == "no case applies")
    #expect(Self.outcome { () throws(Problem) in try reader.evaluation(with: bindings) } == "\(problem)")
    #expect(reader.readingCount == 1)
  }

  @Test func `the negative of a value is as exact as the value`() throws {
    var bindings = Bindings()
    try bindings.bind("x", to: ArrayValue(shape: [], data: [0.1], precision: .single, isComputed: true))
    let values = try ["x+0", "-x+0"].map { latex in
      try #require(FormulaEvaluation(of: SyntaxTree(parsing: latex), with: bindings).statements[0].value)
    }
    #expect(values[0].errors == values[1].errors)
    #expect(values[0].errors.first ?? 0 > 0)
  }
}
