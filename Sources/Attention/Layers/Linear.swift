/// A learned matrix with an optional bias: y = x W + b.
///
///     let output = Linear(features: 64, outputs: 1000, seed: 1)
///     output(x) // [..., 1000]
public struct Linear: Sendable, Hashable {
  /// W. Shape `[features, outputs]`.
  public var weight: Tensor
  /// b. Shape `[outputs]`; nil adds nothing.
  public var bias: Tensor?

  /// The given matrix and bias.
  ///
  /// - Precondition: `weight` is a matrix, and `bias` has as many elements as it has columns.
  public init(weight: Tensor, bias: Tensor? = nil) {
    require(weight.rank == 2, "Linear: weight needs the shape [features, outputs], but has \(weight.shape)")
    require(
      bias.map { $0.shape == [weight.columns] } ?? true,
      "Linear: weight \(weight.shape) needs a bias of shape [\(weight.columns)], but it has \(bias?.shape ?? [])")
    (self.weight, self.bias) = (weight, bias)
  }

  /// A random matrix that keeps features of variance 1 near it, and a bias of 0. Equal seeds give equal matrices.
  public init(features: Int, outputs: Int, hasBias: Bool = true, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    self.init(
      weight: randomWeight(features, outputs, using: &generator), bias: hasBias ? .zeros([outputs]) : nil)
  }

  /// x W + b, of shape `[..., outputs]`, for `x` of shape `[..., features]`.
  ///
  /// - Complexity: O(rows · features · outputs).
  public func callAsFunction(_ x: Tensor) -> Tensor { linear(x, weight, bias, in: "Linear") }
}

/// A learned vector for each token.
///
///     let embedding = Embedding(count: 1000, features: 64, seed: 1)
///     embedding([7, 2, 7])                            // [3, 64]
///     let logits = embedding.logits(x)                // [..., 1000]: tied weights
///
/// - Source: Bengio et al. 2003, "A Neural Probabilistic Language Model", section 2; tied: Press and Wolf 2017, "Using the Output Embedding to
///   Improve Language Models".
public struct Embedding: Sendable, Hashable {
  /// A row for each token. Shape `[count, features]`.
  public var table: Tensor

  /// The given table.
  ///
  /// - Precondition: `table` is a matrix.
  public init(table: Tensor) {
    require(table.rank == 2, "Embedding: table needs the shape [count, features], but has \(table.shape)")
    self.table = table
  }

  /// Random vectors of normally distributed elements. Equal seeds give equal tables.
  public init(count: Int, features: Int, standardDeviation: Float = 1, seed: UInt64) {
    self.init(table: .randomNormal([count, features], standardDeviation: standardDeviation, seed: seed))
  }

  /// The vectors of `tokens`, of shape `[tokens.count, features]`.
  ///
  /// - Precondition: Each token is a row of the table.
  public func callAsFunction(_ tokens: [Int]) -> Tensor {
    check(tokens)
    return table.gathering(tokens)
  }

  /// The vectors of the tokens of each sequence, of shape `[batch.count, length, features]`.
  ///
  /// - Precondition: The sequences have the same length, and each token is a row of the table.
  public func callAsFunction(_ batch: [[Int]]) -> Tensor {
    self(batch.flatMap { $0 }).reshaped([batch.count, length(of: batch), table.columns])
  }

  /// How well each token fits `x`, of shape `[..., features]`: the products with the same table. Shape `[..., count]`.
  public func logits(_ x: Tensor) -> Tensor {
    checkForLogits(x.shape)
    return matrixProduct(x, table.transposed(), in: "Embedding")
  }

  func checkForLogits(_ x: [Int]) {
    require(
      x.last == table.columns,
      "Embedding: x needs \(table.columns) features, its last axis, for a table of shape \(table.shape), but has the shape \(x)")
  }

  func check(_ tokens: [Int]) {
    for (index, token) in tokens.enumerated() {
      require(
        (0..<table.rows).contains(token),
        "Embedding: token \(index) is \(token), which is no row of the table of shape \(table.shape)")
    }
  }

  func length(of batch: [[Int]]) -> Int {
    let length = batch.first?.count ?? 0
    for (index, sequence) in batch.enumerated() {
      require(
        sequence.count == length,
        "Embedding: sequence 0 has \(length) tokens, but sequence \(index) has \(sequence.count); they must be equally long")
    }
    return length
  }
}

/// x W + b, for `x` of shape `[..., rows of W]`, which failures call `name`.
func linear(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?, named name: String = "x", in function: String) -> Tensor {
  checkFeatures(of: x.shape, named: name, weight: weight.shape, in: function)
  let product = matrixProduct(x, weight, in: function)
  return bias.map { .combined(product, $0, in: function) { $0 + $1 } } ?? product
}

/// Stops unless `x`, which failures call `name`, has as many features as the matrix of shape `weight` has rows.
func checkFeatures(of x: [Int], named name: String, weight: [Int], in function: String) {
  require(
    x.last == weight[0],
    "\(function): \(name) needs \(weight[0]) features, its last axis, for a weight of shape \(weight), but has the shape \(x)")
}

/// A random matrix that keeps features of variance 1 near it. Shape `[rows, columns]`.
func randomWeight(_ rows: Int, _ columns: Int, using generator: inout some RandomNumberGenerator) -> Tensor {
  .randomNormal([rows, columns], standardDeviation: 1 / Float(max(rows, 1)).squareRoot(), using: &generator)
}
