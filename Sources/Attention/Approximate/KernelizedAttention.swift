/// Attention whose weights are products of features, φ(q)·φ(k), in place of exp(q·k / √d_k): its cost grows with the
/// length, not with its square.
///
///     kernelizedAttention(query: q, key: k, value: v, mask: .causal(n))
///     let features = RandomFeatures(size: 64, count: 256, seed: 1)
///     kernelizedAttention(query: q, key: k, value: v, featureMap: features.callAsFunction)
///
/// context = φ(q)ᵀ (Σⱼ φ(kⱼ) vⱼᵀ) / φ(q)ᵀ Σⱼ φ(kⱼ). Without a mask, both sums are the same for all queries. With a causal mask they
/// grow from token to token, as in `linearAttention`, which doesn't divide. Any other mask needs the weight of each pair.
///
/// - Parameters:
///   - query: Shape `[..., queries, keySize]`.
///   - key: Shape `[..., keys, keySize]`; its leading axes, and those of `value`, are those of `query`.
///   - value: Shape `[..., keys, valueSize]`.
///   - mask: Which keys each query may see; broadcast to `[..., queries, keys]`. A query that may see none gets zeros.
///   - featureMap: φ, from `[..., length, keySize]` to `[..., length, features]`, none negative.
/// - Returns: Shape `[..., queries, valueSize]`; zeros where all weights are 0.
/// - Complexity: O((queries + keys) · features · valueSize) without a mask, or with `.causal(n)` for n queries and n keys;
///   O(queries · keys · (features + valueSize)) with another mask.
/// - Source: Katharopoulos et al. 2020, "Transformers are RNNs", equations 5 and 9.
public func kernelizedAttention(
  query: Tensor, key: Tensor, value: Tensor, mask: Mask? = nil,
  featureMap: (Tensor) -> Tensor = { eluFeatures($0) }
) -> Tensor {
  checkSizes(query: query, key: key, in: "kernelizedAttention")
  let options = AttentionOptions(mask: mask, function: "kernelizedAttention")
  options.check(key: key, value: value)
  let (query, key) = (featureMap(query), featureMap(key))
  // An additional value of 1 sums the weights.
  let extended = concatenate([value, .ones(value.shape.dropLast() + [1])], axis: -1)
  let sums: Tensor
  if let mask, !isRecurrent(mask, query: query, key: key, value: value) {
    let products = matmul(query, key.transposed())  // [..., queries, keys]
    options.check(fit: products.shape)
    let weights = Tensor.combined(products, mask.visibility, in: "kernelizedAttention") { $1 == 0 ? 0 : $0 }
    sums = matrixProduct(weights, extended, in: "kernelizedAttention", leavingOutZeros: true)
  } else if mask != nil {
    sums = linearAttention(query: query, key: key, value: extended, scale: 1).context
  } else {
    sums = matmul(query, matmul(key.transposed(), extended))
  }
  let size = value.columns
  let total = sums.gathering([size], axis: -1)
  return .combined(sums.gathering(Array(0..<size), axis: -1), total, in: "kernelizedAttention") {
    $1 == 0 ? 0 : $0 / $1
  }
}

/// Whether each token sees itself and those before it, so that the sums grow from token to token.
func isRecurrent(_ mask: Mask, query: Tensor, key: Tensor, value: Tensor) -> Bool {
  query.rank >= 2 && query.shape == key.shape && query.shape.dropLast() == value.shape.dropLast() && mask == .causal(query.rows)
}

/// A feature map without negative features: x + 1 for positive x, exp(x) otherwise.
///
/// - Source: Katharopoulos et al. 2020, "Transformers are RNNs", equation 7.
public func eluFeatures(_ x: Tensor) -> Tensor { x.mapped { $0 > 0 ? $0 + 1 : exp($0) } }

/// Positive random features whose products are, on average, the weights of softmax attention: exp(q·k / √size).
///
///     let features = RandomFeatures(size: 64, count: 256, seed: 1)
///     kernelizedAttention(query: q, key: k, value: v, featureMap: features.callAsFunction)
///
/// φ(x)ᵢ = exp(ωᵢ·x − ‖x‖²/2) / √count for x divided by size^¼, with normally distributed ωᵢ. The error falls with
/// 1/√count, and grows with the lengths of queries and keys.
///
/// - Source: Choromanski et al. 2021, "Rethinking Attention with Performers", lemma 1.
public struct RandomFeatures: Sendable, Hashable {
  /// The ωᵢ, as columns. Shape `[size, count]`.
  public let directions: Tensor

  /// - Parameters:
  ///   - size: The size of queries and keys.
  ///   - count: The number of features.
  ///   - seed: Equal seeds give equal features.
  /// - Precondition: Both are positive.
  public init(size: Int, count: Int, seed: UInt64) {
    require(size > 0 && count > 0, "RandomFeatures: size and count must be positive, but they are \(size) and \(count)")
    directions = .randomNormal([size, count], seed: seed)
  }

  /// The features of queries or keys: `[..., length, size]` → `[..., length, count]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    require(
      x.shape.last == directions.rows,
      "RandomFeatures: x needs the shape [..., length, \(directions.rows)], but has \(x.shape)")
    let scaled = x / Float(directions.rows).squareRoot().squareRoot()
    let halfSquare = (scaled * scaled).sum(axis: -1, keepingAxis: true) / 2
    let exponents = matrixProduct(scaled, directions, in: "RandomFeatures") - halfSquare
    return exp(exponents) / Float(directions.columns).squareRoot()
  }
}
