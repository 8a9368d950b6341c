/// Two rows of tokens, and between each query and each key a line as strong as the weight.
public struct AttentionLines: Codable, Sendable, Hashable {
  public var title: String
  public private(set) var queries: [String]
  public private(set) var keys: [String]
  /// Shape `[queries, keys]`.
  public private(set) var weights: NumericArray

  /// - Precondition: The weights have a row for each query and a column for each key.
  public init(title: String, queries: [String], keys: [String], weights: NumericArray) {
    precondition(weights.shape == [queries.count, keys.count], "AttentionLines: the shape is \(weights.shape)")
    self.title = title
    self.queries = queries
    self.keys = keys
    self.weights = weights
  }

  public subscript(query: Int, key: Int) -> Double { weights.elements[query * keys.count + key] }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = try container.decode(String.self, forKey: .title)
    queries = try container.decode([String].self, forKey: .queries)
    keys = try container.decode([String].self, forKey: .keys)
    weights = try container.decode(NumericArray.self, forKey: .weights)
    try check(
      weights.shape == [queries.count, keys.count],
      "weights \(weights.shape) for \(queries.count) queries and \(keys.count) keys", in: decoder)
  }
}
