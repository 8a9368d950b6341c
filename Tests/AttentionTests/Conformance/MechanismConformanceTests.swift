import Attention
import Foundation
import Testing

/// What transformers computes, and a naive program, made by Tests/Fixtures/pytorch/make_mechanisms.py.
@Suite struct MechanismConformanceTests {
  /// The tensors of one mechanism, by their names.
  struct Example {
    let tensors: [String: Tensor]

    init(_ name: String) throws {
      let file = URL(filePath: #filePath).appending(path: "../../../Fixtures/pytorch/mechanisms.json").standardized
      let all = try JSONDecoder().decode([String: [String: Tensor]].self, from: Data(contentsOf: file))
      tensors = try #require(all[name])
    }

    subscript(_ name: String) -> Tensor { tensors[name]! }

    /// A matrix of PyTorch is the transpose of the library's.
    func weight(_ name: String) -> Tensor { self["\(name).weight"].transposed() }
  }

  /// Both sides compute in single precision, over some dozen operations: a few roundings of the largest element.
  private func expectAlike(_ actual: Tensor, _ expected: Tensor, sourceLocation: SourceLocation = #_sourceLocation) {
    expectClose(actual, expected, relative: 1e-5, absolute: 2e-6 * Swift.max(1, abs(expected).max()), sourceLocation: sourceLocation)
  }

  @Test func `DiffLlama: differential attention`() throws {
    let example = try Example("differential")
    let (x, rotary) = (example["input"], RotaryEmbedding(size: 6))
    func heads(_ name: String, _ count: Int) -> Tensor { splitHeads(matmul(x, example.weight(name)), into: count) }
    /// Its halves are in different heads: the first half of the heads, and the second.
    func paired(_ x: Tensor) -> Tensor {
      let pairs = x.shape[1] / 2
      return concatenate([x.gathering(Array(0..<pairs), axis: 1), x.gathering(Array(pairs..<2 * pairs), axis: 1)], axis: -1)
    }
    let lambda = DifferentialLambda(
      vectors: stack(["lambda_q1", "lambda_k1", "lambda_q2", "lambda_k2"].map { example[$0] }), layer: 3)
    let context = differentialAttention(
      query: paired(rotary(heads("q_proj", 4))), key: paired(rotary(heads("k_proj", 2))), value: paired(heads("v_proj", 2)), keyHeads: 1,
      lambda: lambda.value, mask: .causal(7))
    let normalized = rmsNormalization(context, epsilon: 1e-6) * (1 - lambda.initial)
    expectAlike(matmul(mergeHeads(normalized), example.weight("o_proj")), example["output"])
  }

  @Test func `DeepSeek-V3.2: the indexer's keys, in latent attention`() throws {
    let example = try Example("sparse")
    let x = example["input"]
    func norm(_ name: String) -> NormalizationLayer {
      var norm = NormalizationLayer(.rms, features: 1, epsilon: 1e-6)
      norm.gain = example["\(name).weight"]
      return norm
    }
    let latent = norm("q_a_layernorm")(matmul(x, example.weight("q_a_proj")))
    let rotary = RotaryEmbedding(size: 4)
    let key = layerNormalization(
      matmul(x, example.weight("indexer_wk")), gain: example["indexer_k_norm.weight"], bias: example["indexer_k_norm.bias"], epsilon: 1e-6)
    let scores = indexScores(
      query: rotary(splitHeads(matmul(latent, example.weight("indexer_wq_b")), into: 3)), key: rotary(key),
      headWeight: matmul(x, example.weight("indexer_weights_proj")))
    let mask = Mask.topK(3, of: scores, among: .causal(7))

    let down = example.weight("kv_a_proj_with_mqa")
    let up = splitHeads(example.weight("kv_b_proj"), into: 4)
    let attention = LatentAttention(
      heads: 4, rotary: RotaryEmbedding(size: 4, layout: .interleaved), queryWeight: example.weight("q_b_proj"),
      latentWeight: down[0..., ..<5], rotaryKeyWeight: down[0..., 5...], keyWeight: mergeHeads(up[0..., 0..., ..<6]),
      valueWeight: mergeHeads(up[0..., 0..., 6...]), outputWeight: example.weight("o_proj"), latentNorm: norm("kv_a_layernorm"),
      queryLatentWeight: example.weight("q_a_proj"), queryLatentNorm: norm("q_a_layernorm"))
    expectAlike(attention(x, mask: mask), example["output"])
    // The selection matters.
    #expect(!attention(x, mask: .causal(7)).isClose(to: example["output"], relativeTolerance: 0.01, absoluteTolerance: 0.01))
  }

  @Test func `native sparse attention: compressed blocks and a window`() throws {
    let example = try Example("branches")
    let (query, key, value) = (example["query"], example["key"], example["value"])
    let place = example["place"].insertingAxis(at: -1)  // [blockSize, 1]
    func summary(_ blocks: Tensor) -> Tensor { (blocks * place).sum(axis: -2) }
    let compressed = compressedAttention(
      query: query, key: key, value: value, blockSize: 4, stride: 2, keySummary: summary, valueSummary: summary)
    let windowed = slidingWindowAttention(query: query, key: key, value: value, window: 3)
    expectAlike(compressed, example["compressed"])
    expectAlike(windowed, example["windowed"])
    expectAlike(gatedSum([compressed, windowed], gates: example["gates"]), example["mixed"])
  }

  @Test(arguments: ["gatedDelta", "kimiDelta"], [1, 2, 3, 7, 64])
  func `Gated DeltaNet and Kimi Delta Attention, as a recurrence and in chunks`(name: String, chunkSize: Int) throws {
    let example = try Example(name)
    let (query, key, value) = (example["query"], example["key"], example["value"])
    let (decay, beta, state) = (example["decay"], example["beta"], example["state"])
    let chunked = chunkedLinearAttention(
      query: query, key: key, value: value, decay: decay, beta: beta, state: state, chunkSize: chunkSize)
    let recurrent = linearAttention(query: query, key: key, value: value, decay: decay, beta: beta, state: state)
    for result in [chunked, recurrent] {
      expectAlike(result.context, example["context"])
      expectAlike(result.state, example["final"])
    }
  }
}
