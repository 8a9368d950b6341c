import Attention
import CAttentionKernels
import Foundation
import Testing

/// `make bench-attention` tries all floats; this test, about three million.
@Suite struct ExponentialTests {
  @Test func `the exponential errs by at most two units of the last place, over its whole range`() {
    let y = exponentials(Self.samples, .widest)
    var worst = (error: 0.0, x: Float(0))
    for (x, y) in zip(Self.samples, y) {
      let error = units(y, fromExponentialOf: x)
      if !(error <= worst.error) { worst = (error, x) }
    }
    #expect(worst.error <= 2, "at \(worst.x)")
    #expect(worst.error > 0.5, "nothing was compared, or all was rounded rightly")
  }

  @Test(arguments: EqualBitsTests.sets)
  func `it has the same bits with each instruction set`(set: Execution.InstructionSet) {
    func bits(_ set: Execution.InstructionSet) -> [UInt32] { exponentials(Self.samples, set).map(\.bitPattern) }
    #expect(bits(set) == bits(.widest))
  }

  /// Special values, and floats of all exponents and both signs: densely where exp is neither 1 nor 0 nor ∞, more densely where it is below
  /// the smallest normal number.
  static let samples: [Float] = {
    var x: [Float] = [0, -0.0, .infinity, -.infinity, .nan, 88.72284, 88.7229, -87.33655, -103.97, -103.98]
    func add(_ range: Range<Float>, step: Int) {
      for magnitude in stride(from: range.lowerBound.bitPattern, to: range.upperBound.bitPattern, by: step) {
        x += [Float(bitPattern: magnitude), -Float(bitPattern: magnitude)]
      }
    }
    add(0..<0x1p-26, step: 99_991)
    add(0x1p-26..<87, step: 251)
    add(87..<105, step: 7)
    add(105..<Float.infinity, step: 99_991)
    return x
  }()

  private func exponentials(_ x: [Float], _ set: Execution.InstructionSet) -> [Float] {
    var y = [Float](repeating: 0, count: x.count)
    attention_exponential(set.rawValue, x, &y, Int64(x.count))
    return y
  }

  /// The error of `y`, in units of the last place of the exact value.
  private func units(_ y: Float, fromExponentialOf x: Float) -> Double {
    if x.isNaN { return y.isNaN ? 0 : .infinity }
    let exact = Foundation.exp(Double(x))
    if Float(exact).isInfinite || y.isInfinite { return Float(exact) == y ? 0 : .infinity }
    return Swift.abs(Double(y) - exact) / Double(Float(exact).ulp)
  }
}
