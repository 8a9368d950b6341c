import Attention
import CAttentionKernels
import Foundation
import Testing

/// A call of attention of random sizes with random options, the same for the same seed.
private struct RandomCall: Sendable {
  let query, key, value: Tensor
  var mask: Mask?
  var bias: Tensor?
  var softcap: Float?
  var sinks: Tensor?

  init(seed: Int) {
    var generator = SplitMix(state: UInt64(seed))
    func size(_ sizes: ClosedRange<Int>) -> Int { Int(generator.next() % UInt64(sizes.count)) + sizes.lowerBound }
    func happens() -> Bool { generator.next() % 2 == 0 }
    let (batch, keyHeads, group) = (size(1...2), size(1...2), size(1...2))
    // Short and long: more keys than a tile, more queries than a block, neither a multiple of anything.
    let (queries, keys) = (size(1...(happens() ? 7 : 110)), size(1...(happens() ? 20 : 300)))
    let (keySize, valueSize) = (size(1...19), size(1...34))
    let heads = keyHeads * group
    query = .randomNormal([batch, heads, queries, keySize], seed: UInt64(seed) + 1)
    key = .randomNormal([batch, keyHeads, keys, keySize], seed: UInt64(seed) + 2)
    value = .randomNormal([batch, keyHeads, keys, valueSize], seed: UInt64(seed) + 3)
    let masks: [Mask?] = [
      nil, .causal(queries, keys: keys, offset: size(0...3) - 1), .window(queries, keys: keys, left: 5, right: 2),
      .prefix(min(4, keys), queries: queries, keys: keys),
      .padding(lengths: (0..<batch).map { _ in size(0...keys) }, keys: keys) && .causal(queries, keys: keys, offset: 9),
      Mask(shape: [queries, keys], isVisible: (0..<queries * keys).map { _ in happens() }),
      Mask(shape: [1, keys], isVisible: (0..<keys).map { _ in happens() }),
    ]
    mask = masks[size(0...masks.count - 1)]
    bias = happens() ? .randomNormal([happens() ? heads : 1, queries, happens() ? keys : 1], seed: UInt64(seed) + 4) : nil
    softcap = happens() ? 3 : nil
    sinks = happens() ? .randomNormal([heads], seed: UInt64(seed) + 5) : nil
  }

  func context() -> Tensor {
    scaledDotProductAttention(
      query: query, key: key, value: value, mask: mask, bias: bias, softcap: softcap, sinks: sinks)
  }

  /// One number for each element, the same for the same seed.
  var cotangent: Tensor { .randomNormal([query.shape[0], query.shape[1], query.rows, value.columns], seed: 77) }

  /// Those that the kernels compute: without bias and softcap.
  func gradients() -> [Tensor] {
    let gradients = attentionGradients(
      query: query, key: key, value: value, mask: mask, sinks: sinks, cotangent: cotangent)
    return [gradients.query, gradients.key, gradients.value] + [gradients.sinks].compactMap { $0 }
  }
}

private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

@Suite struct KernelTests {
  static let sets = Execution.InstructionSet.allCases.filter { $0 <= .widest }

  @Test(arguments: 0..<24)
  func `every instruction set and number of threads gives the same bits`(seed: Int) {
    let call = RandomCall(seed: 1000 * seed)
    func bits() -> [[UInt32]] { ([call.context()] + call.gradients()).map { $0.scalars.map(\.bitPattern) } }
    let expected = Execution.$current.withValue(Execution(instructionSet: .portable, threads: 1), operation: bits)
    for set in Self.sets {
      for threads in [1, 2, 3, 8] {
        let actual = Execution.$current.withValue(Execution(instructionSet: set, threads: threads), operation: bits)
        #expect(actual == expected, "\(set), \(threads) threads")
      }
    }
  }

  @Test func `threads share a problem that is large enough for them`() {
    let (query, key) = (Tensor.randomNormal([3, 300, 16], seed: 1), Tensor.randomNormal([3, 300, 16], seed: 2))
    let contexts = [1, 2, 3, 8].map { threads in
      Execution.$current.withValue(Execution(threads: threads)) {
        scaledDotProductAttention(query: query, key: key, value: key, mask: .causal(300))
      }
    }
    for context in contexts { #expect(context.scalars.map(\.bitPattern) == contexts[0].scalars.map(\.bitPattern)) }
  }

  @Test(arguments: 0..<40)
  func `the kernels and the readable form agree`(seed: Int) {
    let call = RandomCall(seed: 1000 * seed + 7)
    let readable = Execution.$current.withValue(.reference) { call.context() }
    // Some hundred roundings of numbers around 1.
    expectClose(call.context(), readable, relative: 2e-5, absolute: 5e-6)
    let gradients = Execution.$current.withValue(.reference) { call.gradients() }
    for (actual, expected) in zip(call.gradients(), gradients) {
      expectClose(actual, expected, relative: 2e-5, absolute: 2e-5 * max(1, abs(expected).max()))
    }
  }

  @Test(arguments: sets)
  func `the exponential errs by at most two units of the last place, over its whole range`(
    set: Execution.InstructionSet
  ) {
    // Every 997th float from −∞ to ∞, which meets all exponents, and what is special.
    var x: [Float] = [0, -0.0, .infinity, -.infinity, .nan, 88.72284, 88.7229, -87.33655, -103.97, -103.98]
    for magnitude in stride(from: UInt32(0), to: 0x7f80_0000, by: 997) {
      x += [Float(bitPattern: magnitude), -Float(bitPattern: magnitude)]
    }
    var y = [Float](repeating: 0, count: x.count)
    attention_exponential(set.rawValue, x, &y, Int64(x.count))
    let worst = zip(x, y).map { x, y -> Double in
      let exact = Foundation.exp(Double(x))
      if x.isNaN { return y.isNaN ? 0 : .infinity }
      if Float(exact).isInfinite || y.isInfinite { return Float(exact) == y ? 0 : .infinity }
      return Swift.abs(Double(y) - exact) / Double(Float(exact).ulp)
    }.max()
    #expect(worst! <= 2)
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
