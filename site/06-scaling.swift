// Why √dₖ
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 06-scaling.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

/// The sum of `d` coins of ±1, for every way they can fall.
func allSums(_ d: Int) -> Tensor {
  Tensor((0..<1 << d).map { ways in
    Float(d - 2 * ways.nonzeroBitCount)
  })
}
print(allSums(3))

for d in [1, 2, 4, 8, 16] { print(d, allSums(d).variance()) }

/// Dot products of random vectors with `d` entries.
func dotProducts(_ d: Int, seed: UInt64) -> Tensor {
  var generator = SeededGenerator(seed: seed)
  let q = Tensor.randomNormal([2000, d], using: &generator)
  let k = Tensor.randomNormal([2000, d], using: &generator)
  return (q * k).sum(axis: -1)
}
let s = dotProducts(64, seed: 1)

let meanSquare = (s * s).mean()
print(meanSquare)

_ = histogram(
  s, title: "2000 dot products of random vectors, d_k = 64",
  x: "dot product", bins: 24)

let lengths = [1, 4, 16, 64, 256]
let variances = lengths.map { d in
  Tensor((1...5).map { dotProducts(d, seed: $0).variance() })
}
for (d, variance) in zip(lengths, variances) {
  let spread = variance.variance().squareRoot()
  print(
    "d_k = \(d): \(Tensor(variance.mean()))",
    "± \(Tensor(spread))")
}

let scaled = s / Float(64).squareRoot()
let scaledSquare = (scaled * scaled).mean()
print(scaledSquare)

let size: Float = 8.5
let typical = softmax(Tensor([(2 * size).squareRoot(), 0]))[0].item
print(typical)

var generator = SeededGenerator(seed: 8)
let q = Tensor.randomNormal([1, 512], using: &generator)
let k = Tensor.randomNormal([10, 512], using: &generator)
let unscaled = matmul(q, k.transposed())
print(unscaled.shown(decimals: 1))

print(softmax(unscaled))

print(softmax(unscaled / Float(512).squareRoot()))

_ = barChart(
  title: "Ten random keys of length 512: the softmax of q·k",
  x: "key", y: "weight", labels: (1...10).map(String.init),
  Bars("q·k", softmax(unscaled)[0]),
  Bars("q·k / √512", softmax(unscaled / Float(512).squareRoot())[0]))

let byLibrary = attentionWeights(query: q, key: k)
let byHand = softmax(unscaled / Float(512).squareRoot())
let byTemperature = softmax(
  unscaled, temperature: Float(512).squareRoot())
byHand.isClose(to: byLibrary)        // => true
byTemperature.isClose(to: byLibrary) // => true

/// Dot products of 400 random queries with ten keys each.
func randomScores(_ d: Int) -> Tensor {
  var generator = SeededGenerator(seed: UInt64(d))
  let q = Tensor.randomNormal([400, 1, d], using: &generator)
  let k = Tensor.randomNormal([400, 10, d], using: &generator)
  return (q * k).sum(axis: -1)  // [400, 10]
}
let sizes = [4, 64, 512, 4096]
let scores = sizes.map(randomScores)

let scales: [(name: String, of: (Float) -> Float)] = [
  ("unscaled", { _ in 1 }),
  ("1/√d_k", { 1 / $0.squareRoot() }),
  ("1/d_k", { 1 / $0 }),
]
/// The weights of all queries, for each scale and each size.
let weights = scales.map { scale in
  zip(sizes, scores).map { softmax($1 * scale.of(Float($0))) }
}
let largest = weights.map { $0.map { $0.max(axis: -1) } }
for (scale, row) in zip(scales, largest) {
  print(scale.name)
  for (d, x) in zip(sizes, row) {
    let spread = x.variance().squareRoot()
    print("  d_k = \(d): \(Tensor(x.mean())) ± \(Tensor(spread))")
  }
}

_ = lineChart(
  title: "Mean largest weight of ten",
  x: Axis("d_k, length of a key", scale: .log), y: "largest weight",
  series: zip(scales, largest).map { scale, row in
    .line(scale.name, x: sizes, y: row.map { $0.mean() })
  })

func jacobian(_ p: Tensor) -> Tensor {
  Tensor.identity(p.count) * p - outer(p, p)
}
let p = byLibrary[0]

let sharp = softmax(unscaled)[0]
_ = heatMap(
  concatenate([jacobian(p), jacobian(sharp)], axis: 1),
  title: "Jacobian of one query's weights",
  rows: (1...10).map { "weight \($0)" },
  columns: (1...10).map(String.init) + (1...10).map(String.init),
  columnGroups: ["scores, scaled": 10, "scores, unscaled": 10])

