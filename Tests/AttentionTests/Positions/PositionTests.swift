import Attention
import Testing

@Suite struct SinusoidalPositionsTests {
  // python3 -c "from math import *; print([[sin(p), cos(p), sin(p/100), cos(p/100)] for p in (3, 4)])"
  @Test func `values agree with Python`() {
    expectClose(
      sinusoidalPositions(2, size: 4, offset: 3),
      [
        [0.1411200080598672, -0.9899924966004454, 0.02999550020249566, 0.9995500337489875],
        [-0.7568024953079282, -0.6536436208636119, 0.03998933418663416, 0.9992001066609779],
      ])
    #expect(sinusoidalPositions(1, size: 4) == [[0, 1, 0, 1]])
  }

  @Test func `similarity depends on the distance alone, and falls at first`() {
    let positions = sinusoidalPositions(40, size: 64)
    let products = matmul(positions, positions.transposed())
    for distance in 0..<5 {
      expectClose(Tensor(products[3, 3 + distance]), Tensor(products[30, 30 + distance]), relative: 1e-5)
      #expect(products[3, 3 + distance] > products[3, 4 + distance])
    }
  }

  @Test func `no positions and no features are no trouble`() {
    #expect(sinusoidalPositions(0, size: 4).shape == [0, 4])
    #expect(sinusoidalPositions(3, size: 0).shape == [3, 0])
  }
}

@Suite struct ALiBiTests {
  @Test func `the bias falls with the distance, at each head's own slope`() {
    let bias = alibiBias(queries: 3, heads: 8)
    #expect(bias.shape == [8, 3, 3])
    #expect(bias[0] == [[0, -0.5, -1], [-0.5, 0, -0.5], [-1, -0.5, 0]])
    #expect(bias[7][2] == [-0.0078125, -0.00390625, 0])
    #expect(alibiBias(queries: 1, keys: 3, heads: 8, offset: 2)[0] == [[-1, -0.5, 0]])
  }

  // From the authors' code: the slopes for 8 heads, then 2^-0.5, 2^-1.5, … of those for 16.
  @Test func `a number of heads that is no power of two takes slopes from between`() {
    let slopes = -alibiBias(queries: 1, keys: 2, heads: 12).selecting(1, axis: 2).reshaped([12])
    expectClose(slopes[..<8], [0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625])
    expectClose(slopes[8...], [0.70710678, 0.35355339, 0.1767767, 0.08838835])
    #expect(alibiBias(queries: 2, heads: 0).shape == [0, 2, 2])
    #expect(alibiBias(queries: 1, keys: 2, heads: 1)[0] == [[0, -0.00390625]])
  }
}
