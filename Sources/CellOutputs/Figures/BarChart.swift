/// Bars that stand on zero: one of each group at each label.
public struct BarChart: Codable, Sendable, Hashable {
  public var title: String
  public var x: Axis
  public var y: Axis
  public private(set) var labels: [String]
  /// Each with as many values as there are labels.
  public private(set) var groups: [Bars]

  /// - Precondition: Each group has as many values as there are labels.
  public init(title: String, x: Axis, y: Axis, labels: [String], groups: [Bars]) {
    precondition(groups.allSatisfy { $0.values.count == labels.count }, "BarChart: a value for each label is needed")
    self.title = title
    self.x = x
    self.y = y
    self.labels = labels
    self.groups = groups
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = try container.decode(String.self, forKey: .title)
    x = try container.decode(Axis.self, forKey: .x)
    y = try container.decode(Axis.self, forKey: .y)
    labels = try container.decode([String].self, forKey: .labels)
    groups = try container.decode([Bars].self, forKey: .groups)
    for group in groups {
      try check(
        group.values.count == labels.count, "\(group.values.count) values for \(labels.count) labels", in: decoder)
    }
  }
}

/// Bars that belong together and are drawn alike, one for each label of the chart.
public struct Bars: Codable, Sendable, Hashable {
  public var name: String
  public var values: [Double]

  public init(name: String, values: [Double]) {
    self.name = name
    self.values = values
  }
}
