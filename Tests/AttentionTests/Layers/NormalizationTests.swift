import Attention
import Testing

@Suite struct NormalizationTests {
  let x = 3 * Tensor.randomNormal([5, 8], seed: 1) + 2

  @Test func `the features of a token get mean 0 and variance 1`() {
    let y = layerNormalization(x)
    expectClose(y.mean(axis: -1), .zeros([5]))
    // Below 1 by epsilon / variance.
    expectClose(y.variance(axis: -1), .ones([5]), relative: 1e-4)
    expectClose(layerNormalization([1, 2, 3, 4]), [-1.34164, -0.44721, 0.44721, 1.34164], relative: 1e-5)
  }

  @Test func `shifting or stretching the features changes nothing`() {
    // The scaled features are rounded again, by a few units in the last place of the largest.
    expectClose(
      layerNormalization(x * 7 + 5, epsilon: 0), layerNormalization(x, epsilon: 0), relative: 1e-5, absolute: 1e-5)
    expectClose(rmsNormalization(x * 7, epsilon: 0), rmsNormalization(x, epsilon: 0))
  }

  @Test func `without the mean, both are one`() {
    let centered = x - x.mean(axis: -1, keepingAxis: true)
    expectClose(rmsNormalization(centered), layerNormalization(x), relative: 1e-5)
  }

  @Test func `equal features have no direction, and give the bias`() {
    #expect(layerNormalization([7, 7, 7], gain: [2, 2, 2], bias: [1, 2, 3]) == [1, 2, 3])
    #expect(rmsNormalization([0, 0]) == [0, 0])
    #expect(layerNormalization(.zeros([2, 0])).shape == [2, 0])
  }

  @Test func `the statistics are those that were divided by`() {
    let (mean, inverse) = layerNormalizationStatistics(x)
    #expect(mean.shape == [5, 1])
    expectClose((x - mean) * inverse, layerNormalization(x))
    #expect(layerNormalizationStatistics(x, axis: 0).mean.shape == [1, 1])
  }
}
