// Train one
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 18-training-one-program-2.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

import Foundation

struct Model {
  var digits: Embedding
  var positions: LearnedPositions
  var encoder: TransformerEncoder
  var output: Linear

  init(features: Int, blocks: Int, seed: UInt64) {
    digits = Embedding(
      count: 10, features: features, standardDeviation: 0.5,
      seed: seed)
    positions = LearnedPositions(
      table: .randomNormal(
        [8, features], standardDeviation: 0.5, seed: seed + 1))
    encoder = TransformerEncoder(
      blocks: blocks, features: features, heads: 2,
      hidden: 2 * features, seed: seed + 2)
    output = Linear(features: features, outputs: 10, seed: seed + 3)
  }

  /// [row, position, digit]
  func logits(_ rows: [[Int]]) -> Tensor {
    output(encoder(digits(rows) + positions(8)))
  }
}

let tokenBox = Box("8 digits", shape: [8], sizeNames: ["n"])
let tableBox = Box(
  "embedding + position", shape: [8, 32], sizeNames: ["n", "d"])
let attendBox = Box("self-attention, 2 heads", group: "a block")
let mlpBox = Box("feed-forward", group: "a block")
let logitBox = Box("logits", shape: [8, 10], sizeNames: ["n", "T"])
let lossBox = Box("loss")
let answerBox = Box("right digits", shape: [8], sizeNames: ["n"])
_ = flowDiagram(
  "What is trained, and on what",
  .chain(tokenBox, tableBox, attendBox, mlpBox, logitBox, lossBox),
  .arrow(answerBox, to: lossBox))

typealias Rule = ([Int]) -> [Int]

func rows(_ count: Int, _ generator: inout SeededGenerator)
  -> [[Int]]
{
  (0..<count).map { _ in
    (0..<8).map { _ in Int.random(in: 0..<10, using: &generator) }
  }
}

/// Trains the model, and returns the loss of each step.
func train(
  _ model: inout Model, on rule: Rule, steps: Int,
  rate: Float = 0.01, hasPositions: Bool = true,
  avoiding test: [[Int]]
) -> [Float] {
  var generator = SeededGenerator(seed: 3)
  var adam = Adam<Model>(weightDecay: 0.01)
  return (0..<steps).map { step in
    let batch = rows(16, &generator).filter { !test.contains($0) }
    let (loss, gradients) = valueAndGradients(of: model) { model in
      var x = model.digits(batch)
      if hasPositions { x = x + model.positions(8) }
      return crossEntropy(
        model.output(model.encoder(x)), targets: batch.flatMap(rule))
    }
    adam.learningRate =
      rate * warmUp(step: step, steps: 20, total: steps)
    adam.update(&model, with: gradients.clipped(toNorm: 1))
    return loss
  }
}

var testGenerator = SeededGenerator(seed: 1)
let unseen = rows(200, &testGenerator)

/// How many of the 200 rows come out right in all eight places.
func exact(_ model: Model, _ rule: Rule) -> Int {
  let answers = model.logits(unseen).argmax(axis: -1)
  return unseen.indices.count {
    Array(answers[8 * $0..<8 * $0 + 8]) == rule(unseen[$0])
  }
}

let untrained = Model(features: 32, blocks: 1, seed: 2)
exact(untrained, { $0.reversed() })  // => 0

let reverse: Rule = { $0.reversed() }
var reverser = untrained
let losses = train(
  &reverser, on: reverse, steps: 300, avoiding: unseen)
print("loss at first:", losses[0], "at last:", losses[299])
print(exact(reverser, reverse), "of 200 unseen rows are right")

func smooth(_ losses: [Float]) -> [Float] {
  stride(from: 0, to: losses.count, by: 5).map { start in
    losses[start..<start + 5].reduce(0, +) / 5
  }
}

_ = lineChart(
  title: "Learning to reverse: the mean loss of five steps",
  x: "step", y: Axis("loss", unit: "nats", scale: .log),
  .line("loss", x: stride(from: 0, to: 300, by: 5), y: smooth(losses)),
  .reference(
    "knows nothing: ln 10", x: [0, 295], y: [log(10.0), log(10.0)]))

func weights(_ model: Model, _ row: [Int]) -> Tensor {
  let block = model.encoder.blocks[0]
  let x = model.digits(row) + model.positions(8)
  return block.attention.steps(block.attentionNorm(x)).weights
}

let sample = unseen[0]
let places = (1...8).map(String.init)
let pair = concatenate(
  [untrained, reverser].map { weights($0, sample)[0] })
_ = heatMap(
  pair, title: "Head 1: which position each position looks at",
  rows: places + places, columns: places, scale: .range(0, 1),
  rowGroups: ["before training": 8, "after training": 8])

print(String(reverser.output.weight[0, 0].bitPattern, radix: 16))

