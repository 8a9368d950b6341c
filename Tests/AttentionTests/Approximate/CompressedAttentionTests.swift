import Attention
import Testing

@Suite struct CompressedAttentionTests {
  let x = Tensor(shape: [7, 1], scalars: [1, 2, 3, 4, 5, 6, 7])

  @Test func `blocks begin at each stride, and only whole ones count`() {
    #expect(blockSummaries(x, blockSize: 3, stride: 2) == [[2], [4], [6]])
    #expect(blockSummaries(x, blockSize: 2, stride: 2) == [[1.5], [3.5], [5.5]])
    #expect(blockSummaries(x, blockSize: 2, stride: 3) { $0.max(axis: -2) } == [[2], [5]])
    #expect(blockSummaries(x, blockSize: 8, stride: 1).shape == [0, 1])
  }

  @Test func `a token sees the blocks that have ended`() {
    #expect(
      Mask.finishedBlocks(5, blockSize: 2, stride: 1)
        == Mask(shape: [5, 4], isVisible: (0..<20).map { $0 % 4 + 1 <= $0 / 4 }))
    #expect(Mask.finishedBlocks(3, blockSize: 4, stride: 1).shape == [3, 0])
  }

  @Test func `blocks of one token are causal attention`() {
    let (q, k, v) = (
      Tensor.randomNormal([4, 9, 6], seed: 1), Tensor.randomNormal([2, 9, 6], seed: 2), Tensor.randomNormal([2, 9, 5], seed: 3)
    )
    expectClose(
      compressedAttention(query: q, key: k, value: v, keyHeads: 2, blockSize: 1, stride: 1),
      scaledDotProductAttention(query: q, key: k, value: v, keyHeads: 2, mask: .causal(9)), relative: 1e-5)
  }

  @Test func `tokens before the first block's end get zeros`() {
    let context = compressedAttention(query: x, key: x, value: x, blockSize: 3, stride: 2)
    #expect(context[..<2] == .zeros([2, 1]))
    #expect(context[2, 0] == 2)
  }

  @Test func `branches are summed with their gates`() {
    #expect(gatedSum([[[1, 2]], [[10, 20]]], gates: [[0.5, 0.25]]) == [[3, 6]])
  }
}

@Suite struct HeadGateTests {
  let context = Tensor.randomNormal([2, 3, 5, 4], seed: 1)

  @Test func `a gate of each feature, or of each head, multiplies the context`() {
    let logits = Tensor.randomNormal([2, 5, 12], seed: 2)
    #expect(gateHeads(context, by: logits) == context * sigmoid(splitHeads(logits, into: 3)))
    let gated = gateHeads(context, by: Tensor.randomNormal([2, 5, 3], seed: 3))
    expectClose(gated / context, (gated / context)[0..., 0..., 0..., ..<1].expanded(to: [2, 3, 5, 4]))
    #expect(gateHeads(context, by: .full([2, 5, 3], -200)).norm() < 1e-30)
    expectClose(gateHeads(context, by: .full([2, 5, 3], 200)), context)
  }
}
