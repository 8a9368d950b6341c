/// Attention whose weights are the difference of two softmaxes: what both give to keys that don't matter cancels.
///
///     let context = differentialAttention(query: q, key: k, value: v, lambda: 0.2)
///
/// context = (softmax(Q₁K₁ᵀ / √d) − λ softmax(Q₂K₂ᵀ / √d)) V, where Q₁ and Q₂ are the halves of each query, and d is the size of one half.
/// The weights of a query sum to 1 − λ, and some may be negative. The paper normalizes the context of each head with `rmsNormalization`, and
/// multiplies it by 1 − λ_init, so that gradients are those of ordinary attention: see `DifferentialLambda`.
///
/// - Parameters:
///   - query: Shape `[..., queries, 2 · keySize]`.
///   - key: Shape `[..., keys, 2 · keySize]`.
///   - value: Shape `[..., keys, valueSize]`.
///   - keyHeads: The number of heads of `key` and `value`, if groups of query heads share them: see `repeatHeads(_:times:)`.
///   - lambda: λ, how much of the second softmax is subtracted.
///   - mask: Which keys each query may see, in both softmaxes. A query that may see none gets zeros.
///   - scale: The factor of the dot products; by default 1/√keySize.
/// - Returns: Shape `[..., queries, valueSize]`.
/// - Precondition: `query` and `key` have the same, even number of features; the failure names both shapes.
/// - Complexity: Twice that of `scaledDotProductAttention` with half the features: O(queries · keys · (keySize + valueSize)) time.
/// - Source: Ye et al. 2024, "Differential Transformer", equation 1.
public func differentialAttention(
  query: Tensor, key: Tensor, value: Tensor, keyHeads: Int? = nil, lambda: Float, mask: Mask? = nil, scale: Float? = nil
) -> Tensor {
  let function = "differentialAttention"
  checkSizes(query: query, key: key, in: function)
  let features = key.columns
  require(
    features % 2 == 0,
    """
    \(function): query and key have two halves, so their last axis must be even: \
    query has the shape \(query.shape), key \(key.shape)
    """)
  let options = AttentionOptions(mask: mask, scale: scale, keyHeads: keyHeads, function: function)
  func context(_ half: Range<Int>) -> Tensor {
    options.context(
      query: query.gathering(Array(half), axis: -1), key: key.gathering(Array(half), axis: -1), value: value)
  }
  return context(0..<features / 2) - context(features / 2..<features) * lambda
}

/// The factor λ of `differentialAttention`, made of four trained vectors that all heads of a layer share.
///
/// λ = exp(λ_q₁ · λ_k₁) − exp(λ_q₂ · λ_k₂) + λ_init. Two exponentials let λ fall and grow at the pace at which the scores change.
///
/// - Source: Ye et al. 2024, "Differential Transformer", equations 2 and 3.
public struct DifferentialLambda: Sendable, Hashable {
  /// λ_q₁, λ_k₁, λ_q₂ and λ_k₂. Shape `[4, keySize]`.
  public var vectors: Tensor
  /// λ_init, where training begins.
  public let initial: Float

  /// - Parameters:
  ///   - vectors: Shape `[4, keySize]`.
  ///   - layer: The number of the layer, from 1, which gives λ_init = 0.8 − 0.6 exp(−0.3 (layer − 1)).
  public init(vectors: Tensor, layer: Int) {
    require(
      vectors.rank == 2 && vectors.rows == 4, "DifferentialLambda: vectors needs the shape [4, keySize], but has \(vectors.shape)")
    require(layer > 0, "DifferentialLambda: layers count from 1, but the layer is \(layer)")
    self.vectors = vectors
    initial = 0.8 - 0.6 * exp(-0.3 * Float(layer - 1))
  }

  /// λ.
  public var value: Float { exp(dot(vectors[0], vectors[1])) - exp(dot(vectors[2], vectors[3])) + initial }
}
