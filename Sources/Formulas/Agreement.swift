import FormulaParser
import FormulaStatements

/// How far two sides may be apart and still agree.
package struct Tolerance: Sendable, Hashable {
  /// What the author allows, as a part of the largest entry; nil: as far as rounding explains it.
  package var relative: Double?
  /// Whether what is not a number agrees with what is not a number.
  package var nansAgree: Bool

  package init(relative: Double? = nil, nansAgree: Bool = false) {
    self.relative = relative
    self.nansAgree = nansAgree
  }
}

/// Whether the sides of a statement have the same value, and where they are furthest apart.
package struct Agreement: Sendable, Hashable {
  package enum Outcome: Sendable, Hashable {
    case agrees, disagrees
    /// The sides are near, but rounding alone could explain differences that are not small.
    case isIllConditioned
  }

  /// What decided how far apart the sides may be.
  package enum Allowance: Sendable, Hashable {
    case rounding
    /// The author's tolerance.
    case tolerance(Double)
    /// Half a unit of the last digit of a decimal behind `\approx`.
    case digits
  }

  package var outcome = Outcome.agrees
  package var allowance = Allowance.rounding
  /// The largest difference; infinite where one side is infinite or no number and the other is not.
  package var largestError = 0.0
  /// The largest difference relative to the largest entry or, if one side is zero, to the terms that cancel.
  package var relativeError = 0.0
  /// The place of that entry, counted from 1; empty for a number.
  package var index: [Int] = []
  /// The two sides between which it is, and their values there.
  package var sides: [String]
  package var values: [Double] = []
  /// What stands between them.
  package var relation: String
  /// Whether the sides must be equal, as opposed to one being the smaller.
  package var isEquality: Bool

  package var agrees: Bool { outcome == .agrees }

  static func worse(_ a: Agreement?, _ b: Agreement) -> Agreement {
    guard let a else { return b }
    if a.agrees != b.agrees { return a.agrees ? b : a }
    return b.relativeError > a.relativeError ? b : a
  }
}
