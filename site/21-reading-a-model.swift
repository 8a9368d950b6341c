// Reading a model, and doubting it
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 21-reading-a-model.swift -o lesson
//     ./lesson
//
// It reads files of the folder `21-reading-a-model` beside the lesson: start it there.

import Attention
import AttentionAdapters
import LessonRuntime

import Foundation

let tokenizer = try BytePairTokenizer(
  contentsOf: "alice.tokenizer.json")
let file = try Safetensors(contentsOf: "alice.safetensors")
file.names.map { file[$0]!.count }.reduce(0, +) // => 852608

let prompt = tokenizer.encode("Alice was beginning to")
print(prompt.map { tokenizer.tokens[$0] })

func norm(_ name: String) -> NormalizationLayer {
  var norm = NormalizationLayer(.rms, features: 128, epsilon: 1e-6)
  norm.gain = file[name]!
  return norm
}

let blocks = (0..<4).map { index in
  func matrix(_ name: String) -> Tensor {
    file["blocks.\(index).\(name)"]!
  }
  return EncoderBlock(
    placement: .pre,
    attention: MultiHeadAttention(
      heads: 4, keyHeads: 2,
      queryWeight: matrix("attn.W_Q"), keyWeight: matrix("attn.W_K"),
      valueWeight: matrix("attn.W_V"), outputWeight: matrix("attn.W_O")),
    attentionNorm: norm("blocks.\(index).norm1.gamma"),
    feedForward: FeedForward(
      activation: .silu, inputWeight: matrix("ffn.W3"),
      gateWeight: matrix("ffn.W1"), outputWeight: matrix("ffn.W2")),
    feedForwardNorm: norm("blocks.\(index).norm2.gamma"))
}
let embedding = Embedding(table: file["E"]!)
let finalNorm = norm("norm_f.gamma")
let rotary = RotaryEmbedding(size: 32, layout: .interleaved)

let inBox = Box("tokens", shape: [5], sizeNames: ["n"])
let embedBox = Box("embedding", shape: [5, 128], sizeNames: ["n", "d"])
let readBox = Box("4 heads read", group: "one of four blocks")
let sumBox = Box("+", group: "one of four blocks")
let thinkBox = Box("SwiGLU", group: "one of four blocks")
let sum2Box = Box("+ ", group: "one of four blocks")
let outBox = Box("logits", shape: [5, 1024], sizeNames: ["n", "tokens"])
_ = flowDiagram(
  "Everything is added to one stream",
  .chain(inBox, embedBox), .arrow(embedBox, to: readBox, sumBox),
  .arrow(readBox, to: sumBox), .arrow(sumBox, to: thinkBox, sum2Box),
  .arrow(thinkBox, to: sum2Box),
  .arrow(sum2Box, to: outBox, label: "norm, then embedding again"))

/// Forty tokens, the most probable one each time.
func continued(_ prompt: [Int], rotary: RotaryEmbedding) -> [Int] {
  let model = TransformerEncoder(
    blocks: blocks, finalNorm: finalNorm)
  var caches = blocks.map { _ in KeyValueCache(batch: 1) }
  var pending = prompt
  return (0..<40).map { _ in
    let x = model(
      embedding([pending]), caches: &caches, rotary: rotary)
    let logits = embedding.logits(x[0][pending.count - 1])
    pending = [logits.argmax()]
    return pending[0]
  }
}

let said = continued(prompt, rotary: rotary)
print(tokenizer.decode(said))

let reference = [
  97, 4, 373, 111, 97, 388, 11, 120, 168, 734, 133, 160, 379, 107,
  111, 526, 11, 120, 4, 702, 160, 199, 438, 94, 274, 115, 291, 156,
  13, 4, 4, 494, 160, 199, 438, 268, 757, 476, 136, 194,
]
said == reference // => true

let halves = RotaryEmbedding(size: 32, layout: .halves)
print(tokenizer.decode(continued(prompt, rotary: halves)))

/// L1H0 is the first head of the second block.
struct Head: Hashable {
  let block, index: Int
  var name: String { "L\(block)H\(index)" }
}
let heads = (0..<16).map { Head(block: $0 / 4, index: $0 % 4) }

/// One attention layer as its heads, each [heads, …, …].
func parts(of layer: MultiHeadAttention, _ x: Tensor)
  -> (weights: Tensor, values: Tensor, outputs: Tensor)
{
  let steps = layer.steps(x, mask: .causal(x.rows), rotary: rotary)
  let values = splitHeads(matmul(x, layer.valueWeight), into: 2)
  return (
    steps.weights, repeatHeads(values, times: 2),
    layer.outputWeight.reshaped([4, 32, 128]))
}

