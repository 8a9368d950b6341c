import Attention
import Testing

/// Caches in fewer bits: the result is that for the rounded keys and values, and these are as near as `Precision` says.
@Suite struct CachePrecisionTests {
  static let precisions: [KeyValueCache.Precision] = [.bfloat16, .int8]
  static let sizes = [(3, 3), (16, 16), (17, 70), (32, 64), (70, 33)]

  private func bits(_ x: Tensor) -> [UInt32] { x.scalars.map(\.bitPattern) }

  private func cache(
    _ precision: KeyValueCache.Precision, _ key: Tensor, _ value: Tensor, window: Int? = nil, last: Int
  ) -> KeyValueCache.Seen {
    var cache = KeyValueCache(batch: key.shape[0], window: window, precision: precision)
    let first = key.rows - last
    cache.append(key: key[0..., 0..., ..<first], value: value[0..., 0..., ..<first])
    return cache.append(key: key[0..., 0..., first...], value: value[0..., 0..., first...])
  }

  @Test(arguments: precisions, sizes)
  func `the bits are those of attention to the rounded keys and values`(
    precision: KeyValueCache.Precision, sizes: (key: Int, value: Int)
  ) {
    // More keys than a tile, and a number that no block divides.
    let (keys, window) = (601, 550)
    let key = Tensor.randomNormal([2, 2, keys, sizes.key], seed: 1)
    let value = Tensor.randomNormal([2, 2, keys, sizes.value], seed: 2)
    // One query is computed in place, forty after packing.
    for (last, window) in [(1, nil), (40, nil), (1, window), (40, window)] {
      let query = Tensor.randomNormal([2, 4, last, sizes.key], seed: 3)
      let seen = cache(precision, key, value, window: window, last: last)
      let expected = scaledDotProductAttention(query: query, key: seen.key, value: seen.value, keyHeads: 2, mask: seen.mask)
      for set in EqualBitsTests.sets {
        for threads in [1, 2, 5] {
          Execution.$current.withValue(Execution(instructionSet: set, threads: threads)) {
            let actual = seen.attention(query: query, keyHeads: 2)
            #expect(bits(actual) == bits(expected), "\(set), \(threads) threads, \(last) queries, window \(window ?? 0)")
          }
        }
      }
    }
  }

