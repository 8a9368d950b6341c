// Many heads
// The code of a lesson of “Attention, checked”.
//
// It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
//
//     kit=$PWD/.build-lessonkit/release
//     swiftc -swift-version 6 -default-isolation MainActor -I $kit/Modules \
//       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \
//       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit 08-many-heads.swift -o lesson
//     ./lesson

import Attention
import AttentionAdapters
import LessonRuntime

let n = 6
let numbers = Tensor(
  shape: [64, n],
  scalars: (0..<64).flatMap { code in
    (0..<n).map { (code >> $0) & 1 == 1 ? 1 : -1 }
  })

/// Weights with which each position looks that far back, and
/// nowhere else: [positions, positions].
func looking(back offset: Int) -> Tensor {
  Tensor.identity(n).gathering(
    (0..<n).map { ($0 - offset + n) % n })
}

/// What each position of each sequence sees with these weights.
func seen(_ weights: Tensor) -> Tensor {
  matmul(numbers, weights.transposed())
}
let target = seen(looking(back: 1)) - seen(looking(back: 2))
print("numbers:", numbers[5])
print("target: ", target[5])

func meanSquare(_ x: Tensor) -> Float { (x * x).mean() }

func bestError(_ context: Tensor) -> Float {
  let w = (context * target).sum() / (context * context).sum()
  return meanSquare(w * context - target)
}

let shares = (0...20).map { Float($0) / 20 }
let errors = shares.map { a in
  bestError(
    seen(a * looking(back: 1) + (1 - a) * looking(back: 2)))
}
print(Tensor([errors[0], errors[5], errors[10], errors[15], errors[20]]))

_ = lineChart(
  title: "One head for two offsets",
  x: "share of weight on offset 1", y: "mean squared error",
  .line("best answer of one head", x: shares, y: errors),
  .reference("without looking", x: [0.0, 1.0], y: [2.0, 2.0]),
  .line("two heads", x: [0.0, 1.0], y: [0.0, 0.0]))

let anyWeights = softmax(Tensor.randomNormal([n], seed: 4))
let anyFactor: Float = 1.3
let parts = (1...n).map {
  anyWeights.scalars[$0 - 1] * looking(back: $0)
}
let anyHead = seen(parts.dropFirst().reduce(parts[0], +))
let measured = meanSquare(anyFactor * anyHead - target)
print(measured)

print(meanSquare(
  1 * seen(looking(back: 1)) + -1 * seen(looking(back: 2)) - target))

let (length, d, heads, dK) = (5, 12, 3, 4)
let tokens = Tensor.randomNormal([length, d], seed: 1)
let layer = MultiHeadAttention(features: d, heads: heads, seed: 2)

/// The columns of a matrix that belong to each head.
func cut(_ all: Tensor) -> Tensor {
  stack((0..<heads).map { g in
    all[0..., g * dK..<(g + 1) * dK]
  })
}
let headQ = cut(layer.queryWeight)
let headK = cut(layer.keyWeight)
let headV = cut(layer.valueWeight)
print(headQ.shape)

let byLoop = stack((0..<heads).map { g in
  scaledDotProductAttention(
    query: matmul(tokens, headQ[g]),
    key: matmul(tokens, headK[g]),
    value: matmul(tokens, headV[g]))
})
let sideBySide = concatenate(
  (0..<heads).map { byLoop[$0] }, axis: 1)
let fromLoop = matmul(sideBySide, layer.outputWeight)
print(fromLoop.shape)

let inputBox = Box("X", tokens, "n", "d")
let concatBox = Box("side by side", sideBySide, "n", "h·d_v")
let headFlows = (0..<heads).flatMap { g -> [Arrows] in
  let attention = Box("attention", group: "head \(g + 1)")
  let head = Box(
    "head_\(g + 1)", byLoop[g], group: "head \(g + 1)")
  return [.chain(inputBox, attention, head, concatBox)]
}
_ = flowDiagram(
  "Three heads, side by side, and back to d features",
  arrows: headFlows + [
    .arrow(
      concatBox, to: Box("output", fromLoop, "n", "d"), label: "W_O")
  ])

func split(_ x: Tensor) -> Tensor {
  x.reshaped([length, heads, dK])  // [n, h, d_k]
    .transposed(0, 1)              // [h, n, d_k]
}
func merge(_ x: Tensor) -> Tensor {
  x.transposed(0, 1)               // [n, h, d_k]
    .reshaped([length, heads * dK])
}

let Q = matmul(tokens, layer.queryWeight)
let K = matmul(tokens, layer.keyWeight)
let V = matmul(tokens, layer.valueWeight)
let context = scaledDotProductAttention(
  query: split(Q), key: split(K), value: split(V))
let fused = matmul(merge(context), layer.outputWeight)

fused.isClose(to: fromLoop)         // => true
layer(tokens).isClose(to: fromLoop) // => true

// This must stop the program:
// splitHeads(tokens, into: 5)

/// Rows 0 to 5 belong to the place, row 6 to the number.
func placed(_ block: Tensor) -> Tensor {
  concatenate([block, .zeros([1, n])])
}
let sharp: Float = 50  // so large that all weight is in one place
let number = Tensor([[0], [0], [0], [0], [0], [0], [1]])
let twoHeads = MultiHeadAttention(
  heads: 2,
  queryWeight: concatenate(
    [placed(sharp * looking(back: 1)),
     placed(sharp * looking(back: 2))], axis: 1),    // [7, 12]
  keyWeight: concatenate(
    [placed(.identity(n)), placed(.identity(n))], axis: 1),
  valueWeight: concatenate([number, number], axis: 1), // [7, 2]
  outputWeight: Tensor(
    [[0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, -1]])) // [2, 7]

