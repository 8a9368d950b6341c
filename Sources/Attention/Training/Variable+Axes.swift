// The same elements with other shapes, and parts of them.

extension Variable {
  /// The same elements with another shape, as `Tensor.reshaped(_:)`.
  public func reshaped(_ newShape: [Int]) -> Variable {
    let shape = shape
    return .computed(value.reshaped(newShape), from: [self]) { [$0.reshaped(shape)] }
  }

  /// The variable with two axes exchanged; by default the last two.
  public func transposed(_ first: Int = -2, _ second: Int = -1) -> Variable {
    .computed(value.transposed(first, second), from: [self]) { [$0.transposed(first, second)] }
  }

  /// The parts at `indices` of `axis`, in that order. Indices may be repeated or left out.
  public func gathering(_ indices: [Int], axis: Int = 0) -> Variable {
    let (shape, axis) = (shape, resolvedAxis(axis, of: value.shape, in: "gathering"))
    return .computed(value.gathering(indices, axis: axis), from: [self]) { gradient in
      // Each part goes back to its place; copies of one part add up.
      let layout = AxisLayout(shape, axis: axis)
      var scattered = Tensor.zeros(shape)
      for outer in 0..<layout.outer {
        for (place, index) in indices.enumerated() {
          let from = (outer * indices.count + place) * layout.inner
          let to = (outer * layout.length + index) * layout.inner
          for inner in 0..<layout.inner { scattered.scalars[to + inner] += gradient.scalars[from + inner] }
        }
      }
      return [scattered]
    }
  }

  /// The part at `index` of `axis`. The axis disappears.
  public func selecting(_ index: Int, axis: Int) -> Variable {
    let axis = resolvedAxis(axis, of: value.shape, in: "selecting")
    var part = shape
    part.remove(at: axis)
    return gathering([index], axis: axis).reshaped(part)
  }
}

/// Joins variables along an existing axis.
@_disfavoredOverload
public func concatenate(_ variables: [Variable], axis: Int = 0) -> Variable {
  let value = concatenate(variables.map(\.value), axis: axis)
  let axis = resolvedAxis(axis, of: value.shape, in: "concatenate")
  return .computed(value, from: variables) { gradient in
    var start = 0
    return variables.map { part in
      defer { start += part.shape[axis] }
      return gradient.gathering(Array(start..<start + part.shape[axis]), axis: axis)
    }
  }
}

/// Joins variables of the same shape along a new axis.
@_disfavoredOverload
public func stack(_ variables: [Variable], axis: Int = 0) -> Variable {
  concatenate(
    variables.map { variable in
      var shape = variable.shape
      shape.insert(1, at: resolvedNewAxis(axis, in: variable.shape, in: "stack"))
      return variable.reshaped(shape)
    }, axis: axis)
}

/// Cuts the features of each token into heads, as `splitHeads(_:into:)` for tensors.
public func splitHeads(_ x: Variable, into heads: Int) -> Variable {
  .computed(splitHeads(x.value, into: heads), from: [x]) { [mergeHeads($0)] }
}

/// Puts the heads of each token side by side, as `mergeHeads(_:)` for tensors.
public func mergeHeads(_ x: Variable) -> Variable {
  let heads = x.value.rank >= 3 ? x.shape[x.value.rank - 3] : 1
  return .computed(mergeHeads(x.value), from: [x]) { [splitHeads($0, into: heads)] }
}
