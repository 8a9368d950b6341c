import CellOutputs

/// One series of a chart, drawn: its points in the plot, and the paths through them.
struct SeriesMarks {
  let name: String
  let mark: Series.Mark
  /// The class that gives it its color and its second sign: dashes, or the shape of its points.
  let style: String
  /// nil where a point can't be drawn.
  let points: [PlotPoint?]

  /// More points would hide the line that joins them.
  private static let mostMarkers = 20
  /// More points than can be told apart.
  private static let mostPoints = 2000

  init(_ series: Series, style: String, x: AxisScale, y: AxisScale) {
    name = series.name
    mark = series.mark
    self.style = style
    points = zip(series.x, series.y).map { pair in
      guard let x = x.place(of: pair.0), let y = y.place(of: pair.1) else { return nil }
      return PlotPoint(x: x * PlotFrame.width, y: (1 - y) * PlotFrame.height)
    }
  }

  /// The styles of a chart's series. Lines come first, so that the first line is solid whatever stands before it; a line to compare with
  /// has a style of its own.
  static func styles(of series: [Series]) -> [String] {
    func isLine(_ index: Int) -> Bool { series[index].mark == .line || series[index].mark == .steps }
    func isPoints(_ index: Int) -> Bool { series[index].mark == .points }
    let numbered = series.indices.filter(isLine) + series.indices.filter(isPoints)
    var styles = Array(repeating: "reference", count: series.count)
    for (number, index) in numbered.enumerated() { styles[index] = style(number) }
    return styles
  }

  /// The classes are used again after the last one.
  static func style(_ number: Int) -> String { "s\(number % 6 + 1)" }

  /// How many of its points are not drawn.
  var missing: Int { points.count { $0 == nil } }

  /// Where the name of a line may stand: at its last point, if that is where the plot ends.
  var end: PlotPoint? {
    guard mark != .points, let last = points.last, let last, last.x > PlotFrame.width * 0.97 else { return nil }
    return last
  }

  /// One path for the line, one for its points; both are stretched with the plot, their strokes aren't.
  var html: HTML {
    let line = mark == .points ? "" : linePath
    let dots = mark == .steps || mark == .reference ? "" : dotPath
    // A hollow point is a smaller one of the page's color on top.
    let paths = [("line", line), ("points", dots), ("hollow", Self.isHollow(style) ? dots : "")]
      .filter { !$1.isEmpty }.map { "<path class=\"\($0)\" d=\"\($1)\"/>" as HTML }
    return PlotFrame.stretched(paths.joined(), style: style)
  }

  static func isHollow(_ style: String) -> Bool { style == "s3" || style == "s4" }

  private var linePath: String {
    var path = PathData()
    for run in runs where run.count > 1 {
      let shown = points.count > Self.mostPoints ? Self.thinned(run) : run
      path.move(to: shown[0])
      for (last, point) in zip(shown, shown.dropFirst()) {
        if mark == .steps, point.y != last.y { path.line(to: PlotPoint(x: point.x, y: last.y)) }
        path.line(to: point)
      }
    }
    return path.text
  }

  /// Of a line with many points only those that nothing joins.
  private var dotPath: String {
    var path = PathData()
    let isShown = mark == .points || points.count <= Self.mostMarkers
    var last: PlotPoint?
    for run in runs where isShown || run.count == 1 {
      for point in run {
        let point = points.count > Self.mostPoints ? PlotPoint(x: point.x.rounded(), y: point.y.rounded()) : point
        if point != last { path.dot(at: point) }
        last = point
      }
    }
    return path.text
  }

  /// Points that follow one another without a gap.
  private var runs: [[PlotPoint]] {
    points.split(separator: nil).map { $0.compactMap(\.self) }
  }

  /// Of the points in each narrow column the first, the highest, the lowest and the last, which look the same as all of them.
  private static func thinned(_ run: [PlotPoint]) -> [PlotPoint] {
    var thinned: [PlotPoint] = []
    var start = 0
    while start < run.count {
      let column = (run[start].x / 2).rounded()
      var end = start
      while end < run.count, (run[end].x / 2).rounded() == column { end += 1 }
      let range = start..<end
      let highest = range.min { run[$0].y < run[$1].y } ?? start
      let lowest = range.max { run[$0].y < run[$1].y } ?? start
      thinned += Set([start, highest, lowest, end - 1]).sorted().map { run[$0] }
      start = end
    }
    return thinned
  }
}
