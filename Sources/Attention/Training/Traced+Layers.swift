// The library's layers on variables. Each computes what the layer itself computes for tensors.

extension Traced where Part == Linear {
  /// x W + b, of shape `[..., outputs]`.
  public func callAsFunction(_ x: Variable) -> Variable { linear(x, self.weight, self.bias, in: "Linear") }
}

extension Traced where Part == Embedding {
  /// The vectors of `tokens`. Shape `[tokens.count, features]`.
  public func callAsFunction(_ tokens: [Int]) -> Variable {
    value.check(tokens)
    return self.table.gathering(tokens)
  }

  /// The vectors of the tokens of each sequence. Shape `[batch.count, length, features]`.
  public func callAsFunction(_ batch: [[Int]]) -> Variable {
    let length = value.length(of: batch)
    return self(batch.flatMap { $0 }).reshaped([batch.count, length, self.table.shape[1]])
  }

  /// How well each token fits `x`. Shape `[..., count]`.
  public func logits(_ x: Variable) -> Variable {
    value.checkForLogits(x.shape)
    return matmul(x, self.table.transposed())
  }
}

extension Traced where Part == LearnedPositions {
  /// The vectors of `length` positions from `offset` on. Shape `[length, size]`.
  public func callAsFunction(_ length: Int, offset: Int = 0) -> Variable {
    _ = value(length, offset: offset)
    return self.table.gathering(Array(offset..<offset + length))
  }
}

extension Traced where Part == NormalizationLayer {
  /// The normalized tokens of `x`, of shape `[..., features]`.
  public func callAsFunction(_ x: Variable) -> Variable {
    switch value.kind {
    case .layer: layerNormalization(x, gain: self.gain, bias: self.bias, epsilon: value.epsilon)
    case .rms: rmsNormalization(x, gain: self.gain, epsilon: value.epsilon)
    }
  }

  /// One layer of a block, with its residual connection.
  func residual(_ x: Variable, _ placement: NormalizationLayer.Placement, _ layer: (Variable) -> Variable) -> Variable {
    switch placement {
    case .pre: x + layer(self(x))
    case .post: self(x + layer(x))
    }
  }
}

extension FeedForward.Activation {
  /// The activation of each element.
  public func callAsFunction(_ x: Variable) -> Variable {
    switch self {
    case .relu: Attention.relu(x)
    case .gelu: Attention.gelu(x)
    case .approximateGELU: Attention.approximateGELU(x)
    case .silu: Attention.silu(x)
    }
  }
}

extension Traced where Part == FeedForward {
  /// The output for each token of `x`, of shape `[..., features]`.
  public func callAsFunction(_ x: Variable) -> Variable {
    let activation = value.activation
    let inner = linear(x, self.inputWeight, self.inputBias, in: "FeedForward")  // [..., hidden]
    let hidden = self.gateWeight.map { activation(linear(x, $0, nil, in: "FeedForward")) * inner } ?? activation(inner)
    return linear(hidden, self.outputWeight, self.outputBias, in: "FeedForward")
  }
}

extension Traced where Part == MultiHeadAttention {
  /// The output for each token of `x`, with the arguments and shapes of the layer itself.
  public func callAsFunction(
    _ x: Variable, to source: Variable? = nil, mask: Mask? = nil, bias: Variable? = nil, rotary: RotaryEmbedding? = nil,
    offset: Int = 0, dropout: Dropout? = nil
  ) -> Variable {
    let layer = value
    let source = source ?? x
    func turned(_ x: Variable) -> Variable { rotary?(x, offset: offset) ?? x }
    let query = splitHeads(linear(x, self.queryWeight, self.queryBias, in: "MultiHeadAttention"), into: layer.heads)
    let key = splitHeads(linear(source, self.keyWeight, self.keyBias, named: "source", in: "MultiHeadAttention"), into: layer.keyHeads)
    let value = splitHeads(
      linear(source, self.valueWeight, self.valueBias, named: "source", in: "MultiHeadAttention"), into: layer.keyHeads)
    let context = scaledDotProductAttention(
      query: turned(self.queryNorm?(query) ?? query), key: turned(self.keyNorm?(key) ?? key), value: value,
      keyHeads: layer.keyHeads, mask: mask, bias: bias, scale: layer.scale, softcap: layer.softcap, sinks: self.sinks, dropout: dropout)
    return linear(mergeHeads(context), self.outputWeight, self.outputBias, in: "MultiHeadAttention")
  }
}

