// Position
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 10-position.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let d = 4
let dK = Float(d)
let words = Tensor.randomNormal([3, d], seed: 1)
let wQ = Tensor.randomNormal([d, d], seed: 2)
let wK = Tensor.randomNormal([d, d], seed: 3)
let wV = Tensor.randomNormal([d, d], seed: 4)

/// Self-attention: every row of X asks all rows of X.
func attend(_ X: Tensor, rotary: RotaryEmbedding? = nil) -> Tensor {
  let (query, key) = (matmul(X, wQ), matmul(X, wK))
  return scaledDotProductAttention(
    query: rotary?(query) ?? query, key: rotary?(key) ?? key,
    value: matmul(X, wV))
}

let (dog, bites, man) = (0, 1, 2)
let dogBitesMan = words.gathering([dog, bites, man])
let manBitesDog = words.gathering([man, bites, dog])
print("dog bites: ", attend(dogBitesMan)[0])
print("dog bitten:", attend(manBitesDog)[2])

let order: Tensor = [[0, 1, 0], [0, 0, 1], [1, 0, 0]]
let bitesManDog = matmul(order, dogBitesMan)
let reordered = matmul(order, attend(dogBitesMan))
attend(bitesManDog).isClose(to: reordered) // => true

let wordBox = Box("words X"), projectedBox = Box("Q, K")
let scoreBox = Box("scores")
_ = flowDiagram(
  "Three places for the position",
  .arrow(Box("waves, table"), wordBox, to: projectedBox, label: "add"),
  .arrow(Box("RoPE"), projectedBox, to: scoreBox, label: "turn"),
  .arrow(Box("ALiBi"), scoreBox, to: Box("weights"), label: "add"))

import Foundation

func waves(_ n: Int, size d: Int) -> Tensor {
  Tensor((0..<n).map { p in
    (0..<d).map { column in
      let r = Float(column / 2)
      let angle = Float(p) / pow(10_000, 2 * r / Float(d))
      return column % 2 == 0 ? sin(angle) : cos(angle)
    }
  })
}

let E = sinusoidalPositions(36, size: 32)
let byHand = waves(36, size: 32)
byHand.isClose(to: E, absoluteTolerance: 1e-5) // => true

_ = heatMap(
  E, title: "Position vectors: a row is a position",
  rows: (0..<36).map(String.init), columns: (0..<32).map(String.init))

let place = sinusoidalPositions(3, size: d)
let biter = attend(dogBitesMan + place)[0]
let bitten = attend(manBitesDog + place)[2]
print(biter)
print(bitten)

let nearness = matmul(E, E[0])
_ = lineChart(
  title: "How alike two positions are, by their distance",
  x: "distance", y: "dot product",
  .line("32 features", x: 0..<36, y: nearness))

let table = Tensor.randomNormal([16, d], seed: 5)
let learned = LearnedPositions(table: table)
learned(3).shape  // => [3, 4]
learned(3) == table[0..<3] // => true

// This must stop the program:
// learned(17)

let bias = alibiBias(queries: 16, heads: 4)  // [heads, queries, keys]
let slopes = -bias[0..., 1...1, 0...0].reshaped([4])
print(slopes)

let byDistance = softmax(bias[0..., 0...0])  // query 1
_ = lineChart(
  title: "Weight by distance, if all keys fit equally well",
  x: "distance", y: "weight",
  series: (0..<4).map { head in
    let name = "slope 1/\(Int(1 / slopes[head].item))"
    return .line(name, x: 0..<16, y: byDistance[head][0])
  })

let arrowQ: Tensor = [1, 0.5]
let arrowK: Tensor = [-0.3, 2]

func turn(by t: Float) -> Tensor {
  Tensor([[cos(t), -sin(t)], [sin(t), cos(t)]])
}

let perStep: Float = 0.5  // the angle of one position
/// The score of the query at position i and the key at j.
func turnedScore(_ i: Int, _ j: Int) -> Float {
  dot(
    matmul(turn(by: Float(i) * perStep), arrowQ),
    matmul(turn(by: Float(j) * perStep), arrowK))
}

print(Tensor([
  turnedScore(12, 7), turnedScore(112, 107), turnedScore(5, 0),
]))

func places(of arrow: Tensor) -> [Tensor] {
  [0, 0.5, 1].map { matmul(turn(by: $0), arrow) }
}
_ = vectorDiagram(
  "Query and key at positions 0, 1 and 2",
  .turning("q", places(of: arrowQ)),
  .turning("k", places(of: arrowK)),
  .angle("q", "k"))

let pair = RotaryEmbedding(size: 2)
let turnedByHand = matmul(turn(by: 12), arrowQ)
pair(arrowQ.reshaped([1, 2]), offset: 12)[0]
  .isClose(to: turnedByHand, absoluteTolerance: 1e-5) // => true

