import Attention
import Foundation
import Testing

@Suite struct EqualBitsTests {
  static let sets = Execution.InstructionSet.allCases.filter { $0 <= .widest }

  @Test(arguments: 0..<24)
  func `every instruction set and number of threads gives the same bits`(seed: Int) {
    expectEqualBits(RandomCall(seed: 1000 * seed))
  }

  @Test(arguments: 0..<6)
  func `and so they do where threads share one matrix`(seed: Int) {
    expectEqualBits(RandomCall(seed: 1000 * seed + 1, isLarge: true))
  }

  @Test func `one head is shared by threads, tile by tile, and every run has the same bits`() {
    let (x, y) = (Tensor.randomNormal([1200, 24], seed: 1), Tensor.randomNormal([1200, 24], seed: 2))
    for mask in [nil, Mask.causal(1200), .window(1200, left: 300, right: 0)] {
      func gradients(threads: Int) -> [Data] {
        Execution.$current.withValue(Execution(threads: threads)) {
          let gradients = attentionGradients(query: x, key: y, value: y, mask: mask, cotangent: x)
          return bits([gradients.query, gradients.key, gradients.value])
        }
      }
      let expected = gradients(threads: 1)
      for threads in [2, 3, 8, 2, 3, 8] { #expect(gradients(threads: threads) == expected, "\(threads) threads") }
    }
  }

  /// The bits of the outputs and of all gradients.
  private func expectEqualBits(_ call: RandomCall) {
    func run() -> [Data] { bits([call.context()] + call.gradients()) }
    let expected = Execution.$current.withValue(Execution(instructionSet: .portable, threads: 1), operation: run)
    for set in Self.sets {
      // The portable form takes most of the time, and how work is divided among threads doesn't depend on the set: one number of them a call.
      for threads in set == .portable ? [[2, 3, 8][call.key.columns % 3]] : [1, 2, 3, 8] {
        let actual = Execution.$current.withValue(Execution(instructionSet: set, threads: threads), operation: run)
        #expect(actual == expected, "\(set), \(threads) threads")
      }
    }
  }

  /// The bits, as bytes: arrays of numbers take these tests, which aren't optimized, long to make and to compare.
  private func bits(_ tensors: [Tensor]) -> [Data] { tensors.map { $0.scalars.withUnsafeBytes { Data($0) } } }
}
