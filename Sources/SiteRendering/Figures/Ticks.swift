import CellOutputs
import Foundation

/// Round numbers along an axis, and how they are written.
struct Ticks: Hashable {
  var values: [Double]
  var labels: [String]

  static let none = Ticks(values: [], labels: [])
}

// MARK: - Degrees

extension Ticks {
  /// Steps in which a turn is divided, as on a compass.
  private static let degreeSteps = [1, 2, 5, 10, 15, 30, 45, 90, 180, 360]

  /// Multiples of the smallest step with which there are at most `count`; nil where the range is too small or too large for whole degrees.
  static func degrees(from low: Double, to high: Double, about count: Int) -> Ticks? {
    guard let step = degreeSteps.first(where: { (high - low) / Double($0) <= Double(count) }), high - low >= 2 else { return nil }
    let values = stride(from: (low / Double(step) - 1e-9).rounded(.up), through: high / Double(step) + 1e-9, by: 1).map {
      $0 * Double(step)
    }
    return Ticks(values: values, labels: values.map { decimalText($0, decimals: 0) })
  }
}

// MARK: - Equal differences

extension Ticks {
  /// Multiples of 1, 2 or 5 times a power of ten, about `count` of them, all between the two bounds.
  ///
  /// - Precondition: `low` is below `high`, and their difference is finite.
  static func linear(from low: Double, to high: Double, about count: Int) -> Ticks {
    let step = RoundStep(near: (high - low) / Double(max(count, 2) - 1))
    // One step less than the bounds' shares are wide, if rounding spoils them.
    let first = (low / step.value - 1e-9).rounded(.up)
    let last = (high / step.value + 1e-9).rounded(.down)
    guard first <= last, abs(first) < 1e17, abs(last) < 1e17 else { return none }
    let values = (Int(first)...Int(last)).map(step.multiple)
    let largest = values.map(abs).max() ?? 0
    return Ticks(values: values, labels: values.map { step.text($0, largest: largest) })
  }
}

/// 1, 2 or 5 times a power of ten.
struct RoundStep: Hashable {
  let factor: Int
  let exponent: Int

  /// The one whose ratio to `width` is nearest to one.
  init(near width: Double) {
    var exponent = Int(log10(width).rounded(.down))
    // The logarithm may be off by its last bit, so that the power is ten times too large.
    if Self.power(exponent) > width { exponent -= 1 }
    // Between two factors the border is their geometric mean: √2, √10, √50.
    switch width / Self.power(exponent) {
    case ..<2.0.squareRoot(): (factor, self.exponent) = (1, exponent)
    case ..<10.0.squareRoot(): (factor, self.exponent) = (2, exponent)
    case ..<50.0.squareRoot(): (factor, self.exponent) = (5, exponent)
    default: (factor, self.exponent) = (1, exponent + 1)
    }
  }

  var value: Double { multiple(1) }

  /// The exact decimal as near as a `Double` can be: 0.3, not 0.30000000000000004.
  func multiple(_ count: Int) -> Double {
    let whole = Double(count) * Double(factor)
    return exponent < 0 ? whole / Self.power(-exponent) : whole * Self.power(exponent)
  }

  /// With as many decimals as the step has; with a power of ten where that would be long.
  func text(_ value: Double, largest: Double) -> String {
    if value == 0 { return "0" }
    if largest >= 1e6 || exponent < -5 {
      let power = Int(log10(largest).rounded(.down))
      let digits = decimalText(value / Self.power(power), decimals: max(power - exponent, 0))
      return "\(digits)·10\(superscript(power))"
    }
    return decimalText(value, decimals: max(-exponent, 0))
  }

  private static func power(_ exponent: Int) -> Double { pow(10, Double(exponent)) }
}

// MARK: - Equal ratios

extension Ticks {
  /// Powers of ten between two positive bounds; with their doubles and fives, or with plain round numbers, where those are few.
  static func logarithmic(from low: Double, to high: Double, about count: Int) -> Ticks {
    let decades = log10(high) - log10(low)
    if decades < 1 { return linear(from: low, to: high, about: count) }
    let powers =
      Int(
        (log10(low) - 1e-9).rounded(.up))...max(
        Int((log10(low) - 1e-9).rounded(.up)), Int((log10(high) + 1e-9).rounded(.down)))
    if decades * 3 + 1 <= Double(count + 2) {
      return Ticks(
        powersOf: 10, exponents: powers.lowerBound - 1...powers.upperBound, factors: [1, 2, 5], from: low, to: high)
    }
    let step = (powers.count + count - 1) / max(count, 1)
    return Ticks(powersOf: 10, exponents: powers, every: step, factors: [1], from: low, to: high)
  }

  /// Powers of two between two positive bounds, for lengths and sizes that are doubled.
  static func powersOfTwo(from low: Double, to high: Double, about count: Int) -> Ticks {
    let powers = Int(log2(low).rounded(.up))...max(Int(log2(low).rounded(.up)), Int(log2(high).rounded(.down)))
    let step = (powers.count + count - 1) / max(count, 1)
    return Ticks(powersOf: 2, exponents: powers, every: step, factors: [1], from: low, to: high)
  }

  private init(
    powersOf base: Double, exponents: ClosedRange<Int>, every step: Int = 1, factors: [Double], from low: Double,
    to high: Double
  ) {
    self = .none
    for exponent in stride(from: exponents.lowerBound, through: exponents.upperBound, by: step) {
      for factor in factors {
        let power = pow(base, Double(abs(exponent)))
        let value = exponent < 0 ? factor / power : factor * power
        guard value >= low * (1 - 1e-9), value <= high * (1 + 1e-9) else { continue }
        values.append(value)
        let digits = factor == 1 ? "" : "\(Int(factor))·"
        let isPlain = value >= 1e-3 && value < 1e6
        labels.append(isPlain ? shortText(value) : "\(digits)\(Int(base))\(superscript(exponent))")
      }
    }
  }
}

private func superscript(_ exponent: Int) -> String {
  let digits: [Character: Character] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
  ]
  return String(String(exponent).map { digits[$0] ?? $0 })
}
