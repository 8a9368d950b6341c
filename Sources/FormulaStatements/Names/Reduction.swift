/// What a function makes of all entries of an array, or of those of a row or a column.
package enum Reduction: String, CaseIterable {
  case rowSums, columnSums, rowMaxima, total, mean, maximum, minimum, trace, argmax, argmin, logSumExp
  case norm1, norm2, normInfinity, determinant
}
