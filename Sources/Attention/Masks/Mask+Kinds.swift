// The usual masks. Query i has the position i + offset among the keys. With a cache of earlier keys, the offset is their number.

extension Mask {
  /// Each query sees the keys up to its own position: key j iff j ≤ i + offset. Shape `[queries, keys]`.
  ///
  /// - Parameters:
  ///   - queries: The number of queries.
  ///   - keys: By default as many as queries.
  ///   - offset: The position of the first query among the keys.
  public static func causal(_ queries: Int, keys: Int? = nil, offset: Int = 0) -> Mask {
    spans(queries, keys ?? queries, in: "causal") { query in (0, query + offset + 1) }
  }

  /// How queries and keys are aligned if their numbers differ.
  public enum Alignment: Sendable, Hashable {
    /// The first query is at the first key: both sequences begin together.
    case first
    /// The last query is at the last key: there are earlier keys, as with a cache.
    case last
  }

  /// Each query sees the keys up to its own position, which the alignment determines. Shape `[queries, keys]`.
  ///
  ///     Mask.causal(2, keys: 4, aligned: .last) // [[1, 1, 1, 0], [1, 1, 1, 1]]
  public static func causal(_ queries: Int, keys: Int, aligned alignment: Alignment) -> Mask {
    causal(queries, keys: keys, offset: alignment == .first ? 0 : keys - queries)
  }

  /// Each token sees the last `size` tokens, itself included, and those of the first `sinks` tokens that precede it. Shape
  /// `[length, length]`.
  ///
  /// - Source: Xiao et al. 2024, "Efficient Streaming Language Models with Attention Sinks", section 3.2.
  public static func slidingWindow(_ length: Int, size: Int, sinks: Int = 0) -> Mask {
    require(size > 0, "slidingWindow: the size must be positive, but it is \(size)")
    let window = spans(length, length, in: "slidingWindow") { query in (query - size + 1, query + 1) }
    return sinks <= 0 ? window : window || (firstKeys(sinks, of: length) && causal(length))
  }

  /// Each query sees its own position, `left` keys before it and `right` after it. Shape `[queries, keys]`.
  ///
  /// The position itself isn't counted: with `left` and `right` 0, a query sees only its own position. nil means no limit.
  ///
  /// - Parameters:
  ///   - queries: The number of queries.
  ///   - keys: By default as many as queries.
  ///   - left: The number of keys before its own position that a query sees; nil for no limit.
  ///   - right: The number of keys after it; nil for no limit.
  ///   - offset: The position of the first query among the keys.
  /// - Source: Beltagy et al. 2020, "Longformer", section 3.1.
  public static func window(
    _ queries: Int, keys: Int? = nil, left: Int?, right: Int?, offset: Int = 0
  ) -> Mask {
    require(
      left ?? 0 >= 0 && right ?? 0 >= 0,
      "window: the sides \(describe(left)) and \(describe(right)) must not be negative")
    let keyCount = keys ?? queries
    return spans(queries, keyCount, in: "window") { query in
      let position = query + offset
      // Limit each side to the number of keys, so that nothing overflows.
      return (
        left.map { position - min($0, keyCount + abs(position)) } ?? 0,
        right.map { position + min($0, keyCount + abs(position)) + 1 } ?? keyCount
      )
    }
  }

  /// Each query sees the whole prefix, and of the other keys those up to its own position. Shape `[queries, keys]`.
  ///
  /// - Source: Raffel et al. 2020, "Exploring the Limits of Transfer Learning", section 3.2.1, figure 4.
  public static func prefix(_ length: Int, queries: Int, keys: Int? = nil) -> Mask {
    causal(queries, keys: keys) || firstKeys(length, of: keys ?? queries)
  }

  /// Every query sees only the first `count` keys: attention sinks, in combination with a window. Shape `[1, keys]`.
  ///
  ///     (.window(n, left: 3, right: 0) || .firstKeys(1, of: n)) && .causal(n) // .slidingWindow(n, size: 4, sinks: 1)
  ///
  /// - Source: Xiao et al. 2024, "Efficient Streaming Language Models with Attention Sinks".
  public static func firstKeys(_ count: Int, of keys: Int) -> Mask {
    spans(1, keys, in: "firstKeys") { _ in (0, count) }
  }

