/// Clock hands: each row of a matrix of angles as a row of clocks.
public struct RotationDiagram: Codable, Sendable, Hashable {
  public var title: String
  public private(set) var rows: [String]
  public private(set) var columns: [String]
  /// In radians, counterclockwise from the right; shape `[rows, columns]`.
  public private(set) var angles: NumericArray

  /// - Precondition: There is a name for each row and column of the angles.
  public init(title: String, rows: [String], columns: [String], angles: NumericArray) {
    precondition(angles.shape == [rows.count, columns.count], "RotationDiagram: the shape is \(angles.shape)")
    self.title = title
    self.rows = rows
    self.columns = columns
    self.angles = angles
  }

  public subscript(row: Int, column: Int) -> Double { angles.elements[row * columns.count + column] }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = try container.decode(String.self, forKey: .title)
    rows = try container.decode([String].self, forKey: .rows)
    columns = try container.decode([String].self, forKey: .columns)
    angles = try container.decode(NumericArray.self, forKey: .angles)
    try check(
      angles.shape == [rows.count, columns.count], "angles \(angles.shape) for \(rows.count) rows and \(columns.count) columns",
      in: decoder)
  }
}
