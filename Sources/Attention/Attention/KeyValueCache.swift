/// The keys and values of the tokens so far. With them, each next token computes only its own, which makes generation cheap.
///
///     var cache = KeyValueCache(batch: 1)
///     let seen = cache.append(key: k, value: v)
///     let context = seen.attention(query: q) // each appended token sees itself and those before it
///
/// Sequences of a batch may differ in length. With a window, tokens that no later token may see are dropped. Stored in fewer bits, the tokens take
/// less memory, and the result is that for the rounded keys and values: see `Precision` for their errors.
///
/// - Source: Shazeer 2019, "Fast Transformer Decoding", section 2.4. Window: Jiang et al. 2023, "Mistral 7B", section
///   2.
public struct KeyValueCache: Sendable {
  /// How many tokens each token sees, itself included; nil for no limit.
  public let window: Int?
  /// How keys and values are stored.
  public let precision: Precision
  /// The number of tokens appended to each sequence so far, including dropped ones: the position of its next token.
  public private(set) var lengths: [Int]
  /// The places of each sequence's stored tokens in `room`.
  private var kept: [Range<Int>]
  /// nil before the first tokens.
  private var room: Room?

  /// Keys and values with free places behind them, so that the next tokens are written there, and nothing is copied.
  struct Room: Sendable {
    /// Shape `[batch, heads, capacity, keySize]`.
    var key: CachedRows
    /// Shape `[batch, heads, capacity, valueSize]`.
    var value: CachedRows

    var capacity: Int { key.capacity }
  }

  /// An empty cache for `batch` sequences.
  ///
  /// - Precondition: `window` is positive.
  public init(batch: Int, window: Int? = nil, precision: Precision = .float32) {
    require(batch >= 0, "KeyValueCache: a batch of \(batch) sequences is negative")
    require(window ?? 1 > 0, "KeyValueCache: the window must be positive, but it is \(window ?? 0)")
    self.window = window
    self.precision = precision
    lengths = [Int](repeating: 0, count: batch)
    kept = [Range<Int>](repeating: 0..<0, count: batch)
  }

  /// The number of stored elements.
  public var count: Int {
    guard let room else { return 0 }
    return kept.reduce(0) { $0 + $1.count } * room.key.heads * (room.key.size + room.value.size)
  }

  /// The number of bytes that the stored elements take, with the factors of their blocks.
  public var storedBytes: Int {
    guard let room else { return 0 }
    let tokens = kept.reduce(0) { $0 + $1.count }
    return room.key.bytes(of: tokens) + room.value.bytes(of: tokens)
  }

  /// Appends tokens, and returns everything they may see.
  ///
  /// - Parameters:
  ///   - key: Shape `[batch, heads, tokens, keySize]`.
  ///   - value: Shape `[batch, heads, tokens, valueSize]`.
  ///   - lengths: For each sequence, the number of tokens to append; those after them are padding. By default
  ///     all are appended.
  /// - Returns: The stored tokens, as the queries of the appended tokens may see them. Drop it before the next tokens are appended: as long
  ///   as it is there, they are appended to a copy.
  /// - Precondition: The shapes agree with each other and with those of earlier tokens.
  /// - Complexity: Amortized O(tokens · heads · (keySize + valueSize)), whatever was appended before.
  @discardableResult
  public mutating func append(key: Tensor, value: Tensor, lengths: [Int]? = nil) -> Seen {
    check(key: key, value: value)
    let tokens = key.rows
    let appended = lengths ?? self.lengths.map { _ in tokens }
    require(
      appended.count == self.lengths.count && appended.allSatisfy { (0...tokens).contains($0) },
      """
      KeyValueCache: \(self.lengths.count) lengths from 0 to \(tokens), the number of tokens, are needed, \
      not \(appended)
      """)
    if let window {
      for sequence in kept.indices { kept[sequence] = kept[sequence].suffix(window - 1) }
    }
    makeRoom(for: tokens, key: key, value: value)
    let starts = self.lengths
    for (sequence, count) in appended.enumerated() {
      let end = kept[sequence].upperBound
      room!.key.store(count, of: key, in: sequence, at: end)
      room!.value.store(count, of: value, in: sequence, at: end)
      kept[sequence] = kept[sequence].lowerBound..<end + count
      self.lengths[sequence] += count
    }
    return Seen(room: room!, kept: kept, lengths: self.lengths, starts: starts, queries: tokens, window: window)
  }

