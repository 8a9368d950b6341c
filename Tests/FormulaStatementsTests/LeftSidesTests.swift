import Diagnostics
import LaTeXSyntax
import Testing

@testable import FormulaStatements

/// What a left side defines depends on the names that are bound, and on nothing else.
@Suite struct LeftSidesTests {
  private func claim(_ latex: String, _ scope: KnownNames) throws -> Claim {
    let statements = try Statement.all(in: SyntaxTree(parsing: latex))
    return try LeftSides(scope).claim(of: statements[0], latex: latex)
  }

  @Test func `an unbound name is defined, a bound one is compared`() throws {
    let definition = try claim("y = 2x", KnownNames(["x": []]))
    #expect(definition.name?.latex == "y")
    if case .definition = definition.left {} else { Issue.record("\(definition.left)") }
    #expect(try claim("y = 2x", KnownNames(["x": [], "y": []])).left.isExpression)
  }

  @Test func `a letter in the subscript that nothing is bound to is a free index`() throws {
    let found = try claim("y_i = 2x_i", KnownNames(["x": [3]]))
    #expect(found.name?.latex == "y")
    #expect(found.freeNames.map(\.latex) == ["i"])
  }

  @Test func `the subscript of a label belongs to the name`() throws {
    let found = try claim("d_k = 2x", KnownNames(["x": []]))
    #expect(found.name?.latex == "d_k")
    #expect(found.freeNames.isEmpty)
  }

  @Test func `a call with an unbound argument defines a function`() throws {
    let found = try claim("f(u) = u^2", KnownNames())
    guard case .function(let function?) = found.left else {
      Issue.record("\(found.left)")
      return
    }
    #expect(function.parameters.map(\.latex) == ["u"])
    #expect(found.definesGeneralFunction)
  }

  @Test func `a call with a bound argument is the function's value there`() throws {
    let scope = try KnownNames(["x": []])
    #expect(try !claim("f(x) = x^2", scope).definesGeneralFunction)
    #expect(scope.used.map(\.latex) == ["x"])
  }

  @Test func `a product of bound names is an expression`() throws {
    let found = try claim("x y = z", KnownNames(["x": [], "y": [], "z": []]))
    #expect(found.left.isExpression)
    #expect(found.product.map(\.latex) == ["x", "y"])
  }

  @Test func `a run of letters of which only one is bound has two readings`() throws {
    let scope = try KnownNames(["x": [], "z": []])
    #expect(throws: Problem.self) { try claim("x y = z", scope) }
  }
}
