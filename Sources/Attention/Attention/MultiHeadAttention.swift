/// Attention in several heads at once, each looking for something else, with the learned matrices around it.
///
///     let attention = MultiHeadAttention(features: 64, heads: 8, seed: 1)
///     let y = attention(x)                          // self-attention
///     let z = attention(x, to: source)              // cross-attention: queries from x, keys and values from source
///     let weights = attention.steps(x).weights      // [heads, length, length]
///
/// MultiHead(X) = Concat(head₁, …, headₕ) Wᴼ with headᵢ = Attention(XWᵢᑫ, XWᵢᴷ, XWᵢⱽ). The matrices of all heads stand
/// side by side in one, so that each projection is one product. With fewer key heads than query heads, groups of query
/// heads share one: grouped-query attention, or multi-query attention with a single one.
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

  /// Random matrices, such that features of variance 1 stay near it.
  ///
  /// - Parameter keyHeads: By default as many as `heads`.
  /// - Precondition: `heads` divides `features`, and `keyHeads` divides `heads`.
  public init(
    features: Int, heads: Int, keyHeads: Int? = nil, using generator: inout some RandomNumberGenerator
  ) {
    let keyHeads = keyHeads ?? heads
    require(
      heads > 0 && features % heads == 0,
      "MultiHeadAttention: \(features) features can't be cut into \(heads) equal heads")
    require(keyHeads > 0, "MultiHeadAttention: at least one key head is needed, but there are \(keyHeads)")
    func random(_ columns: Int) -> Tensor {
      .randomNormal(
        [features, columns], standardDeviation: 1 / Float(max(features, 1)).squareRoot(), using: &generator)
    }
    let size = features / heads
    self.init(
      heads: heads, keyHeads: keyHeads, queryWeight: random(features), keyWeight: random(keyHeads * size),
      valueWeight: random(keyHeads * size), outputWeight: random(features))
  }

  /// Random matrices; equal seeds give equal ones.
  public init(features: Int, heads: Int, keyHeads: Int? = nil, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    self.init(features: features, heads: heads, keyHeads: keyHeads, using: &generator)
  }

  /// The given matrices, in the shapes the properties name.
  ///
  /// - Parameter keyHeads: By default as many as `heads`.
  /// - Precondition: `keyHeads` divides `heads`; the matrices fit each other.
  public init(
    heads: Int, keyHeads: Int? = nil,
    queryWeight: Tensor, keyWeight: Tensor, valueWeight: Tensor, outputWeight: Tensor
  ) {
    let keyHeads = keyHeads ?? heads
    require(
      heads > 0 && keyHeads > 0 && heads % keyHeads == 0,
      "MultiHeadAttention: \(heads) query heads can't share \(keyHeads) key heads equally")
    (self.heads, self.keyHeads) = (heads, keyHeads)
    (self.queryWeight, self.keyWeight) = (queryWeight, keyWeight)
    (self.valueWeight, self.outputWeight) = (valueWeight, outputWeight)
  }

  /// What each token of `x` gathers from the tokens of `source`, or of `x` itself.
  ///
  /// - Parameters:
  ///   - x: Shape `[..., queries, features]`.
  ///   - source: Shape `[..., keys, features]`; by default `x`.
  ///   - mask: Which keys each query may see; broadcast to `[..., heads, queries, keys]`.
  ///   - bias: Added to the scores; broadcast likewise.
  ///   - rotary: If given, turns queries and keys by their positions.
  /// - Returns: Shape `[..., queries, features]`.
  public func callAsFunction(
    _ x: Tensor, to source: Tensor? = nil, mask: Mask? = nil, bias: Tensor? = nil, rotary: RotaryEmbedding? = nil
  ) -> Tensor {
    output(steps(x, to: source, mask: mask, bias: bias, rotary: rotary).context)
  }

  /// Scores, weights and context of each head. The context has the shape `[..., heads, queries, valueSize]`.
  ///
  /// Parameters are those of the call.
  public func steps(
    _ x: Tensor, to source: Tensor? = nil, mask: Mask? = nil, bias: Tensor? = nil, rotary: RotaryEmbedding? = nil
  ) -> AttentionSteps {
    let source = source ?? x
    var query = splitHeads(matmul(x, queryWeight), into: heads) // [..., heads, queries, keySize]
    var key = splitHeads(matmul(source, keyWeight), into: keyHeads) // [..., keyHeads, keys, keySize]
    let value = splitHeads(matmul(source, valueWeight), into: keyHeads) // [..., keyHeads, keys, valueSize]
    if let rotary { (query, key) = (rotary(query), rotary(key)) }
    return attentionSteps(
      query: query, key: repeatHeads(key, times: heads / keyHeads),
      value: repeatHeads(value, times: heads / keyHeads), mask: mask, bias: bias)
  }

  /// The heads' contexts side by side, mixed by the last matrix.
  ///
  /// - Parameter context: Shape `[..., heads, queries, valueSize]`.
  /// - Returns: Shape `[..., queries, features]`.
  public func output(_ context: Tensor) -> Tensor { matmul(mergeHeads(context), outputWeight) }
}
