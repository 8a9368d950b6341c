import CellOutputs
import Foundation

extension BarChart {
  func html(alternative: String) -> HTML {
    let y = AxisScale(y, values: groups.flatMap(\.values) + [0], ends: .round, ticks: 6)
    let width = 1 / Double(max(labels.count, 1))
    let frame = PlotFrame(
      labels: labels.enumerated().map { ($1, (Double($0) + 0.5) * width) }, xName: x.name, y: y,
      legend: legend,
      marks: groups.enumerated().map { bars(of: $1, number: $0, y: y) }.joined())
    return FigureFrame(title: title, picture: frame.html(alternative: alternative), data: data).html
  }

  private var legend: HTML {
    let entries = groups.enumerated().map { "<li class=\"s\($0 % 6 + 1) bars\">\($1.name)</li>" as HTML }
    return "<ul class=\"legend\">\(entries.joined())</ul>"
  }

  private func bars(of group: Bars, number: Int, y: AxisScale) -> HTML {
    let room = 1 / Double(max(labels.count, 1))
    let width = room * 0.8 / Double(groups.count)
    let zero = y.place(of: 0) ?? 0
    let bars = group.values.enumerated().compactMap { index, value -> HTML? in
      guard let place = y.place(of: value) else { return nil }
      let start = (Double(index) + 0.1) * room + Double(number) * width
      return """
        <rect x="\(PlotFrame.percent(start))" width="\(PlotFrame.percent(width))" \
        y="\(PlotFrame.upwards(max(place, zero)))" height="\(PlotFrame.pixels(abs(place - zero) * PlotFrame.height))"/>
        """
    }
    return "<g class=\"s\(number % 6 + 1) bars\">\(bars.joined())</g>"
  }

  var data: DataTable {
    DataTable(
      columns: [x.name] + groups.map(\.name),
      rows: labels.indices.map { index in [labels[index]] + groups.map { shortText($0.values[index]) } })
  }
}
