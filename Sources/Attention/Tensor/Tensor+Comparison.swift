extension Tensor {
  /// Whether |a − b| ≤ absoluteTolerance + relativeTolerance · |b| for every element a and its partner b.
  ///
  /// Tensors of different shapes are never close, and NaN is close to nothing. An infinity is close to itself.
  public func isClose(
    to other: Tensor, relativeTolerance: Float = 1e-5, absoluteTolerance: Float = 1e-6
  ) -> Bool {
    shape == other.shape
      && zip(scalars, other.scalars).allSatisfy { a, b in
        // The difference of equal infinities is NaN. Unequal ones must not be close because their tolerance is infinite.
        a == b || (b.isFinite && (a - b).magnitude <= absoluteTolerance + relativeTolerance * b.magnitude)
      }
  }
}

// Comparisons element by element, broadcast: 1 where they hold, 0 where not. A comparison with NaN doesn't hold, except `.!=`.
extension Tensor {
  /// 1 where an element is less than its partner.
  public static func .< (a: Tensor, b: Tensor) -> Tensor { combined(a, b, in: ".<") { $0 < $1 ? 1 : 0 } }
  /// 1 where an element is at most its partner.
  public static func .<= (a: Tensor, b: Tensor) -> Tensor { combined(a, b, in: ".<=") { $0 <= $1 ? 1 : 0 } }
  /// 1 where an element is greater than its partner.
  public static func .> (a: Tensor, b: Tensor) -> Tensor { combined(a, b, in: ".>") { $0 > $1 ? 1 : 0 } }
  /// 1 where an element is at least its partner.
  public static func .>= (a: Tensor, b: Tensor) -> Tensor { combined(a, b, in: ".>=") { $0 >= $1 ? 1 : 0 } }
  /// 1 where an element equals its partner.
  public static func .== (a: Tensor, b: Tensor) -> Tensor { combined(a, b, in: ".==") { $0 == $1 ? 1 : 0 } }
  /// 1 where an element differs from its partner.
  public static func .!= (a: Tensor, b: Tensor) -> Tensor { combined(a, b, in: ".!=") { $0 != $1 ? 1 : 0 } }

  /// 1 where an element is less than a number.
  public static func .< (a: Tensor, b: Float) -> Tensor { a.mapped { $0 < b ? 1 : 0 } }
  /// 1 where an element is at most a number.
  public static func .<= (a: Tensor, b: Float) -> Tensor { a.mapped { $0 <= b ? 1 : 0 } }
  /// 1 where an element is greater than a number.
  public static func .> (a: Tensor, b: Float) -> Tensor { a.mapped { $0 > b ? 1 : 0 } }
  /// 1 where an element is at least a number.
  public static func .>= (a: Tensor, b: Float) -> Tensor { a.mapped { $0 >= b ? 1 : 0 } }
  /// 1 where an element equals a number.
  public static func .== (a: Tensor, b: Float) -> Tensor { a.mapped { $0 == b ? 1 : 0 } }
  /// 1 where an element differs from a number.
  public static func .!= (a: Tensor, b: Float) -> Tensor { a.mapped { $0 != b ? 1 : 0 } }

  /// The elements of `replacement` where `condition` isn't 0, otherwise those of this tensor.
  ///
  ///     x.replacing(with: .zeros([]), where: x .< 0) // relu(x)
  ///
  /// - Parameters:
  ///   - replacement: Broadcast to the shape of this tensor.
  ///   - condition: Broadcast likewise.
  /// - Precondition: Both broadcast; the failure names the shapes.
  public func replacing(with replacement: Tensor, where condition: Tensor) -> Tensor {
    for (name, tensor) in [("replacement", replacement), ("condition", condition)] {
      require(
        broadcasts(tensor.shape, to: shape),
        "replacing: the \(name) has the shape \(tensor.shape), which does not broadcast to \(shape)")
    }
    let (other, condition) = (replacement.expanded(to: shape), condition.expanded(to: shape))
    var result = self
    for index in scalars.indices where condition.scalars[index] != 0 { result.scalars[index] = other.scalars[index] }
    return result
  }
}