let firstInput = blocks[0].attentionNorm(embedding(prompt))
let firstHeads = parts(of: blocks[0].attention, firstInput)
let firstOutput = blocks[0].attention(
  firstInput, mask: .causal(prompt.count), rotary: rotary)

struct Reading {
  var weights: [Head: Tensor] = [:]  // [query, key]
  var added: [(name: String, rows: Tensor)]  // [token, feature]
  var logits = Tensor(0)  // [token, next token]
}

/// The forward pass, without some heads, or with other weights.
func read(
  _ tokens: [Int], without cut: Set<Head> = [],
  changing change: (Head, Tensor) -> Tensor = { $1 }
) -> Reading {
  var x = embedding(tokens)
  var reading = Reading(added: [("embedding", x)])
  for (index, block) in blocks.enumerated() {
    let all = parts(of: block.attention, block.attentionNorm(x))
    for head in heads[4 * index..<4 * index + 4] {
      let weights = change(head, all.weights[head.index])
      let context = matmul(weights, all.values[head.index])
      var rows = matmul(context, all.outputs[head.index])
      if cut.contains(head) { rows = rows * 0 }
      reading.weights[head] = weights
      reading.added.append((head.name, rows))
      x += rows
    }
    let rows = block.feedForward(block.feedForwardNorm(x))
    reading.added.append(("network \(index)", rows))
    x += rows
  }
  reading.logits = embedding.logits(finalNorm(x))
  return reading
}

let reading = read(prompt)
reading.logits[4].argmax() == said[0] // => true

let shown = tokenizer.encode("Alice was beginning to get very")
let atWork = read(shown)
let grid = concatenate((0..<4).map { block in
  concatenate((0..<4).map { index in
    atWork.weights[Head(block: block, index: index)]!
  }, axis: 1)
})
let m = shown.count
_ = heatMap(
  grid,
  title: "What all heads look at in “Alice was beginning to get very”",
  rows: (0..<4).flatMap { _ in shown.map { tokenizer.tokens[$0] } },
  columns: (0..<4).flatMap { _ in (1...m).map(String.init) },
  scale: .range(0, 1),
  rowGroups: ["block 0": m, "block 1": m, "block 2": m, "block 3": m],
  columnGroups: ["head 0": m, "head 1": m, "head 2": m, "head 3": m])

let text = tokenizer.encode("""
  Alice was beginning to get very tired of sitting by her sister on \
  the bank, and of having nothing to do
  The Queen turned crimson with fury, and, after glaring at her for a \
  moment like a wild beast, screamed
  """)
let whole = read(text)

/// The mean weight of the token that is `distance` before.
func meanWeight(_ head: Head, back distance: Int) -> Float {
  let places = distance..<text.count
  return places.map { whole.weights[head]![$0, $0 - distance] }
    .reduce(0, +) / Float(places.count)
}

let previous = Tensor(heads.map { meanWeight($0, back: 1) })
_ = heatMap(
  previous.reshaped([4, 4]), title: "Mean weight of the token before",
  rows: (0..<4).map { "block \($0)" },
  columns: (0..<4).map { "head \($0)" })

/// Every head's weights over a sentence; the page shows one head.
func headLines(_ sentence: String, first: Head) -> FigureValue {
  let tokens = tokenizer.encode(sentence)
  let weights = read(tokens).weights
  let names = tokens.map { tokenizer.tokens[$0] }
  let order = [first] + heads.filter { $0 != first }
  return attentionLines(
    choosing: "head", among: order.map { ($0.name, weights[$0]!) },
    title: "Who looks where: \(sentence)",
    queries: names, keys: names)
}

let lookingBack = Head(block: 1, index: 0)
_ = headLines("Alice was beginning to", first: lookingBack)

_ = headLines("The Queen of Hearts", first: lookingBack)

_ = headLines("“Off with her head!” the", first: lookingBack)

/// The mean query and key of a head over the text.
func meanQueryAndKey(_ head: Head) -> (query: Tensor, key: Tensor) {
  let layer = blocks[head.block].attention
  let before = whole.added.prefix(1 + 5 * head.block).map(\.rows)
  let sum = before.dropFirst().reduce(before[0], +)
  let x = blocks[head.block].attentionNorm(sum)
  let query = splitHeads(matmul(x, layer.queryWeight), into: 4)
  let key = splitHeads(matmul(x, layer.keyWeight), into: 2)
  return (
    query[head.index].mean(axis: 0),
    key[head.index / 2].mean(axis: 0))
}

