// Conversions between the features of a model and those of its heads.

/// Cuts the features of each token into heads: `[..., length, heads · size]` → `[..., heads, length, size]`.
///
/// Head h gets the features h · size to (h + 1) · size − 1 of every token. Reshaping alone would silently give it whole tokens instead:
/// the axes must also be exchanged.
///
/// - Precondition: The number of features is a multiple of `heads`.
public func splitHeads(_ x: Tensor, into heads: Int) -> Tensor {
  require(x.rank >= 2, "splitHeads: x needs the shape [..., length, features], but has \(x.shape)")
  require(
    heads > 0 && x.columns % heads == 0,
    "splitHeads: \(x.columns) features can't be cut into \(heads) equal heads; x has the shape \(x.shape)")
  // [..., length, heads, size] → [..., heads, length, size]
  return x.reshaped(x.shape.dropLast() + [heads, x.columns / heads]).transposed(-3, -2)
}

/// Puts the heads of each token side by side: `[..., heads, length, size]` → `[..., length, heads · size]`.
///
/// It undoes `splitHeads(_:into:)`.
public func mergeHeads(_ x: Tensor) -> Tensor {
  require(x.rank >= 3, "mergeHeads: x needs the shape [..., heads, length, size], but has \(x.shape)")
  let tokens = x.transposed(-3, -2)  // [..., length, heads, size]
  return tokens.reshaped(tokens.shape.dropLast(2) + [x.shape[x.rank - 3] * x.columns])
}

/// Repeats each head, so that a group of query heads can share it: `[..., heads, length, size]` →
/// `[..., heads · times, length, size]`.
///
///     // 8 query heads, 2 key heads: queries 0–3 see key head 0, queries 4–7 key head 1.
///     scaledDotProductAttention(query: q, key: repeatHeads(k, times: 4), value: repeatHeads(v, times: 4))
///     scaledDotProductAttention(query: q, key: k, value: v, keyHeads: 2) // does the same
///
/// The copies of one head follow each other: k₀ k₀ k₁ k₁, not k₀ k₁ k₀ k₁.
///
/// - Source: Ainslie et al. 2023, "GQA: Training Generalized Multi-Query Transformer Models", section 2.2.
public func repeatHeads(_ x: Tensor, times: Int) -> Tensor {
  require(x.rank >= 3, "repeatHeads: x needs the shape [..., heads, length, size], but has \(x.shape)")
  require(times > 0, "repeatHeads: the heads can't be repeated \(times) times")
  let heads = x.shape[x.rank - 3]
  return x.gathering((0..<heads * times).map { $0 / times }, axis: -3)
}
