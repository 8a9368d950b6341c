// Generation
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 19-generation.swift -o lesson
//     ./lesson
//
// It reads files of the folder `19-generation` beside the lesson: start it there.

import Attention
import AttentionAdapters
import LessonRuntime

import Foundation

let tokenizer = try BytePairTokenizer(
  contentsOf: "alice.tokenizer.json")
let file = try Safetensors(contentsOf: "alice.safetensors")

func norm(_ name: String) -> NormalizationLayer {
  var norm = NormalizationLayer(.rms, features: 128, epsilon: 1e-6)
  norm.gain = file[name]!
  return norm
}

let blocks = (0..<4).map { index in
  func matrix(_ name: String) -> Tensor {
    file["blocks.\(index).\(name)"]!
  }
  return EncoderBlock(
    placement: .pre,
    attention: MultiHeadAttention(
      heads: 4, keyHeads: 2,
      queryWeight: matrix("attn.W_Q"), keyWeight: matrix("attn.W_K"),
      valueWeight: matrix("attn.W_V"), outputWeight: matrix("attn.W_O")),
    attentionNorm: norm("blocks.\(index).norm1.gamma"),
    feedForward: FeedForward(
      activation: .silu, inputWeight: matrix("ffn.W3"),
      gateWeight: matrix("ffn.W1"), outputWeight: matrix("ffn.W2")),
    feedForwardNorm: norm("blocks.\(index).norm2.gamma"))
}
let embedding = Embedding(table: file["E"]!)
let rotary = RotaryEmbedding(size: 32, layout: .interleaved)
let model = TransformerEncoder(
  blocks: blocks, finalNorm: norm("norm_f.gamma"))

/// The logits of the token after each of these: [token, next].
func logits(_ tokens: [Int], _ model: TransformerEncoder = model)
  -> Tensor
{
  let mask = Mask.causal(tokens.count)
  return embedding.logits(
    model(embedding(tokens), mask: mask, rotary: rotary))
}

let prompt = tokenizer.encode("Alice was beginning to")
let next = logits(prompt)[prompt.count - 1]
print(next.shape)

let fewLogits: Tensor = [3, 2.2, 1.5, 0.2, -1]
let tau: Float = 0.7
let fewChances = softmax(fewLogits, temperature: tau)
print(fewChances)

func topP(_ p: Double, _ chances: Tensor) -> Tensor {
  let order = chances.scalars.indices.sorted {
    chances.scalars[$0] > chances.scalars[$1]
  }
  var kept: [Int] = []
  var sum = 0.0
  for token in order where sum < p {
    kept.append(token)
    sum += Double(chances.scalars[token])
  }
  let result = chances.scalars.indices.map {
    kept.contains($0) ? chances.scalars[$0] : 0
  }
  return Tensor(result) / Float(sum)
}

let nucleus = topP(0.9, fewChances)
let sampler = Sampler(temperature: tau, topP: 0.9, seed: 1)
sampler.probabilities(fewLogits).isClose(to: nucleus)  // => true
print(nucleus)

let best = next.scalars.indices.sorted {
  next.scalars[$0] > next.scalars[$1]
}
let shown = best.prefix(3)
func chances(_ sampler: Sampler) -> [Float] {
  let all = sampler.probabilities(next)
  return shown.map { all.scalars[$0] }
}
_ = barChart(
  title: "What may come next", x: "token", y: "probability",
  labels: shown.map {
    tokenizer.decode([$0]) == "\n" ? "new line" : tokenizer.tokens[$0]
  },
  Bars("τ = 1", chances(Sampler(seed: 1))),
  Bars("τ = 0.5", chances(Sampler(temperature: 0.5, seed: 1))))

let newToken = Box("new token", shape: [1, 128], sizeNames: ["1", "d"])
let newQuery = Box("q", shape: [1, 32], sizeNames: ["1", "d_k"])
let newKey = Box("k, v", shape: [1, 32], sizeNames: ["1", "d_k"])
let cached = Box("cache: K, V", shape: [5, 32], sizeNames: ["n", "d_k"])
let grown = Box("K, V", shape: [6, 32], sizeNames: ["(n + 1)", "d_k"])
let contextBox = Box("context", shape: [1, 32], sizeNames: ["1", "d_v"])
_ = flowDiagram(
  "One step with a cache",
  .arrow(newToken, to: newQuery, newKey),
  .arrow(newKey, cached, to: grown),
  .arrow(newQuery, grown, to: contextBox))

/// Writes on, and reads each token once.
func written(_ prompt: [Int], count: Int, by sampler: Sampler)
  -> [Int]
{
  var sampler = sampler
  var caches = blocks.map { _ in KeyValueCache(batch: 1) }
  var pending = prompt
  return (0..<count).map { _ in
    let x = model(
      embedding([pending]), caches: &caches, rotary: rotary)
    let logits = embedding.logits(x[0][pending.count - 1])
    pending = [sampler.next(logits)]
    return pending[0]
  }
}

