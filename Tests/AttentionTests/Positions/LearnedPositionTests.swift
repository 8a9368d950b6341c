import Attention
import Testing

@Suite struct LearnedPositionsTests {
  let positions = LearnedPositions(table: [[1, 2], [3, 4], [5, 6]])

  @Test func `each position has its row`() {
    #expect(positions(2) == [[1, 2], [3, 4]])
    #expect(positions(2, offset: 1) == [[3, 4], [5, 6]])
    #expect(positions(0, offset: 3).shape == [0, 2])
  }
}

@Suite struct RelativePositionBiasTests {
  // The authors' formula in NumPy, single precision as there:
  //   b = exact + int(np.float32(np.log(np.float32(n / exact))) / np.log(128 / exact) * (buckets - exact))
  static let distances = [
    -1000, -128, -127, -91, -90, -64, -32, -20, -16, -15, -8, -1, 0, 1, 7, 8, 11, 12, 16, 23, 64, 90, 91, 128, 500,
  ]

  @Test func `buckets of both directions are the authors'`() {
    let bias = RelativePositionBias(table: .zeros([32, 1]))
    #expect(
      Self.distances.map { bias.bucket(of: $0) }
        == [15, 15, 15, 15, 14, 14, 12, 10, 10, 9, 8, 1, 0, 17, 23, 24, 24, 25, 26, 27, 30, 30, 31, 31, 31])
  }

  @Test func `buckets of the past are the authors'`() {
    let bias = RelativePositionBias(table: .zeros([32, 1]), isBidirectional: false)
    #expect(
      Self.distances.map { bias.bucket(of: $0) }
        == [31, 31, 31, 29, 29, 26, 21, 17, 16, 15, 8, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func `each head has its bias for each bucket`() {
    let bias = RelativePositionBias(table: [[0, 10], [1, 11], [2, 12], [3, 13]], maximumDistance: 4)
    #expect(bias(queries: 3).shape == [2, 3, 3])
    #expect(bias(queries: 2)[0] == [[0, 3], [1, 0]])
    #expect(bias(queries: 2)[1] == [[10, 13], [11, 10]])
    #expect(bias(queries: 1, keys: 3, offset: 1) == [[[1, 0, 3]], [[11, 10, 13]]])
    #expect(bias(queries: 0).shape == [2, 0, 0])
  }

  @Test func `only the distance matters`() {
    let bias = RelativePositionBias(table: .randomNormal([8, 2], seed: 1))(queries: 6)
    #expect(bias[0..., 0..<5, 0..<5] == bias[0..., 1..<6, 1..<6])
  }
}
