import Attention
import Foundation
import Testing

/// Layers whose parameters' gradients are compared with central differences in double precision.
@Suite struct ModelGradientTests {
  /// A layer and its input, so that the input gets a gradient as well.
  struct Model<Layer: Sendable>: Sendable {
    var x: Tensor
    var layer: Layer
  }

  typealias Paths<Layer: Sendable> = [WritableKeyPath<Model<Layer>, Tensor>]

  func expectGradients<Layer>(
    _ layer: Layer, shape: [Int] = [3, 4], parameters: Paths<Layer>,
    _ function: (Traced<Model<Layer>, Model<Layer>>) -> Variable, _ reference: ([Reference]) -> Reference,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let model = Model(x: .randomNormal(shape, seed: 11), layer: layer)
    let paths = [\Model<Layer>.x] + parameters
    let inputs = paths.map { model[keyPath: $0] }
    let value = reference(inputs.map { Reference($0) }).tensor
    let cotangent = Tensor.randomNormal(value.shape, seed: 12)
    let (_, gradients) = valueAndGradients(of: model) { model in
      let result = function(model)
      expectClose(result.value, value, relative: 1e-5, absolute: 3e-6, sourceLocation: sourceLocation)
      return (result * Variable(cotangent)).sum()
    }
    AttentionTests.expectGradients(
      paths.map { gradients[$0] ?? .zeros([]) }, of: inputs, cotangent: cotangent, sourceLocation: sourceLocation, reference)
  }

  @Test func `a linear layer`() {
    expectGradients(
      Linear(weight: .randomNormal([4, 5], seed: 1), bias: .randomNormal([5], seed: 2)),
      parameters: [\.layer.weight, \.layer.bias!],
      { $0.layer($0.x) }, { .product($0[0], $0[1]) + $0[2] })
  }

  @Test func `an embedding, used for input and output`() {
    let tokens = [2, 0, 2]
    expectGradients(
      Embedding(count: 3, features: 4, seed: 1), parameters: [\.layer.table],
      { $0.layer.logits($0.layer(tokens) * $0.x) },
      { x in
        let picked = tokens.flatMap { token -> [Double] in Array(x[1].values[token * 4..<token * 4 + 4]) }
        let rows = Reference([3, 4], picked) * x[0]
        return .scores(rows, x[1]) { zip($0, $1).reduce(0) { $0 + $1.0 * $1.1 } }
      })
  }

  @Test func `a SwiGLU network`() {
    expectGradients(
      FeedForward(features: 4, hidden: 6, activation: .silu, isGated: true, seed: 1),
      parameters: [\.layer.inputWeight, \.layer.gateWeight!, \.layer.outputWeight],
      { $0.layer($0.x) },
      { x in
        let gate = Reference.product(x[0], x[2]).map { $0 * Reference.sigmoid($0) }
        return .product(gate * .product(x[0], x[1]), x[3])
      })
  }

  @Test(arguments: [NormalizationLayer.Placement.pre, .post])
  func `a whole block`(placement: NormalizationLayer.Placement) {
    var block = EncoderBlock(features: 4, heads: 2, hidden: 6, activation: .gelu, placement: placement, seed: 3)
    block.attention.queryBias = .randomNormal([4], seed: 4)
    block.attention.queryNorm = NormalizationLayer(.rms, features: 2)
    block.attentionNorm.gain = .randomNormal([4], seed: 5)
    expectGradients(
      block,
      parameters: [
        \.layer.attention.queryWeight, \.layer.attention.keyWeight, \.layer.attention.valueWeight,
        \.layer.attention.outputWeight, \.layer.attention.queryBias!, \.layer.attention.queryNorm!.gain,
        \.layer.attentionNorm.gain, \.layer.attentionNorm.bias!, \.layer.feedForward.inputWeight,
        \.layer.feedForward.inputBias!, \.layer.feedForward.outputWeight, \.layer.feedForward.outputBias!,
        \.layer.feedForwardNorm.gain, \.layer.feedForwardNorm.bias!,
      ],
      { $0.layer($0.x, mask: .causal(3), rotary: RotaryEmbedding(size: 2)) },
      { p in
        let mask = Reference(Tensor([[1, 0, 0], [1, 1, 0], [1, 1, 1]]))
        func attention(_ x: Reference) -> Reference {
          let query = (Reference.product(x, p[1]) + p[5]).heads(2).standardized(isCentered: false) * p[6]
          return .product(
            Reference.attention(
              query.rotated(size: 2), Reference.product(x, p[2]).heads(2).rotated(size: 2),
              Reference.product(x, p[3]).heads(2), .init(mask: mask)
            ).merged, p[4])
        }
        func feedForward(_ x: Reference) -> Reference {
          .product((.product(x, p[9]) + p[10]).map(Reference.gelu), p[11]) + p[12]
        }
        func norm(_ x: Reference, _ gain: Int) -> Reference { x.standardized(isCentered: true) * p[gain] + p[gain + 1] }
        switch placement {
        case .pre:
          let x = p[0] + attention(norm(p[0], 7))
          return x + feedForward(norm(x, 13))
        case .post:
          let x = norm(p[0] + attention(p[0]), 7)
          return norm(x + feedForward(x), 13)
        }
      })
  }

