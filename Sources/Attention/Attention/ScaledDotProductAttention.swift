/// Returns the context of each query: the values, averaged with the attention weights.
///
///     let context = scaledDotProductAttention(query: q, key: k, value: v)
///     // context.shape == [batch, heads, queries, valueSize]
///
/// Attention(Q, K, V) = softmax(QKᵀ / √d_k) V. Numbers of queries and keys may differ, as may keySize and valueSize.
/// With no keys at all, the context is zeros.
///
/// - Parameters:
///   - query: Shape `[..., queries, keySize]`, or `[keySize]` for a single query.
///   - key: Shape `[..., keys, keySize]`.
///   - value: Shape `[..., keys, valueSize]`.
///   - mask: Which keys each query may see; broadcast to `[..., queries, keys]`. A query that may see none gets zeros.
///   - bias: Added to the scores; broadcast likewise. −∞ hides a key, as a mask does.
///   - scale: What the dot products are multiplied by; by default 1/√keySize.
///   - softcap: If given, a score s becomes softcap · tanh(s / softcap), before bias and mask: none exceeds it.
/// - Returns: Shape `[..., queries, valueSize]`; leading axes are broadcast.
/// - Precondition: `query` and `key` agree in keySize, `key` and `value` in the number of keys; the failure names both
///   shapes.
/// - Complexity: O(queries · keys · (keySize + valueSize)) time, O(queries · keys) memory.
/// - Source: Vaswani et al. 2017, "Attention Is All You Need", equation 1. Softcap: Gemma Team 2024, "Gemma 2", section
///   2.
public func scaledDotProductAttention(
  query: Tensor, key: Tensor, value: Tensor, mask: Mask? = nil, bias: Tensor? = nil,
  scale: Float? = nil, softcap: Float? = nil
) -> Tensor {
  attentionSteps(
    query: query, key: key, value: value, mask: mask, bias: bias, scale: scale, softcap: softcap,
    in: "scaledDotProductAttention"
  ).context
}

/// What attention computes on its way to the context.
public struct AttentionSteps: Sendable, Hashable {
  /// How well each key answers each query, as the softmax sees it: scaled, capped, with bias, −∞ where hidden.
  /// Shape `[..., queries, keys]`.
  public let scores: Tensor
  /// How much of each value goes into each query's context: each row sums to 1, or to 0 where no key may be seen.
  /// Shape `[..., queries, keys]`.
  public let weights: Tensor
  /// The values, averaged with the weights. Shape `[..., queries, valueSize]`.
  public let context: Tensor

  /// The logarithm of the softmax's denominator, one for each query: what is needed to join attention over parts of the
  /// keys. −∞ where no key may be seen. Shape `[..., queries]`.
  public var logSumExp: Tensor { Attention.logSumExp(scores) }
}

/// Scaled dot-product attention with its steps: scores, weights and context.
///
///     let steps = attentionSteps(query: q, key: k, value: v)
///     steps.weights // [queries, keys]
///
/// Parameters, errors and cost are those of `scaledDotProductAttention`, which returns the context alone.
public func attentionSteps(
  query: Tensor, key: Tensor, value: Tensor, mask: Mask? = nil, bias: Tensor? = nil,
  scale: Float? = nil, softcap: Float? = nil
) -> AttentionSteps {
  attentionSteps(
    query: query, key: key, value: value, mask: mask, bias: bias, scale: scale, softcap: softcap, in: "attentionSteps")
}

/// How much each query attends to each key: the softmax of the scores. Shape `[..., queries, keys]`.
///
/// Parameters and errors are those of `scaledDotProductAttention`.
public func attentionWeights(
  query: Tensor, key: Tensor, mask: Mask? = nil, bias: Tensor? = nil, scale: Float? = nil, softcap: Float? = nil
) -> Tensor {
  softmax(
    maskedScores(
      query: query, key: key, mask: mask, bias: bias, scale: scale, softcap: softcap, in: "attentionWeights"))
}

private func attentionSteps(
  query: Tensor, key: Tensor, value: Tensor, mask: Mask?, bias: Tensor?,
  scale: Float?, softcap: Float?, in function: String
) -> AttentionSteps {
  require(
    key.rank >= 2 && value.rank >= 2 && key.rows == value.rows,
    """
    \(function): key and value must have the same number of keys, their last axis but one: \
    key has the shape \(key.shape), value \(value.shape)
    """)
  let scores = maskedScores(
    query: query, key: key, mask: mask, bias: bias, scale: scale, softcap: softcap, in: function)
  let weights = softmax(scores)
  // A weight of 0 leaves its value out, so that NaN or ∞ in a hidden value can't leak: 0 · NaN is NaN.
  let context = matrixProduct(weights, value, in: function, leavingOutZeros: true)
  return AttentionSteps(scores: scores, weights: weights, context: context)
}

private func maskedScores(
  query: Tensor, key: Tensor, mask: Mask?, bias: Tensor?, scale: Float?, softcap: Float?, in function: String
) -> Tensor {
  var scores = scores(query: query, key: key, scale: scale, in: function) // [..., queries, keys]
  if let softcap {
    require(softcap > 0, "\(function): a softcap must be positive, but it is \(softcap)")
    scores = tanh(scores / softcap) * softcap
  }
  // −∞ takes the place of a score, rather than being added to it: a score of NaN or +∞ would survive the sum.
  if let bias {
    let bias = broadcast(bias, to: scores.shape, named: "bias", in: function)
    scores = .combined(scores, bias, in: function) { $1 == -.infinity ? $1 : $0 + $1 }
  }
  if let mask {
    let visibility = broadcast(mask.visibility, to: scores.shape, named: "mask", in: function)
    scores = .combined(scores, visibility, in: function) { $1 == 0 ? -.infinity : $0 }
  }
  return scores
}

private func broadcast(_ tensor: Tensor, to shape: [Int], named name: String, in function: String) -> Tensor {
  require(
    tensor.rank <= shape.count && zip(tensor.shape.reversed(), shape.reversed()).allSatisfy { $0 == $1 || $0 == 1 },
    "\(function): the \(name) has the shape \(tensor.shape), which does not broadcast to the scores' \(shape)")
  return tensor.expanded(to: shape)
}
