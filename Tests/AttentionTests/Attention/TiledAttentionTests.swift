import Attention
import Testing

@Suite struct TiledAttentionTests {
  // Every size up to one more than the keys.
  static let blocks = Array(1...9)
  let query = Tensor.randomNormal([2, 4, 7, 6], seed: 1)
  let key = Tensor.randomNormal([2, 2, 8, 6], seed: 2)
  let value = Tensor.randomNormal([2, 2, 8, 3], seed: 3)
  let bias = Tensor.randomNormal([4, 7, 8], seed: 4)

  @Test(arguments: blocks, blocks)
  func `tiles of any size give the direct result`(queryBlock: Int, keyBlock: Int) {
    expectClose(
      tiledAttention(query: query, key: key, value: value, keyHeads: 2, queryBlock: queryBlock, keyBlock: keyBlock),
      scaledDotProductAttention(query: query, key: key, value: value, keyHeads: 2), relative: 1e-5)
  }

  @Test(arguments: blocks)
  func `with all options at once, too`(block: Int) {
    let mask = Mask.causal(7, keys: 8, offset: -2) && .padding(lengths: [8, 3], keys: 8)
    let sinks: Tensor = [0.5, -1, 2, 0]
    expectClose(
      tiledAttention(
        query: query, key: key, value: value, keyHeads: 2, mask: mask, bias: bias, scale: 0.7, softcap: 3, sinks: sinks,
        queryBlock: block, keyBlock: block),
      scaledDotProductAttention(
        query: query, key: key, value: value, keyHeads: 2, mask: mask, bias: bias, scale: 0.7, softcap: 3, sinks: sinks),
      relative: 1e-5)
  }

  @Test func `masks and biases of axes that are repeated`() {
    let oneRow = Mask([[true, false, true, true, false, true, true, true]])
    let oneColumn = Mask(shape: [7, 1], isVisible: (0..<7).map { $0 != 2 })
    for mask in [oneRow, oneColumn] {
      expectClose(
        tiledAttention(query: query, key: key, value: value, keyHeads: 2, mask: mask, bias: bias[0][0], queryBlock: 2, keyBlock: 3),
        scaledDotProductAttention(query: query, key: key, value: value, keyHeads: 2, mask: mask, bias: bias[0][0]), relative: 1e-5)
    }
  }

  @Test func `rows without keys give zeros, and nothing hidden leaks`() {
    var (badKey, badValue) = (key[0][0], value[0][0])
    badKey[7] = Tensor([.nan, .nan, .nan, .nan, .nan, .nan])
    badValue[7] = Tensor([.infinity, .nan, .nan])
    let mask = Mask.causal(7, keys: 8, offset: -1)
    let context = tiledAttention(
      query: query[0][0], key: badKey, value: badValue, mask: mask, queryBlock: 2, keyBlock: 3)
    #expect(context[0] == [0, 0, 0])
    expectClose(
      context, scaledDotProductAttention(query: query[0][0], key: badKey, value: badValue, mask: mask), relative: 1e-5)
  }

  @Test func `no queries, no keys, one key, size 1`() {
    #expect(tiledAttention(query: .zeros([0, 2]), key: .zeros([3, 2]), value: .zeros([3, 4])).shape == [0, 4])
    #expect(tiledAttention(query: .ones([2, 2]), key: .zeros([0, 2]), value: .zeros([0, 4])) == .zeros([2, 4]))
    #expect(tiledAttention(query: [[2]], key: [[3]], value: [[4]]) == [[4]])
    #expect(tiledAttention(query: .zeros([1, 0]), key: .zeros([2, 0]), value: [[1], [3]]) == [[2]])
  }
}

@Suite struct OnlineSoftmaxTests {
  let scores = 4 * Tensor.randomNormal([3, 9], seed: 1)
  let value = Tensor.randomNormal([9, 2], seed: 2)

  @Test(arguments: [[0], [4], [1, 2, 3], [9], [8, 8]])
  func `any parts give the softmax of all`(cuts: [Int]) {
    var average = OnlineSoftmax(contextShape: [3, 2])
    for (start, end) in zip([0] + cuts, cuts + [9]) {
      average.add(scores: scores[0..., start..<end], value: value[start..<end])
    }
    expectClose(average.context, matmul(softmax(scores), value), relative: 1e-5)
    expectClose(average.logSumExp, logSumExp(scores))
    #expect(average.maximum == scores.max(axis: -1, keepingAxis: true))
  }

  @Test func `averages merge, in either order, and nothing changes nothing`() {
    var (left, right) = (OnlineSoftmax(contextShape: [3, 2]), OnlineSoftmax(contextShape: [3, 2]))
    left.add(scores: scores[0..., ..<4], value: value[..<4])
    right.add(scores: scores[0..., 4...], value: value[4...])
    var (one, other) = (left, right)
    one.merge(right)
    other.merge(left)
    expectClose(one.context, matmul(softmax(scores), value), relative: 1e-5)
    expectClose(other.context, one.context)
    one.merge(OnlineSoftmax(contextShape: [3, 2]))
    expectClose(one.context, other.context)
  }

  @Test func `the recurrence, step by step`() {
    var average = OnlineSoftmax(contextShape: [1, 1])
    average.add(scores: [[0]], value: [[1]])
    #expect((average.maximum.item, average.total.item, average.weightedSum.item) == (0, 1, 1))
    average.add(scores: [[0.6931472]], value: [[4]])  // log 2: what was there counts half now
    #expect(average.maximum.item == 0.6931472)
    expectClose(average.total, [[1.5]])
    expectClose(average.weightedSum, [[4.5]])
    expectClose(average.context, [[3]])
  }

  @Test func `nothing but minus infinity gives zeros`() {
    var average = OnlineSoftmax(contextShape: [1, 2])
    #expect(average.context == [[0, 0]])
    average.add(scores: Tensor([[-.infinity]]), value: [[1, 2]])
    #expect(average.context == [[0, 0]])
    #expect(average.logSumExp.item == -.infinity)
    average.add(scores: [[1000]], value: [[1, 2]])
    #expect(average.context == [[1, 2]])
  }
}