  @Test(arguments: sizes) func `numbers are as near as promised`(sizes: (key: Int, value: Int)) {
    let key = Tensor.randomNormal([1, 2, 50, sizes.key], seed: 4)
    let value = Tensor.randomNormal([1, 2, 50, sizes.value], seed: 5) * 1e4
    for (exact, part) in [(key, \KeyValueCache.Seen.key), (value, \.value)] {
      let halves = cache(.bfloat16, key, value, last: 1)[keyPath: part]
      for (x, y) in zip(exact.scalars, halves.scalars) { #expect(abs(x - y) <= abs(x) * 0x1p-8) }
      let bytes = cache(.int8, key, value, last: 1)[keyPath: part]
      let size = exact.columns
      var largestShare: Float = 0
      for row in 0..<exact.count / size {
        for start in stride(from: 0, to: size, by: 32) {
          let block = row * size + start..<row * size + min(start + 32, size)
          let bound = block.map { abs(exact.scalars[$0]) }.max()! / 254
          for place in block { largestShare = max(largestShare, abs(exact.scalars[place] - bytes.scalars[place]) / bound) }
        }
      }
      // A little beyond 1, because the step itself is rounded; near it, because the bound is sharp.
      #expect(largestShare <= 1.0001 && largestShare > 0.9)
    }
  }

  /// With d = max |q · (k − k̃)| scale, weights change by a factor between e⁻²ᵈ and e²ᵈ.
  @Test(arguments: precisions) func `the context is as near as the numbers allow`(precision: KeyValueCache.Precision) {
    let key = Tensor.randomNormal([1, 2, 300, 64], seed: 6)
    let value = Tensor.randomNormal([1, 2, 300, 64], seed: 7)
    let query = Tensor.randomNormal([1, 2, 1, 64], seed: 8)
    let seen = cache(precision, key, value, last: 1)
    let exact = scaledDotProductAttention(query: query, key: key, value: value)
    let difference = (seen.attention(query: query) - exact).scalars.map { abs($0) }.max()!
    let scores = matmul(query, (seen.key - key).transposed()).scalars.map { abs($0) / 8 }.max()!
    let values = (seen.value - value).scalars.map { abs($0) }.max()!
    // eˣ − 1 is less than x + x² for x below 1.
    let growth = 2 * scores + 4 * scores * scores
    let bound = values + growth * value.scalars.map { abs($0) }.max()!
    #expect(scores < 0.5)
    #expect(difference > 0 && difference < bound)
    // What the documentation says of normal numbers.
    #expect(difference < (precision == .bfloat16 ? 1e-3 : 3e-3))
  }

  @Test func `what is stored, and how much memory it takes`() {
    for (precision, bytes) in [(KeyValueCache.Precision.float32, 4 * 160), (.bfloat16, 2 * 160), (.int8, 160 + 4 * 6)] {
      var cache = KeyValueCache(batch: 1, precision: precision)
      #expect(cache.storedBytes == 0)
      cache.append(key: .ones([1, 2, 1, 40]), value: .ones([1, 2, 1, 40]))
      #expect(cache.storedBytes == (precision == .int8 ? 160 + 4 * 8 : bytes))
    }
  }

  @Test func `numbers at the edges`() {
    let key = Tensor(shape: [1, 1, 1, 4], scalars: [Float.greatestFiniteMagnitude, 1e-40, -0.0, 0])
    let value = Tensor(shape: [1, 1, 1, 4], scalars: [Float.infinity, 1, 2, 3])
    let halves = cache(.bfloat16, key, value, last: 1)
    #expect(halves.key.scalars[0] == .infinity && halves.value.scalars == [.infinity, 1, 2, 3])
    let bytes = cache(.int8, key, value, last: 1)
    #expect(bytes.key.scalars == [.greatestFiniteMagnitude / 127 * 127, 0, 0, 0])
    #expect(bytes.value.scalars.allSatisfy { $0.isNaN })
    let zeros = cache(.int8, .zeros([1, 1, 2, 5]), .full([1, 1, 2, 5], 1e-38), last: 1)
    #expect(zeros.key == .zeros([1, 1, 2, 5]) && zeros.value == .zeros([1, 1, 2, 5]))
  }

  @Test(arguments: precisions) func `appending many times, sequences of other lengths, and copies`(precision: KeyValueCache.Precision) {
    let key = Tensor.randomNormal([2, 1, 30, 8], seed: 9)
    let value = Tensor.randomNormal([2, 1, 30, 40], seed: 10)
    var (whole, parts) = (KeyValueCache(batch: 2, precision: precision), KeyValueCache(batch: 2, precision: precision))
    let all = whole.append(key: key, value: value)
    for token in 0..<30 { parts.append(key: key[0..., 0..., token..<token + 1], value: value[0..., 0..., token..<token + 1]) }
    #expect(whole == parts)
    #expect(whole != KeyValueCache(batch: 2))
    let query = Tensor.randomNormal([2, 1, 30, 8], seed: 11)
    let result = all.attention(query: query)
    var ragged = KeyValueCache(batch: 2, precision: precision)
    let seen = ragged.append(key: key, value: value, lengths: [30, 7])
    let context = seen.attention(query: query)
    #expect(bits(context[0]) == bits(result[0]) && bits(context[1][0..., ..<7]) == bits(result[1][0..., ..<7]))
  }

  @Test func `layers take caches in fewer bits`() {
    let attention = MultiHeadAttention(features: 12, heads: 4, keyHeads: 2, seed: 1)
    let x = Tensor.randomNormal([1, 9, 12], seed: 2)
    var (exact, rounded) = (KeyValueCache(batch: 1), KeyValueCache(batch: 1, precision: .int8))
    let (expected, actual) = (attention(x, cache: &exact), attention(x, cache: &rounded))
    let difference = (expected - actual).scalars.map { abs($0) }.max()!
    #expect(difference > 0 && difference < 0.01)
  }

  /// Its values are the first part of its keys, and no second cache.
  @Test(arguments: precisions) func `latents are stored in fewer bits too`(precision: KeyValueCache.Precision) {
    let attention = LatentAttention(features: 16, heads: 4, size: 6, latentSize: 40, rotarySize: 2, seed: 1)
    let x = Tensor.randomNormal([2, 9, 16], seed: 2)
    var (exact, rounded) = (KeyValueCache(batch: 2), KeyValueCache(batch: 2, precision: precision))
    for tokens in [0..<7, 7..<9] {
      let expected = attention(x[0..., tokens], cache: &exact)
      let actual = attention(x[0..., tokens], cache: &rounded)
      let difference = (expected - actual).scalars.map { abs($0) }.max()!
      #expect(difference > 0 && difference < 0.02)
    }
    // 42 numbers for each of 18 tokens.
    #expect(exact.storedBytes == 18 * 42 * 4)
    #expect(rounded.storedBytes == 18 * (precision == .bfloat16 ? 42 * 2 : 42 + 2 * 4))
  }
}
