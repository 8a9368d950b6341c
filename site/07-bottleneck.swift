// The bottleneck: RNN, GRU, Bahdanau, Luong
// The code of a lesson of “Attention, checked”.
//
// It runs in a checkout of the course's repository, in which `make site` has built the library. Beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 07-bottleneck.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let x: Tensor = [[1, -0.5], [0.3, 0.8], [-1.2, 0.1], [0.6, 0.4]]
let d = 3
var rnn = RNNCell(inputSize: 2, hiddenSize: d, seed: 7)
rnn.bias = [0.3, -0.2, 0.1]
let states = rnn.states(x)
print(states)

var h = Tensor.zeros([d])
let byHand = (0..<x.rows).map { t in
  h = tanh(
    matmul(x[t], rnn.inputWeight) + matmul(h, rnn.stateWeight)
      + rnn.bias)
  return h
}
stack(byHand).isClose(to: states) // => true

var gru = GRUCell(inputSize: 2, hiddenSize: d, seed: 8)
gru.bias = [0.1, -0.3, 0.2, 0.4, -0.1, 0.3, -0.2, 0.5, 0.1]
let gated = gru.states(x)

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
print(gated)

let start: Tensor = [0.9, -0.4, 0.2]
let reset = sigmoid(matmul(W[0], x[0]) + matmul(U[0], start))
let kept = sigmoid(matmul(W[1], x[0]) + matmul(U[1], start))

import Foundation

let alphabet = Array("abcdefghijklmnopqrstuvwxyz.")
let stop = 26  // the place of the full stop

/// Sentences of different letters, as places in the alphabet.
func sentences(_ count: Int, length: Int, seed: UInt64) -> [[Int]] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in
    Array((0..<stop).shuffled(using: &generator).prefix(length))
  }
}

/// Each letter as a row with a single 1: [count, length, 27].
func oneHot(_ rows: [[Int]]) -> Tensor {
  Tensor.identity(27).gathering(rows.flatMap { $0 })
    .reshaped([rows.count, -1, 27])
}

print(sentences(1, length: 6, seed: 1)[0].map { alphabet[$0] })

func randomEncoder(_ size: Int, seed: UInt64) -> RNNCell {
  var cell = RNNCell(inputSize: 27, hiddenSize: size, seed: seed)
  cell.inputWeight *= 2.5  // a letter makes itself felt,
  cell.stateWeight *= 0.9  // and fades, but slowly
  return cell
}

/// The matrix that predicts y from x best, in squared error. It
/// solves (xᵀx + I/10) W = xᵀy, with Newton's iteration for the
/// inverse.
func leastSquares(_ x: Tensor, _ y: Tensor) -> Tensor {
  let one = Tensor.identity(x.columns)
  let square = matmul(x.transposed(), x) + 0.1 * one
  var inverse = one / square.norm()
  for _ in 0..<18 {
    inverse = matmul(inverse, 2 * one - matmul(square, inverse))
  }
  return matmul(inverse, matmul(x.transposed(), y))
}

func shareRight(_ guess: [Int], _ truth: [Int]) -> Float {
  Float(zip(guess, truth).count { $0 == $1 }) / Float(truth.count)
}

let lengths = [4, 8, 12, 16, 20, 24]

/// The share of letters that can be read from the last state.
func fixedVector(size: Int, seed: UInt64) -> [Float] {
  let words = sentences(1000, length: 24, seed: seed)
  let letters = oneHot(words)
  let states = randomEncoder(size, seed: seed).states(letters)
  return lengths.map { n in
    let last = states.selecting(n - 1, axis: 1)  // after n letters
    let y = letters[0..<800, 0..<n].reshaped([800, -1])
    let readOut = leastSquares(last[0..<800], y)
    let guess = matmul(last[800...], readOut)
      .reshaped([200, n, 27]).argmax(axis: -1)
    return shareRight(
      guess, words[800...].flatMap { $0.prefix(n) })
  }
}

print(fixedVector(size: 64, seed: 1))

