/// Points on two axes, joined to lines or not.
public struct Chart: Codable, Sendable, Hashable {
  public var title: String
  /// What the author called it; a chart of either kind may hold series of both.
  public var kind: Kind
  public var x: Axis
  public var y: Axis
  public var series: [Series]

  public enum Kind: String, Codable, Sendable, Hashable {
    case line
    case scatter
  }

  public init(title: String, kind: Kind, x: Axis, y: Axis, series: [Series]) {
    self.title = title
    self.kind = kind
    self.x = x
    self.y = y
    self.series = series
  }
}

/// Points that belong together and are drawn alike.
public struct Series: Codable, Sendable, Hashable {
  public var name: String
  public var mark: Mark
  public private(set) var x: [Double]
  /// As many as `x`.
  public private(set) var y: [Double]

  public enum Mark: String, Codable, Sendable, Hashable {
    case line
    case points
    /// A value that holds until the next point, and then jumps.
    case steps
    /// A line to compare the others with, which stays in the background.
    case reference
  }

  /// - Precondition: `x` and `y` are equally many.
  public init(name: String, mark: Mark, x: [Double], y: [Double]) {
    precondition(x.count == y.count, "Series: \(x.count) x but \(y.count) y")
    self.name = name
    self.mark = mark
    self.x = x
    self.y = y
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    mark = try container.decode(Mark.self, forKey: .mark)
    x = try container.decode([Double].self, forKey: .x)
    y = try container.decode([Double].self, forKey: .y)
    try check(x.count == y.count, "\(x.count) x but \(y.count) y", in: decoder)
  }
}
