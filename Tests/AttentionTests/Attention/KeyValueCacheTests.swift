import Attention
import Testing

@Suite struct KeyValueCacheTests {
  static let cuts = [[9], [1, 8], [4, 1, 1, 3], [1, 1, 1, 1, 1, 1, 1, 1, 1], [0, 9, 0]]
  let attention = MultiHeadAttention(features: 12, heads: 4, keyHeads: 2, seed: 1)
  let x = Tensor.randomNormal([2, 9, 12], seed: 2)

  @Test(arguments: cuts, [nil, 1, 3, 100])
  func `with a cache, the result is that of all tokens at once`(parts: [Int], window: Int?) {
    let rotary = RotaryEmbedding(size: 2)
    var cache = KeyValueCache(batch: 2, window: window)
    var (outputs, start) = ([Tensor](), 0)
    for part in parts {
      outputs.append(attention(x[0..., start..<start + part], cache: &cache, rotary: rotary))
      start += part
    }
    let mask = Mask.window(9, left: window.map { $0 - 1 }, right: 0)
    expectClose(concatenate(outputs, axis: 1), attention(x, mask: mask, rotary: rotary), relative: 1e-5)
    #expect(cache.lengths == [9, 9])
  }

  @Test func `sequences may differ in length`() {
    // The second sequence has 2 tokens, then 3 more; the first 4, then 1.
    let tokens = Tensor.randomNormal([2, 5, 12], seed: 3)
    let rotary = RotaryEmbedding(size: 2)
    var cache = KeyValueCache(batch: 2)
    let first = stack([tokens[0][..<4], concatenate([tokens[1][..<2], .full([2, 12], .nan)])])
    let second = stack([concatenate([tokens[0][4...], .full([2, 12], .nan)]), tokens[1][2...]])
    let before = attention(first, cache: &cache, lengths: [4, 2], rotary: rotary)
    let after = attention(second, cache: &cache, lengths: [1, 3], rotary: rotary)
    #expect(cache.lengths == [5, 5])
    let whole = attention(tokens, mask: .causal(5), rotary: rotary)
    expectClose(concatenate([before[0], after[0][..<1]]), whole[0], relative: 1e-5)
    expectClose(concatenate([before[1][..<2], after[1]]), whole[1], relative: 1e-5)
  }

  @Test func `a window forgets what no later token may see`() {
    var cache = KeyValueCache(batch: 1, window: 3)
    for _ in 0..<10 { _ = cache.append(key: .ones([1, 2, 1, 4]), value: .ones([1, 2, 1, 5])) }
    #expect(cache.count == 3 * 2 * (4 + 5))
    #expect(cache.lengths == [10])
    var all = KeyValueCache(batch: 1)
    for _ in 0..<10 { _ = all.append(key: .ones([1, 2, 1, 4]), value: .ones([1, 2, 1, 5])) }
    #expect(all.count == 10 * 2 * (4 + 5))
  }

  @Test func `keys come back in order, filled up with zeros, and hidden there`() {
    var cache = KeyValueCache(batch: 2)
    let seen = cache.append(key: [[[[1], [2]]], [[[3], [4]]]], value: [[[[5], [6]]], [[[7], [8]]]], lengths: [2, 1])
    #expect(seen.key == [[[[1], [2]]], [[[3], [0]]]])
    #expect(seen.value == [[[[5], [6]]], [[[7], [0]]]])
    #expect(seen.mask.visibility == [[[[1, 0], [1, 1]]], [[[1, 0], [1, 0]]]])
  }

  @Test(arguments: [nil, 3]) func `a copy keeps its tokens, and equal tokens make equal caches`(window: Int?) {
    func token(_ number: Float) -> Tensor { .full([1, 1, 1, 2], number) }
    var cache = KeyValueCache(batch: 1, window: window)
    for number in 0..<4 { cache.append(key: token(Float(number)), value: token(-Float(number))) }
    let copy = cache
    var other = copy
    cache.append(key: token(4), value: token(-4))
    let seen = other.append(key: token(5), value: token(-5))
    #expect(copy.lengths == [4])
    #expect(seen.key.scalars.last == 5)
    #expect(cache.append(key: token(6), value: token(-6)).key.scalars.suffix(4) == [4, 4, 6, 6])
    // The same tokens, appended at once: the stored tokens are in other places.
    var whole = KeyValueCache(batch: 1, window: window)
    whole.append(
      key: Tensor([0, 0, 1, 1, 2, 2, 3, 3]).reshaped([1, 1, 4, 2]), value: -Tensor([0, 0, 1, 1, 2, 2, 3, 3]).reshaped([1, 1, 4, 2]))
    if window == nil {
      #expect(whole == copy)
      #expect(whole != cache)
    }
  }

  @Test func `without a window, tokens one by one have the same bits as all at once`() {
    let rotary = RotaryEmbedding(size: 2)
    let all = attention(x, mask: .causal(9), rotary: rotary)
    var cache = KeyValueCache(batch: 2)
    for token in 0..<9 {
      #expect(attention(x[0..., token..<token + 1], cache: &cache, rotary: rotary) == all[0..., token..<token + 1])
    }
  }

