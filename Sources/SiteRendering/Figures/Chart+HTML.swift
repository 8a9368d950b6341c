import CellOutputs

extension Chart {
  func html(alternative: String, _ localization: FigureLocalization) -> HTML {
    let x = xScale
    let y = AxisScale(y, values: series.flatMap(\.y), ends: .round, ticks: 6)
    let styles = SeriesMarks.styles(of: series)
    let marks = zip(series, styles).map { SeriesMarks($0, style: $1, x: x, y: y) }
    let ends = EndLabels(marks)
    let frame = PlotFrame(
      across: PlotFrame.Across(x), y: y, legend: legend(isNarrowOnly: ends != nil), ends: ends,
      // What others are compared with lies behind them.
      marks: (marks.filter { $0.mark == .reference } + marks.filter { $0.mark != .reference }).map(\.html).joined())
    let missing = marks.reduce(0) { $0 + $1.missing }
    return FigureFrame(
      title: title, picture: frame.html(title: title, alternative: alternative),
      note: missing == 0 ? "" : localization.notDrawn(missing), data: data(localization)
    ).html(localization)
  }

  var xScale: AxisScale { AxisScale(x, values: series.flatMap(\.x), ends: kind == .line ? .tight : .padded, ticks: 6) }

  private func legend(isNarrowOnly: Bool) -> Legend {
    // The axis and the title describe a single series well enough.
    guard series.count > 1 else { return Legend() }
    return Legend(
      entries: zip(series, SeriesMarks.styles(of: series)).map { series, style in
        Legend.Entry(name: series.name, style: style, kind: series.mark.rawValue)
      }, isNarrowOnly: isNarrowOnly)
  }

  /// One row for each x where all series have the same, else one for each point.
  func data(_ localization: FigureLocalization) -> DataTable {
    let xName = x.name.isEmpty ? "x" : x.name
    if let first = series.first, series.allSatisfy({ $0.x == first.x }) {
      return DataTable(
        columns: [xName] + series.map(\.name),
        rows: first.x.indices.map { index in [shortText(first.x[index])] + series.map { shortText($0.y[index]) } })
    }
    return DataTable(
      columns: [localization.series, xName, y.name.isEmpty ? "y" : y.name],
      rows: series.flatMap { series in zip(series.x, series.y).map { [series.name, shortText($0), shortText($1)] } })
  }
}
