import Attention
import Testing

/// Common mistakes, each with a law that catches it. The law holds for the library, and no longer holds once the mistake is
/// made.
@Suite struct MistakeTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lawHolds: @Sendable (_ isMade: Bool) -> Bool

    init(_ description: String, _ lawHolds: @escaping @Sendable (_ isMade: Bool) -> Bool) {
      (testDescription, self.lawHolds) = (description, lawHolds)
    }
  }

  @Test(arguments: [
    Mistake("heads tiled, not repeated") { isMade in
      // Query heads 0 and 1 share key head 0.
      let query = Tensor.randomNormal([4, 3, 5], seed: 1)
      let key = Tensor.randomNormal([2, 6, 5], seed: 2)
      let tiled = [0, 1, 0, 1]
      let context =
        isMade
        ? scaledDotProductAttention(query: query, key: key.gathering(tiled), value: key.gathering(tiled))
        : scaledDotProductAttention(query: query, key: key, value: key, keyHeads: 2)
      return context[1].isClose(to: scaledDotProductAttention(query: query[1], key: key[0], value: key[0]))
    },
    Mistake("a causal mask aligned at the wrong end") { isMade in
      // The last two of six tokens see the same as when all six are queries.
      let x = Tensor.randomNormal([6, 4], seed: 1)
      let whole = scaledDotProductAttention(query: x, key: x, value: x, mask: .causal(6))
      let mask = Mask.causal(2, keys: 6, aligned: isMade ? .first : .last)
      return scaledDotProductAttention(query: x[4...], key: x, value: x, mask: mask).isClose(to: whole[4...])
    },
    Mistake("keys not transposed") { isMade in
      // Changing key 2 changes column 2 of the scores, and no other.
      let query = Tensor.randomNormal([3, 3], seed: 1)
      var key = Tensor.randomNormal([3, 3], seed: 2)
      func scores() -> Tensor { isMade ? matmul(query, key) : attentionScores(query: query, key: key) }
      let before = scores()
      key[2] = [7, 8, 9]
      return scores()[0..., ..<2] == before[0..., ..<2]
    },
    Mistake("scaled by the wrong size") { isMade in
      // Scores of random vectors have variance 1, whatever the sizes; the tolerance is that of 4000 scores.
      let query = Tensor.randomNormal([400, 64], seed: 1)
      let key = Tensor.randomNormal([10, 64], seed: 2)
      let scale = isMade ? 1 / Float(key.rows).squareRoot() : nil
      return (attentionScores(query: query, key: key, scale: scale).variance() - 1).magnitude < 0.3
    },
    Mistake("softcap after the mask") { isMade in
      let x = Tensor.randomNormal([4, 3], seed: 1)
      let weights =
        isMade
        ? softmax(tanh((attentionScores(query: x, key: x) + Mask.causal(4).additive) / 2) * 2)
        : attentionWeights(query: x, key: x, mask: .causal(4), softcap: 2)
      return weights[0] == [1, 0, 0, 0]
    },
    Mistake("a window that counts the position itself") { isMade in
      let mask = Mask.window(9, left: isMade ? 1 : 2, right: 0)
      return mask.visibility[5].sum() == 3
    },
    Mistake("a short mask filled up with 0") { isMade in
      // A bias for two of three keys says nothing about the third: it is hidden, while 0 would show it.
      let bias = concatenate([Tensor([1, 2]), Tensor([isMade ? 0 : -.infinity])])
      return attentionWeights(query: [[1]], key: [[1], [2], [3]], bias: bias)[0, 2] == 0
    },
    Mistake("values transposed") { isMade in
      // A query that sees one key gets its value.
      let value = Tensor.randomNormal([3, 3], seed: 1)
      let mask = Mask.window(3, left: 0, right: 0)
      let given = isMade ? value.transposed() : value
      return scaledDotProductAttention(query: value, key: value, value: given, mask: mask) == value
    },
    Mistake("softmax along the wrong axis") { isMade in
      let x = Tensor.randomNormal([4, 4], seed: 1)
      let weights = isMade ? softmax(attentionScores(query: x, key: x), axis: 0) : attentionWeights(query: x, key: x)
      return weights.sum(axis: -1).isClose(to: .ones([4]))
    },
  ])
  func `a law holds, and breaks once the mistake is made`(mistake: Mistake) {
    #expect(mistake.lawHolds(false))
    #expect(!mistake.lawHolds(true))
  }
}
