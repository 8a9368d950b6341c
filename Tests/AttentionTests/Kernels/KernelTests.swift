import Attention
import Testing

@Suite struct KernelTests {
  @Test(arguments: 0..<40)
  func `the kernels and the readable form agree`(seed: Int) {
    let call = RandomCall(seed: 1000 * seed + 7)
    let readable = Execution.$current.withValue(.reference) { call.context() }
    // Some hundred roundings of numbers around 1.
    expectClose(call.context(), readable, relative: 2e-5, absolute: 5e-6)
    let (actual, expected) = (call.gradients(), Execution.$current.withValue(.reference) { call.gradients() })
    #expect(actual.count == expected.count)
    for (actual, expected) in zip(actual, expected) {
      expectClose(actual, expected, relative: 2e-5, absolute: 2e-5 * max(1, abs(expected).max()))
    }
  }

  @Test func `a mask is the same, known by spans or by places`() {
    let spans = Mask.causal(30, keys: 40, offset: 5) && .firstKeys(33, of: 40)
    let places = Mask(shape: [30, 40], isVisible: spans.visibility.scalars.map { $0 == 1 })
    let (query, key) = (Tensor.randomNormal([30, 8], seed: 1), Tensor.randomNormal([40, 8], seed: 2))
    #expect(spans == places)
    #expect(Set([spans, places]).count == 1)
    #expect(
      scaledDotProductAttention(query: query, key: key, value: key, mask: spans)
        == scaledDotProductAttention(query: query, key: key, value: key, mask: places))
  }
}
