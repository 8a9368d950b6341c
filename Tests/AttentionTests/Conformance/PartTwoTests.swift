import Attention
import Foundation
import Testing

/// The small examples of lessons 16 to 21, as PyTorch and NumPy compute them, made by Tests/Fixtures/pytorch/make_part_two.py.
private struct Example: Decodable {
  /// The numbers of each row, as the lesson's page shows them.
  let shown: [[String]]
  let arrays: [String: Tensor]

  subscript(name: String) -> Tensor { arrays[name]! }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    shown = try container.decode([[String]].self, forKey: .shown)
    arrays = try container.decode([String: Tensor].self, forKey: .arrays)
  }

  enum CodingKeys: CodingKey { case shown, arrays }

  static func all() throws -> [String: Example] {
    let file = URL(filePath: #filePath).appending(path: "../../../Fixtures/pytorch/part-two.json").standardized
    return try JSONDecoder().decode([String: Example].self, from: Data(contentsOf: file))
  }

  init(_ lesson: String) throws { self = try #require(try Self.all()[lesson]) }
}

/// The reference is computed in double precision, so the difference is that of a few roundings to single precision.
private func expectAlike(_ actual: Tensor, _ expected: Tensor, sourceLocation: SourceLocation = #_sourceLocation) {
  expectClose(actual, expected, relative: 1e-5, absolute: 1e-6, sourceLocation: sourceLocation)
}

@Suite struct PartTwoTests {
  @Test func `the lessons show the numbers of PyTorch and NumPy`() throws {
    let examples = try Example.all()
    #expect(examples.count == 6)
    for (lesson, example) in examples {
      let file = URL(filePath: #filePath).appending(path: "../../../../Lessons/\(lesson).md").standardized
      // Columns are aligned with spaces.
      let page = try String(contentsOf: file, encoding: .utf8).replacingOccurrences(of: " ", with: "")
      for row in example.shown {
        let isShown = page.contains(row.joined(separator: ","))
        #expect(isShown, "\(lesson) doesn't show \(row)")
      }
    }
  }

  @Test func `16: norms, activations and feed-forward networks`() throws {
    let example = try Example("16-transformer-block")
    expectAlike(layerNormalization(example["token"], epsilon: 0), example["normalized"])
    expectAlike(rmsNormalization(example["token"], epsilon: 0), example["rms"])
    // The unbiased variance gives other numbers.
    expectAlike(layerNormalization(example["token"], epsilon: 0) * Float(0.75).squareRoot(), example["unbiased"])
    let network = FeedForward(
      activation: .relu, inputWeight: example["w1"], outputWeight: example["w2"], inputBias: example["b1"], outputBias: example["b2"])
    expectAlike(network(example["x"]), example["feedForward"])
    let gated = FeedForward(
      activation: .silu, inputWeight: example["gate"], gateWeight: example["w1"], outputWeight: example["w2"])
    expectAlike(gated(example["x"]), example["swiGLU"])
    expectAlike(gelu(example["x"]), example["gelu"])
    expectAlike(silu(example["x"]), example["silu"])
  }

  @Test func `17: the gradients of attention`() throws {
    let example = try Example("17-gradients-by-hand")
    let gradients = attentionGradients(
      query: example["query"], key: example["key"], value: example["value"], cotangent: example["cotangent"])
    expectAlike(gradients.query, example["queryGradient"])
    expectAlike(gradients.key, example["keyGradient"])
    expectAlike(gradients.value, example["valueGradient"])
    expectAlike(gradients.weights(), example["weightGradient"])
    expectAlike(gradients.scores(), example["scoreGradient"])
  }

  struct OneNumber { var theta: Tensor }

  @Test func `18: cross-entropy, its gradient, and three steps of Adam`() throws {
    let example = try Example("18-training-one")
    #expect((crossEntropy(example["logits"], targets: [0, 2]) - example["loss"].item).magnitude < 1e-6)
    expectAlike(crossEntropyGradient(example["logits"], targets: [0, 2]), example["gradient"])
    var number = OneNumber(theta: Tensor(1))
    var adam = Adam<OneNumber>(learningRate: 0.1)
    let path = ([0.5, -2, 30] as [Float]).map { slope -> Float in
      adam.update(&number, with: valueAndGradients(of: number) { $0.theta * slope }.gradients)
      return number.theta.item
    }
    expectAlike(Tensor(path), example["path"])
  }

  @Test func `19: the kept tokens, and what a draft changes`() throws {
    let example = try Example("19-generation")
    let logits: Tensor = [3, 2.2, 1.5, 0.2, -1]
    expectAlike(Sampler(temperature: 0.7, seed: 1).probabilities(logits), example["chances"])
    expectAlike(Sampler(temperature: 0.7, topP: 0.9, seed: 1).probabilities(logits), example["nucleus"])
    let (p, q) = (example["target"], example["draft"])
    let drafted = q * example["accepted"]
    expectAlike(drafted + example["replacement"] * (1 - drafted.sum()), p)
  }

  @Test func `20: a sink, a sum, the delta rule, and a gate for each feature`() throws {
    let example = try Example("20-cheaper-attention")
    let weights = attentionWeights(query: [[[1]]], key: example["scores"].reshaped([1, 4, 1]), scale: 1, sinks: [1.5])
    expectAlike(weights[0][0], example["withSink"])
    func context(decay: Tensor? = nil, beta: Tensor? = nil) -> Tensor {
      linearAttention(
        query: example["query"], key: example["key"], value: example["value"], decay: decay, beta: beta, scale: 1
      ).context
    }
    expectAlike(context(), example["linear"])
    expectAlike(context(beta: .ones([4, 1])), example["delta"])
    expectAlike(context(decay: log(example["fades"]), beta: example["betas"].reshaped([4, 1])), example["kimi"])
  }

  @Test func `21: the model's attention, a cut head, and roll-out`() throws {
    let example = try Example("21-reading-a-model")
    let model = try AliceModel()
    let prompt = example["prompt"].scalars.map { Int($0) }
    func chance(_ model: AliceModel) -> Float { softmax(model.logits(prompt))[97].item }
    #expect((chance(model) - example["whole"].item).magnitude < 1e-5)

    var x = model.embedding(prompt)
    var layers: [Tensor] = []
    for block in model.decoder.blocks {
      layers.append(block.attention.steps(block.attentionNorm(x), mask: .causal(prompt.count), rotary: model.rotary).weights)
      x = block(x, mask: .causal(prompt.count), rotary: model.rotary)
    }
    // Four blocks of some hundred roundings each.
    expectClose(stack(layers), example["layers"], relative: 1e-4, absolute: 1e-5)
    expectClose(attentionRollout(layers), example["rollout"], relative: 1e-4, absolute: 1e-5)
    expectAlike(attentionRollout([example["smallLayers"][0], example["smallLayers"][1]]), example["smallRollout"])

    var cut = model
    cut.decoder.blocks[1].attention.outputWeight[0..<32] = Tensor(0)
    #expect((chance(cut) - example["without"].item).magnitude < 1e-5)
  }
}
