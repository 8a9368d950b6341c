// Self- and cross-attention
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 07-self-and-cross-attention.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let french = ["le", "chat", "noir", "et", "le", "chien"]
let english = ["the", "black", "cat"]

let X: Tensor = [
  // article, cat, dog, black, and; letters, vowels
  [1, 0, 0, 0, 0, 2, 1],  // le
  [0, 1, 0, 0, 0, 4, 1],  // chat
  [0, 0, 0, 1, 0, 4, 2],  // noir
  [0, 0, 0, 0, 1, 2, 1],  // et
  [1, 0, 0, 0, 0, 2, 1],  // le
  [0, 0, 1, 0, 0, 5, 2],  // chien
]

let Y: Tensor = [
  // the, cat, dog, black
  [1, 0, 0, 0],  // the
  [0, 0, 0, 1],  // black
  [0, 1, 0, 0],  // cat
]

let wQ = 10 * Tensor([
  [1, 0, 0, 0, 0],  // the: article
  [0, 1, 0, 0, 0],  // cat
  [0, 0, 1, 0, 0],  // dog
  [0, 0, 0, 1, 0],  // black
])
let wK = Tensor.identity(7)[0..., 0..<5]
let wV = Tensor.identity(7)[0..., 5..<7]
let (Q, K, V) = (matmul(Y, wQ), matmul(X, wK), matmul(X, wV))

/// Whether attention refuses these shapes.
func shapesFail(_ q: [Int], _ k: [Int], _ v: [Int]) -> Bool {
  q[1] != k[1] || k[0] != v[0]
}

let weights = softmax(
  matmul(Q, K.transposed()) / Float(5).squareRoot())
let context = matmul(weights, V)
print(context)

let askBox = Box("Y: 3 words ask", Y)
let answerBox = Box("X: 6 answer", X)
let queryBox = Box("Q", Q, "m", "d_k")
let keyBox = Box("K", K, "n", "d_k")
let valueBox = Box("V", V, "n", "d_v")
let scoreBox = Box(
  "scores", matmul(Q, K.transposed()), "m", "n")
let weightBox = Box("weights", weights, "m", "n")
_ = flowDiagram(
  "Cross-attention: 3 words ask 6",
  .arrow(askBox, to: queryBox, label: "W_Q"),
  .arrow(answerBox, to: keyBox, label: "W_K"),
  .arrow(answerBox, to: valueBox, label: "W_V"),
  .arrow(queryBox, keyBox, to: scoreBox, label: "QKᵀ / √d_k"),
  .arrow(scoreBox, to: weightBox, label: "softmax of each row"),
  .arrow(
    weightBox, valueBox, to: Box("context", context, "m", "d_v")))

let byLibrary = scaledDotProductAttention(
  query: Q, key: K, value: V)
byLibrary.isClose(to: context) // => true

_ = attentionLines(
  weights, title: "The English words look at the French ones",
  queries: english, keys: french)

let one = attentionSteps(query: Q, key: K, value: V)
let other = attentionSteps(query: Q, key: K, value: V * 100)
print(other.weights == one.weights)

let shuffledKeys = K.gathering([5, 4, 3, 2, 1, 0])
print(scaledDotProductAttention(query: Q, key: shuffledKeys, value: V))

print("a query:  ", Q[2])
print("a context:", context[2])

let wSelf = 10 * Tensor([
  [1, 0, 0, 0, 0],  // an article looks for articles
  [0, 1, 0, 0, 0],  // a cat for cats
  [0, 0, 1, 0, 0],  // a dog for dogs
  [0, 1, 1, 0, 0],  // black for cats and dogs
  [0, 0, 0, 0, 1],  // and for and
  [0, 0, 0, 0, 0],  // letters and vowels for nothing
  [0, 0, 0, 0, 0],
])
let selfWeights = attentionWeights(query: matmul(X, wSelf), key: K)
_ = heatMap(
  selfWeights, title: "A French sentence looks at itself",
  rows: french, columns: french)

let layer = MultiHeadAttention(
  heads: 1, queryWeight: wSelf, keyWeight: wK, valueWeight: wV,
  outputWeight: wV.transposed())
let selfContext = matmul(selfWeights, matmul(X, wV))
let expected = matmul(selfContext, wV.transposed())
layer(X).isClose(to: expected) // => true
layer(X).shape                 // => [6, 7]

let sequenceBox = Box("X: 6 ask and answer", X)
let selfQueryBox = Box("Q", matmul(X, wSelf), "n", "d_k")
let selfKeyBox = Box("K", K, "n", "d_k")
let selfValueBox = Box("V", V, "n", "d_v")
let selfWeightBox = Box("weights", selfWeights, "n", "n")
let selfContextBox = Box("context", selfContext, "n", "d_v")
_ = flowDiagram(
  "Self-attention: 6 words ask each other",
  .arrow(sequenceBox, to: selfQueryBox, label: "W_Q"),
  .arrow(sequenceBox, to: selfKeyBox, label: "W_K"),
  .arrow(sequenceBox, to: selfValueBox, label: "W_V"),
  .arrow(
    selfQueryBox, selfKeyBox, to: selfWeightBox,
    label: "softmax(QKᵀ / √d_k)"),
  .arrow(selfWeightBox, selfValueBox, to: selfContextBox),
  .arrow(selfContextBox, to: Box("output", layer(X)), label: "W_O"))

