import Attention
import Foundation
import Testing

/// What PyTorch and transformers compute, made by Tests/Fixtures/pytorch/make.py.
struct ReferenceModules: Decodable, Sendable {
  struct Module: Decodable, Sendable {
    let name: String
    let input, output: Tensor
    let parameters: [String: Tensor]
    var state, cell: Tensor?

    /// A matrix of PyTorch is the transpose of the library's.
    func weight(_ name: String) -> Tensor { parameters["\(name).weight"]!.transposed() }

    func norm(_ name: String, epsilon: Float = 1e-6) -> NormalizationLayer {
      var norm = NormalizationLayer(.rms, features: 1, epsilon: epsilon)
      norm.gain = parameters["\(name).weight"]!
      return norm
    }
  }

  struct Frequencies: Decodable, Sendable {
    let kind: String
    let parameters: [String: Float]
    let frequencies: Tensor
    let factor: Float
  }

  let modules, cells: [Module]
  let frequencies: [Frequencies]
  let adamW: Tensor

  static func read() throws -> ReferenceModules {
    let file = URL(filePath: #filePath).appending(path: "../../../Fixtures/pytorch/modules.json").standardized
    return try JSONDecoder().decode(ReferenceModules.self, from: Data(contentsOf: file))
  }

  static func module(_ name: String) throws -> Module {
    let all = try read()
    return try #require((all.modules + all.cells).first { $0.name == name })
  }
}

/// Both sides compute in single precision, over some dozen operations: a few roundings of the largest element.
private func expectAlike(_ actual: Tensor, _ expected: Tensor, sourceLocation: SourceLocation = #_sourceLocation) {
  expectClose(actual, expected, relative: 1e-5, absolute: 2e-6 * Swift.max(1, abs(expected).max()), sourceLocation: sourceLocation)
}

@Suite struct ReferenceModuleTests {
  @Test func `Gemma 2: softcap, scale and a sliding window`() throws {
    let module = try ReferenceModules.module("gemma2")
    let attention = MultiHeadAttention(
      heads: 4, keyHeads: 2, queryWeight: module.weight("q_proj"), keyWeight: module.weight("k_proj"),
      valueWeight: module.weight("v_proj"), outputWeight: module.weight("o_proj"), scale: 1 / Float(10).squareRoot(), softcap: 5)
    let rotary = RotaryEmbedding(size: 8)
    expectAlike(attention(module.input, mask: .slidingWindow(6, size: 3), rotary: rotary), module.output)
    var cache = KeyValueCache(batch: 1, window: 3)
    let tokens = (0..<6).map { attention(module.input[0..., $0..<$0 + 1], cache: &cache, rotary: rotary) }
    expectAlike(concatenate(tokens, axis: 1), module.output)
  }

  @Test func `gpt-oss: sinks, biases and YaRN`() throws {
    let module = try ReferenceModules.module("gpt-oss")
    let attention = MultiHeadAttention(
      heads: 4, keyHeads: 2, queryWeight: module.weight("q_proj"), keyWeight: module.weight("k_proj"),
      valueWeight: module.weight("v_proj"), outputWeight: module.weight("o_proj"),
      queryBias: module.parameters["q_proj.bias"], keyBias: module.parameters["k_proj.bias"],
      valueBias: module.parameters["v_proj.bias"], outputBias: module.parameters["o_proj.bias"],
      sinks: module.parameters["sinks"])
    let rotary = RotaryEmbedding(size: 8, base: 150_000, scaling: .yarn(factor: 4, length: 16, isRounded: false))
    expectAlike(attention(module.input, mask: .causal(6), rotary: rotary), module.output)
  }