  @Test func `a recurrent network`() {
    expectGradients(
      RNNCell(inputSize: 4, hiddenSize: 2, seed: 1),
      parameters: [\.layer.inputWeight, \.layer.stateWeight, \.layer.bias],
      { $0.layer.states($0.x) },
      { p in
        states(p[0], size: 2) { x, h in
          (.product(x, p[1]) + .product(h, p[2]) + p[3]).map { Foundation.tanh($0) }
        }
      })
  }

  @Test(arguments: [GRUCell.Reset.beforeProduct, .afterProduct])
  func `a gated recurrent unit`(reset: GRUCell.Reset) {
    var cell = GRUCell(inputSize: 4, hiddenSize: 2, reset: reset, seed: 1)
    if reset == .afterProduct { cell.stateBias = .randomNormal([2], seed: 2) }
    expectGradients(
      cell,
      parameters: [\.layer.inputWeight, \.layer.stateWeight, \.layer.bias] + (reset == .afterProduct ? [\.layer.stateBias!] : []),
      { $0.layer.states($0.x) },
      { p in
        states(p[0], size: 2) { x, h in
          gru(x, h, Array(p[1...3]), stateBias: reset == .beforeProduct ? nil : p[4])
        }
      })
  }

  @Test func `a long short-term memory`() {
    expectGradients(
      LSTMCell(inputSize: 4, hiddenSize: 2, seed: 1),
      parameters: [\.layer.inputWeight, \.layer.stateWeight, \.layer.bias],
      { $0.layer.states($0.x) },
      { p in
        var c = Reference([1, 2])
        return states(p[0], size: 2) { x, h in
          let sum = Reference.product(x, p[1]) + Reference.product(h, p[2]) + p[3]
          func gate(_ index: Int) -> Reference { sum.columns(2 * index..<2 * index + 2).map(Reference.sigmoid) }
          c = gate(1) * c + gate(0) * sum.columns(4..<6).map { Foundation.tanh($0) }
          return gate(3) * c.map { Foundation.tanh($0) }
        }
      })
  }

