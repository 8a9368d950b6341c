import Attention
import Testing

@Suite struct LinearAttentionTests {
  let query = Tensor.randomNormal([2, 6, 3], seed: 1)
  let key = Tensor.randomNormal([2, 6, 3], seed: 2)
  let value = Tensor.randomNormal([2, 6, 4], seed: 3)

  @Test func `the recurrent form is the quadratic form`() {
    let scores = attentionScores(query: query, key: key) * Mask.causal(6).visibility
    expectClose(
      linearAttention(query: query, key: key, value: value).context, matmul(scores, value), relative: 1e-5)
  }

  @Test(arguments: [0, 1, 4, 6])
  func `a sequence may be cut anywhere`(at cut: Int) {
    let decay = -Tensor.randomUniform([2, 6, 3], seed: 4)
    let beta = Tensor.randomUniform([2, 6, 1], seed: 5)
    let whole = linearAttention(query: query, key: key, value: value, decay: decay, beta: beta)
    var state = Tensor.zeros([2, 3, 4])
    let parts = [0..<cut, cut..<6].map { tokens in
      let part = linearAttention(
        query: query[0..., tokens], key: key[0..., tokens], value: value[0..., tokens],
        decay: decay[0..., tokens], beta: beta[0..., tokens], state: state)
      state = part.state
      return part.context
    }
    #expect(concatenate(parts, axis: 1) == whole.context)
    #expect(state == whole.state)
  }

  @Test func `the delta rule replaces what a key had stored`() {
    let key: Tensor = [[1, 0], [0, 1], [1, 0]]
    let value: Tensor = [[5], [6], [7]]
    let added = linearAttention(query: key, key: key, value: value, scale: 1)
    let replaced = linearAttention(query: key, key: key, value: value, beta: .ones([3, 1]), scale: 1)
    #expect(added.state == [[12], [6]])
    #expect(replaced.state == [[7], [6]])
    #expect(replaced.context == value)
  }

  @Test func `decay halves the past at each token`() {
    let ones = Tensor.ones([3, 1])
    let result = linearAttention(
      query: ones, key: ones, value: [[8], [0], [0]], decay: .full([3, 1], -0.6931472), scale: 1)
    expectClose(result.context, [[8], [4], [2]])
  }

  @Test func `no tokens leave the state as it was`() {
    let state: Tensor = [[1, 2], [3, 4]]
    let result = linearAttention(query: .zeros([0, 2]), key: .zeros([0, 2]), value: .zeros([0, 2]), state: state)
    #expect(result.state == state)
    #expect(result.context.shape == [0, 2])
  }
}
