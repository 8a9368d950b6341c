// Attention to the keys that a cheaper score selects for each query: DeepSeek sparse attention.

/// How much each key may matter for each query, as a few small heads judge it, which share one key for each token.
///
///     I_ts = Σⱼ w_tj ReLU(q_tj · k_s)
///
/// These scores only select: `topKAttention` takes the keys with the largest ones, and computes their weights as usual.
///
/// - Parameters:
///   - query: The indexer's queries: shape `[..., indexHeads, queries, indexSize]`.
///   - key: Its keys: shape `[..., keys, indexSize]`.
///   - headWeight: How much each of its heads counts for each query: shape `[..., queries, indexHeads]`.
/// - Returns: Shape `[..., 1, queries, keys]`; the axis of size 1 serves all heads of attention.
/// - Precondition: The shapes fit; the failure names them.
/// - Complexity: O(queries · keys · indexHeads · indexSize). It still grows with the square of the length, but its heads are few and small.
/// - Source: DeepSeek-AI 2025, "DeepSeek-V3.2-Exp: Boosting Long-Context Efficiency with DeepSeek Sparse Attention", equation 1.
public func indexScores(query: Tensor, key: Tensor, headWeight: Tensor) -> Tensor {
  require(
    query.rank >= 3 && key.rank >= 2 && key.shape.dropLast(2) == query.shape.dropLast(3) && query.columns == key.shape.last
      && headWeight.shape == query.shape.dropLast(3) + [query.rows, query.shape[query.rank - 3]],
    """
    indexScores: query needs the shape [..., indexHeads, queries, indexSize], key [..., keys, indexSize] and headWeight \
    [..., queries, indexHeads], but they have \(query.shape), \(key.shape) and \(headWeight.shape)
    """)
  let products = relu(matmul(query, key.insertingAxis(at: -3).transposed()))  // [..., indexHeads, queries, keys]
  let weights = headWeight.transposed().insertingAxis(at: -1)  // [..., indexHeads, queries, 1]
  return (products * weights).sum(axis: -3, keepingAxis: true)
}

/// Each query attends to the few keys with the largest index scores. Unlike with a mask, the scores of the other keys are never computed.
///
///     let context = topKAttention(query: q, key: k, value: v, indexScores: scores, count: 16, mask: .causal(n))
///
/// The keys are the same for all heads of a query, so that each is read once.
///
/// - Parameters:
///   - query: Shape `[..., heads, queries, keySize]`.
///   - key: Shape `[..., heads, keys, keySize]`.
///   - value: Shape `[..., heads, keys, valueSize]`.
///   - keyHeads: The number of heads of `key` and `value`, if groups of query heads share them: see `repeatHeads(_:times:)`.
///   - indexScores: Shape `[..., 1, queries, keys]`: see `indexScores(query:key:headWeight:)`.
///   - count: How many keys each query sees. Of equal scores, that of the earlier key counts as larger.
///   - mask: Which keys may be selected; broadcast to the shape of `indexScores`. A query that may see none gets zeros.
///   - scale: The factor of the dot products; by default 1/√keySize.
/// - Returns: Shape `[..., heads, queries, valueSize]`: the result of `scaledDotProductAttention` with the mask
///   `.topK(count, of: indexScores, among: mask)`.
/// - Precondition: The shapes fit; the failure names them.
/// - Complexity: O(queries · (keys · log keys + heads · count · (keySize + valueSize))).
/// - Source: DeepSeek-AI 2025, "DeepSeek-V3.2-Exp: Boosting Long-Context Efficiency with DeepSeek Sparse Attention", equation 2.
public func topKAttention(
  query: Tensor, key: Tensor, value: Tensor, keyHeads: Int? = nil, indexScores: Tensor, count: Int, mask: Mask? = nil,
  scale: Float? = nil
) -> Tensor {
  let function = "topKAttention"
  checkSizes(query: query, key: key, in: function)
  let options = AttentionOptions(scale: scale, keyHeads: keyHeads, function: function)
  options.check(key: key, value: value)
  let leading = Array(query.shape.dropLast(3))
  require(
    query.rank >= 3 && key.rank >= 3 && value.rank >= 3 && Array(key.shape.dropLast(3)) == leading
      && Array(value.shape.dropLast(3)) == leading,
    """
    \(function): query, key and value need the shapes [..., heads, length, size] with equal leading axes, \
    but they have \(query.shape), \(key.shape) and \(value.shape)
    """)
  let shape = leading + [1, query.rows, key.rows]
  require(indexScores.shape == shape, "\(function): indexScores needs the shape \(shape), but has \(indexScores.shape)")
  let selected = largest(count, of: indexScores, among: mask, in: function)
  let batches = leading.reduce(1, *)
  func flat(_ x: Tensor) -> Tensor { x.reshaped([batches] + x.shape.suffix(3)) }
  let (queries, keys, values) = (flat(query), flat(key), flat(value))
  let contexts = (0..<batches).map { batch in
    let (query, key, value) = (queries[batch], keys[batch], values[batch])  // [heads, length, size]
    let rows = (0..<query.rows).map { row in
      let seen = selected[batch * query.rows + row]
      return options.context(
        query: query.gathering([row], axis: -2), key: key.gathering(seen, axis: -2), value: value.gathering(seen, axis: -2))
    }
    return concatenate([.zeros([query.shape[0], 0, value.columns])] + rows, axis: -2)
  }
  let result = Array(query.shape.dropLast()) + [value.columns]
  return contexts.isEmpty ? .zeros(result) : stack(contexts).reshaped(result)
}

