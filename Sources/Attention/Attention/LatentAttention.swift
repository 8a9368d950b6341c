/// Attention whose keys and values are computed from one short vector for each token, the latent, so that a cache stores only latents.
///
///     let attention = LatentAttention(features: 64, heads: 4, size: 16, latentSize: 12, rotarySize: 8, seed: 1)
///     attention(x, mask: .causal(n))              // computes every head's keys and values from the latents
///     attention.absorbed(x, mask: .causal(n))     // the same, but attends to the latents themselves
///
/// The latent is c = x W_D. Head h has the keys c W_Kʰ and the values c W_Vʰ. Rotary positions would come between c and W_Kʰ, so they
/// have features of their own, with one rotary key for all heads. Since q·(c W_K) = (q W_Kᵀ)·c, the matrix can be absorbed into the
/// query. Then all heads share one key and value, the latent, as in multi-query attention.
///
/// - Source: DeepSeek-AI 2024, "DeepSeek-V2", section 2.1, equations 9 to 19.
public struct LatentAttention: Sendable, Hashable {
  /// The number of heads.
  public let heads: Int
  /// The size of a head's keys and values, without the rotary part.
  public let size: Int
  /// Rotates the rotary part of queries and keys.
  public let rotary: RotaryEmbedding
  /// Projects a token to each head's query and its rotary part. Shape `[features, heads · (size + rotarySize)]`.
  public var queryWeight: Tensor
  /// W_D, which projects a token to its latent. Shape `[features, latentSize]`.
  public var latentWeight: Tensor
  /// Projects a token to its rotary key. Shape `[features, rotarySize]`.
  public var rotaryKeyWeight: Tensor
  /// W_K, which projects a latent to keys. Shape `[latentSize, heads · size]`.
  public var keyWeight: Tensor
  /// W_V, which projects a latent to values. Shape `[latentSize, heads · size]`.
  public var valueWeight: Tensor
  /// Shape `[heads · valueSize, features]`.
  public var outputWeight: Tensor
  /// Normalizes a token's latent; nil for none.
  public var latentNorm: NormalizationLayer?
  /// Projects a token to a latent of its own for queries, from which `queryWeight` then projects. Shape `[features, queryLatentSize]`; nil for
  /// none.
  public var queryLatentWeight: Tensor?
  /// Normalizes that latent; nil for none.
  public var queryLatentNorm: NormalizationLayer?

  /// Random matrices that keep features of variance 1 near it. Equal seeds give equal matrices.
  ///
  /// - Precondition: All sizes are positive, and `rotarySize` is even; it may be 0.
  public init(features: Int, heads: Int, size: Int, latentSize: Int, rotarySize: Int, seed: UInt64) {
    require(
      features > 0 && heads > 0 && size > 0 && latentSize > 0,
      """
      LatentAttention: features, heads, size and latentSize must be positive, \
      but they are \(features), \(heads), \(size) and \(latentSize)
      """)
    (self.heads, self.size) = (heads, size)
    rotary = RotaryEmbedding(size: rotarySize)
    var generator = SeededGenerator(seed: seed)
    queryWeight = randomWeight(features, heads * (size + rotarySize), using: &generator)
    latentWeight = randomWeight(features, latentSize, using: &generator)
    rotaryKeyWeight = randomWeight(features, rotarySize, using: &generator)
    keyWeight = randomWeight(latentSize, heads * size, using: &generator)
    valueWeight = randomWeight(latentSize, heads * size, using: &generator)
    outputWeight = randomWeight(heads * size, features, using: &generator)
  }

  /// The given matrices, whose shapes are those of the properties.
  ///
  /// - Precondition: The matrices fit each other; the failure names the argument and its shape.
  public init(
    heads: Int, rotary: RotaryEmbedding, queryWeight: Tensor, latentWeight: Tensor, rotaryKeyWeight: Tensor,
    keyWeight: Tensor, valueWeight: Tensor, outputWeight: Tensor, latentNorm: NormalizationLayer? = nil,
    queryLatentWeight: Tensor? = nil, queryLatentNorm: NormalizationLayer? = nil
  ) {
    func check(_ name: String, _ tensor: Tensor, _ rows: Int, times count: Int, plus rest: Int = 0) {
      require(
        tensor.rank == 2 && tensor.rows == rows && tensor.columns > count * rest && tensor.columns % count == 0,
        """
        LatentAttention: \(name) needs \(rows) rows, and \(count) times as many columns as a head has features, \
        but has the shape \(tensor.shape)
        """)
    }
    require(heads > 0, "LatentAttention: the number of heads must be positive, but it is \(heads)")
    require(latentWeight.rank == 2, "LatentAttention: latentWeight needs the shape [features, latentSize], not \(latentWeight.shape)")
    let features = latentWeight.rows
    if let queryLatentWeight {
      require(
        queryLatentWeight.rank == 2 && queryLatentWeight.rows == features,
        "LatentAttention: queryLatentWeight needs the shape [\(features), queryLatentSize], not \(queryLatentWeight.shape)")
    }
    check("queryWeight", queryWeight, queryLatentWeight?.columns ?? features, times: heads, plus: rotary.size)
    require(
      rotaryKeyWeight.shape == [features, rotary.size],
      "LatentAttention: rotaryKeyWeight needs the shape \([features, rotary.size]), not \(rotaryKeyWeight.shape)")
    size = queryWeight.columns / heads - rotary.size
    require(
      keyWeight.shape == [latentWeight.columns, heads * size],
      "LatentAttention: keyWeight needs the shape \([latentWeight.columns, heads * size]), not \(keyWeight.shape)")
    check("valueWeight", valueWeight, latentWeight.columns, times: heads)
    require(
      outputWeight.rank == 2 && outputWeight.rows == valueWeight.columns,
      "LatentAttention: outputWeight needs the shape [\(valueWeight.columns), features], not \(outputWeight.shape)")
    (self.heads, self.rotary) = (heads, rotary)
    (self.queryWeight, self.latentWeight, self.rotaryKeyWeight) = (queryWeight, latentWeight, rotaryKeyWeight)
    (self.keyWeight, self.valueWeight, self.outputWeight) = (keyWeight, valueWeight, outputWeight)
    (self.latentNorm, self.queryLatentWeight, self.queryLatentNorm) = (latentNorm, queryLatentWeight, queryLatentNorm)
  }

