import FormulaExpressions
import FormulaStatements
import Foundation

/// Functions of one number, and how they propagate its error.
extension Arithmetic {
  func apply(_ function: EntrywiseFunction, to x: Approximation) -> Approximation {
    let value = function(x.value)
    switch function {
    case .abs: return Approximation(value, error: x.error)
    case .relu: return Approximation(value, error: x.value < 0 ? Swift.max(0, x.error + x.value) : x.error)
    case .sign, .floor, .ceil, .round:
      return Approximation(value, error: jumps(function, within: x) ? 2 : 0)
    default:
      let passed = x.error == 0 ? 0 : change(of: function, value, within: x)
      return rounded(value, passed: passed, isExact: isExact(function, value, at: x.value))
    }
  }

  /// Whether the error can move the argument across a jump of the function.
  private func jumps(_ function: EntrywiseFunction, within x: Approximation) -> Bool {
    x.error > 0 && function(x.value - x.error) != function(x.value + x.error)
  }

  /// How far the function's value may change within the error: by its slope, or to first order beyond where the slope vanishes.
  private func change(of function: EntrywiseFunction, _ value: Double, within x: Approximation) -> Double {
    let e = x.error
    switch function {
    case .exp: return e < 1 ? value * (e + e * e) : value * Foundation.expm1(e)
    case .log, .log2, .log10:
      guard e < x.value else { return .infinity }
      let change = -Foundation.log1p(-e / x.value)
      return function == .log ? change : change / Foundation.log(function == .log2 ? 2 : 10)
    case .sqrt: return e < x.value ? e / (value + (x.value - e).squareRoot()) : (x.value + e).squareRoot()
    case .tanh: return Swift.min(2, (1 - value * value) * e + e * e)
    case .sin: return Swift.min(2, Swift.abs(Foundation.cos(x.value)) * e + e * e)
    case .cos: return Swift.min(2, Swift.abs(Foundation.sin(x.value)) * e + e * e)
    case .tan:
      // The pole nearest to the left of each end.
      let (lower, upper) = (x.value - e, x.value + e)
      guard (lower / .pi - 0.5).rounded(.down) == (upper / .pi - 0.5).rounded(.down) else { return .infinity }
      let steepest = Swift.max(Swift.abs(Foundation.tan(lower)), Swift.abs(Foundation.tan(upper)))
      return (1 + steepest * steepest) * e
    case .sinh: return Foundation.cosh(Swift.abs(x.value) + e) * e
    case .cosh: return Foundation.sinh(Swift.abs(x.value) + e) * e
    case .arctan:
      let nearest = Swift.max(0, Swift.abs(x.value) - e)
      return e / (1 + nearest * nearest)
    case .arcsin, .arccos:
      // At ±1 the slope is infinite, but the change is finite.
      let size = Swift.abs(x.value)
      if 1 - size > 2 * e { return 1.5 * e / (1 - size).squareRoot() }
      return Foundation.asin(Swift.min(1, size + e)) - Foundation.asin(Swift.max(-1, size - e))
    case .sigmoid: return value * (1 - value) * e + e * e * value
    case .softplus: return EntrywiseFunction.sigmoid(x.value) * e + e * e
    // Their slopes are never larger.
    case .silu, .erf: return 1.2 * e
    // It takes only whole numbers, and rounding doesn't change them.
    case .factorial: return e < 0.5 ? 0 : .infinity
    case .abs, .relu, .sign, .floor, .ceil, .round: return e
    }
  }

  /// Whether the value is exact however it is computed.
  private func isExact(_ function: EntrywiseFunction, _ value: Double, at x: Double) -> Bool {
    switch function {
    case .exp, .cos, .cosh, .sigmoid: x == 0 || x.isInfinite
    case .log, .log2, .log10: x == 1
    case .sqrt: value * value == x && isWhole(value, value, x)
    case .arccos: x == 1
    case .arctan: x == 0
    case .factorial: x <= Self.largestExactFactorial && precision.represents(value)
    default: x == 0 || x.isInfinite
    }
  }
}