/// Scores of that query, at place 11, for that key at 11, 10, … 0.
func scoresByDistance(_ head: Head) -> Tensor {
  let (query, key) = meanQueryAndKey(head)
  let keys = rotary(key.reshaped([1, 32]).expanded(to: [12, 32]))
  let turned = rotary(query.reshaped([1, 32]), offset: 11)
  return attentionScores(query: turned, key: keys)[0]
    .gathering((0..<12).reversed())
}

let head = Head(block: 1, index: 0)
let byDistance = scoresByDistance(head)

let mean = meanQueryAndKey(head)
let pairs: (lengths: Tensor, turns: Tensor, angles: Tensor) = {
  var lengths: [Float] = [], turns: [Float] = [], angles: [Float] = []
  for j in 0..<16 {
    let a = mean.query.scalars[2 * j], b = mean.query.scalars[2 * j + 1]
    let (c, d) = (mean.key.scalars[2 * j], mean.key.scalars[2 * j + 1])
    lengths.append(((a * a + b * b) * (c * c + d * d)).squareRoot())
    turns.append(pow(10_000, -Float(j) / 16))
    angles.append(atan2(b, a) - atan2(d, c))
  }
  return (Tensor(lengths), Tensor(turns), Tensor(angles))
}()

_ = lineChart(
  title: "Score of an average key, by its distance", x: "tokens back",
  y: "score",
  .line("head L1H0", x: 0..<12, y: byDistance),
  .line(
    "head L3H1", x: 0..<12,
    y: scoresByDistance(Head(block: 3, index: 1))))

let few = [" the", " Queen", " King", " Alice", " said", " very"]
  .map { tokenizer.encode($0)[0] }
let layer1 = blocks[1].attention
let ov = (
  value: layer1.valueWeight[0..., 0..<32],
  output: layer1.outputWeight[0..<32])
let sent = blocks[1].attentionNorm(embedding(few))
let read4 = embedding(few) * finalNorm.gain
let fetched = matmul(
  matmul(matmul(sent, ov.value), ov.output), read4.transposed())
_ = heatMap(
  fetched, title: "Head L1H0: what attending to a token adds to logits",
  rows: few.map { tokenizer.tokens[$0] },
  columns: few.map { tokenizer.tokens[$0] }, scale: .symmetric)

let everyToken = blocks[1].attentionNorm(embedding.table)
let everyLogit = embedding.logits(
  matmul(matmul(everyToken, ov.value), ov.output) * finalNorm.gain)
let above = everyLogit
  - everyLogit.mean(axis: -1, keepingAxis: true)
let copying = (above.diagonal() .> 0).mean()
print(copying)

func chance(_ token: Int, _ reading: Reading) -> Float {
  softmax(reading.logits[reading.logits.rows - 1])[token].item
}

let the = tokenizer.encode(" the")[0]
let uncut = chance(the, reading)
let without = read(prompt, without: [head])
print("with head L1H0:   ", uncut)
print("without L1H0:", chance(the, without))

let top = reading.logits[4].scalars.indices
  .sorted { reading.logits[4, $0] > reading.logits[4, $1] }.prefix(3)
_ = barChart(
  title: "What comes after “Alice was beginning to”",
  x: "token", y: "logit",
  labels: top.map {
    tokenizer.decode([$0]) == "\n" ? "new line" : tokenizer.tokens[$0]
  },
  Bars("whole model", top.map { reading.logits[4, $0] }),
  Bars("without L1H0", top.map { without.logits[4, $0] }))

let last = stack(reading.added.map { $0.rows[4] })  // [21, 128]
let total = last.sum(axis: 0)
let rho = ((total * total).mean() + 1e-6).squareRoot()
let shares =
  matmul(last, finalNorm.gain * embedding.table[the]) / rho
print([shares.sum(), reading.logits[4, the]])

_ = heatMap(
  shares[1...].reshaped([4, 5]),
  title: "What each part adds to the logit of “▁the”",
  rows: (0..<4).map { "block \($0)" },
  columns: (0..<4).map { "head \($0)" } + ["network"], scale: .symmetric)

func loss(_ reading: Reading) -> Float {
  crossEntropy(
    reading.logits[0..<text.count - 1],
    targets: Array(text.dropFirst()))
}

let whenCut = heads.map {
  loss(read(text, without: [$0])) - loss(whole)
}
print("loss of the whole model:", loss(whole))
print("costliest:", heads[Tensor(whenCut).argmax()].name)
print("head L1H0: ", whenCut[4])

_ = scatterChart(
  title: "A clear picture isn't a large effect",
  x: "mean weight of the token before", y: "rise of the loss when cut",
  .points("heads", x: previous, y: whenCut),
  .points("head L1H0", x: [previous.scalars[4]], y: [whenCut[4]]),
  .points("head L0H1", x: [previous.scalars[1]], y: [whenCut[1]]))

