import Attention
import CellOutputs

/// A picture that a cell displays; as text it is its kind, title, shape and range.
public struct FigureValue: Displayable, Sendable {
  public var figure: Figure

  init(_ figure: Figure) { self.figure = figure }

  public var displayText: String { figure.title + figure.described.text }

  public func displayed(asType type: String) -> DisplayedValue {
    DisplayedValue(text: displayText, type: figure.described.kind, content: .figure(figure))
  }
}

/// What is recorded of a figure, and what a reader hears who doesn't see it.
extension Figure {
  /// The kind, and what stands after the title.
  fileprivate var described: (kind: String, text: String) {
    switch self {
    case .heatMap(let map):
      ("heat map", ", \(map.values.shape[0]) × \(map.values.shape[1]), \(range(of: map.values.elements))")
    case .shapes(let diagram): ("shapes", ": " + diagram.parts.map(described).joined(separator: " "))
    case .attentionLines(let lines):
      (
        "attention lines",
        ", \(lines.queries.count) queries × \(lines.keys.count) keys, weights \(range(of: lines.weights.elements))"
      )
    case .chart(let chart): ("\(chart.kind.rawValue) chart", described(chart))
    case .bars(let chart):
      (
        "bar chart",
        ", \(chart.labels.count) labels, "
          + chart.groups.map { "\($0.name): \(range(of: $0.values))" }.joined(separator: "; ")
      )
    case .histogram(let histogram):
      (
        "histogram",
        ", \(histogram.counts.reduce(0, +)) values in \(histogram.counts.count) bins \(range(of: histogram.edges))"
          + "\(scale(of: histogram.x)), at most \(histogram.counts.max() ?? 0) in one"
      )
    case .masks(let gallery):
      (
        "masks",
        ": " + gallery.masks.map { "\($0.name) \($0.queries) × \($0.keys), \($0.seen) seen" }.joined(separator: "; ")
      )
    }
  }

  private func described(_ chart: Chart) -> String {
    let x = ", x \(range(of: chart.series.flatMap(\.x)))\(scale(of: chart.x))"
    let series = chart.series.map { "\($0.name): \($0.y.count) points \(range(of: $0.y))" }.joined(separator: "; ")
    return x + (chart.y.scale == .log ? ", y (log)" : "") + (series.isEmpty ? ", no series" : ", " + series)
  }

  private func described(_ part: ShapeDiagram.Part) -> String {
    switch part {
    case .matrix(let name, let rows, let columns, _, _): "\(name) [\(rows), \(columns)]"
    case .sign(let sign): sign
    }
  }

  private func scale(of axis: Axis) -> String { axis.scale == .log ? " (log)" : "" }

  /// The values that are numbers: one that isn't finite is told beside the range.
  private func range(of values: [Double]) -> String {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return "without a finite value" }
    let others = values.count - finite.count
    return "from \(rounded(low)) to \(rounded(high))" + (others > 0 ? ", \(others) not finite" : "")
  }

  /// Four decimals at most, as tensors are shown.
  private func rounded(_ value: Double) -> String {
    let text = Tensor(Float(value)).description
    guard text.contains("."), !text.contains("e") else { return text }
    let digits = String(text.reversed().drop { $0 == "0" }.reversed())
    return digits.hasSuffix(".") ? String(digits.dropLast()) : digits
  }
}
