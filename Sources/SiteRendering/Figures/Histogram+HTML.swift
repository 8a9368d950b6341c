import CellOutputs

extension Histogram {
  func html(alternative: String, _ localization: FigureLocalization) -> HTML {
    let x = AxisScale(x, values: edges, ends: .tight, ticks: 6)
    let y = AxisScale(Axis(localization.count), values: counts.map(Double.init) + [0], ends: .round, ticks: 6)
    let bars = counts.indices.compactMap { index -> HTML? in
      guard let start = x.place(of: edges[index]), let end = x.place(of: edges[index + 1]),
        let top = y.place(of: Double(counts[index])), counts[index] > 0
      else { return nil }
      return """
        <rect x="\(PlotFrame.percent(start))" width="\(PlotFrame.percent(end - start))" y="\(PlotFrame.upwards(top))" \
        height="\(PlotFrame.pixels(top * PlotFrame.height))"/>
        """
    }
    let frame = PlotFrame(
      across: PlotFrame.Across(x), y: y, marks: "<g class=\"s1 bar\">\(bars.joined())</g>")
    let note = leftOut == 0 ? "" : localization.notCounted(leftOut)
    return FigureFrame(
      title: title, picture: frame.html(title: title, alternative: alternative), note: note, data: data(localization)
    ).html(localization)
  }

  func data(_ localization: FigureLocalization) -> DataTable {
    DataTable(
      columns: [localization.from, localization.to, localization.count],
      rows: counts.indices.map { [shortText(edges[$0]), shortText(edges[$0 + 1]), String(counts[$0])] })
  }
}