var lost = untrained
let lostLosses = train(
  &lost, on: reverse, steps: 100, hasPositions: false,
  avoiding: unseen)
print("with positions, after 100 steps:", smooth(losses)[19])
print("without them, after 100 steps:  ", smooth(lostLosses)[19])

func answerAt(_ a: Int, _ b: Int) -> Bool {
  let logits = lost.output(
    lost.encoder(lost.digits([7, 1, 2, 3, 4, 7, 5, 6])))
  return logits[a].isClose(to: logits[b])
}

let sort: Rule = { $0.sorted() }
var sorter = Model(features: 32, blocks: 2, seed: 2)
let sortLosses = train(
  &sorter, on: sort, steps: 600, avoiding: unseen)
print("loss at last:", sortLosses[599])
print(exact(sorter, sort), "of 200 unseen rows are right")

let alphabet = Array("-0123456789 abcdefghijklmnopqrstuvwxyz")
let months = [
  "january", "february", "march", "april", "may", "june", "july",
  "august", "september", "october", "november", "december",
]
let days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

func codes(_ text: String) -> [Int] {
  text.map { alphabet.firstIndex(of: $0)! }
}

struct Example { let source, target: [Int] }

/// A date in words, filled up with spaces, and as the standard has it.
func example(_ year: Int, _ month: Int, _ day: Int, dayFirst: Bool)
  -> Example
{
  let name = months[month - 1]
  let words = dayFirst ? "\(day) \(name)" : "\(name) \(day)"
  let text = "\(words) \(year)"
  func two(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
  return Example(
    source: codes(text + String(repeating: " ", count: 17 - text.count)),
    target: codes("\(year)-\(two(month))-\(two(day))"))
}

/// Every date from 1900 to 2099. February 29 is left out.
var dates: [[Int]] = []
for year in 1900..<2100 {
  for month in 1...12 {
    for day in 1...(month == 2 ? 28 : days[month - 1]) {
      dates.append([year, month, day])
    }
  }
}
var dateGenerator = SeededGenerator(seed: 1)
dates.shuffle(using: &dateGenerator)

/// No date of the first 200 is ever trained, in either form.
let heldOut = dates.prefix(200).map {
  example($0[0], $0[1], $0[2], dayFirst: $0[2] % 2 == 0)
}
let known = Array(dates.dropFirst(200))
print(known.count)

struct Translator {
  var characters: Embedding
  var sourcePositions, targetPositions: LearnedPositions
  var encoder: TransformerEncoder
  var decoder: TransformerDecoder
  var output: Linear

  init(features: Int, seed: UInt64) {
    func positions(_ count: Int, _ seed: UInt64) -> LearnedPositions {
      LearnedPositions(table: .randomNormal(
        [count, features], standardDeviation: 0.5, seed: seed))
    }
    characters = Embedding(
      count: alphabet.count, features: features,
      standardDeviation: 0.5, seed: seed)
    sourcePositions = positions(17, seed + 1)
    targetPositions = positions(10, seed + 2)
    encoder = TransformerEncoder(
      blocks: 1, features: features, heads: 2, hidden: 64,
      seed: seed + 3)
    decoder = TransformerDecoder(
      blocks: 1, features: features, heads: 2, hidden: 64,
      seed: seed + 4)
    output = Linear(
      features: features, outputs: alphabet.count, seed: seed + 5)
  }

  func read(_ sources: [[Int]]) -> Tensor {
    encoder(characters(sources) + sourcePositions(17))
  }

  /// What the decoder reads at each place: a space, which begins, and
  /// the characters before.
  func written(_ targets: [[Int]]) -> Tensor {
    characters(targets) + targetPositions(targets[0].count)
  }
}

let space = codes(" ")[0]
var translator = Translator(features: 32, seed: 2)
let beforeTraining = translator
var batches = SeededGenerator(seed: 4)
var optimizer = Adam<Translator>(weightDecay: 0.01)
let dateLosses: [Float] = (0..<700).map { step in
  let batch = (0..<16).map { _ in
    let date = known.randomElement(using: &batches)!
    return example(
      date[0], date[1], date[2],
      dayFirst: Bool.random(using: &batches))
  }
  let (loss, gradients) = valueAndGradients(of: translator) { model in
    let source = model.encoder(
      model.characters(batch.map(\.source))
        + model.sourcePositions(17))
    let shifted = batch.map { [space] + $0.target.dropLast() }
    let x = model.characters(shifted) + model.targetPositions(10)
    return crossEntropy(
      model.output(model.decoder(x, source: source)),
      targets: batch.flatMap(\.target))
  }
  optimizer.learningRate =
    0.01 * warmUp(step: step, steps: 30, total: 700)
  optimizer.update(&translator, with: gradients.clipped(toNorm: 1))
  return loss
}

/// Ten characters, each from those before it.
func translate(_ sources: [[Int]], by model: Translator) -> [[Int]] {
  let source = model.read(sources)
  var texts = sources.map { _ in [space] }
  for place in 0..<10 {
    let logits = model.output(
      model.decoder(model.written(texts), source: source))
    for index in texts.indices {
      texts[index].append(logits[index][place].argmax())
    }
  }
  return texts.map { Array($0.dropFirst()) }
}

let translated = translate(heldOut.map(\.source), by: translator)
let correct = zip(translated, heldOut).count { $0 == $1.target }
print(correct, "of 200 unseen dates are right")

_ = lineChart(
  title: "Three tasks: the mean loss of five steps",
  x: "step", y: Axis("loss", unit: "nats", scale: .log),
  .line(
    "reverse", x: stride(from: 0, to: 300, by: 5), y: smooth(losses)),
  .line(
    "sort", x: stride(from: 0, to: 600, by: 5), y: smooth(sortLosses)),
  .line(
    "dates", x: stride(from: 0, to: 700, by: 5), y: smooth(dateLosses)))

/// The cross-attention of the decoder's block, averaged over heads.
func looks(_ model: Translator, _ one: Example) -> Tensor {
  let block = model.decoder.blocks[0]
  let source = model.read([one.source])[0]
  let shifted = [space] + one.target.dropLast()
  let x = model.written([shifted])[0]
  let attended = x + block.selfAttention(
    block.selfAttentionNorm(x), mask: .causal(10))
  return block.crossAttention.steps(
    block.crossAttentionNorm(attended), to: source
  ).weights.mean(axis: 0)
}

let date = example(2031, 10, 26, dayFirst: true)
let read17 = date.source.enumerated().map {
  alphabet[$1] == " " ? "␣" : String(alphabet[$1])
}
let write10 = date.target.map { String(alphabet[$0]) }
_ = heatMap(
  concatenate(
    [looks(beforeTraining, date), looks(translator, date)], axis: 1),
  title: "Where it looks while it writes “2031-10-26”",
  rows: write10, columns: read17 + read17, scale: .range(0, 1),
  columnGroups: ["before training": 17, "after training": 17])

let bestPlaces = looks(translator, date).argmax(axis: -1)
for (place, best) in bestPlaces.enumerated() {
  let shown = read17.enumerated().map { $0 == best ? "[\($1)]" : $1 }
  print(write10[place], shown.joined())
}

do {
let block = 4 * 32 * 32 + 2 * 32 * 64 + 64 + 32 + 2 * 2 * 32
let tables = 10 * 32 + 8 * 32 + 32 * 10 + 10 + 2 * 32
print(
  "learned:", block + tables, " kept by Adam:", 2 * (block + tables)
)
}

do {
var wild = untrained
let losses = train(
  &wild, on: reverse, steps: 100, rate: 0.3, avoiding: unseen)
print(losses[99])
}

do {
var model = Translator(features: 32, seed: 2)
var adam = Adam<Translator>(learningRate: 0.01)
var last: Float = 0
for step in 0..<100 {
  let batch = known[16 * step..<16 * step + 16].map {
    example($0[0], $0[1], $0[2], dayFirst: true)
  }
  let (loss, gradients) = valueAndGradients(of: model) { model in
    let source = model.encoder(
      model.characters(batch.map(\.source))
        + model.sourcePositions(17))
    let x =
      model.characters(batch.map(\.target))
      + model.targetPositions(10)
    return crossEntropy(
      model.output(model.decoder(x, source: source)),
      targets: batch.flatMap(\.target))
  }
  adam.update(&model, with: gradients)
  last = loss
}
let answers = translate(heldOut.map(\.source), by: model)
print("loss:", last)
print("right:", zip(answers, heldOut).count { $0 == $1.target })
}

do {
let few = known.prefix(50).map {
  example($0[0], $0[1], $0[2], dayFirst: true)
}
var model = Translator(features: 32, seed: 2)
var adam = Adam<Translator>(learningRate: 0.005)
var order = SeededGenerator(seed: 6)
for _ in 0..<200 {
  let batch = (0..<16).map { _ in few.randomElement(using: &order)!
  }
  let (_, gradients) = valueAndGradients(of: model) { model in
    let source = model.encoder(
      model.characters(batch.map(\.source))
        + model.sourcePositions(17))
    let shifted = batch.map { [space] + $0.target.dropLast() }
    let x = model.characters(shifted) + model.targetPositions(10)
    return crossEntropy(
      model.output(model.decoder(x, source: source)),
      targets: batch.flatMap(\.target))
  }
  adam.update(&model, with: gradients.clipped(toNorm: 1))
}
func right(_ examples: [Example]) -> Int {
  zip(translate(examples.map(\.source), by: model), examples)
    .count { $0 == $1.target }
}
print(right(few), "of 50 seen,", right(heldOut), "of 200 unseen")
}
