import CellOutputs
import Foundation

extension Chart {
  func html(alternative: String) -> HTML {
    let x = AxisScale(x, values: series.flatMap(\.x), ends: kind == .line ? .tight : .round, ticks: 6)
    let y = AxisScale(y, values: series.flatMap(\.y), ends: .round, ticks: 6)
    let frame = PlotFrame(
      x: x, xName: x.name, y: y, legend: legend,
      marks: series.enumerated().map { SeriesMarks($1, number: $0, x: x, y: y).html }.joined())
    return FigureFrame(title: title, picture: frame.html(alternative: alternative), data: data).html
  }

  private var legend: HTML {
    let entries = series.enumerated().map { "<li class=\"s\($0 % 6 + 1) \($1.mark.rawValue)\">\($1.name)</li>" as HTML }
    return "<ul class=\"legend\">\(entries.joined())</ul>"
  }

  /// One row for each x where all series have the same, else one for each point.
  var data: DataTable {
    let xName = x.name.isEmpty ? "x" : x.name
    if let first = series.first, series.allSatisfy({ $0.x == first.x }) {
      return DataTable(
        columns: [xName] + series.map(\.name),
        rows: first.x.indices.map { index in [shortText(first.x[index])] + series.map { shortText($0.y[index]) } })
    }
    return DataTable(
      columns: ["series", xName, y.name.isEmpty ? "y" : y.name],
      rows: series.flatMap { series in zip(series.x, series.y).map { [series.name, shortText($0), shortText($1)] } })
  }
}

/// One series, as one path: lines, or dots that are lines of no length with round ends.
struct SeriesMarks {
  let html: HTML

  init(_ series: Series, number: Int, x: AxisScale, y: AxisScale) {
    let points = zip(series.x, series.y).map { pair -> (Double, Double)? in
      guard let x = x.place(of: pair.0), let y = y.place(of: pair.1) else { return nil }
      return (x * PlotFrame.width, (1 - y) * PlotFrame.height)
    }
    let line = series.mark == .line ? Self.line(points) : Self.dots(points)
    html = """
      <svg class="s\(number % 6 + 1) \(series.mark.rawValue)" viewBox="0 0 \(Int(PlotFrame.width)) \(Int(PlotFrame.height))" \
      preserveAspectRatio="none"><path d="\(line)"/></svg>
      """
  }

  private static func line(_ points: [(Double, Double)?]) -> String {
    var path = ""
    var isDrawing = false
    for point in points {
      guard let point else {
        isDrawing = false
        continue
      }
      path += "\(isDrawing ? "L" : "M")\(PlotFrame.pixels(point.0)) \(PlotFrame.pixels(point.1))"
      isDrawing = true
    }
    return path
  }

  private static func dots(_ points: [(Double, Double)?]) -> String {
    points.compactMap { $0.map { "M\(PlotFrame.pixels($0.0)) \(PlotFrame.pixels($0.1))h0" } }.joined()
  }
}
