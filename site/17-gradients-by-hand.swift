// Gradients by hand
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 17-gradients-by-hand.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

import Foundation

let Q: Tensor = [[0.2, -1.1, 0.7, 0.4], [1.3, 0.4, -0.6, -0.9]]
let K: Tensor = [
  [0.9, -0.3, 1.2, 0.5], [-0.8, 1.5, 0.1, -0.2],
  [0.6, 0.2, -1.4, 0.8],
]
let V: Tensor = [[1, -0.5], [-1.5, 2], [0.3, 0.8]]
let root = Float(K.columns).squareRoot()  // √d_k

let S = matmul(Q, K.transposed()) / root
let P = softmax(S)
let O = matmul(P, V)

let boxQ = Box("Q", Q, "m", "d_k"), boxK = Box("K", K, "n", "d_k")
let boxS = Box("S", S, "m", "n"), boxP = Box("P", P, "m", "n")
let boxV = Box("V", V, "n", "d_v"), boxO = Box("O", O, "m", "d_v")
let boxL = Box("L")
_ = flowDiagram(
  "Values flow down; gradients go the same way up",
  .arrow(boxQ, boxK, to: boxS, label: "QKᵀ / √d_k"),
  .arrow(boxS, to: boxP, label: "softmax"),
  .arrow(boxP, boxV, to: boxO, label: "PV"), .arrow(boxO, to: boxL))

let dO: Tensor = [[0.8, -0.6], [-0.4, 1.1]]
let loss = (O * dO).sum()

let dV = matmul(P.transposed(), dO)  // [keys, valueSize]
let dP = matmul(dO, V.transposed())  // [queries, keys]
print(dP)

let D = (P * dP).sum(axis: -1)  // one number for each query
let dS = P * (dP - D.reshaped([2, 1]))
print(dS)

let dQ = matmul(dS, K) / root
let dKeys = matmul(dS.transposed(), Q) / root
print(dQ)

let gradients = attentionGradients(
  query: Q, key: K, value: V, cotangent: dO)
gradients.query.isClose(to: dQ)    // => true
gradients.key.isClose(to: dKeys)   // => true
gradients.value.isClose(to: dV)    // => true

func equalValues(_ part: KeyPath<AttentionGradients, Tensor>) -> Tensor {
  attentionGradients(
    query: Q, key: K, value: [[1, 2], [1, 2], [1, 2]], cotangent: dO)[
      keyPath: part]
}

typealias Rows = [[Double]]

func rows(_ x: Tensor) -> Rows {
  (0..<x.rows).map { x[$0].scalars.map(Double.init) }
}

/// Attention as its formulas say it, and the loss.
func lossOf(_ Q: Rows, _ K: Rows, _ V: Rows) -> Double {
  Q.indices.map { i in
    let s = K.map { key in
      zip(Q[i], key).map(*).reduce(0, +)
        / Double(key.count).squareRoot()
    }
    let e = s.map { exp($0 - s.max()!) }
    return V[0].indices.map { c in
      let sum = zip(e, V).map { $0 * $1[c] }.reduce(0, +)
        / e.reduce(0, +)
      return sum * Double(dO[i, c])
    }.reduce(0, +)
  }.reduce(0, +)
}

/// The slope of `function` at x, by central differences.
func slopes(_ x: Rows, h: Double, _ function: (Rows) -> Double)
  -> Rows
{
  x.indices.map { i in
    x[i].indices.map { j in
      var (up, down) = (x, x)
      up[i][j] += h
      down[i][j] -= h
      return (function(up) - function(down)) / (2 * h)
    }
  }
}

let (q, k, v) = (rows(Q), rows(K), rows(V))

/// The loss with another first number of the first query.
func lossAt(_ number: Double) -> Double {
  lossOf([[number] + q[0].dropFirst()] + q.dropFirst(), k, v)
}

let measured = slopes(q, h: 1e-5) { lossOf($0, k, v) }
func tensor(_ x: Rows) -> Tensor { Tensor(x.map { $0.map(Float.init) }) }
tensor(measured).isClose(to: dQ)  // => true
tensor(slopes(k, h: 1e-5) { lossOf(q, $0, v) })
  .isClose(to: dKeys)  // => true
tensor(slopes(v, h: 1e-5) { lossOf(q, k, $0) })
  .isClose(to: dV)  // => true

let fine = slopes(q, h: 1e-5) { lossOf($0, k, v) }[0][0]
let coarse = slopes(q, h: 1e-4) { lossOf($0, k, v) }[0][0]
// Richardson: the errors of two steps, which grow with h², cancel.
let truth = (100 * fine - coarse) / 99
let stepSizes = (1...13).map { pow(10, -Double($0)) }
let errors = stepSizes.map { h in
  abs(slopes(q, h: h) { lossOf($0, k, v) }[0][0] - truth)
}
for h in [1, 3, 5, 7, 9, 11, 13] {
  let error = errors[h - 1]
  print("h = 1e-\(h): error about 1e\(Int(log10(error).rounded()))")
}

