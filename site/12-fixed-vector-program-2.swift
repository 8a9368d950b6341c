// One vector for a whole sentence
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 12-fixed-vector-program-2.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let alphabet = Array("abcdefghijklmnop.")
let stop = 16  // the place of the full stop

/// Sentences of different letters, as places in the alphabet.
func sentences(_ count: Int, length: Int, seed: UInt64) -> [[Int]] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in
    Array((0..<stop).shuffled(using: &generator).prefix(length))
  }
}
print(sentences(1, length: 6, seed: 1)[0].map { alphabet[$0] })

struct Translator {
  let looks: Bool
  var encoder, decoder: GRUCell
  var W_a, W_c, W_s: Tensor

  /// The scores of the letters at all steps, if the decoder is
  /// told after each step which letter was right.
  static func scores(
    _ model: Traced<Translator, Translator>, _ words: [[Int]]
  ) -> Variable {
    let n = words[0].count
    let source = model.encoder.states(
      oneHot(words.map { $0 + [stop] }))
    let told = oneHot(
      words.map { [stop] + $0.reversed().dropLast() })
    let s = model.decoder.states(
      told, from: source.selecting(n, axis: 1))
    let seen = model.value.looks
      ? matmul(matmul(s, model.W_a), source.transposed()) : nil
    let c = seen.map { scores in
      attention(scores: scores, value: source).context
    } ?? source.gathering(Array(repeating: n, count: n), axis: 1)
    let joint = tanh(
      matmul(concatenate([c, s], axis: -1), model.W_c))
    return matmul(joint, model.W_s)
  }
}

func oneHot(_ rows: [[Int]]) -> Variable {
  Variable(
    Tensor.identity(17).gathering(rows.flatMap { $0 })
      .reshaped([rows.count, -1, 17]))
}

extension Translator {
  /// Random matrices, whose products have about the size of what
  /// they multiply.
  init(size d: Int, looks: Bool, seed: UInt64) {
    self.looks = looks
    func random(
      _ rows: Int, _ columns: Int, _ number: UInt64
    ) -> Tensor {
      .randomNormal(
        [rows, columns], standardDeviation: 1 / Float(rows).squareRoot(),
        seed: seed + number)
    }
    encoder = GRUCell(inputSize: 17, hiddenSize: d, seed: seed)
    decoder = GRUCell(inputSize: 17, hiddenSize: d, seed: seed + 100)
    (W_a, W_c) = (random(d, d, 200), random(2 * d, d, 300))
    W_s = random(d, 17, 400)
  }
}

func trained(size: Int, looks: Bool, seed: UInt64) -> Translator {
  var model = Translator(size: size, looks: looks, seed: seed)
  var adam = Adam<Translator>()
  for step in 0..<200 {
    let words = sentences(24, length: 2 + step % 9, seed: UInt64(step))
    let (_, gradients) = valueAndGradients(of: model) {
      crossEntropy(
        Translator.scores($0, words),
        targets: words.flatMap { $0.reversed() })
    }
    adam.learningRate =
      0.03 * warmUp(step: step, steps: 20, total: 200, floor: 0.05)
    adam.update(&model, with: gradients.clipped(toNorm: 1))
  }
  return model
}

let oneVector = trained(size: 32, looks: false, seed: 1)
let twice = trained(size: 64, looks: false, seed: 1)
let looking = trained(size: 32, looks: true, seed: 1)

extension Translator {
  func translate(
    _ words: [[Int]]
  ) -> (letters: [[Int]], weights: Tensor) {
    let n = words[0].count
    let source = encoder.states(oneHot(words.map { $0 + [stop] }).value)
    let last = source.selecting(n, axis: 1)
    var (s, letter) = (last, words.map { _ in stop })
    var (letters, weights) = ([[Int]](), [Tensor]())
    for _ in 0..<n {
      s = decoder(Tensor.identity(17).gathering(letter), state: s)
      let look = attentionSteps(
        query: s.insertingAxis(at: 1), key: source, value: source,
        score: GeneralScore(weight: W_a))
      weights.append(look.weights.selecting(0, axis: 1))
      let c = looks ? look.context.selecting(0, axis: 1) : last
      let joint = tanh(matmul(concatenate([c, s], axis: -1), W_c))
      letter = matmul(joint, W_s).argmax(axis: -1)
      letters.append(letter)
    }
    return (letters, stack(weights, axis: 1))
  }

  /// The share of letters that are right in 100 new sentences.
  func shareRight(length n: Int) -> Float {
    let words = sentences(100, length: n, seed: 999)
    let letters = translate(words).letters.flatMap { $0 }
    let truth = (1...n).flatMap { t in words.map { $0[n - t] } }
    return Float(zip(letters, truth).count { $0 == $1 })
      / Float(truth.count)
  }
}

print([oneVector, twice, looking].map { $0.shareRight(length: 12) })

let lengths = [2, 4, 6, 8, 10, 12, 14, 16]
func shares(_ model: Translator) -> [Float] {
  lengths.map { model.shareRight(length: $0) }
}
let (short, long, attended) = (
  shares(oneVector), shares(twice), shares(looking)
)
_ = lineChart(
  title: "Letters translated correctly",
  x: "letters in the sentence", y: "share of letters",
  .line("one vector, d = 32", x: lengths, y: short),
  .line("one vector, d = 64", x: lengths, y: long),
  .line("attention, d = 32", x: lengths, y: attended))

let word = Array("backing")
let places = word.map { alphabet.firstIndex(of: $0)! }
let (letters, looked) = looking.translate([places])
_ = heatMap(
  looked[0], title: "Where the decoder looks while it writes",
  rows: letters.map { String(alphabet[$0[0]]) },
  columns: word.map { String($0) } + ["."], scale: .range(0, 1))

let written = String(letters.map { alphabet[$0[0]] })
print(written)

/// The share of right letters in sentences of 12, if each step is
/// told the right letter before it.
func toldRight(_ model: Translator) -> Float {
  let words = sentences(100, length: 12, seed: 999)
  var letters: [Int] = []
  _ = valueAndGradients(of: model) { traced in
    let scores = Translator.scores(traced, words)
    letters = scores.value.argmax(axis: -1)
    return scores.sum()
  }
  let truth = words.flatMap { $0.reversed() }
  return Float(zip(letters, truth).count { $0 == $1 })
    / Float(truth.count)
}
print([toldRight(oneVector), toldRight(looking)])

do {
var fresh = Translator(size: 8, looks: true, seed: 1)
fresh.W_a = .zeros([8, 8])
print(fresh.translate([[0, 1, 2]]).weights[0])
}
