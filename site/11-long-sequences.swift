// Long sequences
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 11-long-sequences.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

func multiplications(_ n: Int, dK: Int = 64, dV: Int = 64) -> Int {
  n * n * (dK + dV)
}

print([256, 512, 1024].map { multiplications($0) })

func random(_ n: Int, seed: UInt64) -> Tensor {
  Tensor.randomNormal([n, 64], seed: seed)
}

func milliseconds(_ work: () -> Tensor) -> Double {
  let elapsed = ContinuousClock().measure { _ = work() }
  return (elapsed / .milliseconds(1) * 10).rounded() / 10
}

for n in [128, 256, 512, 1024] {
  let x = random(n, seed: 1)
  let time = milliseconds {
    attentionSteps(query: x, key: x, value: x).context
  }
  print("n = \(n): \(time) ms")
}

func scoreBytes(_ n: Int) -> Int { 4 * n * n }

let gibibyte = 1 << 30
scoreBytes(131_072) / gibibyte // => 64

import Foundation

let x: [Float] = [2, 1, 0.5, -1]
let ell = logSumExp(Tensor(x)).item
print(ell)

print(log(softmax([0, 200])))
print(logSoftmax([0, 200]))

let s: [Double] = [0.5, 2, -1, 3, 2.5, 0]
let v: [Double] = [1, -1, 4, 2, 0, 3]
let n = s.count

func runningSums(_ s: [Double]) -> [(a: Double, b: Double)] {
  var (a, b) = (0.0, 0.0)
  return zip(s, v).map { score, value in
    a += exp(score)
    b += exp(score) * value
    return (a, b)
  }
}

let sums = runningSums(s)
let direct = dot(softmax(Tensor(s.map(Float.init))),
  Tensor(v.map(Float.init)))
print("in one pass:", sums[5].b / sums[5].a, " direct:", direct)

let high = runningSums(s.map { $0 + 1000 })
high[5].a                       // => inf
(high[5].b / high[5].a).isNaN   // => true

struct Step {
  var m = -Double.infinity
  var total = 0.0        // ℓ
  var weightedSum = 0.0  // o

  mutating func add(_ score: Double, _ value: Double) {
    let largest = max(m, score)
    let correction = exp(m - largest)
    let weight = exp(score - largest)
    total = total * correction + weight
    weightedSum = weightedSum * correction + weight * value
    m = largest
  }
}

func onePass(_ s: [Double], _ v: [Double]) -> [Step] {
  var step = Step()
  return zip(s, v).map { score, value in
    step.add(score, value)
    return step
  }
}

let steps = onePass(s, v)
_ = table(
  "The running sums after each score",
  .column("t", 1...6),
  .column("m_t", steps.map(\.m), decimals: 1),
  .column("ℓ_t", steps.map(\.total), decimals: 4),
  .column("o_t", steps.map(\.weightedSum), decimals: 4),
  .column(
    "o_t / ℓ_t", steps.map { $0.weightedSum / $0.total },
    decimals: 4))

let highSteps = onePass(s.map { $0 + 1000 }, v)
let highAverage = highSteps[5].weightedSum / highSteps[5].total
let average = steps[5].weightedSum / steps[5].total
abs(highAverage - average) < 1e-12 // => true

var lazy = Step()
var corrections = 0
for (score, value) in zip(s, v) {
  if score > lazy.m + 8 {
    lazy.add(score, value)  // corrects, and takes a new maximum
    corrections += 1
  } else {
    lazy.total += exp(score - lazy.m)
    lazy.weightedSum += exp(score - lazy.m) * value
  }
}
print(corrections, "correction, the first")
abs(lazy.weightedSum / lazy.total - average) < 1e-12 // => true

let left = onePass(Array(s[..<2]), Array(v[..<2]))[1]
let right = onePass(Array(s[2...]), Array(v[2...]))[3]

var online = OnlineSoftmax(contextShape: [1, 1])
let row = Tensor([s.map(Float.init)])        // [1, 6]
let column = Tensor(v.map { [Float($0)] })   // [6, 1]
online.add(scores: row[0..., 0..<2], value: column[0..<2])
online.add(scores: row[0..., 2...], value: column[2...])
print(online.context)

func tiledByHand(_ Q: Tensor, _ K: Tensor, _ V: Tensor, size: Int)
  -> Tensor
{
  let starts = stride(from: 0, to: K.rows, by: size)
  let parts = stride(from: 0, to: Q.rows, by: size).map { i in
    let query = Q[i..<min(i + size, Q.rows)]
    let shape = [query.rows, V.columns]
    var average = OnlineSoftmax(contextShape: shape)
    for j in starts {
      let keys = j..<min(j + size, K.rows)
      let tile = attentionScores(query: query, key: K[keys])
      average.add(scores: tile, value: V[keys])
    }
    return average.context
  }
  return concatenate(parts)
}

let blockOfQueries = Box("Q")
let runningBoxes = (1...3).map { Box("sums \($0)") }
let tileFlows = (0..<3).flatMap { j -> [Arrows] in
  let keys = Box("K_\(j + 1), V_\(j + 1)")
  let tile = Box("tile \(j + 1)")
  let flows = [Arrows.arrow(blockOfQueries, keys, to: tile)]
  return flows + [.arrow(tile, to: runningBoxes[j])]
    + (j == 0 ? [] : [.chain(runningBoxes[j - 1], runningBoxes[j])])
}
_ = flowDiagram(
  "One block of queries, and tile after tile of keys",
  arrows: tileFlows + [
    .arrow(
      runningBoxes[2], to: Box("context"), label: "o / ℓ")
  ])

