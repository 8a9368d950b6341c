/// Two rows of tokens, and between each query and each key a line as strong as the weight.
public struct AttentionLines: Codable, Sendable, Hashable {
  public var title: String
  public private(set) var queries: [String]
  public private(set) var keys: [String]
  /// Shape `[queries, keys]`.
  public private(set) var weights: NumericArray
  /// The matrices of which a reader chooses one: the heads of a model, for example. The first is what is drawn at first.
  public private(set) var choices: Choices?

  /// Named matrices of the same queries and keys.
  public struct Choices: Codable, Sendable, Hashable {
    /// What is chosen, in the author's words: `head`.
    public var kind: String
    public var names: [String]
    /// Shape `[choices, queries, keys]`.
    public var weights: NumericArray

    public init(kind: String, names: [String], weights: NumericArray) {
      (self.kind, self.names, self.weights) = (kind, names, weights)
    }
  }

  /// - Precondition: The weights have a row for each query and a column for each key.
  public init(title: String, queries: [String], keys: [String], weights: NumericArray) {
    precondition(weights.shape == [queries.count, keys.count], "AttentionLines: the shape is \(weights.shape)")
    self.title = title
    self.queries = queries
    self.keys = keys
    self.weights = weights
  }

  /// - Precondition: There is a choice at least, and each has a matrix with a row for each query and a column for each key.
  public init(title: String, queries: [String], keys: [String], choices: Choices) {
    let shape = [choices.names.count, queries.count, keys.count]
    precondition(choices.weights.shape == shape && !choices.names.isEmpty, "AttentionLines: the shape is \(choices.weights.shape)")
    let first = NumericArray(
      shape: [queries.count, keys.count], elements: Array(choices.weights.elements.prefix(queries.count * keys.count)))
    self.init(title: title, queries: queries, keys: keys, weights: first)
    self.choices = choices
  }

  public subscript(query: Int, key: Int) -> Double { weights.elements[query * keys.count + key] }

  /// All that can be drawn.
  public var allWeights: NumericArray { choices?.weights ?? weights }

  /// A weight of a choice, by its place.
  ///
  /// - Precondition: There is such a choice.
  public func weight(ofChoice choice: Int, _ query: Int, _ key: Int) -> Double {
    choices!.weights.elements[(choice * queries.count + query) * keys.count + key]
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = try container.decode(String.self, forKey: .title)
    queries = try container.decode([String].self, forKey: .queries)
    keys = try container.decode([String].self, forKey: .keys)
    weights = try container.decode(NumericArray.self, forKey: .weights)
    choices = try container.decodeIfPresent(Choices.self, forKey: .choices)
    try check(
      weights.shape == [queries.count, keys.count],
      "weights \(weights.shape) for \(queries.count) queries and \(keys.count) keys", in: decoder)
    if let choices {
      try check(
        !choices.names.isEmpty && choices.weights.shape == [choices.names.count] + weights.shape,
        "weights \(choices.weights.shape) for \(choices.names.count) choices of \(weights.shape)", in: decoder)
    }
  }
}
