// Products of matrices and vectors.

/// The matrix product: each row of `a` with each column of `b`.
///
///     let scores = matmul(query, key.transposed()) // [queries, keys]
///
/// Leading axes are a batch: [batch, n, k] · [batch, k, m] → [batch, n, m]. They broadcast, so that [8, n, k] · [k, m]
/// multiplies eight matrices by the same one. A vector on the left is a row, on the right a column, and that axis is
/// missing in the result: [k] · [k, m] → [m], [n, k] · [k] → [n], [k] · [k] → a single number. (So NumPy and PyTorch do
/// it.)
///
/// - Precondition: The last size of `a` is the second-to-last of `b`, or the only one of a vector; the failure names
///   both shapes.
/// - Complexity: O(batch · n · k · m). Products are added up in `Float`, in the order of k: with k terms, the relative
///   error is below about k · 6e-8 of the sum of the terms' magnitudes.
public func matmul(_ a: Tensor, _ b: Tensor) -> Tensor {
  matrixProduct(a, b, in: "matmul")
}

/// The sum of the products of two vectors' elements.
///
/// - Precondition: Both are vectors of one length; the failure names both shapes.
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
  /// The elements whose row is their column: [n, m] → [min(n, m)], for each matrix of a batch.
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

/// `matmul`, and what attention makes of it: with `leavingOutZeros`, a 0 in `a` leaves out its row of `b` altogether,
/// so that 0 · ∞ and 0 · NaN count as 0.
func matrixProduct(_ a: Tensor, _ b: Tensor, in function: String, leavingOutZeros: Bool = false) -> Tensor {
  require(
    a.rank >= 1 && b.rank >= 1,
    "\(function): a single number is no matrix; the shapes are \(a.shape) and \(b.shape)")
  let left = a.rank == 1 ? a.insertingAxis(at: 0) : a // [..., n, k]
  let right = b.rank == 1 ? b.insertingAxis(at: 1) : b // [..., k, m]
  require(
    left.columns == right.rows,
    """
    \(function): the inner sizes differ: \(a.shape) · \(b.shape); the first's last size (\(left.columns)) \
    must equal the second's \(b.rank == 1 ? "size" : "second-to-last") (\(right.rows))
    """)
  let batch = broadcastShape(left.shape.dropLast(2), right.shape.dropLast(2), in: function)
  let (n, k, m) = (left.rows, left.columns, right.columns)

  // Which matrix of each operand belongs to each place of the batch.
  let leftMatrices = offsets(shape: batch, strides: broadcastStrides(left.shape.dropLast(2), to: batch))
  let rightMatrices = offsets(shape: batch, strides: broadcastStrides(right.shape.dropLast(2), to: batch))

  var products = [Float](repeating: 0, count: leftMatrices.count * n * m)
  products.withUnsafeMutableBufferPointer { products in
    left.scalars.withUnsafeBufferPointer { left in
      right.scalars.withUnsafeBufferPointer { right in
        for (index, (l, r)) in zip(leftMatrices, rightMatrices).enumerated() {
          addProduct(
            UnsafeBufferPointer(rebasing: left[l * n * k..<(l + 1) * n * k]),
            UnsafeBufferPointer(rebasing: right[r * k * m..<(r + 1) * k * m]),
            to: UnsafeMutableBufferPointer(rebasing: products[index * n * m..<(index + 1) * n * m]),
            n: n, k: k, m: m, leavingOutZeros: leavingOutZeros)
        }
      }
    }
  }
  let rowAxis = a.rank == 1 ? [] : [n]
  let columnAxis = b.rank == 1 ? [] : [m]
  return Tensor(unchecked: batch + rowAxis + columnAxis, products)
}

/// Adds [n, k] · [k, m] to `c`. The innermost loop runs along rows of `b` and `c`, so that memory is read in order and
/// the compiler can take several columns at once.
private func addProduct(
  _ a: UnsafeBufferPointer<Float>, _ b: UnsafeBufferPointer<Float>, to c: UnsafeMutableBufferPointer<Float>,
  n: Int, k: Int, m: Int, leavingOutZeros: Bool
) {
  for row in 0..<n {
    for inner in 0..<k {
      let factor = a[row * k + inner]
      if leavingOutZeros && factor == 0 { continue }
      for column in 0..<m { c[row &* m &+ column] += factor * b[inner &* m &+ column] }
    }
  }
}
