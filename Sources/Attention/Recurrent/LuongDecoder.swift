/// A recurrent decoder that attends to the source after each step. The query is the new state.
///
/// h′ = GRU(y, h); c = Σⱼ αⱼ hⱼ with α = softmax(score(h′, hⱼ)). The next word is predicted from
/// h̃ = tanh([c; h′] W).
///
/// - Source: Luong, Pham and Manning 2015, "Effective Approaches to Attention-based Neural Machine Translation",
///   section 3.1, equation 5, with a GRU in place of stacked LSTMs.
public struct LuongDecoder: Sendable {
  /// Scores a source token for a state: `DotScore`, `GeneralScore` or `AdditiveScore` in the paper.
  public var score: any AttentionScore
  /// Its input is the embedding, optionally with other inputs of a step.
  public var cell: GRUCell
  /// W. Shape `[sourceSize + hiddenSize, outputSize]`.
  public var outputWeight: Tensor

  /// The score if it is a `GeneralScore`, so that its matrix can be trained; otherwise nil.
  public var generalScore: GeneralScore? {
    get { score as? GeneralScore }
    set { if let newValue { score = newValue } }
  }

  /// The score if it is an `AdditiveScore`; otherwise nil.
  public var additiveScore: AdditiveScore? {
    get { score as? AdditiveScore }
    set { if let newValue { score = newValue } }
  }

  /// The given parts.
  public init(score: any AttentionScore, cell: GRUCell, outputWeight: Tensor) {
    (self.score, self.cell, self.outputWeight) = (score, cell, outputWeight)
  }

  /// One step.
  ///
  /// - Parameters:
  ///   - x: The embedding of the last output token, with input feeding followed by the last output: shape `[...,
  ///     inputSize]`.
  ///   - state: Shape `[..., hiddenSize]`.
  ///   - source: The encoder's output: shape `[..., keys, sourceSize]`.
  ///   - mask: Which tokens of the source may be seen; broadcast to `[..., 1, keys]`.
  /// - Returns: The new state, of shape `[..., hiddenSize]`; the output h̃, `[..., outputSize]`; the weights,
  ///   `[..., keys]`.
  public func callAsFunction(
    _ x: Tensor, state: Tensor, source: Tensor, mask: Mask? = nil
  ) -> (state: Tensor, output: Tensor, weights: Tensor) {
    let state = cell(x, state: state)
    let look = lookUp(state, in: source, score: score, mask: mask)
    let output = tanh(
      linear(concatenate([look.context, state], axis: -1), outputWeight, nil, named: "context and state", in: "LuongDecoder"))
    return (state, output, look.weights)
  }
}
