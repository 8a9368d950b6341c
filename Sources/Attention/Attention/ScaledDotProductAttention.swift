/// Returns the context of each query: the values, averaged with the attention weights.
///
///     let context = scaledDotProductAttention(query: q, key: k, value: v)
///     // context.shape == [batch, heads, queries, valueSize]
///
/// Attention(Q, K, V) = softmax(QKᵀ / √d_k) V. The numbers of queries and keys may differ, and so may keySize and valueSize.
/// Without keys, the context is zeros.
///
/// The result has the same bits on every machine and with any number of threads, which `Execution` chooses: the order of
/// all operations is fixed. It differs from `attentionSteps`, which computes one step after the other, only by rounding; a weight below
/// e⁻⁸⁷ times the largest is 0.
///
/// With `keyHeads`, groups of query heads (axis −3) share a head of `key` and `value`: grouped-query attention.
///
/// - Parameters:
///   - query: Shape `[..., queries, keySize]`, or `[keySize]` for a single query.
///   - key: Shape `[..., keys, keySize]`.
///   - value: Shape `[..., keys, valueSize]`.
///   - keyHeads: The number of heads of `key` and `value`, if groups of query heads share them, as described for `repeatHeads(_:times:)`.
///     By default heads are broadcast like other leading axes.
///   - mask: Which keys each query may see; broadcast to `[..., queries, keys]`. A query that may see none gets zeros.
///   - bias: Added to the scores; broadcast likewise. −∞ hides a key, as a mask does.
///   - scale: The factor of the dot products; by default 1/√keySize.
///   - softcap: If given, a score s becomes softcap · tanh(s / softcap), before bias and mask: none exceeds it.
///   - sinks: The score of an additional key without a value, which takes weight that a query has no use for: one for
///     each head, shape `[..., heads]`, or `[]` without heads. Weights then sum to less than 1.
///   - dropout: Drops weights, after the softmax.
/// - Returns: Shape `[..., queries, valueSize]`; leading axes are broadcast.
/// - Precondition: `query` and `key` agree in keySize, `key` and `value` in the number of keys, and the leading axes fit; the failure names
///   both shapes.
/// - Complexity: O(queries · keys · (keySize + valueSize)) time, less for keys hidden by a mask that is stored as spans of keys;
///   O((queries + keys) · (keySize + valueSize)) memory. If the result is not finite, O(queries · keys) memory.
/// - Source: Vaswani et al. 2017, "Attention Is All You Need", equation 1. Softcap: Gemma Team 2024, "Gemma 2", section
///   2. Sinks: OpenAI 2025, "gpt-oss-120b & gpt-oss-20b Model Card", section 2.
public func scaledDotProductAttention(
  query: Tensor, key: Tensor, value: Tensor, keyHeads: Int? = nil, mask: Mask? = nil, bias: Tensor? = nil,
  scale: Float? = nil, softcap: Float? = nil, sinks: Tensor? = nil, dropout: Dropout? = nil
) -> Tensor {
  let options = AttentionOptions(
    mask: mask, bias: bias, scale: scale, softcap: softcap, sinks: sinks, dropout: dropout, keyHeads: keyHeads,
    function: "scaledDotProductAttention")
  return options.context(query: query, key: key, value: value)
}

extension AttentionOptions {
  /// The context of each query, computed by the kernels if they can, and otherwise by the readable form.
  func context(query: Tensor, key: Tensor, value: Tensor) -> Tensor {
    if !Execution.current.isReference,
      let call = AttentionCall(query: query, key: key, value: value, options: self), let context = call.context()
    {
      return context
    }
    check(key: key, value: value)
    return steps(stages(query: query, key: key), value: value).context
  }

  /// The same with keys and values of a cache.
  func context(query: Tensor, key: CachedRows, value: CachedRows) -> Tensor {
    if let key = key.tensor, let value = value.tensor { return context(query: query, key: key, value: value) }
    if !Execution.current.isReference,
      let call = AttentionCall(query: query, key: key, value: value, options: self), let context = call.context()
    {
      return context
    }
    return context(query: query, key: key.expanded(), value: value.expanded())
  }
}

/// Scaled dot-product attention with its steps: scores, weights and context.
///
///     let steps = attentionSteps(query: q, key: k, value: v)
///     steps.weights // [queries, keys]
///
/// Parameters, errors and time are those of `scaledDotProductAttention`, which returns the context alone. Memory is
/// O(queries · keys), since every step is kept.
public func attentionSteps(
  query: Tensor, key: Tensor, value: Tensor, keyHeads: Int? = nil, mask: Mask? = nil, bias: Tensor? = nil,
  scale: Float? = nil, softcap: Float? = nil, sinks: Tensor? = nil, dropout: Dropout? = nil
) -> AttentionSteps {
  let options = AttentionOptions(
    mask: mask, bias: bias, scale: scale, softcap: softcap, sinks: sinks, dropout: dropout, keyHeads: keyHeads,
    function: "attentionSteps")
  options.check(key: key, value: value)
  return options.steps(options.stages(query: query, key: key), value: value)
}

/// How much each query attends to each key: the softmax of the scores. Shape `[..., queries, keys]`.
///
/// Parameters and errors are those of `scaledDotProductAttention`.
public func attentionWeights(
  query: Tensor, key: Tensor, keyHeads: Int? = nil, mask: Mask? = nil, bias: Tensor? = nil, scale: Float? = nil,
  softcap: Float? = nil, sinks: Tensor? = nil
) -> Tensor {
  let options = AttentionOptions(
    mask: mask, bias: bias, scale: scale, softcap: softcap, sinks: sinks, keyHeads: keyHeads, function: "attentionWeights")
  return options.stages(query: query, key: key).weights
}

/// The intermediate results of attention, and the context.
public struct AttentionSteps: Sendable, Hashable {
  let stages: ScoreStages
  /// The weight of each value in each query's context. A row sums to 1; to 0 if the query sees no key, and to less than 1 if a sink takes
  /// the rest. With dropout, these are the weights after it. Shape `[..., queries, keys]`.
  public let weights: Tensor
  /// The values, averaged with the weights. Shape `[..., queries, valueSize]`.
  public let context: Tensor

  /// How well each key answers each query, as the softmax sees it: scaled, capped, with bias, −∞ if hidden.
  /// Shape `[..., queries, keys]`.
  public var scores: Tensor { stages.masked }

  /// The scores before softcap, bias and mask. Shape `[..., queries, keys]`.
  public var scaledScores: Tensor { stages.scaled }

  /// The scores after the softcap, before bias and mask. Shape `[..., queries, keys]`.
  public var cappedScores: Tensor { stages.capped }

  /// The logarithm of the softmax's denominator, one for each query, with which attention over parts of the keys can be joined. −∞ if the
  /// query sees no key. Shape `[..., queries]`.
  public var logSumExp: Tensor { Attention.logSumExp(stages.softmaxed) }
}
