import CellOutputs

extension ShapeDiagram {
  func html(_ localization: FigureLocalization) -> HTML {
    // The diagram scrolls: scaled down to a phone, its names could not be read.
    let picture: HTML = "<div class=\"picture\">\(svg(localization))</div>"
    return FigureFrame(title: title, picture: Scroller.html(picture, name: title, mayScroll: true), data: data(localization)).html(
      localization)
  }

  private func data(_ localization: FigureLocalization) -> DataTable {
    DataTable(
      columns: [localization.matrix, localization.rows, localization.columns],
      rows: parts.compactMap { part in
        guard case .matrix(let name, let rows, let columns, let rowsName, let columnsName) = part else { return nil }
        return [name, ShapePicture.size(rows, rowsName), ShapePicture.size(columns, columnsName)]
      })
  }

  /// The matrices as rectangles in one row, each with its sizes beside it.
  func svg(_ localization: FigureLocalization) -> HTML {
    let picture = ShapePicture(self)
    return """
      <svg viewBox="0 0 \(picture.width) \(picture.height)" width="\(picture.width)" height="\(picture.height)" \
      role="img" aria-label="\(alternative(localization))">\(picture.content)</svg>
      """
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

/// Places the parts from left to right around one middle line. Lengths are in the picture's own units, about a pixel.
private struct ShapePicture {
  private(set) var content = HTML.empty
  private(set) var width = 0
  let height: Int

  private let unit: Double
  private let middle: Int

  private static let letterWidth = 8.5
  private static let labelGap = 8
  private static let partGap = 16
  private static let maximumWidth = 560.0
  private static let maximumHeight = 150.0
  /// Thinner than this, a rectangle can't be seen as one.
  private static let minimumSide = 10

  init(_ diagram: ShapeDiagram) {
    var columns = 0
    var rows = 1
    var labels = 0
    for part in diagram.parts {
      switch part {
      case .sign(let sign): labels += Self.textWidth(sign) + Self.partGap
      case .matrix(_, let rowCount, let columnCount, let rowsName, _):
        columns += max(columnCount, 0)
        rows = max(rows, rowCount)
        labels += Self.textWidth(Self.size(rowCount, rowsName)) + Self.labelGap + Self.partGap
      }
    }
    let room = max(Self.maximumWidth - Double(labels), 240)
    unit = min(28, Self.maximumHeight / Double(rows), room / Double(max(columns, 1)))
    let tallest = Self.side(rows, unit: unit)
    middle = tallest / 2 + 28
    height = tallest + 36
    for part in diagram.parts { add(part) }
    width += 1  // half the last stroke
  }

  private mutating func add(_ part: ShapeDiagram.Part) {
    if width > 0 { width += Self.partGap }
    switch part {
    case .sign(let sign):
      let signWidth = Self.textWidth(sign)
      text(sign, x: width + signWidth / 2, y: middle + 5, anchor: "middle")
      width += signWidth
    case .matrix(let name, let rows, let columns, let rowsName, let columnsName):
      let label = Self.size(rows, rowsName)
      width += Self.textWidth(label)
      text(label, x: width, y: middle + 5, anchor: "end", isSize: true)
      width += Self.labelGap
      let (boxWidth, boxHeight) = (Self.side(columns, unit: unit), Self.side(rows, unit: unit))
      let top = middle - boxHeight / 2
      content += "<rect x=\"\(width)\" y=\"\(top)\" width=\"\(boxWidth)\" height=\"\(boxHeight)\" rx=\"2\"/>"
      // A name or a size that is wider than its box would run into the next one.
      let room = max(boxWidth, Self.textWidth(name), Self.textWidth(Self.size(columns, columnsName)))
      let center = width + boxWidth / 2
      text(Self.size(columns, columnsName), x: center, y: top - Self.labelGap, anchor: "middle", isSize: true)
      text(name, x: center, y: middle + 5, anchor: "middle")
      width += (boxWidth + room) / 2
    }
  }

  private mutating func text(_ text: String, x: Int, y: Int, anchor: String, isSize: Bool = false) {
    let role: HTML = isSize ? " class=\"size\"" : ""
    content += "<text\(role) x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\">\(Self.withSubscripts(text))</text>"
  }

  /// `d_k` with its k below the line.
  private static func withSubscripts(_ text: String) -> HTML {
    let localization = text.split(separator: " ", omittingEmptySubsequences: false).map { word -> HTML in
      guard let bar = word.firstIndex(of: "_"), bar != word.startIndex else { return HTML(text: word) }
      let lower = word[word.index(after: bar)...]
      return "\(word[..<bar])<tspan dy=\"4\" font-size=\"75%\">\(lower)</tspan><tspan dy=\"-4\">\u{200B}</tspan>"
    }
    return localization.joined(separator: " ")
  }

  /// `m = 3`, or `3` for a size without a name.
  static func size(_ count: Int, _ name: String) -> String { name.isEmpty ? "\(count)" : "\(name) = \(count)" }

  private static func side(_ count: Int, unit: Double) -> Int { max(Int(Double(count) * unit), minimumSide) }

  private static func textWidth(_ text: String) -> Int { Int(Double(text.count) * letterWidth) }
}
