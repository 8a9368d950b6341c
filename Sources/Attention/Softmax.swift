/// Turns scores into weights: the exponential of each, divided by their sum.
///
///     softmax([1, 2, 3]) // [0.0900, 0.2447, 0.6652]
///
/// softmax(x)ᵢ = exp(xᵢ) / Σⱼ exp(xⱼ). Along `axis`, the weights are positive and sum to 1. Adding a number to all scores changes nothing.
/// Large scores don't overflow: `softmax([1000, 1000])` is [0.5, 0.5].
///
/// If all scores are −∞, all weights are 0. A NaN or +∞ makes its whole lane NaN.
///
/// - Parameters:
///   - x: Scores, along `axis`.
///   - axis: The axis along which the weights sum to 1; by default the last.
///   - temperature: The divisor of the scores. Towards 0, the largest score gets all weight; towards ∞, all get
///     the same.
/// - Precondition: `temperature` is positive.
/// - Complexity: O(count).
public func softmax(_ x: Tensor, axis: Int = -1, temperature: Float = 1) -> Tensor {
  require(temperature > 0, "softmax: the temperature must be positive, but it is \(temperature)")
  let axis = resolvedAxis(axis, of: x.shape, in: "softmax")
  return x.mappingSlices(axis: axis) { slice, result in
    // Subtract the largest score, so that exp never overflows.
    let largest = slice.largest
    if largest == -.infinity { return result.fill(with: 0) }
    var total = 0.0
    for index in 0..<slice.count {
      // Divide after the subtraction, so that a tiny temperature gives −∞, never ∞ − ∞.
      let term = exp((slice[index] - largest) / temperature)
      result[index] = term
      total += Double(term)
    }
    let factor = Float(1 / total)
    for index in 0..<slice.count { result[index] *= factor }
  }
}

/// The logarithm of the softmax, computed without the softmax, whose small weights would round to 0.
///
/// logSoftmax(x)ᵢ = xᵢ − log Σⱼ exp(xⱼ). If all scores are −∞, so is the result.
///
/// - Parameters:
///   - x: Scores, along `axis`.
///   - axis: The axis of the softmax; by default the last.
public func logSoftmax(_ x: Tensor, axis: Int = -1) -> Tensor {
  let axis = resolvedAxis(axis, of: x.shape, in: "logSoftmax")
  return x.mappingSlices(axis: axis) { slice, result in
    let largest = slice.largest
    if largest == -.infinity { return result.fill(with: -.infinity) }
    // Subtract the largest score first, so that the difference of large numbers loses no digits.
    let logTotal = log(slice.totalOfExponentials(after: largest))
    for index in 0..<slice.count { result[index] = slice[index] - largest - logTotal }
  }
}

/// The logarithm of the sum of exponentials, log Σⱼ exp(xⱼ): a smooth maximum.
///
/// Large scores don't overflow, as in `softmax(_:axis:)`. If all scores are −∞, or there are none, so is the result.
///
/// - Parameters:
///   - x: Scores, along `axis`.
///   - axis: The axis of the sum; by default the last.
///   - keepingAxis: Whether the axis stays, with size 1.
public func logSumExp(_ x: Tensor, axis: Int = -1, keepingAxis: Bool = false) -> Tensor {
  x.reduced(axis, keepingAxis, in: "logSumExp") { slice in
    let largest = slice.largest
    // If the maximum is infinite, it is the result; ∞ − ∞ would be NaN.
    return largest.isFinite ? largest + log(slice.totalOfExponentials(after: largest)) : largest
  }
}

/// How evenly weights are distributed: −Σᵢ pᵢ log pᵢ, from 0, if a single one has all weight, to log n, for n equal weights.
///
/// A weight of 0 adds nothing. The unit is the nat; divide by log 2 for bits.
///
/// - Parameters:
///   - weights: Weights, along `axis`.
///   - axis: The axis along which the weights sum to 1; by default the last.
///   - keepingAxis: Whether the axis stays, with size 1.
/// - Source: Shannon 1948, "A Mathematical Theory of Communication", section 6.
public func entropy(_ weights: Tensor, axis: Int = -1, keepingAxis: Bool = false) -> Tensor {
  weights.reduced(axis, keepingAxis, in: "entropy") { slice in
    Float(slice.reduce(0.0) { $1 == 0 ? $0 : $0 - Double($1 * log($1)) })
  }
}

extension AxisSlice {
  /// The largest element; NaN if one element is NaN, −∞ if there is none.
  fileprivate var largest: Float { reduce(-.infinity, larger) }

  fileprivate func totalOfExponentials(after largest: Float) -> Float {
    Float(reduce(0.0) { $0 + Double(exp($1 - largest)) })
  }
}
