// Train one
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 18-training-one.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

import Foundation

let digits = [3, 1, 3, 0]
let table = Embedding(
  table: [[0.1, -0.4], [0.7, 0.2], [-0.3, 0.9], [0.5, -0.6]])
let oneHot = Tensor(digits.map { digit in
  (0..<4).map { $0 == digit ? 1 : 0 }
})
table(digits) == matmul(oneHot, table.table) // => true
print(table(digits))

let logits: Tensor = [[2, 0.5, -1], [0.3, -0.7, 0.1]]
let right: Tensor = [[1, 0, 0], [0, 0, 1]]
let cost = crossEntropy(logits, targets: [0, 2])
print(cost)

let slope = valueAndGradients(at: [logits]) {
  crossEntropy($0[0], targets: [0, 2])
}.gradients[0]
print(slope)

struct OneNumber { var theta: Tensor }

let g: [Double] = [0.5, -2, 30]  // three gradients
let start = 1.0
var number = OneNumber(theta: Tensor(Float(start)))
var adam = Adam<OneNumber>(
  learningRate: 0.1, beta1: 0.9, beta2: 0.8, epsilon: 0.05)
let path: [Float] = g.map { gradient in
  // The slope of g · θ is g.
  let (_, gradients) = valueAndGradients(of: number) {
    $0.theta * Float(gradient)
  }
  adam.update(&number, with: gradients)
  return number.theta.item
}
print(path)
