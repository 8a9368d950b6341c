// One vector for a whole sentence
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 12-fixed-vector.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let x: Tensor = [[1, -0.5], [0.3, 0.8], [-1.2, 0.1], [0.6, 0.4]]
var rnn = RNNCell(inputSize: 2, hiddenSize: 3, seed: 7)
rnn.bias = [0.3, -0.2, 0.1]
let states = rnn.states(x)
print(states)

var h = Tensor.zeros([3])
let byHand = (0..<x.rows).map { t in
  h = tanh(
    matmul(x[t], rnn.inputWeight) + matmul(h, rnn.stateWeight)
      + rnn.bias)
  return h
}
stack(byHand).isClose(to: states) // => true

let encoderBox = Box("encoder states h_1 … h_n")
let oneBox = Box("last state h_n"), lookBox = Box("average of all h_j")
let contextBox = Box("c_t")
_ = flowDiagram(
  "Two ways from the encoder to the decoder",
  .arrow(Box("source words"), to: encoderBox),
  .arrow(encoderBox, to: oneBox, label: "fixed vector"),
  .arrow(encoderBox, to: lookBox, label: "attention"),
  .arrow(oneBox, to: contextBox), .arrow(lookBox, to: contextBox),
  .arrow(contextBox, to: Box("decoder, next word")))

let scores: Tensor = [0.5, 3, -1, 0.2]
let weights = softmax(scores)
let context = matmul(weights, states)
print(context)

do {
let batch: Tensor = [[1, -0.5], [0.3, 0.8]]
let start = Tensor.zeros([2, 3])
let step = tanh(
  matmul(batch, rnn.inputWeight) + matmul(start, rnn.stateWeight)
    + rnn.bias)
step[0].isClose(to: states[0]) // => true
}

do {
let state = Tensor.zeros([3])
let wrong = (0..<4).map { t in
  tanh(
    matmul(x[t], rnn.inputWeight) + matmul(state, rnn.stateWeight)
      + rnn.bias)
}
stack(wrong).isClose(to: states) // => false
}

do {
let first = tanh(matmul(x[0], rnn.inputWeight) + rnn.bias)
first.isClose(to: states[0]) // => true
let second = tanh(matmul(x[1], rnn.inputWeight) + rnn.bias)
second.isClose(to: states[1]) // => false
}
