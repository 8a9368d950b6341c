/// log x = e · log 2 + 2 · artanh((m − 1) / (m + 1)) for x = m · 2ᵉ with m from 1 to 2. The series needs at most 12 terms, because its
/// argument is below 1/3. The result has the same bits on every machine, which the C library's logarithm doesn't promise.
func naturalLogarithm(_ x: Double) -> Double {
  let significand = x.significand
  let z = (significand - 1) / (significand + 1)
  // Written out, the quotients are constants.
  var sum = 1.0 / 23
  sum = sum * z * z + 1.0 / 21
  sum = sum * z * z + 1.0 / 19
  sum = sum * z * z + 1.0 / 17
  sum = sum * z * z + 1.0 / 15
  sum = sum * z * z + 1.0 / 13
  sum = sum * z * z + 1.0 / 11
  sum = sum * z * z + 1.0 / 9
  sum = sum * z * z + 1.0 / 7
  sum = sum * z * z + 1.0 / 5
  sum = sum * z * z + 1.0 / 3
  sum = sum * z * z + 1
  return Double(x.exponent) * 0.693147180559945309 + 2 * z * sum
}
