/// The cosine of the angle between query and key, divided by a temperature: s = q·k / (‖q‖ ‖k‖ τ).
///
/// A cosine is at most 1. With τ = 1, no weight among n keys therefore exceeds e / (e + (n − 1)/e): 0.07 for a hundred keys. A temperature
/// below 1 allows larger weights.
///
/// - Source: Graves, Wayne and Danihelka 2014, "Neural Turing Machines", equations 5 and 6, where 1/τ is the key
///   strength.
public struct CosineScore: AttentionScore, Hashable {
  /// The divisor of the cosine.
  public let temperature: Float

  /// - Precondition: `temperature` is positive.
  public init(temperature: Float = 1) {
    require(temperature > 0, "CosineScore: the temperature must be positive, but it is \(temperature)")
    self.temperature = temperature
  }

  public func callAsFunction(query: Tensor, key: Tensor) -> Tensor {
    checkSizes(query: query, key: key, in: "CosineScore")
    return scores(query: direction(query), key: direction(key), scale: 1 / temperature, in: "CosineScore")
  }

  /// The vector–Jacobian product. A vector of length 0 has no direction, so its gradient is 0.
  ///
  /// - Parameters:
  ///   - query: Shape `[..., queries, keySize]`.
  ///   - key: Shape `[..., keys, keySize]`.
  ///   - cotangent: The gradient of the scores: shape `[..., queries, keys]`.
  /// - Returns: The gradients of `query` and `key`, with their shapes.
  public func gradient(query: Tensor, key: Tensor, cotangent: Tensor) -> (query: Tensor, key: Tensor) {
    let (queryDirection, keyDirection) = (direction(query), direction(key))
    let directions = dotGradient(
      query: queryDirection, key: keyDirection, cotangent: cotangent / temperature, in: "CosineScore")
    return (
      lengthless(directions.query, direction: queryDirection, of: query),
      lengthless(directions.key, direction: keyDirection, of: key)
    )
  }

  /// The gradient of x from the gradient g of its direction u = x/‖x‖: (g − (g·u) u) / ‖x‖. The component that would change the length is
  /// removed.
  private func lengthless(_ gradient: Tensor, direction: Tensor, of x: Tensor) -> Tensor {
    let along = (gradient * direction).sum(axis: -1, keepingAxis: true)
    let inverseLength = x.norm(axis: -1, keepingAxis: true).mapped { $0 == 0 ? 0 : 1 / $0 }
    return (gradient - along * direction) * inverseLength
  }
}
