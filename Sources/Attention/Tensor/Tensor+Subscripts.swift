// Elements and slices. Indices count from 0 and, unlike axes, are never negative.

extension Tensor {
  /// The part at `index` of the first axis: a row of a matrix, a single number (of shape `[]`) of a vector.
  ///
  /// - Complexity: O(size of the part).
  public subscript(index: Int) -> Tensor {
    get {
      require(rank >= 1, "subscript: a single number has no parts; its value is `item`")
      checkIndex(index, axis: 0, in: "subscript")
      return selecting(index, axis: 0)
    }
    set {
      require(rank >= 1, "subscript: a single number has no parts; its value is `item`")
      checkIndex(index, axis: 0, in: "subscript")
      require(
        newValue.shape == Array(shape.dropFirst()),
        "subscript: a part of \(shape) has the shape \(Array(shape.dropFirst())), but \(newValue.shape) was assigned")
      let start = index * newValue.count
      scalars.replaceSubrange(start..<start + newValue.count, with: newValue.scalars)
    }
  }

  /// The element at one index for each axis: `matrix[row, column]`, `heads[head, row, column]`.
  ///
  /// - Precondition: There are as many indices as axes, each in range.
  public subscript(first: Int, second: Int, rest: Int...) -> Float {
    get { scalars[offset(first, second, rest)] }
    set { scalars[offset(first, second, rest)] = newValue }
  }

  /// The part within a range of each axis. Axes without a range stay whole.
  ///
  ///     matrix[0..<2]        // the first two rows
  ///     matrix[0..., 1..<3]  // columns 1 and 2
  ///
  /// A part can be assigned; the new elements are broadcast to its shape.
  ///
  ///     matrix[0..., 1..<3] = Tensor(0)
  ///
  /// - Precondition: There are at most as many ranges as axes, each within its axis.
  public subscript(ranges: any RangeExpression<Int>...) -> Tensor {
    get {
      let (part, start) = self.part(ranges)
      return view(shape: part, strides: rowMajorStrides(shape), start: start)
    }
    set {
      let (part, start) = self.part(ranges)
      require(
        broadcasts(newValue.shape, to: part),
        "subscript: a part of shape \(part) was assigned, but \(newValue.shape) does not broadcast to it")
      let elements = newValue.expanded(to: part).scalars
      if elements.isEmpty { return }
      for (place, element) in zip(offsets(shape: part, strides: rowMajorStrides(shape), start: start), elements) {
        scalars[place] = element
      }
    }
  }

  /// The part at `index` of `axis`. The axis disappears.
  ///
  ///     matrix.selecting(2, axis: 1) // column 2, as a vector
  public func selecting(_ index: Int, axis: Int) -> Tensor {
    let axis = resolvedAxis(axis, of: shape, in: "selecting")
    checkIndex(index, axis: axis, in: "selecting")
    var strides = rowMajorStrides(shape)
    let start = index * strides[axis]
    var part = shape
    part.remove(at: axis)
    strides.remove(at: axis)
    return view(shape: part, strides: strides, start: start)
  }

  /// The parts at `indices` of `axis`, in that order. Indices may be repeated or left out.
  ///
  ///     embeddings.gathering([7, 2, 7]) // rows 7, 2 and 7: shape [3, size]
  public func gathering(_ indices: [Int], axis: Int = 0) -> Tensor {
    let axis = resolvedAxis(axis, of: shape, in: "gathering")
    let layout = AxisLayout(shape, axis: axis)
    for index in indices { checkIndex(index, axis: axis, in: "gathering") }
    var result = shape
    result[axis] = indices.count
    let gathered = [Float](unsafeUninitializedCapacity: layout.sliceCount * indices.count) { gathered, count in
      scalars.withUnsafeBufferPointer { scalars in
        for outer in 0..<layout.outer {
          for index in indices {
            let start = (outer * layout.length + index) * layout.inner
            for inner in 0..<layout.inner { gathered.initializeElement(at: count + inner, to: scalars[start + inner]) }
            count += layout.inner
          }
        }
      }
    }
    return Tensor(unchecked: result, gathered)
  }
}

extension Tensor {
  /// The shape of the part within the ranges, and the place of its first element.
  private func part(_ ranges: [any RangeExpression<Int>]) -> (shape: [Int], start: Int) {
    require(
      ranges.count <= rank,
      "subscript: \(ranges.count) ranges are too many for a tensor of shape \(shape)")
    let strides = rowMajorStrides(shape)
    var part = shape
    var start = 0
    for (axis, expression) in ranges.enumerated() {
      let range = bounds(of: expression, axis: axis)
      part[axis] = range.count
      start += range.lowerBound * strides[axis]
    }
    return (part, start)
  }

  private func offset(_ first: Int, _ second: Int, _ rest: [Int]) -> Int {
    require(
      rank == rest.count + 2,
      """
      subscript: \(rest.count + 2) indices for a tensor of shape \(shape); \
      an element needs \(rank), and a part is had by one index or by ranges
      """)
    checkIndex(first, axis: 0, in: "subscript")
    checkIndex(second, axis: 1, in: "subscript")
    var offset = first * shape[1] + second
    for (axis, index) in zip(2..., rest) {
      checkIndex(index, axis: axis, in: "subscript")
      offset = offset * shape[axis] + index
    }
    return offset
  }

  private func checkIndex(_ index: Int, axis: Int, in function: String) {
    require(
      (0..<shape[axis]).contains(index),
      "\(function): index \(index) is out of range for axis \(axis) of \(shape); it has \(shape[axis]) places, from 0")
  }

  private func bounds(of expression: any RangeExpression<Int>, axis: Int) -> Range<Int> {
    // Relative to all integers, an open end becomes the first or last integer, and no bound is out of range yet. The standard library would
    // stop there without naming the axis.
    let given = expression.relative(to: Int.min..<Int.max)
    let lower = given.lowerBound == .min ? 0 : given.lowerBound
    let upper = given.upperBound == .max ? shape[axis] : given.upperBound
    require(
      0 <= lower && lower <= upper && upper <= shape[axis],
      """
      subscript: the range \(lower)..<\(upper) is out of range for axis \(axis) of \(shape); \
      it has \(shape[axis]) places, from 0
      """)
    return lower..<upper
  }
}
