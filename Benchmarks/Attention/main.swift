// How long each form of attention takes, beside the direct one: 8 heads of 64 features, one sequence. For each length,
// the median of several runs in milliseconds, and how many times as long as the direct form that is.

import Attention

let lengths = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let forms: [(name: String, run: (Input) -> Tensor)] = [
  ("direct", { scaledDotProductAttention(query: $0.query, key: $0.key, value: $0.value) }),
  ("three steps, one by one", {
    matmul(softmax(attentionScores(query: $0.query, key: $0.key)), $0.value)
  }),
  ("causal mask", {
    scaledDotProductAttention(query: $0.query, key: $0.key, value: $0.value, mask: .causal($0.length))
  }),
  ("softcap", { scaledDotProductAttention(query: $0.query, key: $0.key, value: $0.value, softcap: 30) }),
  ("2 key heads for 8", {
    scaledDotProductAttention(query: $0.query, key: $0.key[0..<2], value: $0.value[0..<2], keyHeads: 2)
  }),
  ("tiles of 64", { tiledAttention(query: $0.query, key: $0.key, value: $0.value) }),
  ("tiles of 64, causal", {
    tiledAttention(query: $0.query, key: $0.key, value: $0.value, mask: .causal($0.length))
  }),
  ("window of 64, 4 sinks", {
    slidingWindowAttention(query: $0.query, key: $0.key, value: $0.value, window: 64, sinks: 4)
  }),
  ("feature map", { kernelizedAttention(query: $0.query, key: $0.key, value: $0.value) }),
  ("linear, causal", { linearAttention(query: $0.query, key: $0.key, value: $0.value).context }),
  ("gradients", {
    attentionGradients(query: $0.query, key: $0.key, value: $0.value, cotangent: $0.value).query
  }),
]

/// Shape [heads, length, size] each.
struct Input {
  let length: Int
  let query: Tensor
  let key: Tensor
  let value: Tensor

  init(length: Int) {
    self.length = length
    query = .randomNormal([8, length, 64], seed: 1)
    key = .randomNormal([8, length, 64], seed: 2)
    value = .randomNormal([8, length, 64], seed: 3)
  }
}

/// The median of five runs, after one that isn't counted, in milliseconds.
func median(_ run: () -> Tensor) -> Double {
  let clock = ContinuousClock()
  _ = run()
  var times: [Double] = []
  for _ in 0..<5 {
    let time = clock.measure { if run().scalars.first?.isNaN == true { print("NaN") } }
    times.append(Double(time.components.seconds) * 1e3 + Double(time.components.attoseconds) * 1e-15)
  }
  return times.sorted()[2]
}

func padded(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(width - text.count, 0)) + text
}

func rounded(_ value: Double) -> String {
  let hundredths = Int((value * 100).rounded())
  return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
}

let inputs = (lengths.isEmpty ? [128, 256, 512, 1024] : lengths).map { Input(length: $0) }
print(padded("", 24) + inputs.map { padded("n = \($0.length)", 20) }.joined())
var direct: [Double] = []
for form in forms {
  let times = inputs.map { input in median { form.run(input) } }
  if direct.isEmpty { direct = times }
  let cells = zip(times, direct).map { padded("\(rounded($0)) ms  ×\(rounded($0 / $1))", 20) }
  print(form.name + padded("", 24 - form.name.count) + cells.joined())
}
