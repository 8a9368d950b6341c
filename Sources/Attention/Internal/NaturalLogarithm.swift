/// log x = e · log 2 + 2 · artanh((m − 1) / (m + 1)) for x = m · 2ᵉ with m from 1 to 2; the series needs 12 terms at
/// most, its argument being below 1/3. The same bits on every machine, which the C library's logarithm doesn't promise.
func naturalLogarithm(_ x: Double) -> Double {
  let z = (x.significand - 1) / (x.significand + 1)
  var sum = 0.0
  for term in (0..<12).reversed() { sum = sum * z * z + 1 / Double(2 * term + 1) }
  return Double(x.exponent) * 0.693147180559945309 + 2 * z * sum
}
