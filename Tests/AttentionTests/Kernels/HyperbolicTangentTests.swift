import Attention
import CAttentionKernels
import Foundation
import Testing

@Suite struct HyperbolicTangentTests {
  @Test func `tanh errs by at most two units of the last place, over its whole range`() {
    var worst = (error: 0.0, x: Float(0))
    for (x, y) in zip(Self.samples, tangents(.widest)) {
      let exact = Foundation.tanh(Double(x))
      let error = Swift.abs(Double(y) - exact) / Double(Float(exact).ulp)
      if !(error <= worst.error) { worst = (error, x) }
    }
    #expect(worst.error <= 2, "at \(worst.x)")
    #expect(worst.error > 0.5, "nothing was compared, or all was rounded rightly")
  }

  @Test(arguments: EqualBitsTests.sets)
  func `it has the same bits with each instruction set`(set: Execution.InstructionSet) {
    #expect(tangents(set).map(\.bitPattern) == tangents(.widest).map(\.bitPattern))
  }

  @Test func `special values stay what they are`() {
    let y = tanh(Tensor([0, -0.0, .infinity, -.infinity, 0x1p-140, -0x1p-140, 20, -20, .nan])).scalars
    #expect(y.dropLast() == [0, 0, 1, -1, 0x1p-140, -0x1p-140, 1, -1])
    #expect(y[0].sign == .plus && y[1].sign == .minus && y[8].isNaN)
  }

  @Test func `a tensor of any shape keeps it`() {
    #expect(tanh(Tensor.zeros([2, 3, 5])) == .zeros([2, 3, 5]))
    #expect(tanh(Tensor.zeros([0, 4])).shape == [0, 4])
    #expect(tanh(Tensor(0.5)).shape == [])
  }

  /// Floats of all exponents and both signs, densely where tanh is neither its argument nor ±1.
  static let samples: [Float] = {
    var x: [Float] = []
    func add(_ range: Range<Float>, step: Int) {
      for magnitude in stride(from: range.lowerBound.bitPattern, to: range.upperBound.bitPattern, by: step) {
        x += [Float(bitPattern: magnitude), -Float(bitPattern: magnitude)]
      }
    }
    add(0x1p-120..<0x1p-14, step: 99_991)
    add(0x1p-14..<10, step: 101)
    add(10..<Float.infinity, step: 99_991)
    return x
  }()

  private func tangents(_ set: Execution.InstructionSet) -> [Float] {
    var y = [Float](repeating: 0, count: Self.samples.count)
    attention_hyperbolic_tangent(set.rawValue, Self.samples, &y, Int64(y.count))
    return y
  }
}
