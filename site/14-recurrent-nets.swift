// Recurrent nets
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 14-recurrent-nets.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let xBox = Box("x_t"), lastBox = Box("h_{t−1}")
let resetBox = Box("r_t, gate"), keepBox = Box("z_t, gate")
let newBox = Box("new part")
_ = flowDiagram(
  "One step of a GRU",
  .arrow(xBox, lastBox, to: resetBox, label: "σ"),
  .arrow(xBox, lastBox, to: keepBox, label: "σ"),
  .arrow(xBox, lastBox, resetBox, to: newBox, label: "tanh"),
  .arrow(
    lastBox, keepBox, newBox, to: Box("h_t"),
    label: "z_t ⊙ last + (1 − z_t) ⊙ new"))

let x: Tensor = [[1, -0.5], [0.3, 0.8], [-1.2, 0.1], [0.6, 0.4]]
let d = 3
var gru = GRUCell(inputSize: 2, hiddenSize: d, seed: 8)
gru.bias = [0.1, -0.3, 0.2, 0.4, -0.1, 0.3, -0.2, 0.5, 0.1]
let gated = gru.states(x)
print(gated)

/// What belongs to the reset gate, the other gate and the rest.
func thirds(_ all: Tensor) -> [Tensor] {
  let size = all.shape[all.rank - 1] / 3
  return (0..<3).map { third in
    let part = Array(third * size..<(third + 1) * size)
    let columns = all.gathering(part, axis: -1)
    return all.rank == 2 ? columns.transposed() : columns
  }
}
let W = thirds(gru.inputWeight)
let U = thirds(gru.stateWeight)
let b = thirds(gru.bias)

let start: Tensor = [0.9, -0.4, 0.2]
let reset = sigmoid(matmul(W[0], x[0]) + matmul(U[0], start) + b[0])
let kept = sigmoid(matmul(W[1], x[0]) + matmul(U[1], start) + b[1])

/// One step from `start` with a given gate z.
func states(keeping z: Float) -> Tensor {
  let new = tanh(
    matmul(W[2], x[0]) + matmul(U[2], reset * start) + b[2])
  return z * start + (1 - z) * new
}

let rnn = RNNCell(inputSize: 2, hiddenSize: d, seed: 7)
let plain = rnn.states(x)

/// The Jacobian of a step, by central differences: how each entry
/// of what comes out (row) follows each entry of h (column).
func jacobian(_ step: (Tensor) -> Tensor, at h: Tensor) -> Tensor {
  let small: Float = 0.01
  let change = small * Tensor.identity(h.count)
  let difference = step(h + change) - step(h - change)
  return (difference / (2 * small)).transposed()
}

let jacobians = stack((0..<4).map { t in
  jacobian(
    { rnn(x[t...t].expanded(to: [d, 2]), state: $0) },
    at: t == 0 ? .zeros([d]) : plain[t - 1])
})

let overall = jacobian({ start in
  (0..<4).reduce(start) { h, t in
    rnn(x[t...t].expanded(to: [d, 2]), state: h)
  }
}, at: .zeros([d]))
print(overall)

import Foundation

let factor: Float = 0.9
let left = pow(factor, 23)
print(left)

let letters = Tensor.identity(27).gathering(
  (0..<24).map { $0 * 7 % 27 })

/// The size of ∂hₜ/∂h₁ after each further input.
func sizes(_ step: (Tensor, Tensor) -> Tensor) -> [Float] {
  var h = step(letters[0], .zeros([64]))
  var product = Tensor.identity(64)
  return (1..<24).map { t in
    let input = letters[t...t].expanded(to: [64, 27])
    let J = jacobian({ step(input, $0) }, at: h)
    product = matmul(J, product)
    h = step(letters[t], h)
    return product.norm() / 8
  }
}

let random = RNNCell(inputSize: 27, hiddenSize: 64, seed: 1)
var strong = random
strong.stateWeight *= 2
let plainGRU = GRUCell(inputSize: 27, hiddenSize: 64, seed: 1)
var keeping = plainGRU  // a bias of 3 makes z about 0.95
keeping.bias = concatenate(
  [.zeros([64]), .full([64], 3), .zeros([64])])
let through: [(name: String, size: [Float])] = [
  ("RNN", sizes { random($0, state: $1) }),
  ("RNN, U doubled", sizes { strong($0, state: $1) }),
  ("GRU", sizes { plainGRU($0, state: $1) }),
  ("GRU that keeps", sizes { keeping($0, state: $1) }),
]

for (name, size) in through {
  print(name, [0, 7, 15, 22].map { size[$0] })
}

let lookWeights = softmax([0.2, 1.5, -0.3, 0.4])
let throughValues = jacobian({ second in
  stack((0..<d).map { row in
    matmul(
      lookWeights,
      stack([gated[0], second[row], gated[2], gated[3]]))
  })
}, at: gated[1])
print(throughValues)

let distances = Array(1...23)
_ = lineChart(
  title: "What is left of a derivative on its way",
  x: "steps between", y: Axis("size", scale: .log),
  series: through.map { .line($0.name, x: distances, y: $0.size) }
    + [
      .reference(
        "attention, weight 0.5", x: [1, 23], y: [0.5, 0.5])
    ])

func recurrent(_ n: Int) -> Int { n * 64 * 64 }
func among(_ n: Int) -> Int { n * n * 64 }
for n in [24, 64, 512] { print(n, recurrent(n), among(n)) }

do {
let share = sigmoid(Tensor(3)).item
print((share, pow(share, 23), through[3].size[22]))
}

do {
func clipped(_ g: Tensor, to limit: Float) -> Tensor {
  g.norm() > limit ? g * (limit / g.norm()) : g
}
let long: Tensor = [30, -40]
let short = clipped(long, to: 1)
print(short, dot(short, long) / (short.norm() * long.norm()))
clipped([0.3, 0.4], to: 1) == [0.3, 0.4] // => true
}

do {
let product = (0..<4).reduce(Tensor.identity(3)) { sum, t in
  matmul(sum, jacobians[t])
}
product.isClose(to: overall, absoluteTolerance: 1e-3) // => false
}

do {
let product = (0..<4).reduce(Tensor.identity(3)) { sum, t in
  matmul(jacobians[t], sum)
}
product.isClose(to: overall, absoluteTolerance: 1e-3) // => true
}
