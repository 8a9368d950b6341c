import FormulaExpressions
import FormulaStatements
import Foundation
import Testing

@testable import FormulaEvaluator

/// Laws of the running error bound: what code computes in its own precision lies within it.
@Suite struct ArithmeticTests {
  private let single = Arithmetic(.single)

  private static let values: [Float] = [0, 1, -1, 0.1, -0.3, 3, 7.25, 1e-6, -1234.5, 16_777_215, 3e20, 1e-30]

  @Test func `an operation on Floats errs by no more than its bound`() {
    for x in Self.values {
      for y in Self.values {
        let (a, b) = (Approximation(Double(x)), Approximation(Double(y)))
        for (found, bounded) in [
          (x + y, single.sum(a, b)), (x - y, single.difference(a, b)), (x * y, single.product(a, b)), (x / y, single.quotient(a, b)),
          (max(x, y), single.maximum(a, b)), (min(x, y), single.minimum(a, b)),
        ] where bounded.value.isFinite && found.isFinite {
          #expect(abs(Double(found) - bounded.value) <= bounded.error, "\(x) \(y)")
        }
      }
    }
  }

  @Test func `errors of operands are passed on in full`() {
    for (x, y) in [(3.0, 0.5), (-2.0, 7.0), (0.0, 4.0), (1e3, -1e-3)] {
      let (a, b) = (Approximation(x, error: 1e-3), Approximation(y, error: 1e-4))
      for (dx, dy) in [(1e-3, 1e-4), (-1e-3, 1e-4), (1e-3, -1e-4), (-1e-3, -1e-4)] {
        for (bounded, moved) in [
          (single.sum(a, b), x + dx + (y + dy)), (single.product(a, b), (x + dx) * (y + dy)),
          (single.quotient(a, b), (x + dx) / (y + dy)), (single.product(a, a), (x + dx) * (x + dx)),
        ] { #expect(abs(moved - bounded.value) <= bounded.error, "\(x) \(y)") }
      }
    }
  }

  @Test(arguments: EntrywiseFunction.allCases, [0, 0.3, -0.7, 0.999, 1, 4.5, -30, 90])
  func `a function passes on its argument's error`(_ function: EntrywiseFunction, _ x: Double) {
    for error in [1e-7, 1e-3, 0.4] {
      let bounded = single.apply(function, to: Approximation(x, error: error))
      guard bounded.value.isFinite else { continue }
      for moved in [x - error, x + error].map({ function($0) }) where moved.isFinite {
        #expect(abs(moved - bounded.value) <= bounded.error * (1 + 1e-6), "\(error)")
      }
    }
  }

  @Test func `whole numbers are exact as far as their precision holds them`() {
    #expect(single.product(Approximation(4096), Approximation(4095)).error == 0)
    #expect(single.product(Approximation(4097), Approximation(4097)).error > 0)
    #expect(Arithmetic(.double).product(Approximation(4097), Approximation(4097)).error == 0)
    #expect(Arithmetic(.double).product(Approximation(1e9 + 7), Approximation(1e9 + 9)).error > 0)
    #expect(single.sum(Approximation(16_777_216), Approximation(1)).error > 0)
    #expect(single.product(Approximation(0), Approximation(0.3, error: 1e-9)).error == 0)
    #expect(single.quotient(Approximation(12), Approximation(4)).error == 0)
    #expect(single.quotient(Approximation(1), Approximation(3)).error > 0)
    #expect(single.apply(.sqrt, to: Approximation(144)).error == 0)
    #expect(single.power(Approximation(10), Approximation(6)).error == 0)
  }

  @Test func `infinity has no error, and exp of its negative is exactly zero`() {
    let masked = single.sum(Approximation(0.3, error: 1e-6), Approximation(-.infinity))
    #expect(masked.error == 0)
    #expect(single.apply(.exp, to: masked) == Approximation(0))
  }

  @Test(arguments: [1, 2, 7, 64, 1000]) func `a sum of Floats errs by no more than its bound, in any order`(_ count: Int) {
    let terms = floats(count, seed: UInt64(count))
    var total = Total(.single)
    for term in terms { total.add(Approximation(Double(term))) }
    let bounded = total.approximation
    for order in [terms, terms.reversed(), terms.sorted(), terms.sorted { abs($0) > abs($1) }] {
      #expect(abs(Double(order.reduce(0, +)) - bounded.value) <= 8 * bounded.error)
    }
  }

  @Test func `a matrix product and a softmax of Floats err by no more than their bounds`() throws {
    let (n, k) = (5, 300)
    let (a, b) = (floats(n * k, seed: 3), floats(k * n, seed: 4))
    func approximations(_ values: [Float]) -> [Approximation] { values.map { Approximation(Double($0)) } }
    let product = try single.matrixProduct(approximations(a), approximations(b), .init(m: n, k: k, n: n), at: 0..<1)
    var computed: [Float] = []
    for row in 0..<n {
      for column in 0..<n { computed.append((0..<k).reduce(Float(0)) { $0 + a[row * k + $1] * b[$1 * n + column] }) }
    }
    for (found, bounded) in zip(computed, product) { #expect(abs(Double(found) - bounded.value) <= 8 * bounded.error) }

    let weights = try single.softmax(product.map { Approximation($0.value * 20, error: $0.error * 20) }, width: n, at: 0..<1)
    for row in 0..<n {
      let scores = computed[row * n..<row * n + n].map { $0 * 20 }
      let powers = scores.map { exponential($0 - (scores.max() ?? 0)) }
      for (column, power) in powers.enumerated() {
        let bounded = weights[row * n + column]
        #expect(abs(Double(power / powers.reduce(0, +)) - bounded.value) <= 8 * bounded.error)
        #expect(bounded.error < 1e-3)
      }
    }
  }
}
