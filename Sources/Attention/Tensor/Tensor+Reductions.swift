// Reductions of a whole tensor, or of each lane along one axis, to one number. The axis disappears, or stays with size 1 if `keepingAxis`
// is true, so that the result broadcasts against the original tensor.
//
// Sums are accumulated in `Double` and rounded once to `Float`, so that they are exact to a `Float`'s precision at any length.

extension Tensor {
  /// The sum of all elements; 0 if there is none.
  public func sum() -> Float { Float(scalars.reduce(0) { $0 + Double($1) }) }

  /// The sum along `axis`.
  ///
  ///     weights.sum(axis: -1) // 1 for each row of attention weights
  public func sum(axis: Int, keepingAxis: Bool = false) -> Tensor {
    reduced(axis, keepingAxis, in: "sum") { Float(Tensor.total($0)) }
  }

  /// The mean of all elements; NaN if there is none.
  public func mean() -> Float { Float(scalars.reduce(0) { $0 + Double($1) } / Double(count)) }

  /// The mean along `axis`; NaN along an axis of size 0.
  public func mean(axis: Int, keepingAxis: Bool = false) -> Tensor {
    reduced(axis, keepingAxis, in: "mean") { Float(Tensor.total($0) / Double($0.count)) }
  }

  /// The mean squared distance from the mean, over all elements; NaN if there is none.
  ///
  /// It is biased: divided by the count, not by one less, as in layer normalization.
  public func variance() -> Float {
    reshaped([count]).variance(axis: 0).item
  }

  /// The mean squared distance from the mean, along `axis`. It is biased: divided by the count, not by one less.
  public func variance(axis: Int, keepingAxis: Bool = false) -> Tensor {
    reduced(axis, keepingAxis, in: "variance") { Float(Tensor.variance($0)) }
  }

  /// The largest element: NaN if one is NaN, −∞ if there is none.
  public func max() -> Float { scalars.reduce(-.infinity, larger) }

  /// The largest element along `axis`.
  public func max(axis: Int, keepingAxis: Bool = false) -> Tensor {
    reduced(axis, keepingAxis, in: "max") { $0.reduce(-.infinity, larger) }
  }

  /// The smallest element: NaN if one is NaN, +∞ if there is none.
  public func min() -> Float { -scalars.reduce(-.infinity) { larger($0, -$1) } }

  /// The smallest element along `axis`.
  public func min(axis: Int, keepingAxis: Bool = false) -> Tensor {
    reduced(axis, keepingAxis, in: "min") { -$0.reduce(-.infinity) { larger($0, -$1) } }
  }

  /// The row-major index of the largest element; of several equal ones, the first. NaN counts as the largest.
  ///
  /// - Precondition: There is an element.
  public func argmax() -> Int {
    require(count > 0, "argmax: a tensor of shape \(shape) has no element")
    return reshaped([count]).argmax(axis: 0)[0]
  }

  /// The index of the largest element along `axis`, for each lane, in row-major order of the other axes.
  ///
  ///     logits.argmax(axis: -1) // the most probable token of each row
  ///
  /// - Precondition: The axis isn't empty.
  public func argmax(axis: Int) -> [Int] {
    let axis = resolvedAxis(axis, of: shape, in: "argmax")
    require(shape[axis] > 0, "argmax: axis \(axis) of \(shape) has no element")
    return slices(axis: axis, Tensor.argmax)
  }

  /// The Euclidean length of all elements as one vector.
  public func norm() -> Float { Float(scalars.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()) }

  /// The Euclidean length of each lane along `axis`.
  public func norm(axis: Int, keepingAxis: Bool = false) -> Tensor {
    reduced(axis, keepingAxis, in: "norm") { Float($0.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()) }
  }
}

extension Tensor {
  private static func total(_ slice: AxisSlice) -> Double { slice.reduce(0) { $0 + Double($1) } }

  private static func variance(_ slice: AxisSlice) -> Double {
    let mean = total(slice) / Double(slice.count)
    return slice.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(slice.count)
  }

  private static func argmax(_ slice: AxisSlice) -> Int {
    var best = 0
    for index in 0..<slice.count where slice[index] > slice[best] || (slice[index].isNaN && !slice[best].isNaN) {
      best = index
    }
    return best
  }
}
