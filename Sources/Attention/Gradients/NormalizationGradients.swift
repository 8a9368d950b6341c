/// The gradients of the arguments of `layerNormalization`, from that of its result: the vector–Jacobian product.
///
/// With x̂ the normalized features and ĝ = g ∘ gain: dx = (ĝ − mean(ĝ) − x̂ mean(ĝ ∘ x̂)) / √(variance + epsilon).
///
/// - Parameters:
///   - x: The argument of the normalization: shape `[..., features]`.
///   - gain: The factor of each feature, with the shape of the features.
///   - axis: The features are this axis and all after it; by default the last alone.
///   - epsilon: The number that was added under the root.
///   - cotangent: The gradient of the result, with its shape.
/// - Returns: The gradients of `x` and, with the shape of the features, of gain and bias.
public func layerNormalizationGradients(
  _ x: Tensor, gain: Tensor? = nil, axis: Int = -1, epsilon: Float = 1e-5, cotangent: Tensor
) -> (x: Tensor, gain: Tensor, bias: Tensor) {
  let function = "layerNormalizationGradients"
  return gradients(
    Standardized(x, axis: axis, epsilon: epsilon, isCentered: true, in: function), of: x, gain: gain,
    cotangent: cotangent, in: function)
}

/// The gradients of the arguments of `rmsNormalization`, from that of its result: the vector–Jacobian product.
///
/// Parameters are those of `layerNormalizationGradients`.
///
/// - Returns: The gradients of `x` and, with the shape of the features, of the gain.
public func rmsNormalizationGradients(
  _ x: Tensor, gain: Tensor? = nil, axis: Int = -1, epsilon: Float = 1e-5, cotangent: Tensor
) -> (x: Tensor, gain: Tensor) {
  let function = "rmsNormalizationGradients"
  let gradients = gradients(
    Standardized(x, axis: axis, epsilon: epsilon, isCentered: false, in: function), of: x, gain: gain,
    cotangent: cotangent, in: function)
  return (gradients.x, gradients.gain)
}

private func gradients(
  _ normalized: Standardized, of x: Tensor, gain: Tensor?, cotangent: Tensor, in function: String
) -> (x: Tensor, gain: Tensor, bias: Tensor) {
  checkAlike(cotangent, x, in: function)
  normalized.check(gain, named: "gain", in: function)
  let flat = normalized.features.shape  // [..., features]
  let features = normalized.features
  let inner = (gain.map { cotangent * $0 } ?? cotangent).reshaped(flat)
  var dx = inner - features * (inner * features).mean(axis: -1, keepingAxis: true)
  if normalized.isCentered { dx -= inner.mean(axis: -1, keepingAxis: true) }
  return (
    (dx / normalized.deviation).reshaped(x.shape),
    summed(cotangent * features.reshaped(x.shape), to: normalized.featureShape),
    summed(cotangent, to: normalized.featureShape)
  )
}