  @Test func `DeepSeek-V3: latents with norms, in both forms and with a cache`() throws {
    let module = try ReferenceModules.module("deepseek-v3")
    let down = module.weight("kv_a_proj_with_mqa")  // [features, latentSize + rotarySize]
    let up = splitHeads(module.weight("kv_b_proj"), into: 4)  // [heads, latentSize, size + valueSize]
    let attention = LatentAttention(
      heads: 4, rotary: RotaryEmbedding(size: 4, layout: .interleaved), queryWeight: module.weight("q_b_proj"),
      latentWeight: down[0..., ..<5], rotaryKeyWeight: down[0..., 5...], keyWeight: mergeHeads(up[0..., 0..., ..<6]),
      valueWeight: mergeHeads(up[0..., 0..., 6...]), outputWeight: module.weight("o_proj"), latentNorm: module.norm("kv_a_layernorm"),
      queryLatentWeight: module.weight("q_a_proj"), queryLatentNorm: module.norm("q_a_layernorm"))
    expectAlike(attention(module.input, mask: .causal(6)), module.output)
    expectAlike(attention.absorbed(module.input, mask: .causal(6)), module.output)
    var cache = KeyValueCache(batch: 1)
    let tokens = (0..<6).map { attention(module.input[0..., $0..<$0 + 1], cache: &cache) }
    expectAlike(concatenate(tokens, axis: 1), module.output)
  }

  @Test func `Qwen3-Next: norms of queries and keys, a part of the features rotated, and a gate`() throws {
    let module = try ReferenceModules.module("qwen3-next")
    let both = splitHeads(module.weight("q_proj"), into: 4)  // [heads, features, size + gateSize]
    var attention = MultiHeadAttention(
      heads: 4, keyHeads: 2, queryWeight: mergeHeads(both[0..., 0..., ..<8]), keyWeight: module.weight("k_proj"),
      valueWeight: module.weight("v_proj"), outputWeight: module.weight("o_proj"),
      queryNorm: module.norm("q_norm"), keyNorm: module.norm("k_norm"))
    // Its gain is 1 + w.
    attention.queryNorm!.gain += 1
    attention.keyNorm!.gain += 1
    let logits = matmul(module.input, mergeHeads(both[0..., 0..., 8...]))
    let context = attention.steps(module.input, mask: .causal(6), rotary: RotaryEmbedding(size: 4)).context
    expectAlike(attention.output(gateHeads(context, by: logits)), module.output)
  }

  @Test func `slowed rotations`() throws {
    for example in try ReferenceModules.read().frequencies {
      let length = Int(example.parameters["original_max_position_embeddings"]!)
      let scaling: RotaryEmbedding.Scaling =
        example.kind == "llama3"
        ? .llama3(factor: 8, length: length)
        : .yarn(factor: 4, length: length, isRounded: example.parameters["truncate"] != 0)
      let rotary = RotaryEmbedding(size: 16, scaling: scaling)
      expectClose(rotary.angles([1])[0], example.frequencies)
      #expect((rotary.amplitude - example.factor).magnitude < 1e-6)
      #expect(rotary.angles([1])[0] != RotaryEmbedding(size: 16).angles([1])[0])
    }
  }

  @Test func `PyTorch's gated recurrent unit resets after the product`() throws {
    let module = try ReferenceModules.module("GRUCell")
    let (input, state) = (module.parameters["bias_ih"]!, module.parameters["bias_hh"]!)
    let cell = GRUCell(
      inputWeight: module.parameters["weight_ih"]!.transposed(), stateWeight: module.parameters["weight_hh"]!.transposed(),
      bias: input + concatenate([state[..<4], .zeros([2])]), stateBias: state[4...], reset: .afterProduct)
    expectAlike(cell(module.input, state: module.state!), module.output)
  }

  @Test func `PyTorch's long short-term memory`() throws {
    let module = try ReferenceModules.module("LSTMCell")
    let cell = LSTMCell(
      inputWeight: module.parameters["weight_ih"]!.transposed(), stateWeight: module.parameters["weight_hh"]!.transposed(),
      bias: module.parameters["bias_ih"]! + module.parameters["bias_hh"]!)
    let next = cell(module.input, state: .init(hidden: module.state!, cell: module.cell!))
    expectAlike(stack([next.hidden, next.cell]), module.output)
  }

  @Test func `PyTorch's AdamW`() throws {
    struct Model { var x: Tensor }
    var model = Model(x: [[1, -2], [0.01, 3]])
    var optimizer = Adam<Model>(learningRate: 0.1, weightDecay: 0.2)
    for _ in 0..<5 {
      optimizer.update(&model, with: valueAndGradients(of: model) { ($0.x * $0.x * 0.5).sum() }.gradients)
    }
    expectAlike(model.x, try ReferenceModules.read().adamW)
  }
}
