import CellOutputs

extension Histogram {
  func html(alternative: String, _ words: FigureWords) -> HTML {
    let x = AxisScale(x, values: edges, ends: .tight, ticks: 6)
    let y = AxisScale(Axis(words.count), values: counts.map(Double.init) + [0], ends: .round, ticks: 6)
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
    let note = leftOut == 0 ? "" : words.notCounted(leftOut)
    return FigureFrame(
      title: title, picture: frame.html(title: title, alternative: alternative), note: note, data: data(words)
    ).html(words)
  }

  func data(_ words: FigureWords) -> DataTable {
    DataTable(
      columns: [words.from, words.to, words.count],
      rows: counts.indices.map { [shortText(edges[$0]), shortText(edges[$0 + 1]), String(counts[$0])] })
  }
}