let turnedQuery = matmul(turn(by: perStep), arrowQ)
let oneStep = dot(turnedQuery, arrowK)
print(oneStep)

let rotary = RotaryEmbedding(size: 16)
print(rotary.angles([1])[0])

let seconds = [0, 1, 2, 4, 8]
_ = rotationDiagram(
  "The hands of the first five pairs", angles: stack(
    seconds.map { rotary.angles([$0])[0][0..<5] }),
  rows: seconds.map { "position \($0)" },
  columns: (0..<5).map { "θ_\($0)" })

let sameQ = Tensor.ones([10, 16])
let sameK = Tensor.ones([10, 16])
let turnedScores = attentionScores(
  query: rotary(sameQ), key: rotary(sameK))
_ = heatMap(
  turnedScores, title: "Scores of equal tokens, turned by position",
  rows: (0..<10).map(String.init), columns: (0..<10).map(String.init))

let q = Tensor.randomNormal([5, 16], seed: 6)
let k = Tensor.randomNormal([5, 16], seed: 7)
let here = attentionScores(query: rotary(q), key: rotary(k))
let there = attentionScores(
  query: rotary(q, offset: 100), key: rotary(k, offset: 100))
there.isClose(to: here, absoluteTolerance: 1e-5) // => true

rotary(q).norm(axis: -1).isClose(to: q.norm(axis: -1)) // => true

let turn4 = RotaryEmbedding(size: 4)
print(attend(dogBitesMan, rotary: turn4)[0])
print(attend(manBitesDog, rotary: turn4)[2])

let count = Tensor([[1, 2, 3, 4, 5, 6]])
func turned(_ layout: RotaryEmbedding.Layout) -> Tensor {
  RotaryEmbedding(size: 6, layout: layout)(count, offset: 1)
}

print("halves:     ", turned(.halves)[0])
print("interleaved:", turned(.interleaved)[0])

let oddFirst = [0, 2, 4, 1, 3, 5]
let sortBack = [0, 3, 1, 4, 2, 5]
let sorted = count.gathering(oddFirst, axis: -1)
let byHalves = RotaryEmbedding(size: 6)(sorted, offset: 1)
let back = byHalves.gathering(sortBack, axis: -1)
back.isClose(to: turned(.interleaved)) // => true

let interleaved = RotaryEmbedding(size: 16, layout: .interleaved)
let trained = attentionScores(
  query: interleaved(q), key: interleaved(k))
trained.isClose(to: here) // => false

let plain = attentionScores(query: q, key: k).diagonal()
here.diagonal().isClose(to: plain)    // => true
trained.diagonal().isClose(to: plain) // => true

let base: Float = 10_000
let factor: Float = 4
let longerBase = base * pow(factor, 16.0 / 14)
let longer = RotaryEmbedding(size: 16, base: longerBase)
let usual = RotaryEmbedding(size: 16, base: base)
print(usual.angles([1])[0] / longer.angles([1])[0])

let yarn = RotaryEmbedding(
  size: 16,
  scaling: .yarn(factor: 4, length: 256, isRounded: false))
let plainAngles = rotary.angles([1])[0]
_ = lineChart(
  title: "How many times slower each hand turns",
  x: "pair r", y: "slowed by",
  .line(
    "NTK-aware", x: 0..<8,
    y: usual.angles([1])[0] / longer.angles([1])[0]),
  .line("YaRN", x: 0..<8, y: plainAngles / yarn.angles([1])[0]),
  .reference("all by 4", x: [0, 7], y: [4, 4]))

do {
func attendCausally(_ order: [Int]) -> Tensor {
  let X = words.gathering(order)
  return scaledDotProductAttention(
    query: matmul(X, wQ), key: matmul(X, wK), value: matmul(X, wV),
    mask: .causal(3))
}

let last = attendCausally([dog, bites, man])[2]
last.isClose(to: attendCausally([bites, dog, man])[2]) // => true
}

func fullTurn(_ d: Double) -> Double {
  2 * .pi * pow(10_000, (d - 2) / d)
}

print([fullTurn(64).rounded(), fullTurn(4).rounded()])

do {
let row = alibiBias(queries: 1, keys: 16, heads: 4, offset: 15)
row == bias[0..., 15...15] // => true
}

do {
let turnedToo = scaledDotProductAttention(
  query: rotary(q), key: rotary(k), value: rotary(k))
turnedToo.shape // => [5, 16]
}

do {
func contexts(offset: Int) -> Tensor {
  scaledDotProductAttention(
    query: rotary(q, offset: offset),
    key: rotary(k, offset: offset),
    value: rotary(k, offset: offset))
}

let isSame = contexts(offset: 0).isClose(
  to: contexts(offset: 100), absoluteTolerance: 1e-3)
isSame // => false
}
