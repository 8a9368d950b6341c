/// A matrix whose cells are coloured by their value, with labels on both axes.
public struct HeatMap: Codable, Sendable, Hashable {
  public var title: String
  public var rowLabels: [String]
  public var columnLabels: [String]
  /// Shape `[rows, columns]`.
  public var values: NumericArray

  public init(title: String, rowLabels: [String], columnLabels: [String], values: NumericArray) {
    self.title = title
    self.rowLabels = rowLabels
    self.columnLabels = columnLabels
    self.values = values
  }
}
