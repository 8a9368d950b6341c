/// Quantities side by side, each in a column of its own with its name and unit. The first column names the rows.
public struct TableFigure: Codable, Sendable, Hashable {
  public var title: String
  /// All of the same length.
  public private(set) var columns: [Column]

  public struct Column: Codable, Sendable, Hashable {
    public var name: String
    /// Empty for words and plain numbers.
    public var unit: String
    public var cells: Cells

    public init(name: String, unit: String = "", cells: Cells) {
      self.name = name
      self.unit = unit
      self.cells = cells
    }
  }

  public enum Cells: Codable, Sendable, Hashable {
    case words([String])
    /// With so many decimals; as short as they are, if that is nil.
    case numbers([Double], decimals: Int?)

    public var count: Int {
      switch self {
      case .words(let words): words.count
      case .numbers(let numbers, _): numbers.count
      }
    }
  }

  public var rowCount: Int { columns.first?.cells.count ?? 0 }

  /// - Precondition: All columns are equally long.
  public init(title: String, columns: [Column]) {
    precondition(
      columns.allSatisfy { $0.cells.count == columns[0].cells.count }, "TableFigure: the columns of `\(title)` differ in length")
    self.title = title
    self.columns = columns
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = try container.decode(String.self, forKey: .title)
    columns = try container.decode([Column].self, forKey: .columns)
    for column in columns {
      try check(column.cells.count == rowCount, "\(column.cells.count) cells in one of \(rowCount) rows", in: decoder)
    }
  }
}
