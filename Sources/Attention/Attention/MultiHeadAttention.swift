/// Attention in several heads at once, each with its own learned projections.
///
///     let attention = MultiHeadAttention(features: 64, heads: 8, seed: 1)
///     let y = attention(x)                          // self-attention
///     let z = attention(x, to: source)              // cross-attention: queries from x, keys and values from source
///     let weights = attention.steps(x).weights      // [heads, length, length]
///
/// MultiHead(X) = Concat(head₁, …, headₕ) Wᴼ with headᵢ = Attention(XWᵢᑫ, XWᵢᴷ, XWᵢⱽ). The matrices of all heads are stored side by
/// side in one, so that each projection is one product. With fewer key heads than query heads, groups of query heads share one:
/// grouped-query attention, or multi-query attention with a single key head.
///
/// - Source: Vaswani et al. 2017, "Attention Is All You Need", section 3.2.2. Grouped: Ainslie et al. 2023, "GQA".
public struct MultiHeadAttention: Sendable, Hashable {
  /// The number of query heads.
  public let heads: Int
  /// The number of key and value heads, which divides `heads`.
  public let keyHeads: Int
  /// Shape `[features, heads · keySize]`.
  public var queryWeight: Tensor
  /// Shape `[features, keyHeads · keySize]`.
  public var keyWeight: Tensor
  /// Shape `[features, keyHeads · valueSize]`.
  public var valueWeight: Tensor
  /// Shape `[heads · valueSize, features]`.
  public var outputWeight: Tensor
  /// Added after each product, in the order of the matrices; nil adds nothing. Shapes `[heads · keySize]`,
  /// `[keyHeads · keySize]`, `[keyHeads · valueSize]` and `[features]`.
  public var queryBias, keyBias, valueBias, outputBias: Tensor?

  /// Random matrices that keep features of variance 1 near it.
  ///
  /// - Parameters:
  ///   - features: The number of features of a token.
  ///   - heads: The number of heads.
  ///   - keyHeads: By default as many as `heads`.
  ///   - generator: The source of the random numbers.
  /// - Precondition: `heads` divides `features`, and `keyHeads` divides `heads`.
  public init(
    features: Int, heads: Int, keyHeads: Int? = nil, using generator: inout some RandomNumberGenerator
  ) {
    let keyHeads = keyHeads ?? heads
    require(
      heads > 0 && features % heads == 0,
      "MultiHeadAttention: \(features) features can't be cut into \(heads) equal heads")
    require(keyHeads > 0, "MultiHeadAttention: at least one key head is needed, but there are \(keyHeads)")
    func random(_ columns: Int) -> Tensor { randomWeight(features, columns, using: &generator) }
    let size = features / heads
    self.init(
      heads: heads, keyHeads: keyHeads, queryWeight: random(features), keyWeight: random(keyHeads * size),
      valueWeight: random(keyHeads * size), outputWeight: random(features))
  }

  /// Random matrices. Equal seeds give equal matrices.
  public init(features: Int, heads: Int, keyHeads: Int? = nil, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    self.init(features: features, heads: heads, keyHeads: keyHeads, using: &generator)
  }

  /// The given matrices, whose shapes are those of the properties.
  ///
  /// - Parameters:
  ///   - heads: The number of heads.
  ///   - keyHeads: By default as many as `heads`.
  ///   - queryWeight: Shape `[features, heads · keySize]`.
  ///   - keyWeight: Shape `[features, keyHeads · keySize]`.
  ///   - valueWeight: Shape `[features, keyHeads · valueSize]`.
  ///   - outputWeight: Shape `[heads · valueSize, features]`.
  ///   - queryBias: Shape `[heads · keySize]`; nil adds nothing, as with the others.
  ///   - keyBias: Shape `[keyHeads · keySize]`.
  ///   - valueBias: Shape `[keyHeads · valueSize]`.
  ///   - outputBias: Shape `[features]`.
  /// - Precondition: `keyHeads` divides `heads`; the matrices fit each other.
  public init(
    heads: Int, keyHeads: Int? = nil,
    queryWeight: Tensor, keyWeight: Tensor, valueWeight: Tensor, outputWeight: Tensor,
    queryBias: Tensor? = nil, keyBias: Tensor? = nil, valueBias: Tensor? = nil, outputBias: Tensor? = nil
  ) {
    let keyHeads = keyHeads ?? heads
    require(
      heads > 0 && keyHeads > 0 && heads % keyHeads == 0,
      "MultiHeadAttention: \(heads) query heads can't share \(keyHeads) key heads equally")
    (self.heads, self.keyHeads) = (heads, keyHeads)
    (self.queryWeight, self.keyWeight) = (queryWeight, keyWeight)
    (self.valueWeight, self.outputWeight) = (valueWeight, outputWeight)
    (self.queryBias, self.keyBias) = (queryBias, keyBias)
    (self.valueBias, self.outputBias) = (valueBias, outputBias)
  }

