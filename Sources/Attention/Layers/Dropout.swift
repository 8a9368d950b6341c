/// Sets randomly chosen elements to 0, and divides the others by the probability of staying, so that the mean stays the same.
///
///     scaledDotProductAttention(query: q, key: k, value: v, dropout: Dropout(rate: 0.1, seed: step))
///
/// Equal seeds drop the same elements, on every machine: the gradient needs the same elements as the forward pass. Use another seed to
/// drop others.
///
/// - Source: Srivastava et al. 2014, "Dropout", section 10 for the division; on attention weights: Vaswani et al. 2017,
///   the authors' code.
public struct Dropout: Sendable, Hashable {
  /// The probability of an element to be dropped.
  public let rate: Float
  /// Equal seeds drop the same elements.
  public let seed: UInt64

  /// - Precondition: `rate` is from 0 to 1.
  public init(rate: Float, seed: UInt64) {
    require((0...1).contains(rate), "Dropout: the rate must be from 0 to 1, but it is \(rate)")
    (self.rate, self.seed) = (rate, seed)
  }

  /// `x` with some elements dropped. The shape is that of `x`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let chances = Tensor.randomUniform(x.shape, seed: seed)
    // Don't multiply by 0, which would leave NaN.
    return .combined(x, chances, in: "Dropout") { x, chance in chance < rate ? 0 : x / (1 - rate) }
  }
}
