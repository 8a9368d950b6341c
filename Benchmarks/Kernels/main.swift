// Does what `compare.py` asks, a line each: attention on the tensors of a file, on so many threads, for so long. Answers
// with the best time in seconds.
//
//     forward FILE matrices length size isCausal threads seconds     writes the context to FILE.out
//     backward FILE matrices length size isCausal threads seconds    of what the forward pass has left, and the context's
//                                                                    gradient; writes those of queries, keys and values
//     decode FILE heads keys size threads seconds    one query for each head; writes the context to FILE.out
//     cached FILE heads keys size threads seconds precision    the same from a cache, with its bytes: 32, 16 or 8 bits a number
//     matmul FILE n k m threads seconds      of [n, k] and [k, m], which follow each other; writes the product to FILE.out
//     memory length size      the most that a forward pass held beyond arguments and results, in MB
//     peak                    operations in a second, fused multiply-adds alone
//     exponential             the largest error of exp, in units of the last place

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

/// The best time of a call, and its result. Each result is given up before the next call, which may use its memory, as Python does.
func best<Result>(for limit: Double, _ run: () -> Result) -> (time: Double, result: Result) {
  var result: Result? = run()
  var (least, total, runs) = (Double.infinity, 0.0, 0)
  while runs < 3 || total < limit {
    let time = seconds(
      clock.measure {
        result = nil
        result = run()
      })
    (least, total, runs) = (min(least, time), total + time, runs + 1)
  }
  return (least, result!)
}

func read(_ path: String, _ shapes: [[Int]]) -> [Tensor] {
  guard let file = fopen(path, "rb") else { fatalError("\(path) can't be read") }
  defer { fclose(file) }
  return shapes.map { shape in
    let count = shape.reduce(1, *)
    return Tensor(
      shape: shape,
      scalars: [Float](unsafeUninitializedCapacity: count) { $1 = fread($0.baseAddress, 4, count, file) })
  }
}

func write(_ tensors: [Tensor], to path: String) {
  guard let file = fopen(path, "wb") else { fatalError("\(path) can't be written") }
  defer { fclose(file) }
  for tensor in tensors { _ = tensor.scalars.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) } }
}

/// Of all floats, their exponentials beside those of the C library in double precision.
func largestExponentialError() -> Double {
  let count = 1 << 16
  var x = [Float](repeating: 0, count: count)
  var y = x
  var largest = 0.0
  for upper in UInt32(0)..<1 << 16 {
    for lower in 0..<count { x[lower] = Float(bitPattern: upper << 16 | UInt32(lower)) }
    attention_exponential(Execution.InstructionSet.widest.rawValue, x, &y, Int64(count))
    for i in 0..<count {
      let exact = exp(Double(x[i]))
      let rounded = Float(exact)
      if rounded.isFinite && y[i].isFinite {
        largest = max(largest, abs(Double(y[i]) - exact) / Double(rounded.ulp))
      } else if !(rounded == y[i] || rounded.isNaN && y[i].isNaN) {
        largest = .infinity
      }
    }
  }
  return largest
}

/// How much more memory `run` held at its most than before it, less what it returns.
func held(_ run: () -> [Tensor]) -> Double {
  let (peak, results) = peakMemory(run)
  return peak - Double(results.reduce(0) { $0 + $1.scalars.count }) * 4 / 1e6
}

func answer(_ words: [String]) -> String {
  let numbers = words.dropFirst().compactMap(Double.init)
  switch words[0] {
  case "peak":
    // The best of many short runs: a busy machine lends a core for some milliseconds at a time.
    let rate = (0..<60).map { _ -> Double in
      var operations = 0.0
      let time = attention_peak(Execution.InstructionSet.widest.rawValue, 300_000, &operations)
      return operations / time
    }.max()!
    return "\(rate) \(Execution.InstructionSet.widest)"
  case "exponential":
    return "\(largestExponentialError())"
  case "memory":
    let x = (1...3).map { Tensor.randomNormal([Int(numbers[0]), Int(numbers[1])], seed: UInt64($0)) }
    return "\(held { [scaledDotProductAttention(query: x[0], key: x[1], value: x[2])] })"
  case "matmul":
    let (n, k, m) = (Int(numbers[0]), Int(numbers[1]), Int(numbers[2]))
    let x = read(words[1], [[n, k], [k, m]])
    return Execution.$current.withValue(Execution(threads: Int(numbers[3]))) {
      let (time, result) = best(for: numbers[4]) { matmul(x[0], x[1]) }
      write([result], to: words[1] + ".out")
      return "\(time)"
    }
  case "decode":
    let (heads, keys, size) = (Int(numbers[0]), Int(numbers[1]), Int(numbers[2]))
    let x = read(words[1], [[heads, 1, size], [heads, keys, size], [heads, keys, size]])
    return Execution.$current.withValue(Execution(threads: Int(numbers[3]))) {
      let (time, result) = best(for: numbers[4]) { scaledDotProductAttention(query: x[0], key: x[1], value: x[2]) }
      write([result], to: words[1] + ".out")
      return "\(time)"
    }
  case "cached":
    let (heads, keys, size) = (Int(numbers[0]), Int(numbers[1]), Int(numbers[2]))
    let x = read(words[1], [[1, heads, 1, size], [1, heads, keys, size], [1, heads, keys, size]])
    let precisions: [Double: KeyValueCache.Precision] = [32: .float32, 16: .bfloat16, 8: .int8]
    return Execution.$current.withValue(Execution(threads: Int(numbers[3]))) {
      var cache = KeyValueCache(batch: 1, precision: precisions[numbers[5]]!)
      cache.append(key: x[1][0..., 0..., ..<(keys - 1)], value: x[2][0..., 0..., ..<(keys - 1)])
      let seen = cache.append(key: x[1][0..., 0..., (keys - 1)...], value: x[2][0..., 0..., (keys - 1)...])
      let (time, result) = best(for: numbers[4]) { seen.attention(query: x[0]) }
      write([result], to: words[1] + ".out")
      return "\(time) \(cache.storedBytes)"
    }
  default:
    let shape = [Int(numbers[0]), Int(numbers[1]), Int(numbers[2])]
    let isBackward = words[0] == "backward"
    let x = read(words[1], [[Int]](repeating: shape, count: isBackward ? 4 : 3))
    let mask = numbers[3] == 1 ? Mask.causal(shape[1]) : nil
    return Execution.$current.withValue(Execution(threads: Int(numbers[4]))) {
      let result = isBackward ? attentionResult(query: x[0], key: x[1], value: x[2], mask: mask) : nil
      let (time, results) = best(for: numbers[5]) {
        guard let result else { return [scaledDotProductAttention(query: x[0], key: x[1], value: x[2], mask: mask)] }
        let gradients = attentionGradients(
          query: x[0], key: x[1], value: x[2], mask: mask, result: result, cotangent: x[3])
        return [gradients.query, gradients.key, gradients.value]
      }
      write(results, to: words[1] + ".out")
      return "\(time)"
    }
  }
}

while let line = readLine() {
  print(answer(line.split(separator: " ").map(String.init)))
  fflush(nil)
}
