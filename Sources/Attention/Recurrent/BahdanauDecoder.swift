/// A recurrent decoder that attends to the source before each step. The query is the last state.
///
///     var state = Tensor.zeros([16])
///     let step = decoder(embedding, state: state, source: encoderStates)
///     step.weights // [keys]: how much this step attended to each source token
///     state = step.state
///
/// c = Σⱼ αⱼ hⱼ with α = softmax(wᵀ tanh(W_q s + W_k hⱼ)) for the last state s; then s′ = GRU([y; c], s).
///
/// - Source: Bahdanau, Cho and Bengio 2015, "Neural Machine Translation by Jointly Learning to Align and Translate",
///   section 3.1 and appendix A.
public struct BahdanauDecoder: Sendable, Hashable {
  /// Scores a source token for a state.
  public var score: AdditiveScore
  /// Its input is the embedding followed by the context, so its input size is the sum of their sizes.
  public var cell: GRUCell

  /// The given parts.
  public init(score: AdditiveScore, cell: GRUCell) { (self.score, self.cell) = (score, cell) }

  /// One step.
  ///
  /// - Parameters:
  ///   - x: The embedding of the last output token: shape `[..., inputSize]`.
  ///   - state: Shape `[..., hiddenSize]`.
  ///   - source: The encoder's output: shape `[..., keys, sourceSize]`.
  ///   - mask: Which tokens of the source may be seen; broadcast to `[..., 1, keys]`.
  /// - Returns: The new state, of shape `[..., hiddenSize]`; the context, `[..., sourceSize]`; the weights, `[...,
  ///   keys]`.
  public func callAsFunction(
    _ x: Tensor, state: Tensor, source: Tensor, mask: Mask? = nil
  ) -> (state: Tensor, context: Tensor, weights: Tensor) {
    let look = lookUp(state, in: source, score: score, mask: mask)
    return (cell(concatenate([x, look.context], axis: -1), state: state), look.context, look.weights)
  }
}

/// Attends to `source` with one query, of shape `[..., querySize]`.
func lookUp(
  _ query: Tensor, in source: Tensor, score: some AttentionScore, mask: Mask?
) -> (context: Tensor, weights: Tensor) {
  let steps = attentionSteps(
    query: query.insertingAxis(at: -2), key: source, value: source, score: score, mask: mask)
  return (steps.context.selecting(0, axis: -2), steps.weights.selecting(0, axis: -2))
}
