// Random tensors. Only + − × ÷ and square roots are used, which are rounded in the same way on every machine, unlike the C library's
// logarithm.

extension Tensor {
  /// Independent numbers, uniformly distributed in `range`.
  public static func randomUniform(
    _ shape: [Int], in range: Range<Float> = 0..<1, using generator: inout some RandomNumberGenerator
  ) -> Tensor {
    let width = range.upperBound - range.lowerBound
    return random(shape, in: "randomUniform") {
      // A `Float` has 24 significant bits. Rounding may reach the upper bound, which is not in the range.
      let fraction = Float(generator.next() >> 40) * 0x1p-24
      return Swift.min(range.lowerBound + width * fraction, range.upperBound.nextDown)
    }
  }

  /// Independent numbers from the normal distribution.
  public static func randomNormal(
    _ shape: [Int], mean: Float = 0, standardDeviation: Float = 1, using generator: inout some RandomNumberGenerator
  ) -> Tensor {
    random(shape, in: "randomNormal") {
      // Take the middle of one of 2⁵² equal steps, which is never 0 or 1, where the quantile is infinite.
      let probability = (Double(generator.next() >> 12) + 0.5) * 0x1p-52
      return mean + standardDeviation * Float(normalQuantile(probability))
    }
  }

  /// Independent numbers, uniformly distributed in `range`. Equal seeds give equal tensors.
  public static func randomUniform(_ shape: [Int], in range: Range<Float> = 0..<1, seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return randomUniform(shape, in: range, using: &generator)
  }

  /// Independent numbers from the normal distribution. Equal seeds give equal tensors.
  public static func randomNormal(
    _ shape: [Int], mean: Float = 0, standardDeviation: Float = 1, seed: UInt64
  ) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return randomNormal(shape, mean: mean, standardDeviation: standardDeviation, using: &generator)
  }

  private static func random(_ shape: [Int], in function: String, _ next: () -> Float) -> Tensor {
    Tensor(unchecked: shape, (0..<elementCount(shape, in: function)).map { _ in next() })
  }
}

/// The quantile of the normal distribution for this probability, to about seven digits.
///
/// - Source: Wichura 1988, "Algorithm AS 241: The Percentage Points of the Normal Distribution", routine PPND7.
private func normalQuantile(_ probability: Double) -> Double {
  let q = probability - 0.5
  if q.magnitude <= 0.425 {
    let r = 0.180625 - q * q
    return q * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
      / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1)
  }
  var r = (-naturalLogarithm(q < 0 ? probability : 1 - probability)).squareRoot()
  let magnitude: Double
  if r <= 5 {
    r -= 1.6
    magnitude =
      (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
      / ((0.12021132975 * r + 0.73700164250) * r + 1)
  } else {
    r -= 5
    magnitude =
      (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150)
      / ((0.012258202635 * r + 0.24197894225) * r + 1)
  }
  return q < 0 ? -magnitude : magnitude
}
