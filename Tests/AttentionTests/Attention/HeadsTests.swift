import Attention
import Testing

@Suite struct HeadsTests {
  @Test func `each head gets its features of every token`() {
    let x: Tensor = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]
    #expect(splitHeads(x, into: 2) == [[[1, 2], [5, 6], [9, 10]], [[3, 4], [7, 8], [11, 12]]])
    // This test guards against reshaping alone, which would distribute whole tokens.
    #expect(splitHeads(x, into: 2) != x.reshaped([2, 3, 2]))
  }

  @Test(arguments: [1, 2, 4, 8])
  func `merging undoes splitting`(heads: Int) {
    let x = Tensor.randomNormal([2, 3, 8], seed: 1)
    #expect(splitHeads(x, into: heads).shape == [2, heads, 3, 8 / heads])
    #expect(mergeHeads(splitHeads(x, into: heads)) == x)
  }

  @Test func `copies of a head follow each other`() {
    #expect(repeatHeads([[[1]], [[2]]], times: 3) == [[[1]], [[1]], [[1]], [[2]], [[2]], [[2]]])
    #expect(repeatHeads(.zeros([4, 2, 3, 5]), times: 2).shape == [4, 4, 3, 5])
  }
}
