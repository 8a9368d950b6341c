// Scores and the decoders that attend with them, on variables. Each computes what the score itself computes for tensors.

extension AttentionScore {
  /// The scores of two variables, with the gradients of both.
  fileprivate func traced(
    query: Variable, key: Variable, gradient: @escaping (Tensor) -> (query: Tensor, key: Tensor)
  ) -> Variable {
    .computed(self(query: query.value, key: key.value), from: [query, key]) {
      let gradients = gradient($0)
      return [gradients.query, gradients.key]
    }
  }
}

extension DotScore {
  /// The score of each pair. Shape `[..., queries, keys]`.
  public func callAsFunction(query: Variable, key: Variable) -> Variable {
    traced(query: query, key: key) { gradient(query: query.value, key: key.value, cotangent: $0) }
  }
}

extension ScaledDotScore {
  /// The score of each pair. Shape `[..., queries, keys]`.
  public func callAsFunction(query: Variable, key: Variable) -> Variable {
    traced(query: query, key: key) { gradient(query: query.value, key: key.value, cotangent: $0) }
  }
}

extension CosineScore {
  /// The score of each pair. Shape `[..., queries, keys]`.
  public func callAsFunction(query: Variable, key: Variable) -> Variable {
    traced(query: query, key: key) { gradient(query: query.value, key: key.value, cotangent: $0) }
  }
}

extension KernelScore {
  /// The score of each pair. Shape `[..., queries, keys]`.
  public func callAsFunction(query: Variable, key: Variable) -> Variable {
    traced(query: query, key: key) { gradient(query: query.value, key: key.value, cotangent: $0) }
  }
}

extension Traced where Part == GeneralScore {
  /// The score of each pair. Shape `[..., queries, keys]`.
  public func callAsFunction(query: Variable, key: Variable) -> Variable {
    DotScore()(query: matmul(query, self.weight), key: key)
  }
}

extension Traced where Part == AdditiveScore {
  /// The score of each pair. Shape `[..., queries, keys]`.
  public func callAsFunction(query: Variable, key: Variable) -> Variable {
    let score = value
    let learned = [self.queryWeight, self.keyWeight, self.vector] + [self.bias].compactMap { $0 }
    return .computed(score(query: query.value, key: key.value), from: [query, key] + learned) {
      let gradients = score.gradient(query: query.value, key: key.value, cotangent: $0)
      return [gradients.query, gradients.key, gradients.queryWeight, gradients.keyWeight, gradients.vector, gradients.bias]
    }
  }
}

/// Attention with given scores.
///
///     let scores = model.score(query: q, key: k)
///     let (context, weights) = attention(scores: scores, value: v, mask: .causal(n))
///
/// - Parameters:
///   - scores: Shape `[..., queries, keys]`.
///   - value: Shape `[..., keys, valueSize]`.
///   - mask: Which keys each query may see. A query that may see none gets zeros.
/// - Returns: Shapes `[..., queries, valueSize]` and `[..., queries, keys]`.
/// - Complexity: O(queries · keys · valueSize) time, and O(queries · keys) memory.
public func attention(scores: Variable, value: Variable, mask: Mask? = nil) -> (context: Variable, weights: Variable) {
  let weights = softmax(mask.map { hiding(scores, $0) } ?? scores)
  return (matmul(weights, value), weights)
}

/// The scores, with −∞ where the mask hides the key.
private func hiding(_ scores: Variable, _ mask: Mask) -> Variable {
  require(
    broadcasts(mask.shape, to: scores.shape),
    "attention: the mask has the shape \(mask.shape), which does not broadcast to the scores' \(scores.shape)")
  let visibility = mask.visibility
  return .computed(
    .combined(scores.value, visibility, in: "attention") { $1 == 0 ? -.infinity : $0 }, from: [scores]
  ) { [.combined($0, visibility, in: "attention") { $1 == 0 ? 0 : $0 }] }
}

/// Attention to `source` with one query, of shape `[..., querySize]`.
private func lookUp(
  _ query: Variable, in source: Variable, mask: Mask?, score: (_ query: Variable, _ key: Variable) -> Variable
) -> (context: Variable, weights: Variable) {
  let row = query.reshaped(query.shape.dropLast() + [1] + query.shape.suffix(1))
  let found = attention(scores: score(row, source), value: source, mask: mask)
  return (found.context.selecting(0, axis: -2), found.weights.selecting(0, axis: -2))
}

extension Traced where Part == BahdanauDecoder {
  /// One step, with the arguments and shapes of the decoder itself.
  public func callAsFunction(
    _ x: Variable, state: Variable, source: Variable, mask: Mask? = nil
  ) -> (state: Variable, context: Variable, weights: Variable) {
    let look = lookUp(state, in: source, mask: mask) { self.score(query: $0, key: $1) }
    return (self.cell(concatenate([x, look.context], axis: -1), state: state), look.context, look.weights)
  }
}

extension Traced where Part == LuongDecoder {
  /// One step, with the arguments and shapes of the decoder itself.
  ///
  /// - Precondition: The score is one of the library's.
  public func callAsFunction(
    _ x: Variable, state: Variable, source: Variable, mask: Mask? = nil
  ) -> (state: Variable, output: Variable, weights: Variable) {
    let state = self.cell(x, state: state)
    let look = lookUp(state, in: source, mask: mask) { query, key in
      switch value.score {
      case is GeneralScore: self.generalScore!(query: query, key: key)
      case is AdditiveScore: self.additiveScore!(query: query, key: key)
      case let score as DotScore: score(query: query, key: key)
      case let score as ScaledDotScore: score(query: query, key: key)
      case let score as CosineScore: score(query: query, key: key)
      case let score as KernelScore: score(query: query, key: key)
      default: stop("LuongDecoder: the gradients of \(type(of: value.score)) are unknown; use a score of the library")
      }
    }
    let output = tanh(
      linear(concatenate([look.context, state], axis: -1), self.outputWeight, nil, named: "context and state", in: "LuongDecoder"))
    return (state, output, look.weights)
  }
}
