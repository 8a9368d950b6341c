/// A function that scores how well a key answers a query. Forms of attention differ only in it; weights and context follow in the same way.
///
///     for score: any AttentionScore in [DotScore(), CosineScore(temperature: 0.1)] {
///       attentionSteps(query: q, key: k, value: v, score: score).context
///     }
///
/// Examples are `DotScore`, `ScaledDotScore`, `CosineScore`, `GeneralScore`, `AdditiveScore` and `KernelScore`.
public protocol AttentionScore: Sendable {
  /// The score of each pair.
  ///
  /// - Parameters:
  ///   - query: Shape `[..., queries, querySize]`.
  ///   - key: Shape `[..., keys, keySize]`.
  /// - Returns: Shape `[..., queries, keys]`; −∞ for a key that gets no weight.
  func callAsFunction(query: Tensor, key: Tensor) -> Tensor
}

/// Attention with any score, with its intermediate steps.
///
/// - Parameters:
///   - query: Shape `[..., queries, querySize]`.
///   - key: Shape `[..., keys, keySize]`.
///   - value: Shape `[..., keys, valueSize]`.
///   - score: The score of a query and a key.
///   - keyHeads: The number of heads of `key` and `value`, if groups of query heads share them: see `repeatHeads(_:times:)`.
///   - mask: Which keys each query may see. A query that may see none gets zeros.
///   - bias: Added to the scores.
///   - softcap: If given, a score s becomes softcap · tanh(s / softcap), before bias and mask.
///   - sinks: The score of an additional key without a value, one for each head.
///   - dropout: Drops weights, after the softmax.
/// - Returns: The context has the shape `[..., queries, valueSize]`.
/// - Precondition: `key` and `value` agree in the number of keys; the failure names both shapes.
public func attentionSteps(
  query: Tensor, key: Tensor, value: Tensor, score: some AttentionScore, keyHeads: Int? = nil, mask: Mask? = nil,
  bias: Tensor? = nil, softcap: Float? = nil, sinks: Tensor? = nil, dropout: Dropout? = nil
) -> AttentionSteps {
  let options = AttentionOptions(
    mask: mask, bias: bias, softcap: softcap, sinks: sinks, dropout: dropout, keyHeads: keyHeads, function: "attentionSteps")
  options.check(key: key, value: value)
  let shared = options.shared(key, named: "key", like: query.shape)
  return options.steps(options.stages(of: score(query: query, key: shared)), value: value)
}

/// Every query beside every key, for scores that aren't products.
///
/// - Returns: Shapes `[..., queries, 1, size]` and `[..., 1, keys, size]`, which broadcast.
func pairs(query: Tensor, key: Tensor) -> (query: Tensor, key: Tensor) {
  (query.insertingAxis(at: -2), key.insertingAxis(at: -3))
}
