import Attention
import Testing

/// Results for empty and tiny shapes: nothing traps.
@Suite struct SmallestShapeTests {
  let attention = MultiHeadAttention(features: 4, heads: 4, seed: 1)  // heads of size 1
  let latent = LatentAttention(features: 4, heads: 2, size: 1, latentSize: 1, rotarySize: 0, seed: 1)

  @Test func `no tokens give no tokens`() {
    let none = Tensor.zeros([2, 0, 4])
    #expect(attention(none).shape == [2, 0, 4])
    #expect(latent(none).shape == [2, 0, 4])
    #expect(latent.absorbed(none).shape == [2, 0, 4])
    #expect(TransformerEncoder(blocks: 1, features: 4, heads: 4, hidden: 1, seed: 1)(none).shape == [2, 0, 4])
    #expect(attention(.zeros([0, 3, 4])).shape == [0, 3, 4])
  }

  @Test func `no source gives zeros`() {
    #expect(attention(.ones([3, 4]), to: .zeros([0, 4])) == .zeros([3, 4]))
    let decoder = TransformerDecoder(blocks: 1, features: 4, heads: 4, hidden: 1, seed: 1)
    #expect(decoder(.ones([3, 4]), source: .zeros([0, 4])).shape == [3, 4])
  }

  @Test func `one key gets all weight, in heads of size 1`() {
    let x = Tensor.randomNormal([1, 4], seed: 2)
    #expect(attention.steps(x).weights == .ones([4, 1, 1]))
    expectClose(attention(x), matmul(matmul(x, attention.valueWeight), attention.outputWeight))
    expectClose(latent.absorbed(x), latent(x))
  }

  @Test func `masks and positions of length 0 are empty`() {
    #expect(Mask.causal(0).shape == [0, 0])
    #expect(Mask.slidingWindow(0, size: 3, sinks: 1).shape == [0, 0])
    #expect(Mask.padding(lengths: [], keys: 3).shape == [0, 1, 1, 3])
    #expect(Mask(shape: [0, 0], isVisible: []).enlarged(by: 2, queries: 0, keys: 0).shape == [0, 0])
    #expect(RotaryEmbedding(size: 2)(.zeros([0, 2])).shape == [0, 2])
    #expect(alibiBias(queries: 0, heads: 2).shape == [2, 0, 0])
  }

  @Test func `gradients of next to nothing have the shapes of next to nothing`() {
    let none = Tensor.zeros([0, 1])
    let gradients = attentionGradients(query: none, key: none, value: none, cotangent: none)
    #expect(gradients.query.shape == [0, 1])
    #expect(layerNormalizationGradients(.zeros([2, 0]), cotangent: .zeros([2, 0])).x.shape == [2, 0])
    #expect(layerNormalizationGradients([[5]], cotangent: [[1]]).x == [[0]])
    #expect(DotScore().gradient(query: none, key: [[1]], cotangent: .zeros([0, 1])).key == [[0]])
  }
}
