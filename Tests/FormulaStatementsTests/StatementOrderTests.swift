import LaTeXSyntax
import Testing

@testable import FormulaStatements

/// Statements are computed in the order in which they need each other (R14).
@Suite struct StatementOrderTests {
  private func order(_ latex: String, _ shapes: [String: [Int]] = ["x": []]) throws -> StatementOrder {
    let scope = try KnownNames(shapes)
    let claims = try Statement.all(in: SyntaxTree(parsing: latex)).map { try LeftSides(scope).claim(of: $0, latex: latex) }
    return StatementOrder(of: claims, scope) { _ in false }
  }

  @Test(arguments: [
    (#"a = b,\quad b = x"#, [[1], [0]]), (#"a = x,\quad b = a"#, [[0], [1]]),
    (#"a = b + c,\quad b = c,\quad c = x"#, [[2], [1], [0]]), (#"a = b,\quad b = a"#, [[0, 1]]),
    (#"x \leftarrow x - g,\quad g = 2x"#, [[1], [0]]), (#"g = 2x,\quad x \leftarrow x - g,\quad y = x"#, [[0], [1], [2]]),
  ]) func `each stands behind those that it needs`(_ latex: String, _ groups: [[Int]]) throws {
    #expect(try order(latex).groups == groups)
  }

  @Test func `a statement knows the names of the others that it reads`() throws {
    let found = try order(#"a = b x,\quad b = x"#)
    #expect(found.claims.map { $0.mentioned.map(\.latex) } == [["b"], []])
  }

  @Test func `a recurrence goes through the index that all its left sides have`() throws {
    let found = try order(#"h_t = h_{t-1} + x_t"#, ["x": [3]])
    #expect(found.groups == [[0]])
    let recurrence = try #require(Recurrence(found.claims, found.mentions))
    #expect(recurrence.index.latex == "t")
    #expect(recurrence.offsets == [0])
    #expect(found.claims[0].startName(at: 0)?.latex == "h_0")
  }

  @Test func `a cycle without an index that runs is no recurrence`() throws {
    let found = try order(#"a = b,\quad b = a"#)
    #expect(Recurrence(found.claims, found.mentions) == nil)
  }
}
