/// The steps from scores to weights, in the same order for all attention functions: scale, softcap, bias, mask, softmax with sinks,
/// dropout.
struct AttentionOptions {
  var mask: Mask?
  var bias: Tensor?
  var scale: Float?
  var softcap: Float?
  var sinks: Tensor?
  var dropout: Dropout?
  /// The number of heads of keys and values, if groups of query heads share them.
  var keyHeads: Int?
  /// The function that failure messages name.
  let function: String

  /// The scores of scaled dot products after each step.
  func stages(query: Tensor, key: Tensor) -> ScoreStages {
    require(scale.map { !$0.isNaN } ?? true, "\(function): the scale must be a number, but it is nan")
    checkSizes(query: query, key: key, in: function)
    return stages(of: scores(query: query, key: shared(key, named: "key", like: query.shape), scale: scale, in: function))
  }

  /// `scores`, of shape [..., queries, keys], after each step.
  func stages(of scores: Tensor) -> ScoreStages {
    var capped = scores
    if let softcap {
      require(softcap > 0, "\(function): a softcap must be positive, but it is \(softcap)")
      capped = tanh(scores / softcap) * softcap
    }
    // Replace hidden scores by −∞ instead of adding it, because a score of NaN or +∞ would survive the sum.
    var masked = capped
    if let bias {
      let bias = broadcast(bias, to: scores.shape, named: "bias")
      masked = .combined(masked, bias, in: function) { $1 == -.infinity ? $1 : $0 + $1 }
    }
    if let mask {
      let visibility = broadcast(mask.visibility, to: scores.shape, named: "mask")
      masked = .combined(masked, visibility, in: function) { $1 == 0 ? -.infinity : $0 }
    }
    return ScoreStages(scaled: scores, capped: capped, masked: masked, sinks: sinkColumn(for: scores.shape))
  }

  /// Weights and context computed from the scores.
  func steps(_ stages: ScoreStages, value: Tensor) -> AttentionSteps {
    let weights = dropout.map { $0(stages.weights) } ?? stages.weights
    let value = shared(value, named: "value", like: weights.shape)
    checkLeadingAxes(weights.shape, named: "scores", value.shape, named: "value", in: function)
    // A weight of 0 excludes its value, so that NaN or ∞ in a hidden value can't leak: 0 · NaN is NaN.
    let context = matrixProduct(weights, value, in: function, leavingOutZeros: true)
    return AttentionSteps(stages: stages, weights: weights, context: context)
  }

  func check(key: Tensor, value: Tensor) {
    require(
      key.rank >= 2 && value.rank >= 2 && key.rows == value.rows,
      """
      \(function): key and value must have the same number of keys, their last axis but one: \
      key has the shape \(key.shape), value \(value.shape)
      """)
  }

  /// Keys or values, repeated if groups of query heads share them.
  ///
  /// - Parameter query: The shape of the queries, or of their scores: `[..., heads, queries, _]`.
  func shared(_ x: Tensor, named name: String, like query: [Int]) -> Tensor {
    guard let keyHeads else { return x }
    require(
      keyHeads > 0 && x.rank >= 3 && x.shape[x.rank - 3] == keyHeads,
      "\(function): with keyHeads: \(keyHeads), \(name) needs the shape [..., \(keyHeads), keys, size], but has \(x.shape)")
    let heads = query.count >= 3 ? query[query.count - 3] : 0
    require(
      heads > 0 && heads % keyHeads == 0,
      """
      \(function): the heads of the query can't share \(keyHeads) key heads equally: \
      query has the shape \(query), \(name) \(x.shape)
      """)
    // A single head is broadcast, so it needs no copies.
    return keyHeads == 1 || heads == keyHeads ? x : repeatHeads(x, times: heads / keyHeads)
  }

  /// Stops unless mask and bias fit scores of `shape`.
  func check(fit shape: [Int]) {
    if let bias { check(bias.shape, named: "bias", fits: shape) }
    if let mask { check(mask.shape, named: "mask", fits: shape) }
  }

  /// The sinks as an additional key of each query. Shape `[..., queries, 1]`.
  func sinkColumn(for shape: [Int]) -> Tensor? {
    guard let sinks else { return nil }
    let axes = [Int](repeating: 1, count: min(shape.count, 2))  // of queries and keys
    return broadcast(sinks.reshaped(sinks.shape + axes), to: shape.dropLast() + [1], named: "sinks")
  }

  private func broadcast(_ tensor: Tensor, to shape: [Int], named name: String) -> Tensor {
    check(tensor.shape, named: name, fits: shape)
    return tensor.expanded(to: shape)
  }

  private func check(_ own: [Int], named name: String, fits shape: [Int]) {
    require(
      broadcasts(own, to: shape),
      "\(function): the \(name) has the shape \(own), which does not broadcast to the scores' \(shape)")
  }
}

/// The scores before and after each step. Shape `[..., queries, keys]`; for sinks, `[..., queries, 1]`.
struct ScoreStages: Sendable, Hashable {
  let scaled: Tensor
  let capped: Tensor
  let masked: Tensor
  let sinks: Tensor?

  /// The argument of the softmax, with the sinks last.
  var softmaxed: Tensor { sinks.map { concatenate([masked, $0], axis: -1) } ?? masked }

  /// The weights before dropout, without those of the sinks.
  var weights: Tensor {
    let weights = softmax(softmaxed)
    return sinks == nil ? weights : weights.gathering(Array(0..<masked.shape[masked.rank - 1]), axis: -1)
  }
}
