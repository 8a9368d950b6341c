/// Chooses the next token from its logits.
///
///     var sampler = Sampler(temperature: 0.8, topK: 50, topP: 0.9, seed: 1)
///     let token = sampler.next(logits)
///     Sampler.greedy.probabilities(logits) // 1 for the largest
///
/// The logits are divided by the temperature. Then only the `topK` largest stay, and of those the fewest whose probabilities reach `topP`. The
/// token is drawn from them. Equal seeds draw equal tokens.
///
/// - Source: Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration", section 3.1 (top-p); Fan, Lewis and Dauphin 2018,
///   "Hierarchical Neural Story Generation", section 5.4 (top-k).
public struct Sampler: Sendable, Hashable {
  /// The divisor of the logits; 0 for the largest logit alone.
  public let temperature: Float
  /// How many of the largest logits stay; nil for all.
  public let topK: Int?
  /// The probability that the tokens that stay reach together; nil for all.
  public let topP: Float?
  private var generator: SeededGenerator

  /// Always the token with the largest logit; of equal ones, the first.
  public static let greedy = Sampler(temperature: 0, seed: 0)

  /// - Precondition: `temperature` is not negative, `topK` is positive, and `topP` is above 0 and at most 1.
  public init(temperature: Float = 1, topK: Int? = nil, topP: Float? = nil, seed: UInt64) {
    require(
      temperature >= 0 && temperature.isFinite, "Sampler: the temperature must be finite and not negative, but it is \(temperature)")
    require(topK ?? 1 > 0, "Sampler: topK must be positive, but it is \(topK ?? 0)")
    require((topP ?? 1) > 0 && (topP ?? 1) <= 1, "Sampler: topP must be above 0 and at most 1, but it is \(topP ?? 0)")
    (self.temperature, self.topK, self.topP) = (temperature, topK, topP)
    generator = SeededGenerator(seed: seed)
  }

  /// The probability of each token to be drawn; 0 for those that don't stay.
  ///
  /// - Parameter logits: Shape `[tokens]`.
  /// - Returns: Shape `[tokens]`.
  /// - Complexity: O(tokens · log tokens).
  public func probabilities(_ logits: Tensor) -> Tensor {
    require(
      logits.rank == 1 && logits.count > 0 && !logits.scalars.contains { $0.isNaN || $0 == .infinity } && logits.max() > -.infinity,
      "Sampler: the logits need the shape [tokens], at least one of them finite and none NaN or ∞, but have \(logits.shape)")
    if temperature == 0 {
      let largest = logits.argmax()
      return Tensor((0..<logits.count).map { $0 == largest ? 1 : 0 })
    }
    let all = softmax(logits, temperature: temperature)
    // Of equal tokens, the first come first.
    var order = all.scalars.indices.sorted { (all.scalars[$1], $0) < (all.scalars[$0], $1) }
    if let topK { order = Array(order.prefix(topK)) }
    if let topP {
      let total = order.reduce(0.0) { $0 + Double(all.scalars[$1]) }
      var (sum, count) = (0.0, 0)
      while count < order.count, sum < Double(topP) * total {
        sum += Double(all.scalars[order[count]])
        count += 1
      }
      order = Array(order.prefix(count))
    }
    let total = order.reduce(0.0) { $0 + Double(all.scalars[$1]) }
    var kept = Tensor.zeros(all.shape)
    for token in order { kept.scalars[token] = Float(Double(all.scalars[token]) / total) }
    return kept
  }

  /// Draws a token.
  ///
  /// - Parameter logits: Shape `[tokens]`.
  public mutating func next(_ logits: Tensor) -> Int {
    let probabilities = probabilities(logits)
    if temperature == 0 { return probabilities.argmax() }
    // A number from 0 to 1, both excluded, falls into the interval of one token.
    let chance = (Double(generator.next() >> 12) + 0.5) * 0x1p-52
    var sum = 0.0
    var last = 0
    for (token, probability) in probabilities.scalars.enumerated() where probability > 0 {
      sum += Double(probability)
      last = token
      if chance < sum { break }
    }
    return last
  }
}
