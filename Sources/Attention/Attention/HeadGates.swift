/// Multiplies the context of each head by a gate between 0 and 1, so that a head can also say nothing.
///
///     let context = scaledDotProductAttention(query: q, key: k, value: v) // [..., heads, queries, valueSize]
///     let gated = gateHeads(context, by: logits)
///
/// Y′ = Y ∘ σ(X W_θ). Softmax weights sum to 1, so a head without a gate must attend to something; trained models then use the first token as a
/// sink. A gate that is computed from the query's token takes that use away.
///
/// - Parameters:
///   - context: Shape `[..., heads, queries, valueSize]`.
///   - logits: X W_θ, what the sigmoid is applied to, for each feature or for each head: shape `[..., queries, heads · valueSize]` or `[...,
///     queries, heads]`.
/// - Returns: Shape `[..., heads, queries, valueSize]`.
/// - Precondition: The shapes fit; the failure names both.
/// - Complexity: O(heads · queries · valueSize).
/// - Source: Qiu et al. 2025, "Gated Attention for Large Language Models: Non-linearity, Sparsity, and Attention-Sink-Free", section 2.2; the
///   gate after attention, by feature or by head. Qwen3-Next gates by feature.
public func gateHeads(_ context: Tensor, by logits: Tensor) -> Tensor {
  require(
    context.rank >= 3,
    "gateHeads: the context needs the shape [..., heads, queries, valueSize], but has \(context.shape)")
  let (leading, heads) = (Array(context.shape.dropLast(3)), context.shape[context.rank - 3])
  let shapes = [context.columns, 1].map { leading + [context.rows, heads * $0] }
  require(
    shapes.contains(logits.shape),
    """
    gateHeads: for a context of shape \(context.shape), logits needs the shape \(shapes[0]) or \(shapes[1]), \
    but has \(logits.shape)
    """)
  return context * sigmoid(splitHeads(logits, into: heads))
}
