import Attention
import Testing

@Suite struct MaskTests {
  @Test func `causal shows itself and the past`() {
    #expect(Mask.causal(3).visibility == [[1, 0, 0], [1, 1, 0], [1, 1, 1]])
    #expect(Mask.causal(2, keys: 4).visibility == [[1, 0, 0, 0], [1, 1, 0, 0]])
    #expect(Mask.causal(2, keys: 4, offset: 2).visibility == [[1, 1, 1, 0], [1, 1, 1, 1]])
    #expect(Mask.causal(3, keys: 2, offset: -1).visibility == [[0, 0], [1, 0], [1, 1]])
  }

  @Test func `a window doesn't count the position itself`() {
    #expect(Mask.window(3, left: 0, right: 0).visibility == .identity(3))
    #expect(
      Mask.window(4, left: 1, right: 2).visibility == [[1, 1, 1, 0], [1, 1, 1, 1], [0, 1, 1, 1], [0, 0, 1, 1]])
    #expect(Mask.window(2, keys: 4, left: 1, right: 0, offset: 2).visibility == [[0, 1, 1, 0], [0, 0, 1, 1]])
    #expect(Mask.window(3, left: nil, right: nil).visibility == .ones([3, 3]))
    #expect(Mask.window(5, left: nil, right: 0) == .causal(5))
  }

  @Test func `a prefix is seen whole, the rest causally`() {
    #expect(
      Mask.prefix(2, queries: 4).visibility == [[1, 1, 0, 0], [1, 1, 0, 0], [1, 1, 1, 0], [1, 1, 1, 1]])
    #expect(Mask.prefix(0, queries: 4) == .causal(4))
    #expect(Mask.prefix(9, queries: 2, keys: 3).visibility == .ones([2, 3]))
  }

  @Test func `documents see themselves alone`() {
    #expect(
      Mask.documents([7, 7, 3, 7]).visibility == [[1, 1, 0, 1], [1, 1, 0, 1], [0, 0, 1, 0], [1, 1, 0, 1]])
  }

  @Test func `padding hides what follows each sequence`() {
    let mask = Mask.padding(lengths: [3, 1, 0], keys: 3)
    #expect(mask.shape == [3, 1, 1, 3])
    #expect(mask.visibility.reshaped([3, 3]) == [[1, 1, 1], [1, 0, 0], [0, 0, 0]])
  }

  @Test func `masks compose like conditions`() {
    let n = 6
    let (causal, window) = (Mask.causal(n), Mask.window(n, left: 2, right: 1))
    let documents = Mask.documents([0, 0, 0, 1, 1, 1])
    let (both, either) = (causal && documents, window || documents)
    for query in 0..<n {
      for key in 0..<n {
        #expect(both[query, key] == (causal[query, key] && documents[query, key]))
        #expect(either[query, key] == (window[query, key] || documents[query, key]))
        #expect((!window)[query, key] != window[query, key])
      }
    }
    #expect(!(causal && window) == (!causal || !window))
  }

  @Test func `sinks join a window by broadcasting`() {
    let mask = (.window(5, left: 1, right: 0) || .firstKeys(1, of: 5)) && .causal(5)
    #expect(
      mask.visibility
        == [[1, 0, 0, 0, 0], [1, 1, 0, 0, 0], [1, 1, 1, 0, 0], [1, 0, 1, 1, 0], [1, 0, 0, 1, 1]])
    #expect((Mask.padding(lengths: [2, 1], keys: 3) && .causal(4, keys: 3)).shape == [2, 1, 4, 3])
  }

  @Test func `a mask can be written by hand, read, added and shown`() {
    let mask = Mask([[true, false], [true, true]])
    #expect(mask == Mask(shape: [2, 2], isVisible: [true, false, true, true]))
    #expect(mask == .causal(2))
    #expect(mask[0, 0] && !mask[0, 1])
    #expect(mask.additive == Tensor([[0, -.infinity], [0, 0]]))
    #expect(mask.description == "[[1, 0],\n [1, 1]]")
  }

  @Test func `no queries or no keys are no trouble`() {
    #expect(Mask.causal(0).shape == [0, 0])
    #expect(Mask.causal(2, keys: 0).shape == [2, 0])
    #expect(Mask.padding(lengths: [], keys: 3).shape == [0, 1, 1, 3])
    #expect(Mask.documents([]).shape == [0, 0])
  }

  @Test func `the alignment of a causal mask is a choice`() {
    #expect(Mask.causal(2, keys: 4, aligned: .first).visibility == [[1, 0, 0, 0], [1, 1, 0, 0]])
    #expect(Mask.causal(2, keys: 4, aligned: .last).visibility == [[1, 1, 1, 0], [1, 1, 1, 1]])
    #expect(Mask.causal(3, keys: 2, aligned: .last).visibility == [[0, 0], [1, 0], [1, 1]])
    #expect(Mask.causal(3, keys: 3, aligned: .last) == .causal(3))
  }

  @Test func `a sliding window with sinks is made of simpler masks`() {
    #expect(
      Mask.slidingWindow(6, size: 3, sinks: 2)
        == ((.window(6, left: 2, right: 0) || .firstKeys(2, of: 6)) && .causal(6)))
    #expect(Mask.slidingWindow(3, size: 1) == .window(3, left: 0, right: 0))
  }

  @Test func `blocks are enlarged, and cut to fit`() {
    #expect(
      Mask([[true, false], [false, true]]).enlarged(by: 2, queries: 3, keys: 4).visibility
        == [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1]])
  }
}
