import FormulaExpressions
import Foundation

/// A number as a program computes it: a value, and a bound on how far rounding may have taken the program's result from it.
package struct Approximation: Sendable, Hashable {
  package var value: Double
  /// 0 if every way of computing it gives exactly this value.
  package var error: Double

  @inline(__always)
  init(_ value: Double, error: Double = 0) {
    self.value = value
    self.error = error
  }

  /// Also true if both are NaN.
  func isIdentical(to other: Approximation) -> Bool {
    value.bitPattern == other.value.bitPattern && error.bitPattern == other.error.bitPattern
  }
}

/// Computes in `Double`, and bounds the rounding errors of code that does the same in its own precision.
///
/// This is a running error analysis (Higham, *Accuracy and Stability of Numerical Algorithms*, 3.3): what an operation passes on of
/// its operands' errors, and half a unit in the last place of its result unless that is exact.
struct Arithmetic: Sendable {
  let precision: Precision
  private let unit: Double
  private let leastNormal: Double
  /// Up to this limit, every whole number is represented exactly.
  private let wholeLimit: Double

  init(_ precision: Precision) {
    self.precision = precision
    unit = precision.unit
    leastNormal = precision.leastNormal
    wholeLimit = 1 / precision.unit
  }

  /// A result with its own rounding error, unless it is exact and made of exact operands.
  @inline(__always)
  func rounded(_ value: Double, passed: Double, isExact: Bool = false) -> Approximation {
    let error = isExact && passed == 0 ? 0 : passed + unit * abs(value) + leastNormal
    // ∞ isn't rounded.
    return Approximation(value, error: abs(value) < .infinity ? error : 0)
  }

  /// A number that the code holds in its own precision: 0.1 isn't the same as a `Float` and as a `Double`.
  func constant(_ value: Double, error: Double = 0) -> Approximation {
    guard precision == .single, value.isFinite, !precision.represents(value) else { return Approximation(value, error: error) }
    return Approximation(value, error: error + max(unit * abs(value), min(leastNormal, abs(value))))
  }

  // MARK: Two operands

  @inline(__always)
  func sum(_ a: Approximation, _ b: Approximation) -> Approximation {
    let value = a.value + b.value
    let isExact = value - a.value == b.value && value - b.value == a.value && precision.represents(value)
    return rounded(value, passed: a.error + b.error, isExact: isExact)
  }

  @inline(__always)
  func difference(_ a: Approximation, _ b: Approximation) -> Approximation { sum(a, -b) }

  @inline(__always)
  func product(_ a: Approximation, _ b: Approximation) -> Approximation {
    let value = a.value * b.value
    let passed = abs(a.value) * b.error + a.error * (abs(b.value) + b.error)
    return rounded(value, passed: passed, isExact: isExact(product: value, a.value, b.value))
  }

  @inline(__always)
  func quotient(_ a: Approximation, _ b: Approximation) -> Approximation {
    let value = a.value / b.value
    if a.error == 0, b.error == 0 {
      let isExact = value * b.value == a.value && isWhole(value, b.value, a.value)
      return rounded(value, passed: 0, isExact: isExact || a.value == 0 || b.value.isInfinite)
    }
    let least = abs(b.value) - b.error
    return rounded(value, passed: least > 0 ? (a.error + abs(value) * b.error) / least : .infinity)
  }

  func power(_ a: Approximation, _ b: Approximation) -> Approximation {
    if b.value == 2, b.error == 0 { return product(a, a) }
    let value = pow(a.value, b.value)
    let largest = abs(a.value) + a.error
    var passed = 0.0
    if a.error > 0 {
      // The steepest slope that |x|ᵇ has within the error.
      let steepest = b.value >= 1 ? largest : abs(a.value) - a.error
      passed = steepest > 0 ? abs(b.value) * pow(steepest, b.value - 1) * a.error : b.value > 0 ? pow(largest, b.value) : .infinity
      if b.value == 0 { passed = 0 }
    }
    if b.error > 0, a.value > 0 { passed += abs(value * log(a.value)) * b.error }
    return rounded(value, passed: passed, isExact: isExact(power: value, a.value, b.value))
  }

