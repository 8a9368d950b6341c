import Diagnostics
import LaTeXSyntax
import Testing

@testable import Formulas

@Suite struct `Acceptance cases` {
  @Test(
    arguments: (AcceptanceCase.all + AcceptanceCase.further + AcceptanceCase.published + AcceptanceCase.notation).filter {
      $0.refuse == nil
    })
  func `a formula has the value that another program computed`(_ example: AcceptanceCase) throws {
    let evaluation = try FormulaEvaluation(of: SyntaxTree(parsing: example.latex), with: try example.bindings())
    for (key, expected) in try #require(example.expect) {
      let found = try #require(try value(of: key, in: evaluation), "no value for \(key)")
      expect(found, equals: ArrayValue(shape: expected.shape, data: expected.data))
    }
    #expect(evaluation.agrees)
  }

  private func value(of key: String, in evaluation: FormulaEvaluation) throws -> ArrayValue? {
    if key == "both sides" || key == "both" { return evaluation.statements.first?.value }
    if let statement = evaluation.statements.first(where: { $0.left == key }) { return statement.value }
    let name = try Name(parsing: key)
    return evaluation.definitions.first { $0.name == name }?.value
  }

  @Test(
    arguments: (AcceptanceCase.all + AcceptanceCase.further + AcceptanceCase.published + AcceptanceCase.notation).filter {
      $0.refuse != nil
    })
  func `what has no value is refused`(_ example: AcceptanceCase) throws {
    let syntax = try SyntaxTree(parsing: example.latex)
    let bindings = try example.bindings()
    #expect(throws: Problem.self) { try FormulaEvaluation(of: syntax, with: bindings) }
  }

  @Test func `all grades are there`() {
    #expect(AcceptanceCase.all.count == 38)
    #expect(Set(AcceptanceCase.all.compactMap(\.grade)) == [0, 1, 2, 3, 4, 5])
  }
}
