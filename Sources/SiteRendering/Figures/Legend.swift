import CellOutputs

/// The names of what a chart shows, each with its color and its dash, shape or fill.
struct Legend {
  struct Entry {
    var name: String
    var style: String
    /// A series' mark, or `bars`.
    var kind: String
  }

  var entries: [Entry] = []
  /// Where there is room, the lines themselves are named.
  var isNarrowOnly = false

  var html: HTML {
    guard !entries.isEmpty else { return .empty }
    let items = entries.map { entry -> HTML in
      "<li class=\"\(entry.style)\"><svg width=\"\(entry.kind == "points" || entry.kind == "bars" ? 14 : 28)\" height=\"12\">\(Self.sample(of: entry))</svg><span>\(TypesetText(entry.name).html)</span></li>"
    }
    let kind: HTML = isNarrowOnly ? "legend narrow" : "legend"
    return "<ul class=\"\(kind)\">\(items.joined())</ul>"
  }

  private static func sample(of entry: Entry) -> HTML {
    switch entry.kind {
    case "line", "reference": "<path class=\"line\" d=\"M0 6h28\"/>"
    case "steps": "<path class=\"line\" d=\"M0 9h14v-6h14\"/>"
    case "points":
      "<path class=\"points\" d=\"M7 6h0\"/>"
        + (SeriesMarks.isHollow(entry.style) ? "<path class=\"hollow\" d=\"M7 6h0\"/>" : .empty)
    default: "<rect class=\"bar\" x=\"1\" y=\"0\" width=\"12\" height=\"12\"/>"
    }
  }
}

/// The names of lines at their right ends, where the eye is already.
struct EndLabels {
  private struct Label {
    var name: String
    var style: String
    var y: Double
  }

  private var labels: [Label] = []

  private static let lineHeight = 16.0
  private static let longestName = 18
  /// Further from its line, a name would seem to be another's.
  private static let furthest = 10.0

  /// nil where they would be far from their lines, or leave too little room for them.
  init?(_ marks: [SeriesMarks]) {
    guard marks.count > 1 else { return nil }
    for mark in marks {
      guard let end = mark.end, mark.name.count <= Self.longestName else { return nil }
      labels.append(Label(name: mark.name, style: mark.style, y: end.y))
    }
    let ends = labels.map(\.y)
    // From the top down, each below the one before it; then up again from the bottom, if the last is too low.
    let order = labels.indices.sorted { (ends[$0], $0) < (ends[$1], $1) }
    for (above, below) in zip(order, order.dropFirst()) {
      labels[below].y = max(labels[below].y, labels[above].y + Self.lineHeight)
    }
    // All are moved up by half of what the crowd was moved down.
    let shift = labels.indices.map { labels[$0].y - ends[$0] }.max().map { $0 / 2 } ?? 0
    for index in labels.indices where labels[index].y > ends[index] || shift > 0 { labels[index].y -= shift }
    guard labels.indices.allSatisfy({ abs(labels[$0].y - ends[$0]) <= Self.furthest }) else { return nil }
  }

  /// In pixels.
  var width: Int { 16 + textWidth(labels.map(\.name)) }

  var html: HTML {
    let texts = labels.map { label -> HTML in
      "<text class=\"\(label.style)\" x=\"100%\" dx=\"8\" y=\"\(PlotFrame.pixels(label.y + 4.5))\">\(TypesetText(label.name).svg)</text>"
    }
    return "<g class=\"ends\">\(texts.joined())</g>"
  }
}
