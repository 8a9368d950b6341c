/// The floating-point format that code computes in.
package enum Precision: Sendable, Hashable {
  case single, double

  /// The largest relative error of one rounding.
  package var unit: Double {
    switch self {
    case .single: 0x1p-24
    case .double: 0x1p-53
    }
  }

  /// Below it, numbers lose digits or become zero.
  package var leastNormal: Double {
    switch self {
    case .single: Double(Float.leastNormalMagnitude)
    case .double: .leastNormalMagnitude
    }
  }

  /// Whether a number of this format has this value.
  @inlinable @inline(__always)
  package func represents(_ value: Double) -> Bool { self == .double || Double(Float(value)) == value }

  /// The coarser of two formats: the one that decides how near a computation comes.
  package static func coarser(_ a: Precision, _ b: Precision) -> Precision { a == .single ? a : b }
}
