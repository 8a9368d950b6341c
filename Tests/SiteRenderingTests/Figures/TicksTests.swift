import CellOutputs
import Testing

@testable import SiteRendering

@Suite struct TicksTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var low: Double
    var high: Double
    var labels: [String]
    var testDescription: String { "\(low)...\(high)" }
  }

  @Test(arguments: [
    Case(low: 0, high: 1, labels: ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    Case(low: 0, high: 10, labels: ["0", "2", "4", "6", "8", "10"]),
    Case(low: -1, high: 1, labels: ["−1.0", "−0.5", "0", "0.5", "1.0"]),
    Case(low: 0, high: 0.3, labels: ["0", "0.05", "0.10", "0.15", "0.20", "0.25", "0.30"]),
    Case(low: 3.1, high: 3.2, labels: ["3.10", "3.12", "3.14", "3.16", "3.18", "3.20"]),
    Case(low: 1, high: 7, labels: ["1", "2", "3", "4", "5", "6", "7"]),
    Case(low: 0, high: 1071, labels: ["0", "200", "400", "600", "800", "1000"]),
    Case(low: -37, high: -12, labels: ["−35", "−30", "−25", "−20", "−15"]),
    Case(low: 0, high: 4e7, labels: ["0", "1·10⁷", "2·10⁷", "3·10⁷", "4·10⁷"]),
    Case(low: 0, high: 2.5e-9, labels: ["0", "0.5·10⁻⁹", "1.0·10⁻⁹", "1.5·10⁻⁹", "2.0·10⁻⁹", "2.5·10⁻⁹"]),
  ])
  func `equal differences are round`(_ example: Case) {
    #expect(Ticks.linear(from: example.low, to: example.high, about: 6).labels == example.labels)
  }

  @Test(arguments: [
    Case(low: 1, high: 100, labels: ["1", "2", "5", "10", "20", "50", "100"]),
    Case(low: 0.02, high: 2, labels: ["0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"]),
    Case(low: 1e-3, high: 1e3, labels: ["0.001", "0.1", "10", "1000"]),
    Case(low: 1e-9, high: 1, labels: ["10⁻⁹", "10⁻⁷", "10⁻⁵", "0.001", "0.1"]),
    Case(low: 4, high: 7, labels: ["4.0", "4.5", "5.0", "5.5", "6.0", "6.5", "7.0"]),
    Case(low: 1, high: 1e9, labels: ["1", "100", "10000", "10⁶", "10⁸"]),
  ])
  func `equal ratios are powers of ten`(_ example: Case) {
    #expect(Ticks.logarithmic(from: example.low, to: example.high, about: 6).labels == example.labels)
  }

  @Test(arguments: [
    Case(low: 4, high: 1024, labels: ["4", "16", "64", "256", "1024"]),
    Case(low: 1, high: 8, labels: ["1", "2", "4", "8"]),
    Case(low: 0.25, high: 2, labels: ["0.25", "0.5", "1", "2"]),
  ])
  func `sizes that are doubled have powers of two`(_ example: Case) {
    #expect(Ticks.powersOfTwo(from: example.low, to: example.high, about: 6).labels == example.labels)
    let scale = AxisScale(
      Axis("n", scale: .log), values: [example.low, example.high], ends: .tight, ticks: 6)
    #expect(scale.ticks.labels == example.labels)
  }

  /// Bounds of every size and distance that a number can have.
  static let bounds: [(Double, Double)] = [-290, -200, -30, -5, 0, 5, 30, 200, 289].flatMap { exponent in
    [(0, 1), (-1, 1), (1, 1.0001), (-3, -2), (0.999, 7.3)].map { low, high in
      (low * power(exponent), high * power(exponent))
    }
  }

  static func power(_ exponent: Int) -> Double {
    (0..<abs(exponent)).reduce(1.0) { value, _ in exponent < 0 ? value / 10 : value * 10 }
  }

  @Test(arguments: bounds)
  func `there are a few ticks, in order, within the bounds, and no two look alike`(low: Double, high: Double) {
    for count in 2...10 {
      let ticks = Ticks.linear(from: low, to: high, about: count)
      #expect((1...count * 2).contains(ticks.values.count), "\(ticks)")
      #expect(zip(ticks.values, ticks.values.dropFirst()).allSatisfy { $0 < $1 })
      let slack = (high - low) * 1e-6
      #expect(ticks.values.allSatisfy { $0 >= low - slack && $0 <= high + slack })
      #expect(Set(ticks.labels).count == ticks.labels.count, "\(ticks.labels)")
    }
  }

  @Test(
    arguments: [
      [], [0], [5], [-5, -5, -5], [.nan], [.infinity, -.infinity], [1e308, -1e308], [.leastNonzeroMagnitude, 0], [1, .nan, 3],
      [1e16, 1e16 + 2], [.greatestFiniteMagnitude], [1e-300, 1e300],
    ] as [[Double]])
  func `any numbers give an axis on which those with a place lie between the ends`(values: [Double]) {
    for scale in [Axis.Scale.linear, .log] {
      for ends in [AxisScale.Ends.tight, .padded, .round] {
        let axis = AxisScale(Axis("x", scale: scale), values: values, ends: ends, ticks: 6)
        #expect(axis.low < axis.high)
        for place in (values + axis.ticks.values).compactMap(axis.place) {
          #expect(place >= -1e-6 && place <= 1 + 1e-6, "\(values) \(scale) \(ends)")
        }
        for value in values where !value.isFinite { #expect(axis.place(of: value) == nil) }
      }
    }
  }

  @Test func `a round axis begins at zero unless its numbers are far from it`() {
    func ends(_ values: [Double]) -> [Double] {
      let axis = AxisScale("y", values: values, ends: .round, ticks: 6)
      return [axis.low, axis.high]
    }
    #expect(ends([0.1, 0.9]) == [0, 1])
    #expect(ends([-9, -1]) == [-10, 0])
    #expect(ends([98, 99]) == [98, 99])
    #expect(ends([-1.4, 1.4]) == [-1.5, 1.5])
  }
}
