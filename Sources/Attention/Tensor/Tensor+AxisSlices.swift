// A tensor as lanes along one axis: the rows of a matrix along axis 1, its columns along axis 0.

/// The elements of one lane, read in place.
struct AxisSlice: Sequence {
  fileprivate let elements: UnsafeBufferPointer<Float>
  fileprivate let start: Int
  fileprivate let stride: Int
  let count: Int

  subscript(index: Int) -> Float { elements[start + index * stride] }

  struct Iterator: IteratorProtocol {
    fileprivate let slice: AxisSlice
    fileprivate var index = 0

    mutating func next() -> Float? {
      if index == slice.count { return nil }
      defer { index += 1 }
      return slice[index]
    }
  }

  func makeIterator() -> Iterator { Iterator(slice: self) }
}

/// One lane of a result, for writing.
struct MutableAxisSlice {
  fileprivate let elements: UnsafeMutableBufferPointer<Float>
  fileprivate let start: Int
  fileprivate let stride: Int
  let count: Int

  subscript(index: Int) -> Float {
    get { elements[start + index * stride] }
    nonmutating set { elements[start + index * stride] = newValue }
  }

  func fill(with value: Float) {
    for index in 0..<count { self[index] = value }
  }
}

extension Tensor {
  /// One result for each lane, in row-major order of the other axes.
  func slices<Result>(axis: Int, _ transform: (AxisSlice) -> Result) -> [Result] {
    let layout = AxisLayout(shape, axis: axis)
    return scalars.withUnsafeBufferPointer { scalars in
      (0..<layout.sliceCount).map { index in
        transform(
          AxisSlice(elements: scalars, start: layout.start(ofSlice: index), stride: layout.inner, count: layout.length))
      }
    }
  }

  /// One number for each lane. The axis disappears, or stays with size 1.
  func reduced(_ axis: Int, _ keepingAxis: Bool, in function: String, _ reduce: (AxisSlice) -> Float) -> Tensor {
    let axis = resolvedAxis(axis, of: shape, in: function)
    var result = shape
    if keepingAxis { result[axis] = 1 } else { result.remove(at: axis) }
    return Tensor(unchecked: result, slices(axis: axis, reduce))
  }

  /// A tensor of the same shape, written lane by lane.
  func mappingSlices(axis: Int, _ transform: (AxisSlice, MutableAxisSlice) -> Void) -> Tensor {
    let layout = AxisLayout(shape, axis: axis)
    let result = [Float](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      buffer.initialize(repeating: 0)
      scalars.withUnsafeBufferPointer { scalars in
        for index in 0..<layout.sliceCount {
          let start = layout.start(ofSlice: index)
          transform(
            AxisSlice(elements: scalars, start: start, stride: layout.inner, count: layout.length),
            MutableAxisSlice(elements: buffer, start: start, stride: layout.inner, count: layout.length))
        }
      }
      initializedCount = count
    }
    return Tensor(unchecked: shape, result)
  }
}

/// The layout of the lanes: element `k` of the lane (`o`, `i`) is at `(o · length + k) · inner + i`.
struct AxisLayout {
  let outer: Int
  let length: Int
  let inner: Int

  init(_ shape: [Int], axis: Int) {
    outer = shape[..<axis].reduce(1, *)
    length = shape[axis]
    inner = shape[(axis + 1)...].reduce(1, *)
  }

  var sliceCount: Int { outer * inner }

  func start(ofSlice slice: Int) -> Int { slice / inner * length * inner + slice % inner }
}
