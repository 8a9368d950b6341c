// The forward pass of one head on one thread: Counted LENGTH SIZE RUNS.

import Attention

let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let x = (1...3).map { Tensor.randomNormal([numbers[0], numbers[1]], seed: UInt64($0)) }
Execution.$current.withValue(Execution(threads: 1)) {
  for _ in 0..<numbers[2] { _ = scaledDotProductAttention(query: x[0], key: x[1], value: x[2]) }
}
