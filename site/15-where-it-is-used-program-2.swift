// Where it is used
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 15-where-it-is-used-program-2.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let english = [
  "the", "a", "small", "old", "black", "white", "cat", "dog", "horse",
  "sleeps", "eats",
]
let french = [
  "le", "un", "petit", "vieux", "noir", "blanc", "chat", "chien",
  "cheval", "dort", "mange",
]

/// A phrase and its translation, as places in the two lists.
func phrase(
  hasSize: Bool, hasColor: Bool, _ g: inout SeededGenerator
) -> (source: [Int], target: [Int]) {
  func one(_ words: Range<Int>, _ g: inout SeededGenerator) -> Int {
    words.randomElement(using: &g)!
  }
  let article = one(0..<2, &g), size = hasSize ? [one(2..<4, &g)] : []
  let color = hasColor ? [one(4..<6, &g)] : []
  let noun = one(6..<9, &g), verb = one(9..<11, &g)
  return (
    [article] + size + color + [noun, verb],
    [article] + size + [noun] + color + [verb]
  )
}
var first = SeededGenerator(seed: 3)
let example = phrase(hasSize: true, hasColor: true, &first)
print(example.source.map { english[$0] })
print(example.target.map { french[$0] })

/// A decoder that looks at rows, and writes.
struct Writer {
  var encoder: GRUCell?  // reads the keys first, if there is one
  var decoder: GRUCell
  var W_a, W_c, W_s: Tensor

  static func scores(
    _ model: Traced<Writer, Writer>, _ task: Task
  ) -> (words: Variable, weights: Variable) {
    let keys = model.encoder?.states(Variable(task.keys))
      ?? Variable(task.keys)
    let s = model.decoder.states(Variable(task.told))
    let (c, weights) = attention(
      scores: matmul(matmul(s, model.W_a), keys.transposed()),
      value: Variable(task.values))
    let joint = tanh(
      matmul(concatenate([c, s], axis: -1), model.W_c))
    return (matmul(joint, model.W_s), weights)
  }
}

/// Several examples: `keys` and `values` are what is looked at,
/// `told` the right word before each step, `target` the right words.
struct Task {
  var keys, values, told: Tensor
  var target: [[Int]]
}

func oneHot(_ rows: [[Int]], _ count: Int) -> Tensor {
  Tensor.identity(count).gathering(rows.flatMap { $0 })
    .reshaped([rows.count, -1, count])
}

extension Writer {
  init(keys: Int, values: Int, words: Int, reads: Bool) {
    let d = 24
    func random(_ rows: Int, _ columns: Int, _ seed: UInt64) -> Tensor {
      .randomNormal(
        [rows, columns], standardDeviation: 1 / Float(rows).squareRoot(),
        seed: seed)
    }
    if reads {
      encoder = GRUCell(inputSize: keys, hiddenSize: d, seed: 1)
    }
    decoder = GRUCell(inputSize: words + 1, hiddenSize: d, seed: 2)
    W_a = random(d, reads ? d : keys, 3)
    (W_c, W_s) = (random(values + d, d, 4), random(d, words, 5))
  }

  mutating func learn(
    steps: Int, _ task: (Int, inout SeededGenerator) -> Task
  ) {
    var (adam, g) = (Adam<Writer>(), SeededGenerator(seed: 10))
    for step in 0..<steps {
      let task = task(step, &g)
      let (_, gradients) = valueAndGradients(of: self) {
        crossEntropy(
          Writer.scores($0, task).words,
          targets: task.target.flatMap { $0 })
      }
      adam.learningRate =
        0.02 * warmUp(step: step, steps: 10, total: steps, floor: 0.1)
      adam.update(&self, with: gradients.clipped(toNorm: 1))
    }
  }

  /// What it says of a task, and where it looked.
  func answers(_ task: Task) -> (words: [Int], weights: Tensor) {
    var (words, weights) = ([Int](), Tensor.zeros([0]))
    _ = valueAndGradients(of: self) { model in
      let (scores, looked) = Writer.scores(model, task)
      (words, weights) = (scores.value.argmax(axis: -1), looked.value)
      return scores.sum()
    }
    return (words, weights)
  }

  func shareRight(_ task: Task) -> Float {
    let truth = task.target.flatMap { $0 }
    return Float(zip(answers(task).words, truth).count { $0 == $1 })
      / Float(truth.count)
  }
}

/// Phrases of one form: with or without a size and a color.
func phrases(_ step: Int, _ g: inout SeededGenerator) -> Task {
  let pairs = (0..<24).map { _ in
    phrase(
      hasSize: step % 2 == 0, hasColor: step % 4 < 2, &g)
  }
  let words = oneHot(pairs.map(\.source), 11)
  let n = words.shape[1]
  let places = Tensor.identity(5)[0..<n].expanded(to: [24, n, 5])
  return Task(
    keys: concatenate([words, places], axis: -1), values: words,
    told: oneHot(pairs.map { [11] + $0.target.dropLast() }, 12),
    target: pairs.map(\.target))
}

