import Diagnostics
import FormulaExpressions
import FormulaStatements

/// Computes a typed expression, in `Double`, with a bound on the rounding errors of code that computes it in its own precision.
///
/// Each part becomes a closure once; loops then only set the numbers their indices have. What costs more than a few
/// steps and does not change with the innermost index is computed once and kept.
package final class Evaluator {
  typealias NumberCode = (Frame) throws(Problem) -> Approximation
  package typealias EntriesCode = (Frame) throws(Problem) -> [Approximation]
  typealias IndexCode = (Frame) throws(Problem) -> Int
  typealias ConditionCode = (Frame) throws(Problem) -> Bool

  /// The present values of all variables.
  package final class Frame {
    package var indices: [Int] = []
    var elements: [Approximation] = []
    /// Whether each variable is an index; the others are entries.
    var isIndex: [Bool] = []
    package private(set) var operations = 0

    package let operationLimit = WorkLimits.current.operations
    /// What one turn of a loop over an index costs, in operations of a matrix product.
    static let turn = 16
    /// What it costs where many values are computed at once.
    static let vectorTurn = 4
    /// How many values are computed at once.
    static let block = 1024

    func spend(_ count: Int, at range: Range<Int>) throws(Problem) {
      let (sum, overflow) = operations.addingReportingOverflow(count)
      operations = sum
      guard !overflow, sum <= operationLimit else { throw tooManyOperations(at: range) }
    }
  }

  package let frame = Frame()
  let arithmetic: Arithmetic
  let inputs: InputValues
  private var slots: [Int: Int] = [:]
  /// The variables of the loops around the part being compiled, the innermost last.
  private var loops: [Int] = []
  private var numberCodes: [ObjectIdentifier: NumberCode] = [:]
  private var entriesCodes: [ObjectIdentifier: EntriesCode] = [:]
  private var references: [ObjectIdentifier: Int] = [:]
  private var inputEntries: [ObjectIdentifier: [Approximation]] = [:]
  /// Keeps the expressions alive, since the compiled closures are found by their identity.
  private var roots: [TypedExpression] = []

  /// - Parameters:
  ///   - precision: The coarsest of the code's values that the computation is compared with or reads.
  ///   - inputs: The values of the expressions' slots.
  package init(_ precision: Precision, _ inputs: InputValues) {
    arithmetic = Arithmetic(precision)
    self.inputs = inputs
  }

  package func number(_ typed: TypedExpression) throws(Problem) -> Double {
    try requireLittleWork(typed)
    count(typed)
    return try numberCode(typed)(frame).value
  }

  package func entries(_ typed: TypedExpression) throws(Problem) -> [Approximation] {
    try requireLittleWork(typed)
    count(typed)
    return try entriesCode(typed)(frame)
  }

  /// The code of a part that will be run several times with other values of the given variables.
  package func code(_ typed: TypedExpression, changing variables: [IndexVariable]) throws(Problem) -> EntriesCode {
    count(typed)
    return try within(variables.map(\.id)) { () throws(Problem) in try entriesCode(typed) }
  }

  /// The entries of a numeral, or of a slot's value, as the code holds them; nil for any other expression.
  func leafEntries(_ typed: TypedExpression) -> [Approximation]? {
    switch typed.kind {
    case .constant(let data):
      return data.indices.map { arithmetic.constant(data[$0], error: typed.errors.isEmpty ? 0 : typed.errors[$0]) }
    case .input(let slot):
      if let known = inputEntries[ObjectIdentifier(slot)] { return known }
      let entries = inputs[slot].approximations.map { arithmetic.constant($0.value, error: $0.error) }
      inputEntries[ObjectIdentifier(slot)] = entries
      return entries
    default: return nil
    }
  }

  package func slot(_ id: Int, isIndex: Bool = true) -> Int {
    if let slot = slots[id] { return slot }
    let slot = frame.indices.count
    slots[id] = slot
    frame.indices.append(0)
    frame.elements.append(Approximation(0))
    frame.isIndex.append(isIndex)
    return slot
  }

  func within<Result>(_ variables: [Int], _ body: () throws(Problem) -> Result) throws(Problem) -> Result {
    loops += variables
    defer { loops.removeLast(variables.count) }
    return try body()
  }

  /// Counts how often each part is used: a definition's argument may stand in its body many times.
  private func count(_ typed: TypedExpression) {
    roots.append(typed)
    var pending = [typed]
    while let next = pending.popLast() {
      references[ObjectIdentifier(next), default: 0] += 1
      if references[ObjectIdentifier(next)] == 1 { pending += next.kind.parts }
    }
  }

  func numberCode(_ typed: TypedExpression) throws(Problem) -> NumberCode {
    if let known = numberCodes[ObjectIdentifier(typed)] { return known }
    var code = try makeNumberCode(typed)
    if keeps(typed) {
      let compute = code
      let memo = Memo<Approximation>(slots: typed.variables.map { slot($0) }, size: 1)
      code = { (frame) throws(Problem) in
        if let value = memo.value(frame) { return value }
        let value = try compute(frame)
        memo.keep(value, frame)
        return value
      }
    }
    numberCodes[ObjectIdentifier(typed)] = code
    return code
  }

  func entriesCode(_ typed: TypedExpression) throws(Problem) -> EntriesCode {
    if let known = entriesCodes[ObjectIdentifier(typed)] { return known }
    if typed.shape.isEmpty {
      let code = try numberCode(typed)
      return { (frame) throws(Problem) in [try code(frame)] }
    }
    var code = try makeEntriesCode(typed)
    if keeps(typed) {
      let compute = code
      let memo = Memo<[Approximation]>(
        slots: typed.variables.map { slot($0) }, size: typed.shape.reduce(1, *))
      code = { (frame) throws(Problem) in
        if let value = memo.value(frame) { return value }
        let value = try compute(frame)
        memo.keep(value, frame)
        return value
      }
    }
    entriesCodes[ObjectIdentifier(typed)] = code
    return code
  }

  private func keeps(_ typed: TypedExpression) -> Bool {
    guard typed.isCostly else { return false }
    if references[ObjectIdentifier(typed), default: 0] > 1 { return true }
    // It is needed again with the same values if it doesn't depend on some loop around it.
    return loops.contains { !typed.variables.contains($0) }
  }

  /// Values of a part, by the values of the variables that it was computed for.
  ///
  /// Of a part that changes with one index all values are kept, because an outer loop asks for each of them again; of
  /// others the last.
  private final class Memo<Value> {
    private let slots: [Int]
    private var indices: [Int] = []
    private var elements: [Approximation] = []
    private var last: Value?
    private var byIndex: [Int: Value] = [:]

    /// How many values are kept: as many as fit into 32 MB.
    private let countLimit: Int

    init(slots: [Int], size: Int) {
      self.slots = slots
      countLimit = 4_000_000 / max(size, 100)
    }

    func value(_ frame: Frame) -> Value? {
      if slots.count == 1, let value = byIndex[frame.indices[slots[0]]] { return value }
      guard let last else { return nil }
      for (position, slot) in slots.enumerated() {
        guard indices[position] == frame.indices[slot],
          elements[position].isIdentical(to: frame.elements[slot])
        else { return nil }
      }
      return last
    }

    func keep(_ value: Value, _ frame: Frame) {
      if slots.count == 1, frame.isIndex[slots[0]], byIndex.count < countLimit {
        byIndex[frame.indices[slots[0]]] = value
        return
      }
      last = value
      indices = slots.map { frame.indices[$0] }
      elements = slots.map { frame.elements[$0] }
    }
  }
}

func tooManyOperations(at range: Range<Int>) -> Problem {
  Problem(
    "this takes too many operations", at: range,
    help: "check the formula on smaller data, or write its sums as matrix products")
}

/// The problem of an operation that gives no number, such as ∞ − ∞.
func notANumber(_ operation: String, at range: Range<Int>) -> Problem {
  let isZeroLogZero = ["0 · -∞", "-0 · -∞", "-∞ · 0"].contains(operation)
  return Problem(
    "\(operation) is not a number", at: range,
    help: isZeroLogZero ? "if it is 0 log 0, and its limit 0 is meant, declare it: `zero-log-zero: 0`" : nil)
}