let hidden = states
let y: Tensor = [[0.5, -1], [1.1, 0.2], [-0.4, 0.9]]
let s_0: Tensor = [0.1, -0.3, 0.6, 0.2]
let bahdanau = BahdanauDecoder(
  score: AdditiveScore(
    queryWeight: .randomNormal([4, 5], seed: 1),
    keyWeight: .randomNormal([d, 5], seed: 2),
    vector: .randomNormal([5], seed: 3)),
  cell: GRUCell(inputSize: 2 + d, hiddenSize: 4, seed: 4))

var s = s_0
var (scores, weights) = ([Tensor](), [Tensor]())
var (seen, written) = ([Tensor](), [Tensor]())
for t in 0..<3 {
  let sum = matmul(s, bahdanau.score.queryWeight)
    + matmul(hidden, bahdanau.score.keyWeight)  // a row for each j
  scores.append(matmul(tanh(sum), bahdanau.score.vector))
  weights.append(softmax(scores[t]))
  seen.append(matmul(weights[t], hidden))
  s = bahdanau.cell(concatenate([y[t], seen[t]]), state: s)
  written.append(s)
}
let additive = stack(scores)
let aligned = stack(weights)
let contexts = stack(seen)
let fromStart = stack([s_0] + written)  // s₀ to s₃
print(aligned)

let sourceStates = Box("h", hidden, "n", "d", group: "encoder")
let earlierState = Box(
  "s_{t−1}", fromStart[0], group: "decoder, step t")
let alignmentBox = Box(
  "α_t", aligned[0], group: "decoder, step t")
let contextBox = Box("c_t", contexts[0], group: "decoder, step t")
let lastWord = Box("y_{t−1}", y[0], group: "decoder, step t")
let decoderCell = Box("GRU", group: "decoder, step t")
let newState = Box("s_t", fromStart[1], group: "decoder, step t")
_ = flowDiagram(
  "Encoder, and one step of Bahdanau's decoder",
  .chain(
    Box("source", group: "encoder"), Box("RNN", group: "encoder"),
    sourceStates),
  .arrow(
    earlierState, sourceStates, to: alignmentBox,
    label: "score, softmax"),
  .arrow(alignmentBox, sourceStates, to: contextBox),
  .arrow(earlierState, lastWord, contextBox, to: decoderCell),
  .chain(decoderCell, newState))

let once = bahdanau(y[0], state: s_0, source: hidden)
once.weights.isClose(to: aligned[0]) // => true
once.state.isClose(to: written[0])   // => true

let W_a = Tensor.randomNormal([4, d], seed: 5)
let W_c = Tensor.randomNormal([d + 4, 6], seed: 6)
let luong = LuongDecoder(
  score: GeneralScore(weight: W_a),
  cell: GRUCell(inputSize: 2, hiddenSize: 4, seed: 4),
  outputWeight: W_c)

// The states need no context, so they can all be had at once,
let luongStates = luong.cell.states(y, from: s_0)
// and so can all looks: three queries, four keys.
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

struct Translator {
  let encoder: RNNCell, cell: GRUCell  // random; they stay so
  var W_a, W_c, W_s: Learned

  init(size: Int, seed: UInt64) {
    encoder = randomEncoder(size, seed: seed)
    var cell = GRUCell(
      inputSize: 27, hiddenSize: size, seed: seed + 100)
    cell.inputWeight *= 2.5
    self.cell = cell
    W_a = Learned(.zeros([size, size]))  // equal weights at first
    W_c = Learned(.randomNormal(
      [2 * size, size], standardDeviation: 0.1, seed: seed))
    W_s = Learned(.zeros([size, 27]))
  }
}

/// A matrix that learns, by Adam (Kingma and Ba 2015).
struct Learned {
  var value: Tensor
  var mean: Tensor, square: Tensor, steps: Float = 0

  init(_ value: Tensor) {
    self.value = value
    mean = .zeros(value.shape)
    square = mean
  }

  /// One step against the gradient.
  mutating func descend(_ gradient: Tensor) {
    steps += 1
    mean = 0.9 * mean + 0.1 * gradient
    square = 0.99 * square + 0.01 * gradient * gradient
    let size = sqrt(square / (1 - pow(0.99, steps))) + 1e-8
    value -= 0.02 * (mean / (1 - pow(0.9, steps))) / size
  }
}