let swap = [0, 5, 2, 3, 4, 1]
let swapped = X.gathering(swap)
let before = layer(X)[2]        // noir
let after = layer(swapped)[2]   // noir again
after.isClose(to: before)       // => true

let order = [2, 0, 5, 4, 1, 3]
let P = Tensor.identity(6).gathering(order)
let reordered = matmul(P, X)
reordered == X.gathering(order)                         // => true
layer(reordered).isClose(to: matmul(P, layer(X)))       // => true

let batchQ = Tensor.randomNormal([2, 3, 5], seed: 1)
let batchK = Tensor.randomNormal([2, 6, 5], seed: 2)
let matrixK = batchK[0]
print("a matrix:", matrixK.shape, "axis 1 is", matrixK.shape[1])
print("a batch: ", batchK.shape, "axis 1 is", batchK.shape[1])

let scores = attentionScores(query: batchQ, key: batchK)
print(softmax(scores, axis: 1).sum(axis: -1)[0])
print(softmax(scores, axis: -1).sum(axis: -1)[0])

func countedMultiplications() -> Int {
  var count = 0
  for _ in 0..<Q.rows {
    for _ in 0..<K.rows {
      for _ in 0..<K.columns { count += 1 }  // the score of a pair
      for _ in 0..<V.columns { count += 1 }  // weight times value
    }
  }
  return count
}
let counted = countedMultiplications()
print(counted)

let d = 512
let attention = MultiHeadAttention(features: d, heads: 1, seed: 1)
let cell = RNNCell(inputSize: d, hiddenSize: d, seed: 1)
let kernel = Tensor.zeros([3, d, d])  // a convolution, width 3

func attentionCost(_ n: Int) -> Int {
  let projections = [
    attention.queryWeight, attention.keyWeight,
    attention.valueWeight, attention.outputWeight,
  ]
  let learned = projections.map(\.count).reduce(0, +)
  return n * learned + n * n * (d + d)
}
func recurrentCost(_ n: Int) -> Int {
  n * (cell.inputWeight.count + cell.stateWeight.count)
}
func convolutionCost(_ n: Int) -> Int { n * kernel.count }

print("n: attention, recurrent, convolution; weights held")
for n in [10, 100, 1000, 10_000] {
  let costs = [
    attentionCost(n), recurrentCost(n), convolutionCost(n),
  ]
  let held = Float(n * n) / 1e6
  print("\(n):", costs.map { $0 / 1_000_000 }, held)
}

let poisoned = concatenate(
  [.full([1, 4], .nan), .zeros([15, 4])])

/// At which step each row first depends on row 1.
func firstHeard(_ layers: [(Tensor) -> Tensor]) -> Tensor {
  var x = poisoned
  var heard = [Float](repeating: 0, count: 16)
  for (step, layer) in layers.enumerated() {
    x = layer(x)
    for row in 0..<16 where x[row, 0].isNaN && heard[row] == 0 {
      heard[row] = Float(step + 1)
    }
  }
  return Tensor(heard)
}

func convolution(distance: Int) -> (Tensor) -> Tensor {
  { x in
    let edge = Tensor.zeros([distance, 4])
    let padded = concatenate([edge, x, edge])
    return (padded[0..<16] + x + padded[(2 * distance)...]) / 3
  }
}
/// One step of a recurrent network: row `t` and the state so far.
func step(_ t: Int) -> (Tensor) -> Tensor {
  let cell = RNNCell(inputSize: 4, hiddenSize: 4, seed: 2)
  return { x in
    let state = t == 0 ? Tensor.zeros([4]) : x[t - 1]
    let new = cell(x[t], state: state).reshaped([1, 4])
    return concatenate([x[0..<t], new, x[(t + 1)...]])
  }
}

let oneHead = MultiHeadAttention(features: 4, heads: 1, seed: 3)
let heard = stack([
  firstHeard([{ oneHead($0) }]),
  firstHeard((0..<16).map { step($0) }),
  firstHeard((0..<15).map { _ in convolution(distance: 1) }),
  firstHeard([1, 2, 4, 8].map { convolution(distance: $0) }),
])
_ = heatMap(
  heard, title: "Steps until each row depends on row 1",
  rows: ["attention", "recurrent", "convolution", "dilated"])

// This must stop the program:
// scaledDotProductAttention(query: Q, key: K, value: V[0..<5])

do {
let fewer = scaledDotProductAttention(
  query: Q[0..<2], key: K, value: V)
fewer.isClose(to: context[0..<2]) // => true
}

do {
let W = Tensor.randomNormal([7, 5], seed: 4)
let both = matmul(X, W)
let steps = attentionSteps(query: both, key: both, value: X)
steps.scores.isClose(to: steps.scores.transposed())   // => true
steps.weights.isClose(to: steps.weights.transposed()) // => false
}

do {
let swapped = attentionWeights(query: K, key: Q)
swapped.shape // => [6, 3]
}

do {
let query = matmul(X, wSelf)
let wrong = attentionWeights(query: K, key: query)
wrong.shape == selfWeights.shape    // => true
wrong.isClose(to: selfWeights)      // => false
}
