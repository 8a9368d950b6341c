/// x W + b, for `x` of shape `[..., rows of W]`.
func linear(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?, in function: String) -> Tensor {
  let product = matrixProduct(x, weight, in: function)
  return bias.map { .combined(product, $0, in: function) { $0 + $1 } } ?? product
}

/// A random matrix that keeps features of variance 1 near it. Shape `[rows, columns]`.
func randomWeight(_ rows: Int, _ columns: Int, using generator: inout some RandomNumberGenerator) -> Tensor {
  .randomNormal([rows, columns], standardDeviation: 1 / Float(max(rows, 1)).squareRoot(), using: &generator)
}
