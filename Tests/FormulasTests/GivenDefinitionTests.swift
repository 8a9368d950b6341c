import Diagnostics
import LaTeXSyntax
import Testing

@testable import Formulas

private typealias F = FormulaExample

/// Definitions that the author hands to a formula, among the lesson's variables of the same names.
@Suite struct GivenDefinitionTests {
  private func evaluation(
    _ latex: String, given: [String], lesson: [String: ArrayValue], bound: [String: ArrayValue] = [:]
  ) throws -> FormulaEvaluation {
    var bindings = try F(latex, bound).with { $0.given = given }.bindings()
    bindings.fallback = { name in name.identifiers.lazy.compactMap { lesson[$0] }.first }
    return try FormulaEvaluation(of: SyntaxTree(parsing: latex), with: bindings)
  }

  @Test func `a given function wins over the lesson's matrix of its name`() throws {
    let found = try evaluation(
      "y=K(2)+1", given: ["K(u)=u^2"], lesson: ["K": matrix([1, 2], [3, 4]), "u": number(7)])
    #expect(found.statements[0].value == number(5))
  }

  @Test func `a given value may repeat the lesson's variable of its name`() throws {
    let found = try evaluation("y=2S", given: ["S=x+1"], lesson: ["S": number(5), "x": number(4)])
    #expect(found.statements[0].value == number(10))
  }

  @Test(arguments: [("y=2S", number(6)), ("y=2S", vector(5, 5)), ("y=x", number(6))])
  func `a given value that isn't the lesson's is refused, used or not`(_ latex: String, _ lesson: ArrayValue) throws {
    let error = #expect(throws: Problem.self) {
      try evaluation(latex, given: ["S=x+1"], lesson: ["S": lesson, "x": number(4)])
    }
    #expect(error?.message == "the given definition gives `S` another value than it has")
    #expect(error?.notes.first == "`S=x+1` gives 5")
  }

  @Test func `a given value that isn't the comment's is refused`() throws {
    let error = #expect(throws: Problem.self) {
      try evaluation("y=2S", given: ["S=x+1"], lesson: ["x": number(4)], bound: ["S": number(6)])
    }
    #expect(error?.notes == ["`S=x+1` gives 5", "`S` is bound to 6", "in the given definition `S=x+1`"])
  }

  @Test func `a name bound in the comment wins over a given definition`() throws {
    let found = try evaluation("y=K(2)", given: ["K(u)=u^2"], lesson: [:], bound: ["K": number(3)])
    #expect(found.statements[0].value == number(6))
  }

  static let rotation = #"R_m=\begin{pmatrix}\cos m\theta&-\sin m\theta\\\sin m\theta&\cos m\theta\end{pmatrix}"#

  @Test(arguments: [["m": number(2), "n": number(5)], ["m": number(1), "n": number(-3), "R": matrix([9, 9], [9, 9])]])
  func `a letter in a given subscript is a parameter`(_ lesson: [String: ArrayValue]) throws {
    let names = ["\\theta": number(0.3), "q": vector(1, 2), "k": vector(-1, 0.5)]
    let found = try evaluation(
      #"(R_mq)^\top(R_nk)=q^\top R_{n-m}k"#, given: [Self.rotation], lesson: lesson, bound: names)
    #expect(found.agrees)
    #expect(found.statements[0].members.count == 2)
  }

  @Test func `a letter that the right side uses as an index stays one`() throws {
    let found = try evaluation("y=s_2", given: ["s_i=2x_i"], lesson: ["x": vector(1, 5)])
    #expect(found.statements[0].value == number(10))
  }

  @Test func `a subscript that the right side does not read belongs to the name`() throws {
    let found = try evaluation(#"y=d_k+1"#, given: ["d_k=4"], lesson: ["k": number(2), "d": vector(1, 2)])
    #expect(found.statements[0].value == number(5))
  }
}
