/// A small network that compares a query with a key: s = wᵀ tanh(W_q q + W_k k + b). Queries and keys may differ in size.
///
/// - Source: Bahdanau, Cho and Bengio 2015, "Neural Machine Translation by Jointly Learning to Align and Translate",
///   appendix A.1.2.
public struct AdditiveScore: AttentionScore, Hashable {
  /// Shape `[querySize, hiddenSize]`.
  public var queryWeight: Tensor
  /// Shape `[keySize, hiddenSize]`.
  public var keyWeight: Tensor
  /// Shape `[hiddenSize]`.
  public var vector: Tensor
  /// b. Shape `[hiddenSize]`; nil adds nothing.
  public var bias: Tensor?

  /// - Precondition: All three have the same hiddenSize, their last axis; the failure names the shapes.
  public init(queryWeight: Tensor, keyWeight: Tensor, vector: Tensor, bias: Tensor? = nil) {
    require(
      queryWeight.rank == 2 && keyWeight.rank == 2 && vector.rank == 1
        && queryWeight.columns == vector.count && keyWeight.columns == vector.count,
      """
      AdditiveScore: the shapes [querySize, hiddenSize], [keySize, hiddenSize] and [hiddenSize] are needed, \
      but they are \(queryWeight.shape), \(keyWeight.shape) and \(vector.shape)
      """)
    require(
      bias.map { $0.shape == vector.shape } ?? true,
      "AdditiveScore: the bias needs the shape \(vector.shape) of the vector, but has \(bias?.shape ?? [])")
    (self.queryWeight, self.keyWeight, self.vector, self.bias) = (queryWeight, keyWeight, vector, bias)
  }

  public func callAsFunction(query: Tensor, key: Tensor) -> Tensor {
    matmul(hidden(query: query, key: key), vector)
  }

  /// The vector–Jacobian product.
  ///
  /// - Parameters:
  ///   - query: Shape `[..., queries, querySize]`.
  ///   - key: Shape `[..., keys, keySize]`.
  ///   - cotangent: The gradient of the scores: shape `[..., queries, keys]`.
  /// - Returns: The gradients of the arguments and of the learned tensors, with their shapes.
  public func gradient(
    query: Tensor, key: Tensor, cotangent: Tensor
  ) -> (query: Tensor, key: Tensor, queryWeight: Tensor, keyWeight: Tensor, vector: Tensor, bias: Tensor?) {
    checkCotangent(cotangent, query: query, key: key, in: "AdditiveScore")
    let hidden = hidden(query: query, key: key)  // [..., queries, keys, hiddenSize]
    let cotangent = cotangent.insertingAxis(at: -1)  // [..., queries, keys, 1]
    let sum = cotangent * vector * (1 - hidden * hidden)  // the gradient of the argument of tanh
    let queryPart = summed(sum.sum(axis: -2), to: query.shape.dropLast() + [vector.count])
    let keyPart = summed(sum.sum(axis: -3), to: key.shape.dropLast() + [vector.count])
    return (
      matmul(queryPart, queryWeight.transposed()),
      matmul(keyPart, keyWeight.transposed()),
      summed(matmul(query.transposed(), queryPart), to: queryWeight.shape),
      summed(matmul(key.transposed(), keyPart), to: keyWeight.shape),
      summed(cotangent * hidden, to: vector.shape),
      bias.map { summed(sum, to: $0.shape) }
    )
  }

  /// tanh(W_q q + W_k k + b) for each pair. Shape `[..., queries, keys, hiddenSize]`.
  private func hidden(query: Tensor, key: Tensor) -> Tensor {
    require(
      query.rank >= 2 && key.rank >= 2 && query.columns == queryWeight.rows && key.columns == keyWeight.rows,
      """
      AdditiveScore: query needs the shape [..., queries, \(queryWeight.rows)] and key [..., keys, \
      \(keyWeight.rows)], but they have \(query.shape) and \(key.shape)
      """)
    let pair = pairs(query: matmul(query, queryWeight), key: matmul(key, keyWeight))
    let sum = pair.query + pair.key
    return tanh(bias.map { sum + $0 } ?? sum)
  }
}
