// Masks
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 09-masks.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let n = 4
let dK: Float = 3
let Q = Tensor.randomNormal([n, 3], seed: 1)
let K = Tensor.randomNormal([n, 3], seed: 2)
let V = Tensor.randomNormal([n, 2], seed: 3)
let S = attentionScores(query: Q, key: K)
print(S)

let byHand = Tensor((0..<n).map { i in
  (0..<n).map { j in j <= i ? 0 : -Float.infinity }
})
let causal = Mask.causal(n)
causal.additive == byHand // => true
print(causal.additive)

let weights = softmax(S + causal.additive)
print(weights)

let masked = attentionWeights(query: Q, key: K, mask: causal)
masked.isClose(to: weights) // => true

let twoScores: Tensor = [1, 2]
let push: Float = -3.5
let secondWeight = softmax(twoScores + Tensor([0, push]))[1]
print(secondWeight)

let zeroedLate = softmax(S) * causal.visibility
print(zeroedLate.sum(axis: -1))

_ = barChart(
  title: "What the third query gives to each token",
  x: "token", y: "weight", labels: (1...n).map(String.init),
  Bars("no mask", softmax(S)[2]),
  Bars("masked before", weights[2]),
  Bars("set to zero afterwards", zeroedLate[2]))

let K2 = concatenate([K[0..<3], K[3...] + 2])  // another token 4
let S2 = attentionScores(query: Q, key: K2)
let zeroedLate2 = softmax(S2) * causal.visibility
print("before:", zeroedLate[0])
print("after: ", zeroedLate2[0])

let late = softmax([0.5, 200]) * [1, 0]  // the second is hidden
print(late / late.sum())

func attend(_ K: Tensor, _ V: Tensor) -> Tensor {
  scaledDotProductAttention(
    query: Q, key: K, value: V, mask: .causal(n))
}

func sameBits(_ a: Tensor, _ b: Tensor) -> Bool {
  a.scalars.map(\.bitPattern) == b.scalars.map(\.bitPattern)
}

let V2 = concatenate([V[0..<3], V[3...] * -7])
let before = attend(K, V)
let after = attend(K2, V2)
sameBits(before[0..<3], after[0..<3]) // => true
sameBits(before[3...], after[3...])   // => false

let broken = concatenate([V[0..<3], [[.nan, .nan]]])
print(matmul(weights, broken))

print(attend(K, broken))

let all = Mask.window(8, left: nil, right: nil)
_ = maskGallery(
  title: "Who may see whom: a row is a query, a column is a key",
  ("causal", .causal(8)),
  ("padding", all && .firstKeys(5, of: 8)),
  ("window", .slidingWindow(8, size: 3)),
  ("prefix", .prefix(3, queries: 8)),
  ("documents", .documents([0, 0, 0, 1, 1, 2, 2, 2])))

let band = Mask.window(8, left: 2, right: 2)
Mask.slidingWindow(8, size: 3) == (.causal(8) && band) // => true
let packed = Mask.documents([0, 0, 1, 1]) && causal
print(packed.visibility)

let together = scaledDotProductAttention(
  query: Q, key: K, value: V, mask: packed)
let alone = [0..<2, 2..<4].map { part in
  scaledDotProductAttention(
    query: Q[part], key: K[part], value: V[part], mask: .causal(2))
}
together.isClose(to: concatenate(alone)) // => true

let batch = Mask.padding(lengths: [4, 2], keys: 4)
batch.shape // => [2, 1, 1, 4]

// This must stop the program:
// attentionWeights(query: Q, key: K, mask: .causal(3))

let filledLeft = causal && !Mask.firstKeys(2, of: n)
print(filledLeft.visibility)

func plainSoftmax(_ scores: Tensor) -> Tensor {
  let largest = scores.max(axis: -1, keepingAxis: true)
  let terms = exp(scores - largest)
  return terms / terms.sum(axis: -1, keepingAxis: true)
}

print(plainSoftmax(S + filledLeft.additive))

let large = filledLeft.visibility.map { $0 == 1 ? 0 : -1e9 }
print(plainSoftmax(S + large))

Float(1e9).ulp          // => 64.0
Float(-1e9) + 5 == -1e9 // => true

print(attentionWeights(query: Q, key: K, mask: filledLeft))

let zeros = attentionWeights(query: Q, key: K, mask: filledLeft)
let mean = plainSoftmax(S + large)
zeros[2...].isClose(to: mean[2...]) // => true

let layer1 = matmul(plainSoftmax(S + filledLeft.additive), V)
print(matmul(zeros, layer1))  // what a second layer would read

print(attentionWeights(query: Q, key: K, mask: !causal))

func attendReversed(_ K: Tensor, _ V: Tensor) -> Tensor {
  scaledDotProductAttention(
    query: Q, key: K, value: V, mask: !causal)
}

let first3 = attendReversed(K, V)[0..<3]
sameBits(first3, attendReversed(K2, V2)[0..<3]) // => false

print(softmax(S + causal.visibility))

// This must not compile:
// softmax(S + causal)

func keysOfLastQuery(_ mask: Mask) -> Float {
  mask.visibility[7].sum()
}

keysOfLastQuery(.slidingWindow(8, size: 3))      // => 3.0
keysOfLastQuery(.window(8, left: 3, right: 0))   // => 4.0

func reach(_ mask: Mask, layers: Int) -> Int {
  let start = Tensor.identity(mask.shape[0])
  let paths = (0..<layers).reduce(start) { paths, _ in
    matmul(paths, mask.visibility)
  }
  return paths[mask.shape[0] - 1].scalars.count { $0 > 0 }
}

let reached = reach(.slidingWindow(20, size: 3), layers: 4)
reached                                               // => 9
reach(.window(20, left: 3, right: 0), layers: 4)      // => 13

print("the first beside the first:")
print(Mask.causal(2, keys: 5, aligned: .first))
print("the last beside the last:")
print(Mask.causal(2, keys: 5, aligned: .last))

let same = Mask.causal(5, keys: 5, aligned: .last)
same == .causal(5, keys: 5, aligned: .first) // => true

do {
Mask.causal(8).visibility.sum()                 // => 36.0
Mask.slidingWindow(8, size: 3).visibility.sum() // => 21.0
}

do {
let strict = Mask.causal(4, offset: -1)
print(strict)
print(attentionWeights(query: Q, key: K, mask: strict))
}

do {
let window = Mask(
  (0..<4).map { query in (0..<4).map { key in key - query < 3 } })
window.visibility[3].sum() // => 4.0
}

do {
let byHand = Mask(
  (0..<4).map { query in (0..<4).map { key in key - query < 3 } })
let old = scaledDotProductAttention(
  query: Q, key: K, value: V, mask: byHand)
let new = scaledDotProductAttention(
  query: Q, key: K2, value: V2, mask: byHand)
sameBits(old[0..<3], new[0..<3]) // => false
}