  @Test func `latent attention, with all its norms`() {
    var layer = LatentAttention(
      heads: 2, rotary: RotaryEmbedding(size: 2), queryWeight: .randomNormal([3, 8], seed: 1),
      latentWeight: .randomNormal([4, 3], seed: 2), rotaryKeyWeight: .randomNormal([4, 2], seed: 3),
      keyWeight: .randomNormal([3, 4], seed: 4), valueWeight: .randomNormal([3, 6], seed: 5),
      outputWeight: .randomNormal([6, 4], seed: 6), latentNorm: NormalizationLayer(.rms, features: 3),
      queryLatentWeight: .randomNormal([4, 3], seed: 7), queryLatentNorm: NormalizationLayer(.rms, features: 3))
    layer.latentNorm!.gain = .randomNormal([3], seed: 8)
    let batch = Tensor.randomNormal([2, 3, 4], seed: 9)
    expectClose(valueOf(layer) { $0(Variable(batch), mask: .causal(3)) }, layer(batch, mask: .causal(3)))
    expectGradients(
      layer,
      parameters: [
        \.layer.queryWeight, \.layer.latentWeight, \.layer.rotaryKeyWeight, \.layer.keyWeight, \.layer.valueWeight,
        \.layer.outputWeight, \.layer.latentNorm!.gain, \.layer.queryLatentWeight!, \.layer.queryLatentNorm!.gain,
      ],
      { $0.layer($0.x, mask: .causal(3)) },
      { p in
        let mask = Reference(Tensor([[1, 0, 0], [1, 1, 0], [1, 1, 1]]))
        let source = Reference.product(p[0], p[8]).standardized(isCentered: false) * p[9]
        let latent = Reference.product(p[0], p[2]).standardized(isCentered: false) * p[7]
        let query = Reference.product(source, p[1]).heads(2)
        let key = Reference.product(latent, p[4]).heads(2)
        let rotaryKey = Reference.product(p[0], p[3]).rotated(size: 2)
        let context = Reference.attention(
          query.columns(0..<2).joined(query.columns(2..<4).rotated(size: 2)),
          key.joined(Reference([2, 3, 2], rotaryKey.values + rotaryKey.values)),
          Reference.product(latent, p[5]).heads(2), .init(mask: mask))
        return .product(context.merged, p[6])
      })
  }

  @Test func `a relative position bias`() {
    expectGradients(
      RelativePositionBias(table: .randomNormal([4, 2], seed: 1), maximumDistance: 4), shape: [2, 3, 3],
      parameters: [\.layer.table], { $0.layer(queries: 3) * $0.x },
      { p in
        let bias = RelativePositionBias(table: .zeros([4, 2]), maximumDistance: 4)
        var product = p[0]
        for (head, query, key) in (0..<18).map({ ($0 / 9, $0 / 3 % 3, $0 % 3) }) {
          product[head, query, key] *= p[1][bias.bucket(of: key - query), head]
        }
        return product
      })
  }

  @Test(arguments: [false, true]) func `a step of Bahdanau's decoder, whose source is the input`(isMasked: Bool) {
    let decoder = BahdanauDecoder(
      score: AdditiveScore(
        queryWeight: .randomNormal([2, 5], seed: 1), keyWeight: .randomNormal([4, 5], seed: 2),
        vector: .randomNormal([5], seed: 3), bias: .randomNormal([5], seed: 4)),
      cell: GRUCell(inputSize: 7, hiddenSize: 2, seed: 5))
    let (y, state): (Tensor, Tensor) = ([[0.5, -1, 2]], [[1, -0.5]])
    let mask = isMasked ? Mask([[true, false, true]]) : nil
    expectGradients(
      decoder,
      parameters: [
        \.layer.score.queryWeight, \.layer.score.keyWeight, \.layer.score.vector, \.layer.score.bias!,
        \.layer.cell.inputWeight, \.layer.cell.stateWeight, \.layer.cell.bias,
      ],
      { $0.layer(Variable(y), state: Variable(state), source: $0.x, mask: mask).state },
      { p in
        let h = Reference(state)
        let hidden = (Reference.product(p[0], p[2]) + Reference.product(h, p[1]) + p[4]).map { Foundation.tanh($0) }
        let context = average(p[0], Reference.product(hidden, Reference([5, 1], p[3].values)).values, mask)
        return gru(Reference(y).joined(context), h, Array(p[5...7]))
      })
    let step = decoder(y[0], state: state[0], source: .randomNormal([3, 4], seed: 6), mask: mask)
    let traced = valueOf(decoder) {
      $0(Variable(y[0]), state: Variable(state[0]), source: Variable(.randomNormal([3, 4], seed: 6)), mask: mask).context
    }
    expectClose(traced, step.context)
  }