extension Traced where Part == LatentAttention {
  /// The output for each token of `x`, with the arguments and shapes of the layer itself, in its naive form.
  public func callAsFunction(_ x: Variable, mask: Mask? = nil) -> Variable {
    let layer = value
    let source = self.queryLatentWeight.map { weight in
      let latent = matmul(x, weight)
      return self.queryLatentNorm?(latent) ?? latent
    }
    let queries = splitHeads(matmul(source ?? x, self.queryWeight), into: layer.heads)
    let query = queries.gathering(Array(0..<layer.size), axis: -1)
    let rotaryQuery = layer.rotary(queries.gathering(Array(layer.size..<layer.size + layer.rotary.size), axis: -1))
    let down = matmul(x, self.latentWeight)
    let latent = self.latentNorm?(down) ?? down
    let key = splitHeads(matmul(latent, self.keyWeight), into: layer.heads)  // [..., heads, length, size]
    let rotaryKey = layer.rotary(matmul(x, self.rotaryKeyWeight))  // [..., length, rotarySize]
    let oneHead = rotaryKey.reshaped(rotaryKey.shape.dropLast(2) + [1] + rotaryKey.shape.suffix(2))
    let context = scaledDotProductAttention(
      query: concatenate([query, rotaryQuery], axis: -1),
      key: concatenate([key, oneHead.gathering([Int](repeating: 0, count: layer.heads), axis: -3)], axis: -1),
      value: splitHeads(matmul(latent, self.valueWeight), into: layer.heads), mask: mask)
    return matmul(mergeHeads(context), self.outputWeight)
  }
}

extension Traced where Part == RelativePositionBias {
  /// The bias of each pair, with the arguments of the layer itself. Shape `[heads, queries, keys]`.
  public func callAsFunction(queries: Int, keys: Int? = nil, offset: Int = 0) -> Variable {
    let keys = keys ?? queries
    let each = self.table.gathering(value.buckets(queries: queries, keys: keys, offset: offset))
    return each.transposed().reshaped([each.shape[1], queries, keys])
  }
}

extension Traced where Part == EncoderBlock {
  /// The output of the block, with the arguments and shapes of the block itself.
  public func callAsFunction(
    _ x: Variable, mask: Mask? = nil, bias: Variable? = nil, rotary: RotaryEmbedding? = nil
  ) -> Variable {
    let placement = value.placement
    let attended = self.attentionNorm.residual(x, placement) {
      self.attention($0, mask: mask, bias: bias, rotary: rotary)
    }
    return self.feedForwardNorm.residual(attended, placement) { self.feedForward($0) }
  }
}

extension Traced where Part == TransformerEncoder {
  /// The output of the last block, with the arguments and shapes of the encoder itself.
  public func callAsFunction(
    _ x: Variable, mask: Mask? = nil, bias: Variable? = nil, rotary: RotaryEmbedding? = nil
  ) -> Variable {
    let top = self.blocks.reduce(x) { $1($0, mask: mask, bias: bias, rotary: rotary) }
    return self.finalNorm?(top) ?? top
  }
}

extension Traced where Part == DecoderBlock {
  /// The output of the block, with the arguments and shapes of the block itself.
  public func callAsFunction(_ x: Variable, source: Variable, sourceMask: Mask? = nil) -> Variable {
    let placement = value.placement
    var x = self.selfAttentionNorm.residual(x, placement) { self.selfAttention($0, mask: .causal($0.value.rows)) }
    x = self.crossAttentionNorm.residual(x, placement) { self.crossAttention($0, to: source, mask: sourceMask) }
    return self.feedForwardNorm.residual(x, placement) { self.feedForward($0) }
  }
}

extension Traced where Part == TransformerDecoder {
  /// The output of the last block, with the arguments and shapes of the decoder itself.
  public func callAsFunction(_ x: Variable, source: Variable, sourceMask: Mask? = nil) -> Variable {
    let top = self.blocks.reduce(x) { $1($0, source: source, sourceMask: sourceMask) }
    return self.finalNorm?(top) ?? top
  }
}

extension Traced where Part == RNNCell {
  /// The state after `x`.
  public func callAsFunction(_ x: Variable, state: Variable) -> Variable {
    checkStep("RNNCell", x.shape, inputWeight: value.inputWeight, hiddenSize: value.stateWeight.rows, ("state", state.shape))
    return tanh(linear(x, self.inputWeight, self.bias, in: "RNNCell") + linear(state, self.stateWeight, nil, in: "RNNCell"))
  }

