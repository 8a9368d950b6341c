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
}