  @Test func `a step of Luong's decoder, with a learned score`() {
    let decoder = LuongDecoder(
      score: GeneralScore(weight: .randomNormal([2, 4], seed: 1)), cell: GRUCell(inputSize: 3, hiddenSize: 2, seed: 2),
      outputWeight: .randomNormal([6, 5], seed: 3))
    let (y, state): (Tensor, Tensor) = ([[0.5, -1, 2]], [[1, -0.5]])
    expectGradients(
      decoder,
      parameters: [
        \.layer.generalScore!.weight, \.layer.cell.inputWeight, \.layer.cell.stateWeight, \.layer.cell.bias,
        \.layer.outputWeight,
      ],
      { $0.layer(Variable(y), state: Variable(state), source: $0.x).output },
      { p in
        let h = gru(Reference(y), Reference(state), Array(p[2...4]))
        let query = Reference.product(h, p[1])
        let scores = Reference.scores(query, p[0]) { zip($0, $1).reduce(0) { $0 + $1.0 * $1.1 } }
        return Reference.product(average(p[0], scores.values, nil).joined(h), p[5]).map { Foundation.tanh($0) }
      })
  }

  @Test(arguments: ["dot", "scaled", "cosine", "kernel", "additive"])
  func `a step of Luong's decoder on the tape is the step itself, for each score`(name: String) {
    let scores: [String: any AttentionScore] = [
      "dot": DotScore(), "scaled": ScaledDotScore(), "cosine": CosineScore(temperature: 0.5),
      "kernel": KernelScore(.gaussian(width: 2)),
      "additive": AdditiveScore(
        queryWeight: .randomNormal([4, 3], seed: 1), keyWeight: .randomNormal([4, 3], seed: 2), vector: [1, -1, 2]),
    ]
    let decoder = LuongDecoder(
      score: scores[name]!, cell: GRUCell(inputSize: 3, hiddenSize: 4, seed: 2), outputWeight: .randomNormal([8, 5], seed: 3))
    let (y, state, source) = (Tensor([0.5, -1, 2]), Tensor([1, -0.5, 0, 2]), Tensor.randomNormal([6, 4], seed: 4))
    let traced = valueOf(decoder) { $0(Variable(y), state: Variable(state), source: Variable(source)).output }
    expectClose(traced, decoder(y, state: state, source: source).output)
  }

  /// What a layer computes on the tape.
  private func valueOf<Layer>(_ layer: Layer, _ function: (Traced<Layer, Layer>) -> Variable) -> Tensor {
    var result = Tensor(0)
    _ = valueAndGradients(of: layer) { layer in
      let variable = function(layer)
      result = variable.value
      return variable.sum()
    }
    return result
  }

  /// The rows of `x`, averaged with the softmax of `scores`. Shape [1, columns].
  private func average(_ x: Reference, _ scores: [Double], _ mask: Mask?) -> Reference {
    let visibility = mask?.visibility.scalars ?? scores.map { _ in 1 }
    let weights = Reference.softmax(zip(scores, visibility).map { $1 == 1 ? $0 : -.infinity })
    return .product(Reference([1, weights.count], weights), x)
  }

  /// A step of a gated recurrent unit whose parameters are input weight, state weight and bias. With a bias of the state, the reset comes
  /// after the product.
  private func gru(_ x: Reference, _ h: Reference, _ p: [Reference], stateBias: Reference? = nil) -> Reference {
    let (input, state) = (Reference.product(x, p[0]) + p[2], Reference.product(h, p[1]))
    let size = h.shape[1]
    func gate(_ index: Int) -> Range<Int> { index * size..<(index + 1) * size }
    let r = (input.columns(gate(0)) + state.columns(gate(0))).map(Reference.sigmoid)
    let z = (input.columns(gate(1)) + state.columns(gate(1))).map(Reference.sigmoid)
    let recalled =
      stateBias.map { r * (state.columns(gate(2)) + $0) } ?? Reference.product(r * h, p[1].columns(gate(2)))
    let n = (input.columns(gate(2)) + recalled).map { Foundation.tanh($0) }
    return z * h + z.map { 1 - $0 } * n
  }

  private func states(_ x: Reference, size: Int, _ step: (Reference, Reference) -> Reference) -> Reference {
    var state = Reference([1, size])
    let rows = (0..<x.shape[0]).flatMap { row -> [Double] in
      state = step(Reference([1, x.shape[1]], Array(x.values[row * x.shape[1]..<(row + 1) * x.shape[1]])), state)
      return state.values
    }
    return Reference([x.shape[0], size], rows)
  }
}