extension Mask {
  /// Each query sees the `count` keys with the largest scores, or all if there are fewer.
  ///
  ///     let mask = Mask.topK(2, of: [[0.5, 0.1, 0.7]]) // the first and the third key
  ///
  /// - Parameters:
  ///   - count: How many keys each query sees. Of equal scores, that of the earlier key counts as larger, and NaN as the smallest.
  ///   - scores: Shape `[..., queries, keys]`.
  ///   - mask: Which keys may be among them; broadcast to the shape of `scores`.
  /// - Complexity: O(queries · keys · log keys).
  public static func topK(_ count: Int, of scores: Tensor, among mask: Mask? = nil) -> Mask {
    let rows = largest(count, of: scores, among: mask, in: "topK")
    if let spans = SpanLists(shape: scores.shape, rows: rows.map { runs($0.lazy.map { $0..<$0 + 1 }) }) { return Mask(spans: spans) }
    var visibility = [Float](repeating: 0, count: scores.count)
    for (row, keys) in rows.enumerated() { for key in keys { visibility[row * scores.columns + key] = 1 } }
    return Mask(visibility: Tensor(unchecked: scores.shape, visibility))
  }
}

/// For each row of `scores`, the keys with the largest scores, in ascending order.
private func largest(_ count: Int, of scores: Tensor, among mask: Mask?, in function: String) -> [[Int]] {
  require(count > 0, "\(function): the number of keys to select must be positive, but it is \(count)")
  require(scores.rank >= 2, "\(function): the scores need the shape [..., queries, keys], but have \(scores.shape)")
  AttentionOptions(mask: mask, function: function).check(fit: scores.shape)
  let visibility = mask.map { $0.visibility.expanded(to: scores.shape) }
  let keys = scores.columns
  return (0..<scores.shape.dropLast().reduce(1, *)).map { row in
    let start = row * keys
    func score(_ key: Int) -> Float { scores.scalars[start + key].isNaN ? -.infinity : scores.scalars[start + key] }
    let visible = (0..<keys).filter { visibility?.scalars[start + $0] != 0 }
    guard visible.count > count else { return visible }
    return visible.sorted { (score($1), $0) < (score($0), $1) }.prefix(count).sorted()
  }
}
