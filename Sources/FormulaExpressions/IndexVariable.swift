import Diagnostics
import FormulaStatements

/// A name that runs over integers: bound by `\sum`, free on the left, or declared.
///
/// Its range is found while the formula is read: it is that of the axis it indexes, and all its uses must agree (R8).
package final class IndexVariable {
  /// The origin of a range decides how strictly a use must agree with it.
  package enum Origin {
    /// The range is that of the axis that it indexes, or stated as `\sum_{j=1}^{n}`: every use must agree.
    case exact
    /// Declared by the author or a deliberate part of an axis: every use must hold it.
    case part
    /// The bounds change with another index; they are checked when the index is used.
    case dynamic
  }

  /// What a declared index may run through: more than any check counts to, and far from where `Int` ends.
  package static let allowed = -1_000_000...1_000_000

  package let id: Int
  package let name: Name
  package private(set) var range: ClosedRange<Int>?
  private(set) var isEmpty = false
  /// Whether it is free on the left side, as opposed to bound by a big operator.
  package var isFree = false
  /// How far the numbers added to it in indices reach: 1 for the i of `d_i = v_{i+1} - v_i`, whose range is as much shorter than the axis.
  package var shift = 0
  /// The first value that a condition of the statement allows: 2 beside `\quad t \ge 2`.
  package var first: Int?
  package private(set) var origin = Origin.exact
  /// What decided the range, as a note says it.
  private var source = ""

  package init(id: Int, name: Name) {
    self.id = id
    self.name = name
  }

  package var count: Int { isEmpty ? 0 : range.map { $0.count } ?? 0 }
  package var lowerBound: Int { range?.lowerBound ?? first ?? 1 }

  package func state(from lower: Int, through upper: Int, origin: Origin, source: String) {
    isEmpty = upper < lower
    range = lower...max(lower, upper)
    self.origin = origin
    self.source = source
  }

  package func makeDynamic() { origin = .dynamic }

  /// Notes that the variable indexes an axis.
  package func use(_ whole: ClosedRange<Int>, of what: String, at place: Range<Int>) throws(Problem) {
    if let first, first > whole.upperBound {
      throw Problem(
        "no `\(name)` meets the condition", at: place, notes: ["\(what) has the indices \(whole.lowerBound) to \(whole.upperBound)"])
    }
    let axis = max(whole.lowerBound, first ?? whole.lowerBound)...whole.upperBound
    guard let range else {
      if origin != .dynamic { state(from: axis.lowerBound, through: axis.upperBound, origin: .exact, source: what) }
      return
    }
    switch origin {
    case .dynamic: return
    case .part where isEmpty || axis.lowerBound <= range.lowerBound && range.upperBound <= axis.upperBound: return
    case .exact where axis == range: return
    case .exact where axis.lowerBound <= range.lowerBound && range.upperBound <= axis.upperBound && axis.count - range.count <= shift:
      return
    default: break
    }
    throw Problem(
      "the index `\(name)` has two ranges", at: place,
      notes: [
        "\(source): \(range.lowerBound) to \(isEmpty ? range.lowerBound - 1 : range.upperBound)",
        "\(what): \(axis.lowerBound) to \(axis.upperBound)",
      ],
      help: axis.count == range.count && !isEmpty
        ? "if the first index of \(what) is \(range.lowerBound), declare it: `base: { …: \(range.lowerBound) }`"
        : origin == .exact
          ? "use two indices, or restrict it: `\\sum_{\(name) \\le …}`"
          : "declare a range that every use holds: `index: {\(name): …}`")
  }
}
