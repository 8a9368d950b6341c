/// What a lesson records of a figure. In English, a reader who doesn't see the figure hears the same.
extension Figure {
  /// The kind, which stands before the text.
  public var kindName: String {
    switch self {
    case .heatMap: "heat map"
    case .shapes: "shapes"
    case .attentionLines: "attention lines"
    case .chart(let chart): "\(chart.kind.rawValue) chart"
    case .bars: "bar chart"
    case .histogram: "histogram"
    case .masks: "masks"
    }
  }

  /// The title, the sizes and the ranges of the values.
  public var recordedText: String {
    switch self {
    case .heatMap(let map): "\(map.title), \(map.values.shape[0]) × \(map.values.shape[1]), \(range(of: map.values.elements))"
    case .shapes(let diagram): "\(diagram.title): " + diagram.parts.map(text).joined(separator: " ")
    case .attentionLines(let lines):
      "\(lines.title), \(lines.queries.count) queries × \(lines.keys.count) keys, weights \(range(of: lines.weights.elements))"
    case .chart(let chart): text(of: chart)
    case .bars(let chart):
      "\(chart.title), \(chart.labels.count) labels, "
        + chart.groups.map { "\($0.name): \(range(of: $0.values))" }.joined(separator: "; ")
    case .histogram(let histogram):
      "\(histogram.title), \(histogram.counts.reduce(0, +)) values in \(histogram.counts.count) bins \(range(of: histogram.edges))"
        + "\(scale(of: histogram.x)), at most \(histogram.counts.max() ?? 0) in one"
    case .masks(let gallery):
      "\(gallery.title): "
        + gallery.masks.map { "\($0.name) \($0.queries) × \($0.keys), \($0.seen) seen" }.joined(separator: "; ")
    }
  }

  private func text(of chart: Chart) -> String {
    let x = "\(chart.title), x \(range(of: chart.series.flatMap(\.x)))\(scale(of: chart.x))"
    let series = chart.series.map { "\($0.name): \($0.y.count) points \(range(of: $0.y))" }.joined(separator: "; ")
    return x + (chart.y.scale == .log ? ", y (log)" : "") + (series.isEmpty ? ", no series" : ", " + series)
  }

  private func text(of part: ShapeDiagram.Part) -> String {
    switch part {
    case .matrix(let name, let rows, let columns, _, _): "\(name) [\(rows), \(columns)]"
    case .sign(let sign): sign
    }
  }

  private func scale(of axis: Axis) -> String { axis.scale == .log ? " (log)" : "" }

  private func range(of values: [Double]) -> String {
    guard let range = FiniteRange(of: values) else { return "without a finite value" }
    return "from \(roundedText(range.low)) to \(roundedText(range.high))"
      + (range.otherCount > 0 ? ", \(range.otherCount) not finite" : "")
  }
}