_ = lineChart(
  title: "Error of a central difference", x: Axis("h", scale: .log),
  y: Axis("error", scale: .log),
  .line("error", x: stepSizes, y: errors.map { max($0, 1e-17) }),
  .reference("∝ h²", x: [1e-5, 1e-1], y: [1e-11, 1e-3]))

let mask = Mask([[false, false, false], [true, true, false]])
let masked = attentionGradients(
  query: Q, key: K, value: V, mask: mask, cotangent: dO)
print(masked.query)

func plainSoftmax(_ x: Tensor) -> Tensor {
  let e = exp(x - x.max(axis: -1, keepingAxis: true))
  return e / e.sum(axis: -1, keepingAxis: true)
}

let plainP = plainSoftmax(S + mask.additive)
let plainD = (plainP * dP).sum(axis: -1, keepingAxis: true)
let plainS = plainP * (dP - plainD)
print(matmul(plainS.transposed(), Q) / root)

/// A value, and how its gradient becomes those of its inputs.
final class Node {
  let value: Tensor
  var gradient: Tensor
  let inputs: [Node]
  let pull: (Tensor) -> [Tensor]

  init(
    _ value: Tensor, from inputs: [Node] = [],
    pull: @escaping (Tensor) -> [Tensor] = { _ in [] }
  ) {
    (self.value, self.inputs, self.pull) = (value, inputs, pull)
    gradient = .zeros(value.shape)
  }

  static func * (a: Node, b: Node) -> Node {  // product of matrices
    Node(matmul(a.value, b.value), from: [a, b]) { g in
      [
        matmul(g, b.value.transposed()),
        matmul(a.value.transposed(), g),
      ]
    }
  }

  static func * (a: Node, factor: Float) -> Node {
    Node(a.value * factor, from: [a]) { [$0 * factor] }
  }

  var transposed: Node {
    Node(value.transposed(), from: [self]) { [$0.transposed()] }
  }

  var softmaxed: Node {
    let p = softmax(value)
    return Node(p, from: [self]) { g in
      [p * (g - (p * g).sum(axis: -1, keepingAxis: true))]
    }
  }

  /// Sends a gradient back to everything this was computed from.
  func goBack(_ cotangent: Tensor) {
    var order: [Node] = []
    var seen: Set<ObjectIdentifier> = []
    func visit(_ node: Node) {
      if !seen.insert(ObjectIdentifier(node)).inserted { return }
      node.inputs.forEach(visit)
      order.append(node)
    }
    visit(self)
    gradient = cotangent
    for node in order.reversed() {
      let shares = node.pull(node.gradient)
      for (input, share) in zip(node.inputs, shares) {
        input.gradient = input.gradient + share
      }
    }
  }
}

let (nodeQ, nodeK, nodeV) = (Node(Q), Node(K), Node(V))
let scores = nodeQ * nodeK.transposed * (1 / root)
let output = scores.softmaxed * nodeV
output.goBack(dO)
nodeQ.gradient.isClose(to: dQ)    // => true
nodeK.gradient.isClose(to: dKeys) // => true
nodeV.gradient.isClose(to: dV)    // => true

let (value, taped) = valueAndGradients(
  at: [Q, K, V], cotangent: dO
) {
  scaledDotProductAttention(query: $0[0], key: $0[1], value: $0[2])
}
value.isClose(to: O)  // => true
taped[0].isClose(to: dQ)  // => true

let square: Tensor = [[0.5, -1], [1.5, 0.3]]
let threeParts = attentionGradients(
  query: square, key: square, value: square, cotangent: square)

do {
print(attentionGradients(query: Q * 1000, key: K, value: V, cotangent: dO)
  .query)
}

do {
func tanhNode(_ a: Node) -> Node {
  let y = tanh(a.value)
  return Node(y, from: [a]) { [$0 * (1 - y * y)] }
}
let (x, W, u) = (
  Node(V), Node(Q[0..., 0..<2]), Node([[0.3], [-0.7]])
)
let score = tanhNode(x * W) * u
score.goBack(.ones([3, 1]))
let values = [x.value, W.value, u.value]
let (_, found) = valueAndGradients(at: values) {
  matmul(tanh(matmul($0[0], $0[1])), $0[2]).sum()
}
print(
  zip([x, W, u], found).allSatisfy { $0.gradient.isClose(to: $1) })
}

let doubtful = P * (dP - (P * dP).sum(axis: 0, keepingAxis: true))

do {
print("right:", dS.sum(axis: -1))
print("wrong:", doubtful.sum(axis: -1))
}

do {
let x = Node(square)
let y =
  (x * x.transposed * (1 / Float(2).squareRoot())).softmaxed * x
y.goBack(square)
let sum = threeParts.query + threeParts.key + threeParts.value
print(x.gradient.isClose(to: sum))
print(threeParts.query.isClose(to: sum))
}
