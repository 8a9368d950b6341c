/// Attention with linear biases: the further a key is from the query, the lower its score.
///
///     scaledDotProductAttention(query: q, key: k, value: v, mask: .causal(n), bias: alibiBias(queries: n, heads: 8))
///
/// Query i, at position i + offset, gets the bias −slope · |i + offset − j| for key j. Each head has its own slope,
/// from steep to flat: 2^(−8h/heads) for h = 1, 2, … if the number of heads is a power of two. Otherwise the heads have the slopes of the
/// next lower power of two, followed by every second slope of the next higher one.
///
/// - Parameters:
///   - queries: The number of queries.
///   - keys: By default as many as queries.
///   - heads: The number of heads.
///   - offset: The position of the first query.
/// - Returns: Shape `[heads, queries, keys]`.
/// - Source: Press, Smith and Lewis 2022, "Train Short, Test Long", section 3 and the authors' code.
public func alibiBias(queries: Int, keys: Int? = nil, heads: Int, offset: Int = 0) -> Tensor {
  let shape = [heads, queries, keys ?? queries]
  _ = elementCount(shape, in: "alibiBias")
  let position = Tensor(0..<queries).insertingAxis(at: 1) + Float(offset)  // [queries, 1]
  let distance = abs(position - Tensor(0..<shape[2]))  // [queries, keys]
  return -Tensor(alibiSlopes(heads)).reshaped([heads, 1, 1]) * distance
}

/// How fast each head's scores fall with the distance.
func alibiSlopes(_ heads: Int) -> [Float] {
  if heads == 0 { return [] }
  let lower = 1 << (Int.bitWidth - 1 - heads.leadingZeroBitCount)  // the largest power of two up to `heads`
  func slopes(_ heads: Int) -> [Float] { (1...heads).map { pow(2, -8 * Float($0) / Float(heads)) } }
  let between = slopes(2 * lower).enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
  return slopes(lower) + between.prefix(heads - lower)
}
