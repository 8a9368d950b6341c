import Attention
import Testing

@Suite struct MatrixProductBitsTests {
  /// Two operands' shapes.
  struct Case: Sendable, CustomTestStringConvertible {
    let left, right: [Int]
    var testDescription: String { "\(left) · \(right)" }

    init(_ left: [Int], _ right: [Int]) { (self.left, self.right) = (left, right) }
  }

  /// Sizes around the ends of strips of rows, of vectors and of blocks of registers; also 0.
  static let sizes = [0, 1, 2, 5, 6, 7, 13, 15, 16, 17, 31, 33, 64, 65, 81]

  @Test(arguments: 0..<60)
  func `every number is one chain of fused multiply-adds, whatever computes it`(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    func size() -> Int { Self.sizes.randomElement(using: &generator)! }
    let (n, k, m) = (size(), size(), size())
    let batches: [([Int], [Int])] = [([], []), ([], []), ([3], []), ([], [2]), ([2, 1], [3]), ([2], [2]), ([0], [])]
    let (left, right) = batches.randomElement(using: &generator)!
    expectEqualBits(Case(left + [n, k], right + [k, m]))
  }

  @Test(arguments: [
    // Vectors; chains that continue after a part; more columns than one block takes.
    Case([65], [65]), Case([65], [65, 33]), Case([33, 65], [65]), Case([2, 7, 65], [65]), Case([65], [3, 65, 17]),
    Case([40, 600], [600, 66]), Case([9, 257], [257, 7]), Case([2, 50], [50, 2100]), Case([6, 33], [33, 1025]),
    // Enough work for eight threads to divide rows, columns and matrices.
    Case([800, 290], [290, 65]), Case([1536, 30], [30, 65]), Case([5, 390], [390, 4200]), Case([90, 300], [300, 300]),
    Case([40, 70, 50], [40, 50, 60]),
  ])
  func `and so it is where it is cut up`(shapes: Case) { expectEqualBits(shapes) }

  @Test func `what is tiny, huge, zero or no number has the same bits as well`() {
    let tiny = Float.leastNonzeroMagnitude
    let special: [Float] = [0, -0.0, tiny, -tiny, 1e-38, -1e-30, 3e38, -3e38, .infinity, -.infinity, .nan, 1, -2.5]
    var generator = SeededGenerator(seed: 1)
    func tensor(_ shape: [Int], _ values: ArraySlice<Float>) -> Tensor {
      Tensor(shape: shape, scalars: (0..<shape.reduce(1, *)).map { _ in values.randomElement(using: &generator)! })
    }
    for values in [special[...], special[..<6], special[..<8]] {
      for (n, k, m) in [(7, 3, 65), (64, 2, 17), (20, 40, 20)] { expectEqualBits(tensor([n, k], values), tensor([k, m], values)) }
    }
  }

  @Test func `attention's steps have the same bits, and leave out what a weight of 0 meets`() {
    let x = Tensor.randomNormal([2, 70, 33], seed: 1)
    let values = Tensor(shape: [70, 20], scalars: (0..<1400).map { $0 >= 1200 ? .nan : Float($0 % 7) - 3 })
    func weightsAndContext() -> [UInt32] {
      let steps = attentionSteps(query: x, key: x, value: values, mask: .firstKeys(60, of: 70))
      #expect(steps.context.scalars.allSatisfy { $0.isFinite })
      return bits(steps.weights) + bits(steps.context)
    }
    expectEqual(weightsAndContext)
  }

  private func expectEqualBits(_ shapes: Case) {
    expectEqualBits(.randomNormal(shapes.left, seed: 1), .randomNormal(shapes.right, seed: 2))
  }

  private func expectEqualBits(_ left: Tensor, _ right: Tensor) { expectEqual { bits(matmul(left, right)) } }

  /// Expects the result of the readable form with each instruction set, on one thread and on several.
  private func expectEqual(_ run: () -> [UInt32]) {
    let expected = Execution.$current.withValue(.reference, operation: run)
    for set in EqualBitsTests.sets {
      for threads in [1, 2, 3, 8] {
        let actual = Execution.$current.withValue(Execution(instructionSet: set, threads: threads), operation: run)
        // Don't use `#expect`, which would take minutes to describe how long arrays differ.
        let isEqual = actual == expected
        #expect(isEqual, "\(set), \(threads) threads")
      }
    }
  }

  /// The bits with all NaNs made equal, since processors give different ones.
  private func bits(_ x: Tensor) -> [UInt32] { x.scalars.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern } }
}
