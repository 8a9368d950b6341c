/// One block of a Transformer: tokens look at each other, then each thinks for itself.
///
///     let block = EncoderBlock(features: 64, heads: 4, hidden: 256, seed: 1)
///     block(x)                  // an encoder's
///     block(x, mask: .causal(n)) // that of a model that has a decoder alone
///
/// - Source: Vaswani et al. 2017, "Attention Is All You Need", section 3.1.
public struct EncoderBlock: Sendable, Hashable {
  /// Where the block normalizes.
  public let placement: NormalizationLayer.Placement
  /// Among the tokens.
  public var attention: MultiHeadAttention
  /// Before or after the attention.
  public var attentionNorm: NormalizationLayer
  /// Each token by itself.
  public var feedForward: FeedForward
  /// Before or after the feed-forward network.
  public var feedForwardNorm: NormalizationLayer

  /// The given parts.
  public init(
    placement: NormalizationLayer.Placement, attention: MultiHeadAttention, attentionNorm: NormalizationLayer,
    feedForward: FeedForward, feedForwardNorm: NormalizationLayer
  ) {
    self.placement = placement
    (self.attention, self.attentionNorm) = (attention, attentionNorm)
    (self.feedForward, self.feedForwardNorm) = (feedForward, feedForwardNorm)
  }

  /// Random matrices; equal seeds give equal ones.
  public init(
    features: Int, heads: Int, hidden: Int, placement: NormalizationLayer.Placement = .pre, seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed)
    let norm = NormalizationLayer(features: features)
    self.init(
      placement: placement, attention: MultiHeadAttention(features: features, heads: heads, using: &generator),
      attentionNorm: norm,
      feedForward: FeedForward(features: features, hidden: hidden, seed: generator.next()),
      feedForwardNorm: norm)
  }

  /// - Parameters:
  ///   - x: Shape `[..., length, features]`.
  ///   - mask: Which tokens each token may see; broadcast to `[..., heads, length, length]`.
  ///   - bias: Added to the scores; broadcast likewise.
  ///   - rotary: If given, turns queries and keys by their positions.
  /// - Returns: Shape `[..., length, features]`.
  public func callAsFunction(
    _ x: Tensor, mask: Mask? = nil, bias: Tensor? = nil, rotary: RotaryEmbedding? = nil
  ) -> Tensor {
    let attended = attentionNorm.residual(x, placement) { attention($0, mask: mask, bias: bias, rotary: rotary) }
    return feedForwardNorm.residual(attended, placement) { feedForward($0) }
  }
}

/// Blocks on top of each other. With pre-norm, a last normalization ends them.
///
/// - Source: Vaswani et al. 2017, "Attention Is All You Need", section 3.1.
public struct TransformerEncoder: Sendable, Hashable {
  /// From the bottom to the top.
  public var blocks: [EncoderBlock]
  /// nil for post-norm, whose blocks end with one.
  public var finalNorm: NormalizationLayer?

  /// The given blocks.
  public init(blocks: [EncoderBlock], finalNorm: NormalizationLayer? = nil) {
    (self.blocks, self.finalNorm) = (blocks, finalNorm)
  }

  /// Random matrices; equal seeds give equal ones.
  public init(
    blocks count: Int, features: Int, heads: Int, hidden: Int,
    placement: NormalizationLayer.Placement = .pre, seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed)
    self.init(
      blocks: (0..<count).map { _ in
        EncoderBlock(
          features: features, heads: heads, hidden: hidden, placement: placement, seed: generator.next())
      }, finalNorm: placement == .pre ? NormalizationLayer(features: features) : nil)
  }

  /// - Parameters:
  ///   - x: Shape `[..., length, features]`.
  ///   - mask: Which tokens each token may see; broadcast to `[..., heads, length, length]`.
  ///   - bias: Added to the scores; broadcast likewise.
  ///   - rotary: If given, turns queries and keys by their positions.
  /// - Returns: Shape `[..., length, features]`.
  public func callAsFunction(
    _ x: Tensor, mask: Mask? = nil, bias: Tensor? = nil, rotary: RotaryEmbedding? = nil
  ) -> Tensor {
    let top = blocks.reduce(x) { $1($0, mask: mask, bias: bias, rotary: rotary) }
    return finalNorm.map { $0(top) } ?? top
  }
}
