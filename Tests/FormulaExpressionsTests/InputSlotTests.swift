import FormulaStatements
import Testing

@testable import FormulaExpressions

@Suite struct InputSlotTests {
  private func slot(_ example: ArrayValue) throws -> InputSlot { InputSlot(name: try Name(parsing: "x"), example: example) }

  @Test func `an expression holds for every value of the same type`() throws {
    let slot = try slot(ArrayValue([1, 2]))
    #expect(slot.admits(ArrayValue([7, 8])))
    #expect(!slot.admits(ArrayValue([1, 2, 3])))
    #expect(!slot.admits(ArrayValue(row: [1, 2])))
    #expect(!slot.admits(ArrayValue(shape: [2], data: [1, 2], precision: .single, isComputed: false)))
  }

  @Test func `where reading needed the value, it holds for this one`() throws {
    let slot = try slot(ArrayValue(3))
    #expect(slot.fixedValue().scalar == 3)
    #expect(slot.admits(ArrayValue(3)))
    #expect(!slot.admits(ArrayValue(4)))
  }

  @Test func `all slots of an expression are fixed together`() throws {
    let slots = [try slot(ArrayValue(3)), try slot(ArrayValue(4))]
    let parts = try slots.map { try TypedExpression(.input($0), shape: [], at: 0..<1) }
    try TypedExpression(.pairwise(.times, parts[0], parts[1]), shape: [], at: 0..<1).fixInputs()
    #expect(slots.map(\.isFixed) == [true, true])
  }
}
