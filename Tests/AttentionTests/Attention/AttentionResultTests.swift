import Attention
import Testing

@Suite struct AttentionResultTests {
  @Test(arguments: 0..<20)
  func `the context is the same, and log-sum-exp that of the readable form`(seed: Int) {
    let call = RandomCall(seed: 1000 * seed + 3)
    let result = call.result()
    #expect(result.context == call.context())
    expectClose(result.logSumExp, call.steps().logSumExp, relative: 2e-6, absolute: 4e-6)
    let readable = Execution.$current.withValue(.reference) { call.result() }
    #expect(readable.logSumExp == call.steps().logSumExp)
    #expect(readable.context == call.steps().context)
  }

  @Test(arguments: 0..<20)
  func `gradients from a known result have the same bits`(seed: Int) {
    let call = RandomCall(seed: 1000 * seed + 4)
    #expect(call.gradients(from: call.result()) == call.gradients())
  }

  @Test func `gradients take up the known result, and do not compute it again`() {
    let x = Tensor.randomNormal([5, 4], seed: 1)
    let other = attentionResult(query: x * 3, key: x, value: x)
    #expect(
      attentionGradients(query: x, key: x, value: x, result: other, cotangent: x).value
        != attentionGradients(query: x, key: x, value: x, cotangent: x).value)
  }

  @Test func `a query that sees no key has nothing to sum`() {
    let x = Tensor.randomNormal([2, 3], seed: 1)
    let mask = Mask(shape: [2, 2], isVisible: [true, false, false, false])
    let result = attentionResult(query: x, key: x, value: x, mask: mask)
    expectClose(result.logSumExp[0], Tensor(attentionScores(query: x, key: x)[0, 0]))
    #expect(result.logSumExp[1].item == -.infinity)
    #expect(result.context[1] == .zeros([3]))
  }

  @Test func `attention over parts of the keys is joined by their log-sum-exp`() {
    let query = Tensor.randomNormal([7, 6], seed: 1)
    let key = Tensor.randomNormal([30, 6], seed: 2)
    let value = Tensor.randomNormal([30, 4], seed: 3)
    let parts = [0..<11, 11..<30].map { attentionResult(query: query, key: key[$0], value: value[$0]) }
    let shares = softmax(stack(parts.map(\.logSumExp)), axis: 0)
    let joined = zip(parts, 0...).map { part, index in part.context * shares[index].insertingAxis(at: 1) }
    expectClose(joined[0] + joined[1], scaledDotProductAttention(query: query, key: key, value: value))
  }

  @Test func `large scores do not overflow, and infinite ones are the readable form's`() {
    let result = attentionResult(query: [[200]], key: [[100], [99]], value: [[1], [2]], scale: 1)
    expectClose(result.logSumExp, [20_000])
    expectClose(result.context, [[1]])
    #expect(attentionResult(query: [[.infinity]], key: [[1]], value: [[1]]).logSumExp[0].item == .infinity)
  }
}
