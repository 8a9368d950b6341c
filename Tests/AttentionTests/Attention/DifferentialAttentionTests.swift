import Attention
import Testing

@Suite struct DifferentialAttentionTests {
  let query = Tensor.randomNormal([3, 5, 8], seed: 1)
  let key = Tensor.randomNormal([3, 6, 8], seed: 2)

  /// With the identity as values, the context is the weights.
  private func weights(lambda: Float, mask: Mask? = nil) -> Tensor {
    differentialAttention(query: query, key: key, value: Tensor.identity(6).expanded(to: [3, 6, 6]), lambda: lambda, mask: mask)
  }

  @Test(arguments: [0, 0.3, 1, 1.5] as [Float])
  func `weights are the difference of two softmaxes, and sum to one minus lambda`(lambda: Float) {
    let found = weights(lambda: lambda)
    expectClose(found.sum(axis: -1), .full([3, 5], 1 - lambda), absolute: 2e-6)
    let first = softmax(matmul(query[0..., 0..., ..<4], key[0..., 0..., ..<4].transposed()) / 2)
    let second = softmax(matmul(query[0..., 0..., 4...], key[0..., 0..., 4...].transposed()) / 2)
    expectClose(found, first - second * lambda, absolute: 2e-6)
  }

  @Test func `equal halves cancel`() {
    let half = query[0..., 0..., ..<4]
    let other = key[0..., 0..., ..<4]
    let context = differentialAttention(
      query: concatenate([half, half], axis: -1), key: concatenate([other, other], axis: -1), value: key, lambda: 1)
    #expect(context == .zeros([3, 5, 8]))
  }

  @Test func `both softmaxes have the mask`() {
    let mask = Mask.causal(5, keys: 6)
    #expect(weights(lambda: 0.5, mask: mask) * (1 - mask.visibility) == .zeros([3, 5, 6]))
  }

  @Test func `lambda begins at 0.2 in the first layer, and nears 0.8 in the last ones`() {
    let zeros = Tensor.zeros([4, 3])
    #expect(DifferentialLambda(vectors: zeros, layer: 1).value.isNearly(0.2))
    #expect(DifferentialLambda(vectors: zeros, layer: 100).value.isNearly(0.8))
    let one = DifferentialLambda(vectors: [[1, 0, 0], [1, 0, 0], [0, 2, 0], [0, 0.25, 0]], layer: 1)
    #expect(one.value.isNearly(0.2 + 2.7182817 - 1.6487212))
  }
}

extension Float {
  /// Equal but for a few roundings.
  fileprivate func isNearly(_ other: Float) -> Bool { (self - other).magnitude < 1e-6 }
}
