import Diagnostics
import FormulaExpressions
import FormulaStatements

/// The values that a formula is evaluated with: those of its slots, and what its recurrences have computed so far.
package final class InputValues {
  private var arrays: [ObjectIdentifier: ArrayValue] = [:]
  private var functions: [ObjectIdentifier: ForeignFunction] = [:]
  /// The values of one step of each recurrence, with the axes of its other indices.
  private var steps: [ObjectIdentifier: [Int: [Approximation]]] = [:]

  package init() {}

  package subscript(slot: InputSlot) -> ArrayValue {
    get {
      guard let value = arrays[ObjectIdentifier(slot)] else { preconditionFailure("`\(slot.name)` has no value yet") }
      return value
    }
    set { arrays[ObjectIdentifier(slot)] = newValue }
  }

  package subscript(slot: FunctionSlot) -> ForeignFunction {
    get {
      guard let function = functions[ObjectIdentifier(slot)] else { preconditionFailure("`\(slot.name)` isn't a function yet") }
      return function
    }
    set { functions[ObjectIdentifier(slot)] = newValue }
  }

  // MARK: Recurrences

  /// Forgets what a recurrence has computed, and keeps the values that it begins with.
  package func begin(_ state: RecurrenceState) {
    steps[ObjectIdentifier(state)] = state.initial.mapValues { start in
      let entries = self[start.slot].approximations
      return start.entries.map { Array(entries[$0]) } ?? entries
    }
  }

  package func store(_ values: [Approximation], of state: RecurrenceState, at step: Int) {
    steps[ObjectIdentifier(state), default: [:]][step] = values
  }

  /// The value of a recurrence at the given indices.
  func value(of state: RecurrenceState, at places: [Int], _ range: Range<Int>) throws(Problem) -> ArraySlice<Approximation> {
    var step = 0
    var offset = 0
    for (index, place) in zip(state.indices, places) {
      if index === state.variable {
        step = place
        continue
      }
      guard (index.lowerBound..<index.lowerBound + index.count).contains(place) else {
        throw Problem("the index \(place) of `\(state.name)` is out of range", at: range)
      }
      offset = offset * index.count + place - index.lowerBound
    }
    let size = state.shape.reduce(1, *)
    let known = steps[ObjectIdentifier(state)] ?? [:]
    guard let values = known[step] else {
      let (name, variable) = (state.name, state.variable)
      throw Problem(
        "`\(name)` at \(variable.name) = \(step) is used before it is computed", at: range,
        notes: known.keys.max().map { ["the last that is known is `\(name)` at \(variable.name) = \($0)"] } ?? [],
        help: step < variable.lowerBound
          ? "say what the recurrence begins with: `\(name)_\(step) = …`, or `where: { \(name)_\(step): … }`; or where it begins: "
            + "`\\quad \(variable.name) \\ge …`"
          : "a cycle is allowed only through \(variable.name)-1")
    }
    // What the recurrence begins with may be the same for all other indices.
    let start = values.count == size ? 0 : offset * size
    return values[start..<start + size]
  }
}