  func remainder(_ a: Approximation, _ b: Approximation) -> Approximation {
    let quotient = (a.value / b.value).rounded(.down)
    let value = a.value - b.value * quotient
    let passed = a.error + abs(quotient) * b.error
    // Near a multiple of b the code may compute the other end of the range.
    let isNearMultiple = passed > 0 && min(abs(value), abs(b.value) - abs(value)) <= passed
    return rounded(value, passed: isNearMultiple ? abs(b.value) : passed, isExact: isWhole(a.value, b.value, a.value))
  }

  func maximum(_ a: Approximation, _ b: Approximation) -> Approximation {
    if a.value.isNaN || b.value.isNaN { return Approximation(.nan) }
    let value = max(a.value, b.value)
    guard value.isFinite, a.error > 0 || b.error > 0 else { return Approximation(value) }
    let (lower, upper) = (max(a.value - a.error, b.value - b.error), max(a.value + a.error, b.value + b.error))
    return Approximation(value, error: max(upper - value, value - lower))
  }

  func minimum(_ a: Approximation, _ b: Approximation) -> Approximation { -maximum(-a, -b) }

  // MARK: What is exact

  /// Whether two numbers and their result are whole, and the result is small enough to be exact.
  @inline(__always)
  func isWhole(_ a: Double, _ b: Double, _ result: Double) -> Bool {
    a.isWhole && b.isWhole && abs(result) <= wholeLimit
  }

  /// A product of whole numbers is also exact if it is larger than the limit and needs no more digits than the format has.
  @inline(__always)
  private func isExact(product: Double, _ a: Double, _ b: Double) -> Bool {
    isWhole(a, b, product) || a == 0 || b == 0 || a.isWhole && b.isWhole && isRepresented(product, a, b)
  }

  /// Whether a rounded product is the exact product.
  private func isRepresented(_ product: Double, _ a: Double, _ b: Double) -> Bool {
    product.isFinite && (-product).addingProduct(a, b) == 0 && precision.represents(product)
  }

  private func isExact(power: Double, _ a: Double, _ b: Double) -> Bool {
    // A power of two has one binary digit, in any precision.
    if a == 0 || a == 1 || b == 0 || b == 1 || a == 2 && b > 0 && b.isWhole && power.isFinite { return true }
    guard b > 0, a.isWhole, b.isWhole, power.isFinite else { return false }
    guard abs(power) > wholeLimit else { return true }
    // |a| is at least 2, so this takes at most about a thousand steps.
    var product = 1.0
    for _ in 0..<Int(b) {
      guard isRepresented(product * a, product, a) else { return false }
      product *= a
    }
    return product == power
  }

  /// The largest number whose factorial has no more digits than a `Double`.
  static let largestExactFactorial = 22.0
}

extension Approximation {
  @inline(__always)
  static prefix func - (a: Approximation) -> Approximation { Approximation(-a.value, error: a.error) }
}

/// A sum of many terms, which the code may add in any order.
struct Total: Sendable {
  private(set) var value = 0.0
  private var passed = 0.0
  /// The sum of the terms' magnitudes.
  private var size = 0.0
  private var count = 0
  private var areWhole = true
  private let precision: Precision

  init(_ precision: Precision) { self.precision = precision }

  @inline(__always)
  mutating func add(_ term: Approximation) {
    value += term.value
    passed += term.error
    size += abs(term.value)
    count += 1
    areWhole = areWhole && term.value.isWhole
  }

  var approximation: Approximation {
    guard value.isFinite else { return Approximation(value) }
    let isExact = count < 2 || size == 0 || areWhole && size <= 1 / precision.unit
    if isExact, passed == 0 { return Approximation(value) }
    return Approximation(value, error: passed + Self.rounding(count, precision) * size + precision.leastNormal)
  }

  /// The rounding error of a sum of `count` terms, relative to the sum of their magnitudes.
  ///
  /// No order of adding n terms errs by more than n·u·Σ|terms|. This bound needs no safety factor, so an eighth of it is counted for long
  /// sums.
  static func rounding(_ count: Int, _ precision: Precision) -> Double {
    min(Double(count), max(8, Double(count) / 8)) * precision.unit
  }
}
