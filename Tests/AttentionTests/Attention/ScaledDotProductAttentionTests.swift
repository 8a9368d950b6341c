import Attention
import Testing

@Suite struct ScaledDotProductAttentionTests {
  // 2 queries, 3 keys, d_k = 2, d_v = 4: no two sizes are equal, so that no mix-up can hide. The expected numbers:
  //   import numpy as np
  //   def attention(scale=1/np.sqrt(2), cap=None, bias=0):
  //     s = Q @ K.T * scale
  //     if cap: s = cap * np.tanh(s / cap)
  //     p = np.exp(s + bias); p /= p.sum(-1, keepdims=True)
  //     return s, p, p @ V
  let query: Tensor = [[1, 2], [0.5, -1]]
  let key: Tensor = [[1, 0], [0, 1], [1, 1]]
  let value: Tensor = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 13]]

  @Test func `scores, weights and context agree with NumPy`() {
    let steps = attentionSteps(query: query, key: key, value: value)
    expectClose(
      steps.scores,
      [
        [0.7071067811865475, 1.414213562373095, 2.1213203435596424],
        [0.35355339059327373, -0.7071067811865475, -0.35355339059327373],
      ])
    expectClose(
      steps.weights,
      [
        [0.14002924504337802, 0.28399540974126003, 0.5759753452153619],
        [0.5436863222802805, 0.188238974263491, 0.2680747034562285],
      ])
    expectClose(
      steps.context,
      [
        [6.743784400687935, 7.743784400687935, 8.743784400687934, 10.319759745903296],
        [3.8975535247037922, 4.897553524703792, 5.897553524703793, 7.1656282281600205],
      ])
    expectClose(steps.logSumExp, [2.673010766207534, 0.9629362024803058])
  }

  @Test func `the small functions give what the large one does, but for rounding`() {
    let steps = attentionSteps(query: query, key: key, value: value)
    #expect(attentionScores(query: query, key: key) == steps.scores)
    #expect(attentionWeights(query: query, key: key) == steps.weights)
    // The bits differ: the kernels divide by the sum of the exponentials after multiplying by the values, and have their own exponential
    // function. The readable form follows the textbook.
    expectClose(scaledDotProductAttention(query: query, key: key, value: value), steps.context)
    #expect(matmul(softmax(attentionScores(query: query, key: key)), value) == steps.context)
  }

  @Test func `the three unit vectors give the well-known weights`() {
    let steps = attentionSteps(
      query: .identity(3), key: .identity(3), value: [[3, 2, 1], [2, 1, 0], [1, 0, 0]])
    expectClose(steps.weights, .identity(3) * (0.47108308 - 0.26445846) + 0.26445846)
    expectClose(
      steps.context,
      [
        [2.20662462, 1.20662462, 0.47108308],
        [2, 1, 0.26445846],
        [1.79337538, 0.79337538, 0.26445846],
      ])
  }

  @Test func `scale, softcap and bias agree with NumPy`() {
    expectClose(
      scaledDotProductAttention(query: query, key: key, value: value, scale: 0.1),
      [
        [5.266223183020792, 6.266223183020792, 7.266223183020793, 8.633388584131717],
        [4.862359761434924, 5.862359761434924, 6.862359761434924, 8.189542030743617],
      ])
    expectClose(
      scaledDotProductAttention(query: query, key: key, value: value, softcap: 0.5),
      [
        [5.0735165370793585, 6.0735165370793585, 7.0735165370793585, 8.413346609820648],
        [4.0956240571201565, 5.0956240571201565, 6.0956240571201565, 7.365318671715538],
      ])
    expectClose(
      scaledDotProductAttention(query: query, key: key, value: value, bias: [1, 0, -1]),
      [
        [4.229915014385815, 5.229915014385814, 6.229915014385815, 7.471653431540003],
        [1.8737263509514166, 2.8737263509514164, 3.873726350951417, 4.929609126179349],
      ])
  }

  /// Packed once are only keys and values that both are the same.
  @Test func `matrices that share keys have their own values, and the other way round`() {
    let queries = Tensor.randomNormal([3, 40, 8], seed: 1)
    let (keys, values) = (Tensor.randomNormal([3, 50, 8], seed: 2), Tensor.randomNormal([3, 50, 7], seed: 3))
    let sharedKeys = scaledDotProductAttention(query: queries, key: keys[0], value: values)
    let sharedValues = scaledDotProductAttention(query: queries, key: keys, value: values[0])
    for matrix in 0..<3 {
      #expect(sharedKeys[matrix] == scaledDotProductAttention(query: queries[matrix], key: keys[0], value: values[matrix]))
      #expect(sharedValues[matrix] == scaledDotProductAttention(query: queries[matrix], key: keys[matrix], value: values[0]))
    }
  }

  @Test func `a batch is its parts, and one set of keys serves all`() {
    let queries = Tensor.randomNormal([2, 3, 4, 5], seed: 1)
    let keys = Tensor.randomNormal([3, 6, 5], seed: 2)
    let values = Tensor.randomNormal([3, 6, 7], seed: 3)
    let context = scaledDotProductAttention(query: queries, key: keys, value: values)
    #expect(context.shape == [2, 3, 4, 7])
    for batch in 0..<2 {
      for head in 0..<3 {
        #expect(
          context[batch][head]
            == scaledDotProductAttention(query: queries[batch][head], key: keys[head], value: values[head]))
      }
    }
  }

  @Test func `a single query is a vector`() {
    #expect(
      scaledDotProductAttention(query: query[1], key: key, value: value)
        == scaledDotProductAttention(query: query, key: key, value: value)[1])
  }

  @Test func `the order of the pairs of keys and values doesn't matter, that of the queries does`() {
    let order = [2, 0, 1]
    let context = scaledDotProductAttention(query: query, key: key, value: value)
    expectClose(
      scaledDotProductAttention(query: query, key: key.gathering(order), value: value.gathering(order)), context)
    expectClose(
      scaledDotProductAttention(query: query.gathering([1, 0]), key: key, value: value), context.gathering([1, 0]))
  }

  @Test func `the context lies between the values`() {
    let values = Tensor.randomNormal([6, 3], seed: 3)
    let context = scaledDotProductAttention(
      query: 5 * Tensor.randomNormal([9, 4], seed: 1), key: .randomNormal([6, 4], seed: 2), value: values)
    for column in 0..<3 {
      #expect(context.selecting(column, axis: 1).max() <= values.selecting(column, axis: 1).max() + 1e-6)
      #expect(context.selecting(column, axis: 1).min() >= values.selecting(column, axis: 1).min() - 1e-6)
    }
  }

  @Test func `one key gets all weight, no key gives zeros`() {
    #expect(scaledDotProductAttention(query: query, key: [[3, 4]], value: [[5, 6]]) == [[5, 6], [5, 6]])
    #expect(scaledDotProductAttention(query: query, key: .zeros([0, 2]), value: .zeros([0, 4])) == .zeros([2, 4]))
    #expect(scaledDotProductAttention(query: .zeros([0, 2]), key: key, value: value).shape == [0, 4])
    #expect(scaledDotProductAttention(query: [[1]], key: [[1], [1]], value: [[1], [3]]) == [[2]])
  }

  @Test func `keys of size 0 are all alike`() {
    #expect(
      scaledDotProductAttention(query: .zeros([1, 0]), key: .zeros([2, 0]), value: [[1], [3]]) == [[2]])
  }
}

