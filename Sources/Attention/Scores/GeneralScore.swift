/// A dot product with a learned matrix: s = qᵀ W k. Queries and keys may differ in size.
///
/// With W = I it is `DotScore`. A head of `MultiHeadAttention` learns it as a product of two matrices, W = W_Q W_Kᵀ.
///
/// - Source: Luong, Pham and Manning 2015, "Effective Approaches to Attention-based Neural Machine Translation",
///   equation 8, "general".
public struct GeneralScore: AttentionScore, Hashable {
  /// Shape `[querySize, keySize]`.
  public var weight: Tensor

  /// - Precondition: `weight` is a matrix.
  public init(weight: Tensor) {
    require(
      weight.rank == 2, "GeneralScore: the weight needs the shape [querySize, keySize], but has \(weight.shape)")
    self.weight = weight
  }

  public func callAsFunction(query: Tensor, key: Tensor) -> Tensor {
    require(
      query.shape.last == weight.rows && key.rank >= 2 && key.columns == weight.columns,
      """
      GeneralScore: a weight of shape \(weight.shape) needs query [..., queries, \(weight.rows)] and key [..., keys, \(weight.columns)], \
      but they have the shapes \(query.shape) and \(key.shape)
      """)
    return scores(
      query: matrixProduct(query, weight, in: "GeneralScore"), key: key, scale: 1, in: "GeneralScore")
  }

  /// The vector–Jacobian product.
  ///
  /// - Parameters:
  ///   - query: Shape `[..., queries, querySize]`.
  ///   - key: Shape `[..., keys, keySize]`.
  ///   - cotangent: The gradient of the scores: shape `[..., queries, keys]`.
  /// - Returns: The gradients of `query`, `key` and `weight`, with their shapes.
  public func gradient(
    query: Tensor, key: Tensor, cotangent: Tensor
  ) -> (query: Tensor, key: Tensor, weight: Tensor) {
    let product = dotGradient(query: matmul(query, weight), key: key, cotangent: cotangent, in: "GeneralScore")
    return (
      matmul(product.query, weight.transposed()),
      product.key,
      summed(matmul(query.transposed(), product.query), to: weight.shape)
    )
  }
}
