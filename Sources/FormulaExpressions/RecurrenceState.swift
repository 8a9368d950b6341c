import Diagnostics
import FormulaStatements

/// What a recurrence computes step by step, as the formula reads it: the values of `H_t` for earlier t, and those it begins with.
package final class RecurrenceState {
  /// A value that was there before the first step: all of a slot, or some of its entries.
  package struct Start {
    package var slot: InputSlot
    package var shape: [Int]
    package var entries: Range<Int>?

    package init(slot: InputSlot, shape: [Int], entries: Range<Int>? = nil) {
      (self.slot, self.shape, self.entries) = (slot, shape, entries)
    }
  }

  package let name: Name
  /// The index that runs in order.
  package let variable: IndexVariable
  /// All indices on the left side, in the order written.
  package let indices: [IndexVariable]
  /// The shape of one value.
  package let shape: [Int]
  package let orientation: TypedExpression.Orientation
  /// What it begins with, by the step.
  package let initial: [Int: Start]

  package init(
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
  package func typed(at range: Range<Int>) throws(Problem) -> TypedExpression {
    try TypedExpression(.stored(self), shape: indices.map { _ in 0 } + shape, orientation: orientation, at: range)
  }
}
