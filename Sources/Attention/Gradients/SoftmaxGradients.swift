// What a change of the results asks of the scores: vector–Jacobian products. A lane without anything to choose from
// gives zeros, and so does each score of −∞.

/// The gradient of the scores from that of their softmax: p ∘ (g − Σᵢ gᵢpᵢ), the product of g with diag(p) − ppᵀ.
///
/// - Parameters:
///   - weights: What `softmax` gave.
///   - cotangent: The gradient of the weights, in their shape.
///   - axis: Along which the softmax was taken.
///   - temperature: That of the softmax.
/// - Returns: Shape of `weights`.
public func softmaxGradient(
  weights: Tensor, cotangent: Tensor, axis: Int = -1, temperature: Float = 1
) -> Tensor {
  checkAlike(cotangent, weights, in: "softmaxGradient")
  // A weight of 0 takes no part, so that NaN in the gradient of a hidden one can't leak.
  let parts = Tensor.combined(weights, cotangent, in: "softmaxGradient") { $0 == 0 ? 0 : $0 * $1 }
  let total = parts.sum(axis: axis, keepingAxis: true)
  return (parts - weights * total) / temperature
}

/// The gradient of the scores from that of their log-softmax: g − softmax(x) Σᵢ gᵢ.
///
/// - Parameters:
///   - x: The scores.
///   - cotangent: The gradient of `logSoftmax(x)`, in its shape.
///   - axis: Along which it was taken; by default the last.
/// - Returns: Shape of `x`.
public func logSoftmaxGradient(_ x: Tensor, cotangent: Tensor, axis: Int = -1) -> Tensor {
  checkAlike(cotangent, x, in: "logSoftmaxGradient")
  let visible = Tensor.combined(x, cotangent, in: "logSoftmaxGradient") { $0 == -.infinity ? 0 : $1 }
  return visible - softmax(x, axis: axis) * visible.sum(axis: axis, keepingAxis: true)
}

/// The gradient of the scores from that of their log-sum-exp: softmax(x) g.
///
/// - Parameters:
///   - x: The scores.
///   - cotangent: The gradient of `logSumExp(x, axis: axis)`, in its shape.
///   - axis: Along which it was taken; by default the last.
/// - Returns: Shape of `x`.
public func logSumExpGradient(_ x: Tensor, cotangent: Tensor, axis: Int = -1) -> Tensor {
  let axis = resolvedAxis(axis, rank: x.rank, in: "logSumExpGradient")
  return softmax(x, axis: axis) * cotangent.insertingAxis(at: axis)
}

/// Stops unless a gradient has the shape of its tensor.
func checkAlike(_ cotangent: Tensor, _ x: Tensor, in function: String) {
  require(
    cotangent.shape == x.shape,
    "\(function): a gradient has the shape of its tensor, \(x.shape), but the cotangent has \(cotangent.shape)")
}
