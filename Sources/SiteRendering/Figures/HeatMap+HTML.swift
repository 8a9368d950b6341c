import CellOutputs

extension HeatMap {
  /// The largest number of rows or columns with room for the numbers.
  private static let largestTable = 16

  func html(alternative: String, _ localization: FigureLocalization) -> HTML {
    guard !values.elements.isEmpty else {
      return FigureFrame(title: title, picture: .empty, note: localization.noValues).html(localization)
    }
    let languages = (rows: localization.markedWords.attribute(rowLabels), columns: localization.markedWords.attribute(columnLabels))
    let picture = isTable ? table(languages) : HeatPicture(self, languages).html(alternative: alternative)
    // A table is its own data.
    return FigureFrame(
      title: title, picture: picture + legend, note: scale == .perRow ? localization.scalePerRow : "", data: isTable ? nil : data(languages)
    ).html(localization)
  }

  /// Whether it is a table of its numbers, and not a picture.
  var isTable: Bool { max(rowCount, columnCount) <= Self.largestTable }

  /// The author's labels, or numbers from 1.
  var rowNames: [String] { rowLabels.isEmpty ? (0..<rowCount).map { String($0 + 1) } : rowLabels }
  var columnNames: [String] { columnLabels.isEmpty ? (0..<columnCount).map { String($0 + 1) } : columnLabels }

  /// The numbers in their colors, with the author's labels.
  private func table(_ languages: (rows: HTML, columns: HTML)) -> HTML {
    NumberTable(
      rowNames: rowNames, columnNames: columnNames, columnLanguage: languages.columns, rowLanguage: languages.rows, values: values.elements,
      decimals: decimals, shares: shares,
      rowGroups: rowGroups, columnGroups: columnGroups
    ).html(named: title)
  }

  private func data(_ languages: (rows: HTML, columns: HTML)) -> DataTable {
    DataTable(
      columns: [""] + columnNames,
      rows: rowNames.enumerated().map { row, name in
        [name] + (0..<columnCount).map { shortText(values.elements[row * columnCount + $0], digits: 4) }
      },
      columnLanguage: languages.columns, rowLanguage: languages.rows)
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

// MARK: - Colors

extension HeatMap {
  /// Each value as a share of the scale in per cent, below zero in the second color.
  var shares: [Int] {
    let largest = values.largestMagnitude
    switch scale {
    case .automatic, .symmetric: return values.elements.map { NumberTable.percentage($0, scale: largest) }
    case .range(let low, let high):
      if low < 0 { return values.elements.map { NumberTable.percentage($0, scale: max(-low, high)) } }
      return values.elements.map { NumberTable.percentage($0 - low, scale: high - low) }
    case .perRow:
      return (0..<rowCount).flatMap { row -> [Int] in
        let row = Array(values.elements[row * columnCount..<(row + 1) * columnCount])
        let largest = NumericArray(shape: [row.count], elements: row).largestMagnitude
        return row.map { NumberTable.percentage($0, scale: largest) }
      }
    }
  }

  /// What the two ends of the scale are; nothing where each row has its own.
  private var legend: HTML {
    let hasNegative = values.elements.contains { $0 < 0 }
    let ends: (Double, Double)? =
      switch scale {
      case .automatic: (hasNegative ? -values.largestMagnitude : 0, values.largestMagnitude)
      case .symmetric: (-values.largestMagnitude, values.largestMagnitude)
      case .range(let low, let high): low < 0 ? (-max(-low, high), max(-low, high)) : (low, high)
      case .perRow: nil
      }
    guard let (low, high) = ends else { return .empty }
    let kind: HTML = low < 0 ? "scale diverging" : "scale"
    let decimals = [low, high].allSatisfy { $0 == $0.rounded() } ? 0 : decimals
    return
      "<p class=\"\(kind)\"><span>\(decimalText(low, decimals: decimals))</span><i></i><span>\(decimalText(high, decimals: decimals))</span></p>"
  }
}
