// The three steps of attention, one by one: scores, weights, context. `scaledDotProductAttention` computes all of them.

/// How well each key answers each query: their dot products, scaled.
///
/// S = QKᵀ / √d_k. Without the scale, the scores of long vectors spread so far that softmax puts all weight on one key.
///
///     let scores = attentionScores(query: q, key: k) // [queries, keys]
///     let weights = softmax(scores)                  // each row sums to 1
///     let context = matmul(weights, v)               // [queries, valueSize]
///
/// - Parameters:
///   - query: Shape `[..., queries, keySize]`, or `[keySize]` for a single query.
///   - key: Shape `[..., keys, keySize]`.
///   - keyHeads: The number of key heads, if groups of query heads share them: see `repeatHeads(_:times:)`.
///   - scale: The factor of the dot products; by default 1/√keySize.
/// - Returns: Shape `[..., queries, keys]`; leading axes are broadcast.
/// - Precondition: `query` and `key` agree in `keySize`, and without `keyHeads` in their leading axes; the failure names both shapes.
/// - Complexity: O(queries · keys · keySize).
/// - Source: Vaswani et al. 2017, "Attention Is All You Need", section 3.2.1.
public func attentionScores(query: Tensor, key: Tensor, keyHeads: Int? = nil, scale: Float? = nil) -> Tensor {
  AttentionOptions(scale: scale, keyHeads: keyHeads, function: "attentionScores").stages(query: query, key: key).scaled
}

func scores(query: Tensor, key: Tensor, scale: Float?, in function: String) -> Tensor {
  checkSizes(query: query, key: key, in: function)
  checkLeadingAxes(query: query, key: key, in: function)
  return matrixProduct(query, key.transposed(), in: function) * (scale ?? defaultScale(keySize: key.columns))
}

/// 1/√keySize. For keySize 0, all dot products are 0 and the scale is 1, because 1/√0 would make them NaN.
func defaultScale(keySize: Int) -> Float { keySize == 0 ? 1 : 1 / Float(keySize).squareRoot() }

func checkSizes(query: Tensor, key: Tensor, in function: String) {
  require(
    query.rank >= 1 && key.rank >= 2,
    """
    \(function): query needs the shape [..., queries, keySize] and key [..., keys, keySize], \
    but they have \(query.shape) and \(key.shape)
    """)
  require(
    query.shape.last == key.columns,
    """
    \(function): query and key differ in keySize, their last axis: \
    query has the shape \(query.shape), key \(key.shape)
    """)
}

/// Stops unless the leading axes of query and key can be broadcast.
func checkLeadingAxes(query: Tensor, key: Tensor, in function: String) {
  checkLeadingAxes(query.shape, named: "query", key.shape, named: "key", in: function)
}

/// Stops unless the leading axes of keys or values can be broadcast with those of queries, or of their scores.
func checkLeadingAxes(_ shape: [Int], named name: String, _ other: [Int], named otherName: String, in function: String) {
  let (own, others) = (shape.dropLast(2), other.dropLast(2))
  if joinedShape(Array(own), Array(others)) != nil { return }
  var problem = "\(name) and \(otherName) differ in their leading axes: \(name) has the shape \(shape), \(otherName) \(other)"
  if let heads = own.last, let keyHeads = others.last, keyHeads > 1, heads > keyHeads, heads % keyHeads == 0 {
    problem += "; groups of query heads share a key head only where asked for, with keyHeads: \(keyHeads)"
  }
  stop("\(function): \(problem)")
}
