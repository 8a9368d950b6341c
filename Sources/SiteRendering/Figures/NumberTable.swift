import CellOutputs

/// A matrix of numbers as a table whose cells are colored by their value, with a name for each row and column.
struct NumberTable {
  var rowNames: [String]
  var columnNames: [String]
  /// Attributes that name the languages of the columns' names and the rows'.
  var columnLanguage = HTML.empty
  var rowLanguage = HTML.empty
  /// What stands in the corner: which axis is which.
  var corner = ""
  /// The numbers, row by row.
  var values: [Double]
  var decimals: Int
  /// Each value as a share of its scale in per cent, which the style sheet makes a color of; empty for a table without colors.
  var shares: [Int]
  /// Rows and columns that belong together, in their order.
  var rowGroups: [HeatMap.Group] = []
  var columnGroups: [HeatMap.Group] = []

  /// - Parameter name: What a screen reader calls the table, where it scrolls by itself.
  func html(named name: String) -> HTML {
    let width = width
    return Scroller.html(table(letters: Int(width.rounded(.up))), name: name, mayScroll: width > Self.narrowest)
  }

  /// The letters of one line that the narrowest screen has room for.
  private static let narrowest = 30.0

  /// In letters, with the room between the cells: the style sheet makes the type smaller where the table is wider than its place.
  private var width: Double {
    let texts = values.indices.map(text)
    let columns = columnNames.indices.map { column -> Double in
      let cells = stride(from: column, to: values.count, by: max(columnNames.count, 1)).map { Double(texts[$0].count) }
      return max(TypesetText(columnNames[column]).width / 7.8, cells.max() ?? 0)
    }
    // A cell's padding takes the room of two and a half more.
    return columns.reduce(Double(textWidth(rowNames)) / 7.8 + 1) { $0 + $1 + 2.5 }
  }

  /// A number that is zero in so many decimals keeps its sign, where its color shows it.
  private func text(at place: Int) -> String {
    let text = decimalText(values[place], decimals: decimals)
    return !shares.isEmpty && shares[place] < 0 && !text.hasPrefix("−") ? "−" + text : text
  }

  private func table(letters: Int) -> HTML {
    let first: HTML = corner.isEmpty ? "<td></td>" : "<th class=\"axis\">\(corner)</th>"
    let starts = Set(HeatPicture.borders(columnGroups))
    let head = columnNames.enumerated().map { column, name -> HTML in
      "<th scope=\"col\"\(columnLanguage)\(Self.role(starts.contains(column)))>\(TypesetText(name).html)</th>"
    }
    let body = rowNames.indices.map { row($0, starts: starts) }.joined(separator: "\n")
    let heads: HTML = columnNames.allSatisfy(\.isEmpty) ? .empty : "<thead>\(groupHead)<tr>\(first)\(head.joined())</tr></thead>\n"
    return """
      <table class="tensor\(isLong(letters: letters) ? " long" : "")" style="--letters:\(letters)">
      \(heads)<tbody>
      \(body)
      </tbody></table>
      """
  }

  /// Whether it is a few rows that are too long for a phone, where the style sheet makes columns of them.
  private func isLong(letters: Int) -> Bool {
    letters > 52 && rowNames.count <= 4 && columnNames.count > 2 * rowNames.count && rowGroups.isEmpty && columnGroups.isEmpty
  }

  private var groupHead: HTML {
    guard columnGroups.contains(where: { !$0.name.isEmpty }) else { return .empty }
    let heads = columnGroups.enumerated().map { index, group -> HTML in
      "<th colspan=\"\(group.count)\" scope=\"colgroup\"\(Self.role(index > 0))>\(TypesetText(group.name).html)</th>"
    }
    return "<tr><td></td>\(heads.joined())</tr>"
  }

  private func row(_ index: Int, starts: Set<Int>) -> HTML {
    let name: HTML = rowNames[index].isEmpty ? "<td></td>" : "<th scope=\"row\"\(rowLanguage)>\(TypesetText(rowNames[index]).html)</th>"
    let width = columnNames.count
    let cells = (0..<width).map { column -> HTML in
      let place = index * width + column
      let share = shares.isEmpty ? 0 : shares[place]
      let heat: HTML = share == 0 ? .empty : " style=\"--v:\(share)%\""
      return "<td\(Self.role(starts.contains(column)))\(heat)>\(text(at: place))</td>"
    }
    let isStart = HeatPicture.borders(rowGroups).contains(index)
    return "\(groupRow(before: index))<tr\(Self.role(isStart))>\(name)\(cells.joined())</tr>"
  }

  /// The name of the group of rows that begins here.
  private func groupRow(before index: Int) -> HTML {
    let starts = [0] + HeatPicture.borders(rowGroups)
    guard let group = starts.firstIndex(of: index), group < rowGroups.count, !rowGroups[group].name.isEmpty else { return .empty }
    return
      "<tr><th class=\"group\" colspan=\"\(columnNames.count + 1)\" scope=\"rowgroup\">\(TypesetText(rowGroups[group].name).html)</th></tr>"
  }

  private static func role(_ isStart: Bool) -> HTML { isStart ? " class=\"start\"" : .empty }

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
