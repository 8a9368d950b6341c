import Attention
import Testing

/// A few queries read keys and values as they lie, many have them packed: a row has the same bits in both passes.
@Suite struct DecodeBitsTests {
  /// Sizes that are, and aren't, multiples of the vectors' width and of the blocks of registers.
  static let sizes = [(3, 3), (16, 16), (17, 70), (64, 64), (70, 130), (128, 21)]

  @Test(arguments: sizes, [5, 256, 700])
  func `each query by itself has its bits among all`(sizes: (key: Int, value: Int), keys: Int) {
    let query = Tensor.randomNormal([2, 4, 12, sizes.key], seed: 1)
    let key = Tensor.randomNormal([2, 2, keys, sizes.key], seed: 2)
    let value = Tensor.randomNormal([2, 2, keys, sizes.value], seed: 3)
    func context(_ query: Tensor, _ mask: Mask?) -> Tensor {
      scaledDotProductAttention(query: query, key: key, value: value, keyHeads: 2, mask: mask)
    }
    for mask in [nil, Mask.causal(12, keys: keys, aligned: .last), .window(12, keys: keys, left: 200, right: 0, offset: keys - 12)] {
      let all = Execution.$current.withValue(Execution(instructionSet: .portable, threads: 1)) { context(query, mask) }
      for set in EqualBitsTests.sets {
        for threads in [1, 2, 3, 8] {
          Execution.$current.withValue(Execution(instructionSet: set, threads: threads)) {
            // Up to three queries of each of two heads share their keys: one to six rows.
            for rows in [0..<1, 5..<7, 9..<12] {
              let own = mask.map { mask in
                let places = mask.visibility[rows]
                return Mask(shape: places.shape, isVisible: places.scalars.map { $0 == 1 })
              }
              let actual = context(query[0..., 0..., rows], own)
              #expect(bits(actual) == bits(all[0..., 0..., rows]), "\(set), \(threads) threads, rows \(rows)")
            }
          }
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3, 5, 8])
  func `any number of heads may share the keys`(heads: Int) {
    let query = Tensor.randomNormal([heads, 40, 20], seed: 1)
    let (key, value) = (Tensor.randomNormal([1, 300, 20], seed: 2), Tensor.randomNormal([1, 300, 24], seed: 3))
    let all = scaledDotProductAttention(query: query, key: key, value: value)
    for row in [0, 39] {
      #expect(
        bits(scaledDotProductAttention(query: query[0..., row..<row + 1], key: key, value: value))
          == bits(all[0..., row..<row + 1]))
    }
  }

  @Test(arguments: EqualBitsTests.sets)
  func `all options at once`(set: Execution.InstructionSet) {
    let (keys, rows) = (675, 200..<203)
    var call = OptionBitsTests.Option.all.call
    let all = call.context()
    // The mask, biases and weights to drop of the last rows.
    call.query = call.query[0..., 0..., rows]
    call.bias = call.bias![0..., rows]
    call.mask = .causal(3, keys: keys, offset: 650)
    call.dropout = nil
    var whole = OptionBitsTests.Option.all.call
    whole.dropout = nil
    let expected = whole.context()[0..., 0..., rows]
    #expect(bits(expected) != bits(all[0..., 0..., rows]))
    Execution.$current.withValue(Execution(instructionSet: set)) {
      #expect(bits(call.context()) == bits(expected))
      #expect(call.result().logSumExp == whole.result().logSumExp[0..., 0..., rows])
    }
  }

  @Test func `nothing of a hidden key or value leaks, and a visible one does`() {
    let query = Tensor.randomNormal([1, 20], seed: 1)
    var (key, value) = (Tensor.randomNormal([40, 20], seed: 2), Tensor.randomNormal([40, 20], seed: 3))
    let clean = scaledDotProductAttention(query: query, key: key, value: value, mask: .firstKeys(33, of: 40))
    (key[33], value[33]) = (.full([20], .nan), .full([20], .infinity))
    #expect(scaledDotProductAttention(query: query, key: key, value: value, mask: .firstKeys(33, of: 40)) == clean)
    let places = Mask(shape: [40], isVisible: (0..<40).map { $0 < 33 })
    #expect(bits(scaledDotProductAttention(query: query, key: key, value: value, mask: places)) == bits(clean))
    #expect(scaledDotProductAttention(query: query, key: key, value: value).scalars.allSatisfy { $0.isNaN })
  }

  @Test(arguments: [nil, 64])
  func `a cache of ragged lengths gives each token the bits of one call`(window: Int?) {
    // The second sequence is shorter by 30.
    let lengths = [150, 120]
    let query = Tensor.randomNormal([2, 4, 150, 24], seed: 1)
    let (key, value) = (Tensor.randomNormal([2, 2, 150, 24], seed: 2), Tensor.randomNormal([2, 2, 150, 24], seed: 3))
    let mask = Mask.window(150, left: window.map { $0 - 1 }, right: 0)
    let all = scaledDotProductAttention(query: query, key: key, value: value, keyHeads: 2, mask: mask)
    var cache = KeyValueCache(batch: 2, window: window)
    cache.append(key: key[0..., 0..., ..<149], value: value[0..., 0..., ..<149], lengths: lengths.map { $0 - 1 })
    func last(_ x: Tensor) -> Tensor { stack([x[0][0..., 149..<150], x[1][0..., 119..<120]]) }
    for threads in [1, 2, 3, 8] {
      var cache = cache
      let context = Execution.$current.withValue(Execution(threads: threads)) {
        cache.append(key: last(key), value: last(value)).attention(query: last(query), keyHeads: 2)
      }
      // A window's keys begin at another place of the cache than of the whole call, so they meet in other tiles.
      if window == nil { #expect(bits(context) == bits(last(all))) }
      expectClose(context, last(all), relative: 1e-5, absolute: 1e-6)
    }
  }

  private func bits(_ x: Tensor) -> [UInt32] { x.scalars.map(\.bitPattern) }
}