  /// The output for each token of `x`, which attends to the tokens of `source`, or of `x` itself.
  ///
  /// - Parameters:
  ///   - x: Shape `[..., queries, features]`.
  ///   - source: Shape `[..., keys, features]`; by default `x`.
  ///   - mask: Which keys each query may see; broadcast to `[..., heads, queries, keys]`.
  ///   - bias: Added to the scores; broadcast likewise.
  ///   - rotary: If given, rotates queries and keys by their positions.
  /// - Returns: Shape `[..., queries, features]`. `output(steps(…).context)` differs from it only by rounding.
  /// - Complexity: That of `scaledDotProductAttention`: O(queries + keys) memory, and O(queries · keys) time for each head.
  public func callAsFunction(
    _ x: Tensor, to source: Tensor? = nil, mask: Mask? = nil, bias: Tensor? = nil, rotary: RotaryEmbedding? = nil
  ) -> Tensor {
    let (query, key, value) = projections(x, source: source ?? x, rotary: rotary)
    return output(scaledDotProductAttention(query: query, key: key, value: value, mask: mask, bias: bias))
  }

  /// Scores, weights and context of each head. The context has the shape `[..., heads, queries, valueSize]`.
  ///
  /// Parameters are those of `callAsFunction(_:to:mask:bias:rotary:)`. Every step is stored: O(heads · queries · keys) memory.
  public func steps(
    _ x: Tensor, to source: Tensor? = nil, mask: Mask? = nil, bias: Tensor? = nil, rotary: RotaryEmbedding? = nil
  ) -> AttentionSteps {
    let (query, key, value) = projections(x, source: source ?? x, rotary: rotary)
    return attentionSteps(query: query, key: key, value: value, mask: mask, bias: bias)
  }

  /// The next tokens of each sequence, which see themselves and earlier tokens. The result is the same as that of one call with all tokens
  /// and a causal mask, or a sliding window.
  ///
  ///     var cache = KeyValueCache(batch: 1)
  ///     let prompt = attention(x, cache: &cache)   // [1, length, features]
  ///     let next = attention(token, cache: &cache) // [1, 1, features]
  ///
  /// - Parameters:
  ///   - x: Shape `[batch, length, features]`.
  ///   - cache: The keys and values so far; those of `x` are appended.
  ///   - lengths: For each sequence, the number of its tokens; those after them are padding. By default there is none.
  ///   - rotary: Rotates queries and keys by their positions, which continue those in the cache.
  /// - Returns: Shape `[batch, length, features]`.
  public func callAsFunction(
    _ x: Tensor, cache: inout KeyValueCache, lengths: [Int]? = nil, rotary: RotaryEmbedding? = nil
  ) -> Tensor {
    let (query, key, value) = projections(x, source: x, rotary: rotary, offsets: cache.lengths)
    let seen = cache.append(key: key, value: value, lengths: lengths)
    return output(scaledDotProductAttention(query: query, key: seen.key, value: seen.value, mask: seen.mask))
  }

  /// The heads' contexts side by side, multiplied by the output matrix.
  ///
  /// - Parameter context: Shape `[..., heads, queries, valueSize]`.
  /// - Returns: Shape `[..., queries, features]`.
  public func output(_ context: Tensor) -> Tensor {
    linear(mergeHeads(context), outputWeight, outputBias, in: "MultiHeadAttention")
  }

  /// Shapes `[..., heads, queries, keySize]`, `[..., keyHeads, keys, keySize]` and `[..., keyHeads, keys, valueSize]`.
  private func projections(
    _ x: Tensor, source: Tensor, rotary: RotaryEmbedding?, offsets: [Int]? = nil
  ) -> (query: Tensor, key: Tensor, value: Tensor) {
    func heads(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?, _ count: Int) -> Tensor {
      splitHeads(linear(x, weight, bias, in: "MultiHeadAttention"), into: count)
    }
    func turned(_ x: Tensor) -> Tensor {
      guard let rotary else { return x }
      return if let offsets { rotary(x, offsets: offsets) } else { rotary(x) }
    }
    return (
      turned(heads(x, queryWeight, queryBias, self.heads)), turned(heads(source, keyWeight, keyBias, keyHeads)),
      heads(source, valueWeight, valueBias, keyHeads)
    )
  }
}
