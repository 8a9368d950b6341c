/// The gradients of all arguments of attention, from that of the context: the vector–Jacobian product.
///
///     let gradients = attentionGradients(query: q, key: k, value: v, mask: .causal(n), cotangent: dO)
///     gradients.query // has the shape of q
///
/// With O = PV and P = softmax(S):
///
///     dV = PᵀdO
///     dP = dO Vᵀ
///     dS = P ∘ (dP − rowsum(dP ∘ P))        and rowsum(dP ∘ P) = rowsum(dO ∘ O)
///     dQ = dS K / √d_k,  dK = dSᵀ Q / √d_k
///
/// A hidden key, and a query without keys, get zeros, whatever their elements are.
///
/// - Parameters:
///   - query: Shape `[..., queries, keySize]`.
///   - key: Shape `[..., keys, keySize]`.
///   - value: Shape `[..., keys, valueSize]`.
///   - keyHeads: The number of heads of `key` and `value`, if groups of query heads share them: see `repeatHeads(_:times:)`.
///   - mask: Which keys each query could see.
///   - bias: Added to the scores; broadcast likewise.
///   - scale: The factor of the dot products; by default 1/√keySize.
///   - softcap: If given, no score exceeds it.
///   - sinks: The score of an additional key without a value, one for each head.
///   - dropout: Drops weights: the same as the forward pass, if the seed is the same.
///   - result: The result of `attentionResult` for the same arguments. Without it, the forward pass is repeated.
///   - cotangent: The gradient of the context, with its shape.
/// - Complexity: Two and a half times that of the forward pass, plus the forward pass itself without `result`. Memory grows with the
///   lengths, not with their product, unless the bias does. `weights()` and `scores()` are computed when they are called.
/// - Source: Dao et al. 2022, "FlashAttention", appendix B.2.
public func attentionGradients(
  query: Tensor, key: Tensor, value: Tensor, keyHeads: Int? = nil, mask: Mask? = nil, bias: Tensor? = nil,
  scale: Float? = nil, softcap: Float? = nil, sinks: Tensor? = nil, dropout: Dropout? = nil, result: AttentionResult? = nil,
  cotangent: Tensor
) -> AttentionGradients {
  let function = "attentionGradients"
  if let result {
    require(
      result.context.shape == cotangent.shape,
      """
      \(function): the result belongs to another call: its context has the shape \(result.context.shape), \
      the cotangent \(cotangent.shape)
      """)
  }
  let given = AttentionGradients.Call(
    query: query, key: key, value: value, keyHeads: keyHeads, mask: mask, bias: bias, scale: scale, softcap: softcap,
    sinks: sinks, dropout: dropout, cotangent: cotangent)
  if !Execution.current.isReference,
    let call = AttentionCall(query: query, key: key, value: value, options: given.options),
    let found = call.gradients(cotangent: cotangent, result: result)
  {
    return AttentionGradients(
      query: found.query, key: found.key, value: found.value, bias: found.bias, sinks: found.sinks,
      steps: .onDemand(given))
  }
  return given.gradientsInSteps()
}

extension AttentionGradients.Call {
  fileprivate var function: String { "attentionGradients" }

  fileprivate var options: AttentionOptions {
    AttentionOptions(
      mask: mask, bias: bias, scale: scale, softcap: softcap, sinks: sinks, dropout: dropout, keyHeads: keyHeads,
      function: function)
  }

  /// The gradients in the readable form, with an element for each pair.
  fileprivate func gradientsInSteps() -> AttentionGradients {
    let options = options
    require(query.rank >= 2, "\(function): query needs the shape [..., queries, keySize], but has \(query.shape)")
    options.check(key: key, value: value)
    let stages = options.stages(query: query, key: key)
    let steps = options.steps(stages, value: value)
    checkAlike(cotangent, steps.context, in: function)

    // A factor of 0 excludes the other, as in the forward pass.
    func product(_ a: Tensor, _ b: Tensor) -> Tensor { matrixProduct(a, b, in: function, leavingOutZeros: true) }

    let valueGradient = product(steps.weights.transposed(), cotangent)  // [..., keys, valueSize]
    let sharedValue = options.shared(value, named: "value", like: steps.weights.shape)
    let beforeDropout = matmul(cotangent, sharedValue.transposed())  // [..., queries, keys]
    let weightGradient = Tensor.combined(
      stages.masked, dropout.map { $0(beforeDropout) } ?? beforeDropout, in: function
    ) { $0 == -.infinity ? 0 : $1 }

    // A sink has no value, so the gradient of its weight is 0, but it takes part in the softmax.
    let padding = stages.sinks.map { [Tensor.zeros($0.shape)] } ?? []
    let softmaxed = softmaxGradient(
      weights: softmax(stages.softmaxed), cotangent: concatenate([weightGradient] + padding, axis: -1))
    let keys = stages.masked.columns
    let scoreGradient = softmaxed.gathering(Array(0..<keys), axis: -1)  // [..., queries, keys]

    var productGradient = scoreGradient * (scale ?? defaultScale(keySize: key.columns))
    if let softcap {
      // tanh′ = 1 − tanh²
      productGradient = .combined(productGradient, stages.capped, in: function) { gradient, capped in
        gradient == 0 ? 0 : gradient * (1 - (capped / softcap) * (capped / softcap))
      }
    }
    return AttentionGradients(
      query: summed(product(productGradient, options.shared(key, named: "key", like: query.shape)), to: query.shape),
      key: summed(product(productGradient.transposed(), query), to: key.shape),
      value: summed(valueGradient, to: value.shape),
      bias: bias.map { summed(scoreGradient, to: $0.shape) },
      sinks: sinks.map { summed(softmaxed.selecting(keys, axis: -1).sum(axis: -1), to: $0.shape) },
      steps: .known(weights: weightGradient, scores: scoreGradient))
  }
}

/// The gradients of attention's arguments, each with its argument's shape, and those of the intermediate steps.
public struct AttentionGradients: Sendable, Hashable {
  /// The gradient of `query`.
  public let query: Tensor
  /// The gradient of `key`.
  public let key: Tensor
  /// The gradient of `value`.
  public let value: Tensor
  /// The gradient of the bias; nil if there was none.
  public let bias: Tensor?
  /// The gradient of the sinks; nil if there were none.
  public let sinks: Tensor?
  /// The gradients of the intermediate steps, which have an element for each pair.
  enum Steps: Sendable, Hashable {
    case known(weights: Tensor, scores: Tensor)
    /// Computed on demand, because the tiled form never stores them all.
    case onDemand(Call)
  }

  /// The arguments from which they are computed.
  struct Call: Sendable, Hashable {
    let query, key, value: Tensor
    let keyHeads: Int?
    let mask: Mask?
    let bias: Tensor?
    let scale, softcap: Float?
    let sinks: Tensor?
    let dropout: Dropout?
    let cotangent: Tensor
  }

  let steps: Steps

  /// dP, the gradient of the weights before dropout: 0 if hidden. Shape `[..., queries, keys]`.
  ///
  /// - Complexity: The backward pass is repeated, step by step, unless the readable form has computed the gradients.
  public func weights() -> Tensor { knownSteps().weights }

  /// dS, the gradient of the scores as the softmax sees them. Shape `[..., queries, keys]`.
  ///
  /// - Complexity: As for `weights()`.
  public func scores() -> Tensor { knownSteps().scores }

  private func knownSteps() -> (weights: Tensor, scores: Tensor) {
    switch steps {
    case .known(let weights, let scores): (weights, scores)
    case .onDemand(let call): call.gradientsInSteps().knownSteps()
    }
  }
}
