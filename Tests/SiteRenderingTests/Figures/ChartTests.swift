import CellOutputs
import Foundation
import Testing

@testable import SiteRendering

@Suite struct ChartTests {
  private func chart(_ series: Series..., x: Axis = "x", y: Axis = "y", kind: Chart.Kind = .line) -> Chart {
    Chart(title: "A <chart>", kind: kind, x: x, y: y, series: series)
  }

  private func line(_ name: String, _ y: [Double]) -> Series {
    Series(name: name, mark: .line, x: y.indices.map(Double.init), y: y)
  }

  private func markup(_ chart: Chart) -> String {
    Figure.chart(chart).html(alternative: "line chart: <A chart>", .english).markup
  }

  @Test func `it has a title, a text alternative and its data`() {
    let markup = markup(chart(line("a", [1, 2]), line("b", [2, 1])))
    #expect(markup.contains("<figcaption>A &lt;chart&gt;</figcaption>"))
    #expect(markup.contains("role=\"img\" aria-label=\"line chart: &lt;A chart&gt;\""))
    #expect(markup.contains("<details class=\"data\"><summary>Data</summary>"))
  }

  @Test func `axes have names, units and ticks`() {
    let markup = markup(
      chart(line("a", [1, 1000]), x: Axis("step"), y: Axis("time", unit: "ms", scale: .log)))
    #expect(markup.contains("<p class=\"axis\">time (ms)</p>"))
    #expect(markup.contains("<p class=\"axis across\">step</p>"))
    #expect(markup.matches(of: /<text class="up"[^>]*>(\d+)<\/text>/).map { String($0.1) } == ["1", "10", "100", "1000"])
  }

  /// The law of the data table: what is drawn can be had as text, point for point.
  @Test(arguments: [1, 7, 300, 10_000]) func `every point appears in the data`(count: Int) {
    let ys = (0..<count).map { Double(($0 * 7919) % 1000) / 8 }
    let shared = chart(line("a", ys), line("b", ys.reversed()))
    let table = shared.data(.english)
    #expect(table.columns == ["x", "a", "b"])
    #expect(table.rows == ys.indices.map { [shortText(Double($0)), shortText(ys[$0]), shortText(ys[count - 1 - $0])] })

    let apart = chart(line("a", ys), Series(name: "b", mark: .points, x: [0.5, 2], y: [3, .nan]))
    #expect(apart.data(.english).rows.count == count + 2)
    #expect(apart.data(.english).rows.suffix(2) == [["b", "0.5", "3"], ["b", "2", "nan"]])
    for chart in [shared, apart] {
      let markup = markup(chart)
      let rows = chart.data(.english).rows
      if count > 100 {
        #expect(markup.contains(rows.map { $0.joined(separator: ",") }.joined(separator: "\n")))
      } else {
        for row in rows {
          #expect(markup.contains("<tr><th scope=\"row\">\(row[0])</th>" + row.dropFirst().map { "<td>\($0)</td>" }.joined() + "</tr>"))
        }
      }
    }
  }

  @Test func `many points are few bytes, and no peak is lost`() throws {
    var ys = (0..<10_000).map { sin(Double($0) / 50) + Double(($0 * 7919) % 1000) / 5000 }
    ys[5005] = 9
    let markup = markup(chart(line("a", ys)))
    let path = try #require(markup.firstMatch(of: /<path class="line" d="([^"]*)"/)).1
    #expect(path.utf8.count < 20_000)
    // The peak is the top of the axis, to which the path must reach.
    #expect(points(of: String(path)).map(\.y).min().map { $0 < 30 } == true)
    let scattered = Chart(
      title: "t", kind: .scatter, x: "x", y: "y",
      series: [Series(name: "a", mark: .points, x: ys.indices.map(Double.init), y: ys)])
    let dots = try #require(self.markup(scattered).firstMatch(of: /<path class="points" d="([^"]*)"/)).1
    #expect(dots.utf8.count < 80_000)
  }

  @Test func `rounding never adds up along a path`() throws {
    let series = line("a", (0..<1500).map { Double($0) / 3 })
    let scale = AxisScale("x", values: series.x, ends: .tight, ticks: 6)
    let marks = SeriesMarks(series, style: "s1", x: scale, y: scale)
    let path = try #require(marks.html.markup.firstMatch(of: /\ d="([^"]*)"/)).1
    let drawn = points(of: String(path))
    #expect(drawn.count == 1500)
    for (point, meant) in zip(drawn, marks.points.compactMap(\.self)) {
      #expect(abs(point.x - meant.x) <= 0.051 && abs(point.y - meant.y) <= 0.051)
    }
  }

  /// Follows a path's steps.
  private func points(of path: String) -> [PlotPoint] {
    var pen = PlotPoint(x: 0, y: 0)
    return path.matches(of: /[ml](-?[\d.]+) ?(-?[\d.]+)/).map { step in
      pen.x += Double("0" + step.1.drop { $0 == "-" }).map { step.1.hasPrefix("-") ? -$0 : $0 } ?? .nan
      pen.y += Double("0" + step.2.drop { $0 == "-" }).map { step.2.hasPrefix("-") ? -$0 : $0 } ?? .nan
      return pen
    }
  }

  @Test func `a point without a place leaves a gap, and is told`() throws {
    let markup = markup(chart(line("a", [1, 2, .nan, 4, .infinity, 6, 7])))
    let path = try #require(markup.firstMatch(of: /<path class="line" d="([^"]*)"/)).1
    #expect(path.count { $0 == "m" } == 2)  // 1–2 and 6–7
    let dots = try #require(markup.firstMatch(of: /<path class="points" d="([^"]*)"/)).1
    #expect(dots.count { $0 == "m" } == 5)
    #expect(markup.contains("2 points have no place on these axes."))
    #expect(self.markup(chart(line("a", [0, 1, 10]), y: Axis("y", scale: .log))).contains("One point has no place"))
  }

