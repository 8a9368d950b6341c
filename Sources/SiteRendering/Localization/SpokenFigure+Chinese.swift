import CellOutputs

/// A figure for those who hear it, in Chinese: what is recorded of it says the same in English.
struct ChineseSpokenFigure {
  var figure: Figure

  var text: String { "\(kind)：\(figure.title)，\(content)" }

  private var kind: String {
    switch figure {
    case .heatMap: "热图"
    case .shapes: "形状图"
    case .attentionLines: "注意力连线图"
    case .chart(let chart): chart.kind == .line ? "折线图" : "散点图"
    case .bars: "柱状图"
    case .histogram: "直方图"
    case .masks: "掩码图"
    }
  }

  private var content: String {
    switch figure {
    case .heatMap(let map): "\(map.rowLabels.count) 行 \(map.columnLabels.count) 列，\(range(of: map.values.elements))"
    case .shapes(let diagram): diagram.alternative(.chinese)
    case .attentionLines(let lines):
      "\(lines.queries.count) 个查询，\(lines.keys.count) 个键，权重\(range(of: lines.weights.elements))"
    case .chart(let chart): described(chart)
    case .bars(let chart):
      "\(chart.labels.count) 组" + chart.groups.map { "，\($0.name)：\(range(of: $0.values))" }.joined()
    case .histogram(let histogram):
      """
      \(histogram.counts.reduce(0, +)) 个值，\(histogram.counts.count) 个区间，\(range(of: histogram.edges))\
      \(scale(of: histogram.x))，一个区间内至多 \(histogram.counts.max() ?? 0) 个
      """
    case .masks(let gallery):
      gallery.masks.map { "\($0.name)：\(FigureLocalization.chinese.maskSize($0.queries, $0.keys, $0.seen))" }
        .joined(separator: "；")
    }
  }

  private func described(_ chart: Chart) -> String {
    let x = "横轴\(range(of: chart.series.flatMap(\.x)))\(scale(of: chart.x))"
    let series = chart.series.map { "，\($0.name)：\($0.y.count) 个点，\(range(of: $0.y))" }.joined()
    return x + (chart.y.scale == .log ? "，纵轴为对数" : "") + (series.isEmpty ? "，没有系列" : series)
  }

  private func scale(of axis: Axis) -> String { axis.scale == .log ? "（对数）" : "" }

  private func range(of values: [Double]) -> String {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return "没有有限值" }
    let others = values.count - finite.count
    return "从 \(shortText(low)) 到 \(shortText(high))" + (others > 0 ? "，另有 \(others) 个非有限值" : "")
  }
}
