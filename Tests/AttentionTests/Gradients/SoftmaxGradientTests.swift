import Attention
import Foundation
import Testing

@Suite struct SoftmaxGradientTests {
  let x = Tensor.randomNormal([3, 4], seed: 1)
  let cotangent = Tensor.randomNormal([3, 4], seed: 2)

  @Test(arguments: [1, 0.3, 5] as [Float])
  func `the softmax's gradient is a central difference, at any temperature`(temperature: Float) {
    let weights = softmax(x, temperature: temperature)
    expectGradients(
      [softmaxGradient(weights: weights, cotangent: cotangent, temperature: temperature)], of: [x],
      cotangent: cotangent
    ) { $0[0].mapRows { Reference.softmax($0.map { $0 / Double(temperature) }) } }
  }

  @Test func `so are those of the log-softmax and the log-sum-exp`() {
    expectGradients([logSoftmaxGradient(x, cotangent: cotangent)], of: [x], cotangent: cotangent) {
      $0[0].mapRows { Reference.softmax($0).map { Foundation.log($0) } }
    }
    let one: Tensor = [1, -2, 0.5]
    expectGradients([logSumExpGradient(x, cotangent: one)], of: [x], cotangent: one) {
      $0[0].mapRows { [Foundation.log($0.map { Foundation.exp($0) }.reduce(0, +))] }
    }
  }

  @Test func `along another axis, the transposed does the same`() {
    expectClose(
      softmaxGradient(weights: softmax(x, axis: 0), cotangent: cotangent, axis: 0),
      softmaxGradient(weights: softmax(x.transposed()), cotangent: cotangent.transposed()).transposed())
    expectClose(
      logSoftmaxGradient(x, cotangent: cotangent, axis: 0),
      logSoftmaxGradient(x.transposed(), cotangent: cotangent.transposed()).transposed())
    #expect(logSumExpGradient(x, cotangent: [1, 2, 3, 4], axis: 0).shape == [3, 4])
  }

  @Test func `the product with the identity is the Jacobian`() {
    let p: Tensor = [0.2, 0.3, 0.5]
    let jacobian = softmaxGradient(weights: p.expanded(to: [3, 3]), cotangent: .identity(3))
    expectClose(jacobian, Tensor.identity(3) * p - outer(p, p))
  }

  @Test func `slices of minus infinity get zeros`() {
    let nothing = Tensor.full([1, 4], -.infinity)
    #expect(softmaxGradient(weights: softmax(nothing), cotangent: .full([1, 4], .nan)) == .zeros([1, 4]))
    #expect(logSoftmaxGradient(nothing, cotangent: cotangent[0..<1]) == .zeros([1, 4]))
    #expect(logSumExpGradient(nothing, cotangent: [3]) == .zeros([1, 4]))
    #expect(softmaxGradient(weights: .zeros([2, 0]), cotangent: .zeros([2, 0])).shape == [2, 0])
  }
}
