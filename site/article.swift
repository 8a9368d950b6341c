// The article, point by point
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit article.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let Q: Tensor = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
let K: Tensor = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
let V: Tensor = [[3, 2, 1], [2, 1, 0], [1, 0, 0]]
let dK: Float = 3
let n = 3

let q: Tensor = [[0.2, -1.1, 0.7], [1.3, 0.4, -0.6]]
let k: Tensor = [[0.9, -0.3, 1.2], [-0.8, 1.5, 0.1]]
let v: Tensor = [[1, -2, 3, 0.5], [-1.5, 4, 0, 2]]
let steps = attentionSteps(query: q, key: k, value: v)
let (S, weights) = (steps.scores, steps.weights)
let context = steps.context

attentionWeights(query: q, key: k) == weights            // => true
let tenTimes = attentionSteps(query: q, key: k, value: 10 * v)
tenTimes.weights == weights                              // => true
let longKeys = attentionWeights(query: q, key: 10 * k)
longKeys.isClose(to: weights)                            // => false

/// The weight of a key that is the query, if all others are its
/// opposite, with the cosine as the score.
func largest(keys n: Int) -> Float {
  let others = Array(repeating: -q[0], count: n - 1)
  let keys = stack([q[0]] + others)
  return softmax(CosineScore()(query: q[0...0], key: keys))[0, 0]
}
print([10, 100, 1000].map { largest(keys: $0) })

let large: Tensor = [1000, 1001]
print("as written:", exp(large) / exp(large).sum())
print("safe:      ", softmax(large))

let articleWeights = attentionWeights(query: Q, key: K)
let articleContext = matmul(articleWeights, V)

import Foundation

let total = exp(1 / 3.0.squareRoot()) + 2
let (same, other) = ((total - 2) / total, 1 / total)
let exact = (0..<n).map { i in
  (0..<n).map { entry in
    (0..<n).map { j in
      (i == j ? same : other) * Double(V[j, entry])
    }.reduce(0, +)
  }
}
print(exact.map { $0.map { ($0 * 1e8).rounded() / 1e8 } })

print("article:", articleContext.sum(axis: 0), V.sum(axis: 0))
print("second: ", context.sum(axis: 0), v.sum(axis: 0))
