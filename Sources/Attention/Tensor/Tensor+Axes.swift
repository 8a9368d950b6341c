// The same elements with another shape or another order of axes.

extension Tensor {
  /// The matrix with rows and columns exchanged; for a higher rank, with the last two axes exchanged.
  ///
  /// - Precondition: The rank is at least 2.
  public func transposed() -> Tensor {
    require(rank >= 2, "transposed: a tensor of shape \(shape) has fewer than two axes")
    return transposed(-2, -1)
  }

  /// The tensor with two axes exchanged.
  ///
  ///     // [batch, length, heads, size] → [batch, heads, length, size]
  ///     x.transposed(1, 2)
  public func transposed(_ first: Int, _ second: Int) -> Tensor {
    var order = Array(shape.indices)
    order.swapAt(
      resolvedAxis(first, of: shape, in: "transposed"), resolvedAxis(second, of: shape, in: "transposed"))
    return permuted(order)
  }

  /// The tensor with its axes in the given order: axis `i` of the result is axis `order[i]` of this one.
  ///
  /// - Precondition: `order` names each axis once.
  public func permuted(_ order: [Int]) -> Tensor {
    let order = order.map { resolvedAxis($0, of: shape, in: "permuted") }
    require(
      order.sorted() == Array(shape.indices),
      "permuted: the order \(order) must name each axis of \(shape) once")
    let strides = rowMajorStrides(shape)
    return view(shape: order.map { shape[$0] }, strides: order.map { strides[$0] })
  }

  /// The same elements, in the same row-major order, with another shape. One size may be −1, and is then computed from the others.
  ///
  ///     Tensor(0..<6).reshaped([2, -1]) // [[0, 1, 2], [3, 4, 5]]
  ///
  /// - Precondition: The new shape has as many elements; the failure names both shapes.
  public func reshaped(_ newShape: [Int]) -> Tensor {
    var resolved = newShape
    if let open = newShape.firstIndex(of: -1) {
      resolved[open] = 1
      let others = elementCount(resolved, in: "reshaped")
      require(others > 0, "reshaped: in \(newShape) the size −1 could be any; the other sizes hold no element")
      resolved[open] = count / others
    }
    require(
      elementCount(resolved, in: "reshaped") == count,
      "reshaped: a tensor of shape \(shape) has \(count) elements, which \(newShape) can't hold exactly")
    return Tensor(unchecked: resolved, scalars)
  }

  /// The tensor with an additional axis of size 1, which becomes axis `axis` of the result.
  public func insertingAxis(at axis: Int) -> Tensor {
    var newShape = shape
    newShape.insert(1, at: resolvedNewAxis(axis, in: shape, in: "insertingAxis"))
    return Tensor(unchecked: newShape, scalars)
  }

  /// The tensor repeated to a larger shape, as in broadcasting: missing leading axes, and axes of size 1, are repeated.
  ///
  /// - Precondition: Every other axis keeps its size; the failure names both shapes.
  public func expanded(to target: [Int]) -> Tensor {
    _ = elementCount(target, in: "expanded")
    require(
      rank <= target.count && broadcastShape(shape, target, in: "expanded") == target,
      "expanded: a tensor of shape \(shape) can't be repeated to \(target); only axes of size 1 grow")
    return shape == target ? self : view(shape: target, strides: broadcastStrides(shape, to: target))
  }

  /// The elements selected by strides, copied into row-major order.
  func view(shape: [Int], strides: [Int], start: Int = 0) -> Tensor {
    guard let length = shape.last, let stride = strides.last else { return Tensor(scalars[start]) }
    let starts = shape.contains(0) ? [] : offsets(shape: shape.dropLast(), strides: strides.dropLast(), start: start)
    let picked = [Float](unsafeUninitializedCapacity: starts.count * length) { buffer, initializedCount in
      scalars.withUnsafeBufferPointer { source in
        var next = 0
        for start in starts {
          if stride == 1 {
            next = buffer[next...].initialize(fromContentsOf: source[start..<start + length])
          } else {
            for step in 0..<length { buffer.initializeElement(at: next + step, to: source[start + step * stride]) }
            next += length
          }
        }
      }
      initializedCount = starts.count * length
    }
    return Tensor(unchecked: shape, picked)
  }
}

/// Joins tensors of the same shape along a new axis.
///
///     stack([[1, 2], [3, 4]])           // [[1, 2], [3, 4]]
///     stack([[1, 2], [3, 4]], axis: -1) // [[1, 3], [2, 4]]
///
/// - Precondition: There is at least one tensor, and all have the same shape; the failure names the first that differs.
public func stack(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
  guard let first = tensors.first else { stop("stack: there is no tensor, so the shape is unknown") }
  for (index, tensor) in tensors.enumerated() {
    require(
      tensor.shape == first.shape,
      "stack: all shapes must be equal, but tensor 0 has \(first.shape) and tensor \(index) has \(tensor.shape)")
  }
  let axis = resolvedNewAxis(axis, in: first.shape, in: "stack")
  return concatenate(tensors.map { $0.insertingAxis(at: axis) }, axis: axis)
}

/// Joins tensors along an existing axis.
///
///     concatenate([[[1, 2]], [[3, 4], [5, 6]]]) // [[1, 2], [3, 4], [5, 6]]
///
/// - Precondition: There is at least one tensor, and the shapes differ at most in `axis`; the failure names the first
///   that doesn't fit.
public func concatenate(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
  guard let first = tensors.first else { stop("concatenate: there is no tensor, so the shape is unknown") }
  let axis = resolvedAxis(axis, of: first.shape, in: "concatenate")
  var shape = first.shape
  shape[axis] = 0
  for (index, tensor) in tensors.enumerated() {
    require(
      tensor.rank == first.rank && shape.indices.allSatisfy { $0 == axis || tensor.shape[$0] == shape[$0] },
      """
      concatenate: shapes may differ in axis \(axis) only, \
      but tensor 0 has \(first.shape) and tensor \(index) has \(tensor.shape)
      """)
    shape[axis] += tensor.shape[axis]
  }
  var scalars: [Float] = []
  scalars.reserveCapacity(shape.reduce(1, *))
  for outer in 0..<shape[..<axis].reduce(1, *) {
    for tensor in tensors {
      let run = tensor.shape[axis...].reduce(1, *)
      scalars.append(contentsOf: tensor.scalars[outer * run..<(outer + 1) * run])
    }
  }
  return Tensor(unchecked: shape, scalars)
}
