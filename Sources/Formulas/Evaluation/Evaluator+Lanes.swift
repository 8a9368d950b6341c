import Diagnostics
import Foundation

/// Numbers for many values of one index at once: `Q_{ik} K_{jk}` for all k is two rows, multiplied entry by entry.
///
/// That is how the innermost sum or table of a formula is computed where its body is made of entries and arithmetic.
extension Evaluator {
  /// The values for `count` values of the index from `lower` on.
  typealias LaneCode = (Frame, _ lower: Int, _ count: Int) throws(Problem) -> [Double]

  enum Lane {
    /// The same number for all values of the index.
    case single(NumberCode)
    case many(LaneCode)

    /// One entry for a single number: whatever combines lanes takes it for all.
    func values(_ frame: Frame, _ lower: Int, _ count: Int) throws(Problem) -> [Double] {
      switch self {
      case .single(let code): [try code(frame)]
      case .many(let code): try code(frame, lower, count)
      }
    }
  }

  /// Nil where the values are better computed one by one.
  func lane(_ meaning: Meaning, over variable: IndexVariable) throws(Problem) -> Lane? {
    guard meaning.variables.contains(variable.id) else { return .single(try numberCode(meaning)) }
    let range = meaning.range
    switch meaning.kind {
    case .index:
      return .many { (_, lower, count) throws(Problem) in (0..<count).map { Double(lower + $0) } }
    case .negated(let part):
      guard let lane = try lane(part, over: variable) else { return nil }
      return .many { (frame, lower, count) throws(Problem) in try lane.values(frame, lower, count).map { -$0 } }
    case .entrywise(let function, let part):
      guard let lane = try lane(part, over: variable) else { return nil }
      let apply = entrywise(function, at: range)
      return .many { (frame, lower, count) throws(Problem) in
        try lane.values(frame, lower, count).map { x throws(Problem) in try apply(x) }
      }
    case .pairwise(let operation, let a, let b):
      guard let first = try lane(a, over: variable), let second = try lane(b, over: variable) else { return nil }
      return .many { (frame, lower, count) throws(Problem) in
        let left = try first.values(frame, lower, count)
        return try Self.combined(operation, left, try second.values(frame, lower, count), at: range)
      }
    case .sum(let addends):
      var lanes: [(isNegative: Bool, lane: Lane)] = []
      for addend in addends {
        guard let lane = try lane(addend.value, over: variable) else { return nil }
        lanes.append((addend.isNegative, lane))
      }
      return .many { (frame, lower, count) throws(Problem) in
        var sum = [0.0]
        for (isNegative, lane) in lanes {
          let values = try lane.values(frame, lower, count)
          sum =
            isNegative
            ? try Self.combined(sum, values, "-", at: range) { $0 - $1 }
            : try Self.combined(sum, values, "+", at: range) { $0 + $1 }
        }
        return sum
      }
    case .entry(let base, let subscripts):
      return try entryLane(base, subscripts, over: variable, at: range)
    default:
      return nil
    }
  }

  /// Entries of a constant at even steps: the index stands alone in the subscripts where it stands at all.
  private func entryLane(
    _ base: Meaning, _ subscripts: [Meaning.Subscript], over variable: IndexVariable, at range: Range<Int>
  ) throws(Problem) -> Lane? {
    guard case .constant(let data) = base.kind, subscripts.count == base.shape.count else { return nil }
    let lowers = base.bases.isEmpty ? base.shape.map { _ in 1 } : base.bases
    var stride = 0
    var fixed: [(axis: Int, step: Int, code: IndexCode)] = []
    var moving: [(axis: Int, step: Int)] = []
    for (axis, entry) in subscripts.enumerated() {
      guard case .at(let index) = entry else { return nil }
      let step = base.shape[(axis + 1)...].reduce(1, *)
      if case .index(let own) = index.kind, own === variable {
        stride += step
        moving.append((axis, step))
      } else if index.variables.contains(variable.id) {
        return nil
      } else {
        fixed.append((axis, step, try indexCode(index)))
      }
    }
    let lengths = base.shape
    return .many { (frame, lower, count) throws(Problem) in
      var offset = 0
      for (axis, step, code) in fixed {
        let index = try code(frame) - lowers[axis]
        guard index >= 0, index < lengths[axis] else {
          throw Self.outOfRange(index + lowers[axis], lowers[axis], lengths[axis], at: range)
        }
        offset += index * step
      }
      for (axis, step) in moving {
        let first = lower - lowers[axis]
        guard first >= 0, first + count <= lengths[axis] else {
          let wrong = first < 0 ? lower : lowers[axis] + lengths[axis]
          throw Self.outOfRange(wrong, lowers[axis], lengths[axis], at: range)
        }
        offset += first * step
      }
      if stride == 1 { return Array(data[offset..<offset + count]) }
      return (0..<count).map { data[offset + $0 * stride] }
    }
  }

  // MARK: Entry by entry

  /// An operation on each pair of entries; one entry alone goes with all of the other side.
  static func combined(
    _ operation: Meaning.Pairwise, _ a: [Double], _ b: [Double], at range: Range<Int>
  ) throws(Problem) -> [Double] {
    switch operation {
    case .times: try combined(a, b, "·", at: range) { $0 * $1 }
    case .timesLogarithm: try combined(a, b, "·", at: range) { timesLogarithm($0, $1) }
    case .binomial: try combined(a, b, at: range) { x, y throws(Problem) in try binomial(x, y, at: range) }
    case .divided: try combined(a, b, "/", at: range) { $0 / $1 }
    case .power: try combined(a, b, "^", at: range) { $1 == 2 ? $0 * $0 : pow($0, $1) }
    case .maximum: try combined(a, b, "max", at: range) { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }
    case .minimum: try combined(a, b, "min", at: range) { $0.isNaN || $1.isNaN ? .nan : min($0, $1) }
    case .modulo: try combined(a, b, "mod", at: range) { $0 - $1 * ($0 / $1).rounded(.down) }
    }
  }

  /// An operation that may have no value.
  private static func combined(
    _ a: [Double], _ b: [Double], at range: Range<Int>, _ apply: (Double, Double) throws(Problem) -> Double
  ) throws(Problem) -> [Double] {
    let count = a.isEmpty || b.isEmpty ? 0 : max(a.count, b.count)
    return try (0..<count).map { index throws(Problem) in
      try apply(a[a.count == 1 ? 0 : index], b[b.count == 1 ? 0 : index])
    }
  }

  /// - Throws: Where the result is not a number though both entries are.
  @inline(__always)
  static func combined(
    _ a: [Double], _ b: [Double], _ sign: String, at range: Range<Int>, _ apply: (Double, Double) -> Double
  ) throws(Problem) -> [Double] {
    let count = a.isEmpty || b.isEmpty ? 0 : max(a.count, b.count)
    let (stepA, stepB) = (a.count == 1 ? 0 : 1, b.count == 1 ? 0 : 1)
    let out = a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        [Double](unsafeUninitializedCapacity: count) { out, initialized in
          for index in 0..<count { out[index] = apply(a[index * stepA], b[index * stepB]) }
          initialized = count
        }
      }
    }
    guard out.contains(where: \.isNaN) else { return out }
    for index in 0..<count where out[index].isNaN {
      let (x, y) = (a[index * stepA], b[index * stepB])
      if !x.isNaN, !y.isNaN { throw notANumber("\(Quantity.text(x)) \(sign) \(Quantity.text(y))", at: range) }
    }
    return out
  }
}