for tau: Float in [0.3, 0.8, 2] {
  let text = written(
    prompt, count: 25, by: Sampler(temperature: tau, seed: 4))
  print(
    "τ = \(tau):",
    tokenizer.decode(text)
      .replacingOccurrences(of: "\n", with: " "))
}

var caches = blocks.map { _ in KeyValueCache(batch: 1) }
var steps: [Tensor] = []
for token in prompt {
  let x = model(
    embedding([[token]]), caches: &caches, rotary: rotary)
  steps.append(embedding.logits(x[0][0]))
}
stack(steps) == logits(prompt)  // => true

// The cache of one block: two tensors of two heads with 32 features
// for each of five tokens.
let neededParts = caches[0].count / (5 * 2 * 32)

func nextLogits(offset: Int) -> Tensor {
  let attention = blocks[0].attention
  let x = blocks[0].attentionNorm(embedding(prompt))
  func heads(_ x: Tensor, _ weight: Tensor, _ count: Int, _ offset: Int)
    -> Tensor
  {
    rotary(splitHeads(matmul(x, weight), into: count), offset: offset)
  }
  let keys = concatenate([
    heads(x[0..<4], attention.keyWeight, 2, 0),
    heads(x[4...], attention.keyWeight, 2, offset),
  ], axis: 1)
  return attentionWeights(
    query: heads(x[4...], attention.queryWeight, 4, offset),
    key: keys, keyHeads: 2)
}

print("position 4:", nextLogits(offset: 4)[0])
print("position 0:", nextLogits(offset: 0)[0])

let queries = Tensor.randomNormal([8, 5, 16], seed: 5)  // 8 heads
let shared = Tensor.randomNormal([2, 5, 16], seed: 6)
let repeated = repeatHeads(shared, times: 4)
let grouped = scaledDotProductAttention(
  query: queries, key: shared, value: shared, keyHeads: 2)
grouped.isClose(to: scaledDotProductAttention(
  query: queries, key: repeated, value: repeated)) // => true

/// What each stores for one token of one layer, measured.
func cacheSizes(
  heads: Int, groups: Int, size: Int, latentSize: Int, rotarySize: Int
) -> (heads: Int, groups: Int, latent: Int) {
  func stored(_ heads: Int) -> Int {
    var cache = KeyValueCache(batch: 1)
    let one = Tensor.zeros([1, heads, 1, size])
    _ = cache.append(key: one, value: one)
    return cache.count
  }
  let latent = LatentAttention(
    features: 1, heads: heads, size: size, latentSize: latentSize,
    rotarySize: rotarySize, seed: 1)
  return (stored(heads), stored(groups), latent.cachedSize)
}

let small = cacheSizes(
  heads: 12, groups: 3, size: 16, latentSize: 40, rotarySize: 10)
let sizes = cacheSizes(
  heads: 128, groups: 8, size: 128, latentSize: 512, rotarySize: 64)
print(sizes)

_ = barChart(
  title: "Numbers stored for each token and layer",
  x: "heads of keys and values", y: "numbers",
  labels: ["128", "8", "1", "latent"],
  Bars("numbers", [
    Float(sizes.heads), Float(sizes.groups), 256, Float(sizes.latent),
  ]))

let oneQuery: Tensor = [0.5, -1.2, 0.8]
let oneLatent: Tensor = [1.1, -0.4]
let up: Tensor = [[0.3, 0.9, -0.7], [-1.0, 0.2, 0.6]]
let direct = dot(oneQuery, matmul(oneLatent, up))
let absorbed = dot(matmul(up, oneQuery), oneLatent)
print([direct, absorbed])

let latent = LatentAttention(
  features: 64, heads: 4, size: 16, latentSize: 12, rotarySize: 8,
  seed: 1)
let x = Tensor.randomNormal([1, 6, 64], seed: 2)
let naive = latent(x, mask: .causal(6))
var latentCache = KeyValueCache(batch: 1)
let stepwise = (0..<6).map {
  latent(x[0..., $0...$0], cache: &latentCache)
}
let onLatents = latent.absorbed(x, mask: .causal(6))
let withCache = concatenate(stepwise, axis: 1)
naive.isClose(to: onLatents, absoluteTolerance: 1e-5)  // => true
naive.isClose(to: withCache, absoluteTolerance: 1e-5)  // => true

/// Eight bits for each number, and one step for each row.
func rounded(_ x: Tensor, levels: Float = 127) -> Tensor {
  let step = abs(x).max(axis: -1, keepingAxis: true) / levels
  return (x / step).map { $0.rounded() } * step
}

