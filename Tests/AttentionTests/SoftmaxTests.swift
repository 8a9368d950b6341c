import Attention
import Testing

@Suite struct SoftmaxTests {
  let x: Tensor = [[1, 2, 3], [4, 5.5, -6]]

  // python3 -c "import numpy as np; x=np.array([[1,2,3],[4,5.5,-6]]); e=np.exp(x);
  //   print((e/e.sum(1,keepdims=True)).tolist(), (e/e.sum(0)).tolist(), np.log(e/e.sum(1,keepdims=True)).tolist(),
  //   np.log(e.sum(1)).tolist())"
  @Test func `values agree with NumPy`() {
    expectClose(
      softmax(x),
      [
        [0.09003057317038046, 0.24472847105479767, 0.6652409557748219],
        [0.18242401295135002, 0.817567705011275, 8.282037374981919e-06],
      ])
    expectClose(
      softmax(x, axis: 0),
      [
        [0.04742587317756678, 0.029312230751356323, 0.9998766054240137],
        [0.9525741268224331, 0.9706877692486438, 0.00012339457598623172],
      ])
    expectClose(
      logSoftmax(x),
      [
        [-2.40760596444438, -1.4076059644443801, -0.4076059644443803],
        [-1.7014215600544236, -0.2014215600544237, -11.701421560054424],
      ])
    expectClose(logSumExp(x), [3.40760596444438, 5.701421560054424])
    expectClose(logSumExp(x, keepingAxis: true), [[3.40760596444438], [5.701421560054424]])
  }

  @Test(arguments: [0, 1, 2, -1, -2])
  func `a row sums to one`(axis: Int) {
    let weights = softmax(10 * Tensor.randomNormal([3, 4, 5], seed: 1), axis: axis)
    let sums = weights.sum(axis: axis)
    expectClose(sums, .ones(sums.shape))
    #expect(weights.min() >= 0)
  }

  @Test(arguments: [-1000, -1, 0.5, 1000] as [Float])
  func `adding one number to all scores changes nothing`(shift: Float) {
    let scores = Tensor.randomNormal([4, 6], seed: 2)
    // The sum itself is rounded: scores near 1000 hold 4 digits after the point.
    expectClose(softmax(scores + shift), softmax(scores), relative: 2e-4)
    expectClose(logSumExp(scores + shift), logSumExp(scores) + shift, relative: 2e-4)
  }

  @Test func `the order of scores is the order of weights`() {
    let scores = Tensor.randomNormal([7], seed: 3)
    let order = [3, 1, 6, 0, 5, 2, 4]
    expectClose(softmax(scores.gathering(order)), softmax(scores).gathering(order))
  }

  @Test func `no score is too large or too small`() {
    #expect(softmax([1000, 1000]) == [0.5, 0.5])
    #expect(softmax([3e38, -3e38]) == [1, 0])
    #expect(logSumExp([1000, 1000]).item == 1000 + 0.6931472)
    #expect(logSoftmax([0, -1000]) == [0, -1000])
    #expect(logSoftmax([1e30, 1e30]).scalars[0] == -0.6931472)
  }

  @Test func `without anything to choose from, all weights are 0`() {
    let nothing = Tensor([-.infinity, -.infinity])
    #expect(softmax(nothing) == [0, 0])
    #expect(logSoftmax(nothing) == nothing)
    #expect(logSumExp(nothing).item == -.infinity)
    #expect(softmax(Tensor([-.infinity, 2])) == [0, 1])
  }

  @Test func `NaN and plus infinity make their row NaN, and no other`() {
    for bad in [Float.nan, .infinity] {
      let weights = softmax(Tensor([[bad, -.infinity, 1], [1, 1, -.infinity]]))
      #expect(weights[0].scalars.allSatisfy { $0.isNaN })
      #expect(weights[1] == [0.5, 0.5, 0])
    }
    #expect(softmax(Tensor([-.infinity, .nan])).scalars.allSatisfy { $0.isNaN })
    #expect(logSumExp(Tensor([.infinity, 0])).item == .infinity)
    #expect(logSumExp(Tensor([.nan, .infinity])).item.isNaN)
  }

  @Test func `an empty axis stays empty`() {
    #expect(softmax(.zeros([2, 0])).shape == [2, 0])
    #expect(softmax(.zeros([0, 2])).shape == [0, 2])
    #expect(logSoftmax(.zeros([0])).shape == [0])
    #expect(logSumExp(.zeros([2, 0])) == Tensor([-.infinity, -.infinity]))
    #expect(softmax([[3], [4]]) == [[1], [1]])
  }

  @Test func `the temperature divides the scores`() {
    expectClose(softmax(x, temperature: 0.5), softmax(x * 2))
    expectClose(softmax(x, temperature: 1e9), .full([2, 3], 1 / 3))
    #expect(softmax(x, temperature: .leastNonzeroMagnitude) == [[0, 0, 1], [0, 1, 0]])
  }

  @Test func `the entropy counts the places weight is in`() {
    expectClose(entropy([[0.25, 0.25, 0.25, 0.25], [0.5, 0.5, 0, 0], [1, 0, 0, 0]]), [1.3862944, 0.6931472, 0])
    // python3 -c "from math import *; print(-sum(p*log(p) for p in (.2,.3,.5)))"
    expectClose(entropy([0.2, 0.3, 0.5]), Tensor(1.0296530140645737))
    expectClose(entropy([[0.2], [0.8]], axis: 0, keepingAxis: true), [[0.5004024235381879]])
    #expect(entropy(.zeros([2, 0])) == [0, 0])
    #expect(entropy(softmax(Tensor.full([1, 3], -.infinity))) == [0])
  }
}
