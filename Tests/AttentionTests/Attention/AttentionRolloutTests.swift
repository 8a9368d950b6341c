import Attention
import Testing

@Suite struct AttentionRolloutTests {
  let first: Tensor = [[1, 0], [0.4, 0.6]]
  let second: Tensor = [[1, 0], [0.8, 0.2]]

  @Test func `layers are multiplied, the first layer at the right, each with its residual share`() {
    // [[1, 0], [0.4, 0.6]] · [[1, 0], [0.2, 0.8]], from the second layer and the first.
    expectClose(attentionRollout([first, second]), [[1, 0], [0.52, 0.48]])
    expectClose(attentionRollout([second, first]), [[1, 0], [0.52, 0.48]])
    expectClose(attentionRollout([[[0, 1], [0, 1]], [[1, 0], [1, 0]]], residual: 0), [[0, 1], [0, 1]])
    expectClose(attentionRollout([[[1, 0], [1, 0]], [[0, 1], [0, 1]]], residual: 0), [[1, 0], [1, 0]])
    #expect(attentionRollout([first, second], residual: 1) == .identity(2))
    expectClose(attentionRollout([first], residual: 0), first)
  }

  @Test func `heads are averaged, and rows that sum to one keep doing so`() {
    expectClose(attentionRollout([stack([first, second])]), attentionRollout([(first + second) / 2]))
    let layers = (0..<3).map { softmax(Tensor.randomNormal([2, 5, 5], seed: UInt64($0))) }
    expectClose(attentionRollout(layers, residual: 0.3).sum(axis: -1), .ones([5]))
  }
}
