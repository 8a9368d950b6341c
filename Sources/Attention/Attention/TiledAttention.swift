/// `scaledDotProductAttention` in tiles. It never stores the scores of all pairs.
///
///     tiledAttention(query: q, key: k, value: v, mask: .causal(n), queryBlock: 64, keyBlock: 64)
///
/// Each block of queries visits the blocks of keys with an `OnlineSoftmax`. Tiles whose keys are all hidden are skipped.
///
/// - Parameters:
///   - query: Shape `[..., queries, keySize]`.
///   - key: Shape `[..., keys, keySize]`.
///   - value: Shape `[..., keys, valueSize]`.
///   - keyHeads: The number of heads of `key` and `value`, if groups of query heads share them: see `repeatHeads(_:times:)`.
///   - mask: Which keys each query may see; a query that may see none gets zeros.
///   - bias: Added to the scores; broadcast likewise.
///   - scale: The factor of the dot products; by default 1/√keySize.
///   - softcap: If given, a score s becomes softcap · tanh(s / softcap), before bias and mask.
///   - sinks: The score of an additional key without a value, one for each head.
///   - queryBlock: The number of queries in a tile, which doesn't affect the result.
///   - keyBlock: The number of keys in a tile, which affects only rounding.
/// - Returns: Shape `[..., queries, valueSize]`.
/// - Precondition: Both block sizes are positive.
/// - Complexity: O(queries · keys · (keySize + valueSize)) time, O(queryBlock · keyBlock) memory besides the context.
/// - Source: Dao et al. 2022, "FlashAttention", algorithm 1, with the loops exchanged as in Dao 2023,
///   "FlashAttention-2", algorithm 1.
public func tiledAttention(
  query: Tensor, key: Tensor, value: Tensor, keyHeads: Int? = nil, mask: Mask? = nil, bias: Tensor? = nil,
  scale: Float? = nil, softcap: Float? = nil, sinks: Tensor? = nil, queryBlock: Int = 64, keyBlock: Int = 64
) -> Tensor {
  let function = "tiledAttention"
  require(
    queryBlock > 0 && keyBlock > 0,
    "\(function): the blocks must be positive, but they are \(queryBlock) and \(keyBlock)")
  require(query.rank >= 2, "\(function): query needs the shape [..., queries, keySize], but has \(query.shape)")
  checkSizes(query: query, key: key, in: function)
  var options = AttentionOptions(
    mask: mask, bias: bias, scale: scale, softcap: softcap, sinks: sinks, keyHeads: keyHeads, function: function)
  options.check(key: key, value: value)
  let (key, value) = (
    options.shared(key, named: "key", like: query.shape), options.shared(value, named: "value", like: query.shape)
  )
  options.keyHeads = nil  // From here on, each query head has its own.
  checkLeadingAxes(query: query, key: key, in: function)
  let scoreShape = broadcastShape(query.shape.dropLast(2), key.shape.dropLast(2), in: function) + [query.rows, key.rows]
  options.check(fit: scoreShape)
  checkLeadingAxes(scoreShape, named: "scores", value.shape, named: "value", in: function)
  let leading = broadcastShape(scoreShape.dropLast(2), value.shape.dropLast(2), in: function)

  let visibility = mask?.visibility
  var contexts = [Tensor.zeros(leading + [0, value.columns])]
  for queries in ranges(of: query.rows, size: queryBlock) {
    let queryTile = tile(query, rows: queries)
    var average = OnlineSoftmax(contextShape: leading + [queries.count, value.columns])
    if let sinks = options.sinkColumn(for: scoreShape.dropLast(2) + [queries.count, 1]) {
      average.add(scores: sinks, value: .zeros([1, value.columns]))
    }
    for keys in ranges(of: key.rows, size: keyBlock) {
      options.mask = visibility.map { Mask(visibility: tile($0, rows: queries, columns: keys)) }
      if options.mask?.visibility.max() == 0 { continue }
      options.bias = bias.map { tile($0, rows: queries, columns: keys) }
      let scores = options.stages(query: queryTile, key: tile(key, rows: keys)).masked
      average.add(scores: scores, value: tile(value, rows: keys))
    }
    contexts.append(average.context)
  }
  return concatenate(contexts, axis: -2)
}

/// The ranges of length `size` that make up `count`; the last may be shorter.
func ranges(of count: Int, size: Int) -> [Range<Int>] {
  stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
}

/// A part of the last two axes. An axis that is broadcast (missing or of size 1) stays.
func tile(_ x: Tensor, rows: Range<Int>, columns: Range<Int>? = nil) -> Tensor {
  var part = x
  if let columns, x.rank >= 1, x.shape[x.rank - 1] > 1 { part = part.gathering(Array(columns), axis: -1) }
  if x.rank >= 2, x.rows > 1 { part = part.gathering(Array(rows), axis: -2) }
  return part
}
