/// Sets some elements to 0, chosen by chance, and divides the others by the chance to stay, so that the mean stays.
///
///     scaledDotProductAttention(query: q, key: k, value: v, dropout: Dropout(rate: 0.1, seed: step))
///
/// Equal seeds drop the same places, on every machine: the gradient needs the very places that the forward pass
/// dropped. For new ones, take a new seed.
///
/// - Source: Srivastava et al. 2014, "Dropout", section 10 for the division; on attention weights: Vaswani et al. 2017,
///   the authors' code.
public struct Dropout: Sendable, Hashable {
  /// The chance of an element to be dropped.
  public let rate: Float
  /// Equal seeds drop the same places.
  public let seed: UInt64

  /// - Precondition: `rate` is from 0 to 1.
  public init(rate: Float, seed: UInt64) {
    require((0...1).contains(rate), "Dropout: the rate must be from 0 to 1, but it is \(rate)")
    (self.rate, self.seed) = (rate, seed)
  }

  /// `x` with some elements dropped. Shape of `x`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let chances = Tensor.randomUniform(x.shape, seed: seed)
    // Not multiplied by 0, which would leave NaN.
    return .combined(x, chances, in: "Dropout") { x, chance in chance < rate ? 0 : x / (1 - rate) }
  }
}