  @Test(arguments: [nil, 3]) func `mask, bias, softcap, sinks and scale work with a cache`(window: Int?) {
    var attention = attention
    (attention.scale, attention.softcap, attention.sinks) = (0.7, 2, [0.5, -1, 0, 2])
    attention.queryNorm = NormalizationLayer(.rms, features: 3)
    attention.keyNorm = NormalizationLayer(features: 3)
    let bias = Tensor.randomNormal([2, 4, 9, 9], seed: 5)
    let hidden = Mask(shape: [9, 9], isVisible: (0..<81).map { $0 * 7 % 5 != 1 })
    let visible = Mask.window(9, left: window.map { $0 - 1 }, right: 0)
    for mask in [hidden, .window(9, left: 1, right: 0), .padding(lengths: [6, 9], keys: 9)] {
      let all = attention(x, mask: mask && visible, bias: bias)
      var cache = KeyValueCache(batch: 2, window: window)
      for part in [0..<4, 4..<5, 5..<9] {
        func places(_ x: Tensor) -> Tensor {
          let rows = x.rows == 1 ? x : x.gathering(Array(part), axis: -2)
          return rows.gathering(Array(0..<part.upperBound), axis: -1)
        }
        let visibility = places(mask.visibility)
        let output = attention(
          x[0..., part], cache: &cache, mask: Mask(shape: visibility.shape, isVisible: visibility.scalars.map { $0 == 1 }),
          bias: places(bias))
        expectClose(output, all[0..., part], relative: 1e-5, absolute: 2e-6)
      }
    }
  }

  @Test func `blocks and stacks take caches`() {
    let encoder = TransformerEncoder(blocks: 2, features: 12, heads: 4, hidden: 8, seed: 3)
    var caches = encoder.blocks.map { _ in KeyValueCache(batch: 2) }
    let outputs = [0..<5, 5..<9].map { encoder(x[0..., $0], caches: &caches) }
    #expect(concatenate(outputs, axis: 1) == encoder(x, mask: .causal(9)))
    let decoder = DecoderBlock(features: 12, heads: 4, hidden: 8, seed: 3)
    var cache = KeyValueCache(batch: 2)
    let decoded = [0..<5, 5..<9].map { decoder(x[0..., $0], source: x, cache: &cache) }
    #expect(concatenate(decoded, axis: 1) == decoder(x, source: x))
  }

  @Test func `no sequences and no tokens are no trouble`() {
    var none = KeyValueCache(batch: 0)
    #expect(none.append(key: .zeros([0, 2, 3, 4]), value: .zeros([0, 2, 3, 4])).key.shape == [0, 2, 0, 4])
    var cache = KeyValueCache(batch: 1)
    let seen = cache.append(key: .zeros([1, 2, 0, 4]), value: .zeros([1, 2, 0, 1]))
    #expect(seen.key.shape == [1, 2, 0, 4])
    #expect(seen.mask.shape == [1, 1, 0, 0])
  }
}

@Suite struct LatentAttentionTests {
  let attention = LatentAttention(features: 16, heads: 4, size: 6, latentSize: 5, rotarySize: 2, seed: 1)
  let x = Tensor.randomNormal([2, 7, 16], seed: 2)

  @Test(arguments: [nil, Mask.causal(7)])
  func `the absorbed form is the naive one`(mask: Mask?) {
    expectClose(attention.absorbed(x, mask: mask), attention(x, mask: mask), relative: 1e-5, absolute: 2e-6)
    expectClose(attention.absorbed(x[0], mask: mask), attention(x, mask: mask)[0], relative: 1e-5, absolute: 2e-6)
  }

  @Test(arguments: [[7], [3, 4], [1, 1, 1, 1, 1, 1, 1]])
  func `with a cache of latents, too`(parts: [Int]) {
    var cache = KeyValueCache(batch: 2)
    var (outputs, start) = ([Tensor](), 0)
    for part in parts {
      outputs.append(attention(x[0..., start..<start + part], cache: &cache))
      start += part
    }
    expectClose(concatenate(outputs, axis: 1), attention(x, mask: .causal(7)), relative: 1e-5, absolute: 2e-6)
    #expect(cache.count == 2 * 7 * attention.cachedSize)
  }

  @Test func `without rotary features it is multi-head attention whose key matrix is a product`() {
    let latent = LatentAttention(features: 16, heads: 4, size: 4, latentSize: 5, rotarySize: 0, seed: 1)
    let full = MultiHeadAttention(
      heads: 4, queryWeight: latent.queryWeight, keyWeight: matmul(latent.latentWeight, latent.keyWeight),
      valueWeight: matmul(latent.latentWeight, latent.valueWeight), outputWeight: latent.outputWeight)
    expectClose(latent(x), full(x), relative: 1e-5, absolute: 2e-6)
  }

  @Test func `a token of DeepSeek-V2 leaves 576 numbers, where its heads would leave 32768`() {
    let attention = LatentAttention(features: 1, heads: 128, size: 128, latentSize: 512, rotarySize: 64, seed: 1)
    #expect(attention.cachedSize == 576)
    #expect(2 * attention.heads * attention.size == 32768)
  }
}
