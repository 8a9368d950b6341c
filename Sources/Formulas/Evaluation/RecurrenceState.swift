import Diagnostics

/// What a recurrence has computed so far: the values of `H_t` for the t that came before, and those it began with.
final class RecurrenceState {
  let name: Name
  /// The index that runs in order.
  let variable: IndexVariable
  /// All indices on the left side, in the order written.
  let indices: [IndexVariable]
  /// The shape of one value.
  let shape: [Int]
  let orientation: TypedExpression.Orientation
  /// The values of one step, with the axes of the other indices.
  private(set) var steps: [Int: [Approximation]]

  init(
    name: Name, variable: IndexVariable, indices: [IndexVariable], shape: [Int], orientation: TypedExpression.Orientation,
    initial: [Int: [Approximation]]
  ) {
    self.name = name
    self.variable = variable
    self.indices = indices
    self.shape = shape
    self.orientation = orientation
    steps = initial
  }

  /// The name in a formula. The lengths of its own axes are not known yet, so they are left open.
  func typed(at range: Range<Int>) throws(Problem) -> TypedExpression {
    try TypedExpression(.stored(self), shape: indices.map { _ in 0 } + shape, orientation: orientation, at: range)
  }

  func store(_ values: [Approximation], at step: Int) { steps[step] = values }

  /// The value at the given indices.
  func value(at places: [Int], _ range: Range<Int>) throws(Problem) -> ArraySlice<Approximation> {
    var step = 0
    var offset = 0
    for (index, place) in zip(indices, places) {
      if index === variable {
        step = place
        continue
      }
      guard (index.lowerBound..<index.lowerBound + index.count).contains(place) else {
        throw Problem("the index \(place) of `\(name)` is out of range", at: range)
      }
      offset = offset * index.count + place - index.lowerBound
    }
    let size = shape.reduce(1, *)
    guard let values = steps[step] else {
      let isBefore = step < variable.lowerBound
      throw Problem(
        "`\(name)` at \(variable.name) = \(step) is used before it is computed", at: range,
        notes: steps.keys.max().map { ["the last that is known is `\(name)` at \(variable.name) = \($0)"] } ?? [],
        help: isBefore
          ? "bind what the recurrence begins with: `where: { \(name)_\(step): … }`"
          : "a cycle is allowed only through \(variable.name)-1")
    }
    // What the recurrence begins with may be the same for all other indices.
    let start = values.count == size ? 0 : offset * size
    return values[start..<start + size]
  }
}
