import CellOutputs

/// A matrix of numbers as a table whose cells are coloured by their value, with a name for each row and column.
struct NumberTable {
  var rowNames: [String]
  var columnNames: [String]
  /// What stands in the corner: which axis is which.
  var corner = ""
  /// The numbers, row by row.
  var values: [Double]
  var decimals: Int
  /// The value, without its sign, at which the colour is strongest.
  var scale: Double

  /// - Parameter name: What a screen reader calls the table, where it scrolls by itself.
  func html(named name: String) -> HTML { Scroller.html(table, name: name, mayScroll: mayBeWide) }

  /// Whether it may be wider than the narrowest screen, which has room for about 30 digits.
  private var mayBeWide: Bool {
    let widest = max(
      columnNames.map(\.count).max() ?? 0, values.map { decimalText($0, decimals: decimals).count }.max() ?? 0)
    // A cell's padding takes the room of three more.
    return (rowNames.map(\.count).max() ?? 0) + columnNames.count * (widest + 3) > 30
  }

  private var table: HTML {
    let first: HTML = corner.isEmpty ? "<td></td>" : "<th class=\"axis\">\(corner)</th>"
    let head = columnNames.map { "<th scope=\"col\">\($0)</th>" as HTML }.joined()
    let body = rowNames.indices.map(row).joined(separator: "\n")
    return "<table class=\"tensor\">\n<thead><tr>\(first)\(head)</tr></thead>\n<tbody>\n\(body)\n</tbody></table>"
  }

  private func row(_ index: Int) -> HTML {
    let name: HTML = rowNames[index].isEmpty ? "<td></td>" : "<th scope=\"row\">\(rowNames[index])</th>"
    let width = columnNames.count
    let cells = values[index * width..<(index + 1) * width].map { value -> HTML in
      "<td\(Self.heat(value, scale: scale))>\(decimalText(value, decimals: decimals))</td>"
    }
    return "<tr>\(name)\(cells.joined())</tr>"
  }

  /// The value as a share of the scale, in per cent, which the style sheet makes a colour of.
  static func heat(_ value: Double, scale: Double) -> HTML {
    let share = percentage(value, scale: scale)
    return share == 0 ? .empty : " style=\"--v:\(share)%\""
  }

  static func percentage(_ value: Double, scale: Double) -> Int {
    guard value.isFinite, scale > 0 else { return 0 }
    return Int((max(-1, min(value / scale, 1)) * 100).rounded())
  }
}

extension NumericArray {
  /// The largest finite value, without its sign.
  var largestMagnitude: Double {
    elements.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
  }
}