/// The median over queries of the Jacobian's largest entry.
func medianJacobian(_ weights: Tensor) -> Float {
  let entries = (weights * (1 - weights)).max(axis: -1)
  return entries.scalars.sorted()[entries.count / 2]
}
for (scale, row) in zip(scales, weights).prefix(2) {
  print(scale.name)
  for (d, x) in zip(sizes, row) {
    print("  d_k = \(d): \(Tensor(medianJacobian(x)))")
  }
}

/// The mean loss of twenty queries before learning, and after.
func learn(scale: Float, rate: Float, seed: UInt64) -> [Float] {
  var generator = SeededGenerator(seed: seed)
  var q = Tensor.randomNormal([20, 1, 512], using: &generator)
  let k = Tensor.randomNormal([20, 10, 512], using: &generator)
  let v = Tensor.identity(10)
  func errors() -> Tensor {
    scaledDotProductAttention(
      query: q, key: k, value: v, scale: scale) - v[0...0]
  }
  func loss() -> Float { errors().map { $0 * $0 }.sum() / 20 }
  let before = loss()
  for _ in 1...50 {
    q -= rate * attentionGradients(
      query: q, key: k, value: v, scale: scale,
      cotangent: 2 * errors()).query
  }
  return [before, loss()]
}

let rates: [Float] = [0.001, 0.01, 0.1, 1, 10]
for (name, scale) in scales.prefix(2) {
  print(name)
  for rate in rates {
    let losses = Tensor([7, 8, 9].map {
      learn(scale: scale(512), rate: rate, seed: $0)
    })  // [runs, before and after]
    let mean = losses.mean(axis: 0)
    let spread = losses.max(axis: 0) - losses.min(axis: 0)
    print("  rate \(rate): \(mean), spread \(spread)")
  }
}

let rawScores = (unscaled / Float(512).squareRoot())[0]
let logGradient = Tensor((0..<10).map { j in
  let step = 0.01 * Tensor.identity(10)[j]
  return (logSoftmax(rawScores - step)[0]
    - logSoftmax(rawScores + step)[0]).item / 0.02
})

/// The mean squared loss before and after fifty steps that descend
/// −ln p of the first key.
func learnByLog(rate: Float, seed: UInt64) -> [Float] {
  var generator = SeededGenerator(seed: seed)
  var q = Tensor.randomNormal([20, 1, 512], using: &generator)
  let k = Tensor.randomNormal([20, 10, 512], using: &generator)
  let target = Tensor.identity(10)[0...0]
  func errors() -> Tensor {
    softmax(matmul(q, k.transposed())) - target
  }
  let before = errors().map { $0 * $0 }.sum() / 20
  for _ in 1...50 { q -= rate * matmul(errors(), k) }
  return [before, errors().map { $0 * $0 }.sum() / 20]
}
print(learnByLog(rate: 0.01, seed: 7))

let lossBox = Box("gradient of the contexts")
let weightGradient = Box("gradient of the weights")
let scoreGradient = Box("gradient of the scores")
_ = flowDiagram(
  "The way of a gradient back through attention",
  .arrow(lossBox, Box("V"), to: weightGradient, label: "times Vᵀ"),
  .arrow(weightGradient, to: scoreGradient, label: "times the Jacobian"),
  .arrow(scoreGradient, to: Box("Q and K learn"), label: "times K, Q"))

func naiveSoftmax(_ scores: Tensor) -> Tensor {
  let grown = exp(scores)
  return grown / grown.sum(axis: -1, keepingAxis: true)
}
func brokenRows(_ weights: Tensor) -> Int {
  weights.sum(axis: -1).scalars.count { $0.isNaN }
}
print(brokenRows(naiveSoftmax(scores[3])), "of 400 unscaled")
print(brokenRows(naiveSoftmax(scores[3] / 64)), "of 400 scaled")

do {
let q = Tensor.randomNormal(
  [2000, 64], standardDeviation: 3, seed: 1)
let k = Tensor.randomNormal(
  [2000, 64], standardDeviation: 3, seed: 2)
let products = (q * k).sum(axis: -1)
print(products.variance(), (products / 72).variance())
}

do {
for d in [4, 64, 512] {
  let k = Tensor.randomNormal([200, 10, d], seed: UInt64(d))
  let q = k[0..., 0...0]
  let weights = attentionWeights(query: q, key: k)
  print(d, weights.max(axis: -1).mean())
}
}

do {
for divisor in [64, 512] as [Float] {
  let weights = softmax(scores[1] / divisor.squareRoot())
  print(divisor, weights.max(axis: -1).mean())
}
}
