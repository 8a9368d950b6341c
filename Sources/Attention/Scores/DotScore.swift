/// The dot product of query and key, s = qᵀk.
///
/// - Source: Luong, Pham and Manning 2015, "Effective Approaches to Attention-based Neural Machine Translation",
///   equation 8.
public struct DotScore: AttentionScore, Hashable {
  /// Creates the score, which has no parameters.
  public init() {}

  public func callAsFunction(query: Tensor, key: Tensor) -> Tensor {
    scores(query: query, key: key, scale: 1, in: "DotScore")
  }

  /// The gradients of the arguments from that of the scores: the vector–Jacobian product.
  ///
  /// - Parameters:
  ///   - query: Shape `[..., queries, keySize]`.
  ///   - key: Shape `[..., keys, keySize]`.
  ///   - cotangent: The gradient of the scores: shape `[..., queries, keys]`.
  /// - Returns: The gradients of `query` and `key`, with their shapes.
  public func gradient(query: Tensor, key: Tensor, cotangent: Tensor) -> (query: Tensor, key: Tensor) {
    dotGradient(query: query, key: key, cotangent: cotangent, in: "DotScore")
  }
}

/// The dot product of query and key, divided by the root of their size: s = qᵀk / √d_k. `scaledDotProductAttention` uses this score.
///
/// - Source: Vaswani et al. 2017, "Attention Is All You Need", section 3.2.1.
public struct ScaledDotScore: AttentionScore, Hashable {
  /// Creates the score, which has no parameters.
  public init() {}

  public func callAsFunction(query: Tensor, key: Tensor) -> Tensor {
    scores(query: query, key: key, scale: nil, in: "ScaledDotScore")
  }

  /// The vector–Jacobian product.
  ///
  /// - Parameters:
  ///   - query: Shape `[..., queries, keySize]`.
  ///   - key: Shape `[..., keys, keySize]`.
  ///   - cotangent: The gradient of the scores: shape `[..., queries, keys]`.
  /// - Returns: The gradients of `query` and `key`, with their shapes.
  public func gradient(query: Tensor, key: Tensor, cotangent: Tensor) -> (query: Tensor, key: Tensor) {
    let scale = defaultScale(keySize: key.columns)
    return dotGradient(query: query, key: key, cotangent: cotangent * scale, in: "ScaledDotScore")
  }
}

/// dQ = dS K, dK = dSᵀ Q, for S = QKᵀ.
func dotGradient(
  query: Tensor, key: Tensor, cotangent: Tensor, in function: String
) -> (query: Tensor, key: Tensor) {
  checkCotangent(cotangent, query: query, key: key, in: function)
  let queryGradient = matmul(cotangent, key)  // [..., queries, keySize]
  let keyGradient = matmul(cotangent.transposed(), query)  // [..., keys, keySize]
  return (summed(queryGradient, to: query.shape), summed(keyGradient, to: key.shape))
}

/// Stops unless the gradient of scores has an element for each pair.
func checkCotangent(_ cotangent: Tensor, query: Tensor, key: Tensor, in function: String) {
  require(
    query.rank >= 2 && key.rank >= 2 && cotangent.rank >= 2
      && cotangent.rows == query.rows && cotangent.columns == key.rows,
    """
    \(function): the scores' gradient needs the shape [..., queries, keys] for query \(query.shape) and key \
    \(key.shape), but has \(cotangent.shape)
    """)
}