let sequence = concatenate(
  [.identity(n), numbers[5].reshaped([n, 1])], axis: 1)
let answer = twoHeads(sequence).selecting(6, axis: 1)
answer.isClose(to: target[5]) // => true

let looks = twoHeads.steps(sequence).weights
let signs = numbers[5].scalars.enumerated().map {
  "x_\($0.offset + 1) = \(Int($0.element))"
}
_ = attentionLines(
  looks[0], title: "Head 1 looks one place back",
  queries: (1...n).map { "y_\($0)" }, keys: signs)

_ = attentionLines(
  looks[1], title: "Head 2 looks two places back",
  queries: (1...n).map { "y_\($0)" }, keys: signs)

/// The place after the last earlier copy of the last token.
func inductionTarget(_ tokens: [Int]) -> Int {
  1 + tokens.dropLast().lastIndex(of: tokens.last!)!
}

func splitWrongly(_ x: Tensor) -> Tensor {
  x.reshaped([heads, length, dK])
}
func mergeWrongly(_ x: Tensor) -> Tensor {
  x.reshaped([length, heads * dK])
}
func attention(
  split: (Tensor) -> Tensor, merge: (Tensor) -> Tensor
) -> Tensor {
  let context = scaledDotProductAttention(
    query: split(Q), key: split(K), value: split(V))
  return matmul(merge(context), layer.outputWeight)
}

let wrong = attention(split: splitWrongly, merge: mergeWrongly)
print(wrong.shape, fromLoop.shape)
print("largest difference:", abs(wrong - fromLoop).max())

let owner = Tensor(0..<length).reshaped([length, 1])
  .expanded(to: [length, heads * dK])
print("head 1, split:  ", split(owner)[0].transposed()[0])
print("head 1, reshaped:")
print(splitWrongly(owner)[0])

_ = heatMap(
  concatenate(
    [split(owner)[0], splitWrongly(owner)[0]], axis: 1),
  title: "Head 1 gets these numbers, by the right and the wrong split",
  rows: (0..<length).map { "row \($0)" },
  columns: ["f1", "f2", "f3", "f4", "f1", "f2", "f3", "f4"],
  columnGroups: ["split": dK, "reshaped": dK])

mergeWrongly(splitWrongly(Q)).isClose(to: Q) // => true

let order = Tensor.identity(length).gathering([2, 0, 4, 1, 3])

func output(
  _ x: Tensor, split: (Tensor) -> Tensor,
  merge: (Tensor) -> Tensor
) -> Tensor {
  let context = scaledDotProductAttention(
    query: split(matmul(x, layer.queryWeight)),
    key: split(matmul(x, layer.keyWeight)),
    value: split(matmul(x, layer.valueWeight)))
  return matmul(merge(context), layer.outputWeight)
}
let moved = matmul(order, tokens)

output(moved, split: split, merge: merge)
  .isClose(to: matmul(order, fromLoop)) // => true
output(moved, split: splitWrongly, merge: mergeWrongly)
  .isClose(to: matmul(order, wrong))    // => false

let count = layer.queryWeight.count + layer.keyWeight.count
  + layer.valueWeight.count + layer.outputWeight.count
print(count)

func multiplications(n: Int, d: Int, h: Int) -> Int {
  let size = d / h
  return 4 * n * d * d + h * n * n * (size + size)
}
for h in [1, 2, 8, 64] {
  let layer = MultiHeadAttention(features: 512, heads: h, seed: 1)
  let parameters = [
    layer.queryWeight, layer.keyWeight, layer.valueWeight,
    layer.outputWeight,
  ].map(\.count).reduce(0, +)
  print(
    "h = \(h), d_k = \(512 / h):", parameters,
    multiplications(n: 100, d: 512, h: h), h * 100 * 100)
}

func cost(_ h: Int) -> (parameters: Int, products: Int, weights: Int) {
  let layer = MultiHeadAttention(features: 512, heads: h, seed: 1)
  let matrices = [
    layer.queryWeight, layer.keyWeight, layer.valueWeight,
    layer.outputWeight,
  ]
  return (
    matrices.map(\.count).reduce(0, +),
    multiplications(n: 100, d: 512, h: h), h * 100 * 100
  )
}

do {
let curved = seen(looking(back: 1)) - 2 * seen(looking(back: 2))
  + seen(looking(back: 3))
let outer = seen(0.5 * looking(back: 1) + 0.5 * looking(back: 3))
let inner = seen(looking(back: 2))
print(meanSquare(2 * outer + -2 * inner - curved))
}

do {
let terms = (0..<heads).map { g in
  matmul(byLoop[g], layer.outputWeight[g * dK..<(g + 1) * dK])
}
(terms[0] + terms[1] + terms[2]).isClose(to: fromLoop) // => true
}

do {
let wrongMerge = attention(split: split, merge: mergeWrongly)
wrongMerge.shape // => [5, 12]
}

do {
let merged = attention(split: split, merge: mergeWrongly)
merged.isClose(to: fromLoop) // => false
let first = mergeWrongly(context)[0].isClose(
  to: context[0][0..<3].reshaped([12]))
first // => true
}

do {
let single = tokens[0...0]
let right = splitHeads(matmul(single, layer.queryWeight), into: 3)
let reshaped = matmul(single, layer.queryWeight)
  .reshaped([3, 1, 4])
reshaped.isClose(to: right) // => true
}
