/// Random numbers that are the same in every run and on every machine.
///
///     var generator = SeededGenerator(seed: 42)
///     let noise = Tensor.randomNormal([3, 4], using: &generator)
///
/// Don't use it for secrets: from one number, the next can be computed.
///
/// - Source: SplitMix64. Steele, Lea and Flood 2014, "Fast Splittable Pseudorandom Number Generators".
public struct SeededGenerator: RandomNumberGenerator, Sendable, Hashable {
  private var state: UInt64

  /// Equal seeds give equal numbers.
  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
