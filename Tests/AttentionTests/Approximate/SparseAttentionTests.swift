import Attention
import Testing

@Suite struct SparseAttentionTests {
  let query = Tensor.randomNormal([2, 4, 11, 6], seed: 1)
  let key = Tensor.randomNormal([2, 2, 11, 6], seed: 2)
  let value = Tensor.randomNormal([2, 2, 11, 3], seed: 3)

  @Test(arguments: [1, 2, 3, 4, 11, 50], [0, 1, 4, 20])
  func `a sliding window with sinks is its mask`(window: Int, sinks: Int) {
    expectClose(
      slidingWindowAttention(query: query, key: key, value: value, keyHeads: 2, window: window, sinks: sinks),
      scaledDotProductAttention(
        query: query, key: key, value: value, keyHeads: 2, mask: .slidingWindow(11, size: window, sinks: sinks)), relative: 1e-5)
  }

  @Test(arguments: [2, 4, 5])
  func `sparse blocks are their mask`(size: Int) {
    let count = (11 + size - 1) / size
    let blocks = Mask.window(count, left: 0, right: 0) || .firstKeys(1, of: count)
    for mask in [nil, Mask.causal(11), Mask(shape: [11], isVisible: (0..<11).map { $0 != 6 })] {
      let dense = blocks.enlarged(by: size, queries: 11, keys: 11)
      expectClose(
        blockSparseAttention(query: query, key: key, value: value, keyHeads: 2, blocks: blocks, blockSize: size, mask: mask),
        scaledDotProductAttention(query: query, key: key, value: value, keyHeads: 2, mask: mask.map { $0 && dense } ?? dense),
        relative: 1e-5)
    }
  }

  @Test func `queries without blocks get zeros`() {
    let blocks = Mask([[false, false], [true, false]])
    let context = blockSparseAttention(
      query: [[1], [2], [3]], key: [[1], [1], [1]], value: [[2], [4], [9]], blocks: blocks, blockSize: 2)
    #expect(context == [[0], [0], [3]])
  }

  @Test func `no tokens and one token are no trouble`() {
    let none = Tensor.zeros([2, 0, 3])
    #expect(slidingWindowAttention(query: none, key: none, value: none, window: 2).shape == [2, 0, 3])
    let blocks = Mask(shape: [0, 0], isVisible: [])
    #expect(
      blockSparseAttention(query: none, key: none, value: none, blocks: blocks, blockSize: 4).shape == [2, 0, 3])
    #expect(slidingWindowAttention(query: [[1]], key: [[1]], value: [[7]], window: 1) == [[7]])
  }
}

@Suite struct KernelizedAttentionTests {
  let query = Tensor.randomNormal([2, 6, 4], seed: 1)
  let key = Tensor.randomNormal([2, 6, 4], seed: 2)
  let value = Tensor.randomNormal([2, 6, 3], seed: 3)

  @Test(arguments: [true, false])
  func `it is the quadratic form, its weights divided by their sum`(isCausal: Bool) {
    var weights = matmul(eluFeatures(query), eluFeatures(key).transposed())
    if isCausal { weights *= Mask.causal(6).visibility }
    weights = weights / weights.sum(axis: -1, keepingAxis: true)
    expectClose(
      kernelizedAttention(query: query, key: key, value: value, mask: isCausal ? .causal(6) : nil), matmul(weights, value),
      relative: 1e-5)
  }

  @Test func `any mask hides keys, and lets nothing of their values through`() {
    let mask = Mask.slidingWindow(6, size: 2) && !Mask.firstKeys(1, of: 6)
    var weights = matmul(eluFeatures(query), eluFeatures(key).transposed()) * mask.visibility
    weights = weights / max(weights.sum(axis: -1, keepingAxis: true), Tensor(1e-30))
    let hidden = concatenate([.full([2, 1, 3], .nan), value[0..., 1...]], axis: 1)
    expectClose(
      kernelizedAttention(query: query, key: key, value: hidden, mask: mask), matmul(weights, value), relative: 1e-5)
  }

  @Test func `fewer queries than keys may have a causal mask`() {
    let mask = Mask.causal(2, keys: 6, aligned: .last)
    let all = kernelizedAttention(query: query, key: key, value: value, mask: .causal(6))
    expectClose(
      kernelizedAttention(query: query[0..., 4...], key: key, value: value, mask: mask), all[0..., 4...], relative: 1e-5)
  }

  @Test func `random features come near softmax, by one over the root of their number`() {
    // The vectors are short: the products of long ones vary so much that the law would need many more features.
    let (q, k, v) = (query[0] / 2, key[0] / 2, value[0])
    let exact = scaledDotProductAttention(query: q, key: k, value: v)
    func meanError(_ count: Int) -> Float {
      let errors = (0..<40 as Range<UInt64>).map { seed -> Float in
        let features = RandomFeatures(size: 4, count: count, seed: seed)
        return (kernelizedAttention(query: q, key: k, value: v, featureMap: features.callAsFunction) - exact).norm()
      }
      return errors.reduce(0, +) / 40
    }
    let (few, many) = (meanError(100), meanError(1600))
    // With 16 times as many features, the error is a quarter. The mean of 40 varies by about a tenth.
    #expect((few / many - 4).magnitude < 1.2, "\(few) and \(many)")
  }

  @Test func `the product of random features is the weight, on average`() {
    let features = RandomFeatures(size: 4, count: 100_000, seed: 1)
    let (q, k): (Tensor, Tensor) = ([[0.5, -1, 0.25, 1]], [[1, 0.5, -0.5, 0.75]])
    let product = matmul(features(q), features(k).transposed()).item
    expectClose(Tensor(product), exp(attentionScores(query: q, key: k))[0][0], relative: 0.03)
  }

  @Test func `no keys give zeros`() {
    #expect(kernelizedAttention(query: .ones([2, 3]), key: .zeros([0, 3]), value: .zeros([0, 4])) == .zeros([2, 4]))
    #expect(
      kernelizedAttention(query: .zeros([0, 3]), key: .zeros([0, 3]), value: .zeros([0, 4]), mask: .causal(0)).shape
        == [0, 4])
    #expect(kernelizedAttention(query: [[1]], key: [[2]], value: [[3]]) == [[3]])
  }
}
