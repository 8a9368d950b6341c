import Diagnostics
import FormulaExpressions
import FormulaStatements

/// Factorials, binomial coefficients, and products with a logarithm.
extension Arithmetic {
  /// A product with a logarithm, if 0 log 0 is declared to be 0.
  func timesLogarithm(_ a: Approximation, _ b: Approximation) -> Approximation {
    let isLimit = a.value == 0 && b.value == -.infinity || a.value == -.infinity && b.value == 0
    return isLimit ? Approximation(0) : product(a, b)
  }

  /// The number of subsets with k of n elements, by the product formula. Each of its steps gives a whole number.
  func binomial(_ a: Approximation, _ b: Approximation, at range: Range<Int>) throws(Problem) -> Approximation {
    let (n, k) = (a.value, b.value)
    guard n == n.rounded(), k == k.rounded(), n >= 0, k >= 0, n <= 0x1p53 else {
      throw Problem(
        "the binomial coefficient of \(n.text) and \(k.text)", at: range,
        notes: ["it takes whole numbers from 0 on"])
    }
    guard k <= n else { return Approximation(0) }
    let count = min(k, n - k)
    var value = 1.0
    var step = 1.0
    // The value more than doubles in each step, so it overflows and leaves this loop after about a thousand.
    while step <= count {
      value = value * (n - count + step) / step
      guard value.isFinite else {
        throw Problem(
          "the binomial coefficient of \(n.text) and \(k.text) is too large", at: range)
      }
      step += 1
    }
    let passed = a.error < 0.5 && b.error < 0.5 ? 0 : Double.infinity
    return rounded(value, passed: passed, isExact: value < 0x1p53 && precision.represents(value))
  }
}

/// Why a number has no factorial.
func noFactorial(of x: Double, at range: Range<Int>) -> Problem {
  x > 170 && x == x.rounded()
    ? Problem("the factorial of \(x.text) is too large", at: range, notes: ["that of 170 is the largest"])
    : Problem("the factorial of \(x.text)", at: range, notes: ["it takes a whole number from 0 on"])
}
