import CellOutputs

extension HeatMap {
  /// The largest number of rows or columns with room for the numbers.
  private static let largestTable = 16

  func html(alternative: String, _ localization: FigureLocalization) -> HTML {
    let scale = values.largestMagnitude
    let isTable = max(rowLabels.count, columnLabels.count) <= Self.largestTable
    guard values.elements.count == rowLabels.count * columnLabels.count, !values.elements.isEmpty else {
      return FigureFrame(title: title, picture: .empty, note: localization.noValues).html(localization)
    }
    let picture = isTable ? table(scale: scale) : self.picture(scale: scale, alternative: alternative) + axes(localization)
    // A table is its own data.
    return FigureFrame(title: title, picture: picture + legend(scale), data: isTable ? nil : data).html(localization)
  }

  /// The numbers in their colours, with the author's labels.
  private func table(scale: Double) -> HTML {
    NumberTable(
      rowNames: rowLabels, columnNames: columnLabels, values: values.elements, decimals: decimals, scale: scale
    ).html(named: title)
  }

  private var data: DataTable {
    DataTable(
      columns: [""] + columnLabels,
      rows: rowLabels.indices.map { row in
        [rowLabels[row]] + columnLabels.indices.map { shortText(values.elements[row * columnLabels.count + $0], digits: 4) }
      })
  }

  private func legend(_ scale: Double) -> HTML {
    let isDiverging = values.elements.contains { $0 < 0 }
    let ends = [isDiverging ? -scale : 0, scale].map { decimalText($0, decimals: decimals) }
    let kind: HTML = isDiverging ? "scale diverging" : "scale"
    return "<p class=\"\(kind)\"><span>\(ends[0])</span><i></i><span>\(ends[1])</span></p>"
  }

  /// The decimals of all numbers: none if all are whole, else so many that the largest has two digits.
  private var decimals: Int {
    if values.elements.allSatisfy({ !$0.isFinite || $0 == $0.rounded() }) { return 0 }
    var decimals = 2
    var largest = values.largestMagnitude
    while largest > 0, largest < 0.1, decimals < 8 { (largest, decimals) = (largest * 10, decimals + 1) }
    return decimals
  }
}

// MARK: - A map too large for a table

extension HeatMap {
  /// One path a colour, with a rectangle for each run of equal colours in a row: a tenth of the size of one element a cell.
  private func picture(scale: Double, alternative: String) -> HTML {
    let columns = columnLabels.count
    let step = 4
    let shares = values.elements.map { NumberTable.percentage($0, scale: scale) / step * step }
    var paths: [Int: String] = [:]
    for row in rowLabels.indices {
      var column = 0
      while column < columns {
        let share = shares[row * columns + column]
        let start = column
        while column < columns, shares[row * columns + column] == share { column += 1 }
        paths[share, default: ""] += "M\(start) \(row)h\(column - start)v1h-\(column - start)z"
      }
    }
    let content = paths.sorted { $0.key < $1.key }.map { share, path -> HTML in
      "<path style=\"--v:\(share)%\" d=\"\(path)\"/>"
    }.joined()
    return """
      <svg class="heat" viewBox="0 0 \(columns) \(rowLabels.count)" role="img" aria-label="\(alternative)" \
      shape-rendering="crispEdges">\(content)</svg>
      """
  }

  /// The first and the last name of each axis, since there is no room for all.
  private func axes(_ localization: FigureLocalization) -> HTML {
    func ends(_ axis: String, _ names: [String]) -> String { localization.ends(axis, names.first ?? "", names.last ?? "") }
    return "<p class=\"label\">\(ends(localization.rows, rowLabels)), \(ends(localization.columns, columnLabels))</p>"
  }
}
