import CellOutputs

extension HeatMap {
  /// With so many rows or columns, there is no room for the numbers.
  private static let largestTable = 16

  /// A table with the author's labels, or a picture where that would be too large; below it the scale of its colours.
  var html: HTML {
    let scale = values.largestMagnitude
    let rows = rowLabels.count
    let columns = columnLabels.count
    guard values.elements.count == rows * columns, rows > 0, columns > 0 else {
      return "<p class=\"label\">\(title): no values</p>"
    }
    if max(rows, columns) > Self.largestTable { return picture(scale: scale) + axes + legend(scale) }
    let table = NumberTable(
      rowNames: rowLabels, columnNames: columnLabels, values: values.elements, decimals: decimals, scale: scale)
    return table.html(named: title) + legend(scale)
  }

  private func legend(_ scale: Double) -> HTML {
    let isDiverging = values.elements.contains { $0 < 0 }
    let ends = [isDiverging ? -scale : 0, scale].map { NumberTable.text($0, decimals: decimals) }
    let kind: HTML = isDiverging ? "scale diverging" : "scale"
    return "<p class=\"\(kind)\"><span>\(ends[0])</span><i></i><span>\(ends[1])</span></p>"
  }

  /// Whole numbers need none; else as many as leave the largest two digits.
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
  /// One path a colour, with a unit square for each of its cells: a tenth of the size of one element a cell.
  private func picture(scale: Double) -> HTML {
    let columns = columnLabels.count
    let step = 4
    var paths: [Int: String] = [:]
    for (index, value) in values.elements.enumerated() {
      let share = NumberTable.percentage(value, scale: scale) / step * step
      paths[share, default: ""] += "M\(index % columns) \(index / columns)h1v1h-1z"
    }
    let content = paths.sorted { $0.key < $1.key }.map { share, path -> HTML in
      "<path style=\"--v:\(share)%\" d=\"\(path)\"/>"
    }.joined()
    let alternative = "\(title): \(rowLabels.count) rows, \(columns) columns, " + range
    return """
      <svg class="heat" viewBox="0 0 \(columns) \(rowLabels.count)" role="img" aria-label="\(alternative)" \
      shape-rendering="crispEdges">\(content)</svg>
      """
  }

  /// The first and the last name of each axis, since there is no room for all.
  private var axes: HTML {
    func ends(_ names: [String]) -> String { "\(names.first ?? "") to \(names.last ?? "")" }
    return "<p class=\"label\">rows \(ends(rowLabels)), columns \(ends(columnLabels))</p>"
  }

  private var range: String {
    let finite = values.elements.filter(\.isFinite)
    guard let least = finite.min(), let greatest = finite.max() else { return "no finite value" }
    return "from \(NumberTable.text(least, decimals: decimals)) to \(NumberTable.text(greatest, decimals: decimals))"
  }
}
