// Softmax, done right
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 04-softmax.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

import Foundation

func naiveSoftmax(_ x: [Float]) -> [Float] {
  let grown = x.map { exp($0) }
  let total = grown.reduce(0, +)
  return grown.map { $0 / total }
}

let x: [Float] = [2, 1, 0.5, -1]
let n = x.count
let p = naiveSoftmax(x)
print(p)

print(naiveSoftmax([1000, 1001]))

for score in [88, 88.7, 88.8, 1000] as [Float] {
  print(score, exp(score))
}

Float.greatestFiniteMagnitude  // => 3.4028e+38
exp(709.0)                     // => 8.2184e+307
exp(710.0)                     // => inf

print(naiveSoftmax([-1000, -1001]))

func stableSoftmax(_ x: [Float]) -> [Float] {
  let largest = x.max() ?? 0
  return naiveSoftmax(x.map { $0 - largest })
}

print(stableSoftmax([1000, 1001]))

stableSoftmax([0, 1]) == stableSoftmax([1000, 1001])  // => true

let belowLargest = x.map { $0 - (x.max() ?? 0) }
_ = stepDiagram(
  "Softmax without overflow",
  .step("scores", x),
  .step("minus the largest", belowLargest),
  .step("exponentials", belowLargest.map { exp($0) }),
  .step("weights", stableSoftmax(x)))

let byHand = Tensor(stableSoftmax(x))
softmax(Tensor(x)).isClose(to: byHand)  // => true
print(softmax([1000, 1001]))

print(stableSoftmax([-.infinity, -.infinity]))

print(softmax([-.infinity, -.infinity]))

let tau: Float = 2
let warm = softmax(Tensor(x), temperature: tau)
print(warm)

let temperatures: [Float] = [0.01, 0.1, 0.5, 1, 2, 10, 100]
let byTemperature = stack(
  temperatures.map { softmax(Tensor(x), temperature: $0) })
_ = heatMap(
  byTemperature, title: "Weights of four scores, by temperature",
  rows: temperatures.map { "τ = \($0)" },
  columns: x.map { "\($0)" }, scale: .range(0, 1))

entropy([1, 0, 0, 0]).item              // => 0.0
entropy(Tensor(p)).item                 // => 1.0144
entropy([0.25, 0.25, 0.25, 0.25]).item  // => 1.3863

for (i, temperature) in temperatures.enumerated() {
  let h = entropy(byTemperature[i]).item
  let text = String(format: "H = %.4f, e^H = %.2f", h, exp(h))
  print("τ = \(temperature): \(text)")
}

let hot = (0...120).map { Float(pow(10, Double($0) / 40 - 1.5)) }
let undecided = hot.map {
  exp(entropy(softmax(Tensor(x), temperature: $0)).item)
}
_ = lineChart(
  title: "How many keys a query looks at",
  x: Axis("temperature", scale: .log),
  y: "effective number of keys",
  .line("four scores", x: hot, y: undecided))

let weights = Tensor(p)
let diagonal = Tensor.identity(n) * weights
let jacobian = diagonal - outer(weights, weights)

let step: Float = 0.01
let measured = stack(
  (0..<n).map { j in
    var (up, down) = (x, x)
    up[j] += step
    down[j] -= step
    let change = softmax(Tensor(up)) - softmax(Tensor(down))
    return change / (2 * step)
  }, axis: 1)
abs(measured - jacobian).max() < 1e-4  // => true

_ = heatMap(
  jacobian, title: "How each weight changes with each score",
  rows: (1...n).map { "weight \($0)" },
  columns: (1...n).map { "score \($0)" })

let g: Tensor = [1, -2, 0.5, 3]
let product = softmaxGradient(weights: weights, cotangent: g)
product.isClose(to: matmul(jacobian, g))  // => true

let decided = softmax(10 * Tensor(x))
let stiff = Tensor.identity(n) * decided - outer(decided, decided)
print("largest slope:", jacobian.max(), "and then", stiff.max())

let S: Tensor = [[2, 1, 0.5], [0, 1.5, 3]]
let along = softmax(S)            // over the keys, axis -1
let across = softmax(S, axis: 0)  // over the queries
print("rows of the one sum to", along.sum(axis: 1))
print("rows of the other sum to", across.sum(axis: 1))

_ = heatMap(
  along, title: "Along the rows: each query has weight 1 to give",
  rows: ["query 1", "query 2"],
  columns: ["key 1", "key 2", "key 3"], scale: .range(0, 1))

_ = heatMap(
  across, title: "Down the columns: each key has weight 1 to get",
  rows: ["query 1", "query 2"],
  columns: ["key 1", "key 2", "key 3"], scale: .range(0, 1))

// This must stop the program:
// softmax(S, axis: 2)

do {
for behind in [87, 100, 103, 104] as [Float] {
  print(behind, softmax(Tensor([0, -behind])).scalars[1])
}
}

do {
func rowSoftmax(_ x: Tensor) -> Tensor {
  let grown = exp(x - x.max())
  return grown / grown.sum(axis: 1, keepingAxis: true)
}
rowSoftmax(S).isClose(to: softmax(S)) // => true
}

do {
let uneven: Tensor = [[200, 199], [1, 0]]
let grown = exp(uneven - uneven.max())
print(grown / grown.sum(axis: 1, keepingAxis: true))
print(softmax(uneven))
}
