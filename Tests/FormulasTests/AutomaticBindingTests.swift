import LaTeXSyntax
import Testing

@testable import Formulas

@Suite struct `Automatic binding` {
  /// Variables of a lesson by their Swift names.
  private func evaluate(_ latex: String, _ variables: [String: ArrayValue]) throws -> FormulaEvaluation {
    var bindings = Bindings()
    bindings.fallback = { name in name.identifiers.lazy.compactMap { variables[$0] }.first }
    return try FormulaEvaluation(of: SyntaxTree(parsing: latex), with: bindings)
  }

  @Test func `names find the lesson's variables`() throws {
    let variables = [
      "Q": sample([3, 4], seed: 1), "K": sample([5, 4], seed: 2), "V": sample([5, 2], seed: 3), "dK": number(4),
      "context": sample([3, 2], seed: 4),
    ]
    let evaluation = try evaluate(
      #"\operatorname{Attention}(Q,K,V)=\operatorname{softmax}\left(\frac{QK^\top}{\sqrt{d_k}}\right)V"#, variables)
    #expect(evaluation.statements[0].value?.shape == [3, 2])
  }

  @Test func `a variable that happens to be called like an index does not hide the index`() throws {
    let variables = ["alpha": matrix([1, 0], [0, 1]), "v": matrix([1, 2], [3, 4]), "i": vector(9, 9), "j": number(0.5)]
    let evaluation = try evaluate(#"o_i=\sum_j\alpha_{ij}v_j"#, variables)
    #expect(evaluation.statements[0].value == matrix([1, 2], [3, 4]))
  }

  @Test func `an exponent is not taken for a part of a name`() throws {
    #expect(try evaluate("y=d^2", ["d": number(3), "d2": number(100)]).statements[0].value == number(9))
    #expect(try evaluate(#"y=K^\top"#, ["K": matrix([1, 2]), "kT": number(1)]).statements[0].value?.shape == [2, 1])
  }

  @Test func `the code's value of a call is compared`() throws {
    let variables = ["x": vector(1, 2), "f": vector(2, 4)]
    let statement = try evaluate(#"\operatorname{f}(x)=2x"#, variables).statements[0]
    #expect(statement.bound == vector(2, 4))
    #expect(statement.agreement?.agrees == true)
  }

  @Test func `every use is noted with its place and what it was`() throws {
    let evaluation = try evaluate(
      #"o_i=\sum_j\alpha_{ij}v_j"#, ["alpha": matrix([1, 0], [0, 1]), "v": matrix([1, 2], [3, 4])])
    let uses = evaluation.uses.map { "\($0.name) \($0.range.lowerBound) \($0.target)" }
    #expect(
      uses == [
        "o 0 value(shape: [])", "i 2 index", #"\alpha 10 value(shape: [2, 2])"#, "i 18 index", "j 19 index",
        "v 21 value(shape: [2, 2])", "j 23 index",
      ])
  }

  @Test func `what the formula must equal is compared`() throws {
    var bindings = Bindings()
    try bindings.bind("x", to: vector(1, 2))
    let syntax = try SyntaxTree(parsing: "2x")
    let evaluation = try FormulaEvaluation(of: syntax, with: bindings, equals: vector(2, 5))
    #expect(evaluation.statements[0].agreement?.agrees == false)
    #expect(evaluation.statements[0].agreement?.index == [2])
  }
}
