// Slower rotations, with which a trained model reads longer texts.

extension RotaryEmbedding {
  /// How the angles are reduced. Fast pairs, which tell near positions apart, keep theirs; slow pairs, which haven't turned once within the
  /// length of the training, rotate `factor` times as slowly.
  public enum Scaling: Sendable, Hashable {
    /// Llama 3: pairs with more than `highFrequencyFactor` turns in `length` positions keep their angles, those with fewer than
    /// `lowFrequencyFactor` are slowed down, and between both a share grows evenly with the turns.
    ///
    /// - Source: Grattafiori et al. 2024, "The Llama 3 Herd of Models", and the authors' code.
    case llama3(factor: Float, lowFrequencyFactor: Float = 1, highFrequencyFactor: Float = 4, length: Int)
    /// YaRN: the same with a ramp over the pairs, from `fastTurns` turns in `length` positions to `slowTurns`. Rotated features are multiplied by
    /// 0.1 log(factor) + 1. With `isRounded`, the ends of the ramp are whole pairs.
    ///
    /// - Source: Peng et al. 2024, "YaRN: Efficient Context Window Extension of Large Language Models", sections 3.2 and 3.4.
    case yarn(factor: Float, fastTurns: Float = 32, slowTurns: Float = 1, length: Int, isRounded: Bool = true)

    var amplitude: Float {
      if case .yarn(let factor, _, _, _, _) = self, factor > 1 { return Float(0.1 * logarithm(Double(factor)) + 1) }
      return 1
    }

    func scaled(_ frequencies: [Double], base: Double) -> [Double] {
      switch self {
      case .llama3(let factor, let low, let high, let length):
        return frequencies.map { frequency in
          let turns = Double(length) * frequency / (2 * .pi)
          let kept = min(max((turns - Double(low)) / Double(high - low), 0), 1)
          return frequency * (kept + (1 - kept) / Double(factor))
        }
      case .yarn(let factor, let fastTurns, let slowTurns, let length, let isRounded):
        let size = Double(2 * frequencies.count)
        /// The pair, as a fraction, with this many turns.
        func pair(turns: Float) -> Double {
          size * logarithm(Double(length) / (Double(turns) * 2 * .pi)) / (2 * logarithm(base))
        }
        let (first, last) = (pair(turns: fastTurns), pair(turns: slowTurns))
        let start = max(isRounded ? first.rounded(.down) : first, 0)
        let end = min(isRounded ? last.rounded(.up) : last, size - 1)
        return frequencies.enumerated().map { pair, frequency in
          let slowed = min(max((Double(pair) - start) / max(end - start, 0.001), 0), 1)
          return frequency * (1 - slowed + slowed / Double(factor))
        }
      }
    }
  }
}
