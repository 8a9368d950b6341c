// Cheaper attention
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 20-cheaper-attention.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

import Foundation

let full = Box("full attention")
let sparse = Box("fewer keys", group: "three ways")
let short = Box("summaries", group: "three ways")
let fixed = Box("a state", group: "three ways")
_ = flowDiagram(
  "Three ways to be cheaper",
  .arrow(full, to: sparse, short, fixed),
  .arrow(
    sparse, to: Box("windows"), Box("top-k")),
  .arrow(short, to: Box("blocks")),
  .arrow(
    fixed, to: Box("delta rule")))

let scores: Tensor = [0.4, -1.1, 0.9, 0.2]
let sink: Float = 1.5
let all = softmax(concatenate([Tensor([sink]), scores]))
let withSink = all[1...]
print(withSink, "sum:", withSink.sum())

// With queries and keys of one feature, the scores are the keys.
let keys = scores.reshaped([1, 4, 1])
let weights = attentionWeights(
  query: [[[1]]], key: keys, scale: 1, sinks: Tensor([sink]))
weights[0][0].isClose(to: withSink) // => true

func sumWithSink(_ sink: Float) -> Float {
  attentionWeights(
    query: [[[1]]], key: keys, scale: 1, sinks: Tensor([sink])
  ).sum()
}

let x = Tensor.randomNormal([5, 6], seed: 1)
let gateWeight = Tensor.randomNormal([6, 4], seed: 2)
// [head, token, feature]
let context = Tensor.randomNormal([1, 5, 4], seed: 3)
let gate = sigmoid(matmul(x, gateWeight))
let gatedContext = gateHeads(context, by: matmul(x, gateWeight))
gatedContext[0].isClose(to: context[0] * gate)  // => true

let Qs = Tensor.randomNormal([2, 5, 3], seed: 40)  // Q₁ and Q₂
let Ks = Tensor.randomNormal([2, 5, 3], seed: 41)
let Vs = Tensor.randomNormal([5, 4], seed: 42)
let lambda: Float = 0.4
let difference = differentialAttention(
  query: concatenate([Qs[0], Qs[1]], axis: -1),
  key: concatenate([Ks[0], Ks[1]], axis: -1), value: Vs,
  lambda: lambda)

let n = 16
let Q = Tensor.randomNormal([1, n, 8], seed: 4)
let K = Tensor.randomNormal([1, n, 8], seed: 5)
let V = Tensor.randomNormal([1, n, 4], seed: 6)
let windowed = slidingWindowAttention(
  query: Q, key: K, value: V, window: 4, sinks: 1)
let masked = scaledDotProductAttention(
  query: Q, key: K, value: V,
  mask: .slidingWindow(n, size: 4, sinks: 1))
windowed.isClose(to: masked) // => true

let layout = Mask.window(4, left: 0, right: 0) || .firstKeys(1, of: 4)
let inBlocks = blockSparseAttention(
  query: Q, key: K, value: V, blocks: layout, blockSize: 4,
  mask: .causal(n))
let tokenMask = layout.enlarged(by: 4, queries: n, keys: n)
inBlocks.isClose(to: scaledDotProductAttention(
  query: Q, key: K, value: V, mask: tokenMask && .causal(n))) // => true

// Two small heads.
let indexQuery = Tensor.randomNormal([2, n, 4], seed: 7)
let indexKey = Tensor.randomNormal([n, 4], seed: 8)
let headWeight = Tensor.randomNormal([n, 2], seed: 9)
let index = indexScores(
  query: indexQuery, key: indexKey, headWeight: headWeight)

let chosen = topKAttention(
  query: Q, key: K, value: V, indexScores: index, count: 4,
  mask: .causal(n))
let selection = Mask.topK(4, of: index, among: .causal(n))
chosen.isClose(
  to: scaledDotProductAttention(
    query: Q, key: K, value: V, mask: selection))  // => true

let blockRows = blockWeightsOfTokens()
_ = maskGallery(
  title: "Who sees whom, of 16 tokens",
  ("causal", .causal(n)),
  ("window and sink", .slidingWindow(n, size: 4, sinks: 1)),
  ("top 4", Mask((0..<n).map { i in
    (0..<n).map { selection.visibility[0, i, $0] == 1 }
  })),
  ("best blocks", blockRows))

