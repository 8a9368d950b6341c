import Attention
import CAttentionKernels
import Foundation
import Testing

/// `make test-all` tries all floats; `make test`, about three million.
@Suite struct ExponentialTests {
  @Test func `the exponential errs by at most 1.01 units of the last place, over its whole range`() {
    let worst = worstError(of: Self.samples)
    #expect(worst.error <= 1.01, "at \(worst.x)")
    #expect(worst.error > 0.5, "nothing was compared, or all was rounded rightly")
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["ALL_FLOATS"] != nil))
  func `of all floats, with the same bits with each instruction set`() {
    DispatchQueue.concurrentPerform(iterations: 1 << 12) { upper in
      let x = (0..<1 << 20).map { Float(bitPattern: UInt32(upper << 20 | $0)) }
      let worst = worstError(of: x)
      if worst.error > 1.01 { Issue.record("an error of \(worst.error) at \(worst.x)") }
      let expected = exponentials(x, .widest).map(\.bitPattern)
      for set in EqualBitsTests.sets where exponentials(x, set).map(\.bitPattern) != expected {
        Issue.record("\(set) has other bits from \(x[0]) on")
      }
    }
  }

  /// A weight that isn't a normal number would take ten times as long to compute.
  @Test(arguments: EqualBitsTests.sets)
  func `softmax's weights are exponentials down to e⁻⁸⁷, and 0 below`(set: Execution.InstructionSet) {
    Execution.$current.withValue(Execution(instructionSet: set)) {
      for rows in [1, 20] {  // of which few are read as they lie, and many packed
        func context(_ distance: Float) -> Float {
          let value: Tensor = [[0], [0x1p100]]
          let query = Tensor.ones([rows, 1])
          return scaledDotProductAttention(query: query, key: Tensor([[5], [5 - distance]]), value: value, scale: 1)[rows - 1, 0]
        }
        for distance: Float in [0, 0.5, 1, 20, 50, 80, 86.5, 87] {
          let weight = Foundation.exp(-Double(distance))
          let expected = weight / (1 + weight) * 0x1p100
          #expect(Swift.abs(Double(context(distance)) - expected) <= 3e-7 * expected, "at a distance of \(distance)")
        }
        for distance: Float in [87.0001, 88, 104, 1000, 1e30, .infinity] { #expect(context(distance) == 0) }
        #expect(context(.nan).isNaN)
        #expect(context(Float(bitPattern: 0x7FC0_0001)).isNaN)
      }
    }
  }

  private func worstError(of x: [Float]) -> (error: Double, x: Float) {
    var worst = (error: 0.0, x: Float(0))
    for (x, y) in zip(x, exponentials(x, .widest)) {
      let error = units(y, fromExponentialOf: x)
      if !(error <= worst.error) { worst = (error, x) }
    }
    return worst
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