  /// Moves the stored tokens to a new room if there aren't enough free places behind them. It is larger by half than it must be, so that so
  /// many tokens have been appended until the next move that their number pays for it.
  private mutating func makeRoom(for tokens: Int, key: Tensor, value: Tensor) {
    let needed = (kept.map(\.count).max() ?? 0) + tokens
    if let room, kept.allSatisfy({ $0.upperBound + tokens <= room.capacity }) { return }
    let capacity = room == nil ? needed : needed + needed / 2 + 1
    func empty(_ x: Tensor) -> CachedRows {
      CachedRows(shape: [x.shape[0], x.shape[1], capacity, x.columns], precision: precision)
    }
    var larger = Room(key: empty(key), value: empty(value))
    if let room {
      for (sequence, tokens) in kept.enumerated() {
        larger.key.copy(tokens, of: room.key, in: sequence, to: 0)
        larger.value.copy(tokens, of: room.value, in: sequence, to: 0)
      }
    }
    kept = kept.map { 0..<$0.count }
    room = larger
  }

  private func check(key: Tensor, value: Tensor) {
    require(
      key.rank == 4 && value.rank == 4 && key.shape.dropLast() == value.shape.dropLast()
        && key.shape[0] == lengths.count,
      """
      KeyValueCache: key needs the shape [\(lengths.count), heads, tokens, keySize] and value \
      [\(lengths.count), heads, tokens, valueSize], but they have \(key.shape) and \(value.shape)
      """)
    for (name, new, old) in [("key", key, room?.key), ("value", value, room?.value)] {
      guard let old else { continue }
      require(
        new.shape[1] == old.heads && new.columns == old.size,
        "KeyValueCache: \(name) needs \(old.heads) heads of size \(old.size), as those that are kept, but has the shape \(new.shape)")
    }
  }
}

extension KeyValueCache {
  /// What the queries of appended tokens may see: the stored tokens of each sequence, in order.
  public struct Seen: Sendable {
    let room: Room
    let kept: [Range<Int>]
    let lengths, starts: [Int]
    let queries: Int
    let window: Int?

    /// The keys, filled up with zeros. Shape `[batch, heads, kept, keySize]`.
    ///
    /// - Complexity: O(count), since they are copied.
    public var key: Tensor { filled(room.key) }

    /// The values, filled up with zeros. Shape `[batch, heads, kept, valueSize]`.
    ///
    /// - Complexity: O(count), since they are copied.
    public var value: Tensor { filled(room.value) }

    /// Which of them the query of each appended token sees: itself and those before it. Shape `[batch, 1, tokens, kept]`.
    public var mask: Mask { mask(keys: longest) { kept[$0].lowerBound } }

    /// The context of each appended token, computed from the stored tokens without copying them. The result is the same as that of one call with
    /// all tokens and a causal mask, or a sliding window.
    ///
    /// - Parameters:
    ///   - query: Shape `[batch, heads, tokens, keySize]`.
    ///   - keyHeads: The number of stored heads, if groups of query heads share them: see `repeatHeads(_:times:)`.
    ///   - mask: Hides further tokens; broadcast to `[batch, heads, tokens, length]`, with a column for each position from 0 to the longest
    ///     sequence's length.
    ///   - bias: Added to the scores; broadcast likewise.
    ///   - scale: The factor of the dot products; by default 1/√keySize.
    ///   - softcap: If given, a score s becomes softcap · tanh(s / softcap), before bias and mask.
    ///   - sinks: The score of an additional key without a value, one for each head.
    ///   - dropout: Drops weights, after the softmax.
    /// - Returns: Shape `[batch, heads, tokens, valueSize]`.
    /// - Complexity: That of `scaledDotProductAttention` with as many keys as there are tokens stored.
    public func attention(
      query: Tensor, keyHeads: Int? = nil, mask: Mask? = nil, bias: Tensor? = nil, scale: Float? = nil,
      softcap: Float? = nil, sinks: Tensor? = nil, dropout: Dropout? = nil
    ) -> Tensor {
      attention(
        query: query, value: room.value, keyHeads: keyHeads, mask: mask, bias: bias, scale: scale, softcap: softcap,
        sinks: sinks, dropout: dropout)
    }

    /// Attention whose values are the keys themselves.
    func attentionToKeys(query: Tensor, mask: Mask?, scale: Float?) -> Tensor {
      attention(query: query, value: room.key, mask: mask, scale: scale)
    }

