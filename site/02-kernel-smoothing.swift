// Kernel smoothing
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 02-kernel-smoothing.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

import Foundation

func truth(_ t: Float) -> Float {
  let day = -5 * cos(2 * .pi * (t - 3) / 24)
  let breeze = -4 * exp(-(t - 14) * (t - 14) / 2)
  return 15 + day + breeze
}

let n = 30

func day(seed: UInt64) -> (times: [Float], readings: [Float]) {
  var generator = SeededGenerator(seed: seed)
  let chance = Tensor.randomUniform([n], using: &generator)
  let times = 0.8 * (Tensor(0..<n) + chance)
  let errors = Tensor.randomNormal([n], using: &generator)
  return (times.scalars, (times.map(truth) + errors).scalars)
}

let (times, readings) = day(seed: 1)
times[0]     // => 0.45325
readings[0]  // => 11.3186

let moments = Tensor.linspace(0, 24, count: 49).scalars
let m = moments.count

_ = scatterChart(
  title: "Thirty readings, and the truth",
  x: Axis("time", unit: "h"), y: Axis("temperature", unit: "°C"),
  .points("readings", x: times, y: readings),
  .reference("truth", x: moments, y: moments.map(truth)))

func error(_ guess: [Float]) -> Float {
  let wrong = Tensor(guess) - Tensor(moments.map(truth))
  return (wrong * wrong).mean().squareRoot()
}

let mean = readings.reduce(0, +) / Float(n)
print(error(moments.map { _ in mean }))

let w: Float = 0.8
let hours: Tensor = [0, 0.5, 1, 1.5, 2]
let bells = exp(-(hours * hours) / (2 * w * w))
let nearby = bells / bells.sum()
print(nearby)

let askedBox = Box("moments q_i"), knownBox = Box("times k_j")
let kernelBox = Box("G of each pair"), shareBox = Box("shares")
_ = flowDiagram(
  "Kernel smoothing",
  .arrow(askedBox, knownBox, to: kernelBox, label: "distance / w"),
  .arrow(kernelBox, to: shareBox, label: "divide by the sum"),
  .arrow(
    shareBox, Box("readings v_j"), to: Box("estimates"),
    label: "weighted sum"))

typealias Kernel = (Float) -> Float
let gaussian: Kernel = { exp(-$0 * $0 / 2) }

/// The estimate for each moment; `width` is in hours.
func smooth(_ kernel: Kernel, width: Float) -> [Float] {
  moments.map { moment in
    let parts = times.map { kernel((moment - $0) / width) }
    let total = parts.reduce(0, +)
    return zip(parts, readings).map { $0 / total * $1 }
      .reduce(0, +)
  }
}

let smoothed = smooth(gaussian, width: w)
print(error(smoothed))

_ = scatterChart(
  title: "Nadaraya–Watson, Gaussian kernel, w = 0.8 h",
  x: Axis("time", unit: "h"), y: Axis("temperature", unit: "°C"),
  .points("readings", x: times, y: readings),
  .reference("truth", x: moments, y: moments.map(truth)),
  .line("estimate", x: moments, y: smoothed))

let Q = Tensor(moments).reshaped([m, 1])
let K = Tensor(times).reshaped([n, 1])
let V = Tensor(readings).reshaped([n, 1])

let score = KernelScore(.gaussian(width: w))
let steps = attentionSteps(
  query: Q, key: K, value: V, score: score)
let estimates = steps.context.reshaped([m])
estimates.isClose(to: Tensor(smoothed))           // => true
softmax(steps.scores).isClose(to: steps.weights)  // => true

_ = heatMap(
  steps.weights,
  title: "Weights: which readings make which estimate",
  rows: moments.map { String(format: "%.1f h", $0) },
  columns: times.map { String(format: "%.1f", $0) })

for width in [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 100] as [Float] {
  let wrong = error(smooth(gaussian, width: width))
  print("width", width, "error", String(format: "%.2f", wrong))
}

let days = (1...100).map { day(seed: $0) }

for width in [0.2, 0.4, 0.8, 1.6, 3.2] as [Float] {
  let bell = KernelScore(.gaussian(width: width))
  let wrong = Tensor(days.map { times, readings in
    let key = Tensor(times).reshaped([n, 1])
    let value = Tensor(readings).reshaped([n, 1])
    let steps = attentionSteps(
      query: Q, key: key, value: value, score: bell)
    return error(steps.context.scalars)
  })
  let spread = wrong.variance().squareRoot()
  let text = String(format: "%.2f ± %.2f", wrong.mean(), spread)
  print("width", width, "error", text)
}

_ = scatterChart(
  title: "Too narrow, too wide",
  x: Axis("time", unit: "h"), y: Axis("temperature", unit: "°C"),
  .points("readings", x: times, y: readings),
  .reference("truth", x: moments, y: moments.map(truth)),
  .line("w = 0.2", x: moments, y: smooth(gaussian, width: 0.2)),
  .line("w = 3.2", x: moments, y: smooth(gaussian, width: 3.2)))