  /// The number of elements that a cache stores for a token: its latent and its rotary key. Separate heads would need
  /// 2 · heads · size.
  public var cachedSize: Int { latentWeight.columns + rotary.size }

  /// The naive form, which computes every head's keys and values from the latents.
  ///
  /// - Parameters:
  ///   - x: Shape `[..., length, features]`.
  ///   - mask: Which tokens each token may see; broadcast to `[..., heads, length, length]`.
  /// - Returns: Shape `[..., length, features]`.
  public func callAsFunction(_ x: Tensor, mask: Mask? = nil) -> Tensor {
    let (query, rotaryQuery) = queries(x) { rotary($0) }
    let latent = latent(x)
    let key = splitHeads(matmul(latent, keyWeight), into: heads)  // [..., heads, length, size]
    let rotaryKey = rotary(linear(x, rotaryKeyWeight, nil, in: "LatentAttention")).insertingAxis(at: -3)  // [..., 1, length, rotarySize]
    let context = scaledDotProductAttention(
      query: concatenate([query, rotaryQuery], axis: -1),
      key: concatenate([key, rotaryKey.expanded(to: key.shape.dropLast() + [rotary.size])], axis: -1),
      value: splitHeads(matmul(latent, valueWeight), into: heads), mask: mask)
    return matmul(mergeHeads(context), outputWeight)
  }

  /// The absorbed form, with the same result, which uses only latents and rotary keys.
  ///
  /// - Parameters:
  ///   - x: Shape `[..., length, features]`.
  ///   - mask: Which tokens each token may see; broadcast to `[..., heads, length, length]`.
  /// - Returns: Shape `[..., length, features]`.
  public func absorbed(_ x: Tensor, mask: Mask? = nil) -> Tensor {
    let memory = memory(x) { rotary($0) }
    return attend(queries(x) { rotary($0) }) { query, scale in
      scaledDotProductAttention(query: query, key: memory, value: memory, mask: mask, scale: scale)
    }
  }

  /// The absorbed form for the next tokens, which see themselves and earlier tokens.
  ///
  /// - Parameters:
  ///   - x: Shape `[batch, length, features]`.
  ///   - cache: Stores `cachedSize` elements for each token.
  /// - Returns: Shape `[batch, length, features]`.
  public func callAsFunction(_ x: Tensor, cache: inout KeyValueCache) -> Tensor {
    require(x.rank == 3, "LatentAttention: x needs the shape [batch, length, features], but has \(x.shape)")
    let offsets = cache.lengths
    let new = memory(x) { rotary($0, offsets: offsets) }
    // The values are the first part of the keys, so don't store them separately.
    let seen = cache.append(key: new, value: .zeros(new.shape.dropLast() + [0]))
    return attend(queries(x) { rotary($0, offsets: offsets) }) { query, scale in
      seen.attentionToKeys(query: query, mask: nil, scale: scale)
    }
  }

  /// - Returns: Shapes `[..., heads, length, size]` and `[..., heads, length, rotarySize]`, the latter rotated.
  private func queries(_ x: Tensor, turned: (Tensor) -> Tensor) -> (plain: Tensor, rotary: Tensor) {
    let source = queryLatentWeight.map { weight in
      let latent = linear(x, weight, nil, in: "LatentAttention")
      return queryLatentNorm?(latent) ?? latent
    }
    let query = splitHeads(linear(source ?? x, queryWeight, nil, in: "LatentAttention"), into: heads)
    return (
      query.gathering(Array(0..<size), axis: -1),
      turned(query.gathering(Array(size..<size + rotary.size), axis: -1))
    )
  }

  private func latent(_ x: Tensor) -> Tensor {
    let latent = linear(x, latentWeight, nil, in: "LatentAttention")
    return latentNorm?(latent) ?? latent
  }

  /// What is stored for a token: its latent, and its rotated rotary key. Shape `[..., 1, length, cachedSize]`.
  private func memory(_ x: Tensor, turned: (Tensor) -> Tensor) -> Tensor {
    concatenate(
      [latent(x).insertingAxis(at: -3), turned(linear(x, rotaryKeyWeight, nil, in: "LatentAttention").insertingAxis(at: -3))],
      axis: -1)
  }

  /// - Parameter memories: The memories, averaged for each query, with the given scale. Only their latents are used.
  private func attend(
    _ query: (plain: Tensor, rotary: Tensor), memories: (_ query: Tensor, _ scale: Float) -> Tensor
  ) -> Tensor {
    let keyMatrices = splitHeads(keyWeight, into: heads)  // [heads, latentSize, size]
    let valueMatrices = splitHeads(valueWeight, into: heads)
    let absorbed = matmul(query.plain, keyMatrices.transposed())  // [..., heads, length, latentSize]
    let averaged = memories(
      concatenate([absorbed, query.rotary], axis: -1),
      // The size of the keys that the latents replace, not that of the latents.
      defaultScale(keySize: size + rotary.size))
    let latents = averaged.gathering(Array(0..<latentWeight.columns), axis: -1)
    return matmul(mergeHeads(matmul(latents, valueMatrices)), outputWeight)
  }
}
