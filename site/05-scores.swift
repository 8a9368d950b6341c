// Scores
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 05-scores.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let q: Tensor = [2, 1]
let names = ["twin", "long", "short", "aside", "opposite"]
let K: Tensor = [
  [2, 1],      // twin: the query itself
  [6, -1],     // long: roughly the same direction
  [0.4, 0.2],  // short: exactly the same direction
  [-1, 2],     // aside: at a right angle
  [-2, -1],    // opposite
]

_ = vectorDiagram(
  "One query and five keys", x: "first entry", y: "second entry",
  .vector("query and twin", q), .vector("long", K[1]),
  .vector("short", K[2]), .vector("aside", K[3]),
  .vector("opposite", K[4]))

let dotScores = (0..<5).map { j in
  zip(q.scalars, K[j].scalars).map { $0 * $1 }.reduce(0, +)
}
print(dotScores)

let Q = q.reshaped([1, 2])
let byLibrary = DotScore()(query: Q, key: K)
print(byLibrary)

byLibrary[0].isClose(to: Tensor(dotScores)) // => true

import Foundation

let angles = (0..<5).map { j in  // from the query's direction
  atan2(Double(K[j, 1]), Double(K[j, 0]))
    - atan2(Double(Q[0, 1]), Double(Q[0, 0]))
}
print(angles.map { ($0 * 180 / .pi).rounded() })  // in degrees

print(CosineScore(temperature: 1)(query: Q, key: K))

/// The scores of half of *long*, relative to those of *long*.
func scoresOfHalf() -> [Float] {
  let both = stack([K[1], 0.5 * K[1]])
  let (dots, cosines) = (
    DotScore()(query: Q, key: both), CosineScore()(query: Q, key: both)
  )
  return [dots[0, 1] / dots[0, 0], cosines[0, 1] / cosines[0, 0]].map {
    ($0 * 1000).rounded() / 1000
  }
}

let I = Tensor.identity(3)
print(softmax(ScaledDotScore()(query: I, key: I))[0])

print(softmax(CosineScore()(query: I, key: I))[0])

/// The weight of the one right key among `keys`, the others
/// being as wrong as can be.
func bestCase(keys: Int, temperature: Float = 1) -> Float {
  let wrong = Array(repeating: -q, count: keys - 1)
  let score = CosineScore(temperature: temperature)
  return softmax(score(query: Q, key: stack([q] + wrong)))[0, 0]
}

let softness: Float = 0.25
let capped = bestCase(keys: 1000, temperature: softness)
print([10, 100, 1000].map { bestCase(keys: $0) })

print([10, 100, 1000].map { bestCase(keys: $0, temperature: 0.1) })

let counts = [2, 5, 10, 20, 50, 100, 200, 500, 1000]
let caps = [1, 0.5, 0.2, 0.1].map { (tau: Float) in
  Series.line(
    "τ = \(tau)", x: counts,
    y: counts.map { bestCase(keys: $0, temperature: tau) })
}
_ = lineChart(
  title: "The largest weight a cosine can give",
  x: Axis("n, keys", scale: .log), y: "largest weight",
  series: caps)

let W: Tensor = [[0, 1], [-1, 0]]
let general = GeneralScore(weight: W)
print(general(query: Q, key: K))

let turned = matmul(W.transposed(), q)  // what q looks for now
let generalByHand = (0..<5).map { j in dot(turned, K[j]) }
let generalScores = general(query: Q, key: K)[0]
generalScores.isClose(to: Tensor(generalByHand)) // => true

let X = Tensor.randomNormal([3, 4], seed: 1)    // 3 of size 4
let Y = Tensor.randomNormal([5, 6], seed: 2)    // 5 of size 6
let W_Q = Tensor.randomNormal([4, 2], seed: 3)  // to size 2
let W_K = Tensor.randomNormal([6, 2], seed: 4)  // to size 2
let product = matmul(W_Q, W_K.transposed())
let projected = DotScore()(
  query: matmul(X, W_Q), key: matmul(Y, W_K))
let direct = GeneralScore(weight: product)(query: X, key: Y)
direct.isClose(to: projected) // => true

// This must stop the program:
// DotScore()(query: X, key: Y)

let W_q: Tensor = [[-0.5, 0], [-1.5, 0], [0, -0.5], [0, -1.5]]
let W_k: Tensor = [[1, 0], [1, 0], [0, 1], [0, 1]]
let w: Tensor = [2, -2, 2, -2]

let additiveByHand = (0..<5).map { j in
  dot(w, tanh(matmul(W_q, q) + matmul(W_k, K[j])))
}
print(additiveByHand)

let additive = AdditiveScore(
  queryWeight: W_q.transposed(), keyWeight: W_k.transposed(),
  vector: w)
let additiveScores = additive(query: Q, key: K)[0]
additiveScores.isClose(to: Tensor(additiveByHand)) // => true

let scores: [(name: String, score: any AttentionScore)] = [
  ("dot", DotScore()),
  ("scaled dot", ScaledDotScore()),
  ("cosine, τ = 0.2", CosineScore(temperature: 0.2)),
  ("general", general),
  ("additive", additive),
]
let weights = stack(
  scores.map { softmax($0.score(query: Q, key: K))[0] })
_ = heatMap(
  weights, title: "The same query and keys through five scores",
  rows: scores.map(\.name), columns: names, scale: .range(0, 1))

let V: Tensor = [[1, 0], [2, 0], [3, 0], [4, 0], [5, 1]]
print(attentionSteps(query: Q, key: K, value: V, score: additive).context)

let (queries, keys, d, h) = (1000, 1000, 64, 64)
let pairs = queries * keys
let costs = [
  ("dot", pairs * d),
  ("scaled dot", pairs * (d + 1)),
  ("cosine", pairs * d + (queries + keys) * 2 * d),
  ("general", pairs * d + queries * d * d),
  ("additive", pairs * h + (queries + keys) * d * h),
]
for (name, count) in costs {
  print(name, count / 1_000_000, "million")
}

do {
let longer = stack([K[0], K[1], 10 * K[2], K[3], K[4]])
print(stack(scores.map {
  softmax($0.score(query: Q, key: longer))[0]
}))
}

let temperature = 2 / log(9.0 * 999)
print(temperature)

print(bestCase(keys: 1000, temperature: Float(temperature)))

do {
let forgotten = softmax(Tensor((0..<5).map { j in
  dot([1, 0.5, -0.5, 2], matmul(W_q, q) + matmul(W_k, K[j]))
}))
forgotten.sum() // => 1.0
}

do {
let w: Tensor = [1, 0.5, -0.5, 2]  // ours would give all keys 0
func withoutTanh(_ q: Tensor) -> Tensor {
  softmax(Tensor((0..<5).map { j in
    dot(w, matmul(W_q, q) + matmul(W_k, K[j]))
  }))
}
print(withoutTanh(q))
print(withoutTanh([-30, 7]))
}
