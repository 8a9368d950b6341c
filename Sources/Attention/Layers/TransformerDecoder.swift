/// One block of a Transformer's decoder: attention to earlier tokens, attention to the source, and a feed-forward network for each token.
///
/// - Source: Vaswani et al. 2017, "Attention Is All You Need", section 3.1.
public struct DecoderBlock: Sendable, Hashable {
  /// Where the block normalizes.
  public let placement: NormalizationLayer.Placement
  /// Attention to earlier tokens.
  public var selfAttention: MultiHeadAttention
  /// The normalization before or after the self-attention.
  public var selfAttentionNorm: NormalizationLayer
  /// Attention to the source.
  public var crossAttention: MultiHeadAttention
  /// The normalization before or after the cross-attention.
  public var crossAttentionNorm: NormalizationLayer
  /// The feed-forward network for each token.
  public var feedForward: FeedForward
  /// The normalization before or after the feed-forward network.
  public var feedForwardNorm: NormalizationLayer

  /// The given parts.
  public init(
    placement: NormalizationLayer.Placement, selfAttention: MultiHeadAttention, selfAttentionNorm: NormalizationLayer,
    crossAttention: MultiHeadAttention, crossAttentionNorm: NormalizationLayer, feedForward: FeedForward,
    feedForwardNorm: NormalizationLayer
  ) {
    self.placement = placement
    (self.selfAttention, self.selfAttentionNorm) = (selfAttention, selfAttentionNorm)
    (self.crossAttention, self.crossAttentionNorm) = (crossAttention, crossAttentionNorm)
    (self.feedForward, self.feedForwardNorm) = (feedForward, feedForwardNorm)
  }

  /// Random matrices. Equal seeds give equal matrices.
  ///
  /// - Parameters:
  ///   - features: The number of features of a token.
  ///   - sourceFeatures: The number of features of a token of the source; by default `features`.
  ///   - heads: The number of heads of both attentions.
  ///   - keyHeads: The number of key heads; by default as many as `heads`.
  ///   - hidden: The number of hidden features of the feed-forward network.
  ///   - activation: Its activation.
  ///   - isGated: Whether it is gated.
  ///   - norm: The kind of normalization.
  ///   - placement: Where the block normalizes.
  ///   - seed: The seed of the random numbers.
  public init(
    features: Int, sourceFeatures: Int? = nil, heads: Int, keyHeads: Int? = nil, hidden: Int,
    activation: FeedForward.Activation = .relu, isGated: Bool = false, norm: NormalizationLayer.Kind = .layer,
    placement: NormalizationLayer.Placement = .pre, seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed)
    let norm = NormalizationLayer(norm, features: features)
    self.init(
      placement: placement,
      selfAttention: MultiHeadAttention(features: features, heads: heads, keyHeads: keyHeads, using: &generator),
      selfAttentionNorm: norm,
      crossAttention: MultiHeadAttention(
        features: features, sourceFeatures: sourceFeatures, heads: heads, keyHeads: keyHeads, using: &generator),
      crossAttentionNorm: norm,
      feedForward: FeedForward(
        features: features, hidden: hidden, activation: activation, isGated: isGated, seed: generator.next()),
      feedForwardNorm: norm)
  }

  /// - Parameters:
  ///   - x: Shape `[..., length, features]`. Each token sees itself and those before it.
  ///   - source: The encoder's output: shape `[..., keys, features]`.
  ///   - sourceMask: Which tokens of the source may be seen; broadcast to `[..., heads, length, keys]`.
  /// - Returns: Shape `[..., length, features]`.
  public func callAsFunction(_ x: Tensor, source: Tensor, sourceMask: Mask? = nil) -> Tensor {
    require(x.rank >= 2, "DecoderBlock: x needs the shape [..., length, features], but has \(x.shape)")
    var x = selfAttentionNorm.residual(x, placement) { selfAttention($0, mask: .causal($0.rows)) }
    x = crossAttentionNorm.residual(x, placement) { crossAttention($0, to: source, mask: sourceMask) }
    return feedForwardNorm.residual(x, placement) { feedForward($0) }
  }

  /// The next tokens of each sequence, which see themselves, earlier tokens and the source.
  ///
  /// - Parameters:
  ///   - x: Shape `[batch, length, features]`.
  ///   - source: The encoder's output: shape `[batch, keys, features]`.
  ///   - sourceMask: Which tokens of the source may be seen; broadcast to `[batch, heads, length, keys]`.
  ///   - cache: The keys and values of the self-attention so far; those of `x` are appended.
  /// - Returns: Shape `[batch, length, features]`.
  public func callAsFunction(
    _ x: Tensor, source: Tensor, sourceMask: Mask? = nil, cache: inout KeyValueCache
  ) -> Tensor {
    var x = selfAttentionNorm.residual(x, placement) { selfAttention($0, cache: &cache) }
    x = crossAttentionNorm.residual(x, placement) { crossAttention($0, to: source, mask: sourceMask) }
    return feedForwardNorm.residual(x, placement) { feedForward($0) }
  }
}

/// A stack of blocks, all of which attend to the same source. With pre-norm, a final normalization follows.
///
///     let y = decoder(target, source: encoder(x))
///
/// - Source: Vaswani et al. 2017, "Attention Is All You Need", section 3.1.
public struct TransformerDecoder: Sendable, Hashable {
  /// The blocks, in order.
  public var blocks: [DecoderBlock]
  /// nil for post-norm, whose blocks end with a normalization.
  public var finalNorm: NormalizationLayer?

  /// The given blocks.
  public init(blocks: [DecoderBlock], finalNorm: NormalizationLayer? = nil) {
    (self.blocks, self.finalNorm) = (blocks, finalNorm)
  }

  /// Random matrices. Equal seeds give equal matrices.
  public init(
    blocks count: Int, features: Int, heads: Int, hidden: Int,
    placement: NormalizationLayer.Placement = .pre, seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed)
    blocks = (0..<count).map { _ in
      DecoderBlock(features: features, heads: heads, hidden: hidden, placement: placement, seed: generator.next())
    }
    finalNorm = placement == .pre ? NormalizationLayer(features: features) : nil
  }

  /// The output of the last block. Parameters are those of `DecoderBlock`.
  ///
  /// - Returns: Shape `[..., length, features]`.
  public func callAsFunction(_ x: Tensor, source: Tensor, sourceMask: Mask? = nil) -> Tensor {
    let top = blocks.reduce(x) { $1($0, source: source, sourceMask: sourceMask) }
    return finalNorm.map { $0(top) } ?? top
  }

  /// The next tokens of each sequence, which see themselves, earlier tokens and the source.
  ///
  /// - Parameters:
  ///   - x: Shape `[batch, length, features]`.
  ///   - source: The encoder's output: shape `[batch, keys, features]`.
  ///   - sourceMask: Which tokens of the source may be seen; broadcast to `[batch, heads, length, keys]`.
  ///   - caches: One for each block.
  /// - Returns: Shape `[batch, length, features]`.
  public func callAsFunction(
    _ x: Tensor, source: Tensor, sourceMask: Mask? = nil, caches: inout [KeyValueCache]
  ) -> Tensor {
    require(
      caches.count == blocks.count, "TransformerDecoder: \(blocks.count) blocks need as many caches, not \(caches.count)")
    var top = x
    for (index, block) in blocks.enumerated() {
      top = block(top, source: source, sourceMask: sourceMask, cache: &caches[index])
    }
    return finalNorm.map { $0(top) } ?? top
  }
}
