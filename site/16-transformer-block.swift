// A Transformer block
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 16-transformer-block.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

import Foundation

let d = 32
let start = Tensor.randomNormal([4, d], seed: 1)
let layers = (0..<12).map { layer in
  MultiHeadAttention(features: d, heads: 4, seed: UInt64(10 + layer))
}

/// How much of the tokens isn't their mean: 0 if all are equal.
func difference(_ x: Tensor) -> Float {
  (x - x.mean(axis: 0)).norm() / x.norm()
}

var alone = start
var added = start
var curves = [[difference(start)], [difference(start)]]
for layer in layers {
  alone = layer(alone)
  added = added + layer(added)
  curves[0].append(difference(alone))
  curves[1].append(difference(added))
}
print("attention alone:", curves[0][12])
print("x + attention:  ", curves[1][12])

_ = lineChart(
  title: "How much four tokens still differ", x: "layers",
  y: Axis("share that differs", scale: .log),
  .line("attention alone", x: 0...12, y: curves[0]),
  .line("x + attention(x)", x: 0...12, y: curves[1]))

let tokens = Tensor.randomNormal([3, 4], seed: 6)
let head = MultiHeadAttention(features: 4, heads: 1, seed: 7)
let summed = tokens + head(tokens)

let token: [Double] = [1, 2, 3, 4]
let gain: [Double] = [1, 1, 1, 1]
let bias: [Double] = [0, 0, 0, 0]
let mu = token.reduce(0, +) / 4
let sigma = (token.map { ($0 - mu) * ($0 - mu) }.reduce(0, +) / 4)
  .squareRoot()
let normalized = zip(token, zip(gain, bias)).map { x, parameters in
  parameters.0 * (x - mu) / sigma + parameters.1
}
print(normalized)

let layerNormed = layerNormalization([1, 2, 3, 4], epsilon: 0)
print(layerNormed.shown(decimals: 5))

let x: Tensor = [0.3, -1.2, 2, 0.7]
let same = layerNormalization(x)
print(layerNormalization(x * 10).isClose(to: same, relativeTolerance: 1e-4))

print(layerNormalization(x + 100).isClose(
  to: same, relativeTolerance: 1e-4))

print("without ε:", layerNormalization([2, 2, 2, 2], epsilon: 0))
print("with ε:   ", layerNormalization([2, 2, 2, 2], epsilon: 1e-5))

let square = token.map { $0 * $0 }.reduce(0, +) / 4
let rms = zip(token, gain).map { $0 / square.squareRoot() * $1 }
let library = rmsNormalization([1, 2, 3, 4], epsilon: 0)
print(rms)
print(library)

let x2: Tensor = [[0.5, -1, 2], [1.5, 0.4, -0.3]]
let W1: Tensor = [
  [0.4, -0.7, 1.1, 0.2], [0.9, 0.3, -0.5, -1.2],
  [-0.6, 0.8, 0.1, 0.5],
]
let b1: Tensor = [0.1, -0.2, 0.3, 0.05]
let W2: Tensor = [
  [0.7, -0.4, 0.2], [-0.1, 0.6, 0.9], [1.2, 0.3, -0.8],
  [0.5, -1.1, 0.4],
]
let b2: Tensor = [0.2, 0, -0.1]

let hidden: (inner: Tensor, result: Tensor) = {
  let inner = relu(matmul(x2, W1) + b1)
  return (inner, matmul(inner, W2) + b2)
}()
let feedForward = FeedForward(
  activation: .relu, inputWeight: W1, outputWeight: W2,
  inputBias: b1, outputBias: b2)
feedForward(x2).isClose(to: hidden.result)  // => true
print(hidden.inner)

let at: Float = 0.8
let grid = Tensor.linspace(-4, 4, count: 81)
_ = lineChart(
  title: "Three activations", x: "x", y: "f(x)",
  .line("GELU", x: grid, y: gelu(grid)),
  .line("SiLU", x: grid, y: silu(grid)),
  .line("ReLU", x: grid, y: relu(grid)))

