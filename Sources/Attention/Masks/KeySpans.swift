/// The keys that each query sees, where they stand side by side: what causal masks, windows, prefixes and padding have in
/// common. It takes two numbers for each query, instead of one for each pair of query and key.
struct KeySpans: Sendable, Hashable {
  /// Of the mask: `[..., queries, keys]`.
  let shape: [Int]
  /// The first key and the one after the last, for each row; 0 and 0 if there is none.
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

  /// The keys that row `row` sees, counted over all axes but the last.
  subscript(row: Int) -> Range<Int> { Int(bounds[2 * row])..<Int(bounds[2 * row + 1]) }

  var visibility: Tensor {
    var places = [Float](repeating: 0, count: bounds.count / 2 * keys)
    for row in 0..<bounds.count / 2 {
      for key in self[row] { places[row * keys + key] = 1 }
    }
    return Tensor(unchecked: shape, places)
  }

  /// Row by row; nil if the shapes do not fit, the keys are as many only by being repeated, or a row has no answer.
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

/// What either range has, if that is a range.
func union(_ a: Range<Int>, _ b: Range<Int>) -> Range<Int>? {
  if a.isEmpty { return b }
  if b.isEmpty { return a }
  if a.upperBound < b.lowerBound || b.upperBound < a.lowerBound { return nil }
  return min(a.lowerBound, b.lowerBound)..<max(a.upperBound, b.upperBound)
}