extension Translator {
  /// One step. The states have the shape [batch, letters, size],
  /// the target is one-hot. Returns the loss before the step.
  mutating func learn(
    source H: Tensor, decoder S: Tensor, target: Tensor
  ) -> Float {
    let score = GeneralScore(weight: W_a.value)
    let look = attentionSteps(
      query: S, key: H, value: H, score: score)
    let joint = concatenate([look.context, S], axis: -1)
    let output = tanh(matmul(joint, W_c.value))
    let logits = matmul(output, W_s.value)
    let letters = Float(S.shape[0] * S.shape[1])

    // And back: the gradients, from the last product to the first.
    func product(_ a: Tensor, _ b: Tensor) -> Tensor {
      let rows = a.reshaped([-1, a.columns])
      return matmul(rows.transposed(), b.reshaped([-1, b.columns]))
    }
    let dLogits = (softmax(logits) - target) / letters
    let dOutput = matmul(dLogits, W_s.value.transposed())
    let dSum = dOutput * (1 - output * output)
    let contextPart = W_c.value[0..<H.columns]
    let dContext = matmul(dSum, contextPart.transposed())
    let dScores = softmaxGradient(
      weights: look.weights,
      cotangent: matmul(dContext, H.transposed()))
    W_a.descend(
      score.gradient(query: S, key: H, cotangent: dScores).weight)
    W_c.descend(product(joint, dSum))
    W_s.descend(product(output, dLogits))
    return -(logSoftmax(logits) * target).sum() / letters
  }

  /// The encoder's states, and the decoder's if it is told after
  /// each step which letter was right.
  func states(_ words: [[Int]]) -> (source: Tensor, decoder: Tensor) {
    let source = encoder.states(oneHot(words.map { $0 + [stop] }))
    let told = words.map { [stop] + $0.reversed().dropLast() }
    let last = source.selecting(words[0].count, axis: 1)
    return (source, cell.states(oneHot(told), from: last))
  }
}

func trained(seed: UInt64) -> (model: Translator, losses: [Float]) {
  var model = Translator(size: 64, seed: seed)
  let words = sentences(640, length: 12, seed: seed + 200)
  let target = oneHot(words.map { $0.reversed() })
  let (source, decoder) = model.states(words)
  let losses = (0..<120).map { step in
    let first = step * 16 % 640
    let batch = first..<first + 16
    return model.learn(
      source: source[batch], decoder: decoder[batch],
      target: target[batch])
  }
  return (model, losses)
}
let seeds: [UInt64] = [1, 2, 3]
let runs = seeds.map { trained(seed: $0) }
for step in [0, 40, 80, 119] {
  print("step", step, Tensor(runs.map { $0.losses[step] }))
}

extension Translator {
  func translate(
    _ words: [[Int]]
  ) -> (letters: [[Int]], weights: Tensor) {
    let decoder = LuongDecoder(
      score: GeneralScore(weight: W_a.value), cell: cell,
      outputWeight: W_c.value)
    let source = encoder.states(oneHot(words.map { $0 + [stop] }))
    var state = source.selecting(words[0].count, axis: 1)
    var letter = words.map { _ in stop }
    var (letters, weights) = ([[Int]](), [Tensor]())
    for _ in words[0] {
      let step = decoder(
        Tensor.identity(27).gathering(letter), state: state,
        source: source)
      state = step.state
      letter = matmul(step.output, W_s.value).argmax(axis: -1)
      letters.append(letter)
      weights.append(step.weights)
    }
    return (letters, stack(weights, axis: 1))
  }
}

func written(by model: Translator, length n: Int) -> Float {
  let words = sentences(100, length: n, seed: 999)
  let (letters, _) = model.translate(words)
  let truth = (1...n).flatMap { t in words.map { $0[n - t] } }
  return shareRight(letters.flatMap { $0 }, truth)
}

let names = [
  "one vector, d = 64", "one vector, d = 128",
  "attention, d = 64",
]
let shares = [
  seeds.map { fixedVector(size: 64, seed: $0) },
  seeds.map { fixedVector(size: 128, seed: $0) },
  runs.map { run in
    lengths.map { written(by: run.model, length: $0) }
  },
].map { Tensor($0) }
for (name, share) in zip(names, shares) {
  let spread = share.max(axis: 0) - share.min(axis: 0)
  print(name + ":", share.mean(axis: 0))
  print("  spread:", spread)
}