@Suite struct AttentionOptionTests {
  let query = Tensor.randomNormal([2, 6, 4, 5], seed: 1)
  let key = Tensor.randomNormal([2, 3, 7, 5], seed: 2)
  let value = Tensor.randomNormal([2, 3, 7, 4], seed: 3)

  @Test func `groups of query heads share a key head, as if it were repeated`() {
    #expect(
      attentionSteps(query: query, key: key, value: value, keyHeads: 3)
        == attentionSteps(query: query, key: repeatHeads(key, times: 2), value: repeatHeads(value, times: 2)))
    #expect(
      attentionSteps(query: query, key: key, value: value, score: CosineScore(), keyHeads: 3)
        == attentionSteps(
          query: query, key: repeatHeads(key, times: 2), value: repeatHeads(value, times: 2), score: CosineScore()))
    #expect(
      attentionScores(query: query, key: key, keyHeads: 3) == attentionScores(query: query, key: repeatHeads(key, times: 2)))
    #expect(
      attentionWeights(query: query, key: key, keyHeads: 3) == attentionWeights(query: query, key: repeatHeads(key, times: 2)))
  }

  @Test func `a sink is a further key whose value is zeros`() {
    let (q, k, v) = (query[0][0], key[0][0], value[0][0])
    let steps = attentionSteps(query: q, key: k, value: v, sinks: Tensor(0.7))
    let further = softmax(concatenate([attentionScores(query: q, key: k), .full([4, 1], 0.7)], axis: -1))
    expectClose(steps.weights, further[0..., ..<7])
    expectClose(steps.context, matmul(further, concatenate([v, .zeros([1, 4])])))
    expectClose(steps.logSumExp, log(exp(steps.scores).sum(axis: -1) + 2.0137527), relative: 1e-5)
  }

  @Test func `each head has its own sink, and without keys it takes all`() {
    let sinks: Tensor = [-.infinity, 0, 1, 2, 3, 100]
    let mask = Mask.causal(4, keys: 7, offset: -1)
    let steps = attentionSteps(query: query, key: key, value: value, keyHeads: 3, mask: mask, sinks: sinks)
    let without = attentionSteps(query: query, key: key, value: value, keyHeads: 3, mask: mask)
    #expect(steps.weights[0][0] == without.weights[0][0])
    #expect(steps.context[0][5].max() < 1e-6)
    #expect(steps.context[1][2][0] == [0, 0, 0, 0])
    #expect(attentionWeights(query: query, key: key, keyHeads: 3, sinks: sinks).shape == [2, 6, 4, 7])
  }

  @Test func `the scores can be seen at every stage`() {
    let mask = Mask.causal(4, keys: 7)
    let bias = Tensor.randomNormal([4, 7], seed: 4)
    let steps = attentionSteps(query: query, key: key, value: value, keyHeads: 3, mask: mask, bias: bias, softcap: 2)
    #expect(steps.scaledScores == attentionScores(query: query, key: key, keyHeads: 3))
    expectClose(steps.cappedScores, tanh(steps.scaledScores / 2) * 2)
    #expect(steps.scores == steps.cappedScores + bias + mask.additive)
    #expect(steps.weights == softmax(steps.scores))
  }

  @Test func `dropout drops the same weights for the same seed, and keeps the mean`() {
    let steps = attentionSteps(query: query, key: key, value: value, keyHeads: 3)
    let dropped = attentionSteps(query: query, key: key, value: value, keyHeads: 3, dropout: Dropout(rate: 0.5, seed: 1))
    #expect(
      dropped == attentionSteps(query: query, key: key, value: value, keyHeads: 3, dropout: Dropout(rate: 0.5, seed: 1)))
    #expect(dropped.weights == Dropout(rate: 0.5, seed: 1)(steps.weights))
    #expect(attentionSteps(query: query, key: key, value: value, keyHeads: 3, dropout: Dropout(rate: 0, seed: 1)) == steps)
    let samples = (0..<300).map {
      scaledDotProductAttention(
        query: query[0][0], key: key[0][0], value: value[0][0], dropout: Dropout(rate: 0.3, seed: $0))
    }
    // 300 samples: the standard error of a mean is about 0.02.
    expectClose(stack(samples).mean(axis: 0), steps.context[0][0], absolute: 0.1)
  }
}

