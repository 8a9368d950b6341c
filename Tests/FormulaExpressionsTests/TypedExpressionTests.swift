import Diagnostics
import FormulaStatements
import Testing

@testable import FormulaExpressions

@Suite struct TypedExpressionTests {
  private func number(_ value: Double, at range: Range<Int> = 0..<1) throws -> TypedExpression {
    try TypedExpression(.constant([value]), shape: [], at: range)
  }

  @Test func `operations may not stand within each other without end`() throws {
    var expression = try number(1)
    for _ in 1..<TypedExpression.depthLimit { expression = try TypedExpression(.negated(expression), shape: [], at: 0..<1) }
    #expect(throws: Problem.self) { try TypedExpression(.negated(expression), shape: [], at: 0..<1) }
  }

  @Test(arguments: [[1 << 13, 1 << 13], [Int.max, 2]]) func `a value that would fill the memory is refused`(_ shape: [Int]) {
    #expect(throws: Problem.self) { try TypedExpression(.constant([]), shape: shape, at: 0..<1) }
  }

  @Test func `it changes with the variables that nothing in it binds`() throws {
    let (i, j) = (IndexVariable(id: 1, name: try Name(parsing: "i")), IndexVariable(id: 2, name: try Name(parsing: "j")))
    let product = try TypedExpression(
      .pairwise(.times, TypedExpression(.index(i), shape: [], at: 0..<1), TypedExpression(.index(j), shape: [], at: 0..<1)), shape: [],
      at: 0..<1)
    #expect(product.variables == [1, 2])
    let sum = try TypedExpression(.fold(.init(operation: .sum, variable: j, body: product)), shape: [], at: 0..<1)
    #expect(sum.variables == [1])
  }

  @Test(arguments: [("2.7", [0.05]), ("0.25", [0.005]), ("3", [0.5])])
  func `a decimal says how accurate it is`(_ latex: String, _ errors: [Double]) throws {
    let value = try number(Double(latex) ?? .nan, at: 0..<latex.utf8.count)
    #expect(try value.withWrittenDigits(of: latex)?.errors == errors)
  }

  @Test func `what is not made of numerals says nothing of its accuracy`() throws {
    let slot = InputSlot(name: try Name(parsing: "x"), example: ArrayValue(2.7))
    #expect(try TypedExpression(.input(slot), shape: [], at: 0..<1).withWrittenDigits(of: "x") == nil)
  }
}
