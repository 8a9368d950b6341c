// Functions of each element, softmax, normalization, positions and attention, with the values of the tensors' functions of the same names.

/// e to the power of each element.
public func exp(_ x: Variable) -> Variable {
  let value = exp(x.value)
  return .computed(value, from: [x]) { [$0 * value] }
}

/// The natural logarithm of each element.
public func log(_ x: Variable) -> Variable { .computed(log(x.value), from: [x]) { [$0 / x.value] } }

/// The square root of each element.
public func sqrt(_ x: Variable) -> Variable {
  let value = sqrt(x.value)
  return .computed(value, from: [x]) { [$0 / (2 * value)] }
}

/// The hyperbolic tangent of each element.
public func tanh(_ x: Variable) -> Variable {
  let value = tanh(x.value)
  return .computed(value, from: [x]) { [$0 * (1 - value * value)] }
}

/// A smooth step from 0 to 1.
public func sigmoid(_ x: Variable) -> Variable {
  let value = sigmoid(x.value)
  return .computed(value, from: [x]) { [$0 * value * (1 - value)] }
}

/// The positive part of each element. Its derivative at 0 is taken as 0.
public func relu(_ x: Variable) -> Variable {
  .computed(relu(x.value), from: [x]) { [.combined($0, x.value, in: "relu") { $1 > 0 ? $0 : 0 }] }
}

/// x · sigmoid(x).
public func silu(_ x: Variable) -> Variable {
  .computed(silu(x.value), from: [x]) { [$0 * derivative(ofSiLU: x.value)] }
}

/// x · Φ(x).
public func gelu(_ x: Variable) -> Variable {
  .computed(gelu(x.value), from: [x]) { [$0 * derivative(ofGELU: x.value)] }
}

/// `gelu` with tanh in place of the error function.
public func approximateGELU(_ x: Variable) -> Variable {
  .computed(approximateGELU(x.value), from: [x]) { [$0 * derivative(ofApproximateGELU: x.value)] }
}

/// σ(x) (1 + x (1 − σ(x))).
private func derivative(ofSiLU x: Tensor) -> Tensor {
  x.mapped {
    let step = 1 / (1 + exp(-$0))
    return step * (1 + $0 * (1 - step))
  }
}

/// Φ(x) + x φ(x), with φ the normal density.
private func derivative(ofGELU x: Tensor) -> Tensor {
  x.mapped { 0.5 * (1 + erf($0 * Float(0.5).squareRoot())) + $0 * exp(-0.5 * $0 * $0) / (2 * Float.pi).squareRoot() }
}

private func derivative(ofApproximateGELU x: Tensor) -> Tensor {
  let rootOf2OverPi = (2 / Float.pi).squareRoot()
  return x.mapped {
    let bent = tanh(rootOf2OverPi * ($0 + 0.044715 * $0 * $0 * $0))
    return 0.5 * (1 + bent) + 0.5 * $0 * (1 - bent * bent) * rootOf2OverPi * (1 + 3 * 0.044715 * $0 * $0)
  }
}

/// The exponentials along `axis`, divided by their sum.
public func softmax(_ x: Variable, axis: Int = -1) -> Variable {
  let weights = softmax(x.value, axis: axis)
  return .computed(weights, from: [x]) { [softmaxGradient(weights: weights, cotangent: $0, axis: axis)] }
}

/// The logarithm of the softmax along `axis`.
public func logSoftmax(_ x: Variable, axis: Int = -1) -> Variable {
  .computed(logSoftmax(x.value, axis: axis), from: [x]) { [logSoftmaxGradient(x.value, cotangent: $0, axis: axis)] }
}

/// Shifts and scales the last axis to mean 0 and variance 1, then scales it by `gain` and adds `bias`.
public func layerNormalization(_ x: Variable, gain: Variable, bias: Variable? = nil, epsilon: Float = 1e-5) -> Variable {
  let value = layerNormalization(x.value, gain: gain.value, bias: bias?.value, epsilon: epsilon)
  return .computed(value, from: [x, gain] + (bias.map { [$0] } ?? [])) {
    let gradients = layerNormalizationGradients(x.value, gain: gain.value, epsilon: epsilon, cotangent: $0)
    return [gradients.x, gradients.gain, gradients.bias]
  }
}

/// Scales the last axis to a mean square of 1, then by `gain`.
public func rmsNormalization(_ x: Variable, gain: Variable, epsilon: Float = 1e-5) -> Variable {
  .computed(rmsNormalization(x.value, gain: gain.value, epsilon: epsilon), from: [x, gain]) {
    let gradients = rmsNormalizationGradients(x.value, gain: gain.value, epsilon: epsilon, cotangent: $0)
    return [gradients.x, gradients.gain]
  }
}