/// Each row reversed, up to the diagonal.
func turned(_ weights: Tensor) -> Tensor {
  stack((0..<weights.rows).map { i in
    weights[i].gathering((0...i).reversed() + (i + 1..<weights.rows))
  })
}

let moved = heads.map { head in
  let a = reading.weights[head]![4]
  return abs(a - turned(reading.weights[head]!)[4]).sum() / 2
}
let afterwards = heads.map { head in
  chance(the, read(prompt) { $0 == head ? turned($1) : $1 })
}
_ = scatterChart(
  title: "The weights of one head turned round", x: "how far they moved",
  y: "chance of “▁the”",
  .points("heads", x: moved, y: afterwards),
  .reference("unchanged", x: [0, 1], y: [uncut, uncut]))

print(afterwards.map { abs($0 - uncut) }.max()!)

let A1: Tensor = [[1, 0, 0], [0.7, 0.3, 0], [0.1, 0.8, 0.1]]
let A2: Tensor = [[1, 0, 0], [0.4, 0.6, 0], [0.2, 0.3, 0.5]]
let half1 = (A1 + Tensor.identity(3)) / 2
let half2 = (A2 + Tensor.identity(3)) / 2
let rolled = matmul(half2, half1)
print(rolled)

let layers = (0..<4).map { block in
  stack((0..<4).map {
    reading.weights[Head(block: block, index: $0)]!
  })  // [head, query, key]
}
let mixing = layers.reduce(Tensor.identity(5)) { below, layer in
  matmul((layer.mean(axis: 0) + Tensor.identity(5)) / 2, below)
}
mixing.isClose(to: attentionRollout(layers)) // => true

let names = prompt.map { tokenizer.tokens[$0] }
_ = heatMap(
  mixing, title: "Roll-out through four blocks",
  rows: names, columns: names, scale: .range(0, 1))

do {
let other = tokenizer.encode("The cat and Alice went very")
let weights = read(other).weights[Head(block: 3, index: 2)]!
print(other.map { tokenizer.tokens[$0] })
print("first token:", weights[6, 0], " Alice:", weights[6, 4])
}

do {
let seen = Mask.causal(text.count).visibility
let equal = seen / seen.sum(axis: -1, keepingAxis: true)
for index in [1, 4] {
  let changed = read(text) { $0 == heads[index] ? equal : $1 }
  print(heads[index].name, loss(changed) - loss(whole))
}
}

do {
let layer = blocks[0].attention
let values = splitHeads(
  matmul(firstInput, layer.valueWeight), into: 2)
let order = [0, 1, 0, 1]
let sum = (0..<4).map { h in
  let context = matmul(firstHeads.weights[h], values[order[h]])
  return matmul(context, layer.outputWeight[32 * h..<32 * h + 32])
}
let whole = sum.dropFirst().reduce(sum[0], +)
let right = layer(
  firstInput, mask: .causal(prompt.count), rotary: rotary)
print(whole.isClose(to: right))
}

do {
let layer = blocks[0].attention
let values = splitHeads(
  matmul(firstInput, layer.valueWeight), into: 2)
let order = [0, 0, 1, 1]
let sum = (0..<4).map { h in
  let context = matmul(firstHeads.weights[h], values[order[h]])
  return matmul(context, layer.outputWeight[32 * h..<32 * h + 32])
}
let whole = sum.dropFirst().reduce(sum[0], +)
let right = layer(
  firstInput, mask: .causal(prompt.count), rotary: rotary)
print(whole.isClose(to: right))
}

do {
var generator = SeededGenerator(seed: 5)
let once = (0..<25).map { _ in
  Int.random(in: 100..<1024, using: &generator)
}
let twice = read(once + once)
let found = heads.map { head in
  (25..<50).map { twice.weights[head]![$0, $0 - 24] }
    .reduce(0, +) / 25
}
func meanLoss(_ rows: Range<Int>) -> Float {
  crossEntropy(
    twice.logits[rows],
    targets: rows.map { (once + once)[$0 + 1] })
}
print("best head:", heads[Tensor(found).argmax()].name, found.max()!)
print("first copy: ", meanLoss(0..<24))
print("second copy:", meanLoss(25..<49))

// The same with a sentence that the model could know.
let words = tokenizer.encode("The Rabbit took down a large fan")
let both = read(words + words).logits
let n = words.count
func sentenceLoss(_ rows: Range<Int>) -> Float {
  crossEntropy(
    both[rows], targets: rows.map { (words + words)[$0 + 1] })
}
print("sentence, first: ", sentenceLoss(0..<n - 1))
print("sentence, second:", sentenceLoss(n..<2 * n - 1))
}
