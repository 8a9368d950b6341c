/// A picture as data: what to draw, never how. The page draws it in the theme's colours, with a text alternative.
public enum Figure: Codable, Sendable, Hashable {
  case heatMap(HeatMap)
  case shapes(ShapeDiagram)

  public var title: String {
    switch self {
    case .heatMap(let map): map.title
    case .shapes(let diagram): diagram.title
    }
  }
}

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

/// Matrices as rectangles true to their sizes, with the operators between them: how shapes fit together.
public struct ShapeDiagram: Codable, Sendable, Hashable {
  public var title: String
  public var parts: [Part]

  public enum Part: Codable, Sendable, Hashable {
    /// A matrix: its name, its sizes, and what each size is called (empty where it has no name).
    case matrix(name: String, rows: Int, columns: Int, rowsName: String, columnsName: String)
    /// What stands between two matrices: `·`, `=`, `→ softmax →`.
    case sign(String)
  }

  public init(title: String, parts: [Part]) {
    self.title = title
    self.parts = parts
  }
}
