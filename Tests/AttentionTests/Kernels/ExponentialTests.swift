import Attention
import CAttentionKernels
import Foundation
import Testing

@Suite struct ExponentialTests {
  @Test(arguments: EqualBitsTests.sets)
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
}
