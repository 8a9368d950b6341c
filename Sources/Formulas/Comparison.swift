import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaParser
import FormulaStatements

/// Compares two sides entry by entry (R19).
///
/// Two entries agree if they differ by no more than 1e-5 (1e-9 in double precision) of the larger, or by no more than eight times
/// the bound on their rounding errors; entries that are exact on both sides must be equal. Differing from R19:
/// - A long sum of n terms counts an eighth of n·u·Σ|terms|, for no order of adding errs by more than the whole.
/// - Whole numbers of which rounding takes away a half or more can't be compared: `2^{24} + 1` with a `Float` of 2²⁴, and
///   `(10^{16} + 1) - 10^{16} = 0`.
/// - A bound of more than a thousandth of the largest entry makes a formula ill-conditioned only where an entry needs it to agree,
///   and where the other side isn't exactly zero: `\sum_i (x_i - m) = 0` compares with the terms that cancel.
package struct Comparison {
  struct Side {
    var array: ArrayValue
    var latex: String
    /// Half a unit of the last digit of each entry, where it is written as a decimal.
    var halfUnits: [Double]?
    /// Whether it is computed of written whole numbers alone, so that it is whole however large it is.
    var isWhole = false
  }

  var relation: Relation
  var tolerance: Tolerance
  var precision: Precision
  /// How many leading axes are those of free indices: a statement for each of their values.
  var freeAxes = 0

  /// Real code has larger errors than one rounding per operation: its functions err by a few units, and it may compute in another order.
  private static let safety = 8.0
  /// If a bound is larger than this part of the largest entry, it can't tell a right formula from a wrong one.
  private static let illConditioned = 1e-3

  /// How far an entry of a formula may be from the code's.
  package static func allowance(_ formula: ArrayValue, _ code: ArrayValue, _ position: Int) -> Double {
    let count = max(formula.data.count, code.data.count)
    let largest = max(abs(formula.entry(position, of: count)), abs(code.entry(position, of: count)))
    let bound = formula.error(position, of: count) + code.error(position, of: count)
    return max(code.precision.usualTolerance(of: largest), safety * bound)
  }

  /// - Precondition: The sides have the same shape; or one has the other's first axes, the free indices, and a number for each of their
  ///   values, which all entries of the other are compared with.
  func callAsFunction(_ first: Side, _ second: Side) -> Agreement {
    let (a, b) = (first.array, second.array)
    var agreement = Agreement(sides: [first.latex, second.latex], relation: relation.sign, isEquality: relation.isEquality)
    let count = a.data.isEmpty || b.data.isEmpty ? 0 : max(a.data.count, b.data.count)
    let shape = a.data.count < b.data.count ? b.shape : a.shape
    let allowances = Allowances(self, first, second)
    agreement.allowance = allowances.kind
    var worst: Int?
    func note(_ outcome: Agreement.Outcome, _ error: Double, at position: Int) {
      let isWorse = outcome != .agrees && agreement.agrees
      let isAsBad = (outcome == .agrees) == agreement.agrees
      guard isWorse || isAsBad && (worst == nil || error > agreement.largestError) else { return }
      (agreement.outcome, agreement.largestError, worst) = (outcome, error, position)
      agreement.relativeError = error == 0 ? 0 : error / allowances.scale
      agreement.values = [a.entry(position, of: count), b.entry(position, of: count)]
    }
    if relation == .notEqual {
      // Arrays differ if one of their entries does.
      let block = max(1, shape.dropFirst(freeAxes).reduce(1, *))
      for start in stride(from: 0, to: count, by: block) {
        let differs = (start..<start + block).contains { allowances.outcome(a, b, $0) != .agrees }
        note(differs ? .agrees : .disagrees, 0, at: start)
      }
    } else {
      for position in 0..<count {
        let outcome = allowances.outcome(a, b, position)
        let (x, y) = (a.entry(position, of: count), b.entry(position, of: count))
        if relation.isEquality {
          note(outcome, allowances.difference(x, y), at: position)
        } else {
          // Two sides of an inequality that holds may be far apart: that is no error.
          let holds = relation.holds(x, y) || relation.allowsEquality && outcome == .agrees
          note(holds ? .agrees : .disagrees, holds ? 0 : allowances.difference(x, y), at: position)
        }
      }
    }
    agreement.index = Self.index(of: worst, in: shape)
    return agreement
  }

  private static func index(of position: Int?, in shape: [Int]) -> [Int] {
    guard var rest = position else { return [] }
    var index: [Int] = []
    for length in shape.reversed() {
      index.insert(rest % length + 1, at: 0)
      rest /= length
    }
    return index
  }

  // MARK: How far entries may be apart

  private struct Allowances {
    let comparison: Comparison
    let kind: Agreement.Allowance
    /// How many entries are compared.
    private let count: Int
    private let halfUnits: [Double]
    /// The largest entry that is finite.
    private let largest: Double
    /// Whether one side is zero. The other is then compared with the terms that cancel in it, not with its largest entry.
    private let saysZero: Bool
    /// How many of the sides are computed of written whole numbers alone.
    private let wholeSides: Int
    /// What differences are relative to.
    let scale: Double

    init(_ comparison: Comparison, _ first: Side, _ second: Side) {
      self.comparison = comparison
      let (a, b) = (first.array, second.array)
      count = max(a.data.count, b.data.count)
      largest = (a.data + b.data).reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
      saysZero = a.isExactlyZero || b.isExactlyZero
      wholeSides = [first.isWhole, second.isWhole].count(where: \.self)
      let rounded = (a.errors + b.errors).reduce(0) { $1.isFinite ? max($0, $1) : $0 } / comparison.precision.unit
      scale = saysZero ? max(largest, rounded) : largest
      halfUnits = comparison.relation == .approximate ? second.halfUnits ?? first.halfUnits ?? [] : []
      kind =
        if let relative = comparison.tolerance.relative { .tolerance(relative) } else if !halfUnits.isEmpty { .digits } else { .rounding }
    }

    func outcome(_ a: ArrayValue, _ b: ArrayValue, _ position: Int) -> Agreement.Outcome {
      let (x, y) = (a.entry(position, of: count), b.entry(position, of: count))
      let bound = a.error(position, of: count) + b.error(position, of: count)
      if hasLostWholes(x, y, bound) { return .isIllConditioned }
      if x == y { return .agrees }
      if x.isNaN && y.isNaN { return comparison.tolerance.nansAgree ? .agrees : .disagrees }
      let difference = abs(x - y)
      guard difference.isFinite else { return .disagrees }
      switch kind {
      case .tolerance(let relative):
        if difference <= relative * largest { return .agrees }
        return saysZero && difference <= Comparison.safety * bound ? .agrees : .disagrees
      case .digits:
        // Exactly half a unit may be rounded up or down.
        return difference <= halfUnits[halfUnits.count == 1 ? 0 : position] * (1 + 1e-6) ? .agrees : .disagrees
      case .rounding:
        guard bound != 0 else { return .disagrees }
        if difference <= comparison.precision.usualTolerance(of: max(abs(x), abs(y))) { return .agrees }
        guard difference <= Comparison.safety * bound else { return .disagrees }
        return saysZero && bound.isFinite || bound <= Comparison.illConditioned * largest ? .agrees : .isIllConditioned
      }
    }

    /// Whether both are whole numbers, one of them is to be so exactly, and rounding took away a half or more, so that its neighbors
    /// can't be told from it.
    private func hasLostWholes(_ x: Double, _ y: Double, _ bound: Double) -> Bool {
      guard case .rounding = kind, bound >= 0.5, bound.isFinite, abs(x - y) <= Comparison.safety * bound, x.isWhole, y.isWhole else {
        return false
      }
      return wholeSides == 2 || saysZero || wholeSides == 1 && x != y
    }

    func difference(_ x: Double, _ y: Double) -> Double {
      if x == y || x.isNaN && y.isNaN && comparison.tolerance.nansAgree { return 0 }
      let error = abs(x - y)
      return error.isNaN ? .infinity : error
    }
  }
}

extension ArrayValue {
  /// What is compared at a position of the larger side: a number stands for all entries that belong to it.
  fileprivate func entry(_ position: Int, of count: Int) -> Double { data[position / (count / data.count)] }

  fileprivate func error(_ position: Int, of count: Int) -> Double { errors.isEmpty ? 0 : errors[position / (count / data.count)] }

  fileprivate var isExactlyZero: Bool { errors.isEmpty && data.allSatisfy { $0 == 0 } }
}

extension Precision {
  /// How far results of this precision may differ if nothing cancels.
  fileprivate func usualTolerance(of size: Double) -> Double {
    switch self {
    case .single: 1e-5 * size
    // Larger whole numbers may be rounded as a `Double`, but a missing term of a count must still be an error.
    case .double: size < 0x1p53 ? 1e-9 * size : 0
    }
  }
}
