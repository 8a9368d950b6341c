import Attention
import Testing

/// The ONNX operators that are single calls of this library.
@Suite struct ElementwiseConformanceTests {
  @Test(arguments: try OperatorCase.all("softmax"))
  func `softmax agrees with ONNX`(example: OperatorCase) throws {
    let x = try #require(example.input(0)).tensor
    #expect(example.accepts(softmax(x, axis: example.integer("axis") ?? -1)))
  }

  @Test(arguments: try OperatorCase.all("log-softmax"))
  func `logSoftmax agrees with ONNX`(example: OperatorCase) throws {
    let x = try #require(example.input(0)).tensor
    #expect(example.accepts(logSoftmax(x, axis: example.integer("axis") ?? -1)))
  }

  @Test(arguments: try OperatorCase.all("gelu"))
  func `gelu agrees with ONNX`(example: OperatorCase) throws {
    let x = try #require(example.input(0)).tensor
    #expect(example.accepts(example.text("approximate") == "tanh" ? approximateGELU(x) : gelu(x)))
  }

  @Test(arguments: try OperatorCase.all("layer-normalization"))
  func `layerNormalization agrees with ONNX`(example: OperatorCase) throws {
    let y = layerNormalization(
      try #require(example.input(0)).tensor, gain: example.input(1)?.tensor, bias: example.input(2)?.tensor,
      axis: example.integer("axis") ?? -1, epsilon: example.number("epsilon") ?? 1e-5)
    #expect(example.accepts(y))
    let statistics = layerNormalizationStatistics(
      try #require(example.input(0)).tensor, axis: example.integer("axis") ?? -1,
      epsilon: example.number("epsilon") ?? 1e-5)
    if example.output(1) != nil { #expect(example.accepts(statistics.mean, asOutput: 1)) }
    if example.output(2) != nil { #expect(example.accepts(statistics.inverseDeviation, asOutput: 2)) }
  }

  @Test(arguments: try OperatorCase.all("rms-normalization"))
  func `rmsNormalization agrees with ONNX`(example: OperatorCase) throws {
    let y = rmsNormalization(
      try #require(example.input(0)).tensor, gain: example.input(1)?.tensor,
      axis: example.integer("axis") ?? -1, epsilon: example.number("epsilon") ?? 1e-5)
    #expect(example.accepts(y))
  }
}
