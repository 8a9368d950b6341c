import CellOutputs

/// Quantities side by side, each in a column with its name and unit. The first column names the rows.
///
///     table("What attention costs", .column("tokens", [1024, 4096]), .column("memory", unit: "MiB", [4.0, 64.0], decimals: 1))
public func table(_ title: String, _ columns: TableFigure.Column...) -> FigureValue { table(title, columns: columns) }

/// The same for columns that are computed.
public func table(_ title: String, columns: [TableFigure.Column]) -> FigureValue {
  require(columns.contains { $0.cells.count > 0 }, "table: there is nothing to show: no column has a cell")
  for column in columns {
    require(
      column.cells.count == columns[0].cells.count,
      "table: the column `\(column.name)` has \(counted(column.cells.count, "cell")), but `\(columns[0].name)` has \(columns[0].cells.count)"
    )
    if case .numbers(_, let decimals?) = column.cells {
      require((0...15).contains(decimals), "table: the decimals of `\(column.name)` must be from 0 to 15, but they are \(decimals)")
    }
  }
  return FigureValue(.table(TableFigure(title: title, columns: columns)))
}

extension TableFigure.Column {
  /// - Parameters:
  ///   - numbers: An array, a range, or a vector of the library that is taught.
  ///   - decimals: The decimals of each; as many as it needs, up to six digits, if left out.
  public static func column(_ name: String, unit: String = "", _ numbers: some AxisValues, decimals: Int? = nil) -> Self {
    Self(name: name, unit: unit, cells: .numbers(numbers.axisValues(), decimals: decimals))
  }

  public static func column(_ name: String, _ words: [String]) -> Self { Self(name: name, cells: .words(words)) }
}
