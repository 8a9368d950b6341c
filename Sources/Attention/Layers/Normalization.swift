/// Shifts and scales the features of each token to mean 0 and variance 1.
///
///     layerNormalization([1, 2, 3, 4]) // [-1.3416, -0.4472, 0.4472, 1.3416]
///
/// y = (x − mean) / √(variance + epsilon) · gain + bias. The variance is biased: divided by the number of features.
///
/// - Parameters:
///   - x: Shape `[..., features]`.
///   - gain: What each feature is multiplied by: shape `[features]`, or all axes from `axis` on.
///   - bias: What is added to each feature then; shape as `gain`.
///   - axis: The features are this axis and all after it; by default the last alone.
///   - epsilon: Keeps the root from 0 where all features are equal.
/// - Returns: The shape of `x`.
/// - Source: Ba, Kiros and Hinton 2016, "Layer Normalization", equations 3 and 4.
public func layerNormalization(
  _ x: Tensor, gain: Tensor? = nil, bias: Tensor? = nil, axis: Int = -1, epsilon: Float = 1e-5
) -> Tensor {
  normalized(x, gain: gain, bias: bias, axis: axis, in: "layerNormalization") { x in // [..., features]
    let centered = x - x.mean(axis: -1, keepingAxis: true)
    return centered / sqrt(x.variance(axis: -1, keepingAxis: true) + epsilon)
  }
}

/// Scales the features of each token to a mean square of 1, without shifting them.
///
/// y = x / √(mean of x² + epsilon) · gain. Cheaper than layer normalization, and as good in large language models.
///
/// - Parameters: As for `layerNormalization`.
/// - Returns: The shape of `x`.
/// - Source: Zhang and Sennrich 2019, "Root Mean Square Layer Normalization", equation 4.
public func rmsNormalization(
  _ x: Tensor, gain: Tensor? = nil, axis: Int = -1, epsilon: Float = 1e-5
) -> Tensor {
  normalized(x, gain: gain, bias: nil, axis: axis, in: "rmsNormalization") { x in // [..., features]
    x / sqrt((x * x).mean(axis: -1, keepingAxis: true) + epsilon)
  }
}

/// Normalizes with all feature axes laid out as one, then applies gain and bias in the original shape.
private func normalized(
  _ x: Tensor, gain: Tensor?, bias: Tensor?, axis: Int, in function: String, _ normalize: (Tensor) -> Tensor
) -> Tensor {
  let axis = resolvedAxis(axis, rank: x.rank, in: function)
  let features = Array(x.shape[axis...])
  for (name, tensor) in [("gain", gain), ("bias", bias)] {
    require(
      tensor == nil || tensor?.shape == features,
      "\(function): the \(name) needs the shape of the features, \(features), but has \(tensor?.shape ?? [])")
  }
  var y = normalize(x.reshaped(x.shape[..<axis] + [features.reduce(1, *)])).reshaped(x.shape)
  if let gain { y *= gain }
  if let bias { y += bias }
  return y
}
