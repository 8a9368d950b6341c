import CellOutputs

extension ShapeDiagram {
  func html(_ localization: FigureLocalization) -> HTML {
    let picture = ShapePicture(self)
    let list: HTML = """
      <div class="shapes picture" role="img" aria-label="\(alternative(localization))">\(picture.content)</div>
      """
    return FigureFrame(title: title, picture: list, data: data(localization)).html(localization)
  }

  private func data(_ localization: FigureLocalization) -> DataTable {
    DataTable(
      columns: [localization.matrix, localization.rows, localization.columns],
      rows: parts.compactMap { part in
        guard case .matrix(let name, let rows, let columns, let rowsName, let columnsName) = part else { return nil }
        return [name, ShapePicture.size(rows, rowsName), ShapePicture.size(columns, columnsName)]
      })
  }

  /// What a reader who doesn't see the picture hears.
  func alternative(_ localization: FigureLocalization) -> String {
    parts.map { part in
      switch part {
      case .sign(let sign): sign
      case .matrix(let name, let rows, let columns, let rowsName, let columnsName):
        localization.matrixSize(name, ShapePicture.size(rows, rowsName), ShapePicture.size(columns, columnsName))
      }
    }.joined(separator: "; ")
  }
}

/// Each matrix as a rectangle with its sizes beside it, true to one scale. They stand in a row that is broken like a line of words where it is
/// too long, each with the sign before it. Lengths are in pixels.
struct ShapePicture {
  private(set) var content = HTML.empty

  private let unit: Double

  private static let labelGap = 8
  private static let partGap = 16
  private static let maximumWidth = 560
  private static let maximumHeight = 150.0
  /// The widest that one part may be: what the narrowest screen has room for.
  private static let widestPart = 256
  /// Thinner than this, a rectangle can't be seen as one.
  private static let minimumSide = 10

  init(_ diagram: ShapeDiagram) {
    var columns = 0
    var widest = 1
    var rows = 1
    var labels = 0
    var widestLabel = 0
    for part in diagram.parts {
      switch part {
      case .sign(let sign): labels += Self.textWidth(sign) + Self.partGap
      case .matrix(_, let rowCount, let columnCount, let rowsName, _):
        columns += max(columnCount, 0)
        widest = max(widest, columnCount)
        rows = max(rows, rowCount)
        let label = Self.textWidth(Self.size(rowCount, rowsName)) + Self.labelGap + Self.partGap
        labels += label
        widestLabel = max(widestLabel, label)
      }
    }
    let room = Double(max(Self.maximumWidth - labels, 240))
    unit = min(
      28, Self.maximumHeight / Double(rows), room / Double(max(columns, 1)),
      Double(max(Self.widestPart - widestLabel, Self.minimumSide)) / Double(widest))
    // A sign stays with the matrix after it.
    var signs = HTML.empty
    for part in diagram.parts {
      switch part {
      case .sign(let sign): signs += "<span>\(TypesetText(sign).html)</span>"
      case .matrix(let name, let rows, let columns, let rowsName, let columnsName):
        content += "<div>\(signs)\(matrix(name, rows: rows, columns: columns, rowsName: rowsName, columnsName: columnsName))</div>"
        signs = .empty
      }
    }
    if !signs.isEmpty { content += "<div>\(signs)</div>" }
  }

  private func matrix(_ name: String, rows: Int, columns: Int, rowsName: String, columnsName: String) -> HTML {
    let rowsLabel = Self.size(rows, rowsName)
    let columnsLabel = Self.size(columns, columnsName)
    let (boxWidth, boxHeight) = (Self.side(columns, unit: unit), Self.side(rows, unit: unit))
    // Above the box and in it are words that may be wider than it.
    let room = max(boxWidth, Self.textWidth(columnsLabel), boxWidth >= Self.textWidth(name) ? 0 : Self.textWidth(name))
    let left = Self.textWidth(rowsLabel) + Self.labelGap
    // Beside the box is its label, which leaves room above it for half of what is wider than the box.
    let x = max(left, (room - boxWidth) / 2)
    let width = x + boxWidth + (room - boxWidth) / 2 + 1
    // Above the box is its label, below it perhaps its name.
    let (top, height) = (22, boxHeight + 36)
    let middle = top + boxHeight / 2
    return """
      <svg width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">\
      <rect x="\(x)" y="\(top)" width="\(boxWidth)" height="\(boxHeight)" rx="2"/>\
      <text class="size" x="\(x - Self.labelGap)" y="\(middle + 5)" text-anchor="end">\(TypesetText(rowsLabel).svg)</text>\
      <text class="size" x="\(x + boxWidth / 2)" y="\(top - Self.labelGap)" text-anchor="middle">\(TypesetText(columnsLabel).svg)</text>\
      \(nameText(name, x: x + boxWidth / 2, isInside: boxWidth >= Self.textWidth(name) && boxHeight >= 18, middle: middle, top: top, height: boxHeight))</svg>
      """
  }

  /// In the box where it has room there, else below it.
  private func nameText(_ name: String, x: Int, isInside: Bool, middle: Int, top: Int, height: Int) -> HTML {
    "<text x=\"\(x)\" y=\"\(isInside ? middle + 5 : top + height + 17)\" text-anchor=\"middle\">\(TypesetText(name).svg)</text>"
  }

  /// `m = 3`, or `3` for a size without a name.
  static func size(_ count: Int, _ name: String) -> String { name.isEmpty ? "\(count)" : "\(name) = \(count)" }

  private static func side(_ count: Int, unit: Double) -> Int { max(Int(Double(count) * unit), minimumSide) }

  private static func textWidth(_ text: String) -> Int { Int((TypesetText(text).width * 1.1).rounded(.up)) }
}
