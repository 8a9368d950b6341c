import Diagnostics
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax
import Testing

@testable import FormulaParser

/// What an expression means, and of which shape it is, before anything is computed.
@Suite struct ExpressionParserTests {
  private func scope(_ shapes: [String: [Int]]) throws -> SymbolTable {
    var bindings = Bindings()
    for (name, shape) in shapes {
      try bindings.bind(name, to: ArrayValue(shape: shape, data: Array(repeating: 2, count: shape.reduce(1, *))))
    }
    return SymbolTable(bindings: bindings)
  }

  private func expression(_ latex: String, _ scope: SymbolTable) throws -> TypedExpression {
    let syntax = try SyntaxTree(parsing: latex)
    return try ExpressionParser(latex: latex, scope: scope, isElementwise: false)
      .expression(syntax.nodes, in: 0..<latex.utf8.count)
  }

  @Test(arguments: [
    ("QK^\\top", [3, 5]), ("Q v", [3]), ("v^\\top v", []), ("v v^\\top", [4, 4]), ("Q + 1", [3, 4]),
    ("\\operatorname{softmax}(Q)", [3, 4]),
    ("\\sum_i Q_{ij}", []), ("Q_{1,2}", []), ("\\|v\\|", []), ("\\frac{Q}{2}", [3, 4]),
  ]) func `shapes follow from those of the names`(_ latex: String, _ shape: [Int]) throws {
    let scope = try scope(["Q": [3, 4], "K": [5, 4], "v": [4]])
    let j = scope.makeVariable(try Name(parsing: "j"))
    scope.locals[j.name] = .variable(j)
    #expect(try expression(latex, scope).shape == shape)
  }

  @Test(arguments: ["Q K", "Q + K", "v_{1,2}", "w", "\\frac{v}{v}"]) func `what fits no rule is refused`(_ latex: String) throws {
    let scope = try scope(["Q": [3, 4], "K": [5, 4], "v": [4]])
    #expect(throws: Problem.self) { try expression(latex, scope) }
  }

  @Test func `a name is resolved once, to one slot`() throws {
    let scope = try scope(["x": []])
    guard case .sum(let addends) = try expression("x + x", scope).kind, case .input(let first) = addends[0].value.kind,
      case .input(let second) = addends[1].value.kind
    else {
      Issue.record("no sum of two inputs")
      return
    }
    #expect(first === second)
    #expect(try scope.used == [Name(parsing: "x")])
  }

  @Test func `reading fixes only the values that it needs`() throws {
    let scope = try scope(["n": [], "x": []])
    _ = try expression("\\sum_{i=1}^{n} x", scope)
    #expect(try scope.boundInput(Name(parsing: "n"))?.admits(ArrayValue(3)) == false)
    #expect(try scope.boundInput(Name(parsing: "x"))?.admits(ArrayValue(3)) == true)
  }
}
