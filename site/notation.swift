// Notation
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit notation.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let m = 3, n = 5       // queries, keys
let dK = 4, dV = 2     // the size of a key, of a value
let d = 6              // the size of an input
let Q = Tensor.randomNormal([m, dK], seed: 1)
let K = Tensor.randomNormal([n, dK], seed: 2)
let V = Tensor.randomNormal([n, dV], seed: 3)
let steps = attentionSteps(query: Q, key: K, value: V)
let (S, A, C) = (steps.scores, steps.weights, steps.context)

let x = S[0]
let p = softmax(x)

let X = Tensor.randomNormal([n, d], seed: 4)
let layer = MultiHeadAttention(features: d, heads: 2, seed: 5)
let rnn = RNNCell(inputSize: 2, hiddenSize: d, seed: 6)
