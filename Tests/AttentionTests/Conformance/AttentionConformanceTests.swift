import Attention
import Testing

/// ONNX's Attention operator, composed of this library's functions.
@Suite struct AttentionConformanceTests {
  @Test(arguments: try OperatorCase.all("attention"))
  func `attention agrees with ONNX`(example: OperatorCase) throws {
    let call = try AttentionCall(example)
    #expect(example.accepts(call.output))
    #expect(example.accepts(call.outputOfKernels))
    if example.output(1) != nil { #expect(example.accepts(call.key, asOutput: 1)) }
    if example.output(2) != nil { #expect(example.accepts(call.value, asOutput: 2)) }
    if example.output(3) != nil { #expect(example.accepts(call.inspected, asOutput: 3)) }
  }
}

/// One call of the operator, with its inputs brought to four axes and its masks combined.
private struct AttentionCall {
  let example: OperatorCase
  /// Shape [batch, heads, length, size]; keys and values with those of the past in front.
  let query, key, value: Tensor
  let mask: Mask?
  let bias: Tensor?

  init(_ example: OperatorCase) throws {
    self.example = example
    let key = split(try #require(example.input(1)).tensor, example.integer("kv_num_heads"))
    let value = split(try #require(example.input(2)).tensor, example.integer("kv_num_heads"))
    let query = split(try #require(example.input(0)).tensor, example.integer("q_num_heads"))
    let pastLength = example.input(4)?.shape[2] ?? 0
    let lengths = example.input(6)?.integers
    self.query = query
    self.key = example.input(4).map { concatenate([$0.tensor, key], axis: 2) } ?? key
    self.value = example.input(5).map { concatenate([$0.tensor, value], axis: 2) } ?? value
    let (queries, keys) = (query.rows, self.key.rows)

    // Causal mask and window, which count from each sequence's own end if true lengths are given.
    let causal = example.integer("is_causal") == 1
    let (left, right) = (example.integer("left_window_size") ?? -1, example.integer("right_window_size") ?? -1)
    let masks = (lengths?.map { $0 - queries } ?? [pastLength]).map { offset in
      let window = Mask.window(
        queries, keys: keys, left: left < 0 ? nil : left, right: right < 0 ? nil : right, offset: offset)
      return causal ? window && .causal(queries, keys: keys, offset: offset) : window
    }
    var mask = Mask(
      shape: [masks.count, 1, queries, keys],
      isVisible: masks.flatMap { mask in mask.visibility.scalars.map { $0 == 1 } })
    if let lengths { mask = mask && .padding(lengths: lengths, keys: keys) }

    // A mask shorter than the keys hides the rest.
    let given = example.input(3)
    if let given, given.dtype == "bool" {
      let tensor = given.tensor
      self.mask = mask && Mask(shape: tensor.shape, isVisible: tensor.scalars.map { $0 == 1 })
    } else {
      self.mask = mask
    }
    self.bias = given.flatMap { given -> Tensor? in
      if given.dtype == "bool" { return nil }
      let tensor = given.tensor
      let rest: [Int] = tensor.shape.dropLast() + [keys - tensor.columns]
      return concatenate([tensor, .full(rest, -.infinity)], axis: -1)
    }
  }

  var output: Tensor {
    let context = steps.context
    return example.input(0)?.shape.count == 3 ? mergeHeads(context) : context
  }

  /// The same result, not computed step by step.
  var outputOfKernels: Tensor {
    let context = scaledDotProductAttention(
      query: query, key: key, value: value, keyHeads: key.shape[1], mask: mask, bias: bias,
      scale: example.number("scale"), softcap: example.number("softcap"))
    return example.input(0)?.shape.count == 3 ? mergeHeads(context) : context
  }

  /// The scores that the operator returns: raw, capped, masked, or as weights.
  var inspected: Tensor {
    switch example.integer("qk_matmul_output_mode") ?? 0 {
    case 0: steps.scaledScores
    case 1: steps.cappedScores
    case 2: steps.scores
    default: steps.weights
    }
  }

  /// Fewer key heads than query heads are shared by groups.
  private var steps: AttentionSteps {
    attentionSteps(
      query: query, key: key, value: value, keyHeads: key.shape[1], mask: mask, bias: bias,
      scale: example.number("scale"), softcap: example.number("softcap"))
  }
}

private func split(_ tensor: Tensor, _ heads: Int?) -> Tensor {
  tensor.rank == 3 ? splitHeads(tensor, into: heads ?? 1) : tensor
}
