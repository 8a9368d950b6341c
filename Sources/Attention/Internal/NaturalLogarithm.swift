/// log x = e · log 2 + 2 · artanh((m − 1) / (m + 1)) for x = m · 2ᵉ with m from 1 to 2. The series needs at most 12 terms, because its
/// argument is below 1/3. The result has the same bits on every machine, which the C library's logarithm doesn't promise.
func naturalLogarithm(_ x: Double) -> Double {
  let z = (x.significand - 1) / (x.significand + 1)
  var sum = 0.0
  for term in (0..<12).reversed() { sum = sum * z * z + 1 / Double(2 * term + 1) }
  return Double(x.exponent) * 0.693147180559945309 + 2 * z * sum
}
