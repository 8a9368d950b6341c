// Bahdanau and Luong
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 13-bahdanau-and-luong.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let x: Tensor = [[1, -0.5], [0.3, 0.8], [-1.2, 0.1], [0.6, 0.4]]
let reader = RNNCell(inputSize: 2, hiddenSize: 3, seed: 7)
let backwardReader = RNNCell(inputSize: 2, hiddenSize: 3, seed: 8)

let reversed = [3, 2, 1, 0]
let forward = reader.states(x)
let backward = backwardReader.states(x.gathering(reversed))
  .gathering(reversed)  // back in the order of the words
let hidden = concatenate([forward, backward], axis: -1)
print(hidden.shape)

let y4 = concatenate([x[0..<3], [[-2, 2]]])
let otherBackward = backwardReader.states(y4.gathering(reversed))
  .gathering(reversed)
print("forward:", reader.states(y4)[0] != forward[0])
print("backward:", otherBackward[0] != backward[0])

let sourceBox = Box("words", x, "n", "2", group: "encoder")
let readers = [
  Box("RNN →", group: "encoder"),
  Box("RNN ←", group: "encoder"),
]
let stateBox = Box("h", hidden, "n", "2d", group: "encoder")
let earlierState = Box("s_{t−1}", group: "decoder, step t")
let weightBox = Box("α_t", group: "decoder, step t")
let contextBox = Box("c_t", group: "decoder, step t")
let wordBox = Box("y_{t−1}", group: "decoder, step t")
let cellBox = Box("GRU", group: "decoder, step t")
_ = flowDiagram(
  "Bahdanau's encoder, and one step of his decoder",
  .chain(sourceBox, readers[0], stateBox),
  .chain(sourceBox, readers[1], stateBox),
  .arrow(earlierState, stateBox, to: weightBox, label: "softmax"),
  .arrow(weightBox, stateBox, to: contextBox),
  .arrow(earlierState, wordBox, contextBox, to: cellBox),
  .chain(cellBox, Box("s_t", group: "decoder, step t")))

let y: Tensor = [[0.5, -1], [1.1, 0.2], [-0.4, 0.9]]
let s_0: Tensor = [0.1, -0.3, 0.6, 0.2]
let bahdanau = BahdanauDecoder(
  score: AdditiveScore(
    queryWeight: .randomNormal([4, 5], seed: 1),
    keyWeight: .randomNormal([6, 5], seed: 2),
    vector: .randomNormal([5], seed: 3)),
  cell: GRUCell(inputSize: 2 + 6, hiddenSize: 4, seed: 4))

var s = s_0
var (scores, seen, states) = ([Tensor](), [Tensor](), [Tensor]())
for t in 0..<3 {
  let sum = matmul(s, bahdanau.score.queryWeight)
    + matmul(hidden, bahdanau.score.keyWeight)  // a row for each j
  scores.append(matmul(tanh(sum), bahdanau.score.vector))
  seen.append(matmul(softmax(scores[t]), hidden))
  s = bahdanau.cell(concatenate([y[t], seen[t]]), state: s)
  states.append(s)
}

let additive = stack(scores)
let aligned = softmax(additive)
let contexts = stack(seen)
let fromStart = stack([s_0] + states)  // s₀ to s₃
let once = bahdanau(y[0], state: s_0, source: hidden)
once.weights.isClose(to: aligned[0]) // => true
once.state.isClose(to: states[0])    // => true
print(aligned)

let W_a: Tensor = [
  [0.5, -1, 0.3, 1.2, -0.4, 0.8],
  [-0.7, 0.2, 1.1, -0.3, 0.9, -1.3],
  [1.4, 0.6, -0.8, 0.1, -1.1, 0.4],
  [-0.2, 1.3, 0.7, -0.9, 0.5, -0.6],
]
let W_c = Tensor.randomNormal([6 + 4, 5], seed: 6)
let luong = LuongDecoder(
  score: GeneralScore(weight: W_a),
  cell: GRUCell(inputSize: 2, hiddenSize: 4, seed: 4),
  outputWeight: W_c)

// The states need no context, so all can be computed first,
let luongStates = luong.cell.states(y, from: s_0)
// and then all looks at once: three queries, four keys.
let looks = attentionSteps(
  query: luongStates, key: hidden, value: hidden,
  score: GeneralScore(weight: W_a))
let outputs = tanh(
  matmul(concatenate([looks.context, luongStates], axis: -1), W_c))

let first = luong(y[0], state: s_0, source: hidden)
first.output.isClose(to: outputs[0]) // => true

// This must stop the program:
// attentionSteps(
//   query: luongStates, key: hidden, value: hidden,
//   score: DotScore())

do {
let blind = AdditiveScore(
  queryWeight: bahdanau.score.queryWeight,
  keyWeight: bahdanau.score.keyWeight, vector: .zeros([5]))
print(softmax(blind(query: s_0.reshaped([1, 4]), key: hidden)))
}

do {
let W = Tensor.randomNormal([10, 5], seed: 9)
let w = Tensor.randomNormal([5], seed: 10)
let concat = AdditiveScore(
  queryWeight: W[0..<4], keyWeight: W[4...], vector: w)
let joint = concatenate([luongStates[0], hidden[2]])
let byHand = dot(w, tanh(matmul(joint, W)))
let byLibrary = concat(query: luongStates, key: hidden)[0, 2]
abs(byLibrary - byHand) < 1e-5 // => true
}

do {
let wrong = concatenate(
  [reader.states(x), backwardReader.states(x.gathering(reversed))],
  axis: -1)
wrong.shape // => [4, 6]
}

do {
let states = backwardReader.states(x.gathering(reversed))
states[0].isClose(to: backward[3]) // => true
states[0].isClose(to: backward[0]) // => false
}
