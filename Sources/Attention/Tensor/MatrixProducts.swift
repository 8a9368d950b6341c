// Products of matrices and vectors.

internal import CAttentionKernels

/// The matrix product: each row of `a` with each column of `b`.
///
///     let scores = matmul(query, key.transposed()) // [queries, keys]
///
/// Leading axes are a batch: [batch, n, k] · [batch, k, m] → [batch, n, m]. They broadcast, so that [8, n, k] · [k, m] multiplies eight
/// matrices by the same one. A vector on the left is a row, on the right a column, and the result doesn't have that axis:
/// [k] · [k, m] → [m], [n, k] · [k] → [n], [k] · [k] → a single number (as in NumPy and PyTorch).
///
/// Each element is one chain of fused multiply-adds, in the order of k, beginning with 0. So it has the same bits on every machine, with
/// each instruction set, any number of threads (see `Execution`), and in any batch.
///
/// - Precondition: The last size of `a` is the second-to-last of `b`, or the only one of a vector; the failure names
///   both shapes.
/// - Complexity: O(batch · n · k · m) time, divided among threads if that is faster; no memory besides the result. With k terms, the error
///   is below about k · 6e-8 of the sum of the terms' magnitudes.
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
  matrixProduct(a, b, in: "matmul")
}

/// The sum of the products of two vectors' elements.
///
/// - Precondition: Both are vectors of the same length; the failure names both shapes.
public func dot(_ a: Tensor, _ b: Tensor) -> Float {
  require(
    a.rank == 1 && a.shape == b.shape,
    "dot: two vectors of one length are needed, but the shapes are \(a.shape) and \(b.shape)")
  return Float(zip(a.scalars, b.scalars).reduce(0) { $0 + Double($1.0) * Double($1.1) })
}

/// The product of each element of `a` with each of `b`: shapes [n] and [m] give [n, m].
///
/// - Precondition: Both are vectors.
public func outer(_ a: Tensor, _ b: Tensor) -> Tensor {
  require(
    a.rank == 1 && b.rank == 1,
    "outer: two vectors are needed, but the shapes are \(a.shape) and \(b.shape)")
  return a.insertingAxis(at: 1) * b
}

extension Tensor {
  /// The elements whose row equals their column: [n, m] → [min(n, m)], for each matrix of a batch.
  ///
  /// - Precondition: The rank is at least 2.
  public func diagonal() -> Tensor {
    require(rank >= 2, "diagonal: a tensor of shape \(shape) has fewer than two axes")
    let strides = rowMajorStrides(shape)
    return view(
      shape: shape.dropLast(2) + [Swift.min(rows, columns)],
      strides: strides.dropLast(2) + [strides[rank - 2] + strides[rank - 1]])
  }
}

/// `matmul`, also for attention. With `leavingOutZeros`, a 0 in `a` excludes its factor in `b`, so that 0 · ∞ and 0 · NaN count as 0.
func matrixProduct(_ a: Tensor, _ b: Tensor, in function: String, leavingOutZeros: Bool = false) -> Tensor {
  require(
    a.rank >= 1 && b.rank >= 1,
    "\(function): a single number is no matrix; the shapes are \(a.shape) and \(b.shape)")
  let left = a.rank == 1 ? a.insertingAxis(at: 0) : a  // [..., n, k]
  let right = b.rank == 1 ? b.insertingAxis(at: 1) : b  // [..., k, m]
  require(
    left.columns == right.rows,
    """
    \(function): the inner sizes differ: \(a.shape) · \(b.shape); the first's last size (\(left.columns)) \
    must equal the second's \(b.rank == 1 ? "size" : "second-to-last") (\(right.rows))
    """)
  let batch = broadcastShape(left.shape.dropLast(2), right.shape.dropLast(2), of: (a.shape, b.shape), in: function)
  let rowAxis = a.rank == 1 ? [] : [left.rows]
  let columnAxis = b.rank == 1 ? [] : [right.columns]
  let multiply = Execution.current.isReference ? multiplyInSteps : multiplyOnKernels
  return Tensor(
    unchecked: batch + rowAxis + columnAxis, multiply(left, right, batch, leavingOutZeros))
}

/// The products computed by the kernels, on as many threads as are useful.
private func multiplyOnKernels(_ left: Tensor, _ right: Tensor, batch: [Int], leavingOutZeros: Bool) -> [Float] {
  var product = AttentionMatrixProduct()
  let execution = Execution.current
  product.matrices = Int64(batch.reduce(1, *))
  product.rows = Int64(left.rows)
  product.inner = Int64(left.columns)
  product.columns = Int64(right.columns)
  product.leavesOutZeros = leavingOutZeros
  product.instructionSet = execution.instructionSet.rawValue
  product.threads = Int32(clamping: execution.threads)
  // A batch multiplied by one matrix is one matrix with more rows.
  if right.rank == 2 {
    product.rows *= product.matrices
    product.matrices = 1
  }
  let isOne = product.matrices == 1
  let leftMatrices = isOne ? [] : matrices(of: left, in: batch)
  let rightMatrices = isOne ? [] : matrices(of: right, in: batch)
  let count = Int(product.matrices * product.rows * product.columns)
  return [Float](unsafeUninitializedCapacity: count) { result, initializedCount in
    left.scalars.withUnsafeBufferPointer { left in
      right.scalars.withUnsafeBufferPointer { right in
        leftMatrices.withUnsafeBufferPointer { leftMatrices in
          rightMatrices.withUnsafeBufferPointer { rightMatrices in
            product.left = left.baseAddress
            product.right = right.baseAddress
            product.result = result.baseAddress
            product.leftMatrices = isOne ? nil : leftMatrices.baseAddress
            product.rightMatrices = isOne ? nil : rightMatrices.baseAddress
            attention_matrix_product(&product)
          }
        }
      }
    }
    initializedCount = count
  }
}

/// The readable form, with the same bits: each element is one chain of fused multiply-adds, in the order of k.
private func multiplyInSteps(_ left: Tensor, _ right: Tensor, batch: [Int], leavingOutZeros: Bool) -> [Float] {
  let (n, k, m) = (left.rows, left.columns, right.columns)
  var products: [Float] = []
  products.reserveCapacity(batch.reduce(n * m, *))
  for (l, r) in zip(matrices(of: left, in: batch), matrices(of: right, in: batch)) {
    for row in 0..<n {
      for column in 0..<m {
        var sum: Float = 0
        for inner in 0..<k {
          let factor = left.scalars[(l * n + row) * k + inner]
          let other = leavingOutZeros && factor == 0 ? 0 : right.scalars[(r * k + inner) * m + column]
          sum.addProduct(factor, other)
        }
        products.append(sum)
      }
    }
  }
  return products
}

/// The index of the matrix of `x` for each element of the batch.
private func matrices(of x: Tensor, in batch: [Int]) -> [Int] {
  offsets(shape: batch, strides: broadcastStrides(x.shape.dropLast(2), to: batch))
}
