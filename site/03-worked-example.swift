// The worked example
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 03-worked-example.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let Q: Tensor = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
let K: Tensor = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
let V: Tensor = [[3, 2, 1], [2, 1, 0], [1, 0, 0]]
let n = 3          // how many keys there are, and values
let dK: Float = 3  // how long a key is, and a query

let queryBox = Box("Q", Q, "n", "d_k"), keyBox = Box("K", K, "n", "d_k")
let valueBox = Box("V", V, "n", "d_v"), scoreBox = Box("S, similarity")
let weightBox = Box("α, weights")
_ = flowDiagram(
  "The three steps",
  .arrow(queryBox, keyBox, to: scoreBox, label: "1: QKᵀ / √d_k"),
  .arrow(scoreBox, to: weightBox, label: "2: softmax of each row"),
  .arrow(
    weightBox, valueBox, to: Box("context"), label: "3: weighted sums"))

let S = matmul(Q, K.transposed()) / dK.squareRoot()
print(S.shown(decimals: 8))

let weights = softmax(S)  // over the last axis: along each row
print(weights.shown(decimals: 8))

import Foundation

let largest = exp(1 / 3.0.squareRoot())  // in double precision
let total = largest + 2
print([largest / total, 1 / total].map { ($0 * 1e8).rounded() / 1e8 })

_ = heatMap(
  weights, title: "How much each query takes of each value",
  rows: ["query 1", "query 2", "query 3"],
  columns: ["value 1", "value 2", "value 3"], scale: .range(0, 1))

let context = matmul(weights, V)
print(context.shown(decimals: 8))

_ = flowDiagram(
  "From scores to contexts",
  .chain(
    Box("S, similarity", showing: S), Box("softmax"),
    Box("α, weights", showing: weights), Box("weighted sums of V"),
    Box("context", showing: context)))

let (same, other) = (largest / total, 1 / total)
let exact = (0..<3).map { i in
  (0..<3).map { entry in
    (0..<3).map { j in
      (i == j ? same : other) * Double(V[j, entry])
    }.reduce(0, +)
  }
}
print(exact.map { $0.map { ($0 * 1e8).rounded() / 1e8 } })

print(0.47108308 * V[0] + 0.26445846 * V[1] + 0.26445846 * V[2])

_ = shapeDiagram(
  "Similarity: Q and Kᵀ meet in the length of a key",
  .matrix("Q", Q, "n", "d_k"), "·",
  .matrix("Kᵀ", K.transposed(), "d_k", "n"), "=",
  .matrix("S", S, "n", "n"))

typealias Rows = [[Float]]

/// Attention as the formulas say it, in plain Swift.
func attentionByHand(_ Q: Rows, _ K: Rows, _ V: Rows) -> Rows {
  Q.map { query in
    let scores = K.map { key in
      let products = zip(query, key).map { $0 * $1 }
      return products.reduce(0, +) / Float(key.count).squareRoot()
    }
    // Subtract the largest score, so that exp can't overflow.
    let largest = scores.max() ?? 0
    let exponentials = scores.map { exp($0 - largest) }
    let total = exponentials.reduce(0, +)
    return V[0].indices.map { entry in
      zip(exponentials, V).map { $0 / total * $1[entry] }
        .reduce(0, +)
    }
  }
}

let ones: Rows = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
let values: Rows = [[3, 2, 1], [2, 1, 0], [1, 0, 0]]
let byHand = Tensor(attentionByHand(ones, ones, values))
print(byHand)

let answer = scaledDotProductAttention(query: Q, key: K, value: V)
answer.isClose(to: context) // => true
byHand.isClose(to: context) // => true

let terms = (0..<n).map { i in
  scaledDotProductAttention(
    query: Q[i...i], key: K[i...i], value: V[i...i])
}
print(terms[0] + terms[1] + terms[2])

print(context.sum(axis: 0))

// Each column of the weights sums to one, instead of each row.
func wrongAxis(_ Q: Tensor, _ K: Tensor, _ V: Tensor) -> Tensor {
  matmul(softmax(attentionScores(query: Q, key: K), axis: 0), V)
}

// QK instead of QKᵀ.
func keyNotTransposed(_ Q: Tensor, _ K: Tensor, _ V: Tensor)
  -> Tensor
{
  matmul(softmax(matmul(Q, K) / Float(K.columns).squareRoot()), V)
}

// No division by √d_k.
func notScaled(_ Q: Tensor, _ K: Tensor, _ V: Tensor) -> Tensor {
  matmul(softmax(matmul(Q, K.transposed())), V)
}

// Vᵀ instead of V.
func valueTransposed(_ Q: Tensor, _ K: Tensor, _ V: Tensor)
  -> Tensor
{
  matmul(attentionWeights(query: Q, key: K), V.transposed())
}

// Σ over i instead of Σ over j.
func sumOverQueries(_ Q: Tensor, _ K: Tensor, _ V: Tensor)
  -> Tensor
{
  matmul(attentionWeights(query: Q, key: K).transposed(), V)
}

wrongAxis(Q, K, V).isClose(to: context)        // => true
keyNotTransposed(Q, K, V).isClose(to: context) // => true
notScaled(Q, K, V).isClose(to: context)        // => false
valueTransposed(Q, K, V).isClose(to: context)  // => true
sumOverQueries(Q, K, V).isClose(to: context)   // => true

let q: Tensor = [[0.2, -1.1, 0.7], [1.3, 0.4, -0.6]]
let k: Tensor = [[0.9, -0.3, 1.2], [-0.8, 1.5, 0.1]]
let v: Tensor = [[1, -2, 3, 0.5], [-1.5, 4, 0, 2]]
let right = scaledDotProductAttention(query: q, key: k, value: v)
print(right)

_ = shapeDiagram(
  "Attention with sizes that differ",
  .matrix("Q", q, "m", "d_k"), "·",
  .matrix("Kᵀ", k.transposed(), "d_k", "n"), "→",
  .matrix("A", attentionWeights(query: q, key: k), "m", "n"), "·",
  .matrix("V", v, "n", "d_v"), "=",
  .matrix("C", right, "m", "d_v"))

wrongAxis(q, k, v).isClose(to: right)      // => false
notScaled(q, k, v).isClose(to: right)      // => false
sumOverQueries(q, k, v).isClose(to: right) // => false

// This must stop the program:
// keyNotTransposed(q, k, v)

// This must stop the program:
// valueTransposed(q, k, v)

do {
print(attentionWeights(query: Q, key: K * 10))
}

do {
func passes(_ f: (Tensor, Tensor, Tensor) -> Tensor) -> Bool {
  f(q, k.gathering([1, 0]), v.gathering([1, 0]))
    .isClose(to: f(q, k, v))
}
print([wrongAxis, notScaled, sumOverQueries].map { passes($0) })
}

do {
let sums = attentionWeights(query: q, key: k).sum(axis: 0)
print("columns of the weights sum to", sums)
print("sum of the contexts:", right.sum(axis: 0))
print("sum of the values:  ", v.sum(axis: 0))
}

do {
func scaledByCount(_ Q: Tensor, _ K: Tensor, _ V: Tensor)
  -> Tensor
{
  let scores = matmul(Q, K.transposed())
  return matmul(softmax(scores / Float(K.rows).squareRoot()), V)
}
scaledByCount(Q, K, V).isClose(to: context) // => true
}

do {
let scores = matmul(q, k.transposed())
let wrong = matmul(softmax(scores / Float(k.rows).squareRoot()), v)
wrong.isClose(to: right) // => false
}