    private func attention(
      query: Tensor, value: CachedRows, keyHeads: Int? = nil, mask: Mask?, bias: Tensor? = nil, scale: Float?,
      softcap: Float? = nil, sinks: Tensor? = nil, dropout: Dropout? = nil
    ) -> Tensor {
      let function = "KeyValueCache"
      require(
        query.rank == 4 && query.shape[0] == kept.count && query.rows == queries,
        "\(function): query needs the shape [\(kept.count), heads, \(queries), keySize], but has \(query.shape)")
      var visible = self.mask(keys: room.capacity) { _ in 0 }
      if let mask { visible = visible && placed(mask) }
      let options = AttentionOptions(
        mask: visible, bias: bias.map { placed($0, filledWith: 0, named: "bias") }, scale: scale, softcap: softcap,
        sinks: sinks, dropout: dropout, keyHeads: keyHeads, function: function)
      return options.context(query: query, key: room.key, value: value)
    }

    /// The number of tokens of the sequence that has most.
    private var longest: Int { kept.map(\.count).max() ?? 0 }

    /// The mask for queries at the positions from a sequence's start on, and keys at the places from `first` of its sequence on.
    private func mask(keys: Int, from first: (_ sequence: Int) -> Int) -> Mask {
      let rows = kept.indices.flatMap { sequence in
        let (tokens, first) = (kept[sequence], first(sequence))
        // The place of a token is its position plus this number.
        let shift = tokens.upperBound - lengths[sequence]
        return (0..<queries).map { query -> Range<Int> in
          let place = starts[sequence] + query + shift
          let start = window.map { max(tokens.lowerBound, place - $0 + 1) } ?? tokens.lowerBound
          let end = min(place + 1, tokens.upperBound)
          return start < end ? start - first..<end - first : 0..<0
        }
      }
      return Mask(spans: KeySpans(shape: [kept.count, 1, queries, keys], rows: rows))
    }

    private func filled(_ x: CachedRows) -> Tensor {
      var filled = CachedRows(shape: [x.shape[0], x.heads, longest, x.size], precision: x.precision)
      for (sequence, tokens) in kept.enumerated() { filled.copy(tokens, of: x, in: sequence, to: 0) }
      return filled.expanded()
    }

    /// A mask over positions as one over the places in the room.
    private func placed(_ mask: Mask) -> Mask {
      if let spans = mask.spans, spans.keys == lengths.max(), kept.indices.allSatisfy({ kept[$0].upperBound == lengths[$0] }) {
        return Mask(spans: SpanLists(shape: spans.shape.dropLast() + [room.capacity], rows: spans.rows)!)
      }
      return Mask(visibility: placed(mask.visibility, filledWith: 0, named: "mask"))
    }

    /// Numbers for each position as numbers for each place in the room.
    private func placed(_ x: Tensor, filledWith filler: Float, named name: String) -> Tensor {
      guard let columns = x.shape.last, columns != 1 else { return x }
      require(
        columns == lengths.max() ?? 0 && x.rank <= 4,
        """
        KeyValueCache: the \(name) needs the shape [batch, heads, tokens, \(lengths.max() ?? 0)], with a column for each position, \
        but has \(x.shape)
        """)
      let axes = [Int](repeating: 1, count: 4 - x.rank) + x.shape
      let each = x.reshaped(axes).expanded(to: [kept.count] + axes.dropFirst())
      let rows = each.count / max(kept.count * columns, 1)  // of one sequence
      var scalars = [Float](repeating: filler, count: kept.count * rows * room.capacity)
      for (sequence, tokens) in kept.enumerated() {
        let position = lengths[sequence] - tokens.count
        for row in sequence * rows..<(sequence + 1) * rows {
          for (offset, place) in tokens.enumerated() {
            scalars[row * room.capacity + place] = each.scalars[row * columns + position + offset]
          }
        }
      }
      return Tensor(unchecked: each.shape.dropLast() + [room.capacity], scalars)
    }
  }
}

// Caches are equal if they hold the same tokens, wherever they are in their rooms.
extension KeyValueCache: Hashable {
  public static func == (a: KeyValueCache, b: KeyValueCache) -> Bool {
    a.window == b.window && a.precision == b.precision && a.lengths == b.lengths && a.kept.map(\.count) == b.kept.map(\.count)
      && a.tokens == b.tokens
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(window)
    hasher.combine(lengths)
  }

  private var tokens: [Tensor] {
    guard let room else { return [] }
    let seen = Seen(room: room, kept: kept, lengths: lengths, starts: lengths, queries: 0, window: window)
    return [seen.key, seen.value]
  }
}
