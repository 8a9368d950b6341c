import Attention
import Foundation
import Testing

/// Each option by itself, on matrices of several blocks and tiles: no bit depends on how the work is divided.
@Suite struct OptionBitsTests {
  enum Option: CaseIterable {
    case none, causal, window, windowAndSinks, documents, prefix, padding, places, bias, sharedBias, keyBias, rowBias, softcap, sinks,
      dropout
    case ownHeads, all

    var call: RandomCall {
      var call = RandomCall()
      let (queries, keys) = (call.query.rows, call.key.rows)
      switch self {
      case .none: break
      case .causal: call.mask = .causal(queries, keys: keys, offset: keys - queries)
      case .window: call.mask = .window(queries, keys: keys, left: 130, right: 20)
      case .windowAndSinks:
        call.mask = (.window(queries, keys: keys, left: 40, right: 0, offset: 100) || .firstKeys(7, of: keys))
        (call.softcap, call.sinks, call.dropout) = (2, [0.5, 3], Dropout(rate: 0.25, seed: 5))
        call.bias = .randomNormal([2, queries, keys], seed: 4)
      case .documents:
        // Each second document has two pieces.
        let documents = (0..<keys).map { [0, 1, 2, 1][$0 * 4 / keys] }
        call.mask = .documents(documents)
        call.query = .randomNormal([1, 2, keys, call.query.columns], seed: 1)
      case .prefix: call.mask = .prefix(270, queries: queries, keys: keys)
      case .padding: call.mask = .padding(lengths: [311], keys: keys)
      case .places:
        call.mask = Mask(shape: [queries, keys], isVisible: (0..<queries * keys).map { $0 * 7919 % 31 < 9 })
      case .bias: call.bias = .randomNormal([1, 2, queries, keys], seed: 4)
      case .sharedBias: call.bias = .randomNormal([queries, keys], seed: 4)
      case .keyBias: call.bias = .randomNormal([keys], seed: 4)
      case .rowBias: call.bias = .randomNormal([2, queries, 1], seed: 4)
      case .softcap: call.softcap = 2
      case .sinks: call.sinks = [0.5, 3]
      case .dropout: call.dropout = Dropout(rate: 0.25, seed: 5)
      case .ownHeads:
        call.key = .randomNormal([1, 2, keys, call.key.columns], seed: 6)
        call.value = .randomNormal([1, 2, keys, call.value.columns], seed: 7)
      case .all:
        call.mask = .causal(queries, keys: keys, offset: 450)
        call.bias = .randomNormal([2, queries, keys], seed: 4)
        (call.softcap, call.sinks, call.dropout) = (2, [0.5, 3], Dropout(rate: 0.25, seed: 5))
      }
      return call
    }
  }

  @Test(arguments: Option.allCases)
  func `instruction sets and threads change no bit`(option: Option) {
    let call = option.call
    let expected = bits(of: call, Execution(instructionSet: .portable, threads: 1))
    for set in EqualBitsTests.sets {
      for threads in set == .portable ? [2] : [1, 3] {
        #expect(bits(of: call, Execution(instructionSet: set, threads: threads)) == expected, "\(set), \(threads) threads")
      }
    }
  }

  @Test(arguments: Option.allCases)
  func `tiles and the readable form, which has none, differ by rounding alone`(option: Option) {
    let call = option.call
    let readable = Execution.$current.withValue(.reference) { [call.context()] + call.gradients() }
    for (actual, expected) in zip([call.context()] + call.gradients(), readable) {
      expectClose(actual, expected, relative: 2e-5, absolute: 2e-5 * max(1, abs(expected).max()))
    }
  }

  @Test(arguments: [Option.none, .causal, .window, .softcap, .sinks])
  func `a block of queries by itself has the bits that it has among others`(option: Option) {
    let call = option.call
    let (whole, keys) = (call.context(), call.key.rows)
    for rows in [0..<1, 0..<203, 5..<11, 90..<200, 202..<203] {
      var part = call
      part.query = call.query[0..., 0..., rows]
      part.mask = call.mask.map { mask in
        let places = mask.visibility.expanded(to: [203, keys])[rows]
        return Mask(shape: places.shape, isVisible: places.scalars.map { $0 == 1 })
      }
      #expect(bits([part.context()]) == bits([whole[0..., 0..., rows]]), "rows \(rows)")
    }
  }

  @Test(arguments: [Option.none, .bias, .softcap, .sinks])
  func `tiles that are skipped, hidden key by key, or not there at all give the same bits`(option: Option) {
    // Visible keys within one tile of the forward and the backward pass, after several others.
    for (queries, visible, keys) in [(50, 100, 1100), (203, 400, 900)] {
      var short = RandomCall(queries: queries, keys: keys)
      if option == .softcap || option == .sinks { (short.softcap, short.sinks) = (option.call.softcap, option.call.sinks) }
      var skipped = short
      if option == .bias {
        skipped.bias = .randomNormal([queries, keys], seed: 4)
        short.bias = skipped.bias![0..., 0..<visible]
      }
      var hidden = skipped
      short.key = short.key[0..., 0..., 0..<visible]
      short.value = short.value[0..., 0..., 0..<visible]
      skipped.mask = .firstKeys(visible, of: keys)
      hidden.mask = Mask(shape: [1, keys], isVisible: (0..<keys).map { $0 < visible })
      let expected = bits([short.context()] + short.gradients().prefix(1))
      #expect(bits([skipped.context()] + skipped.gradients().prefix(1)) == expected, "skipped, of \(visible)")
      #expect(bits([hidden.context()] + hidden.gradients().prefix(1)) == expected, "hidden, of \(visible)")
      #expect(bits(skipped.gradients()) == bits(hidden.gradients()))
      for (gradient, whole) in zip(short.gradients()[1...2], skipped.gradients()[1...2]) {
        #expect(bits([gradient]) == bits([whole[0..., 0..., 0..<visible]]))
        #expect(whole[0..., 0..., visible...] == Tensor.zeros(whole[0..., 0..., visible...].shape))
      }
    }
  }

  private func bits(of call: RandomCall, _ execution: Execution) -> [Data] {
    Execution.$current.withValue(execution) { bits([call.context(), call.result().logSumExp] + call.gradients()) }
  }

  /// The bits, as bytes: arrays of numbers take these tests, which aren't optimized, long to make and to compare.
  private func bits(_ tensors: [Tensor]) -> [Data] { tensors.map { $0.scalars.withUnsafeBytes { Data($0) } } }
}
