// Does what `compare.py` asks, a line each: attention on the tensors of a file, on so many threads, for so long. Answers
// with the best time in seconds.
//
//     FILE matrices length size isCausal threads seconds     writes the context to FILE.out
//     peak                                                   operations in a second, fused multiply-adds alone
//     exponential                                            the largest error of exp, in units of the last place

import Attention
import CAttentionKernels

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

let clock = ContinuousClock()

func seconds(_ duration: Duration) -> Double {
  Double(duration.components.seconds) + 1e-18 * Double(duration.components.attoseconds)
}

func best(for limit: Double, _ run: () -> Void) -> Double {
  run()
  var (least, total, runs) = (Double.infinity, 0.0, 0)
  while runs < 3 || total < limit {
    let time = seconds(clock.measure(run))
    (least, total, runs) = (min(least, time), total + time, runs + 1)
  }
  return least
}

func read(_ path: String, _ shape: [Int]) -> [Tensor] {
  guard let file = fopen(path, "rb") else { fatalError("\(path) can't be read") }
  defer { fclose(file) }
  let count = shape.reduce(1, *)
  return (0..<3).map { _ in
    Tensor(
      shape: shape,
      scalars: [Float](unsafeUninitializedCapacity: count) { $1 = fread($0.baseAddress, 4, count, file) })
  }
}

func write(_ tensor: Tensor, to path: String) {
  guard let file = fopen(path, "wb") else { fatalError("\(path) can't be written") }
  defer { fclose(file) }
  _ = tensor.scalars.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
}

/// Of all floats, their exponentials beside those of the C library in double precision.
func largestExponentialError() -> Double {
  let count = 1 << 16
  var x = [Float](repeating: 0, count: count), y = x, largest = 0.0
  for upper in UInt32(0)..<1 << 16 {
    for lower in 0..<count { x[lower] = Float(bitPattern: upper << 16 | UInt32(lower)) }
    attention_exponential(Execution.InstructionSet.widest.rawValue, x, &y, Int64(count))
    for i in 0..<count {
      let exact = exp(Double(x[i])), rounded = Float(exact)
      if rounded.isFinite && y[i].isFinite {
        largest = max(largest, abs(Double(y[i]) - exact) / Double(rounded.ulp))
      } else if !(rounded == y[i] || rounded.isNaN && y[i].isNaN) {
        largest = .infinity
      }
    }
  }
  return largest
}

while let line = readLine() {
  let words = line.split(separator: " ").map(String.init)
  if words[0] == "exponential" {
    print(largestExponentialError())
    fflush(nil)
    continue
  }
  if words[0] == "peak" {
    // The best of many short runs: a busy machine lends a core for some milliseconds at a time.
    let rate = (0..<60).map { _ -> Double in
      var operations = 0.0
      let time = attention_peak(Execution.InstructionSet.widest.rawValue, 300_000, &operations)
      return operations / time
    }.max()!
    print(rate, Execution.InstructionSet.widest)
    fflush(nil)
    continue
  }
  let numbers = words.dropFirst().compactMap(Double.init)
  let shape = [Int(numbers[0]), Int(numbers[1]), Int(numbers[2])]
  let inputs = read(words[0], shape)
  let mask = numbers[3] == 1 ? Mask.causal(shape[1]) : nil
  Execution.$current.withValue(Execution(threads: Int(numbers[4]))) {
    var context = Tensor.zeros([0])
    let time = best(for: numbers[5]) {
      context = scaledDotProductAttention(query: inputs[0], key: inputs[1], value: inputs[2], mask: mask)
    }
    write(context, to: words[0] + ".out")
    print(time)
    fflush(nil)
  }
}