/// Each token sees the two blocks of four with the largest weights
/// among the finished ones, and its own.
func blockWeightsOfTokens() -> Mask {
  let summaries = blockSummaries(K[0], blockSize: 4, stride: 4)
  let finished = Mask.finishedBlocks(n, blockSize: 4, stride: 4)
  let best = Mask.topK(
    2, of: attentionScores(query: Q[0], key: summaries), among: finished)
  return Mask((0..<n).map { i in
    (0..<n).map { j in
      j <= i && (best.visibility[i, j / 4] == 1 || j / 4 == i / 4)
    }
  })
}

let exact = scaledDotProductAttention(
  query: Q, key: K, value: V, mask: .causal(n))

func error(_ approximation: Tensor) -> Float {
  (approximation - exact).norm() / exact.norm()
}

let ideal = topKAttention(
  query: Q, key: K, value: V,
  indexScores: attentionScores(query: Q, key: K), count: 4,
  mask: .causal(n))
print("best four:  ", error(ideal))
print("last four:  ", error(slidingWindowAttention(
  query: Q, key: K, value: V, window: 4)))
print("random four:", error(chosen))

let blocks = compressedAttention(
  query: Q, key: K, value: V, blockSize: 4, stride: 4)
let near = slidingWindowAttention(
  query: Q, key: K, value: V, window: 4)
let gates = sigmoid(Tensor.randomNormal([1, n, 2], seed: 10))
let mixed = gatedSum([blocks, near], gates: gates)
let addedByHand =
  blocks * gates.gathering([0], axis: -1)
  + near * gates.gathering([1], axis: -1)
mixed.isClose(to: addedByHand)  // => true

let quiet: Tensor = [[0, 0], [0, 0], [8, 0], [0, 0]]
let question: Tensor = [[1, 0]]
let summary = blockSummaries(quiet, blockSize: 4, stride: 4)
let loud = attentionScores(query: question, key: quiet).max()
let mild = attentionScores(query: question, key: summary).max()
print("largest score:", loud, " its block's:", mild)

let q: Tensor = [
  [0.9, 0.2], [-0.4, 1.1], [0.7, -0.6], [0.3, 0.8],
]
let k: Tensor = [[1, 0], [0.6, 0.8], [0, 1], [1, 0]]  // of length 1
let v: Tensor = [
  [1, -2, 0.5], [0.4, 3, -1], [2, 0.7, 1], [-1, 1, 4],
]

/// The states after each token, and what each token reads.
func run(decay: Tensor? = nil, beta: Tensor? = nil)
  -> (states: Tensor, contexts: Tensor)
{
  let states = (1...4).map { count in
    linearAttention(
      query: q[0..<count], key: k[0..<count], value: v[0..<count],
      decay: decay?[0..<count], beta: beta?[0..<count], scale: 1
    ).state
  }
  let result = linearAttention(
    query: q, key: k, value: v, decay: decay, beta: beta, scale: 1)
  return (stack(states), result.context)
}

let linearRun = run()
print(linearRun.contexts)

print(linearAttention(query: k, key: k, value: v, scale: 1).context[3])

let betas: Tensor = [1, 1, 1, 1]
let deltaRun = run(beta: betas.reshaped([4, 1]))
print(linearAttention(
  query: k, key: k, value: v, beta: betas.reshaped([4, 1]), scale: 1
).context[3])

let someBetas: Tensor = [0.9, 0.5, 1, 0.7]
let fades: Tensor = [
  [0.9, 0.5], [1, 0.8], [0.6, 0.7], [0.95, 0.3],
]
let kimiRun = run(
  decay: log(fades), beta: someBetas.reshaped([4, 1]))
print(kimiRun.contexts)

func long(_ shape: [Int], _ seed: UInt64) -> Tensor {
  Tensor.randomNormal(shape, seed: seed)
}
let longKeys = long([64, 8], 12)
let unit = longKeys / longKeys.norm(axis: -1, keepingAxis: true)
let recurrent = linearAttention(
  query: long([64, 8], 11), key: unit, value: long([64, 4], 13),
  decay: log(sigmoid(long([64, 8], 14) + 2)),
  beta: sigmoid(long([64, 1], 15)))
let chunked = chunkedLinearAttention(
  query: long([64, 8], 11), key: unit, value: long([64, 4], 13),
  decay: log(sigmoid(long([64, 8], 14) + 2)),
  beta: sigmoid(long([64, 1], 15)), chunkSize: 16)
recurrent.context.isClose(
  to: chunked.context, relativeTolerance: 1e-4,
  absoluteTolerance: 1e-5) // => true

