// Appendix: a gallery of figures and prose
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit appendix-gallery.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let tokens = ["the", "cat", "sat", "down"]
let Q = Tensor.randomNormal([4, 8], seed: 1)
let K = Tensor.randomNormal([4, 8], seed: 2)
let weights = attentionWeights(query: Q, key: K)

_ = heatMap(
  weights, title: "Attention weights", rows: tokens, columns: tokens)

_ = heatMap(
  concatenate([weights, softmax(matmul(Q, K.transposed()))], axis: 1),
  title: "The same weights with the scale, and without", rows: tokens,
  columns: tokens + tokens, scale: .range(0, 1),
  columnGroups: ["scaled by 1/√d_k": 4, "unscaled": 4])

let waves = sinusoidalPositions(48, size: 32)
_ = heatMap(
  waves.transposed(),
  title: "Sinusoidal positions: features by position")

_ = attentionLines(
  weights, title: "Who looks where", queries: tokens, keys: tokens)

_ = attentionLines(
  choosing: "direction",
  among: [("forth", weights), ("back", softmax(weights.transposed()))],
  title: "Who looks where, both ways", queries: tokens, keys: tokens)

_ = maskGallery(
  title: "Which keys a query may see",
  ("causal", .causal(8)),
  ("sliding window", .slidingWindow(8, size: 3)),
  ("window and sink", .slidingWindow(8, size: 3, sinks: 1)),
  ("two documents", .documents([0, 0, 0, 0, 0, 1, 1, 1])))

_ = shapeDiagram(
  "The scores",
  .matrix("Q", Q, "m", "d_k"), "·",
  .matrix("Kᵀ", K.transposed(), "d_k", "n"), "=",
  .matrix("S", matmul(Q, K.transposed()), "m", "n"))

let V = Tensor.randomNormal([4, 8], seed: 9)
let query = Box("Q", Q, "n", "d_k"), key = Box("K", K, "n", "d_k")
let value = Box("V", V, "n", "d_v")
let scoreBox = Box("S", matmul(Q, K.transposed()), "n", "n")
let weightBox = Box("A", weights, "n", "n")
let context = Box("C", matmul(weights, V), "n", "d_v")
_ = flowDiagram(
  "Scaled dot-product attention",
  .arrow(query, key, to: scoreBox, label: "QKᵀ / √d_k"),
  .arrow(scoreBox, to: weightBox, label: "softmax"),
  .arrow(weightBox, value, to: context))

let blockInput = Box("x", shape: [4, 8], sizeNames: ["n", "d"])
let blockOutput = Box("y", shape: [4, 8], sizeNames: ["n", "d"])
let firstNorm = Box("LayerNorm", group: "one block")
let attend = Box("self-attention", group: "one block")
let firstSum = Box("+", group: "one block")
let secondNorm = Box("LayerNorm", group: "one block")
let feed = Box("feed-forward", group: "one block")
let secondSum = Box("+", group: "one block")
_ = flowDiagram(
  "A Transformer block",
  .chain(blockInput, firstNorm, attend, firstSum),
  .arrow(blockInput, to: firstSum),
  .chain(firstSum, secondNorm, feed, secondSum, blockOutput),
  .arrow(firstSum, to: secondSum))

let threeScores: Tensor = [2, 1, -1]
let threeShares = softmax(threeScores)
_ = flowDiagram(
  "Softmax of three",
  .chain(
    Box("scores", showing: threeScores), Box("softmax"),
    Box("shares", showing: threeShares)))

_ = vectorDiagram(
  "A query that turns, and two keys",
  .turning("query", [[1.5, 0], [1.3, 0.75], [0.75, 1.3]]),
  .vector("key 1", [2, 0.5]), .vector("key 2", [-0.5, 1.5]),
  .angle("query", "key 1"))

let turnings = outer(Tensor([0, 1, 2, 8]), Tensor([1, 0.25, 0.0625]))
_ = rotationDiagram(
  "Three hands, each slower than the one before", angles: turnings,
  rows: ["0", "1", "2", "8"].map { "position \($0)" },
  columns: ["θ_1 = 1", "θ_2 = 1/4", "θ_3 = 1/16"])

let start = Tensor([2, 1, -1])
_ = stepDiagram(
  "Softmax, one step at a time",
  .step("scores", start),
  .step("minus the largest", start - 2),
  .step("exponentials", exp(start - 2)),
  .step("shares", softmax(start)))

let lengths = [1024, 4096, 16384]
_ = table(
  "What one head's scores take",
  .column("tokens", lengths),
  .column(
    "scores", unit: "millions", lengths.map { Double($0 * $0) / 1e6 },
    decimals: 1),
  .column(
    "memory", unit: "MiB", lengths.map { 4 * $0 * $0 / 1_048_576 }))

