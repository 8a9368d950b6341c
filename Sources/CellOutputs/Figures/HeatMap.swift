/// A matrix whose cells are colored by their value, with labels on both axes.
public struct HeatMap: Codable, Sendable, Hashable {
  public var title: String
  /// Empty if the author gave none: the axis then has numbers from 1.
  public private(set) var rowLabels: [String]
  public private(set) var columnLabels: [String]
  /// Shape `[rows, columns]`.
  public private(set) var values: NumericArray
  public var scale: ColorScale
  /// Rows and columns that belong together, in their order; empty if all do.
  public private(set) var rowGroups: [Group]
  public private(set) var columnGroups: [Group]

  /// What the colors mean.
  public enum ColorScale: Codable, Sendable, Hashable {
    /// From zero to the value that is furthest from it; in two colors if some are below zero.
    case automatic
    /// In two colors, as far below zero as above it.
    case symmetric
    /// From one value to the other, whatever the map holds.
    case range(Double, Double)
    /// Each row has a scale of its own, to the value in it that is furthest from zero.
    case perRow
  }

  /// Rows or columns side by side that are set apart from the others.
  public struct Group: Codable, Sendable, Hashable {
    /// May be empty.
    public var name: String
    public var count: Int

    public init(name: String, count: Int) {
      self.name = name
      self.count = count
    }
  }

  /// - Precondition: `values` is a matrix, and the labels and groups are as many as its rows and columns, or none.
  public init(
    title: String, rowLabels: [String] = [], columnLabels: [String] = [], values: NumericArray, scale: ColorScale = .automatic,
    rowGroups: [Group] = [], columnGroups: [Group] = []
  ) {
    self.title = title
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.values = values
    self.scale = scale
    self.rowGroups = rowGroups
    self.columnGroups = columnGroups
    precondition(problem == nil, "HeatMap: \(problem ?? "")")
  }

  public var rowCount: Int { values.shape[0] }
  public var columnCount: Int { values.shape[1] }

  private var problem: String? {
    guard values.shape.count == 2 else { return "a matrix is needed, but the shape is \(values.shape)" }
    return Self.problem(rowLabels, rowGroups, count: rowCount, axis: "row")
      ?? Self.problem(columnLabels, columnGroups, count: columnCount, axis: "column") ?? Self.problem(scale, values)
  }

  /// What keeps labels and groups from being those of an axis; nil if nothing does.
  public static func problem(_ labels: [String], _ groups: [Group], count: Int, axis: String) -> String? {
    if !labels.isEmpty, labels.count != count { return "\(counted(labels.count, "label")) for \(counted(count, axis))" }
    let sum = groups.reduce(0) { $0 + min(max($1.count, 0), count + 1) }
    if !groups.isEmpty, sum != count || groups.contains(where: { $0.count < 1 }) {
      return "groups of \(groups.map { String($0.count) }.joined(separator: " + ")) for \(counted(count, axis))"
    }
    return nil
  }

  /// What keeps a scale from being that of some values; nil if nothing does.
  public static func problem(_ scale: ColorScale, _ values: NumericArray) -> String? {
    guard case .range(let low, let high) = scale else { return nil }
    guard low < high, (high - low).isFinite else { return "a scale needs to go up, but it is from \(low) to \(high)" }
    // A sum of weights may be a little more than one.
    let margin = (high - low) * 1e-4
    let outside = values.elements.first { $0.isFinite && ($0 < low - margin || $0 > high + margin) }
    return outside.map { "the value \($0) is outside the scale from \(low) to \(high)" }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = try container.decode(String.self, forKey: .title)
    rowLabels = try container.decode([String].self, forKey: .rowLabels)
    columnLabels = try container.decode([String].self, forKey: .columnLabels)
    values = try container.decode(NumericArray.self, forKey: .values)
    scale = try container.decode(ColorScale.self, forKey: .scale)
    rowGroups = try container.decode([Group].self, forKey: .rowGroups)
    columnGroups = try container.decode([Group].self, forKey: .columnGroups)
    try check(problem == nil, problem ?? "", in: decoder)
  }
}
