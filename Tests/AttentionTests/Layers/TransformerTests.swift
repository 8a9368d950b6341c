import Attention
import Testing

@Suite struct FeedForwardTests {
  let x = Tensor.randomNormal([2, 3, 4], seed: 1)

  @Test(arguments: FeedForward.Activation.allCases)
  func `two products with an activation between them`(activation: FeedForward.Activation) {
    var layer = FeedForward(features: 4, hidden: 6, activation: activation, seed: 2)
    layer.inputBias = .randomNormal([6], seed: 3)
    layer.outputBias = .randomNormal([4], seed: 4)
    let hidden = activation(matmul(x, layer.inputWeight) + .randomNormal([6], seed: 3))
    expectClose(layer(x), matmul(hidden, layer.outputWeight) + .randomNormal([4], seed: 4))
  }

  @Test func `SwiGLU multiplies by a gate`() throws {
    let layer = FeedForward(features: 4, hidden: 6, activation: .silu, isGated: true, seed: 2)
    let gate = silu(matmul(x, try #require(layer.gateWeight)))
    expectClose(layer(x), matmul(gate * matmul(x, layer.inputWeight), layer.outputWeight))
    #expect(layer.inputBias == nil)
  }

  @Test func `each token is by itself`() {
    let layer = FeedForward(features: 4, hidden: 6, seed: 2)
    expectClose(layer(x)[1][2], layer(x[1][2]))
    #expect(layer(.zeros([0, 4])).shape == [0, 4])
  }
}

@Suite struct TransformerTests {
  let x = Tensor.randomNormal([2, 5, 8], seed: 1)

  @Test func `pre-norm normalizes what goes into each part, post-norm what comes out`() {
    let pre = EncoderBlock(features: 8, heads: 2, hidden: 16, placement: .pre, seed: 2)
    let attended = x + pre.attention(layerNormalization(x))
    expectClose(pre(x), attended + pre.feedForward(layerNormalization(attended)), relative: 1e-5)
    let post = EncoderBlock(features: 8, heads: 2, hidden: 16, placement: .post, seed: 2)
    let normalized = layerNormalization(x + post.attention(x))
    expectClose(post(x), layerNormalization(normalized + post.feedForward(normalized)), relative: 1e-5)
  }

  @Test func `after post-norm, tokens have variance 1; after pre-norm, they grow`() {
    func variance(_ placement: NormalizationLayer.Placement) -> Float {
      EncoderBlock(features: 8, heads: 2, hidden: 16, placement: placement, seed: 2)(x).variance()
    }
    expectClose(Tensor(variance(.post)), Tensor(1), absolute: 1e-2)
    #expect(variance(.pre) > 1.1)
  }

  @Test func `an encoder is its blocks, and follows the order of its tokens`() {
    let encoder = TransformerEncoder(blocks: 3, features: 8, heads: 2, hidden: 16, seed: 3)
    let y = encoder.blocks.reduce(x) { $1($0) }
    expectClose(encoder(x), layerNormalization(y), relative: 1e-5)
    let order = [3, 1, 4, 0, 2]
    expectClose(
      encoder(x.gathering(order, axis: 1)), encoder(x).gathering(order, axis: 1), relative: 1e-4, absolute: 1e-5)
    #expect(TransformerEncoder(blocks: 0, features: 8, heads: 2, hidden: 16, placement: .post, seed: 3)(x) == x)
    let post = TransformerEncoder(blocks: 1, features: 8, heads: 2, hidden: 16, placement: .post, seed: 3)
    #expect(post.finalNorm == nil)
  }

  @Test func `a decoder does not see the future, and does see the source`() {
    let decoder = TransformerDecoder(blocks: 2, features: 8, heads: 2, hidden: 16, seed: 4)
    let source = Tensor.randomNormal([2, 7, 8], seed: 5)
    let y = decoder(x, source: source)
    #expect(y.shape == [2, 5, 8])
    var later = x
    later[0] = concatenate([x[0][..<4], .full([1, 8], 9)])
    #expect(decoder(later, source: source)[0][..<4] == y[0][..<4])
    #expect(decoder(x, source: source * 2)[0][0] != y[0][0])
    let mask = Mask(shape: [1, 7], isVisible: (0..<7).map { $0 < 4 })
    expectClose(
      decoder(x, source: source, sourceMask: mask), decoder(x, source: source[0..., ..<4]),
      relative: 1e-5, absolute: 1e-5)
  }

  @Test func `random decoders have all options, and decode with caches`() {
    let block = DecoderBlock(
      features: 8, sourceFeatures: 6, heads: 4, keyHeads: 2, hidden: 16, activation: .silu, isGated: true, norm: .rms, seed: 4)
    #expect(block.selfAttention.keyHeads == 2)
    #expect(block.selfAttention.keyWeight.shape == [8, 4])
    #expect(block.crossAttention.keyWeight.shape == [6, 4])
    #expect(block.feedForward.gateWeight?.shape == [8, 16])
    #expect(block.crossAttentionNorm == NormalizationLayer(.rms, features: 8))
    let decoder = TransformerDecoder(blocks: [block, block], finalNorm: NormalizationLayer(.rms, features: 8))
    let source = Tensor.randomNormal([2, 7, 6], seed: 5)
    var caches = decoder.blocks.map { _ in KeyValueCache(batch: 2) }
    let parts = [0..<3, 3..<4, 4..<5].map { decoder(x[0..., $0], source: source, caches: &caches) }
    #expect(concatenate(parts, axis: 1) == decoder(x, source: source))
    #expect(FeedForward(features: 4, hidden: 6, isGated: true, hasBias: true, seed: 1).inputBias == .zeros([6]))
    #expect(FeedForward(features: 4, hidden: 6, hasBias: false, seed: 1).outputBias == nil)
  }

  @Test func `RMS blocks have no bias, and no tokens are no trouble`() {
    var block = EncoderBlock(features: 8, heads: 2, hidden: 16, seed: 2)
    block.attentionNorm = NormalizationLayer(.rms, features: 8)
    block.feedForwardNorm = NormalizationLayer(.rms, features: 8)
    #expect(block.attentionNorm.bias == nil)
    let attended = x + block.attention(rmsNormalization(x))
    expectClose(block(x), attended + block.feedForward(rmsNormalization(attended)), relative: 1e-5)
    #expect(block(.zeros([2, 0, 8])).shape == [2, 0, 8])
  }
}