let Q = random(100, seed: 1)
let K = random(100, seed: 2)
let V = random(100, seed: 3)
let full = attentionSteps(query: Q, key: K, value: V).context

for size in [1, 7, 32, 100] {
  let byHand = tiledByHand(Q, K, V, size: size)
  let tiled = tiledAttention(
    query: Q, key: K, value: V, queryBlock: size, keyBlock: size)
  print(size, byHand.isClose(to: full), tiled.isClose(to: full))
}

let contexts = [1, 2, 5].map { threads in
  Execution.$current.withValue(Execution(threads: threads)) {
    scaledDotProductAttention(query: Q, key: K, value: V)
  }
}
contexts[0] == contexts[1] && contexts[1] == contexts[2] // => true

func tilesNeeded(_ mask: Mask) -> Int {
  mask.visibility.scalars.count { $0 == 1 }
}

print(tilesNeeded(.causal(16)))

let width: Float = 8
let windowScores = 100 * width - width * (width - 1) / 2
let counted = Mask.slidingWindow(100, size: 8).visibility.sum()
counted == windowScores // => true
print(windowScores)

let windowed = slidingWindowAttention(
  query: Q, key: K, value: V, window: 8)
let hidden = scaledDotProductAttention(
  query: Q, key: K, value: V, mask: .slidingWindow(100, size: 8))
windowed.isClose(to: hidden) // => true

let needle = Tensor(shape: [1, 64], scalars: Array(Q[90].scalars))
let K2 = concatenate([K[0..<10], needle, K[11...]])
let V2 = concatenate([V[0..<10], .full([1, 64], 50), V[11...]])

func found(_ context: Tensor) -> Float { context[90].mean() }
let everything = scaledDotProductAttention(
  query: Q, key: K2, value: V2, mask: .causal(100))
let window = slidingWindowAttention(
  query: Q, key: K2, value: V2, window: 8)
print(Tensor([found(everything), found(window)]))

let (phiQ, phiK) = (eluFeatures(Q), eluFeatures(K))
let pairWeights = matmul(phiQ, phiK.transposed())
let totals = pairWeights.sum(axis: -1, keepingAxis: true)
let slow = matmul(pairWeights / totals, V)
let linear = kernelizedAttention(query: Q, key: K, value: V)
linear.isClose(to: slow, absoluteTolerance: 1e-5) // => true
linear.isClose(to: full)                          // => false

let soft = kernelizedAttention(
  query: Q, key: K2, value: V2, mask: .causal(100))
print(Tensor([found(everything), found(soft)]))

func products(_ x: Tensor) -> Tensor {
  (x.insertingAxis(at: -1) * x.insertingAxis(at: -2))
    .reshaped([x.rows, -1])  // 64 · 64 features
}
let sharper = kernelizedAttention(
  query: Q, key: K2, value: V2, mask: .causal(100),
  featureMap: products)
print(found(sharper))

let lengths = [1024, 4096, 16_384, 65_536, 262_144]
func mebibytes(_ numbers: (Int) -> Int) -> [Double] {
  lengths.map { Double(4 * numbers($0)) / Double(1 << 20) }
}

let allScores = mebibytes { n in n * n }
let blocks = mebibytes { _ in 256 * 511 }
let oneTile = mebibytes { _ in 64 * 64 + 64 * (64 + 2) }
let state = mebibytes { _ in 64 * 65 }
_ = lineChart(
  title: "Memory beside input and output, one head",
  x: Axis("n, tokens", scale: .log),
  y: Axis("memory", unit: "MiB", scale: .log),
  .line("all scores", x: lengths, y: allScores),
  .line("window", x: lengths, y: blocks),
  .line("tiles", x: lengths, y: oneTile),
  .line("linear", x: lengths, y: state))

print("\(Int(allScores[4] / 1024)) GiB")

let tokens = random(2048, seed: 4)
let times = [
  ("direct", milliseconds {
    attentionSteps(
      query: tokens, key: tokens, value: tokens).context }),
  ("tiles ", milliseconds {
    tiledAttention(query: tokens, key: tokens, value: tokens) }),
  ("kernel", milliseconds {
    scaledDotProductAttention(
      query: tokens, key: tokens, value: tokens) }),
  ("window", milliseconds {
    slidingWindowAttention(
      query: tokens, key: tokens, value: tokens, window: 256) }),
  ("linear", milliseconds {
    kernelizedAttention(query: tokens, key: tokens, value: tokens) }),
]
for (name, time) in times { print("\(name) \(time) ms") }

let steps7 = Mask.slidingWindow(100, size: 8).visibility
var reachable = Tensor.identity(100)[90...90]
var layersNeeded = 0
while reachable[0, 10] == 0 {
  reachable = matmul(reachable, steps7).map { $0 > 0 ? 1 : 0 }
  layersNeeded += 1
}
layersNeeded // => 12

do {
let noise = Tensor.randomNormal([1000, 4], seed: 3)
let others = softmax(2 * noise)
let sums = matmul(others, Tensor(x)) + entropy(others)
print("best of 1000:", sums.max(), "log-sum-exp:", ell)
}

do {
var step = Step()
step.add(-.infinity, 1)
step.add(2, 5)
step.total.isNaN // => true
}

do {
var mended = Step()
for (score, value) in [(-Double.infinity, 1.0), (2, 5)] {
  if score == -.infinity { continue }
  mended.add(score, value)
}
mended.weightedSum / mended.total // => 5.0
}