@Suite struct DropoutTests {
  @Test func `the share that is dropped is the rate, and the rest grows`() {
    let x = Dropout(rate: 0.25, seed: 1)(.ones([100, 100]))
    // The standard error of 10000 draws is 0.0043.
    #expect((x.scalars.filter { $0 == 0 }.count - 2500).magnitude < 130)
    #expect(x.max() == 1 / 0.75)
    #expect(Dropout(rate: 1, seed: 1)([1, .nan, .infinity]) == [0, 0, 0])
    #expect(Dropout(rate: 0.5, seed: 1)(.zeros([0, 3])).shape == [0, 3])
  }

  @Test func `equal seeds drop the same places on every machine`() {
    #expect(Dropout(rate: 0.5, seed: 42)(.ones([8])) == [2, 0, 0, 0, 0, 2, 0, 2])
  }
}

@Suite struct MaskedAttentionTests {
  let query = Tensor.randomNormal([4, 3], seed: 1)
  let key = Tensor.randomNormal([4, 3], seed: 2)
  let value = Tensor.randomNormal([4, 2], seed: 3)

  @Test func `hidden keys might as well not be there`() {
    let mask = Mask([[true, false, true, false]])
    expectClose(
      scaledDotProductAttention(query: query, key: key, value: value, mask: mask),
      scaledDotProductAttention(query: query, key: key.gathering([0, 2]), value: value.gathering([0, 2])))
  }