var translator = Writer(keys: 16, values: 11, words: 11, reads: false)
translator.learn(steps: 160, phrases)
var later = SeededGenerator(seed: 77)  // new phrases
print([0, 1, 2, 3].map { translator.shareRight(phrases($0, &later)) })

var chosen = SeededGenerator(seed: 4)
var shown = phrases(0, &chosen)
let place = shown.target.firstIndex { $0[1] == 2 && $0[3] == 4 }!
let (_, alignment) = translator.answers(shown)
_ = attentionLines(
  alignment[place], title: "Where the decoder looks for each word",
  queries: shown.target[place].map { french[$0] },
  keys: shown.values[place].argmax(axis: -1).map { english[$0] })

/// New phrases without values: the share of right words, and
/// whether the weights are those of the phrases with values.
func blind() -> (right: Float, sameWeights: Bool) {
  var g = SeededGenerator(seed: 77)
  let task = phrases(0, &g)
  var empty = task
  empty.values = .zeros(task.values.shape)
  return (
    translator.shareRight(empty),
    translator.answers(empty).weights == translator.answers(task).weights
  )
}
print(blind().right)

let alphabet = ["a", "d", "m", "n", "o", "t"]
let patterns = Tensor.randomNormal([6, 8], seed: 5)

/// Spoken words of 14 frames, and how long each letter lasts.
func spoken(
  _ count: Int, _ g: inout SeededGenerator
) -> (task: Task, lengths: [[Int]]) {
  let words = (0..<count).map { _ in
    (0..<4).map { _ in Int.random(in: 0..<6, using: &g) }
  }
  let lengths = words.map { _ in
    var lengths = [3, 3, 4, 4].shuffled(using: &g)
    if Bool.random(using: &g) { lengths[0] -= 1; lengths[3] += 1 }
    return lengths
  }
  let letters = zip(words, lengths).flatMap { word, length in
    zip(word, length).flatMap { Array(repeating: $0, count: $1) }
  }
  let sound = patterns.gathering(letters).reshaped([count, 14, 8])
  let frames = sound + 0.4 * Tensor.randomNormal(sound.shape, using: &g)
  return (
    Task(
      keys: frames, values: frames,
      told: oneHot(words.map { [6] + $0.dropLast() }, 7), target: words),
    lengths
  )
}

var listener = Writer(keys: 8, values: 8, words: 6, reads: true)
listener.learn(steps: 160) { _, g in spoken(24, &g).task }
var newWords = SeededGenerator(seed: 78)
let heard = spoken(100, &newWords)
print(listener.shareRight(heard.task))

let twice = heard.task.target.firstIndex {
  $0[1] == $0[3] && $0[0] != $0[2]
}!
let spelling = heard.task.target[twice].map { alphabet[$0] }
let sounding = zip(spelling, heard.lengths[twice]).flatMap {
  Array(repeating: $0, count: $1)
}
_ = heatMap(
  listener.answers(heard.task).weights[twice],
  title: "Letters and frames: where the listener looks",
  rows: spelling, columns: sounding, scale: .range(0, 1))

/// One learned query that looks at rows, and classifies.
struct Pooling {
  var W_K, q, W_s: Tensor

  static func scores(
    _ model: Traced<Pooling, Pooling>, _ rows: Tensor
  ) -> (classes: Variable, weights: Variable) {
    let rows = Variable(rows)  // [batch, n, features]
    // [batch, n, 1]
    let s = matmul(matmul(rows, model.W_K), model.q)
    let (c, weights) = attention(
      scores: s.transposed(), value: rows)
    return (matmul(c, model.W_s), weights)
  }
}

extension Pooling {
  init(features: Int, classes: Int) {
    W_K = .randomNormal([features, 8], standardDeviation: 0.3, seed: 1)
    q = .randomNormal([8, 1], standardDeviation: 0.3, seed: 2)
    W_s = .randomNormal(
      [features, classes], standardDeviation: 0.3, seed: 3)
  }

  mutating func learn(
    steps: Int,
    _ examples: (inout SeededGenerator) -> (rows: Tensor, classes: [Int])
  ) {
    var (adam, g) = (Adam<Pooling>(), SeededGenerator(seed: 11))
    for step in 0..<steps {
      let (rows, classes) = examples(&g)
      let (_, gradients) = valueAndGradients(of: self) {
        crossEntropy(Pooling.scores($0, rows).classes, targets: classes)
      }
      adam.learningRate =
        0.05 * warmUp(step: step, steps: 10, total: steps)
      adam.update(&self, with: gradients)
    }
  }

