// What layers, caches and masks cost in processor time on one thread. Each is measured beside something else in turns, the best of which count:
// ratios differ less from machine to machine than times. Results are compared before they are timed.
//
//     layers      4,096 tokens of 64 features, beside the same by hand from public functions
//     caches      tokens appended one by one to caches of more and more tokens
//     masks       masks beside attention without one

import Attention

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The processor time of this process, which other programs disturb less than they disturb the clock on the wall.
func milliseconds(_ run: () -> Void) -> Double {
  let start = clock()
  run()
  return Double(clock() - start) * 1e3 / Double(CLOCKS_PER_SEC)
}

/// The best of `turns` of each, which take turns.
func best(of turns: Int, _ runs: [() -> Void]) -> [Double] {
  for run in runs { run() }
  var least = runs.map { _ in Double.infinity }
  for _ in 0..<turns {
    for (index, run) in runs.enumerated() { least[index] = min(least[index], milliseconds(run)) }
  }
  return least
}

func rounded(_ value: Double, _ digits: Int = 2) -> String {
  if !value.isFinite { return "–" }
  let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
  let parts = Int((value * scale).rounded()).quotientAndRemainder(dividingBy: Int(scale))
  let rest = String(parts.remainder)
  return "\(parts.quotient)." + String(repeating: "0", count: digits - rest.count) + rest
}

// MARK: - Layers

let n = 4096, features = 64, heads = 4
let mask = Mask.causal(n)

func byHand(_ layer: MultiHeadAttention, _ x: Tensor, _ source: Tensor, _ mask: Mask?) -> Tensor {
  let context = scaledDotProductAttention(
    query: splitHeads(matmul(x, layer.queryWeight), into: heads), key: splitHeads(matmul(source, layer.keyWeight), into: heads),
    value: splitHeads(matmul(source, layer.valueWeight), into: heads), mask: mask)
  return matmul(mergeHeads(context), layer.outputWeight)
}

func byHand(_ layer: FeedForward, _ x: Tensor) -> Tensor {
  matmul(relu(matmul(x, layer.inputWeight) + layer.inputBias!), layer.outputWeight) + layer.outputBias!
}

func byHand(_ norm: NormalizationLayer, _ x: Tensor) -> Tensor { layerNormalization(x, gain: norm.gain, bias: norm.bias) }

func byHand(_ block: EncoderBlock, _ x: Tensor) -> Tensor {
  let normed = byHand(block.attentionNorm, x)
  let attended = x + byHand(block.attention, normed, normed, nil)
  return attended + byHand(block.feedForward, byHand(block.feedForwardNorm, attended))
}

func byHand(_ block: DecoderBlock, _ x: Tensor, _ source: Tensor) -> Tensor {
  let normed = byHand(block.selfAttentionNorm, x)
  var x = x + byHand(block.selfAttention, normed, normed, mask)
  x = x + byHand(block.crossAttention, byHand(block.crossAttentionNorm, x), source, nil)
  return x + byHand(block.feedForward, byHand(block.feedForwardNorm, x))
}

func measureLayers() {
  let x = Tensor.randomNormal([n, features], seed: 1), source = Tensor.randomNormal([n, features], seed: 2)
  let attention = MultiHeadAttention(features: features, heads: heads, seed: 3)
  let encoder = TransformerEncoder(blocks: 2, features: features, heads: heads, hidden: 256, seed: 4)
  let decoder = TransformerDecoder(blocks: 2, features: features, heads: heads, hidden: 256, seed: 5)
  func encode(_ x: Tensor) -> Tensor { byHand(encoder.finalNorm!, encoder.blocks.reduce(x) { byHand($1, $0) }) }
  func decode(_ x: Tensor, _ source: Tensor) -> Tensor {
    byHand(decoder.finalNorm!, decoder.blocks.reduce(x) { byHand($1, $0, source) })
  }
  let layers: [(name: String, layer: () -> Tensor, byHand: () -> Tensor)] = [
    ("`MultiHeadAttention`", { attention(x) }, { byHand(attention, x, x, nil) }),
    ("`MultiHeadAttention`, causal", { attention(x, mask: mask) }, { byHand(attention, x, x, mask) }),
    ("`EncoderBlock`", { encoder.blocks[0](x) }, { byHand(encoder.blocks[0], x) }),
    ("`DecoderBlock`", { decoder.blocks[0](x, source: source) }, { byHand(decoder.blocks[0], x, source) }),
    (
      "encoder and decoder of two blocks each", { decoder(x, source: encoder(source)) }, { decode(x, encode(source)) }
    ),
  ]
  print("| 4,096 tokens, 64 features, 4 heads | layer ms | by hand ms | times as long | layer MB | by hand MB | difference |")
  print("|---|---|---|---|---|---|---|")
  for each in layers {
    let difference = abs(each.layer() - each.byHand()).max()
    guard difference < 1e-5 else { fatalError("\(each.name): the results differ by \(difference)") }
    let megabytes = [peakMemory { each.layer() }.peak, peakMemory { each.byHand() }.peak]
    let times = best(of: 5, [{ _ = each.layer() }, { _ = each.byHand() }])
    print(
      "| \(each.name) | \(rounded(times[0], 1)) | \(rounded(times[1], 1)) | \(rounded(times[0] / times[1])) | "
        + "\(rounded(megabytes[0], 1)) | \(rounded(megabytes[1], 1)) | \(difference) |")
    fflush(nil)
  }
  print("")
}