  @Test func `a mask, and a bias of minus infinity, are one`() {
    let mask = Mask.window(4, left: 1, right: 1)
    #expect(
      attentionSteps(query: query, key: key, value: value, mask: mask)
        == attentionSteps(query: query, key: key, value: value, bias: mask.additive))
  }

  @Test func `a change of the future leaves the past equal to the last bit`() {
    var (laterKey, laterValue) = (key, value)
    laterKey[3] = [9, -9, 9]
    laterValue[3] = [100, -100]
    let before = scaledDotProductAttention(query: query, key: key, value: value, mask: .causal(4))
    let after = scaledDotProductAttention(query: query, key: laterKey, value: laterValue, mask: .causal(4))
    #expect(before[0..<3] == after[0..<3])
    #expect(before[3] != after[3])
  }

  @Test func `a query without keys gets zeros, and no other is touched`() {
    let steps = attentionSteps(query: query, key: key, value: value, mask: .causal(4, offset: -2))
    #expect(steps.context[0..<2] == .zeros([2, 2]))
    #expect(steps.weights[0..<2] == .zeros([2, 4]))
    #expect(steps.logSumExp[0].item == -.infinity)
    expectClose(steps.context[2], value[0])
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func `whatever stands in hidden keys and values, nothing of it leaks`(bad: Float) {
    var (badKey, badValue) = (key, value)
    badKey[3] = Tensor([bad, bad, bad])
    badValue[3] = Tensor([bad, bad])
    let mask = Mask([[true, true, true, false]])
    let clean = scaledDotProductAttention(query: query, key: key, value: value, mask: mask)
    #expect(scaledDotProductAttention(query: query, key: badKey, value: badValue, mask: mask) == clean)
    #expect(scaledDotProductAttention(query: query, key: badKey, value: badValue, bias: mask.additive) == clean)
    #expect(
      scaledDotProductAttention(query: query, key: badKey, value: badValue, mask: mask, softcap: 30)
        .scalars.allSatisfy { $0.isFinite })
  }

  @Test func `a visible NaN reaches the context`() {
    var badValue = value
    badValue[1, 0] = .nan
    let context = scaledDotProductAttention(query: query, key: key, value: badValue, mask: .causal(4))
    #expect(context[0].scalars.allSatisfy { !$0.isNaN })
    #expect(context[1, 0].isNaN)
    #expect(!context[1, 1].isNaN)
  }

  @Test func `a softcap comes before the mask`() {
    // After it, tanh would turn −∞ into −softcap, and hidden keys would get weight.
    let weights = attentionWeights(query: query, key: key, mask: .causal(4), softcap: 0.1)
    #expect(weights[0] == [1, 0, 0, 0])
  }

  @Test func `padding of a batch holds for all heads and queries`() {
    let x = Tensor.randomNormal([2, 3, 4, 5], seed: 4)
    let weights = attentionWeights(query: x, key: x, mask: .padding(lengths: [4, 2], keys: 4) && .causal(4))
    #expect(weights[1][0..., 0..., 2...] == .zeros([3, 4, 2]))
    #expect(weights[0][2][3].min() > 0)
  }
}
