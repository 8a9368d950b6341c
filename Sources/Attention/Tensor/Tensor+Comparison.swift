extension Tensor {
  /// Whether every element is as near to its partner as |a − b| ≤ absoluteTolerance + relativeTolerance · |b| says.
  ///
  /// Tensors of different shapes are never close, nor is NaN to anything. An infinity is close to itself.
  public func isClose(
    to other: Tensor, relativeTolerance: Float = 1e-5, absoluteTolerance: Float = 1e-6
  ) -> Bool {
    shape == other.shape
      && zip(scalars, other.scalars).allSatisfy { a, b in
        // Equal infinities have no difference to measure; unequal ones must not pass because their tolerance is
        // infinite.
        a == b || (b.isFinite && (a - b).magnitude <= absoluteTolerance + relativeTolerance * b.magnitude)
      }
  }
}
