/// Which keys each query may see: true if it may.
///
///     let mask = Mask.causal(4) && .padding(lengths: [4, 2], keys: 4)
///     scaledDotProductAttention(query: q, key: k, value: v, mask: mask)
///
/// The last two axes are queries and keys. Missing leading axes, and axes of size 1, are repeated as in `Tensor` arithmetic, so that one
/// mask serves all heads. Masks made by the functions of this type, and their combinations, are stored as ranges of keys, so that hidden keys
/// outside cost no work. A hidden key gets the weight 0, and nothing of its value, not even NaN, reaches the context. A query that may
/// see no key gets zeros.
public struct Mask: Sendable, Hashable {
  /// The storage of a mask: an element for each pair, or the ranges of adjacent keys that each query sees.
  enum Storage: Sendable {
    case places(Tensor)
    case spans(SpanLists)
  }

  let storage: Storage

  /// 1 where the query (row) may see the key (column), otherwise 0; for showing or counting.
  ///
  /// - Complexity: O(queries · keys), unless the mask was created from its elements.
  public var visibility: Tensor {
    switch storage {
    case .places(let visibility): visibility
    case .spans(let spans): spans.visibility
    }
  }

  /// Creates a mask from whether each query, a row, may see each key.
  ///
  /// - Precondition: The rows have the same length.
  public init(_ rows: [[Bool]]) {
    self.init(visibility: Tensor(rows.map { $0.map { $0 ? 1 : 0 } }))
  }

  /// Creates a mask of `shape` from its elements in row-major order.
  ///
  /// - Precondition: The shape has as many elements as `isVisible`.
  public init(shape: [Int], isVisible: [Bool]) {
    self.init(visibility: Tensor(shape: shape, scalars: isVisible.map { $0 ? 1 : 0 }))
  }

  /// - Parameter visibility: Contains only 0 and 1.
  init(visibility: Tensor) { storage = .places(visibility) }

  init(spans: KeySpans) { storage = .spans(SpanLists(spans)) }

  init(spans: SpanLists) { storage = .spans(spans) }

  /// The keys that each query sees, if the mask is stored in this form.
  var spans: SpanLists? {
    if case .spans(let spans) = storage { spans } else { nil }
  }

  /// The size of each axis: `[..., queries, keys]`.
  public var shape: [Int] {
    switch storage {
    case .places(let visibility): visibility.shape
    case .spans(let spans): spans.shape
    }
  }

  /// Whether a query may see a key.
  ///
  /// - Precondition: The mask has two axes, and both indices are in range.
  public subscript(query: Int, key: Int) -> Bool {
    if let spans, spans.shape.count == 2, (0..<spans.shape[0]).contains(query), (0..<spans.keys).contains(key) {
      return spans[query].contains { $0.contains(key) }
    }
    return visibility[query, key] == 1
  }

  /// The mask as numbers to add to the scores: 0 where visible, −∞ where not.
  public var additive: Tensor { visibility.mapped { $0 == 1 ? 0 : -.infinity } }
}

// Masks are combined like conditions, with broadcasting.
extension Mask {
  /// Visible where both masks allow it.
  ///
  /// - Precondition: Aligned at the last axis, sizes are equal or 1. The same applies to `||`.
  public static func && (a: Mask, b: Mask) -> Mask {
    if let a = a.spans, let b = b.spans, let both = a.combined(b, intersection) { return Mask(spans: both) }
    return Mask(visibility: .combined(a.visibility, b.visibility, in: "&&") { $0 * $1 })
  }

  /// Visible where either mask allows it.
  public static func || (a: Mask, b: Mask) -> Mask {
    if let a = a.spans, let b = b.spans, let either = a.combined(b, union) { return Mask(spans: either) }
    return Mask(visibility: .combined(a.visibility, b.visibility, in: "||") { larger($0, $1) })
  }

  /// Visible where `mask` hides, hidden where it allows.
  public static prefix func ! (mask: Mask) -> Mask {
    mask.spans?.inverted().map { Mask(spans: $0) } ?? Mask(visibility: 1 - mask.visibility)
  }
}

// Masks are equal if they show the same keys, however they are stored.
extension Mask {
  public static func == (a: Mask, b: Mask) -> Bool {
    if let a = a.spans, let b = b.spans { return a == b }
    return a.shape == b.shape && a.visibility == b.visibility
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(shape) }
}

extension Mask: CustomStringConvertible {
  /// The visibility: 1 where a key may be seen, 0 where not.
  public var description: String { visibility.description }
}
