import Diagnostics
import LaTeXSyntax
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// Functions that are computed elsewhere, as a lesson's Swift closures are.
@Suite struct ForeignFunctionTests {
  static let square = ForeignFunction(type: "(Float) -> Float", parameters: [.number], result: .number) {
    (arguments) throws(Problem) in ArrayValue(arguments[0].data[0] * arguments[0].data[0])
  }
  static let doubled = ForeignFunction(type: "(Tensor) -> Tensor", parameters: [.array], result: .array) {
    (arguments) throws(Problem) in ArrayValue(arguments[0].data + arguments[0].data)
  }
  static let distance = ForeignFunction(type: "(Float, Float) -> Float", parameters: [.number, .number], result: .number) {
    (arguments) throws(Problem) in ArrayValue(abs(arguments[0].data[0] - arguments[1].data[0]))
  }
  /// As many entries as its argument says.
  static let unsteady = ForeignFunction(type: "(Int) -> [Float]", parameters: [.number], result: .array) {
    (arguments) throws(Problem) in ArrayValue(Array(repeating: 1, count: Int(arguments[0].data[0])))
  }
  static let failing = ForeignFunction(type: "(Float) -> Float", parameters: [.number], result: .number) {
    (_) throws(Problem) in throw Problem("it trapped", at: 0..<0)
  }

  private func bindings(_ example: FormulaExample) throws -> Bindings {
    var bindings = try example.bindings()
    bindings.entries[try Name(parsing: #"\kappa"#)] = .function(Self.square)
    bindings.entries[try Name(parsing: "D")] = .function(Self.distance)
    bindings.entries[try Name(parsing: "u")] = .function(Self.unsteady)
    bindings.entries[try Name(parsing: "b")] = .function(Self.failing)
    bindings.functionFallback = { $0.identifiers.contains("phi") ? Self.doubled : nil }
    return bindings
  }

  private static let names = ["x": vector(1, 2, 3), "A": matrix([1, 2], [3, 4])]

  @Test(arguments: [
    (F(#"y=\sum_i\kappa(x_i)"#, names), number(14)), (F(#"y=\kappa(\kappa(2))+1"#), number(17)),
    (F(#"y=\kappa^2(2)"#), number(16)), (F(#"y_{ij}=D(x_i,x_j)"#, ["x": vector(1, 4)]), matrix([0, 3], [3, 0])),
    (F(#"y=\phi(x)"#, names), vector(1, 2, 3, 1, 2, 3)), (F(#"y=\phi(x)_4"#, names), number(1)),
    (F(#"y=\sum_i\phi(a_i)"#, ["a": matrix([1, 2], [3, 4])]), vector(4, 6, 4, 6)),
    (F(#"y=\phi(x)^\top\phi(x)"#, names), number(28)),
    (F(#"y_i=\phi(a_i)^\top\phi(a_1)"#, ["a": matrix([1, 2], [3, 4])]), vector(10, 22)),
    (F(#"y=\kappa(A)"#, names).with { $0.elementwise = [#"\kappa"#] }, matrix([1, 4], [9, 16])),
    (F(#"h_t=\kappa(h_{t-1})+1"#, ["h_0": number(0)]).with { $0.index = ["t": 1...3] }, vector(1, 2, 5)),
  ]) func `a call has the value that the function gives`(_ example: FormulaExample, _ expected: ArrayValue) throws {
    let evaluation = try FormulaEvaluation(of: SyntaxTree(parsing: example.latex), with: bindings(example))
    expect(try #require(evaluation.statements[0].value), equals: expected)
  }

  @Test(arguments: [
    (F(#"y=\kappa(x)"#, names), #"`\kappa` takes a number"#, #"\kappa(x)"#),
    (F(#"y=\kappa+1"#), #"`\kappa` is a function and needs its argument in parentheses"#, #"\kappa"#),
    (F(#"y=D(1)"#), "`D` takes 2 arguments, not 1", "D(1)"),
    (F(#"y=\sum_ju(x_j)"#, names), "`u` gives values of different shapes", "u(x_j)"),
    (F(#"y=1+b(2)"#), "it trapped", "b(2)"),
  ]) func `a call that can't be is refused where it stands`(
    _ example: FormulaExample, _ message: String, _ marked: String
  ) throws {
    do throws(Problem) {
      _ = try FormulaEvaluation(of: SyntaxTree(parsing: example.latex), with: try! bindings(example))
      Issue.record("not refused")
    } catch {
      #expect(error.message == message)
      #expect(example.marked(by: error) == marked)
    }
  }

  @Test func `a definition is compared with the function that it defines`() throws {
    let example = F(#"\kappa(v)=v^2"#, ["v": number(3)])
    let evaluation = try FormulaEvaluation(of: SyntaxTree(parsing: example.latex), with: bindings(example))
    #expect(evaluation.statements[0].agreement?.values == [9, 9])
    let wrong = try FormulaEvaluation(of: SyntaxTree(parsing: #"\kappa(v)=v^3"#), with: bindings(example))
    #expect(!wrong.agrees)
  }
}
