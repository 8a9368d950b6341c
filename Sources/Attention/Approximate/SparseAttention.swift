// Attention to some of the keys only. Unlike with a mask, the scores of the other keys are never computed.

/// Each token sees the tokens just before it and the very first ones.
///
///     slidingWindowAttention(query: q, key: k, value: v, window: 128, sinks: 4)
///
/// The first tokens, the sinks, are where trained models put weight that they have no other use for: without them, quality falls as soon
/// as they leave the window.
///
/// - Parameters:
///   - query: Shape `[..., length, keySize]`.
///   - key: Shape `[..., length, keySize]`.
///   - value: Shape `[..., length, valueSize]`.
///   - keyHeads: The number of heads of `key` and `value`, if groups of query heads share them: see `repeatHeads(_:times:)`.
///   - window: How many tokens a token sees, itself included.
///   - sinks: How many of the first tokens all later ones see as well.
///   - scale: The factor of the dot products; by default 1/√keySize.
/// - Returns: Shape `[..., length, valueSize]`: the result of `scaledDotProductAttention` with the mask
///   `.slidingWindow(length, size: window, sinks: sinks)`.
/// - Complexity: O(length · (window + sinks) · (keySize + valueSize)).
/// - Source: Xiao et al. 2024, "Efficient Streaming Language Models with Attention Sinks", section 3.2.
public func slidingWindowAttention(
  query: Tensor, key: Tensor, value: Tensor, keyHeads: Int? = nil, window: Int, sinks: Int = 0, scale: Float? = nil
) -> Tensor {
  let function = "slidingWindowAttention"
  require(window > 0, "\(function): the window must be positive, but it is \(window)")
  require(sinks >= 0, "\(function): a number of \(sinks) sinks is negative")
  require(
    query.rank >= 2 && key.rank >= 2 && query.rows == key.rows,
    "\(function): query and key must have the same length, but have the shapes \(query.shape) and \(key.shape)")
  let mask = Mask.slidingWindow(query.rows, size: window, sinks: sinks)
  return AttentionOptions(mask: mask, scale: scale, keyHeads: keyHeads, function: function)
    .context(query: query, key: key, value: value)
}

/// Each block of queries sees some of the blocks of keys.
///
///     // Of 3 × 3 blocks, each sees itself and the first.
///     let blocks = Mask.window(3, left: 0, right: 0) || .firstKeys(1, of: 3)
///     blockSparseAttention(query: q, key: k, value: v, blocks: blocks, blockSize: 64, mask: .causal(192))
///
/// - Parameters:
///   - query: Shape `[..., queries, keySize]`.
///   - key: Shape `[..., keys, keySize]`.
///   - value: Shape `[..., keys, valueSize]`.
///   - keyHeads: The number of heads of `key` and `value`, if groups of query heads share them: see `repeatHeads(_:times:)`.
///   - blocks: Which blocks of keys each block of queries sees: a row for each `blockSize` queries, a column for each
///     `blockSize` keys; the last ones may be shorter.
///   - blockSize: How many queries, and how many keys, are in a block.
///   - mask: Within the blocks, which keys each query may see.
///   - scale: The factor of the dot products; by default 1/√keySize.
/// - Returns: Shape `[..., queries, valueSize]`: the result of `scaledDotProductAttention` with `mask` and
///   `blocks.enlarged(by: blockSize, queries: queries, keys: keys)`.
/// - Complexity: O(visible blocks · blockSize² · (keySize + valueSize)).
/// - Source: Child et al. 2019, "Generating Long Sequences with Sparse Transformers", section 5; Zaheer et al. 2020,
///   "Big Bird", appendix D.
public func blockSparseAttention(
  query: Tensor, key: Tensor, value: Tensor, keyHeads: Int? = nil, blocks: Mask, blockSize: Int,
  mask: Mask? = nil, scale: Float? = nil
) -> Tensor {
  let function = "blockSparseAttention"
  require(blockSize > 0, "\(function): the block size must be positive, but it is \(blockSize)")
  require(
    query.rank >= 2 && key.rank >= 2,
    """
    \(function): query needs the shape [..., queries, keySize] and key [..., keys, keySize], \
    but they have \(query.shape) and \(key.shape)
    """)
  let keyBlocks = ranges(of: key.rows, size: blockSize)
  let blockShape = [ranges(of: query.rows, size: blockSize).count, keyBlocks.count]
  require(
    blocks.shape == blockShape,
    "\(function): the blocks of size \(blockSize) need a mask of shape \(blockShape), but it has \(blocks.shape)")
  AttentionOptions(mask: mask, function: function).check(fit: query.shape.dropLast() + [key.rows])
  let visibility = mask?.visibility
  return attention(
    query: query, key: key, value: value, keyHeads: keyHeads, queryBlock: blockSize, scale: scale, in: function
  ) { queries in
    let row = queries.lowerBound / blockSize
    let keys = keyBlocks.indices.filter { blocks[row, $0] }.flatMap { Array(keyBlocks[$0]) }
    let part = visibility.map { visibility in
      let rows = tile(visibility, rows: queries)
      return Mask(visibility: rows.rank >= 1 && rows.shape[rows.rank - 1] > 1 ? rows.gathering(keys, axis: -1) : rows)
    }
    return (keys, part)
  }
}

/// Attention block by block. `visible` selects the keys of each block of queries; the mask hides some of them.
private func attention(
  query: Tensor, key: Tensor, value: Tensor, keyHeads: Int?, queryBlock: Int, scale: Float?, in function: String,
  visible: (Range<Int>) -> (keys: [Int], mask: Mask?)
) -> Tensor {
  AttentionOptions(function: function).check(key: key, value: value)
  checkSizes(query: query, key: key, in: function)
  // Add an empty block of queries, so that the shape is right even if there are no others.
  let contexts = ([0..<0] + ranges(of: query.rows, size: queryBlock)).map { queries in
    let (keys, mask) = queries.isEmpty ? ([], nil) : visible(queries)
    return AttentionOptions(mask: mask, scale: scale, keyHeads: keyHeads, function: function).context(
      query: query.gathering(Array(queries), axis: -2), key: key.gathering(keys, axis: -2),
      value: value.gathering(keys, axis: -2))
  }
  return concatenate(contexts, axis: -2)
}