// MARK: - Caches

/// Appends `count` tokens one by one to a cache that has `length` tokens. Microseconds for each.
func appending(to length: Int, window: Int? = nil, ragged: Bool = false) -> Double {
  let batch = ragged ? 2 : 1
  func tokens(_ count: Int) -> Tensor { .ones([batch, 8, count, 64]) }
  var cache = KeyValueCache(batch: batch, window: window)
  let many = tokens(length)
  cache.append(key: many, value: many, lengths: ragged ? [length, length / 2] : nil)
  let (one, count) = (tokens(1), max(length, 1024))
  let time = milliseconds { for _ in 0..<count { cache.append(key: one, value: one) } }
  precondition(cache.lengths[0] == length + count)
  return time * 1000 / Double(count)
}

func measureCaches() {
  let lengths = [1024, 4096, 16_384]
  print("| microseconds for a token of 8 heads of 64, while a cache doubles | " + lengths.map { "from \($0)" }.joined(separator: " | ") + " |")
  print("|---|" + lengths.map { _ in "---|" }.joined())
  for (name, window, ragged) in [("no window", nil, false), ("window of 512", 512, false), ("two sequences, one half as long", nil, true)] {
    let times = lengths.map { length in (0..<5).map { _ in appending(to: length, window: window, ragged: ragged) }.min()! }
    print("| \(name) | " + times.map { rounded($0, 1) }.joined(separator: " | ") + " |")
    fflush(nil)
  }
  print("")
}

// MARK: - Masks

func measureMasks() {
  let x = Tensor.randomNormal([1, 8, n, features], seed: 1)
  let masks: [(name: String, make: () -> Mask)] = [
    ("causal", { .causal(n) }), ("window of 256", { .slidingWindow(n, size: 256) }),
    ("window of 256 with 4 sinks", { .slidingWindow(n, size: 256, sinks: 4) }),
    ("16 documents, causal", { .documents((0..<n).map { $0 * 16 / n }) && .causal(n) }),
    ("padding of three quarters, causal", { .padding(lengths: [n / 4], keys: n) && .causal(n) }),
    ("window with sinks, documents and padding",
      { .slidingWindow(n, size: 256, sinks: 4) && .documents((0..<n).map { $0 * 4 / n }) && .padding(lengths: [n / 2], keys: n) }),
  ]
  print("| 8 heads of 64, 4,096 tokens | visible | times as long as without a mask | of that, making the mask |")
  print("|---|---|---|---|")
  for (name, make) in masks {
    let mask = make()
    let visible = Double(mask.visibility.sum()) / Double(mask.shape.reduce(1, *))
    let times = best(
      of: 3,
      [
        { _ = scaledDotProductAttention(query: x, key: x, value: x) },
        { _ = scaledDotProductAttention(query: x, key: x, value: x, mask: make()) }, { _ = make() },
      ])
    print("| \(name) | \(rounded(visible * 100, 1))% | \(rounded(times[1] / times[0], 3)) | \(rounded(times[2] / times[0], 3)) |")
    fflush(nil)
  }
  print("")
}

let chosen = CommandLine.arguments.dropFirst()
Execution.$current.withValue(Execution(threads: 1)) {
  if chosen.isEmpty || chosen.contains("layers") { measureLayers() }
  if chosen.isEmpty || chosen.contains("caches") { measureCaches() }
  if chosen.isEmpty || chosen.contains("masks") { measureMasks() }
}
