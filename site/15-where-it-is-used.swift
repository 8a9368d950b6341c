// Where it is used
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 15-where-it-is-used.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let rowsBox = Box("rows"), keyBox = Box("keys"), valueBox = Box("values")
let lookBox = Box("weights"), seenBox = Box("average")
_ = flowDiagram(
  "The same mechanism for words, sentences, frames and patches",
  .arrow(rowsBox, to: keyBox), .arrow(rowsBox, to: valueBox),
  .arrow(
    Box("query"), keyBox,
    to: lookBox, label: "softmax"),
  .arrow(lookBox, valueBox, to: seenBox),
  .arrow(seenBox, to: Box("a word, a class")))

let state: Tensor = [1.5, -0.5, 1]    // what the decoder wants
let W_a: Tensor = [
  [2, 0.3, -1, 0.5], [0.4, 1, 0.7, -2], [-1, 2, 0.2, 1],
]
let K: Tensor = [
  [1, 0, 1, 0.5], [0.2, 1, 0.6, 1], [0.7, 0.3, 2, 0.1],
]
let V: Tensor = [[1, 0], [0.2, 1], [0.5, 0.7]]
let lookWeights = softmax(matmul(matmul(K, W_a.transposed()), state))
let lookContext = matmul(V.transposed(), lookWeights)
print(lookWeights)

let X: Tensor = [
  [1, 0, 0.5], [0.2, 1, 1], [0, 0.4, 2], [1.5, 1, 0.3],
]
let W_K: Tensor = [[1, -0.4], [0.5, 2], [-1, 0.6]]
let q: Tensor = [0.8, 1.1]

func pooled(_ X: Tensor) -> Tensor {
  matmul(softmax(matmul(matmul(X, W_K), q)), X)
}
print(pooled(X))

let picture = Tensor.randomNormal([12, 9], seed: 6)
// Rows of patches, rows in each, columns of patches, columns in each.
let patchRows = picture.reshaped([4, 3, 3, 3])
  .permuted([0, 2, 1, 3]).reshaped([12, 9])
print(patchRows[1].isClose(to: picture[0..<3, 3..<6].reshaped([9])))

picture.reshaped([12, 9])[1].isClose(to: patchRows[1]) // => false

do {
let wrong = picture.reshaped([4, 3, 3, 3])
  .permuted([0, 2, 3, 1]).reshaped([12, 9])
wrong.shape == patchRows.shape // => true
}

do {
let wrong = picture.reshaped([4, 3, 3, 3])
  .permuted([0, 2, 3, 1]).reshaped([12, 9])
let byHand = picture[0..<3, 3..<6]
wrong[1].isClose(to: byHand.reshaped([9]))              // => false
wrong[1].isClose(to: byHand.transposed().reshaped([9])) // => true
}
