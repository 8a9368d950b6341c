// Appendix: formulas that are checked
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit appendix-formulas.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let Q: Tensor = [[1, 0.5], [-0.5, 2], [0, 1]]
let K: Tensor = [[0.5, 1], [1, -1], [2, 0.5], [-1, 0]]
let V: Tensor = [[1, 2, 3], [0, -1, 1], [2, 0, 0], [1, 1, -1]]
let dK: Float = 2
let S = matmul(Q, K.transposed()) / dK.squareRoot()
let alpha = softmax(S)
let context = matmul(alpha, V)

let x: Tensor = [2, -0.25, 1.5]
let y: Tensor = [2, 3, -2]
let w = x * x
let W_1: Tensor = [[1, 2, 0], [0, 1, -1]]
let first: Float = x[0].item

let points3: Tensor = [[1, 0, 2], [0, 1, 1]]
let predicted = matmul(points3, w)

import Foundation

let points: [Double] = [-1, 0, 1, 2]
let heights: [Double] = [1, 2, 0, -1]
let kernel = points.map { exp(-pow(0.5 - $0, 2) / 2) }
let weighted = zip(kernel, heights).map { $0 * $1 }
let smoothed = weighted.reduce(0, +) / kernel.reduce(0, +)
print(smoothed)

func squash(_ u: Double) -> Double { u / (1 + abs(u)) }
let bias = 0.5
let squashed = [-1.0, 0.25, 3.0].map { squash($0) + bias }
print(squashed)

let R: Tensor = [[0, -1], [1, 0]]

var state: Float = 0
let states = x.scalars.map { input in
  state = tanh(0.5 * input + 0.8 * state)
  return state
}
print(states)
