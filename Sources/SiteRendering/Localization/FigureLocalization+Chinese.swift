import CellOutputs

extension FigureLocalization {
  static let chinese = FigureLocalization(
    data: "数据", dataOf: { "\($0)：数据" }, values: "数值", noValues: "没有数值。",
    notDrawn: { "有 \($0) 个点不在坐标轴范围内。" },
    notCounted: { "有 \($0) 个值不在坐标轴范围内，未计入。" },
    series: "系列", from: "从", to: "到", count: "个数", matrix: "矩阵", rows: "行", columns: "列",
    scalePerRow: "每行各有自己的色标，以该行最大值为准。", onTheWay: "途中", vector: "向量", radians: "弧度",
    query: "查询", queries: "查询", key: "键", keys: "键", mask: "掩码", keysSeen: "可见的键",
    howToReadMasks: "每行一个查询，每列一个键；有颜色处表示该查询可以看到该键。",
    maskSize: { "\($0) 个查询，\($1) 个键，可见 \($2) 处" },
    matrixSize: { "\($0)：\($1) 行，\($2) 列" },
    spoken: { figure, _ in ChineseSpokenFigure(figure: figure).text })
}

/// A figure for those who hear it, in Chinese: what is recorded of it says the same in English.
private struct ChineseSpokenFigure {
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
    case .flow: "流程图"
    case .vectors: "向量图"
    case .rotations: "旋转图"
    case .steps: "步骤图"
    case .table: "表格"
    }
  }

  private var content: String {
    switch figure {
    case .heatMap(let map): "\(map.rowCount) 行 \(map.columnCount) 列，\(range(of: map.values.elements))"
    case .shapes(let diagram): diagram.alternative(.chinese)
    case .attentionLines(let lines):
      "\(lines.queries.count) 个查询，\(lines.keys.count) 个键，权重\(range(of: lines.allWeights.elements))"
        + (lines.choices.map { "，\($0.kind)：共 \($0.names.count) 项可选" } ?? "")
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
    case .flow(let diagram): described(diagram)
    case .vectors(let diagram): described(diagram)
    case .rotations(let diagram):
      "\(diagram.rows.count) 行，每行 \(diagram.columns.count) 个，角度\(range(of: diagram.angles.elements))（弧度）"
    case .steps(let diagram):
      diagram.steps.enumerated().map { "第 \($0 + 1) 步 \($1.name)，\(range(of: $1.values.elements))" }.joined(separator: "；")
    case .table(let table): "\(table.rowCount) 行，列：" + table.columns.map(\.name).joined(separator: "、")
    }
  }

  private func described(_ diagram: FlowDiagram) -> String {
    let boxes = diagram.boxes.map { box in
      box.name + (box.shape == nil ? "" : " \(box.shapeText)") + (box.values == nil ? "" : "：\(box.valueTexts.joined(separator: "，"))")
        + (box.group.isEmpty ? "" : "（\(box.group)）")
    }
    let arrows = diagram.arrows.map { arrow in
      diagram.boxes[arrow.from].name + (arrow.label.isEmpty ? " → " : " → \(arrow.label) → ") + diagram.boxes[arrow.to].name
    }
    return "方框：" + boxes.joined(separator: "、") + "；箭头：" + arrows.joined(separator: "，")
  }

  private func described(_ diagram: VectorDiagram) -> String {
    let vectors = diagram.vectors.map { vector in
      "\(vector.name)（\(shortText(vector.tip.x, digits: 4))，\(shortText(vector.tip.y, digits: 4))）"
        + (vector.tips.count == 1 ? "" : "，共 \(vector.tips.count) 个位置")
    }
    let angles = diagram.angles.map { angle in
      "\(diagram.vectors[angle.first].name) 与 \(diagram.vectors[angle.second].name) 的夹角 \(shortText(diagram.degrees(of: angle), digits: 4))°"
    }
    return (vectors + angles).joined(separator: "；")
  }

  private func described(_ chart: Chart) -> String {
    let x = "横轴\(range(of: chart.series.flatMap(\.x)))\(scale(of: chart.x))"
    let series = chart.series.map { "，\($0.name)：\($0.y.count) 个点，\(range(of: $0.y))" }.joined()
    return x + (chart.y.scale == .log ? "，纵轴为对数" : "") + (series.isEmpty ? "，没有系列" : series)
  }

  private func scale(of axis: Axis) -> String { axis.scale == .log ? "（对数）" : "" }

  private func range(of values: [Double]) -> String {
    guard let range = FiniteRange(of: values) else { return "没有有限值" }
    return "从 \(shortText(range.low)) 到 \(shortText(range.high))"
      + (range.otherCount > 0 ? "，另有 \(range.otherCount) 个非有限值" : "")
  }
}
