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
          let (input, state) = (Reference.product(x, p[1]) + p[3], Reference.product(h, p[2]))
          let r = (input.columns(0..<2) + state.columns(0..<2)).map(Reference.sigmoid)
          let z = (input.columns(2..<4) + state.columns(2..<4)).map(Reference.sigmoid)
          let recalled =
            reset == .beforeProduct
            ? Reference.product(r * h, p[2].columns(4..<6)) : r * (state.columns(4..<6) + p[4])
          let n = (input.columns(4..<6) + recalled).map { Foundation.tanh($0) }
          return z * h + z.map { 1 - $0 } * n
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

  private func states(_ x: Reference, size: Int, _ step: (Reference, Reference) -> Reference) -> Reference {
    var state = Reference([1, size])
    let rows = (0..<x.shape[0]).flatMap { row -> [Double] in
      state = step(Reference([1, x.shape[1]], Array(x.values[row * x.shape[1]..<(row + 1) * x.shape[1]])), state)
      return state.values
    }
    return Reference([x.shape[0], size], rows)
  }
}
