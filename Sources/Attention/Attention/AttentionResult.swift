/// Attention's context, with the logarithm of each softmax's denominator.
///
///     let result = attentionResult(query: q, key: k, value: v)
///     result.context   // [..., queries, valueSize]
///     result.logSumExp // [..., queries]
///
/// Parameters, errors, bits and cost are those of `scaledDotProductAttention`, which returns the context alone. `attentionSteps` also
/// returns the scores and weights, for which it needs memory for each pair.
public func attentionResult(
  query: Tensor, key: Tensor, value: Tensor, keyHeads: Int? = nil, mask: Mask? = nil, bias: Tensor? = nil,
  scale: Float? = nil, softcap: Float? = nil, sinks: Tensor? = nil, dropout: Dropout? = nil
) -> AttentionResult {
  let options = AttentionOptions(
    mask: mask, bias: bias, scale: scale, softcap: softcap, sinks: sinks, dropout: dropout, keyHeads: keyHeads,
    function: "attentionResult")
  if !Execution.current.isReference,
    let call = AttentionCall(query: query, key: key, value: value, options: options), let results = call.results()
  {
    return AttentionResult(call, results)
  }
  options.check(key: key, value: value)
  let steps = options.steps(options.stages(query: query, key: key), value: value)
  return AttentionResult(context: steps.context, logSumExp: steps.logSumExp, rows: nil)
}

/// The result of the forward pass. With it, the backward pass doesn't repeat the forward pass, and attention over parts of the keys can
/// be joined.
public struct AttentionResult: Sendable, Hashable {
  /// The values, averaged with the attention weights. Shape `[..., queries, valueSize]`.
  public let context: Tensor
  /// The logarithm of the softmax's denominator, for each query; −∞ if the query sees no key. Shape `[..., queries]`.
  public let logSumExp: Tensor
  /// nil if the result was computed by the readable form.
  let rows: Rows?

  /// The largest score of each row, and the sum of the exponentials of the scores minus it.
  struct Rows: Sendable, Hashable {
    var maximum, total: [Float]
  }
}

extension AttentionResult {
  init(_ call: AttentionCall, _ results: AttentionCall.Results) {
    let logarithms = zip(results.rows.maximum, results.rows.total).map { maximum, total in
      maximum == -.infinity ? maximum : Float(Double(maximum) + naturalLogarithm(Double(total)))
    }
    context = Tensor(unchecked: call.shape, results.context)
    logSumExp = Tensor(unchecked: call.shape.dropLast(), logarithms)
    rows = results.rows
  }
}
