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
    case .flow: "flow diagram"
    case .vectors: "vectors"
    case .rotations: "rotations"
    case .steps: "steps"
    case .table: "table"
    }
  }

  /// The title, the sizes and the ranges of the values.
  public var recordedText: String {
    switch self {
    case .heatMap(let map): "\(map.title), \(map.rowCount) × \(map.columnCount), \(range(of: map.values.elements))"
    case .shapes(let diagram): "\(diagram.title): " + diagram.parts.map(text).joined(separator: " ")
    case .attentionLines(let lines):
      "\(lines.title), \(lines.queries.count) queries × \(lines.keys.count) keys, weights \(range(of: lines.allWeights.elements))"
        + (lines.choices.map { ", \($0.names.count) choices of \($0.kind)" } ?? "")
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
    case .flow(let diagram): text(of: diagram)
    case .vectors(let diagram): text(of: diagram)
    case .rotations(let diagram):
      "\(diagram.title), \(diagram.rows.count) rows of \(diagram.columns.count), angles \(range(of: diagram.angles.elements))"
    case .steps(let diagram):
      "\(diagram.title): " + diagram.steps.map { "\($0.name) \($0.values.shape) \(values($0.values.elements))" }.joined(separator: "; ")
    case .table(let table):
      "\(table.title), \(table.rowCount) rows: " + table.columns.map(text).joined(separator: "; ")
    }
  }

  private func text(of chart: Chart) -> String {
    let x = "\(chart.title), x \(range(of: chart.series.flatMap(\.x)))\(scale(of: chart.x))"
    let series = chart.series.map { "\($0.name): \($0.y.count) points \(range(of: $0.y))" }.joined(separator: "; ")
    return x + (chart.y.scale == .log ? ", y (log)" : "") + (series.isEmpty ? ", no series" : ", " + series)
  }

  private func text(of diagram: FlowDiagram) -> String {
    // A box without a shape or a group is told by its arrows.
    let told = diagram.boxes.filter { $0.shape != nil || !$0.group.isEmpty }
    let boxes = told.map { box in
      box.name + (box.shape.map { " \($0)" } ?? "") + (box.values.map { " \(values($0))" } ?? "")
        + (box.group.isEmpty ? "" : " (\(box.group))")
    }
    let arrows = diagram.arrows.map { arrow in
      let way = arrow.label.isEmpty ? "→" : "→ \(arrow.label) →"
      return "\(diagram.boxes[arrow.from].name) \(way) \(diagram.boxes[arrow.to].name)"
    }
    return "\(diagram.title): " + (boxes + arrows).joined(separator: "; ")
  }

  private func text(of diagram: VectorDiagram) -> String {
    let vectors = diagram.vectors.map { vector in
      let tip = "\(vector.name) (\(roundedText(vector.tip.x)), \(roundedText(vector.tip.y)))"
      return vector.tips.count == 1 ? tip : "\(tip) in \(vector.tips.count) positions"
    }
    let angles = diagram.angles.map { angle in
      "\(diagram.vectors[angle.first].name) and \(diagram.vectors[angle.second].name) at \(roundedText(diagram.degrees(of: angle)))°"
    }
    return "\(diagram.title): " + (vectors + angles).joined(separator: ", ")
  }

  private func text(of column: TableFigure.Column) -> String {
    let name = column.unit.isEmpty ? column.name : "\(column.name) (\(column.unit))"
    switch column.cells {
    case .words(let words): return words.count <= Self.mostListed ? "\(name) \(words.joined(separator: ", "))" : name
    case .numbers(let numbers, _): return "\(name) \(values(numbers))"
    }
  }

  /// Values are listed up to so many, so that a change of any of them is noticed.
  private static let mostListed = 16

  private func values(_ values: [Double]) -> String {
    values.count <= Self.mostListed ? values.map(roundedText).joined(separator: ", ") : range(of: values)
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