  @Test(
    arguments: [
      [], [3], [2, 2, 2], [.nan], [.nan, 1, .nan], [-.infinity, .infinity], [1e308, -1e308], [0, .leastNonzeroMagnitude],
    ] as [[Double]])
  func `any series is drawn with numbers that are numbers`(ys: [Double]) {
    for axis in [Axis("y"), Axis("y", scale: .log)] {
      for kind in [Chart.Kind.line, .scatter] {
        let text = markup(chart(line("a", ys), line("b", ys.reversed()), x: axis, y: axis, kind: kind))
        let drawing = text.prefix(upTo: text.range(of: "<details")?.lowerBound ?? text.endIndex)
        #expect(!drawing.contains("nan") && !drawing.contains("inf"))
      }
    }
    #expect(markup(Chart(title: "t", kind: .line, x: "x", y: "y", series: [])).contains("<figcaption>"))
  }

  @Test func `lines are named at their ends where the names have room, else in a legend`() {
    let apart = markup(chart(line("up", [0, 10]), line("down", [10, 0])))
    #expect(apart.contains("<g class=\"ends\">") && apart.contains("class=\"legend narrow\""))
    let together = markup(chart(line("a", [0, 1]), line("b", [0, 1]), line("c", [0, 1]), line("d", [0, 1])))
    #expect(!together.contains("class=\"ends\"") && together.contains("<ul class=\"legend\">"))
    let alone = markup(chart(line("a", [0, 1])))
    #expect(!alone.contains("legend") && !alone.contains("class=\"ends\""))
  }

  @Test func `names at the ends never touch`() throws {
    for gap in stride(from: 0.0, through: 3, by: 0.25) {
      let markup = markup(chart(line("a", [0, 5]), line("b", [0, 5 + gap]), line("c", [0, 10])))
      let ys = markup.matches(of: /dx="8" y="([\d.]+)"/).compactMap { Double($0.1) }.sorted()
      for (a, b) in zip(ys, ys.dropFirst()) { #expect(b - a >= 15.9) }
    }
  }

  @Test func `a second sign beside the color tells series apart`() {
    let markup = markup(chart(line("a", [1, 2]), line("b", [2, 3]), line("c", [3, 4])))
    #expect(markup.matches(of: /<svg class="(s\d)" viewBox/).map { String($0.1) } == ["s1", "s2", "s3"])
    #expect(markup.contains("class=\"hollow\""))
  }

  @Test func `the first line is solid, whatever stands before it, and what it is compared with lies behind`() {
    let series = [
      Series(name: "data", mark: .points, x: [0, 1], y: [0, 1]), Series(name: "truth", mark: .reference, x: [0, 1], y: [0, 1]),
      Series(name: "estimate", mark: .line, x: [0, 1], y: [1, 2]), Series(name: "other", mark: .steps, x: [0, 1], y: [2, 3]),
    ]
    #expect(SeriesMarks.styles(of: series) == ["s3", "reference", "s1", "s2"])
    let markup = markup(Chart(title: "t", kind: .scatter, x: "x", y: "y", series: series))
    #expect(markup.matches(of: /<svg class="(\w+)" viewBox/).map { String($0.1) } == ["reference", "s3", "s1", "s2"])
  }

  @Test func `steps have upright edges`() throws {
    let series = Series(name: "s", mark: .steps, x: [0, 1, 2, 3], y: [0, 0, 1, 1])
    let text = markup(chart(series))
    let path = try #require(text.firstMatch(of: /<path class="line" d="([^"]*)"/)).1
    let drawn = points(of: String(path))
    for (a, b) in zip(drawn, drawn.dropFirst()) { #expect(abs(a.x - b.x) < 0.01 || abs(a.y - b.y) < 0.01) }
    #expect(drawn.count == 5)
    #expect(!text.contains("class=\"points\""))
  }

  @Test func `degrees have the ticks of a compass`() {
    func ticks(_ high: Double) -> [String] {
      AxisScale(Axis("direction", unit: "°"), values: [0, high], ends: .tight, ticks: 6).ticks.labels
    }
    #expect(ticks(360) == ["0", "90", "180", "270", "360"])
    #expect(ticks(90) == ["0", "15", "30", "45", "60", "75", "90"])
    #expect(ticks(1) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
  }

  @Test func `names of axes and series are typeset`() {
    let markup = markup(chart(line("1/√d_k", [1, 2]), line("-1", [2, 1]), x: "d_k, length", y: "W_O"))
    #expect(markup.contains("<p class=\"axis across\">d<sub>k</sub>, length</p>"))
    #expect(markup.contains("<p class=\"axis\">W<sub>O</sub></p>"))
    #expect(markup.contains("1/√d<sub>k</sub></span></li>") && markup.contains("<span>−1</span>"))
  }

  @Test func `names can't break out of the picture`() {
    let evil = "\"><script>"
    let chart = Chart(
      title: evil, kind: .line, x: Axis(evil, unit: evil), y: Axis(evil), series: [line(evil, [1, 2]), line(evil, [5])])
    #expect(!Figure.chart(chart).html(alternative: evil, .english).markup.contains("<script>"))
  }

  @Test func `bytes are the same each time`() {
    let chart = chart(line("a", (0..<3000).map { sin(Double($0)) }), line("b", [1]))
    #expect(markup(chart) == markup(chart))
  }
}
