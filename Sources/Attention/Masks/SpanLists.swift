/// The keys that each query sees, as a few ranges for each row: a window with sinks has two, a mask of documents as many as its documents have
/// pieces. Work and memory grow with the visible part, and not with the number of pairs.
struct SpanLists: Sendable, Hashable {
  /// At most this many ranges for each row. Beyond, an element for each pair takes about as little memory, and less time.
  static let limit = 8

  /// Layer i has the i-th range of each row, so that the ranges of a row are in order. At least one layer; all have the same shape.
  let layers: [KeySpans]

  init(_ spans: KeySpans) { layers = [spans] }

  /// nil if a row has too many ranges.
  ///
  /// - Precondition: The ranges of a row are in order, not empty, and don't touch.
  init?(shape: [Int], rows: [[Range<Int>]]) {
    let count = rows.reduce(1) { max($0, $1.count) }
    guard count <= Self.limit else { return nil }
    layers = (0..<count).map { layer in
      KeySpans(shape: shape, rows: rows.lazy.map { layer < $0.count ? $0[layer] : 0..<0 })
    }
  }

  var shape: [Int] { layers[0].shape }
  var keys: Int { layers[0].keys }

  /// The ranges of a row, in order. Rows are counted over all axes but the last.
  subscript(row: Int) -> [Range<Int>] { layers.map { $0[row] }.filter { !$0.isEmpty } }

  /// The ranges of all rows.
  var rows: [[Range<Int>]] { (0..<shape.dropLast().reduce(1, *)).map { self[$0] } }

  var visibility: Tensor { layers.dropFirst().reduce(layers[0].visibility) { $0 + $1.visibility } }

  /// Combines the ranges of each row; nil if the shapes don't fit, an axis of keys is broadcast, or there would be too many ranges.
  func combined(_ other: SpanLists, _ combine: ([Range<Int>], [Range<Int>]) -> [Range<Int>]) -> SpanLists? {
    let (rows, otherRows) = (Array(shape.dropLast()), Array(other.shape.dropLast()))
    guard keys == other.keys, let joined = joinedShape(rows, otherRows) else { return nil }
    let places = offsets(shape: joined, strides: broadcastStrides(rows, to: joined))
    let otherPlaces = offsets(shape: joined, strides: broadcastStrides(otherRows, to: joined))
    return SpanLists(
      shape: joined + [keys], rows: zip(places, otherPlaces).map { combine(self[$0], other[$1]) })
  }

  /// The ranges between those of each row.
  func inverted() -> SpanLists? {
    SpanLists(
      shape: shape,
      rows: rows.map { ranges in
        let (starts, ends) = ([0] + ranges.map(\.upperBound), ranges.map(\.lowerBound) + [keys])
        return zip(starts, ends).compactMap { $0 < $1 ? $0..<$1 : nil }
      })
  }
}

/// The numbers that are in a range of both lists.
func intersection(_ a: [Range<Int>], _ b: [Range<Int>]) -> [Range<Int>] {
  a.flatMap { first in b.map { first.clamped(to: $0) }.filter { !$0.isEmpty } }
}

/// The numbers that are in a range of either list, as ranges that don't touch.
func union(_ a: [Range<Int>], _ b: [Range<Int>]) -> [Range<Int>] {
  runs((a + b).sorted { $0.lowerBound < $1.lowerBound })
}

/// Ordered ranges, with those that touch joined.
func runs(_ ranges: some Sequence<Range<Int>>) -> [Range<Int>] {
  ranges.reduce(into: []) { joined, range in
    if range.isEmpty { return }
    if let last = joined.last, range.lowerBound <= last.upperBound {
      joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
    } else {
      joined.append(range)
    }
  }
}
