import Attention
import Testing

@Suite struct MultiHeadAttentionTests {
  let attention = MultiHeadAttention(features: 12, heads: 3, seed: 1)
  let x = Tensor.randomNormal([2, 5, 12], seed: 2)

  @Test func `the fused product is a loop over heads`() {
    let heads = (0..<3).map { head in
      let features = head * 4..<(head + 1) * 4
      return scaledDotProductAttention(
        query: matmul(x, attention.queryWeight[0..., features]),
        key: matmul(x, attention.keyWeight[0..., features]),
        value: matmul(x, attention.valueWeight[0..., features]))
    }
    expectClose(attention(x), matmul(concatenate(heads, axis: -1), attention.outputWeight), relative: 1e-5)
  }

  @Test func `steps have a head axis, and lead to the output`() {
    let steps = attention.steps(x, mask: .causal(5))
    #expect(steps.weights.shape == [2, 3, 5, 5])
    #expect(steps.context.shape == [2, 3, 5, 4])
    expectClose(attention.output(steps.context), attention(x, mask: .causal(5)), relative: 1e-5)
    #expect(steps.weights[0..., 0..., 0..<1, 1...] == .zeros([2, 3, 1, 4]))
  }

  @Test func `the call takes the kernels' path`() {
    let context = scaledDotProductAttention(
      query: splitHeads(matmul(x, attention.queryWeight), into: 3), key: splitHeads(matmul(x, attention.keyWeight), into: 3),
      value: splitHeads(matmul(x, attention.valueWeight), into: 3), mask: .causal(5))
    #expect(attention(x, mask: .causal(5)) == matmul(mergeHeads(context), attention.outputWeight))
  }

  @Test func `random initial values for all options`() {
    let layer = MultiHeadAttention(
      features: 10, sourceFeatures: 7, heads: 4, keyHeads: 2, keySize: 3, valueSize: 5, hasBias: true, scale: 0.5, softcap: 9,
      hasSinks: true, headNorm: .rms, seed: 1)
    #expect(layer.queryWeight.shape == [10, 12])
    #expect(layer.keyWeight.shape == [7, 6])
    #expect(layer.valueWeight.shape == [7, 10])
    #expect(layer.outputWeight.shape == [20, 10])
    #expect([layer.queryBias, layer.keyBias, layer.valueBias, layer.outputBias].map(\.?.shape) == [[12], [6], [10], [10]])
    #expect(layer.sinks == .zeros([4]))
    #expect(layer.queryNorm == NormalizationLayer(.rms, features: 3))
    #expect(layer.keyNorm == layer.queryNorm)
    #expect((layer.scale, layer.softcap) == (0.5, 9))
    #expect(layer(.zeros([2, 3, 10]), to: .zeros([2, 6, 7])).shape == [2, 3, 10])
    // Other options draw the same numbers.
    #expect(MultiHeadAttention(features: 12, heads: 3, hasBias: true, hasSinks: true, seed: 1).outputWeight == attention.outputWeight)
    #expect(layer.keyWeight != MultiHeadAttention(features: 10, sourceFeatures: 7, heads: 4, keyHeads: 2, keySize: 3, seed: 2).keyWeight)
  }

  @Test func `in cross-attention, queries and keys differ in number`() {
    let source = Tensor.randomNormal([2, 7, 12], seed: 3)
    #expect(attention(x, to: source).shape == [2, 5, 12])
    #expect(attention.steps(x, to: source).weights.shape == [2, 3, 5, 7])
    #expect(attention(x, to: x) == attention(x))
  }

  @Test func `self-attention follows the order of the tokens`() {
    let order = [4, 2, 0, 1, 3]
    expectClose(attention(x.gathering(order, axis: 1)), attention(x).gathering(order, axis: 1), relative: 1e-5)
  }

  @Test func `with rotary positions, it does not`() {
    let rotary = RotaryEmbedding(size: 4)
    let order = [4, 2, 0, 1, 3]
    let turned = attention(x, rotary: rotary)
    #expect(!attention(x.gathering(order, axis: 1), rotary: rotary).isClose(to: turned.gathering(order, axis: 1)))
  }

  @Test(arguments: [1, 2])
  func `grouped heads are repeated key heads`(keyHeads: Int) {
    let grouped = MultiHeadAttention(features: 12, heads: 4, keyHeads: keyHeads, seed: 4)
    func repeated(_ weight: Tensor) -> Tensor {
      mergeHeads(repeatHeads(splitHeads(weight, into: keyHeads), times: 4 / keyHeads))
    }
    let full = MultiHeadAttention(
      heads: 4, queryWeight: grouped.queryWeight, keyWeight: repeated(grouped.keyWeight),
      valueWeight: repeated(grouped.valueWeight), outputWeight: grouped.outputWeight)
    #expect(grouped.keyWeight.shape == [12, keyHeads * 3])
    expectClose(grouped(x), full(x), relative: 1e-5)
  }

  @Test func `biases are added after the products`() {
    var biased = attention
    biased.queryBias = .randomNormal([12], seed: 5)
    biased.keyBias = .randomNormal([12], seed: 6)
    biased.valueBias = .randomNormal([12], seed: 7)
    biased.outputBias = .randomNormal([12], seed: 8)
    // A bias acts like an additional feature that is always 1.
    func extended(_ weight: Tensor, _ bias: Tensor?) -> Tensor {
      concatenate([weight, (bias ?? []).reshaped([1, 12])])
    }
    let ones = concatenate([x, .ones([2, 5, 1])], axis: -1)
    let folded = MultiHeadAttention(
      heads: 3, queryWeight: extended(biased.queryWeight, biased.queryBias),
      keyWeight: extended(biased.keyWeight, biased.keyBias),
      valueWeight: extended(biased.valueWeight, biased.valueBias), outputWeight: biased.outputWeight)
    expectClose(biased(x), folded(ones) + (biased.outputBias ?? []), relative: 1e-5)
    #expect(!biased(x).isClose(to: attention(x)))
  }

  @Test func `equal seeds give equal matrices`() {
    #expect(MultiHeadAttention(features: 12, heads: 3, seed: 1) == attention)
    #expect(MultiHeadAttention(features: 12, heads: 3, seed: 2) != attention)
  }
}
