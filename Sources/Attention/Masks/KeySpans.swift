/// The range of keys that each query sees, for masks in which these are adjacent, such as causal masks, windows, prefixes and padding. It
/// takes two numbers for each query, instead of one for each pair of query and key.
struct KeySpans: Sendable, Hashable {
  /// The shape of the mask: `[..., queries, keys]`.
  let shape: [Int]
  /// For each row, the first key and the one after the last; 0 and 0 if there is none.
  let bounds: [Int32]

  /// - Precondition: There are at most 2³¹ − 1 keys.
  init(shape: [Int], rows: some Sequence<Range<Int>>) {
    self.shape = shape
    let keys = shape[shape.count - 1]
    bounds = rows.flatMap { row in
      let row = row.clamped(to: 0..<keys)
      return row.isEmpty ? [0, 0] : [Int32(row.lowerBound), Int32(row.upperBound)]
    }
  }

  var keys: Int { shape[shape.count - 1] }

  /// The keys that a row sees. Rows are counted over all axes but the last.
  subscript(row: Int) -> Range<Int> { Int(bounds[2 * row])..<Int(bounds[2 * row + 1]) }

  var visibility: Tensor {
    var places = [Float](repeating: 0, count: bounds.count / 2 * keys)
    for row in 0..<bounds.count / 2 {
      for key in self[row] { places[row * keys + key] = 1 }
    }
    return Tensor(unchecked: shape, places)
  }

  /// Combines the ranges of each row; nil if the shapes don't fit, an axis of keys is broadcast, or `combine` returns nil for a row.
  func combined(_ other: KeySpans, _ combine: (Range<Int>, Range<Int>) -> Range<Int>?) -> KeySpans? {
    let (rows, otherRows) = (Array(shape.dropLast()), Array(other.shape.dropLast()))
    guard keys == other.keys, let joined = joinedShape(rows, otherRows) else { return nil }
    let places = offsets(shape: joined, strides: broadcastStrides(rows, to: joined))
    let otherPlaces = offsets(shape: joined, strides: broadcastStrides(otherRows, to: joined))
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(places.count)
    for (place, otherPlace) in zip(places, otherPlaces) {
      guard let range = combine(self[place], other[otherPlace]) else { return nil }
      ranges.append(range)
    }
    return KeySpans(shape: joined + [keys], rows: ranges)
  }
}

/// The union of two ranges; nil if it isn't a range.
func union(_ a: Range<Int>, _ b: Range<Int>) -> Range<Int>? {
  if a.isEmpty { return b }
  if b.isEmpty { return a }
  if a.upperBound < b.lowerBound || b.upperBound < a.lowerBound { return nil }
  return min(a.lowerBound, b.lowerBound)..<max(a.upperBound, b.upperBound)
}
