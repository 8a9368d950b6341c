/// Shifts and scales the features of each token to mean 0 and variance 1.
///
///     layerNormalization([1, 2, 3, 4]) // [-1.3416, -0.4472, 0.4472, 1.3416]
///
/// y = (x − mean) / √(variance + epsilon) · gain + bias. The variance is biased: divided by the number of features.
///
/// - Parameters:
///   - x: Shape `[..., features]`.
///   - gain: The factor of each feature: shape `[features]`, or all axes from `axis` on.
///   - bias: Added to each feature afterwards; the same shape as `gain`.
///   - axis: The features are this axis and all after it; by default the last alone.
///   - epsilon: Keeps the root from being 0 if all features are equal.
/// - Returns: The shape of `x`.
/// - Source: Ba, Kiros and Hinton 2016, "Layer Normalization", equations 3 and 4.
public func layerNormalization(
  _ x: Tensor, gain: Tensor? = nil, bias: Tensor? = nil, axis: Int = -1, epsilon: Float = 1e-5
) -> Tensor {
  Standardized(x, axis: axis, epsilon: epsilon, isCentered: true, in: "layerNormalization")
    .applied(gain: gain, bias: bias, in: "layerNormalization")
}

/// The statistics of layer normalization for each token: `mean`, and `inverseDeviation`, 1/√(variance + epsilon).
///
/// Parameters are those of `layerNormalization`.
///
/// - Returns: The shape of `x`, with 1 for `axis` and all after it.
public func layerNormalizationStatistics(
  _ x: Tensor, axis: Int = -1, epsilon: Float = 1e-5
) -> (mean: Tensor, inverseDeviation: Tensor) {
  let normalized = Standardized(
    x, axis: axis, epsilon: epsilon, isCentered: true, in: "layerNormalizationStatistics")
  let shape = x.shape.dropLast(normalized.featureShape.count) + normalized.featureShape.map { _ in 1 }
  return (normalized.mean.reshaped(shape), (1 / normalized.deviation).reshaped(shape))
}

/// Scales the features of each token to a mean square of 1, without shifting them.
///
/// y = x / √(mean of x² + epsilon) · gain. It is cheaper than layer normalization, and as good in large language models.
///
/// Parameters are those of `layerNormalization`.
///
/// - Returns: The shape of `x`.
/// - Source: Zhang and Sennrich 2019, "Root Mean Square Layer Normalization", equation 4.
public func rmsNormalization(
  _ x: Tensor, gain: Tensor? = nil, axis: Int = -1, epsilon: Float = 1e-5
) -> Tensor {
  Standardized(x, axis: axis, epsilon: epsilon, isCentered: false, in: "rmsNormalization")
    .applied(gain: gain, bias: nil, in: "rmsNormalization")
}

/// Features scaled to a mean square of 1, with all feature axes flattened into one, and the statistics.
struct Standardized {
  /// Shape `[..., features]`.
  let features: Tensor
  /// The original shape.
  let shape: [Int]
  /// The original axes of the features.
  let featureShape: [Int]
  /// Whether the mean was subtracted.
  let isCentered: Bool
  /// Shape `[..., 1]`.
  let mean: Tensor
  /// The divisor √(mean square + epsilon). Shape `[..., 1]`.
  let deviation: Tensor

  init(_ x: Tensor, axis: Int, epsilon: Float, isCentered: Bool, in function: String) {
    let axis = resolvedAxis(axis, of: x.shape, in: function)
    shape = x.shape
    featureShape = Array(x.shape[axis...])
    self.isCentered = isCentered
    let x = x.reshaped(x.shape[..<axis] + [featureShape.reduce(1, *)])  // [..., features]
    mean = x.mean(axis: -1, keepingAxis: true)
    let square =
      isCentered
      ? x.variance(axis: -1, keepingAxis: true) : (x * x).mean(axis: -1, keepingAxis: true)
    deviation = sqrt(square + epsilon)
    features = (isCentered ? x - mean : x) / deviation
  }

  /// The features times gain plus bias, with their original shape.
  func applied(gain: Tensor?, bias: Tensor?, in function: String) -> Tensor {
    check(gain, named: "gain", in: function)
    check(bias, named: "bias", in: function)
    var y = features.reshaped(shape)
    if let gain { y *= gain }
    if let bias { y += bias }
    return y
  }

  func check(_ tensor: Tensor?, named name: String, in function: String) {
    require(
      tensor == nil || tensor?.shape == featureShape,
      "\(function): the \(name) needs the shape \(featureShape) of the features of x, of shape \(shape), but has \(tensor?.shape ?? [])")
  }
}