let K = Tensor.randomNormal([200, 32], seed: 7)
let V = Tensor.randomNormal([200, 32], seed: 8)
let Q = Tensor.randomNormal([10, 32], seed: 9)
func error(_ levels: Float) -> Float {
  let right = scaledDotProductAttention(query: Q, key: K, value: V)
  let cheap = scaledDotProductAttention(
    query: Q, key: rounded(K, levels: levels),
    value: rounded(V, levels: levels))
  return (right - cheap).norm() / right.norm()
}
let step = abs(K).max(axis: -1, keepingAxis: true) / 127
print("largest error in steps:", (abs(K - rounded(K)) / step).max())
print("context, 8 bits:", error(127), " 4 bits:", error(7))

let targetLogits: Tensor = [1.2, 0.3, -0.5, 0.9]
let draftLogits: Tensor = [0.1, 1.4, -0.8, 0.6]
let p = softmax(targetLogits)
let q = softmax(draftLogits)
let accepted = min(Tensor(1), p / q)
let missing = max(Tensor(0), p - q)
let replacement = missing / missing.sum()
print(accepted)

var generator = SeededGenerator(seed: 11)
func draw(_ chances: Tensor) -> Int {
  var rest = Float.random(in: 0..<1, using: &generator)
  for (token, chance) in chances.scalars.enumerated() {
    if rest < chance { return token }
    rest -= chance
  }
  return chances.count - 1
}

var counts: [Float] = [0, 0, 0, 0]
for _ in 0..<100_000 {
  let token = draw(q)
  let stands = Float.random(in: 0..<1, using: &generator)
    < accepted.scalars[token]
  counts[stands ? token : draw(replacement)] += 1
}
_ = barChart(
  title: "Drafted, then accepted or replaced", x: "token", y: "share",
  labels: ["1", "2", "3", "4"],
  Bars("drawn", counts.map { $0 / 100_000 }),
  Bars("target p", p), Bars("draft q", q))

var dice = SeededGenerator(seed: 12)
let decisions = (0..<1000).map { _ in
  speculativeToken(draw(q), draft: q, target: p, using: &dice)
}
print("accepted:", decisions.count { $0.isAccepted }, "of 1000;",
  "expected:", (q * accepted).sum() * 1000)

let half = TransformerEncoder(
  blocks: Array(blocks.prefix(2)), finalNorm: norm("norm_f.gamma"))

func speculative(_ prompt: [Int], count: Int) -> (
  text: [Int], passes: Int
) {
  var tokens = prompt
  var passes = 0
  while tokens.count < prompt.count + count {
    var drafted = tokens
    for _ in 0..<4 {
      drafted.append(
        logits(drafted, half)[drafted.count - 1].argmax())
    }
    // One pass judges all four, and knows the token after them.
    let chosen = logits(drafted).argmax(axis: -1)
    passes += 1
    var place = tokens.count
    while place < drafted.count, drafted[place] == chosen[place - 1]
    {
      place += 1
    }
    tokens = drafted[..<place] + [chosen[place - 1]]
  }
  return (
    Array(tokens[prompt.count..<prompt.count + count]), passes
  )
}

let fast = speculative(prompt, count: 40)
let slow = written(prompt, count: 40, by: .greedy)
print("the same text:", fast.text == slow)
print("passes of the whole model:", fast.passes)

do {
let bytes = 2 * 2 * 8 * 128 * 32 * 131_072
print(bytes / (1 << 30))
}

do {
func minP(_ share: Float, _ chances: Tensor) -> Tensor {
  let kept = chances * (chances .>= share * chances.max())
  return kept / kept.sum()
}
for tau: Float in [1, 3] {
  let kept = minP(0.1, softmax(next, temperature: tau))
  print("τ = \(tau):", kept.scalars.count { $0 > 0 }, "tokens")
}
}

do {
let refused = 1 - (q * accepted).sum()
print("simple:", q * accepted + p * refused)
print("target:", p)
print("right: ", q * accepted + replacement * refused)
}

do {
for length in [1, 2, 4] {
  var tokens = prompt
  var (passes, drafts) = (0, 0)
  while tokens.count < prompt.count + 40 {
    var drafted = tokens
    for _ in 0..<length {
      drafted.append(
        logits(drafted, half)[drafted.count - 1].argmax())
      drafts += 1
    }
    let chosen = logits(drafted).argmax(axis: -1)
    passes += 1
    var place = tokens.count
    while place < drafted.count, drafted[place] == chosen[place - 1]
    {
      place += 1
    }
    tokens = drafted[..<place] + [chosen[place - 1]]
  }
  print("\(length) at a time: \(passes) passes, \(drafts) drafts")
}
}
