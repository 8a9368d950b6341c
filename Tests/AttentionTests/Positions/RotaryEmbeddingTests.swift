import Attention
import Testing

@Suite struct RotaryEmbeddingTests {
  static let layouts: [RotaryEmbedding.Layout] = [.halves, .interleaved]
  let x = Tensor.randomNormal([5, 6], seed: 1)

  @Test func `a pair is turned by its angle`() {
    // One pair, position 1, one radian: (cos 1, sin 1), and (−sin 1, cos 1).
    let rotary = RotaryEmbedding(size: 2)
    expectClose(rotary([[1, 0], [1, 0]]), [[1, 0], [0.5403023, 0.84147098]])
    expectClose(rotary([[0, 1]], offset: 1), [[-0.84147098, 0.5403023]])
  }

  @Test func `the layouts differ in which features make a pair`() {
    let halves = RotaryEmbedding(size: 4, layout: .halves)
    let interleaved = RotaryEmbedding(size: 4, layout: .interleaved)
    let order = [0, 2, 1, 3]
    let y: Tensor = [[1, 2, 3, 4]]
    #expect(
      interleaved(y, offset: 3) == halves(y.gathering(order, axis: 1), offset: 3).gathering(order, axis: 1))
    #expect(interleaved(y, offset: 3) != halves(y, offset: 3))
  }

  @Test(arguments: layouts)
  func `lengths stay, and position 0 is not turned`(layout: RotaryEmbedding.Layout) {
    let rotary = RotaryEmbedding(size: 6, layout: layout)
    expectClose(rotary(x).norm(axis: -1), x.norm(axis: -1))
    #expect(rotary(x)[0] == x[0])
  }

  @Test(arguments: layouts)
  func `scores depend on the distance alone`(layout: RotaryEmbedding.Layout) {
    let rotary = RotaryEmbedding(size: 6, layout: layout)
    let (q, k) = (x, Tensor.randomNormal([5, 6], seed: 2))
    expectClose(
      attentionScores(query: rotary(q, offset: 1000), key: rotary(k, offset: 1000)),
      attentionScores(query: rotary(q), key: rotary(k)), relative: 1e-5, absolute: 1e-5)
    let together = rotary(stack([q[0], q[0]]), positions: [7, 12])
    let apart = rotary(stack([k[0], k[0]]), positions: [4, 9])
    expectClose(Tensor(dot(together[0], apart[0])), Tensor(dot(together[1], apart[1])), relative: 1e-5)
  }

  @Test(arguments: layouts)
  func `features beyond the size pass through`(layout: RotaryEmbedding.Layout) {
    let y = RotaryEmbedding(size: 4, layout: layout)(x)
    #expect(y[0..., 4...] == x[0..., 4...])
    expectClose(y[0..., ..<4], RotaryEmbedding(size: 4, layout: layout)(x[0..., ..<4]))
    #expect(RotaryEmbedding(size: 0, layout: layout)(x) == x)
  }

  @Test func `all heads of a batch are turned alike`() {
    let batch = Tensor.randomNormal([2, 3, 5, 6], seed: 3)
    let rotary = RotaryEmbedding(size: 6)
    #expect(rotary(batch)[1][2] == rotary(batch[1][2]))
  }

  // python3 -c "import math; p=1_000_000; print([(math.cos(a), math.sin(a)) for a in (p, p * 10000 ** (-2/6))])"
  @Test func `far positions are exact`() {
    let angles = RotaryEmbedding(size: 6).angles([1_000_000])
    expectClose(cos(angles)[0][0..<2], [0.9367521275331447, -0.414756937702971], absolute: 2e-6)
    expectClose(sin(angles)[0][0..<2], [-0.34999350217129294, 0.9099322406790814], absolute: 2e-6)
  }

  @Test func `each sequence of a batch can have its own offset`() {
    let rotary = RotaryEmbedding(size: 4)
    let batch = Tensor.randomNormal([2, 3, 5, 6], seed: 3)
    let turned = rotary(batch, offsets: [7, 0])
    #expect(turned[0] == rotary(batch[0], offset: 7))
    #expect(turned[1] == rotary(batch[1]))
    #expect(rotary(.zeros([0, 5, 6]), offsets: []).shape == [0, 5, 6])
  }
}
