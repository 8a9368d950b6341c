import Attention
import Testing

@Suite struct AttentionGradientTests {
  /// One way to call attention on 4 query heads, 3 queries and 5 keys.
  struct Call: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var keyHeads = 4
    var mask: Mask?
    var biasShape: [Int]?
    var scale: Float?
    var softcap: Float?
    var hasSinks = false
    var dropout: Dropout?
  }

  static let calls = [
    Call(testDescription: "plain"),
    Call(testDescription: "scale", scale: 0.3),
    Call(testDescription: "mask", mask: .causal(3, keys: 5, offset: 2)),
    Call(testDescription: "rows without keys", mask: .causal(3, keys: 5, offset: -1)),
    Call(testDescription: "bias", biasShape: [4, 3, 5]),
    Call(testDescription: "bias for all heads", biasShape: [3, 5]),
    Call(testDescription: "bias for all queries", biasShape: [4, 1, 5]),
    Call(testDescription: "softcap", softcap: 0.7),
    Call(testDescription: "grouped heads", keyHeads: 2),
    Call(testDescription: "one key head", keyHeads: 1),
    Call(testDescription: "sinks", hasSinks: true),
    Call(testDescription: "dropout", dropout: Dropout(rate: 0.4, seed: 9)),
    Call(
      testDescription: "all at once", keyHeads: 2, mask: .window(3, keys: 5, left: 1, right: 1, offset: 1),
      biasShape: [4, 3, 5], scale: 0.5, softcap: 2, hasSinks: true, dropout: Dropout(rate: 0.2, seed: 3)),
  ]

  @Test(arguments: calls, [Execution(), .reference])
  func `gradients are central differences`(call: Call, execution: Execution) {
    let query = Tensor.randomNormal([4, 3, 2], seed: 1)
    let key = Tensor.randomNormal([call.keyHeads, 5, 2], seed: 2)
    let value = Tensor.randomNormal([call.keyHeads, 5, 3], seed: 3)
    let cotangent = Tensor.randomNormal([4, 3, 3], seed: 4)
    let bias = call.biasShape.map { Tensor.randomNormal($0, seed: 5) }
    let sinks = call.hasSinks ? Tensor.randomNormal([4], seed: 6) : nil
    let gradients = Execution.$current.withValue(execution) {
      attentionGradients(
        query: query, key: key, value: value, keyHeads: call.keyHeads, mask: call.mask, bias: bias, scale: call.scale,
        softcap: call.softcap,
        sinks: sinks, dropout: call.dropout, cotangent: cotangent)
    }

    let further = [bias, sinks].compactMap { $0 }
    let options = Reference.AttentionOptions(
      mask: call.mask.map { Reference($0.visibility) }, scale: call.scale.map(Double.init),
      softcap: call.softcap.map(Double.init), dropout: call.dropout.map { Reference($0(.ones([4, 3, 5]))) })
    expectGradients(
      [gradients.query, gradients.key, gradients.value] + [gradients.bias, gradients.sinks].compactMap { $0 },
      of: [query, key, value] + further, cotangent: cotangent
    ) { inputs in
      var options = options
      if bias != nil { options.bias = inputs[3] }
      if sinks != nil { options.sinks = inputs[inputs.count - 1] }
      return .attention(inputs[0], inputs[1], inputs[2], options)
    }
  }

  let query = Tensor.randomNormal([4, 3], seed: 1)
  let key = Tensor.randomNormal([4, 3], seed: 2)
  let value = Tensor.randomNormal([4, 2], seed: 3)
  let cotangent = Tensor.randomNormal([4, 2], seed: 4)

  @Test func `the row sums of dP times P are those of dO times O`() {
    let steps = attentionSteps(query: query, key: key, value: value)
    let gradients = attentionGradients(query: query, key: key, value: value, cotangent: cotangent)
    expectClose(
      (gradients.weights() * steps.weights).sum(axis: -1), (cotangent * steps.context).sum(axis: -1), relative: 1e-5)
    // Adding a number to all scores doesn't change the softmax, so the gradient of each row sums to 0.
    expectClose(gradients.scores().sum(axis: -1), .zeros([4]))
  }

  @Test(arguments: [Float.nan, .infinity])
  func `rows without keys, and hidden keys, get zeros, whatever stands in them`(bad: Float) {
    var (query, key, value, cotangent) = (query, key, value, cotangent)
    let mask = Mask(
      [
        [false, false, false, false], [true, true, true, false], [true, true, false, false], [true, false, true, false],
      ])
    let clean = attentionGradients(query: query, key: key, value: value, mask: mask, cotangent: cotangent)
    #expect(clean.query[0] == [0, 0, 0])
    #expect(clean.key[3] == [0, 0, 0])
    #expect(clean.value[3] == [0, 0])
    query[0] = Tensor([bad, bad, bad])
    key[3] = Tensor([bad, bad, bad])
    value[3] = Tensor([bad, bad])
    cotangent[0] = Tensor([bad, bad])
    // The bits must be equal: the kernels skip what is hidden, and compute everything else in the same way.
    let gradients = attentionGradients(query: query, key: key, value: value, mask: mask, cotangent: cotangent)
    #expect(gradients.query == clean.query)
    #expect(gradients.key == clean.key)
    #expect(gradients.value == clean.value)
    let capped = attentionGradients(
      query: query, key: key, value: value, mask: mask, softcap: 5, sinks: Tensor(0.5), cotangent: cotangent)
    #expect(capped.query.scalars.allSatisfy { $0.isFinite })
    #expect(capped.key.scalars.allSatisfy { $0.isFinite })
  }

  @Test func `without keys or queries, there is nothing to change`() {
    let none = attentionGradients(
      query: query, key: .zeros([0, 3]), value: .zeros([0, 2]), cotangent: cotangent)
    #expect(none.query == .zeros([4, 3]))
    #expect(none.key.shape == [0, 3])
    let empty = attentionGradients(query: .zeros([0, 3]), key: key, value: value, cotangent: .zeros([0, 2]))
    #expect(empty.key == .zeros([4, 3]))
    #expect(empty.value == .zeros([4, 2]))
  }

  /// A query with a single key has the weight 1 whatever its score, so nothing flows to the score.
  @Test(arguments: [1, 5, 16, 70], [false, true])
  func `where one key is visible, the gradients of query and key are exactly 0`(size: Int, isStoredAsPlaces: Bool) {
    let n = 37
    let (q, k, v) = (
      Tensor.randomNormal([n, size], seed: 1), Tensor.randomNormal([n, size], seed: 2), Tensor.randomNormal([n, size], seed: 3)
    )
    let cotangent = Tensor.randomNormal([n, size], seed: 4)
    let diagonal = Mask.window(n, left: 0, right: 0)
    let mask = isStoredAsPlaces ? Mask(shape: [n, n], isVisible: diagonal.visibility.scalars.map { $0 == 1 }) : diagonal
    let gradients = attentionGradients(query: q, key: k, value: v, mask: mask, cotangent: cotangent)
    #expect(gradients.query == .zeros([n, size]))
    #expect(gradients.key == .zeros([n, size]))
    #expect(gradients.value == cotangent)
    // The first row of a causal mask sees one key; with dropout, its weight after it isn't 1.
    let dropped = attentionGradients(
      query: q, key: k, value: v, mask: .causal(n), dropout: Dropout(rate: 0.3, seed: 1), cotangent: cotangent)
    #expect(dropped.query[0] == .zeros([size]))
  }
}
