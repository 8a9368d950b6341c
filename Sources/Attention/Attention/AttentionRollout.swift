/// How much of each input token reaches each token of the last layer, if attention and residual connections were all that a model does.
///
///     let first: Tensor = [[1, 0], [0.5, 0.5]], second: Tensor = [[1, 0], [0.2, 0.8]]
///     let mixing = attentionRollout([first, second]) // [tokens, tokens]
///
/// R = Ã_L ⋯ Ã₁, with Ã = s I + (1 − s) A and A the mean of a layer's heads. It knows nothing of values, norms or feed-forward networks: a head
/// whose values are zero counts like any other.
///
/// - Parameters:
///   - weights: The attention weights of each layer, the first layer first: each of shape `[tokens, tokens]` or `[heads, tokens, tokens]`.
///   - residual: s, the share of a token that comes through the residual connection, from 0 to 1.
/// - Returns: Shape `[tokens, tokens]`. If the rows of all weights sum to 1, so do its rows.
/// - Precondition: There is a layer, and all have as many tokens; the failure names the shape that differs.
/// - Complexity: O(layers · (tokens³ + heads · tokens²)).
/// - Source: Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers", section 3, equation 1, where s is ½.
public func attentionRollout(_ weights: [Tensor], residual: Float = 0.5) -> Tensor {
  require((0...1).contains(residual), "attentionRollout: the residual share must be from 0 to 1, but it is \(residual)")
  guard let tokens = weights.first?.shape.last else { stop("attentionRollout: the weights of at least one layer are needed") }
  let identity = Tensor.identity(tokens)
  return weights.reduce(identity) { below, layer in
    require(
      (2...3).contains(layer.rank) && layer.shape.suffix(2) == [tokens, tokens] && layer.shape[0] > 0,
      "attentionRollout: each layer needs the shape [\(tokens), \(tokens)] or [heads, \(tokens), \(tokens)], but one has \(layer.shape)")
    let mean = layer.rank == 3 ? layer.mean(axis: 0) : layer
    return matmul(identity * residual + mean * (1 - residual), below)
  }
}
