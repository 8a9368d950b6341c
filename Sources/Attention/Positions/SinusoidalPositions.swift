/// A pattern for each position, to be added to the features: sines and cosines of slower and slower waves.
///
///     let x = embeddings + sinusoidalPositions(length, size: 64)
///
/// PE(p, 2i) = sin(p / base^(2i/size)), PE(p, 2i + 1) = cos(p / base^(2i/size)). The pattern of p + k is that of p with each pair rotated
/// by an angle that depends on k alone.
///
/// - Parameters:
///   - length: The number of positions.
///   - size: The number of features.
///   - base: The slowest wave is about `base` times as slow as the fastest.
///   - offset: The first position.
/// - Returns: Shape `[length, size]`.
/// - Precondition: `size` is even, since features come in pairs.
/// - Source: Vaswani et al. 2017, "Attention Is All You Need", section 3.5.
public func sinusoidalPositions(_ length: Int, size: Int, base: Float = 10_000, offset: Int = 0) -> Tensor {
  _ = elementCount([length, size], in: "sinusoidalPositions")
  require(size % 2 == 0, "sinusoidalPositions: the size must be even, for pairs, but it is \(size)")
  let angles = waveAngles(positions: (0..<length).map { offset + $0 }, size: size, base: base)  // [length, size / 2]
  return stack([sin(angles), cos(angles)], axis: -1).reshaped([length, size])
}

/// The angle p · base^(−2i/size) of pair i at position p, in radians, less whole turns. Shape
/// `[positions.count, size / 2]`.
func waveAngles(positions: [Int], size: Int, base: Float) -> Tensor {
  waveAngles(positions: positions, frequencies: waveFrequencies(size: size, base: base))
}

/// base^(−2i/size) for each pair i.
func waveFrequencies(size: Int, base: Float) -> [Double] {
  (0..<size / 2).map { power(Double(base), -2 * Double($0) / Double(size)) }
}

func waveAngles(positions: [Int], frequencies: [Double]) -> Tensor {
  // Use `Double` and drop whole turns: for large positions, the error of a `Float` angle would be a visible part of a turn.
  Tensor(
    unchecked: [positions.count, frequencies.count],
    positions.flatMap { position in
      frequencies.map { Float((Double(position) * $0).remainder(dividingBy: 2 * .pi)) }
    })
}
