import Diagnostics
import FormulaStatements

/// What a recurrence computes step by step, as the formula reads it: the values of `H_t` for earlier t, and those it begins with.
final class RecurrenceState {
  /// A value that was there before the first step: all of a slot, or some of its entries.
  struct Start {
    var slot: InputSlot
    var shape: [Int]
    var entries: Range<Int>?
  }

  let name: Name
  /// The index that runs in order.
  let variable: IndexVariable
  /// All indices on the left side, in the order written.
  let indices: [IndexVariable]
  /// The shape of one value.
  let shape: [Int]
  let orientation: TypedExpression.Orientation
  /// What it begins with, by the step.
  let initial: [Int: Start]

  init(
    name: Name, variable: IndexVariable, indices: [IndexVariable], shape: [Int], orientation: TypedExpression.Orientation,
    initial: [Int: Start]
  ) {
    self.name = name
    self.variable = variable
    self.indices = indices
    self.shape = shape
    self.orientation = orientation
    self.initial = initial
  }

  /// The name in a formula. The lengths of its own axes are not known yet, so they are left open.
  func typed(at range: Range<Int>) throws(Problem) -> TypedExpression {
    try TypedExpression(.stored(self), shape: indices.map { _ in 0 } + shape, orientation: orientation, at: range)
  }
}
