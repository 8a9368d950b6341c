// A soft dictionary
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 01-soft-dictionary.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let notes = [
  "north": [6, 1], "east": [14, 0],
  "south": [23, 3], "west": [12, 8],
]
print(notes["east"])

print(notes["north-east"])

// This must not compile:
// let tomorrow: [Int] = notes["north-east"]

import Foundation

let names = ["north", "east", "south", "west"]
// Each key: how far east, how far north.
let K: Tensor = [[0, 1], [1, 0], [0, -1], [-1, 0]]
// Each value: degrees Celsius, millimeters of rain.
let V: Tensor = [[6, 1], [14, 0], [23, 3], [12, 8]]
let n = 4

let exact: Tensor = [0, 1, 0, 0]
let answer = matmul(exact, V)
print(answer)

let bearing: Float = 53.1301  // more east than north
let angle = bearing * .pi / 180
let q = Tensor([sin(angle), cos(angle)])
let s = matmul(K, q)
print("query: ", q)
print("scores:", s)

_ = vectorDiagram(
  "Four winds as keys, and the query",
  x: "east", y: "north",
  parts: [.vector("query", q)]
    + (0..<n).map { .vector(names[$0], K[$0]) }
    + [.angle("query", "east"), .angle("query", "north")])

let beta: Float = 4
let grown = exp(beta * s)
let weights = grown / grown.sum()
print(weights)

let context = matmul(weights, V)
print(context)

softmax(beta * s).isClose(to: weights)  // => true

let sharpnesses: [Float] = [0, 1, 4, 16, 64]
let sweep = stack(sharpnesses.map { softmax($0 * s) })
_ = heatMap(
  sweep, title: "Weights of the four winds, by sharpness",
  rows: sharpnesses.map { "β = \(Int($0))" }, columns: names,
  scale: .range(0, 1))

let sweepAnswers = matmul(sweep, V).transposed()
_ = table(
  "Answers of the soft dictionary, by sharpness",
  .column("β", sharpnesses),
  .column(
    "temperature", unit: "°C", sweepAnswers[0], decimals: 4),
  .column("rain", unit: "mm", sweepAnswers[1], decimals: 4))

let best = s.argmax()
names[best]  // => "east"
matmul(softmax(64 * s), V)
  .isClose(to: V[best], absoluteTolerance: 1e-3)  // => true

(weights[0] / weights[1]).item  // => 0.4493

/// The scores of a wind from so many degrees east of north.
func scores(_ degrees: Float) -> Tensor {
  let angle = degrees * .pi / 180
  return matmul(K, Tensor([sin(angle), cos(angle)]))
}

func soft(_ degrees: Float, _ beta: Float) -> Float {
  matmul(softmax(beta * scores(degrees)), V)[0].item
}

func hard(_ degrees: Float) -> Float {
  V[scores(degrees).argmax(), 0]
}

let compass = (0...360).map(Float.init)
_ = lineChart(
  title: "Temperature, by the direction of the wind",
  x: Axis("direction, east of north", unit: "°"),
  y: Axis("temperature", unit: "°C"),
  .line("β = 1", x: compass, y: compass.map { soft($0, 1) }),
  .line("β = 4", x: compass, y: compass.map { soft($0, 4) }),
  .line("β = 16", x: compass, y: compass.map { soft($0, 16) }),
  .steps("best key only", x: compass, y: compass.map { hard($0) }))

print("soft:", (soft(53.1, 4) - soft(52.9, 4)) / 0.2)
print("best:", (hard(53.1) - hard(52.9)) / 0.2)

/// How far each point is to the left of its nearest edge.
func depth(_ points: Tensor, inside corners: Tensor) -> [Float] {
  (0..<points.rows).map { i in
    (0..<corners.rows).map { a in
      let b = (a + 1) % corners.rows
      let edge = corners[b] - corners[a]
      let way = points[i] - corners[a]
      let turn = edge[0] * way[1] - edge[1] * way[0]
      return turn.item / edge.norm()
    }.min() ?? 0
  }
}

let queries = 2 * Tensor.randomNormal([1000, 2], seed: 1)
let answers = matmul(softmax(matmul(queries, K.transposed())), V)
depth(answers, inside: V).filter { $0 < -1e-4 }.count  // => 0

let path = matmul(
  softmax(stack((0...60).map { Float($0) / 2 * s })), V)
let around = V.gathering([0, 1, 2, 3, 0])

func part(_ i: Int, _ points: Tensor) -> Tensor {
  points.selecting(i, axis: 1)
}

_ = scatterChart(
  title: "Answers stay inside the values’ hull",
  x: Axis("temperature", unit: "°C"), y: Axis("rain", unit: "mm"),
  .points("200 of the answers",
    x: part(0, answers[0..<200]), y: part(1, answers[0..<200])),
  .reference("hull", x: part(0, around), y: part(1, around)),
  .line("our query", x: part(0, path), y: part(1, path)))

let order = [2, 0, 3, 1]
let shuffledK = K.gathering(order)
let shuffledV = V.gathering(order)
let shuffledWeights = softmax(beta * matmul(shuffledK, q))
let same = matmul(shuffledWeights, shuffledV)
same.isClose(to: context)  // => true

print(matmul(weights, shuffledV))

/// The values, averaged by how well their keys fit the query.
func softLookUp(
  _ query: [Float], keys: [[Float]], values: [[Float]],
  sharpness: Float
) -> [Float] {
  let grown = keys.map { key in
    exp(sharpness * zip(query, key).map { $0 * $1 }.reduce(0, +))
  }
  let total = grown.reduce(0, +)
  return values[0].indices.map { entry in
    zip(grown, values).map { $0 / total * $1[entry] }.reduce(0, +)
  }
}

let keys: [[Float]] = [[0, 1], [1, 0], [0, -1], [-1, 0]]
let values: [[Float]] = [[6, 1], [14, 0], [23, 3], [12, 8]]
let byHand = softLookUp(
  [0.8, 0.6], keys: keys, values: values, sharpness: 4)
Tensor(byHand).isClose(to: context)  // => true

let Q: Tensor = [[0.8, 0.6], [0, 1], [-0.6, -0.8]]
let contexts = scaledDotProductAttention(
  query: Q, key: K, value: V, scale: beta)
print(contexts)

contexts[0].isClose(to: context)  // => true

// This must stop the program:
// scaledDotProductAttention(query: Q, key: K, value: V[0..<3])

// This must stop the program:
// let careless = ["north": 6, "north": 6, "east": 14]

do {
let twice = [0, 0, 1, 2, 3]
print(scaledDotProductAttention(
  query: Q[0...0], key: K.gathering(twice),
  value: V.gathering(twice), scale: beta))
}

do {
let enough = log(99 * Float(n - 1)) / 0.2
print("sharpness:", enough)
print("weight of east:", softmax(enough * s)[best])
}

do {
func forecast(_ query: Tensor) -> Tensor {
  matmul(softmax(beta * matmul(K, query)), K)
}
print(forecast(q))
}

do {
let wrong = matmul(softmax(beta * s), K)
wrong.isClose(to: context)         // => false
wrong.norm() <= 1                  // => true
}

do {
let half = Float(0.5).squareRoot()
let tied = matmul(K, Tensor([half, half]))
print("weights:", softmax(1000 * tied))
print("forecast:", matmul(softmax(1000 * tied), V))
print("argmax:", names[tied.argmax()])
}
