import Foundation

/// A number as a program computes it: a value, and a bound on how far rounding may have taken the program's result from it.
struct Approximation: Sendable, Hashable {
  var value: Double
  /// 0 where every way of computing it gives this very value.
  var error: Double

  @inline(__always)
  init(_ value: Double, error: Double = 0) {
    self.value = value
    self.error = error
  }

  /// Also where both are no number.
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

  init(_ precision: Precision) {
    self.precision = precision
    unit = precision.unit
    leastNormal = precision.leastNormal
  }

  /// A result with its own rounding error, but for one that is exact and made of exact operands.
  @inline(__always)
  func rounded(_ value: Double, passed: Double, isExact: @autoclosure () -> Bool = false) -> Approximation {
    // ∞ is no large number of which a part may be lost.
    guard value.isFinite else { return Approximation(value) }
    if passed == 0, isExact() { return Approximation(value) }
    return Approximation(value, error: passed + unit * abs(value) + leastNormal)
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
    return rounded(
      value, passed: a.error + b.error,
      isExact: value - a.value == b.value && value - b.value == a.value && precision.represents(value))
  }

  @inline(__always)
  func difference(_ a: Approximation, _ b: Approximation) -> Approximation { sum(a, -b) }

  @inline(__always)
  func product(_ a: Approximation, _ b: Approximation) -> Approximation {
    let value = a.value * b.value
    return rounded(
      value, passed: abs(a.value) * b.error + a.error * (abs(b.value) + b.error),
      isExact: isExact(product: value, a.value, b.value))
  }

  @inline(__always)
  func quotient(_ a: Approximation, _ b: Approximation) -> Approximation {
    let value = a.value / b.value
    if a.error == 0, b.error == 0 {
      return rounded(
        value, passed: 0, isExact: b.value.isInfinite || value * b.value == a.value && isExact(product: a.value, value, b.value))
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
    // Near a multiple of b the code may come out at the other end.
    let isNearMultiple = passed > 0 && min(abs(value), abs(b.value) - abs(value)) <= passed
    return rounded(
      value, passed: isNearMultiple ? abs(b.value) : passed,
      isExact: isWhole(a.value) && isWhole(b.value) && precision.represents(value))
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

  private func isWhole(_ value: Double) -> Bool { abs(value) < 0x1p53 && value == value.rounded() }

  /// How many binary digits a number has, from its first to its last that isn't zero.
  private func digits(_ value: Double) -> Int {
    53 - (value.significandBitPattern | 1 << 52).trailingZeroBitCount
  }

  /// Whether a product of exact factors is exact: a product has no more digits than its factors together.
  @inline(__always)
  func isExact(product: Double, _ a: Double, _ b: Double) -> Bool {
    if a == 0 || b == 0 { return true }
    let (m, n) = (digits(a), digits(b))
    return (m == 1 || n == 1 || m + n <= 53) && abs(product) >= leastNormal && precision.represents(product)
  }

  private func isExact(power: Double, _ a: Double, _ b: Double) -> Bool {
    if a == 0 || a == 1 || b == 0 || b == 1 { return true }
    guard precision.represents(power), abs(power) >= leastNormal else { return false }
    if b == 0.5 { return isExact(product: a, power, power) && power * power == a }
    // A power of two has one digit, and so have its powers.
    return b == b.rounded() && (digits(a) == 1 || b > 0 && b * Double(digits(a)) <= 53)
  }
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
  private var isExact = true
  private let precision: Precision

  init(_ precision: Precision) { self.precision = precision }

  @inline(__always)
  mutating func add(_ term: Approximation) {
    value += term.value
    passed += term.error
    count += 1
    let larger = size + abs(term.value)
    // Where even the magnitudes add without rounding, so do the terms in every order.
    if isExact, larger - size != abs(term.value) || larger - abs(term.value) != size || !precision.represents(larger) {
      isExact = false
    }
    size = larger
  }

  var approximation: Approximation {
    guard value.isFinite else { return Approximation(value) }
    if isExact, passed == 0 { return Approximation(value) }
    return Approximation(value, error: passed + Self.rounding(count, precision) * size + precision.leastNormal)
  }

  /// The rounding error of a sum of so many terms, relative to the sum of their magnitudes.
  ///
  /// No order of adding n terms errs by more than n·u·Σ|terms|. Of a long sum that needs no factor of safety, so an eighth is counted.
  static func rounding(_ count: Int, _ precision: Precision) -> Double {
    min(Double(count), max(8, Double(count) / 8)) * precision.unit
  }
}