  /// The state after each token. Shape `[..., length, hiddenSize]`.
  public func states(_ x: Variable, from state: Variable? = nil) -> Variable {
    unrolled(x, from: state, size: self.stateWeight, in: "RNNCell") { self($0, state: $1) }
  }
}

extension Traced where Part == GRUCell {
  /// The state after `x`.
  public func callAsFunction(_ x: Variable, state: Variable) -> Variable {
    let size = self.stateWeight.shape[0]
    checkStep("GRUCell", x.shape, inputWeight: value.inputWeight, hiddenSize: size, ("state", state.shape))
    func part(_ x: Variable, _ index: Int) -> Variable { x.gathering(Array(index * size..<(index + 1) * size), axis: -1) }
    let input = linear(x, self.inputWeight, self.bias, in: "GRUCell")  // [..., 3 · hiddenSize]
    func gate(_ index: Int) -> Variable {
      sigmoid(part(input, index) + linear(state, part(self.stateWeight, index), nil, in: "GRUCell"))
    }
    let (reset, kept) = (gate(0), gate(1))
    let candidate = part(self.stateWeight, 2)
    let recalled =
      value.reset == .beforeProduct
      ? linear(reset * state, candidate, nil, in: "GRUCell") : reset * linear(state, candidate, self.stateBias, in: "GRUCell")
    return kept * state + (1 - kept) * tanh(part(input, 2) + recalled)
  }

  /// The state after each token. Shape `[..., length, hiddenSize]`.
  public func states(_ x: Variable, from state: Variable? = nil) -> Variable {
    unrolled(x, from: state, size: self.stateWeight, in: "GRUCell") { self($0, state: $1) }
  }
}

extension Traced where Part == LSTMCell {
  /// The hidden state and the cell state after `x`.
  public func callAsFunction(_ x: Variable, hidden: Variable, cell: Variable) -> (hidden: Variable, cell: Variable) {
    let size = self.stateWeight.shape[0]
    checkStep(
      "LSTMCell", x.shape, inputWeight: value.inputWeight, hiddenSize: size, ("hidden", hidden.shape), ("cell", cell.shape))
    let sum = linear(x, self.inputWeight, self.bias, in: "LSTMCell") + linear(hidden, self.stateWeight, nil, in: "LSTMCell")
    func part(_ index: Int) -> Variable { sum.gathering(Array(index * size..<(index + 1) * size), axis: -1) }
    let next = sigmoid(part(1)) * cell + sigmoid(part(0)) * tanh(part(2))
    return (sigmoid(part(3)) * tanh(next), next)
  }

  /// The hidden state after each token. Shape `[..., length, hiddenSize]`. Both states are zeros before the first.
  public func states(_ x: Variable) -> Variable {
    var cell: Variable?
    return unrolled(x, from: nil, size: self.stateWeight, in: "LSTMCell") { x, hidden in
      let next = self(x, hidden: hidden, cell: cell ?? hidden)
      cell = next.cell
      return next.hidden
    }
  }
}

/// x W + b, for an `x` that failures call `name`. A single row counts as a matrix of one row.
func linear(_ x: Variable, _ weight: Variable, _ bias: Variable?, named name: String = "x", in function: String) -> Variable {
  checkFeatures(of: x.shape, named: name, weight: weight.shape, in: function)
  if x.value.rank == 1 {
    return linear(x.reshaped([1] + x.shape), weight, bias, named: name, in: function).reshaped([weight.shape[1]])
  }
  let product = matmul(x, weight)
  return bias.map { product + $0 } ?? product
}

private func zeroState(_ x: Variable, size: Int) -> Variable { Variable(.zeros(x.shape.dropLast(2) + [size])) }

/// The state after each token, from `[..., length, inputSize]` to `[..., length, hiddenSize]`.
private func unrolled(
  _ x: Variable, from state: Variable?, size: Variable, in function: String, _ step: (Variable, Variable) -> Variable
) -> Variable {
  checkTokens(x.shape, in: function)
  var state = state ?? zeroState(x, size: size.shape[0])
  let states = (0..<x.value.rows).map { token in
    state = step(x.selecting(token, axis: -2), state)
    return state
  }
  return states.isEmpty ? Variable(.zeros(x.shape.dropLast(2) + [0, state.shape[state.value.rank - 1]])) : stack(states, axis: -2)
}
