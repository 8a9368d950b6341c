// Functions on shapes. A shape lists the size of each axis, the outermost first. Elements are in row-major order: the last axis varies
// fastest.

/// How many elements a tensor of `shape` has.
func elementCount(_ shape: [Int], in function: String) -> Int {
  var count = 1
  for size in shape {
    require(size >= 0, "\(function): the shape \(shape) has a negative size, \(size)")
    // Count a size of 0 as 1, so that the strides of an empty tensor can't overflow either.
    let (product, overflows) = count.multipliedReportingOverflow(by: max(size, 1))
    require(!overflows, "\(function): the shape \(shape) has more elements than this machine can count")
    count = product
  }
  return shape.contains(0) ? 0 : count
}

/// The distance between neighbors along each axis.
func rowMajorStrides(_ shape: [Int]) -> [Int] {
  var strides = [Int](repeating: 1, count: shape.count)
  for axis in shape.indices.dropLast().reversed() {
    strides[axis] = strides[axis + 1] * shape[axis + 1]
  }
  return strides
}

/// The axis of `shape`, counted from 0. A negative axis counts from the end: −1 is the last.
func resolvedAxis(_ axis: Int, of shape: [Int], in function: String) -> Int {
  let rank = shape.count
  require(
    (-rank..<rank).contains(axis),
    "\(function): axis \(axis) is out of range; "
      + (rank == 0 ? "a scalar has no axis" : "a tensor of shape \(shape) has the axes \(-rank) to \(rank - 1)"))
  return axis < 0 ? axis + rank : axis
}

/// The place of a new axis among those of `shape`, counted from 0. A negative place counts from the end: −1 is after the last axis.
func resolvedNewAxis(_ axis: Int, in shape: [Int], in function: String) -> Int {
  let rank = shape.count
  require(
    (-rank - 1...rank).contains(axis),
    "\(function): axis \(axis) is out of range; a new axis of a tensor of shape \(shape) has a place from \(-rank - 1) to \(rank)")
  return axis < 0 ? axis + rank + 1 : axis
}

/// The common shape of two operands. They are aligned at the last axis; a missing axis, or one of size 1, is repeated.
///
/// - Parameter matrices: The shapes of both operands if `a` and `b` are only their axes before the matrices, for the failure message.
func broadcastShape(_ a: [Int], _ b: [Int], of matrices: (a: [Int], b: [Int])? = nil, in function: String) -> [Int] {
  let rank = max(a.count, b.count)
  return (0..<rank).map { axis in
    let sizeA = axis < rank - a.count ? 1 : a[axis - (rank - a.count)]
    let sizeB = axis < rank - b.count ? 1 : b[axis - (rank - b.count)]
    require(
      sizeA == sizeB || sizeA == 1 || sizeB == 1,
      """
      \(function): the shapes \(matrices?.a ?? a) and \(matrices?.b ?? b) do not fit; \
      counted from the last axis\(matrices == nil ? "" : " before the matrices"), sizes must be equal or 1, but \(sizeA) meets \(sizeB)
      """)
    return sizeA == 1 ? sizeB : sizeA
  }
}

/// The common shape of two operands; nil if they don't fit.
func joinedShape(_ a: [Int], _ b: [Int]) -> [Int]? {
  for (sizeA, sizeB) in zip(a.reversed(), b.reversed()) where sizeA != sizeB && sizeA != 1 && sizeB != 1 { return nil }
  return broadcastShape(a, b, in: "")
}

/// Whether a tensor of shape `source` can be read as if it had the shape `target`.
func broadcasts(_ source: [Int], to target: [Int]) -> Bool {
  source.count <= target.count && zip(source.reversed(), target.reversed()).allSatisfy { $0 == $1 || $0 == 1 }
}

/// The strides with which a tensor of shape `source` is read as if it had the shape `target`. The stride of a repeated axis is 0.
/// `source` must broadcast to `target`.
func broadcastStrides(_ source: [Int], to target: [Int]) -> [Int] {
  let strides = rowMajorStrides(source)
  let missing = target.count - source.count
  return target.indices.map { axis in
    axis < missing || source[axis - missing] == 1 ? 0 : strides[axis - missing]
  }
}

/// The offset of each element of a view, in row-major order of `shape`.
func offsets(shape: [Int], strides: [Int], start: Int = 0) -> [Int] {
  var offsets = [start]
  for (size, stride) in zip(shape, strides) {
    var finer: [Int] = []
    finer.reserveCapacity(offsets.count * size)
    for offset in offsets {
      for step in 0..<size { finer.append(offset + step * stride) }
    }
    offsets = finer
  }
  return offsets
}