extension RotaryEmbedding {
  /// Rotates `x`, of shape `[..., length, features]`, whose tokens have the positions `offset`, `offset + 1` and so on.
  public func callAsFunction(_ x: Variable, offset: Int = 0) -> Variable {
    // A rotation's transpose is the rotation back.
    .computed(self(x.value, offset: offset), from: [x]) { [self.inverse($0, offset: offset)] }
  }
}

extension Dropout {
  /// `x` with some elements dropped.
  public func callAsFunction(_ x: Variable) -> Variable { .computed(self(x.value), from: [x]) { [self($0)] } }
}

/// The context of each query, with the arguments and shapes of `scaledDotProductAttention` for tensors. O(queries + keys) memory.
public func scaledDotProductAttention(
  query: Variable, key: Variable, value: Variable, keyHeads: Int? = nil, mask: Mask? = nil, bias: Variable? = nil,
  scale: Float? = nil, softcap: Float? = nil, sinks: Variable? = nil, dropout: Dropout? = nil
) -> Variable {
  let result = attentionResult(
    query: query.value, key: key.value, value: value.value, keyHeads: keyHeads, mask: mask, bias: bias?.value,
    scale: scale, softcap: softcap, sinks: sinks?.value, dropout: dropout)
  let further = [bias, sinks].compactMap { $0 }
  return .computed(result.context, from: [query, key, value] + further) { cotangent in
    let gradients = attentionGradients(
      query: query.value, key: key.value, value: value.value, keyHeads: keyHeads, mask: mask, bias: bias?.value,
      scale: scale, softcap: softcap, sinks: sinks?.value, dropout: dropout, result: result, cotangent: cotangent)
    return [gradients.query, gradients.key, gradients.value] + [gradients.bias, gradients.sinks].compactMap { $0 }
  }
}

/// elu(x) + 1: x + 1 if positive, otherwise eˣ, as `eluFeatures(_:)` for tensors.
public func eluFeatures(_ x: Variable) -> Variable {
  .computed(eluFeatures(x.value), from: [x]) { [.combined($0, x.value, in: "eluFeatures") { $1 > 0 ? $0 : $0 * exp($1) }] }
}

/// Attention whose weights are products of features, with the arguments, shapes and cost of `kernelizedAttention` for tensors.
///
/// - Source: Katharopoulos et al. 2020, "Transformers are RNNs", equations 5 and 9.
public func kernelizedAttention(
  query: Variable, key: Variable, value: Variable, mask: Mask? = nil,
  featureMap: (Variable) -> Variable = { eluFeatures($0) }
) -> Variable {
  let (query, key) = (featureMap(query), featureMap(key))
  // An additional value of 1 sums the weights.
  let extended = concatenate([value, Variable(.ones(value.shape.dropLast() + [1]))], axis: -1)
  let sums: Variable
  if let mask, !isRecurrent(mask, query: query.value, key: key.value, value: value.value) {
    sums = matmul(matmul(query, key.transposed()) * Variable(mask.visibility), extended)
  } else if mask != nil {
    sums = linearAttention(query: query, key: key, value: extended, scale: 1)
  } else {
    sums = matmul(query, matmul(key.transposed(), extended))
  }
  let size = value.value.columns
  let total = sums.gathering([size], axis: -1)
  // Where all weights are 0, so are the sums: divide them by 1.
  return sums.gathering(Array(0..<size), axis: -1) / (total + Variable(total.value.mapped { $0 == 0 ? 1 : 0 }))
}

/// The recurrent form of attention, with the arguments and shapes of `linearAttention` for tensors.
public func linearAttention(
  query: Variable, key: Variable, value: Variable, decay: Variable? = nil, beta: Variable? = nil, scale: Float? = nil
) -> Variable {
  let result = linearAttention(
    query: query.value, key: key.value, value: value.value, decay: decay?.value, beta: beta?.value, scale: scale)
  return .computed(result.context, from: [query, key, value] + [decay, beta].compactMap { $0 }) { cotangent in
    let gradients = linearAttentionGradients(
      query: query.value, key: key.value, value: value.value, decay: decay?.value, beta: beta?.value, scale: scale,
      cotangent: cotangent)
    return [gradients.query, gradients.key, gradients.value] + [gradients.decay, gradients.beta].compactMap { $0 }
  }
}
