import Diagnostics

/// How far two numbers may be apart and still agree: by either measure.
package struct Tolerance: Sendable, Hashable {
  package var relative: Double
  package var absolute: Double

  package init(relative: Double = 1e-9, absolute: Double = 1e-9) {
    self.relative = relative
    self.absolute = absolute
  }

  package func allows(_ a: Double, _ b: Double) -> Bool {
    if a == b || a.isNaN && b.isNaN { return true }
    let error = abs(a - b)
    return error <= absolute || error.isFinite && error <= relative * max(abs(a), abs(b))
  }
}

/// Whether the sides of a statement have the same value, and where they are furthest apart.
package struct Agreement: Sendable, Hashable {
  package var agrees: Bool
  /// The largest difference; infinite where one side is infinite or no number and the other is not.
  package var largestError: Double
  /// Where it is, counted from 1; empty for a number.
  package var index: [Int]
  /// The two sides between which it is.
  package var sides: [String]
  package var values: [Double]
  /// Whether the sides must be equal, as opposed to one being the smaller.
  package var isEquality = true

  /// Compares entry by entry.
  static func of(
    _ a: Quantity, _ first: String, _ b: Quantity, _ second: String, _ relation: Relation, _ tolerance: Tolerance,
    at range: Range<Int>
  ) throws(Problem) -> Agreement {
    guard a.data.count == b.data.count || a.data.count == 1 && a.shape.isEmpty || b.data.count == 1 && b.shape.isEmpty,
      a.data.isEmpty == b.data.isEmpty, a.shape.isEmpty || b.shape.isEmpty || squeezed(a.shape) == squeezed(b.shape)
    else {
      throw Problem(
        "the sides have different shapes", at: range,
        notes: ["`\(first)` is \(describe(shape: a.shape))", "`\(second)` is \(describe(shape: b.shape))"])
    }
    let shape = a.data.count >= b.data.count ? a.shape : b.shape
    var agreement = Agreement(agrees: true, largestError: 0, index: [], sides: [first, second], values: [], isEquality: relation.isEquality)
    var worst = -1
    for position in 0..<max(a.data.count, b.data.count) {
      let x = a.data[a.data.count == 1 ? 0 : position]
      let y = b.data[b.data.count == 1 ? 0 : position]
      let isEqual = x == y || x.isNaN && y.isNaN
      let holds = relation.isEquality ? tolerance.allows(x, y) : relation.holds(x, y)
      // Two sides of an inequality that holds may be far apart: that is no error.
      let isExact = isEqual || holds && !relation.isEquality
      let error = isExact ? 0 : abs(x - y).isNaN ? .infinity : abs(x - y)
      // Where something fails, the worst failure is shown.
      if (agreement.agrees && !holds) || (holds == agreement.agrees && (worst < 0 || error > agreement.largestError)) {
        agreement.agrees = agreement.agrees && holds
        agreement.largestError = error
        agreement.values = [x, y]
        worst = position
      }
    }
    if worst >= 0 {
      for length in shape.reversed() {
        agreement.index.insert(worst % length + 1, at: 0)
        worst /= length
      }
    }
    return agreement
  }

  /// A column and an n×1 matrix are the same, and so are a number and a 1×1 matrix.
  private static func squeezed(_ shape: [Int]) -> [Int] { shape.filter { $0 != 1 } }

  static func worse(_ a: Agreement?, _ b: Agreement) -> Agreement {
    guard let a else { return b }
    if a.agrees != b.agrees { return a.agrees ? b : a }
    return b.largestError > a.largestError ? b : a
  }
}
