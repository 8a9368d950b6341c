/// The cosine of the angle between vectors: their dot product, divided by their lengths.
///
///     cosineSimilarity([1, 0], [1, 1]) // 0.7071
///
/// It is 1 for the same direction, 0 for a right angle, −1 for opposite directions, whatever the lengths. For a vector of length 0, which
/// has no direction, it is 0.
///
/// - Parameters:
///   - a: Vectors along the last axis: shape `[..., size]`.
///   - b: Shape `[..., size]`; leading axes are broadcast.
/// - Returns: Shape `[...]`: a single number for two vectors, one for each pair of rows for two matrices.
/// - Precondition: Both have the same size in the last axis; the failure names both shapes.
public func cosineSimilarity(_ a: Tensor, _ b: Tensor) -> Tensor {
  require(
    a.rank >= 1 && b.rank >= 1 && a.shape.last == b.shape.last,
    "cosineSimilarity: the vectors differ in size, their last axis: the shapes are \(a.shape) and \(b.shape)")
  let directionA = direction(a)
  let directionB = direction(b)
  return Tensor.combined(directionA, directionB, in: "cosineSimilarity") { $0 * $1 }.sum(axis: -1)
}

/// Each vector scaled to length 1; a vector of length 0 stays.
///
/// The vectors are divided before they are multiplied, because the squares of very long or short vectors would overflow or underflow.
func direction(_ x: Tensor) -> Tensor {
  x / x.norm(axis: -1, keepingAxis: true).mapped { $0 == 0 ? 1 : $0 }
}
