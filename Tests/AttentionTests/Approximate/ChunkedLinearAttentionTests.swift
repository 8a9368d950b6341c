import Attention
import Testing

@Suite struct ChunkedLinearAttentionTests {
  let query = Tensor.randomNormal([2, 20, 4], seed: 1)
  let key = Tensor.randomNormal([2, 20, 4], seed: 2) / 2
  let value = Tensor.randomNormal([2, 20, 3], seed: 3)
  let state = Tensor.randomNormal([2, 4, 3], seed: 4)
  let beta = Tensor.randomUniform([2, 20, 1], seed: 5)

  /// None, one for each token, and one for each feature.
  private var decays: [Tensor?] {
    [nil, -Tensor.randomUniform([2, 20, 1], seed: 6) * 2, -Tensor.randomUniform([2, 20, 4], seed: 7) * 2]
  }

  @Test(arguments: [1, 3, 5, 20, 64], [true, false])
  func `it is the recurrence, whatever the size of chunks`(chunkSize: Int, hasBeta: Bool) {
    for decay in decays {
      for state in [nil, state] {
        let beta = hasBeta ? beta : nil
        let recurrent = linearAttention(query: query, key: key, value: value, decay: decay, beta: beta, state: state)
        let chunked = chunkedLinearAttention(
          query: query, key: key, value: value, decay: decay, beta: beta, state: state, chunkSize: chunkSize)
        expectClose(chunked.context, recurrent.context, relative: 1e-5, absolute: 1e-5)
        expectClose(chunked.state, recurrent.state, relative: 1e-5, absolute: 1e-5)
      }
    }
  }

  @Test func `strong decays neither overflow nor lose digits`() {
    for size in [1, 4] {
      let decay = Tensor.full([2, 20, size], -90)
      let chunked = chunkedLinearAttention(query: query, key: key, value: value, decay: decay, beta: beta)
      let recurrent = linearAttention(query: query, key: key, value: value, decay: decay, beta: beta)
      expectClose(chunked.context, recurrent.context)
      expectClose(chunked.state, recurrent.state)
    }
  }

  @Test func `small decays after large ones keep their digits`() {
    for size in [1, 4] {
      var decay = Tensor.full([2, 20, size], -0.01)
      decay[0..., 0..<2] = .full([2, 2, size], -30_000)
      let chunked = chunkedLinearAttention(query: query, key: key, value: value, decay: decay)
      let recurrent = linearAttention(query: query, key: key, value: value, decay: decay)
      expectClose(chunked.context, recurrent.context, relative: 1e-5, absolute: 5e-6)
    }
  }

  @Test func `nothing of a later token reaches an earlier one, not even NaN`() {
    var (key, value) = (key, value)
    key[0..., 10..<11] = .full([2, 1, 4], .nan)
    value[0..., 10..<11] = .full([2, 1, 3], .nan)
    for decay in decays {
      for beta in [nil, beta] {
        let context = chunkedLinearAttention(query: query, key: key, value: value, decay: decay, beta: beta).context
        #expect(context[0..., ..<10].scalars.allSatisfy { $0.isFinite })
        #expect(context[0..., 10...].scalars.allSatisfy { $0.isNaN })
      }
    }
  }

  @Test func `no tokens and no sequences are no trouble`() {
    let none = chunkedLinearAttention(query: .zeros([2, 0, 4]), key: .zeros([2, 0, 4]), value: .zeros([2, 0, 3]), state: state)
    #expect(none.context.shape == [2, 0, 3])
    #expect(none.state == state)
    #expect(
      chunkedLinearAttention(query: .zeros([0, 2, 4]), key: .zeros([0, 2, 4]), value: .zeros([0, 2, 3])).context.shape == [0, 2, 3])
  }
}
