import Attention
import Testing

@Suite struct TopKAttentionTests {
  let query = Tensor.randomNormal([2, 4, 11, 6], seed: 1)
  let key = Tensor.randomNormal([2, 2, 11, 6], seed: 2)
  let value = Tensor.randomNormal([2, 2, 11, 3], seed: 3)
  let scores = Tensor.randomNormal([2, 1, 11, 11], seed: 4)

  @Test(arguments: [1, 2, 5, 11, 50], [true, false])
  func `keys with the largest scores are a mask`(count: Int, isCausal: Bool) {
    let mask = isCausal ? Mask.causal(11) : nil
    expectClose(
      topKAttention(query: query, key: key, value: value, keyHeads: 2, indexScores: scores, count: count, mask: mask),
      scaledDotProductAttention(query: query, key: key, value: value, keyHeads: 2, mask: .topK(count, of: scores, among: mask)),
      relative: 1e-5)
  }

  @Test(arguments: 1...11) func `each query sees the largest scores, and no more`(count: Int) {
    let mask = Mask.topK(count, of: scores, among: .causal(11)).visibility
    for row in 0..<22 {
      let own = (0..<11).map { (score: scores.scalars[row * 11 + $0], isSeen: mask.scalars[row * 11 + $0] == 1) }
      let visible = own.prefix(row % 11 + 1)
      #expect(own.count(where: \.isSeen) == Swift.min(count, visible.count))
      #expect(!own.dropFirst(visible.count).contains { $0.isSeen })
      let least = visible.filter(\.isSeen).map(\.score).min() ?? .infinity
      #expect(visible.allSatisfy { $0.isSeen || $0.score <= least })
    }
  }

  @Test func `of equal scores the earlier key is taken, and NaN last`() {
    #expect(Mask.topK(2, of: [[1, 3, 3, 3], [.nan, 0, -1, .nan]]) == Mask([[false, true, true, false], [false, true, true, false]]))
    #expect(Mask.topK(1, of: [[.nan, -.infinity]]) == Mask([[true, false]]))
    #expect(Mask.topK(1, of: [[1, 2]], among: Mask([[false, false]])) == Mask([[false, false]]))
  }

  @Test func `index scores are sums of rectified products`() {
    // One token, two heads, of which the second has a negative product.
    #expect(indexScores(query: [[[1, 2]], [[-1, 0]]], key: [[1, 1], [2, 0]], headWeight: [[0.5, 10]]) == [[[1.5, 1]]])
  }

  @Test func `what isn't selected is never read`() {
    var (key, value) = (key, value)
    key[0..., 0..., 5..<6] = .full([2, 2, 1, 6], .nan)
    value[0..., 0..., 5..<6] = .full([2, 2, 1, 3], .nan)
    var scores = scores
    scores[0..., 0..., 0..., 5..<6] = .full([2, 1, 11, 1], -100)
    let context = topKAttention(query: query, key: key, value: value, keyHeads: 2, indexScores: scores, count: 10)
    #expect(context.scalars.allSatisfy { $0.isFinite })
  }

  @Test func `queries without keys get zeros, and no tokens are no trouble`() {
    let hidden = Mask(shape: [11], isVisible: [Bool](repeating: false, count: 11))
    #expect(
      topKAttention(query: query, key: key, value: value, keyHeads: 2, indexScores: scores, count: 2, mask: hidden)
        == .zeros([2, 4, 11, 3]))
    let none = Tensor.zeros([2, 3, 0, 4])
    #expect(topKAttention(query: none, key: none, value: none, indexScores: .zeros([2, 1, 0, 0]), count: 2).shape == [2, 3, 0, 4])
  }
}
