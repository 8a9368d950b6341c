/// A computation step by step: after each step, what the values have become.
public struct StepDiagram: Codable, Sendable, Hashable {
  public var title: String
  public var steps: [Step]

  public struct Step: Codable, Sendable, Hashable {
    /// What is done, or what comes of it.
    public var name: String
    /// A number, a vector or a matrix.
    public private(set) var values: NumericArray

    /// - Precondition: The values have two axes at most.
    public init(name: String, values: NumericArray) {
      precondition(values.shape.count <= 2, "StepDiagram: the values of `\(name)` have the shape \(values.shape)")
      self.name = name
      self.values = values
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      name = try container.decode(String.self, forKey: .name)
      values = try container.decode(NumericArray.self, forKey: .values)
      try check(values.shape.count <= 2, "values of the shape \(values.shape)", in: decoder)
    }
  }

  public init(title: String, steps: [Step]) {
    self.title = title
    self.steps = steps
  }
}
