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
  /// The factor of the dot products; nil for 1/√keySize.
  public var scale: Float?
  /// If given, a score s becomes softcap · tanh(s / softcap).
  public var softcap: Float?
  /// The score of an additional key without a value for each query head. Shape `[heads]`; nil for none.
  public var sinks: Tensor?
  /// Normalizations of each head's queries and keys, before the rotation; nil for none. Their gains have the shape `[keySize]`.
  public var queryNorm, keyNorm: NormalizationLayer?

  /// Random matrices that keep features of variance 1 near it.
  ///
  /// - Parameters:
  ///   - features: The number of features of a token.
  ///   - sourceFeatures: The number of features of a token of the source; by default `features`.
  ///   - heads: The number of heads.
  ///   - keyHeads: By default as many as `heads`.
  ///   - keySize: The size of a head's queries and keys; by default `features / heads`.
  ///   - valueSize: The size of a head's values; by default `keySize`.
  ///   - hasBias: Whether the products have biases, which are 0 at first.
  ///   - scale: The factor of the dot products; by default 1/√keySize.
  ///   - softcap: If given, a score s becomes softcap · tanh(s / softcap).
  ///   - hasSinks: Whether each head has a sink, whose score is 0 at first.
  ///   - headNorm: Normalizes each head's queries and keys, if given.
  ///   - generator: The source of the random numbers.
  /// - Precondition: `heads` divides `features` unless `keySize` is given, and `keyHeads` divides `heads`.
  public init(
    features: Int, sourceFeatures: Int? = nil, heads: Int, keyHeads: Int? = nil, keySize: Int? = nil, valueSize: Int? = nil,
    hasBias: Bool = false, scale: Float? = nil, softcap: Float? = nil, hasSinks: Bool = false,
    headNorm: NormalizationLayer.Kind? = nil, using generator: inout some RandomNumberGenerator
  ) {
    let keyHeads = keyHeads ?? heads
    require(
      heads > 0 && (keySize != nil || features % heads == 0),
      "MultiHeadAttention: \(features) features can't be cut into \(heads) equal heads")
    require(keyHeads > 0, "MultiHeadAttention: at least one key head is needed, but there are \(keyHeads)")
    let keySize = keySize ?? features / heads
    let (valueSize, sourceFeatures) = (valueSize ?? keySize, sourceFeatures ?? features)
    require(
      features >= 0 && sourceFeatures >= 0 && keySize >= 0 && valueSize >= 0,
      """
      MultiHeadAttention: features, sourceFeatures, keySize and valueSize can't be negative, \
      but they are \(features), \(sourceFeatures), \(keySize) and \(valueSize)
      """)
    func zeros(_ count: Int) -> Tensor? { hasBias ? .zeros([count]) : nil }
    let norm = headNorm.map { NormalizationLayer($0, features: keySize) }
    self.init(
      heads: heads, keyHeads: keyHeads, queryWeight: randomWeight(features, heads * keySize, using: &generator),
      keyWeight: randomWeight(sourceFeatures, keyHeads * keySize, using: &generator),
      valueWeight: randomWeight(sourceFeatures, keyHeads * valueSize, using: &generator),
      outputWeight: randomWeight(heads * valueSize, features, using: &generator),
      queryBias: zeros(heads * keySize), keyBias: zeros(keyHeads * keySize), valueBias: zeros(keyHeads * valueSize),
      outputBias: zeros(features), scale: scale, softcap: softcap, sinks: hasSinks ? .zeros([heads]) : nil,
      queryNorm: norm, keyNorm: norm)
  }

  /// Random matrices. Equal seeds give equal matrices. Parameters are those of
  /// `init(features:sourceFeatures:heads:keyHeads:keySize:valueSize:hasBias:scale:softcap:hasSinks:headNorm:using:)`.
  public init(
    features: Int, sourceFeatures: Int? = nil, heads: Int, keyHeads: Int? = nil, keySize: Int? = nil, valueSize: Int? = nil,
    hasBias: Bool = false, scale: Float? = nil, softcap: Float? = nil, hasSinks: Bool = false,
    headNorm: NormalizationLayer.Kind? = nil, seed: UInt64
  ) {
    var generator = SeededGenerator(seed: seed)
    self.init(
      features: features, sourceFeatures: sourceFeatures, heads: heads, keyHeads: keyHeads, keySize: keySize,
      valueSize: valueSize, hasBias: hasBias, scale: scale, softcap: softcap, hasSinks: hasSinks, headNorm: headNorm,
      using: &generator)
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
  ///   - scale: The factor of the dot products; by default 1/√keySize.
  ///   - softcap: If given, a score s becomes softcap · tanh(s / softcap).
  ///   - sinks: The score of an additional key without a value for each query head: shape `[heads]`.
  ///   - queryNorm: Normalizes each head's queries.
  ///   - keyNorm: Normalizes each head's keys.
  /// - Precondition: `keyHeads` divides `heads`; the matrices fit each other. The failure names the argument and its shape.
  public init(
    heads: Int, keyHeads: Int? = nil,
    queryWeight: Tensor, keyWeight: Tensor, valueWeight: Tensor, outputWeight: Tensor,
    queryBias: Tensor? = nil, keyBias: Tensor? = nil, valueBias: Tensor? = nil, outputBias: Tensor? = nil,
    scale: Float? = nil, softcap: Float? = nil, sinks: Tensor? = nil,
    queryNorm: NormalizationLayer? = nil, keyNorm: NormalizationLayer? = nil
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
    (self.scale, self.softcap, self.sinks) = (scale, softcap, sinks)
    (self.queryNorm, self.keyNorm) = (queryNorm, keyNorm)
    checkParts()
  }

  /// Stops unless the parts fit each other.
  private func checkParts() {
    func check(_ name: String, _ tensor: Tensor?, _ shape: [Int]) {
      require(
        tensor.map { $0.shape == shape } ?? true,
        "MultiHeadAttention: \(name) needs the shape \(shape), but has \(tensor?.shape ?? [])")
    }
    for (name, weight, count) in [
      ("queryWeight", queryWeight, heads), ("keyWeight", keyWeight, keyHeads), ("valueWeight", valueWeight, keyHeads),
    ] {
      require(
        weight.rank == 2 && weight.columns % count == 0,
        """
        MultiHeadAttention: \(name) needs the shape [features, \(count) · size], for \(count) equal heads, \
        but has \(weight.shape)
        """)
    }
    // The source of keys and values may have other features than the queries.
    let (keySize, valueSize) = (queryWeight.columns / heads, valueWeight.columns / keyHeads)
    check("keyWeight", keyWeight, [keyWeight.rows, keyHeads * keySize])
    check("valueWeight", valueWeight, [keyWeight.rows, keyHeads * valueSize])
    require(
      outputWeight.rank == 2 && outputWeight.rows == heads * valueSize,
      "MultiHeadAttention: outputWeight needs the shape [\(heads * valueSize), features], but has \(outputWeight.shape)")
    check("queryBias", queryBias, [heads * keySize])
    check("keyBias", keyBias, [keyHeads * keySize])
    check("valueBias", valueBias, [keyHeads * valueSize])
    check("outputBias", outputBias, [outputWeight.columns])
    check("sinks", sinks, [heads])
    check("queryNorm.gain", queryNorm?.gain, [keySize])
    check("keyNorm.gain", keyNorm?.gain, [keySize])
  }

  /// The output for each token of `x`, which attends to the tokens of `source`, or of `x` itself.
  ///
  /// - Parameters:
  ///   - x: Shape `[..., queries, features]`.
  ///   - source: Shape `[..., keys, features]`; by default `x`.
  ///   - mask: Which keys each query may see; broadcast to `[..., heads, queries, keys]`.
  ///   - bias: Added to the scores; broadcast likewise.
  ///   - rotary: If given, rotates queries and keys by their positions.
  ///   - offset: The position of the first token, for `rotary`.
  ///   - dropout: Drops weights, after the softmax.
  /// - Returns: Shape `[..., queries, features]`. `output(steps(…).context)` differs from it only by rounding.
  /// - Complexity: That of `scaledDotProductAttention`: O(queries + keys) memory, and O(queries · keys) time for each head.
  public func callAsFunction(
    _ x: Tensor, to source: Tensor? = nil, mask: Mask? = nil, bias: Tensor? = nil, rotary: RotaryEmbedding? = nil,
    offset: Int = 0, dropout: Dropout? = nil
  ) -> Tensor {
    let (query, key, value) = projections(x, source: source ?? x) { rotary?($0, offset: offset) ?? $0 }
    return output(
      scaledDotProductAttention(
        query: query, key: key, value: value, keyHeads: keyHeads, mask: mask, bias: bias, scale: scale, softcap: softcap, sinks: sinks,
        dropout: dropout))
  }

  /// Scores, weights and context of each head. The context has the shape `[..., heads, queries, valueSize]`.
  ///
  /// Parameters are those of `callAsFunction(_:to:mask:bias:rotary:offset:dropout:)`. Every step is stored: O(heads · queries · keys) memory.
  public func steps(
    _ x: Tensor, to source: Tensor? = nil, mask: Mask? = nil, bias: Tensor? = nil, rotary: RotaryEmbedding? = nil,
    offset: Int = 0, dropout: Dropout? = nil
  ) -> AttentionSteps {
    let (query, key, value) = projections(x, source: source ?? x) { rotary?($0, offset: offset) ?? $0 }
    return attentionSteps(
      query: query, key: key, value: value, keyHeads: keyHeads, mask: mask, bias: bias, scale: scale, softcap: softcap, sinks: sinks,
      dropout: dropout)
  }

  /// The next tokens of each sequence, which see themselves and earlier tokens. The result is the same as that of one call with all tokens
  /// and a causal mask, or a sliding window: without a window, each of its bits.
  ///
  ///     var cache = KeyValueCache(batch: 1)
  ///     let prompt = attention(x, cache: &cache)   // [1, length, features]
  ///     let next = attention(token, cache: &cache) // [1, 1, features]
  ///
  /// - Parameters:
  ///   - x: Shape `[batch, length, features]`.
  ///   - cache: The keys and values so far; those of `x` are appended.
  ///   - lengths: For each sequence, the number of its tokens; those after them are padding. By default there is none.
  ///   - mask: Hides further tokens; broadcast to `[batch, heads, length, positions]`, with a column for each position from 0 on.
  ///   - bias: Added to the scores; broadcast likewise.
  ///   - rotary: Rotates queries and keys by their positions, which continue those in the cache.
  ///   - dropout: Drops weights, after the softmax.
  /// - Returns: Shape `[batch, length, features]`.
  /// - Complexity: O(length · positions) for each head, and nothing that was stored is copied.
  public func callAsFunction(
    _ x: Tensor, cache: inout KeyValueCache, lengths: [Int]? = nil, mask: Mask? = nil, bias: Tensor? = nil,
    rotary: RotaryEmbedding? = nil, dropout: Dropout? = nil
  ) -> Tensor {
    let offsets = cache.lengths
    let (query, key, value) = projections(x, source: x) { rotary?($0, offsets: offsets) ?? $0 }
    return output(
      cache.append(key: key, value: value, lengths: lengths).attention(
        query: query, keyHeads: keyHeads, mask: mask, bias: bias, scale: scale, softcap: softcap, sinks: sinks, dropout: dropout))
  }

  /// The heads' contexts side by side, multiplied by the output matrix.
  ///
  /// - Parameter context: Shape `[..., heads, queries, valueSize]`.
  /// - Returns: Shape `[..., queries, features]`.
  public func output(_ context: Tensor) -> Tensor {
    linear(mergeHeads(context), outputWeight, outputBias, named: "the merged context", in: "MultiHeadAttention")
  }

  /// Shapes `[..., heads, queries, keySize]`, `[..., keyHeads, keys, keySize]` and `[..., keyHeads, keys, valueSize]`.
  private func projections(
    _ x: Tensor, source: Tensor, turned: (Tensor) -> Tensor
  ) -> (query: Tensor, key: Tensor, value: Tensor) {
    func heads(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?, _ count: Int, named name: String = "source") -> Tensor {
      splitHeads(linear(x, weight, bias, named: name, in: "MultiHeadAttention"), into: count)
    }
    let query = heads(x, queryWeight, queryBias, self.heads, named: "x")
    let key = heads(source, keyWeight, keyBias, keyHeads)
    return (
      turned(queryNorm?(query) ?? query), turned(keyNorm?(key) ?? key), heads(source, valueWeight, valueBias, keyHeads)
    )
  }
}
