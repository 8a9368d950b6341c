import Diagnostics
import FormulaExpressions
import FormulaStatements
import Testing

@testable import FormulaEvaluator

/// Expressions that are made by hand, without a formula.
@Suite struct EvaluatorTests {
  private let slot: InputSlot
  private let input: TypedExpression

  init() throws {
    slot = InputSlot(name: try Name(parsing: "x"), example: ArrayValue([1, 2, 3]))
    input = try TypedExpression(.input(slot), shape: [3], at: 0..<1)
  }

  private func value(_ expression: TypedExpression, x: [Double], _ precision: Precision = .double) throws -> [Approximation] {
    let inputs = InputValues()
    inputs[slot] = ArrayValue(x)
    return try Evaluator(precision, inputs).entries(expression)
  }

  @Test func `one expression is a function of its inputs`() throws {
    let doubled = try TypedExpression(
      .sum([.init(isNegative: false, value: input), .init(isNegative: false, value: input)]), shape: [3], at: 0..<1)
    #expect(try value(doubled, x: [1, 2, 3]).map(\.value) == [2, 4, 6])
    #expect(try value(doubled, x: [-5, 0, 0.5]).map(\.value) == [-10, 0, 1])
  }

  @Test func `an index runs over its range`() throws {
    let index = IndexVariable(id: 1, name: try Name(parsing: "i"))
    try index.use(1...3, of: "x", at: 0..<1)
    let entry = try TypedExpression(
      .entry(input, [.at(TypedExpression(.index(index), shape: [], at: 0..<1))]), shape: [], at: 0..<1)
    let sum = try TypedExpression(.fold(.init(operation: .sum, variable: index, body: entry)), shape: [], at: 0..<1)
    #expect(try value(sum, x: [1, 2, 4]).map(\.value) == [7])
    let product = try TypedExpression(.fold(.init(operation: .product, variable: index, body: entry)), shape: [], at: 0..<1)
    #expect(try value(product, x: [1, 2, 4]).map(\.value) == [8])
  }

  @Test func `rounding is bounded in the code's own precision`() throws {
    let root = try TypedExpression(.entrywise(.sqrt, input), shape: [3], at: 0..<1)
    let found = try value(root, x: [2, 3, 5], .single)
    for (entry, x) in zip(found, [2.0, 3, 5]) {
      let single = Double(Float(x).squareRoot())
      #expect(abs(single - entry.value) <= entry.error)
      #expect(entry.error < 1e-6 * entry.value)
    }
  }

  @Test func `work beyond the limit is refused`() throws {
    let product = try TypedExpression(
      .matrixProduct(
        TypedExpression(.reshaped(input), shape: [3, 1], at: 0..<1), TypedExpression(.reshaped(input), shape: [1, 3], at: 0..<1),
        .init(m: 3, k: 1, n: 3)), shape: [3, 3], at: 0..<1)
    #expect(try value(product, x: [1, 2, 3]).map(\.value) == [1, 2, 3, 2, 4, 6, 3, 6, 9])
    #expect(throws: Problem.self) {
      try WorkLimits.$current.withValue(WorkLimits(operations: 5)) { try value(product, x: [1, 2, 3]) }
    }
  }
}