let boxcar: Kernel = { abs($0) <= 1 ? 1 : 0 }
let triangular: Kernel = { max(0, 1 - abs($0)) }
let epanechnikov: Kernel = { max(0, 1 - $0 * $0) }

let u = Tensor.linspace(-1.5, 1.5, count: 61).scalars

let edges: [Float] = [-1.5, -1, 1, 1.5]
_ = lineChart(
  title: "Four kernels",
  x: "distance, in widths or radii", y: "how much it counts",
  .line("Gaussian", x: u, y: u.map(gaussian)),
  .steps("boxcar", x: edges, y: edges.map { boxcar($0.nextUp) }),
  .line("triangular", x: u, y: u.map(triangular)),
  .line("Epanechnikov", x: u, y: u.map(epanechnikov)))

let ofEqualSpread = [
  ("boxcar      ", boxcar, w * Float(3).squareRoot()),
  ("triangular  ", triangular, w * Float(6).squareRoot()),
  ("Epanechnikov", epanechnikov, w * Float(5).squareRoot()),
]
for (name, kernel, radius) in ofEqualSpread {
  let wrong = error(smooth(kernel, width: radius))
  let text = String(format: "%.2f error %.2f", radius, wrong)
  print(name, "radius", text)
}

let short = smooth(boxcar, width: 0.4)
print(Array(short.prefix(6)))

short.filter(\.isNaN).count  // => 8
print(error(short))

let near = attentionSteps(
  query: Q, key: K, value: V,
  score: KernelScore(.boxcar(radius: 0.4)))
print("first row's weights sum to", near.weights[0].sum())
print("first contexts:", near.context[0..<6].reshaped([6]))

let parts = times.map { gaussian((36 - $0) / 0.8) }
let total = parts.reduce(0, +)
print(zip(parts, readings).map { $0 / total * $1 }.reduce(0, +))

let noon = attentionSteps(
  query: [[36]], key: K, value: V, score: score)
print("temperature at noon the day after:", noon.context.item)
print("last reading of the day:", readings[n - 1])

let queries = Tensor.randomNormal([4, 3], seed: 1)
let wild = Tensor.randomNormal([6, 3], seed: 2)
let keys = 2 * wild / wild.norm(axis: 1, keepingAxis: true)
let spread: Float = 1.5

let bell = KernelScore(.gaussian(width: spread))
let byDistance = softmax(bell(query: queries, key: keys))
let byProduct = attentionWeights(
  query: queries, key: keys, scale: 1 / (spread * spread))
byDistance.isClose(to: byProduct)  // => true

let far = softmax(bell(query: queries, key: wild))
let lengths = wild.norm(axis: 1)
let handicap = -1 * lengths * lengths / (2 * spread * spread)
far.isClose(
  to: attentionWeights(
    query: queries, key: wild, bias: handicap,
    scale: 1 / (spread * spread)))  // => true

let quartic = Float(3).squareRoot().squareRoot()
let their = KernelScore(.gaussian(width: quartic))
softmax(their(query: queries, key: keys)).isClose(
  to: attentionWeights(query: queries, key: keys))  // => true

do {
let line = Tensor(1..<10).reshaped([9, 1])
print(attentionSteps(
  query: line, key: line, value: line,
  score: KernelScore(.gaussian(width: 1))
).context.reshaped([9]))
}

do {
let others = Mask((0..<n).map { i in (0..<n).map { $0 != i } })
for width in [0.2, 0.4, 0.8, 1.6, 3.2] as [Float] {
  let estimate = attentionSteps(
    query: K, key: K, value: V,
    score: KernelScore(.gaussian(width: width)), mask: others
  ).context
  let difference = estimate - V
  let wrong = (difference * difference).mean().squareRoot()
  print("width", width, "error", String(format: "%.3f", wrong))
}
}

do {
func careless(_ moment: Float) -> Float {
  let parts = times.map { boxcar((moment - $0) / 0.8) }
  return zip(parts, readings).map(*).reduce(0, +) / 2
}
print(careless(12))
}

do {
let sums = moments.map { moment in
  times.map { boxcar((moment - $0) / 0.8) }.reduce(0, +) / 2
}
print(Set(sums).sorted())
}

do {
func efficiency(_ kernel: (Double) -> Double) -> Double {
  let step = 0.001
  let grid = (-8000...8000).map { Double($0) * step }
  let k = grid.map(kernel)
  let area = k.reduce(0, +) * step
  let spread = zip(grid, k).map { $0 * $0 * $1 }.reduce(0, +)
  let square = k.map { $0 * $0 }.reduce(0, +)
  let root = (spread * step / area).squareRoot()
  return 3 / (5 * 5.0.squareRoot())
    / (root * square * step / (area * area))
}

for (name, kernel) in [
  ("Gaussian    ", { exp(-$0 * $0 / 2) }),
  ("boxcar      ", { abs($0) <= 1 ? 1 : 0 }),
  ("triangular  ", { max(0, 1 - abs($0)) }),
  ("Epanechnikov", { max(0, 1 - $0 * $0) }),
] as [(String, (Double) -> Double)] {
  print(name, String(format: "%.3f", efficiency(kernel)))
}
}