let sizes = [4, 16, 64, 256, 1024]
func largest(_ n: Int, scale: Float) -> Double {
  let q = Tensor.randomNormal([64, 64], seed: 3)
  let k = Tensor.randomNormal([n, 64], seed: 4)
  let weights = attentionWeights(query: q, key: k, scale: scale)
  return Double(weights.max(axis: -1).mean())
}
_ = lineChart(
  title: "How sharp attention is",
  x: Axis("keys", scale: .log), y: "largest weight, mean",
  .line(
    "scaled", x: sizes, y: sizes.map { largest($0, scale: 1 / 8) }),
  .line(
    "unscaled", x: sizes, y: sizes.map { largest($0, scale: 1) }))

let scores = stride(from: -4, through: 4, by: 0.25).map { Float($0) }
func share(_ score: Float, at temperature: Float) -> Float {
  softmax(Tensor([score, 0]), temperature: temperature).scalars[0]
}
_ = lineChart(
  title: "The weight of one key beside another",
  x: "score", y: Axis("weight", scale: .log),
  .line("τ = 0.5", x: scores, y: scores.map { share($0, at: 0.5) }),
  .line("τ = 1", x: scores, y: scores.map { share($0, at: 1) }),
  .line("τ = 2", x: scores, y: scores.map { share($0, at: 2) }))

let headings = stride(from: 0, through: 360, by: 10).map { $0 }
_ = lineChart(
  title: "The nearest of four winds",
  x: Axis("direction", unit: "°"), y: Axis("wind", unit: "°"),
  .steps(
    "nearest wind", x: headings,
    y: headings.map { ($0 + 45) / 90 * 90 }),
  .reference("direction itself", x: headings, y: headings))

let x = Tensor.randomUniform([60], in: 0..<6, seed: 5)
let noise = Tensor.randomNormal([60], standardDeviation: 0.2, seed: 6)
let grid = stride(from: Float(0), through: 6, by: 0.1).map { $0 }
_ = scatterChart(
  title: "A noisy sine", x: "x", y: "y",
  .points("data", x: x, y: sin(x) + noise),
  .reference("sine", x: grid, y: sin(Tensor(grid))))

let uniform = attentionWeights(query: Q, key: K, scale: 0.01)
_ = barChart(
  title: "Entropy of each query's weights",
  x: "query", y: Axis("entropy", unit: "nats"), labels: tokens,
  Bars("scaled by 1/√8", entropy(weights)),
  Bars("scaled by 1/100", entropy(uniform)))

let q = Tensor.randomNormal([100, 64], seed: 7)
let k = Tensor.randomNormal([100, 64], seed: 8)
_ = histogram(
  matmul(q, k.transposed()),
  title: "10,000 dot products of random vectors, d = 64",
  x: "score", bins: 32)

_ = lineChart(
  title: "A gap", x: "step", y: Axis("loss", scale: .log),
  .line("loss", x: 1...7, y: [2, 0.9, 0.4, .nan, 0.09, 0.04, 0.02]))

import Foundation

let phi: Float = 0.6
let beta: Float = 4
let winds = ["north", "east", "south", "west"]
let windKeys = Tensor([[0, 1], [1, 0], [0, -1], [-1, 0]])
let direction = Tensor([cos(phi), sin(phi)])
let windScores = matmul(windKeys, direction)
let windWeights = softmax(beta * windScores)

_ = vectorDiagram(
  "A query among four winds",
  parts: [.vector("query", direction)]
    + (0..<4).map { .vector(winds[$0], windKeys[$0]) })

_ = barChart(
  title: "What the query gives to each wind", x: "wind", y: "weight",
  labels: winds, Bars("weight", windWeights))

let windowWidth = 2.5
let pairScores = Tensor([
  [0.5, 1.25, -0.5, 0.75], [1.5, 0.25, 0.5, -1],
  [-0.25, 0.75, 1.5, 0.5], [1, -0.5, 0.25, 0.75],
])
func isSeen(_ i: Int, _ j: Int) -> Float {
  j <= i && Double(i - j) < windowWidth ? 1 : 0
}
let seenRows: [[Float]] = (0..<4).map { i in
  (0..<4).map { isSeen(i, $0) }
}
let seen = Tensor(seenRows)
let localWeights = softmax(pairScores + log(seen))

_ = attentionLines(
  localWeights, title: "Within a window", queries: tokens, keys: tokens)

struct Glance: Displayable {
  var from: String
  var to: String
  var displayText: String { "\(from) → \(to)" }
}
print([Glance(from: "cat", to: "the"), Glance(from: "sat", to: "cat")])

print(softmax(Tensor([1, .nan])).description)

print(tokens[weights[1].argmax()])

print(tokens[weights[3].argmax()])

/// Long set-up code stands behind one line, and runs like all other.
let positions = Array(0..<tokens.count)

// This must not compile:
// let count: Int = weights

// This must stop the program:
// precondition(positions.isEmpty, "there are tokens")