let Vg: Tensor = [
  [-0.3, 0.8, 0.5, -0.9], [1.0, -0.2, 0.6, 0.7],
  [0.4, 1.1, -0.7, 0.2],
]
let gated = FeedForward(
  activation: .silu, inputWeight: Vg, gateWeight: W1,
  outputWeight: W2)
let byHand = matmul(silu(matmul(x2, W1)) * matmul(x2, Vg), W2)
gated(x2).isClose(to: byHand)  // => true

let small = EncoderBlock(
  features: 4, heads: 1, hidden: 8, seed: 9)
let middle = tokens + small.attention(small.attentionNorm(tokens))
let top = middle + small.feedForward(small.feedForwardNorm(middle))
small(tokens).isClose(to: top)  // => true

let block = EncoderBlock(
  features: d, heads: 4, hidden: 4 * d, seed: 3)
let y = start + block.attention(block.attentionNorm(start))
let z = y + block.feedForward(block.feedForwardNorm(y))
z.isClose(to: block(start))  // => true

let streamIn = Box("x", shape: [4, d], sizeNames: ["n", "d"])
let norm1 = Box("norm", group: "one block")
let mha = Box("attention", group: "one block")
let plus1 = Box("+", group: "one block")
let norm2 = Box("norm ", group: "one block")
let ffn = Box("feed-forward", group: "one block")
let plus2 = Box("+ ", group: "one block")
let streamOut = Box("z", shape: [4, d], sizeNames: ["n", "d"])
_ = flowDiagram(
  "A pre-norm block: two layers add to the stream",
  .chain(streamIn, norm1, mha, plus1, norm2, ffn, plus2, streamOut),
  .arrow(streamIn, to: plus1), .arrow(plus1, to: plus2))

let attentionCount = 4 * d * d
let feedForwardCount = block.feedForward.inputWeight.count
  + block.feedForward.outputWeight.count

/// The gradient of the last block's output matrix, over four seeds.
func lastGradient(
  _ count: Int, _ placement: NormalizationLayer.Placement
) -> Float {
  (0..<4).map { seed in
    let stack = TransformerEncoder(
      blocks: count, features: d, heads: 4, hidden: 4 * d,
      placement: placement, seed: UInt64(5 + seed))
    let target = Tensor.randomNormal(
      [4, d], seed: UInt64(60 + seed))
    let (_, gradients) = valueAndGradients(of: stack) { stack in
      let error = stack(Variable(start)) - Variable(target)
      return (error * error).sum()
    }
    return gradients[\.blocks[count - 1].feedForward.outputWeight]!
      .norm()
  }.reduce(0, +) / 4
}

let depths = [2, 4, 8, 16, 32]
let pre = depths.map { lastGradient($0, .pre) }
let post = depths.map { lastGradient($0, .post) }
print("pre-norm:  2 blocks", pre[0], " 32 blocks", pre[4])
print("post-norm: 2 blocks", post[0], " 32 blocks", post[4])

_ = lineChart(
  title: "Gradient of the last block's output matrix",
  x: Axis("blocks", scale: .log),
  y: Axis("norm of the gradient", scale: .log),
  .line("pre-norm", x: depths, y: pre),
  .line("post-norm", x: depths, y: post),
  .reference("∝ 1/√blocks", x: depths, y: depths.map {
    pre[0] * (2 / Float($0)).squareRoot() }))

do {
print(rmsNormalization([3, 4], epsilon: 0))
}

do {
let (d, h) = (768, 2048)
print(3 * d * h, 2 * d * 4 * d)
}

func suspicious(_ x: Tensor) -> Tensor {
  let mean = x.mean(axis: 0, keepingAxis: true)
  let variance = x.variance(axis: 0, keepingAxis: true)
  return (x - mean) / sqrt(variance + 1e-5)
}

do {
let changed = concatenate([start[0..<3], start[3...] + 2])
print(suspicious(start)[0] == suspicious(changed)[0])
print(layerNormalization(start)[0] == layerNormalization(changed)[0])
}

do {
var x = start
for (index, layer) in layers.enumerated() {
  let network = FeedForward(
    features: d, hidden: 4 * d, seed: UInt64(50 + index))
  x = network(layer(x))
}
print("alone:", curves[0][12], " with networks:", difference(x))
}
