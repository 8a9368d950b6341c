// Attention to summaries of blocks of tokens, beside other branches: native sparse attention.

/// Summarizes blocks of tokens: one vector for each `blockSize` tokens, at every `stride`-th token.
///
///     blockSummaries(k, blockSize: 32, stride: 16) // [..., blocks, keySize]
///
/// - Parameters:
///   - x: Keys or values: shape `[..., length, size]`.
///   - blockSize: How many tokens a block has.
///   - stride: How far apart blocks begin. With a stride below `blockSize` they overlap.
///   - summary: From `[..., blocks, blockSize, size]` to `[..., blocks, size]`; by default the mean. A trained network may take its place.
/// - Returns: Shape `[..., blocks, size]`. Tokens after the last whole block are in none.
/// - Complexity: O(length · blockSize / stride · size) with the mean.
/// - Source: Yuan et al. 2025, "Native Sparse Attention: Hardware-Aligned and Natively Trainable Sparse Attention", equation 7.
public func blockSummaries(
  _ x: Tensor, blockSize: Int, stride: Int, summary: (Tensor) -> Tensor = { $0.mean(axis: -2) }
) -> Tensor {
  let function = "blockSummaries"
  require(x.rank >= 2, "\(function): the shape [..., length, size] is needed, but it is \(x.shape)")
  let blocks = blockCount(length: x.rows, blockSize: blockSize, stride: stride, in: function)
  let tokens = (0..<blocks).flatMap { ($0 * stride..<$0 * stride + blockSize) }
  let whole = x.gathering(tokens, axis: -2).reshaped(x.shape.dropLast(2) + [blocks, blockSize, x.columns])
  let summaries = summary(whole)
  require(
    summaries.rank > 0 && summaries.shape.dropLast() == whole.shape.dropLast(2),
    "\(function): for blocks of shape \(whole.shape), the summary needs the shape \(whole.shape.dropLast(2)) and a last axis, but has \(summaries.shape)"
  )
  return summaries
}

/// Each token attends to the summaries of the blocks that end before it or at it.
///
///     compressedAttention(query: q, key: k, value: v, blockSize: 32, stride: 16)
///
/// - Parameters:
///   - query: Shape `[..., length, keySize]`.
///   - key: Shape `[..., length, keySize]`.
///   - value: Shape `[..., length, valueSize]`.
///   - keyHeads: The number of heads of `key` and `value`, if groups of query heads share them: see `repeatHeads(_:times:)`.
///   - blockSize: How many tokens a block has.
///   - stride: How far apart blocks begin.
///   - keySummary: As `summary` of `blockSummaries(_:blockSize:stride:summary:)`, for keys.
///   - valueSummary: The same for values.
///   - scale: The factor of the dot products; by default 1/√keySize.
/// - Returns: Shape `[..., length, valueSize]`. Tokens before the end of the first block get zeros.
/// - Complexity: O(length² / stride · (keySize + valueSize)), and the time of the summaries.
/// - Source: Yuan et al. 2025, "Native Sparse Attention: Hardware-Aligned and Natively Trainable Sparse Attention", section 3.3.1.
public func compressedAttention(
  query: Tensor, key: Tensor, value: Tensor, keyHeads: Int? = nil, blockSize: Int, stride: Int,
  keySummary: (Tensor) -> Tensor = { $0.mean(axis: -2) }, valueSummary: (Tensor) -> Tensor = { $0.mean(axis: -2) },
  scale: Float? = nil
) -> Tensor {
  let function = "compressedAttention"
  checkSizes(query: query, key: key, in: function)
  let options = AttentionOptions(function: function)
  options.check(key: key, value: value)
  require(
    query.rank >= 2 && query.rows == key.rows,
    "\(function): query and key must have the same length, but have the shapes \(query.shape) and \(key.shape)")
  let mask = Mask.finishedBlocks(query.rows, blockSize: blockSize, stride: stride)
  return AttentionOptions(mask: mask, scale: scale, keyHeads: keyHeads, function: function).context(
    query: query, key: blockSummaries(key, blockSize: blockSize, stride: stride, summary: keySummary),
    value: blockSummaries(value, blockSize: blockSize, stride: stride, summary: valueSummary))
}

/// The sum of several branches of attention, each times a gate.
///
///     let blocks = compressedAttention(query: q, key: k, value: v, blockSize: 32, stride: 16)
///     let near = slidingWindowAttention(query: q, key: k, value: v, window: 64)
///     gatedSum([blocks, near], gates: sigmoid(logits))
///
/// The paper has a third branch, attention to whole blocks that the weights of the first select, for which `blockSparseAttention` can be used.
///
/// - Parameters:
///   - branches: The contexts: each of shape `[..., heads, length, valueSize]`.
///   - gates: Shape `[..., heads, length, branches]`.
/// - Returns: Shape `[..., heads, length, valueSize]`.
/// - Precondition: The shapes fit; the failure names those that don't.
/// - Complexity: O(branches · heads · length · valueSize).
/// - Source: Yuan et al. 2025, "Native Sparse Attention: Hardware-Aligned and Natively Trainable Sparse Attention", equation 5.
public func gatedSum(_ branches: [Tensor], gates: Tensor) -> Tensor {
  guard let first = branches.first else { stop("gatedSum: there is no branch") }
  for branch in branches where branch.shape != first.shape {
    stop("gatedSum: the branches need one shape, but have \(first.shape) and \(branch.shape)")
  }
  let shape = Array(first.shape.dropLast()) + [branches.count]
  require(first.rank > 0 && gates.shape == shape, "gatedSum: gates needs the shape \(shape), but has \(gates.shape)")
  return branches.enumerated().reduce(.zeros(first.shape)) { $0 + $1.element * gates.gathering([$1.offset], axis: -1) }
}

extension Mask {
  /// Each token sees the blocks that end before it or at it. Shape `[length, blocks]`.
  ///
  /// - Parameters:
  ///   - length: The number of tokens.
  ///   - blockSize: How many tokens a block has.
  ///   - stride: How far apart blocks begin.
  public static func finishedBlocks(_ length: Int, blockSize: Int, stride: Int) -> Mask {
    let blocks = blockCount(length: length, blockSize: blockSize, stride: stride, in: "finishedBlocks")
    let rows = (0..<length).map { 0..<blockCount(length: $0 + 1, blockSize: blockSize, stride: stride, in: "finishedBlocks") }
    return Mask(spans: KeySpans(shape: [length, blocks], rows: rows))
  }
}

/// How many whole blocks are among the first `length` tokens.
private func blockCount(length: Int, blockSize: Int, stride: Int, in function: String) -> Int {
  require(length >= 0, "\(function): a length of \(length) is negative")
  require(
    blockSize > 0 && stride > 0, "\(function): the block size and the stride must be positive, but they are \(blockSize) and \(stride)")
  return length < blockSize ? 0 : (length - blockSize) / stride + 1
}
