import Diagnostics
import FormulaExpressions
import FormulaStatements

/// Values for each value of an index, their sums, and slices.
extension Evaluator {
  func tableCode(_ variables: [IndexVariable], _ body: TypedExpression, at range: Range<Int>) throws(Problem)
    -> EntriesCode
  {
    let slots = variables.map { slot($0.id) }
    let lowers = variables.map(\.lowerBound)
    let counts = variables.map(\.count)
    let total = counts.reduce(1, *)
    if body.shape.isEmpty, let last = variables.last, counts[counts.count - 1] > 1,
      let vectorized = try within(variables.map(\.id), { () throws(Problem) in try vectorized(body, over: last) })
    {
      return vectorTableCode(vectorized, slots, lowers, counts, at: range)
    }
    let isNumber = body.shape.isEmpty
    let (number, entries) = try within(variables.map(\.id)) { () throws(Problem) -> (NumberCode?, EntriesCode?) in
      isNumber ? (try numberCode(body), nil) : (nil, try entriesCode(body))
    }
    let bodySize = body.shape.reduce(1, *)
    return { (frame) throws(Problem) in
      let saved = slots.map { frame.indices[$0] }
      defer { for (slot, value) in zip(slots, saved) { frame.indices[slot] = value } }
      try frame.spend(total * Frame.turn, at: range)
      var out: [Approximation] = []
      out.reserveCapacity(total * bodySize)
      for position in 0..<total {
        var rest = position
        for axis in slots.indices.reversed() {
          frame.indices[slots[axis]] = lowers[axis] + rest % counts[axis]
          rest /= counts[axis]
        }
        if let number { out.append(try number(frame)) }
        if let entries { out += try entries(frame) }
      }
      return out
    }
  }

  /// A table whose rows are computed all at once.
  private func vectorTableCode(
    _ vectorized: Vectorized, _ slots: [Int], _ lowers: [Int], _ counts: [Int], at range: Range<Int>
  ) -> EntriesCode {
    let width = counts[counts.count - 1]
    let rows = counts.dropLast().reduce(1, *)
    return { (frame) throws(Problem) in
      let saved = slots.map { frame.indices[$0] }
      defer { for (slot, value) in zip(slots, saved) { frame.indices[slot] = value } }
      try frame.spend(rows * (width * Frame.vectorTurn + Frame.turn), at: range)
      var out: [Approximation] = []
      out.reserveCapacity(rows * width)
      for row in 0..<rows {
        var rest = row
        for axis in slots.indices.dropLast().reversed() {
          frame.indices[slots[axis]] = lowers[axis] + rest % counts[axis]
          rest /= counts[axis]
        }
        let values = try vectorized.values(frame, lowers[lowers.count - 1], width)
        if values.count == width { out += values } else { out += repeatElement(values[0], count: width) }
      }
      return out
    }
  }

  func foldCode(_ fold: TypedExpression.Fold, _ size: Int, at range: Range<Int>) throws(Problem) -> EntriesCode {
    let slot = slot(fold.variable.id)
    let bounds = try boundsCode(fold)
    let (test, body) = try within([fold.variable.id]) { () throws(Problem) in
      (try fold.condition.map { condition throws(Problem) in try conditionCode(condition) }, try entriesCode(fold.body))
    }
    let isMean = fold.operation == .mean
    let arithmetic = arithmetic
    return { (frame) throws(Problem) in
      let (lower, upper) = try bounds(frame)
      var totals = Array(repeating: Total(arithmetic.precision), count: size)
      let saved = frame.indices[slot]
      defer { frame.indices[slot] = saved }
      var count = 0
      for index in lower..<max(lower, upper + 1) {
        frame.indices[slot] = index
        if let test, !(try test(frame)) { continue }
        try frame.spend(size + Frame.turn, at: range)
        count += 1
        let data = try body(frame)
        for entry in 0..<size { try totals[entry].add(data[entry], at: range) }
      }
      let divisor = Approximation(Double(count))
      return totals.map { isMean ? arithmetic.quotient($0.approximation, divisor) : $0.approximation }
    }
  }

  func sliceCode(
    _ base: TypedExpression, _ subscripts: [TypedExpression.Subscript], at range: Range<Int>
  ) throws(Problem) -> EntriesCode {
    if case .stored(let storage) = base.kind { return try storedCode(storage, subscripts, at: range) }
    let codes = try places(subscripts)
    let entries = try entriesCode(base)
    let lowers = base.bases.isEmpty ? base.shape.map { _ in 1 } : base.bases
    let lengths = base.shape
    let isPrefix = codes.allSatisfy { $0 != nil }
    let rest = lengths[min(codes.count, lengths.count)...].reduce(1, *)
    return { (frame) throws(Problem) in
      var fixed: [Int?] = []
      for (axis, code) in codes.enumerated() {
        guard let code else {
          fixed.append(nil)
          continue
        }
        let index = try code(frame) - lowers[axis]
        guard index >= 0, index < lengths[axis] else {
          throw Self.outOfRange(index + lowers[axis], lowers[axis], lengths[axis], at: range)
        }
        fixed.append(index)
      }
      let data = try entries(frame)
      if isPrefix {
        var offset = 0
        for (axis, index) in fixed.enumerated() { offset = offset * lengths[axis] + (index ?? 0) }
        return Array(data[offset * rest..<(offset + 1) * rest])
      }
      return Self.slice(data, lengths, fixed)
    }
  }

  private func places(_ subscripts: [TypedExpression.Subscript]) throws(Problem) -> [IndexCode?] {
    try subscripts.map { entry throws(Problem) -> IndexCode? in
      if case .at(let index) = entry { try indexCode(index) } else { nil }
    }
  }

  /// The entries at the fixed indices, in order.
  private static func slice(_ data: [Approximation], _ lengths: [Int], _ fixed: [Int?]) -> [Approximation] {
    var offsets = [0]
    for (axis, length) in lengths.enumerated() {
      if axis < fixed.count, let index = fixed[axis] {
        offsets = offsets.map { $0 * length + index }
      } else {
        offsets = offsets.flatMap { offset in (0..<length).map { offset * length + $0 } }
      }
    }
    return offsets.map { data[$0] }
  }

  func storedCode(
    _ storage: RecurrenceState, _ subscripts: [TypedExpression.Subscript], at range: Range<Int>
  ) throws(Problem) -> EntriesCode {
    let codes = try places(subscripts)
    let own = storage.indices.count
    guard codes.count >= own, codes[..<own].allSatisfy({ $0 != nil }) else {
      throw Problem("`\(storage.name)` needs all its indices here", at: range)
    }
    let inner = Array(codes[own...])
    let shape = storage.shape
    let inputs = inputs
    return { (frame) throws(Problem) in
      var indices: [Int] = []
      for code in codes[..<own] { indices.append(try code?(frame) ?? 0) }
      let value = try inputs.value(of: storage, at: indices, range)
      guard !inner.isEmpty else { return Array(value) }
      var fixed: [Int?] = []
      for (axis, code) in inner.enumerated() {
        guard let index = try code?(frame) else {
          fixed.append(nil)
          continue
        }
        guard index >= 1, index <= shape[axis] else { throw Self.outOfRange(index, 1, shape[axis], at: range) }
        fixed.append(index - 1)
      }
      return Self.slice(Array(value), shape, fixed)
    }
  }
}