func recall(
  _ n: Int, _ read: (Tensor, Tensor, Tensor) -> Tensor
) -> Float {
  let raw = Tensor.randomNormal([n, 16], seed: 20)
  let keys = raw / raw.norm(axis: -1, keepingAxis: true)
  let values = Tensor.randomNormal([n, 16], seed: 21)
  return (read(keys, keys, values) - values).norm() / values.norm()
}

/// Every query reads after the last pair was stored.
func memory(
  _ q: Tensor, _ k: Tensor, _ v: Tensor, isDelta: Bool
) -> Tensor {
  let state = linearAttention(
    query: k, key: k, value: v, beta: isDelta ? .ones([k.rows, 1]) : nil
  ).state
  return matmul(q, state)
}

let lengths = [2, 4, 8, 16, 32, 64, 128]
let sums = lengths.map {
  recall($0) { memory($0, $1, $2, isDelta: false) }
}
let deltas = lengths.map {
  recall($0) { memory($0, $1, $2, isDelta: true) }
}
let softmaxes = lengths.map {
  recall($0) {
    scaledDotProductAttention(query: $0, key: $1, value: $2, scale: 30)
  }
}
_ = lineChart(
  title: "Error of reading n stored pairs back, keys of 16 features",
  x: Axis("pairs", scale: .log), y: "relative error",
  .line("sum", x: lengths, y: sums),
  .line("delta rule", x: lengths, y: deltas),
  .line("softmax, sharp", x: lengths, y: softmaxes))

let random = RandomFeatures(size: 2, count: 8, seed: 30)
let directions = random.directions.transposed()  // [feature, size]
let unscaled: Tensor = [0.6, -0.9]
let point = unscaled / Float(2).squareRoot().squareRoot()
let features = random(unscaled.reshaped([1, 2]))[0]
print(features)

let oneQuery = Tensor.randomNormal([1, 8], seed: 31) * 0.7
let oneKey = Tensor.randomNormal([1, 8], seed: 32) * 0.7
let wanted = exp(
  attentionScores(query: oneQuery, key: oneKey).scalars[0])
let counts = [16, 64, 256, 1024]
let misses: [Float] = counts.map { m in
  let squares: [Float] = (0..<200).map { seed in
    let map = RandomFeatures(
      size: 8, count: m, seed: UInt64(100 + seed))
    let miss = dot(map(oneQuery)[0], map(oneKey)[0]) - wanted
    return miss * miss
  }
  return (squares.reduce(0, +) / 200).squareRoot() / wanted
}
_ = lineChart(
  title: "Error of a weight by random features",
  x: Axis("m, features", scale: .log),
  y: Axis("relative error", scale: .log),
  .line("error", x: counts, y: misses),
  .reference(
    "∝ 1/√m", x: counts,
    y: counts.map { misses[0] * (16 / Float($0)).squareRoot() }))

do {
print(attentionWeights(query: [[[0]]], key: keys, sinks: [0]).sum())
}

do {
let ones = Tensor.ones([4, 1])
let sums = linearAttention(
  query: eluFeatures(q), key: eluFeatures(k),
  value: concatenate([v, ones], axis: -1), scale: 1).context
let divided = sums[0..., 0..<3] / sums[0..., 3...]
print(divided.isClose(to: kernelizedAttention(
  query: q, key: k, value: v, mask: .causal(4))))
}

func hurried() -> Tensor {
  var S = Tensor.zeros([2, 3])
  for t in 0..<4 {
    S = S + outer(k[t], v[t])  // put in
    if t < 3 {  // make room for the next
      S = S - outer(k[t], matmul(S.transposed(), k[t]))
    }
  }
  return S
}

do {
var S = Tensor.zeros([2, 3])
for t in 0..<4 {
  S = S - outer(k[t], matmul(S.transposed(), k[t]))
  S = S + outer(k[t], v[t])
}
print(
  hurried().isClose(to: deltaRun.states[3], absoluteTolerance: 1e-5)
)
print(S.isClose(to: deltaRun.states[3], absoluteTolerance: 1e-5))
}

do {
let values = Tensor.randomNormal([8, 16], seed: 21)
let square = Tensor.identity(16)[0..<8]
let exactly = memory(square, square, values, isDelta: true)
print("right angles:", (exactly - values).norm())
for shift: Float in [0, 1, 4] {
  let raw = Tensor.randomNormal([8, 16], seed: 20) + shift
  let keys = raw / raw.norm(axis: -1, keepingAxis: true)
  let read = memory(keys, keys, values, isDelta: true)
  print("shift \(shift):", (read - values).norm() / values.norm())
}
}
