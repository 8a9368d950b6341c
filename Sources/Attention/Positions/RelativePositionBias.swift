/// A learned bias for each head and each distance between query and key. Far distances share one.
///
///     let bias = RelativePositionBias(table: table, isBidirectional: false) // table: [32, heads]
///     scaledDotProductAttention(query: q, key: k, value: v, mask: .causal(n), bias: bias(queries: n))
///
/// Distances are sorted into buckets: half of the buckets are for one distance each, the others for wider and wider ranges up to
/// `maximumDistance`; all distances beyond share the last one. A bidirectional bias has half of its buckets for each direction; otherwise
/// all keys after the query are in bucket 0.
///
/// - Source: Raffel et al. 2020, "Exploring the Limits of Transfer Learning", section 2.1, and the authors' code.
public struct RelativePositionBias: Sendable, Hashable {
  /// The bias of each bucket. Shape `[buckets, heads]`.
  public var table: Tensor
  /// The distance from which all keys share a bucket.
  public let maximumDistance: Int
  /// Whether keys after the query have buckets of their own.
  public let isBidirectional: Bool

  /// - Precondition: There are at least 2 buckets; with both directions at least 4, an even number. `maximumDistance`
  ///   exceeds the distances with a bucket of their own.
  public init(table: Tensor, maximumDistance: Int = 128, isBidirectional: Bool = true) {
    require(table.rank == 2, "RelativePositionBias: the table needs the shape [buckets, heads], not \(table.shape)")
    let buckets = isBidirectional ? table.rows / 2 : table.rows
    require(
      buckets >= 2 && buckets % 2 == 0 && (!isBidirectional || table.rows % 2 == 0) && maximumDistance > buckets / 2,
      """
      RelativePositionBias: \(table.rows) buckets up to the distance \(maximumDistance) are not enough, \
      or can't be halved; the table has the shape \(table.shape)
      """)
    (self.table, self.maximumDistance, self.isBidirectional) = (table, maximumDistance, isBidirectional)
  }

  /// The bias of each pair, for queries from position `offset` on and keys from 0 on. Shape `[heads, queries, keys]`.
  ///
  /// - Parameters:
  ///   - queries: The number of queries.
  ///   - keys: By default as many as queries.
  ///   - offset: The position of the first query.
  public func callAsFunction(queries: Int, keys: Int? = nil, offset: Int = 0) -> Tensor {
    let keys = keys ?? queries
    return table.gathering(buckets(queries: queries, keys: keys, offset: offset))
      .reshaped([queries, keys, table.columns]).permuted([2, 0, 1])
  }

  /// The bucket of each pair, the keys of a query side by side.
  func buckets(queries: Int, keys: Int, offset: Int) -> [Int] {
    _ = elementCount([queries, keys], in: "RelativePositionBias")
    return (0..<queries).flatMap { query in (0..<keys).map { bucket(of: $0 - (query + offset)) } }
  }

  /// The bucket of a key `distance` positions after the query, or before it if negative.
  public func bucket(of distance: Int) -> Int {
    let buckets = isBidirectional ? table.rows / 2 : table.rows
    let first = isBidirectional && distance > 0 ? buckets : 0
    let length = isBidirectional ? Int(distance.magnitude) : max(-distance, 0)
    let exact = buckets / 2
    if length < exact { return first + length }
    // The bounds of the buckets from `exact` to the maximum are in geometric progression.
    let share = logarithm(Double(length) / Double(exact)) / logarithm(Double(maximumDistance) / Double(exact))
    return first + min(exact + Int(share * Double(buckets - exact)), buckets - 1)
  }
}
