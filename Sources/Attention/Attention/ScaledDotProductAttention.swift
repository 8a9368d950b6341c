/// Returns the context of each query: the values, averaged with the attention weights.
///
///     let context = scaledDotProductAttention(query: q, key: k, value: v)
///     // context.shape == [batch, heads, queries, valueSize]
///
/// Attention(Q, K, V) = softmax(QKᵀ / √d_k) V. Numbers of queries and keys may differ, as may keySize and valueSize.
/// With no keys at all, the context is zeros.
///
/// The result has the same bits on every machine and with any number of threads, which `Execution` chooses: the order of
/// all operations is fixed. It differs from `attentionSteps`, which takes one step after the other, by rounding alone.
///
/// Heads, on axis −3, may be fewer in `key` and `value`, if their number divides that of `query`: each group of query
/// heads shares one, as `repeatHeads(_:times:)` says.
///
/// - Parameters:
///   - query: Shape `[..., queries, keySize]`, or `[keySize]` for a single query.
///   - key: Shape `[..., keys, keySize]`.
///   - value: Shape `[..., keys, valueSize]`.
///   - mask: Which keys each query may see; broadcast to `[..., queries, keys]`. A query that may see none gets zeros.
///   - bias: Added to the scores; broadcast likewise. −∞ hides a key, as a mask does.
///   - scale: What the dot products are multiplied by; by default 1/√keySize.
///   - softcap: If given, a score s becomes softcap · tanh(s / softcap), before bias and mask: none exceeds it.
///   - sinks: The score of a further key without a value, where a query can leave weight it has no use for: one for
///     each head, shape `[..., heads]`, or `[]` without heads. Weights sum to less than 1 then.
///   - dropout: Drops weights, after the softmax.
/// - Returns: Shape `[..., queries, valueSize]`; leading axes are broadcast.
/// - Precondition: `query` and `key` agree in keySize, `key` and `value` in the number of keys; the failure names both
///   shapes.
/// - Complexity: O(queries · keys · (keySize + valueSize)) time, where a mask that is known by its spans of keys saves what
///   it hides; O((queries + keys) · (keySize + valueSize)) memory.
///   Where the result is not finite, O(queries · keys) memory.
/// - Source: Vaswani et al. 2017, "Attention Is All You Need", equation 1. Softcap: Gemma Team 2024, "Gemma 2", section
///   2. Sinks: OpenAI 2025, "gpt-oss-120b & gpt-oss-20b Model Card", section 2.
public func scaledDotProductAttention(
  query: Tensor, key: Tensor, value: Tensor, mask: Mask? = nil, bias: Tensor? = nil,
  scale: Float? = nil, softcap: Float? = nil, sinks: Tensor? = nil, dropout: Dropout? = nil
) -> Tensor {
  let options = AttentionOptions(
    mask: mask, bias: bias, scale: scale, softcap: softcap, sinks: sinks, dropout: dropout,
    function: "scaledDotProductAttention")
  if !Execution.current.isReference,
    let call = AttentionCall(query: query, key: key, value: value, options: options), let context = call.context()
  {
    return context
  }
  options.check(key: key, value: value)
  return options.steps(options.stages(query: query, key: key), value: value).context
}

/// Scaled dot-product attention with its steps: scores, weights and context.
///
///     let steps = attentionSteps(query: q, key: k, value: v)
///     steps.weights // [queries, keys]
///
/// Parameters, errors and time are those of `scaledDotProductAttention`, which returns the context alone. Memory is
/// O(queries · keys), since every step is kept.
public func attentionSteps(
  query: Tensor, key: Tensor, value: Tensor, mask: Mask? = nil, bias: Tensor? = nil,
  scale: Float? = nil, softcap: Float? = nil, sinks: Tensor? = nil, dropout: Dropout? = nil
) -> AttentionSteps {
  let options = AttentionOptions(
    mask: mask, bias: bias, scale: scale, softcap: softcap, sinks: sinks, dropout: dropout, function: "attentionSteps")
  options.check(key: key, value: value)
  return options.steps(options.stages(query: query, key: key), value: value)
}

/// How much each query attends to each key: the softmax of the scores. Shape `[..., queries, keys]`.
///
/// Parameters and errors are those of `scaledDotProductAttention`.
public func attentionWeights(
  query: Tensor, key: Tensor, mask: Mask? = nil, bias: Tensor? = nil, scale: Float? = nil, softcap: Float? = nil,
  sinks: Tensor? = nil
) -> Tensor {
  let options = AttentionOptions(
    mask: mask, bias: bias, scale: scale, softcap: softcap, sinks: sinks, function: "attentionWeights")
  return options.stages(query: query, key: key).weights
}

/// What attention computes on its way to the context.
public struct AttentionSteps: Sendable, Hashable {
  let stages: ScoreStages
  /// How much of each value goes into each query's context: each row sums to 1, to 0 where no key may be seen, and to
  /// less than 1 where a sink takes the rest. With dropout, what it left. Shape `[..., queries, keys]`.
  public let weights: Tensor
  /// The values, averaged with the weights. Shape `[..., queries, valueSize]`.
  public let context: Tensor

  /// How well each key answers each query, as the softmax sees it: scaled, capped, with bias, −∞ where hidden.
  /// Shape `[..., queries, keys]`.
  public var scores: Tensor { stages.masked }

  /// The scores as they were before softcap, bias and mask. Shape `[..., queries, keys]`.
  public var scaledScores: Tensor { stages.scaled }

  /// The scores as they were after the softcap, before bias and mask. Shape `[..., queries, keys]`.
  public var cappedScores: Tensor { stages.capped }

  /// The logarithm of the softmax's denominator, one for each query: what is needed to join attention over parts of the
  /// keys. −∞ where no key may be seen. Shape `[..., queries]`.
  public var logSumExp: Tensor { Attention.logSumExp(stages.softmaxed) }
}
