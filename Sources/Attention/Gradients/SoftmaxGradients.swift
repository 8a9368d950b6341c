// The gradients of scores from those of results: vector–Jacobian products. They are zero for scores of −∞, and for lanes without other
// scores.

/// The gradient of the scores from that of their softmax: p ∘ (g − Σᵢ gᵢpᵢ), the product of g with diag(p) − ppᵀ.
///
/// - Parameters:
///   - weights: The result of `softmax`.
///   - cotangent: The gradient of the weights, with their shape.
///   - axis: The axis of the softmax.
///   - temperature: The temperature of the softmax.
/// - Returns: The shape of `weights`.
public func softmaxGradient(
  weights: Tensor, cotangent: Tensor, axis: Int = -1, temperature: Float = 1
) -> Tensor {
  checkAlike(cotangent, weights, in: "softmaxGradient")
  // A weight of 0 is excluded, so that NaN in the gradient of a hidden one can't leak.
  let parts = Tensor.combined(weights, cotangent, in: "softmaxGradient") { $0 == 0 ? 0 : $0 * $1 }
  let total = parts.sum(axis: axis, keepingAxis: true)
  return (parts - weights * total) / temperature
}

/// The gradient of the scores from that of their log-softmax: g − softmax(x) Σᵢ gᵢ.
///
/// - Parameters:
///   - x: The scores.
///   - cotangent: The gradient of `logSoftmax(x)`, with its shape.
///   - axis: The axis of the softmax; by default the last.
/// - Returns: The shape of `x`.
public func logSoftmaxGradient(_ x: Tensor, cotangent: Tensor, axis: Int = -1) -> Tensor {
  checkAlike(cotangent, x, in: "logSoftmaxGradient")
  let visible = Tensor.combined(x, cotangent, in: "logSoftmaxGradient") { $0 == -.infinity ? 0 : $1 }
  return visible - softmax(x, axis: axis) * visible.sum(axis: axis, keepingAxis: true)
}

/// The gradient of the scores from that of their log-sum-exp: softmax(x) g.
///
/// - Parameters:
///   - x: The scores.
///   - cotangent: The gradient of `logSumExp(x, axis: axis)`, with its shape.
///   - axis: The axis of the sum; by default the last.
/// - Returns: The shape of `x`.
public func logSumExpGradient(_ x: Tensor, cotangent: Tensor, axis: Int = -1) -> Tensor {
  let axis = resolvedAxis(axis, of: x.shape, in: "logSumExpGradient")
  return softmax(x, axis: axis) * cotangent.insertingAxis(at: axis)
}

/// Stops unless a gradient has the shape of its tensor.
func checkAlike(_ cotangent: Tensor, _ x: Tensor, in function: String) {
  require(
    cotangent.shape == x.shape,
    "\(function): a gradient has the shape of its tensor, \(x.shape), but the cotangent has \(cotangent.shape)")
}