  func answers(_ rows: Tensor) -> (classes: [Int], weights: Tensor) {
    let s = matmul(matmul(rows, W_K), q)
    let weights = softmax(s.transposed())
    let c = matmul(weights, rows)
    return (
      matmul(c, W_s).argmax(axis: -1), weights.selecting(0, axis: 1))
  }
}

let subjects = ["river", "bridge", "road", "school"]
let events = ["floods", "reopens", "burns"]
let others = ["baker", "sees", "paints", "sunday", "old", "sells"]
let vocabulary = subjects + events + others

/// A story, the place of its news, and the news as a class.
func story(
  _ g: inout SeededGenerator
) -> (text: [[String]], news: Int, headline: Int) {
  let place = Int.random(in: 0..<5, using: &g)
  let (who, what) = (
    Int.random(in: 0..<4, using: &g), Int.random(in: 0..<3, using: &g)
  )
  let text = (0..<5).map { i -> [String] in
    if i == place { return [subjects[who], events[what]] }
    let two = others.shuffled(using: &g).prefix(2)
    return Array(two) + [subjects.randomElement(using: &g)!]
  }
  return (text, place, who * 3 + what)
}

/// Sentences as rows that count their words.
func counted(_ texts: [[[String]]]) -> Tensor {
  stack(
    texts.map { text in
      Tensor(
        text.map { sentence in
          vocabulary.map { word in
            Float(sentence.count { $0 == word })
          }
        })
    })
}

var editor = Pooling(features: 13, classes: 12)
editor.learn(steps: 150) { g in
  let stories = (0..<32).map { _ in story(&g) }
  return (counted(stories.map(\.text)), stories.map(\.headline))
}
var tomorrow = SeededGenerator(seed: 79)
let stories = (0..<100).map { _ in story(&tomorrow) }
let read = editor.answers(counted(stories.map(\.text)))

print(zip(read.classes, stories).count { $0 == $1.headline })
print(
  zip(read.weights.argmax(axis: -1), stories)
    .count { $0 == $1.news })

for sentence in stories[0].text {
  print(sentence.joined(separator: " "))
}
_ = barChart(
  title: "How much each sentence of a story counts",
  x: "sentence", y: "weight", labels: (1...5).map { "\($0)" },
  Bars("weight", read.weights[0]))

func meanHas(_ text: [[String]], _ words: [String]) -> Bool {
  let mean = counted([text])[0].mean(axis: 0).scalars
  return zip(vocabulary, mean).contains { words.contains($0) && $1 > 0 }
}
func subjectsIn(_ text: [[String]]) -> Int {
  Set(text.joined()).intersection(subjects).count
}
print(subjectsIn(stories[0].text))

let signs: [Tensor] = [
  [0, 1, 0, 1, 1, 1, 0, 1, 0], [1, 0, 1, 0, 1, 0, 1, 0, 1],
  [1, 1, 1, 1, 0, 1, 1, 1, 1], [1, 1, 0, 1, 1, 0, 1, 1, 0],
]
func pictures(
  _ count: Int, _ g: inout SeededGenerator
) -> (rows: Tensor, classes: [Int], places: [Int]) {
  let noise = 0.3 * Tensor.randomNormal([count, 16, 9], using: &g)
  let classes = (0..<count).map { _ in Int.random(in: 0..<4, using: &g) }
  let places = (0..<count).map { _ in Int.random(in: 0..<16, using: &g) }
  let drawn = stack(
    zip(classes, places).map {
      outer(Tensor.identity(16)[$1], signs[$0])
    })
  return (noise + drawn, classes, places)
}

var eye = Pooling(features: 9, classes: 4)
eye.learn(steps: 150) { g in
  let (rows, classes, _) = pictures(32, &g)
  return (rows, classes)
}
var unseen = SeededGenerator(seed: 80)
let gallery = pictures(100, &unseen)
let seen = eye.answers(gallery.rows)
print([
  zip(seen.classes, gallery.classes).count { $0 == $1 },
  zip(seen.weights.argmax(axis: -1), gallery.places).count { $0 == $1 },
])

let drawing = gallery.rows[0].reshaped([4, 4, 3, 3])
  .permuted([0, 2, 1, 3]).reshaped([12, 12])
// The weight of a patch at each of its pixels.
let patchOf = (0..<12).map { $0 / 3 }
let looked = seen.weights[0].reshaped([4, 4])
  .gathering(patchOf).gathering(patchOf, axis: 1)
_ = heatMap(
  concatenate([drawing, looked], axis: 1),
  title: "A picture with one sign in it, and where the model looks",
  columns: (0..<24).map { "\($0 % 12 + 1)" },
  columnGroups: ["picture": 12, "weights": 12])

do {
let means = counted(stories.map(\.text)).mean(axis: 1)
let guesses = matmul(means, editor.W_s).argmax(axis: -1)
print(zip(guesses, stories).count { $0 == $1.headline })
}
