/// Attention whose weights are products of features, φ(q)·φ(k), in place of exp(q·k / √d_k): its cost grows with the
/// length, not with its square.
///
///     kernelizedAttention(query: q, key: k, value: v, isCausal: true)
///     let features = RandomFeatures(size: 64, count: 256, seed: 1)
///     kernelizedAttention(query: q, key: k, value: v, featureMap: features.callAsFunction)
///
/// context = φ(q)ᵀ (Σⱼ φ(kⱼ) vⱼᵀ) / φ(q)ᵀ Σⱼ φ(kⱼ). Both sums are the same for all queries, or grow from token to token
/// if causal, which is what `linearAttention` does, without the division.
///
/// - Parameters:
///   - query: Shape `[..., queries, keySize]`.
///   - key: Shape `[..., keys, keySize]`; its leading axes, and those of `value`, are those of `query`.
///   - value: Shape `[..., keys, valueSize]`.
///   - isCausal: Whether each token sees itself and the past only; queries and keys are as many then.
///   - featureMap: φ, from `[..., length, keySize]` to `[..., length, features]`, none negative.
/// - Returns: Shape `[..., queries, valueSize]`; zeros where all weights are 0.
/// - Complexity: O((queries + keys) · features · valueSize).
/// - Source: Katharopoulos et al. 2020, "Transformers are RNNs", equations 5 and 9.
public func kernelizedAttention(
  query: Tensor, key: Tensor, value: Tensor, isCausal: Bool = false,
  featureMap: (Tensor) -> Tensor = { eluFeatures($0) }
) -> Tensor {
  checkSizes(query: query, key: key, in: "kernelizedAttention")
  AttentionOptions(function: "kernelizedAttention").check(key: key, value: value)
  let (query, key) = (featureMap(query), featureMap(key))
  // A further value of 1 sums the weights.
  let extended = concatenate([value, .ones(value.shape.dropLast() + [1])], axis: -1)
  let sums =
    isCausal
    ? linearAttention(query: query, key: key, value: extended, scale: 1).context
    : matmul(query, matmul(key.transposed(), extended))
  let size = value.columns
  let total = sums.gathering([size], axis: -1)
  return .combined(sums.gathering(Array(0..<size), axis: -1), total, in: "kernelizedAttention") {
    $1 == 0 ? 0 : $0 / $1
  }
}

/// A positive feature for each feature: x + 1 above 0, exp(x) below.
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
    let scaled = x / Float(directions.rows).squareRoot().squareRoot()
    let halfSquare = (scaled * scaled).sum(axis: -1, keepingAxis: true) / 2
    let exponents = matrixProduct(scaled, directions, in: "RandomFeatures") - halfSquare
    return exp(exponents) / Float(directions.columns).squareRoot()
  }
}
