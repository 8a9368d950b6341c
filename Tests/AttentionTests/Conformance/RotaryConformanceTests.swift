import Attention
import Testing

@Suite struct RotaryConformanceTests {
  @Test(arguments: try OperatorCase.all("rotary-embedding"))
  func `rotate agrees with ONNX`(example: OperatorCase) throws {
    let x = try #require(example.input(0)).tensor
    let heads = x.rank == 3 ? splitHeads(x, into: try #require(example.integer("num_heads"))) : x
    let y = rotate(
      heads, cosines: try angles(example, input: 1), sines: try angles(example, input: 2),
      layout: example.integer("interleaved") == 1 ? .interleaved : .halves)
    #expect(example.accepts(x.rank == 3 ? mergeHeads(y) : y))
  }

  /// The cosines or sines of each token: shape [batch, 1, length, pairs].
  private func angles(_ example: OperatorCase, input: Int) throws -> Tensor {
    let cache = try #require(example.input(input)).tensor
    guard let positions = example.input(3) else { return cache.insertingAxis(at: 1) }
    return cache.gathering(positions.integers)
      .reshaped([positions.shape[0], 1, positions.shape[1], cache.columns])
  }
}
