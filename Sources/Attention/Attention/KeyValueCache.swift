/// The keys and values of the tokens so far. With them, each next token computes only its own, which makes generation cheap.
///
///     var cache = KeyValueCache(batch: 1)
///     let seen = cache.append(key: k, value: v)
///     scaledDotProductAttention(query: q, key: seen.key, value: seen.value, mask: seen.mask)
///
/// Sequences of a batch may differ in length. With a window, tokens that no later token may see are dropped.
///
/// - Source: Shazeer 2019, "Fast Transformer Decoding", section 2.4. Window: Jiang et al. 2023, "Mistral 7B", section
///   2.
public struct KeyValueCache: Sendable, Hashable {
  /// How many tokens each token sees, itself included; nil for no limit.
  public let window: Int?
  /// The number of tokens appended to each sequence so far, including dropped ones: the position of its next token.
  public private(set) var lengths: [Int]
  /// The stored tokens of each sequence; empty before the first tokens.
  private var kept: [Entry] = []

  private struct Entry: Sendable, Hashable {
    /// Shape `[heads, tokens, keySize]`.
    var key: Tensor
    /// Shape `[heads, tokens, valueSize]`.
    var value: Tensor
  }

  /// An empty cache for `batch` sequences.
  ///
  /// - Precondition: `window` is positive.
  public init(batch: Int, window: Int? = nil) {
    require(batch >= 0, "KeyValueCache: a batch of \(batch) sequences is negative")
    require(window ?? 1 > 0, "KeyValueCache: the window must be positive, but it is \(window ?? 0)")
    self.window = window
    lengths = [Int](repeating: 0, count: batch)
  }

  /// The number of stored elements.
  public var count: Int { kept.reduce(0) { $0 + $1.key.count + $1.value.count } }

  /// Appends tokens, and returns everything they may see.
  ///
  /// - Parameters:
  ///   - key: Shape `[batch, heads, tokens, keySize]`.
  ///   - value: Shape `[batch, heads, tokens, valueSize]`.
  ///   - lengths: For each sequence, the number of tokens to append; those after them are padding. By default
  ///     all are appended.
  /// - Returns: Keys and values of shape `[batch, heads, kept, size]`, filled up with zeros, and the mask for the
  ///   queries of the appended tokens, of shape `[batch, 1, tokens, kept]`: each sees itself and those before it.
  /// - Precondition: The shapes agree with each other and with those of earlier tokens.
  public mutating func append(
    key: Tensor, value: Tensor, lengths: [Int]? = nil
  ) -> (key: Tensor, value: Tensor, mask: Mask) {
    check(key: key, value: value)
    let tokens = key.rows
    let appended = lengths ?? self.lengths.map { _ in tokens }
    require(
      appended.count == self.lengths.count && appended.allSatisfy { (0...tokens).contains($0) },
      """
      KeyValueCache: \(self.lengths.count) lengths from 0 to \(tokens), the number of tokens, are needed, \
      not \(appended)
      """)
    let starts = self.lengths
    for (sequence, count) in appended.enumerated() {
      let new = Entry(key: key[sequence][0..., ..<count], value: value[sequence][0..., ..<count])
      if kept.count > sequence {
        kept[sequence] = Entry(
          key: concatenate([recent(kept[sequence].key), new.key], axis: 1),
          value: concatenate([recent(kept[sequence].value), new.value], axis: 1))
      } else {
        kept.append(new)
      }
      self.lengths[sequence] += count
    }
    let longest = kept.map(\.key.rows).max() ?? 0
    return (
      padded(kept.map(\.key), to: longest, like: key), padded(kept.map(\.value), to: longest, like: value),
      mask(starts: starts, queries: tokens, keys: longest)
    )
  }

  /// The mask for queries at the positions from a sequence's start on, and keys at the positions up to its length.
  private func mask(starts: [Int], queries: Int, keys: Int) -> Mask {
    var isVisible: [Bool] = []
    for (sequence, start) in starts.enumerated() {
      let count = kept[sequence].key.rows
      let first = lengths[sequence] - count
      for query in start..<start + queries {
        for key in 0..<keys {
          let distance = query - (first + key)
          isVisible.append(key < count && distance >= 0 && distance < window ?? .max)
        }
      }
    }
    return Mask(shape: [starts.count, 1, queries, keys], isVisible: isVisible)
  }

  /// The stored tokens that the next token may see.
  private func recent(_ x: Tensor) -> Tensor {
    guard let window else { return x }
    return x[0..., max(x.rows - (window - 1), 0)...]
  }

  /// The sequences as one batch, filled up with zeros.
  private func padded(_ parts: [Tensor], to length: Int, like x: Tensor) -> Tensor {
    if parts.isEmpty { return .zeros([0, x.shape[1], 0, x.columns]) }
    return stack(
      parts.map { concatenate([$0, .zeros([$0.shape[0], length - $0.rows, $0.columns])], axis: 1) })
  }

  private func check(key: Tensor, value: Tensor) {
    require(
      key.rank == 4 && value.rank == 4 && key.shape.dropLast() == value.shape.dropLast()
        && key.shape[0] == lengths.count,
      """
      KeyValueCache: key needs the shape [\(lengths.count), heads, tokens, keySize] and value \
      [\(lengths.count), heads, tokens, valueSize], but they have \(key.shape) and \(value.shape)
      """)
    for (new, old) in [(key, kept.first?.key), (value, kept.first?.value)] {
      guard let old else { continue }
      require(
        new.shape[1] == old.shape[0] && new.columns == old.columns,
        "KeyValueCache: \(old.shape[0]) heads of size \(old.columns) are kept, but the shape appended is \(new.shape)")
    }
  }
}
