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
