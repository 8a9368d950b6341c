import Attention
import Testing

@Suite struct TensorRandomTests {
  // The numbers with which Sebastiano Vigna's splitmix64.c is usually checked: seed 1234567.
  @Test func `the generator is SplitMix64`() {
    var generator = SeededGenerator(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
      ])
  }

  // NormalDist().inv_cdf(((next >> 12) + 0.5) * 2**-52) of Python's statistics, with SplitMix64 of seed 42.
  @Test func `normal numbers are quantiles, to seven digits`() {
    expectClose(
      Tensor.randomNormal([2, 4], seed: 42),
      [
        [0.6481774, -0.99482626, -0.58700216, -0.40105256],
        [-1.774017, 1.1180542, -0.77759063, 0.8438804],
      ])
  }

  // NormalDist().inv_cdf((k + 0.5) * 2**-52) for k = 0, 2**52 - 1, 2**28 and 2**38, in Python.
  @Test func `the tails of the normal distribution are right`() {
    struct Constant: RandomNumberGenerator {
      let value: UInt64
      func next() -> UInt64 { value }
    }
    for (value, expected) in [(0, -8.209536), (UInt64.max, 8.209536), (1 << 40, -5.2947041), (1 << 50, -3.8419307)] {
      var generator = Constant(value: value)
      expectClose(Tensor.randomNormal([], using: &generator), Tensor(Float(expected)))
    }
  }

  @Test func `mean and standard deviation are as asked for`() {
    let x = Tensor.randomNormal([100_000], mean: 3, standardDeviation: 2, seed: 1)
    // Five standard errors of the mean, 2 / √100 000, and of the variance, 4 · √(2 / 100 000).
    #expect((x.mean() - 3).magnitude < 0.032)
    #expect((x.variance() - 4).magnitude < 0.09)
  }

  // ((next >> 40) * 2**-24) with SplitMix64 of seed 42.
  @Test func `uniform numbers stay within their range`() {
    #expect(
      Tensor.randomUniform([4], seed: 42)
        == [0.7415648698806763, 0.1599103808403015, 0.27860110998153687, 0.34419065713882446])
    let x = Tensor.randomUniform([10_000], in: -1..<3, seed: 7)
    #expect(x.min() >= -1)
    #expect(x.max() < 3)
    // Five standard errors: 4 / √12 / √10 000.
    #expect((x.mean() - 1).magnitude < 0.058)
  }

  @Test func `equal seeds give equal tensors, and a generator goes on`() {
    #expect(Tensor.randomNormal([3], seed: 5) == Tensor.randomNormal([3], seed: 5))
    #expect(Tensor.randomNormal([3], seed: 5) != Tensor.randomNormal([3], seed: 6))
    var generator = SeededGenerator(seed: 5)
    let first = Tensor.randomNormal([3], using: &generator)
    #expect(first == Tensor.randomNormal([3], seed: 5))
    #expect(first != Tensor.randomNormal([3], using: &generator))
  }
}
