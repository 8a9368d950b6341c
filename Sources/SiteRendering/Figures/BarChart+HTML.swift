import CellOutputs

extension BarChart {
  /// With more bars, there is no room for their numbers.
  private static let mostNumbers = 8
  /// The smallest width of a bar in pixels.
  private static let thinnest = 8

  func html(alternative: String, _ localization: FigureLocalization) -> HTML {
    let y = AxisScale(y, values: groups.flatMap(\.values) + [0], ends: .round, ticks: 6)
    let entries = groups.enumerated().map {
      Legend.Entry(name: $1.name, style: SeriesMarks.style($0), kind: "bars")
    }
    let frame = PlotFrame(
      across: PlotFrame.Across(name: x.titleWithUnit, labels: labels, language: localization.markedWords.attribute(labels)), y: y,
      legend: Legend(entries: entries.count > 1 ? entries : []),
      marks: groups.indices.map { bars(ofGroup: $0, y: y) }.joined())
    let width = labels.count * (groups.count + 1) * Self.thinnest
    return FigureFrame(
      title: title, picture: frame.html(title: title, alternative: alternative, minimumWidth: width),
      data: data(localization)
    ).html(localization)
  }

  private func bars(ofGroup number: Int, y: AxisScale) -> HTML {
    let room = 1 / Double(max(labels.count, 1))
    // Between two labels, about as much room as a bar takes, but not more than a quarter.
    let gap = room * min(0.25, 1 / Double(groups.count + 1))
    let width = (room - gap) / Double(groups.count)
    let zero = y.place(of: 0) ?? 0
    let showsNumbers = labels.count * groups.count <= Self.mostNumbers
    let bars = groups[number].values.enumerated().compactMap { index, value -> HTML? in
      guard let place = y.place(of: value) else { return nil }
      let start = Double(index) * room + gap / 2 + Double(number) * width
      let top = (1 - max(place, zero)) * PlotFrame.height
      let height = abs(place - zero) * PlotFrame.height
      let number: HTML = """
        <text class="number" x="\(PlotFrame.percent(start + width / 2))" \
        y="\(PlotFrame.pixels(place < zero ? top + height + 14 : top - 5))">\(shortText(value, digits: 3))</text>
        """
      return """
        <rect x="\(PlotFrame.percent(start))" width="\(PlotFrame.percent(width))" y="\(PlotFrame.pixels(top))" \
        height="\(PlotFrame.pixels(height))"/>\(showsNumbers ? number : .empty)
        """
    }
    return "<g class=\"\(SeriesMarks.style(number)) bar\">\(bars.joined())</g>"
  }

  func data(_ localization: FigureLocalization) -> DataTable {
    DataTable(
      columns: [x.name] + groups.map(\.name),
      rows: labels.indices.map { index in [labels[index]] + groups.map { shortText($0.values[index]) } },
      rowLanguage: localization.markedWords.attribute(labels))
  }
}
