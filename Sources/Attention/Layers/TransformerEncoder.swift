/// One block of a Transformer: attention among the tokens, and a feed-forward network for each token.
///
///     let block = EncoderBlock(features: 64, heads: 4, hidden: 256, seed: 1)
///     block(x)                   // in an encoder
///     block(x, mask: .causal(n)) // in a decoder-only model
///
/// - Source: Vaswani et al. 2017, "Attention Is All You Need", section 3.1.
public struct EncoderBlock: Sendable, Hashable {
  /// Where the block normalizes.
  public let placement: NormalizationLayer.Placement
  /// Attention among the tokens.
  public var attention: MultiHeadAttention
  /// The normalization before or after the attention.
  public var attentionNorm: NormalizationLayer
  /// The feed-forward network for each token.
  public var feedForward: FeedForward
  /// The normalization before or after the feed-forward network.
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

  /// Random matrices. Equal seeds give equal matrices.
  ///
  /// - Parameters:
  ///   - features: The number of features of a token.
  ///   - heads: The number of heads.
  ///   - keyHeads: The number of key heads; by default as many as `heads`.
  ///   - hidden: The number of hidden features of the feed-forward network.
  ///   - activation: Its activation.
  ///   - isGated: Whether it is gated.
  ///   - norm: The kind of normalization.
  ///   - placement: Where the block normalizes.
  ///   - seed: The seed of the random numbers.
  public init(
    features: Int, heads: Int, keyHeads: Int? = nil, hidden: Int, activation: FeedForward.Activation = .relu,
    isGated: Bool = false, norm: NormalizationLayer.Kind = .layer, placement: NormalizationLayer.Placement = .pre,
    seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed)
    let norm = NormalizationLayer(norm, features: features)
    self.init(
      placement: placement,
      attention: MultiHeadAttention(features: features, heads: heads, keyHeads: keyHeads, using: &generator),
      attentionNorm: norm,
      feedForward: FeedForward(
        features: features, hidden: hidden, activation: activation, isGated: isGated, seed: generator.next()),
      feedForwardNorm: norm)
  }

  /// - Parameters:
  ///   - x: Shape `[..., length, features]`.
  ///   - mask: Which tokens each token may see; broadcast to `[..., heads, length, length]`.
  ///   - bias: Added to the scores; broadcast likewise.
  ///   - rotary: If given, rotates queries and keys by their positions.
  /// - Returns: Shape `[..., length, features]`.
  public func callAsFunction(
    _ x: Tensor, mask: Mask? = nil, bias: Tensor? = nil, rotary: RotaryEmbedding? = nil
  ) -> Tensor {
    let attended = attentionNorm.residual(x, placement) { attention($0, mask: mask, bias: bias, rotary: rotary) }
    return feedForwardNorm.residual(attended, placement) { feedForward($0) }
  }

  /// The next tokens of each sequence, which see themselves and earlier tokens. Parameters are those of
  /// `MultiHeadAttention.callAsFunction(_:cache:lengths:mask:bias:rotary:dropout:)`.
  ///
  /// - Returns: Shape `[batch, length, features]`.
  public func callAsFunction(
    _ x: Tensor, cache: inout KeyValueCache, lengths: [Int]? = nil, mask: Mask? = nil, bias: Tensor? = nil,
    rotary: RotaryEmbedding? = nil
  ) -> Tensor {
    let attended = attentionNorm.residual(x, placement) {
      attention($0, cache: &cache, lengths: lengths, mask: mask, bias: bias, rotary: rotary)
    }
    return feedForwardNorm.residual(attended, placement) { feedForward($0) }
  }
}

/// A stack of blocks. With pre-norm, a final normalization follows.
///
/// - Source: Vaswani et al. 2017, "Attention Is All You Need", section 3.1.
public struct TransformerEncoder: Sendable, Hashable {
  /// The blocks, in order.
  public var blocks: [EncoderBlock]
  /// nil for post-norm, whose blocks end with a normalization.
  public var finalNorm: NormalizationLayer?

  /// The given blocks.
  public init(blocks: [EncoderBlock], finalNorm: NormalizationLayer? = nil) {
    (self.blocks, self.finalNorm) = (blocks, finalNorm)
  }

  /// Random matrices. Equal seeds give equal matrices.
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
  ///   - rotary: If given, rotates queries and keys by their positions.
  /// - Returns: Shape `[..., length, features]`.
  public func callAsFunction(
    _ x: Tensor, mask: Mask? = nil, bias: Tensor? = nil, rotary: RotaryEmbedding? = nil
  ) -> Tensor {
    let top = blocks.reduce(x) { $1($0, mask: mask, bias: bias, rotary: rotary) }
    return finalNorm.map { $0(top) } ?? top
  }

  /// The next tokens of each sequence, which see themselves and earlier tokens.
  ///
  ///     var caches = encoder.blocks.map { _ in KeyValueCache(batch: 1) }
  ///     let next = encoder(x, caches: &caches, rotary: rotary)
  ///
  /// - Parameters:
  ///   - x: Shape `[batch, length, features]`.
  ///   - caches: One for each block.
  ///   - lengths: For each sequence, the number of its tokens; those after them are padding. By default there is none.
  ///   - rotary: Rotates queries and keys by their positions, which continue those in the caches.
  /// - Returns: Shape `[batch, length, features]`.
  public func callAsFunction(
    _ x: Tensor, caches: inout [KeyValueCache], lengths: [Int]? = nil, rotary: RotaryEmbedding? = nil
  ) -> Tensor {
    require(
      caches.count == blocks.count, "TransformerEncoder: \(blocks.count) blocks need as many caches, not \(caches.count)")
    var top = x
    for (index, block) in blocks.enumerated() {
      top = block(top, cache: &caches[index], lengths: lengths, rotary: rotary)
    }
    return finalNorm.map { $0(top) } ?? top
  }
}