  /// Several documents in one sequence: each position sees its own document. Shape `[length, length]`.
  ///
  /// - Parameter documents: The document of each position.
  public static func documents(_ documents: [Int]) -> Mask {
    let length = documents.count
    _ = elementCount([length, length], in: "documents")
    // The pieces of each document: a few ranges, or a single one if the documents follow each other.
    var pieces: [Int: [Range<Int>]] = [:]
    for (position, document) in documents.enumerated() {
      if position > 0, documents[position - 1] == document, let last = pieces[document]?.popLast() {
        pieces[document]!.append(last.lowerBound..<position + 1)
      } else {
        pieces[document, default: []].append(position..<position + 1)
      }
    }
    if let spans = SpanLists(shape: [length, length], rows: documents.map { pieces[$0]! }) { return Mask(spans: spans) }
    return mask(length, length, in: "documents") { documents[$0] == documents[$1] }
  }

  /// Sequences of different lengths in one batch: each sees its own first keys, not the padding after them.
  /// Shape `[batch, 1, 1, keys]`, for scores of shape `[batch, heads, queries, keys]`.
  ///
  /// - Parameters:
  ///   - lengths: The true length of each sequence.
  ///   - keys: The padded length.
  /// - Precondition: No length exceeds `keys`.
  public static func padding(lengths: [Int], keys: Int) -> Mask {
    for (index, length) in lengths.enumerated() {
      require(
        (0...max(keys, 0)).contains(length),
        "padding: sequence \(index) has the length \(length), which is not within 0 and \(keys), the number of keys")
    }
    return spans(shape: [lengths.count, 1, 1, keys], in: "padding") { (0, lengths[$0]) }
  }

  /// Enlarges each element to a block of `size` × `size` elements; the last blocks are cut to fit. Shape `[queries, keys]`.
  ///
  /// - Precondition: The mask has two axes, and as many rows and columns as there are blocks.
  public func enlarged(by size: Int, queries: Int, keys: Int) -> Mask {
    require(size > 0, "enlarged: the size must be positive, but it is \(size)")
    let blockShape = [ranges(of: queries, size: size).count, ranges(of: keys, size: size).count]
    require(shape == blockShape, "enlarged: a mask of shape \(blockShape) is needed, but it has \(shape)")
    if let spans, spans.keys == blockShape[1] {
      let rows = (0..<queries).map { query in
        spans[query / size].map { $0.lowerBound * size..<Swift.min($0.upperBound * size, keys) }
      }
      if let enlarged = SpanLists(shape: [queries, keys], rows: rows) { return Mask(spans: enlarged) }
    }
    return Mask.mask(queries, keys, in: "enlarged") { query, key in self[query / size, key / size] }
  }

  /// A mask whose queries see the keys from the first number to the one before the second. Numbers of keys that don't exist are ignored.
  private static func spans(_ queries: Int, _ keys: Int, in function: String, _ seen: (_ query: Int) -> (Int, Int)) -> Mask {
    spans(shape: [queries, keys], in: function, seen)
  }

  private static func spans(shape: [Int], in function: String, _ seen: (_ row: Int) -> (Int, Int)) -> Mask {
    _ = elementCount(shape, in: function)
    let rows = (0..<shape.dropLast().reduce(1, *)).map { row in
      let (first, end) = seen(row)
      return min(first, end)..<end
    }
    return Mask(spans: KeySpans(shape: shape, rows: rows))
  }

  private static func mask(
    _ queries: Int, _ keys: Int, in function: String, _ isVisible: (_ query: Int, _ key: Int) -> Bool
  ) -> Mask {
    let shape = [queries, keys]
    _ = elementCount(shape, in: function)
    return Mask(
      shape: shape, isVisible: (0..<queries).flatMap { query in (0..<keys).map { isVisible(query, $0) } })
  }

  private static func describe(_ side: Int?) -> String { side.map { "\($0)" } ?? "nil" }
}
