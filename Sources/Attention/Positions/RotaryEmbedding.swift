/// Rotates each pair of features by an angle that grows with the position, so that the dot product of a query and a key depends on their
/// distance, and not otherwise on their positions.
///
///     let rotary = RotaryEmbedding(size: 64)
///     attentionScores(query: rotary(q), key: rotary(k))
///
/// Pair i at position p is rotated by p · base^(−2i/size). Lengths don't change. For queries at m and keys at n, the scores
/// depend on m − n alone.
///
/// - Source: Su et al. 2021, "RoFormer: Enhanced Transformer with Rotary Position Embedding", equation 34.
public struct RotaryEmbedding: Sendable, Hashable {
  /// Which features form a pair. A model trained with one layout doesn't work with the other.
  public enum Layout: Sendable, Hashable {
    /// Feature i with feature i + size/2, as in GPT-NeoX and Llama's usual files.
    case halves
    /// Feature 2i with feature 2i + 1, as in the paper.
    case interleaved
  }

  /// The number of features that are rotated, the first ones; the others stay.
  public let size: Int
  /// The slowest pair rotates about `base` times as slowly as the fastest.
  public let base: Float
  /// Which features form a pair.
  public let layout: Layout
  /// How the rotation is slowed down for texts longer than those of the training; nil if it isn't.
  public let scaling: Scaling?

  /// - Precondition: `size` is even and not negative.
  public init(size: Int, base: Float = 10_000, layout: Layout = .halves, scaling: Scaling? = nil) {
    require(size >= 0 && size % 2 == 0, "RotaryEmbedding: the size must be even, for pairs, but it is \(size)")
    (self.size, self.base, self.layout, self.scaling) = (size, base, layout, scaling)
  }

  /// The angle of each pair at each position, in radians. Shape `[positions.count, size / 2]`.
  public func angles(_ positions: [Int]) -> Tensor {
    waveAngles(positions: positions, frequencies: frequencies)
  }

  /// The angle of each pair from one position to the next.
  private var frequencies: [Double] {
    let frequencies = waveFrequencies(size: size, base: base)
    return scaling?.scaled(frequencies, base: Double(base)) ?? frequencies
  }

  /// The factor of rotated features, by which YaRN sharpens the weights; 1 without it.
  public var amplitude: Float { scaling?.amplitude ?? 1 }

  /// Rotates back by the same angles, and multiplies by the same factor: the transpose of the rotation.
  func inverse(_ x: Tensor, offset: Int) -> Tensor {
    let angles = angles((0..<x.rows).map { offset + $0 })
    return rotate(x, cosines: cos(angles) * amplitude, sines: -sin(angles) * amplitude, layout: layout)
  }

  /// Rotates `x`, of shape `[..., length, features]`, whose tokens have the positions `offset`, `offset + 1` and so on.
  ///
  /// - Precondition: There are at least `size` features.
  public func callAsFunction(_ x: Tensor, offset: Int = 0) -> Tensor {
    require(x.rank >= 2, "RotaryEmbedding: x needs the shape [..., length, features], but has \(x.shape)")
    return callAsFunction(x, positions: (0..<x.rows).map { offset + $0 })
  }

  /// Rotates `x`, of shape `[..., length, features]`, whose tokens have the given positions.
  ///
  /// - Precondition: There are as many positions as tokens, and at least `size` features.
  public func callAsFunction(_ x: Tensor, positions: [Int]) -> Tensor {
    require(
      x.rank >= 2 && x.rows == positions.count,
      """
      RotaryEmbedding: \(positions.count) positions need an x of shape [..., \(positions.count), features], \
      but it has \(x.shape)
      """)
    let angles = angles(positions)
    return rotate(x, cosines: cos(angles) * amplitude, sines: sin(angles) * amplitude, layout: layout)
  }
}

extension RotaryEmbedding {
  /// Rotates `x`, of shape `[batch, ..., length, features]`, where the positions of each sequence begin at an offset of its own.
  ///
  /// - Precondition: There are as many offsets as sequences, and at least `size` features.
  public func callAsFunction(_ x: Tensor, offsets: [Int]) -> Tensor {
    require(
      x.rank >= 3 && x.shape[0] == offsets.count,
      """
      RotaryEmbedding: \(offsets.count) offsets need an x of shape [\(offsets.count), ..., length, features], \
      but it has \(x.shape)
      """)
    let angles = angles(offsets.flatMap { offset in (0..<x.rows).map { offset + $0 } })
      .reshaped([offsets.count] + x.shape[1..<x.rank - 2].map { _ in 1 } + [x.rows, size / 2])
    return rotate(x, cosines: cos(angles) * amplitude, sines: sin(angles) * amplitude, layout: layout)
  }
}

/// Rotates each pair (a, b) of the first features into (a cos − b sin, a sin + b cos). Features beyond the pairs stay.
///
/// - Parameters:
///   - x: Shape `[..., length, features]`.
///   - cosines: Shape `[..., length, pairs]`, broadcast to the leading axes of `x`.
///   - sines: The same shape as `cosines`.
///   - layout: Which features form a pair.
/// - Precondition: There are at least two features for each pair.
public func rotate(
  _ x: Tensor, cosines: Tensor, sines: Tensor, layout: RotaryEmbedding.Layout = .halves
) -> Tensor {
  require(
    x.rank >= 2 && cosines.rank >= 1 && cosines.shape == sines.shape,
    """
    rotate: x needs the shape [..., length, features], and cosines and sines one shape [..., length, pairs], \
    but they have \(x.shape), \(cosines.shape) and \(sines.shape)
    """)
  let pairs = cosines.shape[cosines.rank - 1]
  require(
    2 * pairs <= x.columns,
    "rotate: \(pairs) pairs need \(2 * pairs) features, but x has the shape \(x.shape)")
  let turned = Array(0..<2 * pairs)
  let first = layout == .halves ? Array(turned[..<pairs]) : turned.filter { $0 % 2 == 0 }
  let second = layout == .halves ? Array(turned[pairs...]) : turned.filter { $0 % 2 == 1 }
  let a = x.gathering(first, axis: -1)  // [..., length, pairs]
  let b = x.gathering(second, axis: -1)
  let rest = x.gathering(Array(2 * pairs..<x.columns), axis: -1)
  let rotated = concatenate([a * cosines - b * sines, a * sines + b * cosines, rest], axis: -1)

  // Put each feature back at its original place.
  let order = first + second + Array(2 * pairs..<x.columns)
  return rotated.gathering(order.indices.sorted { order[$0] < order[$1] }, axis: -1)
}