let everyRun = shares.flatMap { share in
  seeds.indices.flatMap { Array(zip(lengths, share[$0].scalars)) }
}
_ = lineChart(
  title: "Letters translated rightly",
  x: "letters in the sentence", y: "share right",
  series: zip(names, shares).map { name, share in
    .line(name, x: lengths, y: share.mean(axis: 0))
  } + [
    .points(
      "each run", x: everyRun.map(\.0), y: everyRun.map(\.1))
  ])

let word = "background"
let places = word.map { alphabet.firstIndex(of: $0)! }
let (letters, looked) = runs[0].model.translate([places])
let output = letters.map { String(alphabet[$0[0]]) }
print(output.joined())

_ = heatMap(
  looked[0], title: "Where the decoder looks while it writes",
  rows: output, columns: word.map { String($0) } + ["."],
  scale: .range(0, 1))

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
    at: t == 0 ? .zeros([d]) : states[t - 1])
})

let overall = jacobian({ start in
  (0..<4).reduce(start) { h, t in
    rnn(x[t...t].expanded(to: [d, 2]), state: h)
  }
}, at: .zeros([d]))
print(overall)

let letters24 = oneHot(sentences(1, length: 24, seed: 5))[0]

/// The size of ∂hₜ/∂h₁ after each further letter.
func sizes(_ step: (Tensor, Tensor) -> Tensor) -> [Float] {
  var h = step(letters24[0], .zeros([64]))
  var product = Tensor.identity(64)
  return (1..<24).map { t in
    let input = letters24[t...t].expanded(to: [64, 27])
    let J = jacobian({ step(input, $0) }, at: h)
    product = matmul(J, product)
    h = step(letters24[t], h)
    return product.norm() / 8
  }
}

let ours = randomEncoder(64, seed: 1)
var strong = RNNCell(inputSize: 27, hiddenSize: 64, seed: 1)
strong.stateWeight *= 2
let plainGRU = GRUCell(inputSize: 27, hiddenSize: 64, seed: 1)
var keeping = plainGRU  // a bias of 3 makes z about 0.95
keeping.bias = concatenate(
  [.zeros([64]), .full([64], 3), .zeros([64])])
let through: [(name: String, size: [Float])] = [
  ("our RNN", sizes { ours($0, state: $1) }),
  ("RNN, U doubled", sizes { strong($0, state: $1) }),
  ("GRU", sizes { plainGRU($0, state: $1) }),
  ("GRU that keeps", sizes { keeping($0, state: $1) }),
]
for (name, size) in through {
  print(name, [0, 7, 15, 22].map { size[$0] })
}

let long = sentences(100, length: 24, seed: 77)
let (H, S) = runs[0].model.states(long)
let all = attentionWeights(
  query: matmul(S, runs[0].model.W_a.value), key: H, scale: 1)
let direct = (1...23).map { distance in
  all.selecting(distance, axis: 1)
    .selecting(24 - distance, axis: 1).mean()
}
print([0, 7, 15, 22].map { direct[$0] })

let distances = Array(1...23)
_ = lineChart(
  title: "What is left of a derivative on its way",
  x: "letters between", y: Axis("size", scale: .log),
  series: through.map { .line($0.name, x: distances, y: $0.size) }
    + [.line("attention", x: distances, y: direct)])

for n in [24, 64, 512] {
  let (recurrent, among) = (n * 64 * 64, n * n * 64)
  print("n = \(n): \(recurrent) and \(among) multiplications")
}

do {
let fresh = Translator(size: 64, seed: 1)
print(fresh.translate([[0, 1, 2]]).weights[0])
}

do {
for run in runs {
  let model = run.model
  let (H, S) = model.states(long)
  let look = attentionSteps(
    query: S, key: H, value: H,
    score: GeneralScore(weight: model.W_a.value))
  let joint = concatenate([look.context, S], axis: -1)
  let logits = matmul(
    tanh(matmul(joint, model.W_c.value)), model.W_s.value)
  let truth = long.flatMap { $0.reversed() }
  print(shareRight(logits.argmax(axis: -1), truth))
}
}

do {
let share = sigmoid(Tensor(3)).item
print((share, pow(share, 23), through[3].size[22]))
}
