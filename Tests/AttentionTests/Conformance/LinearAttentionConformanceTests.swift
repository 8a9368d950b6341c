import Attention
import Testing

@Suite struct LinearAttentionConformanceTests {
  @Test(arguments: try OperatorCase.all("linear-attention"))
  func `linearAttention agrees with ONNX`(example: OperatorCase) throws {
    let queryHeads = try #require(example.integer("q_num_heads"))
    let keyHeads = try #require(example.integer("kv_num_heads"))
    let times = queryHeads / keyHeads
    /// Shape [batch, queryHeads, length, size].
    func heads(_ index: Int) -> Tensor? {
      example.input(index).map { repeatHeads(splitHeads($0.tensor, into: keyHeads), times: times) }
    }
    let result = linearAttention(
      query: splitHeads(try #require(example.input(0)).tensor, into: queryHeads),
      key: try #require(heads(1)), value: try #require(heads(2)), decay: heads(4),
      beta: example.input(5).map { beta in
        // One β for all heads, or one for each.
        let each = beta.tensor.expanded(to: [beta.shape[0], beta.shape[1], keyHeads])
        return repeatHeads(splitHeads(each, into: keyHeads), times: times)
      },
      state: example.input(3).map { repeatHeads($0.tensor, times: times) }, scale: example.number("scale"))
    #expect(example.accepts(mergeHeads(result.context)))
    // The operator keeps one state for each group.
    let group = (0..<keyHeads).map { $0 * times }
    #expect(example.accepts(result.state.gathering(group, axis: 1), asOutput: 1))
  }
}
