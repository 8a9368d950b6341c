import Diagnostics

/// Factorials, binomial coefficients, and products with logarithms.
extension Arithmetic {
  /// A product with a logarithm, where 0 log 0 is declared to be 0.
  func timesLogarithm(_ a: Approximation, _ b: Approximation) -> Approximation {
    a.value == 0 && b.value == -.infinity || a.value == -.infinity && b.value == 0 ? Approximation(0) : product(a, b)
  }

  /// The number of subsets of k among n things, by the product formula, each step of which is a whole number.
  func binomial(_ n: Approximation, _ k: Approximation, at range: Range<Int>) throws(Problem) -> Approximation {
    let (n, k) = (n.value, k.value)
    guard n == n.rounded(), k == k.rounded(), n >= 0, k >= 0, n <= 0x1p53 else {
      throw Problem(
        "the binomial coefficient of \(Quantity.text(n)) and \(Quantity.text(k))", at: range,
        notes: ["it takes whole numbers from 0 on"])
    }
    guard k <= n else { return Approximation(0) }
    var value = Approximation(1)
    var step = 1.0
    // It more than doubles from step to step, so that it leaves this loop after a thousand of them.
    while step <= min(k, n - k) {
      value = quotient(product(value, Approximation(n - min(k, n - k) + step)), Approximation(step))
      guard value.value.isFinite else {
        throw Problem(
          "the binomial coefficient of \(Quantity.text(n)) and \(Quantity.text(k)) is too large", at: range)
      }
      step += 1
    }
    return value
  }
}

func noFactorial(of x: Double, at range: Range<Int>) -> Problem {
  x > 170 && x == x.rounded()
    ? Problem("the factorial of \(Quantity.text(x)) is too large", at: range, notes: ["that of 170 is the largest"])
    : Problem("the factorial of \(Quantity.text(x))", at: range, notes: ["it takes a whole number from 0 on"])
}
