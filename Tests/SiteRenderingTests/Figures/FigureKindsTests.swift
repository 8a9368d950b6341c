import CellOutputs
import Testing

@testable import SiteRendering

/// Bars, histograms, attention lines and masks: what each draws, and what of it can be heard and read.
@Suite struct FigureKindsTests {
  private func markup(_ figure: Figure, _ localization: FigureLocalization = .english) -> String {
    figure.html(alternative: "what is recorded", localization).markup
  }

  private func bars(_ values: [Double], labels: [String]? = nil) -> BarChart {
    BarChart(
      title: "Bars", x: "head", y: "entropy", labels: labels ?? values.indices.map { "h\($0)" },
      groups: [Bars(name: "a", values: values)])
  }

  @Test func `bars stand on zero`() {
    let markup = markup(.bars(bars([2, -1, 0, .nan])))
    let boxes = markup.matches(of: /<rect x="[\d.]+%" width="[\d.]+%" y="([\d.]+)" height="([\d.]+)"/)
      .map { (top: Double($0.1) ?? .nan, height: Double($0.2) ?? .nan) }
    #expect(boxes.count == 3)
    #expect(abs(boxes[0].top + boxes[0].height - boxes[1].top) < 0.2)
    #expect(abs(boxes[0].height - 2 * boxes[1].height) < 0.3)
    #expect(boxes[2].height == 0)
    #expect(bars([2, .nan]).data(.english).rows == [["h0", "2"], ["h1", "nan"]])
  }

  @Test func `bars whose labels need more room than a phone has scroll in their own box`() {
    let wide = markup(.bars(bars(Array(repeating: 1, count: 12), labels: (0..<12).map { "a long label \($0)" })))
    #expect(wide.contains("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Bars\">"))
    #expect(!markup(.bars(bars([1, 2]))).contains("class=\"chart\" tabindex") && !markup(.bars(bars([1, 2]))).contains("min-width"))
  }

  @Test func `bars without labels or groups are drawn empty`() {
    #expect(markup(.bars(bars([]))).contains("role=\"img\""))
    #expect(markup(.bars(BarChart(title: "t", x: "x", y: "y", labels: ["a"], groups: []))).contains("role=\"img\""))
  }

  @Test func `a histogram's bars are as high as its counts`() {
    let histogram = Histogram(title: "H", x: "score", values: [0, 0, 0, 0, 1, 2, 2, .nan], bins: 2)
    let markup = markup(.histogram(histogram))
    let heights = markup.matches(of: /<rect[^>]*height="([\d.]+)"/).compactMap { Double($0.1) }
    #expect(heights.count == 2)
    #expect(abs(heights[0] * 3 - heights[1] * 4) < 0.5)
    #expect(markup.contains("Not counted: 1 value without a place"))
    #expect(histogram.data(.english).rows == [["0", "1", "4"], ["1", "2", "3"]])
    #expect(self.markup(.histogram(Histogram(title: "H", x: "x", values: [], bins: 3))).contains("role=\"img\""))
  }

  private let lines = AttentionLines(
    title: "Lines", queries: ["the", "<cat>"], keys: ["a", "b", "c"],
    weights: NumericArray(shape: [2, 3], elements: [0.5, 0.25, 0.25, 0, .nan, 1]))

  @Test func `each token can be reached, and says its weights`() {
    let markup = markup(.attentionLines(lines))
    let heard = markup.matches(of: /tabindex="0" role="img" aria-label="([^"]*)"/).map { String($0.1) }
    #expect(
      heard == [
        "query the: a 0.50, b 0.25, c 0.25", "query &lt;cat&gt;: a 0.00, b nan, c 1.00",
        "key a: the 0.50, &lt;cat&gt; 0.00", "key b: the 0.25, &lt;cat&gt; nan", "key c: the 0.25, &lt;cat&gt; 1.00",
      ])
    #expect(markup.contains("role=\"group\" aria-label=\"what is recorded\""))
    #expect(lines.data(.english).rows == [["the", "0.5", "0.25", "0.25"], ["<cat>", "0", "nan", "1"]])
  }

  @Test func `a line is as strong as its weight, and a weight of zero has none`() {
    let strengths = markup(.attentionLines(lines)).matches(of: /--w:([\d.]+)/).compactMap { Double($0.1) }
    // From the queries, then the same from the keys.
    #expect(strengths == [0.5, 0.25, 0.25, 1, 0.5, 0.25, 0.25, 1])
  }

  @Test func `of several matrices the first is drawn, and all are listed with their names`() {
    let lines = AttentionLines(
      title: "Lines", queries: ["q", "r"], keys: ["k"],
      choices: .init(kind: "head", names: ["a", "b"], weights: NumericArray(shape: [2, 2, 1], elements: [1, 0.5, 0.25, 0.75])))
    let markup = markup(.attentionLines(lines))
    #expect(markup.contains("data-kind=\"head\""))
    #expect(markup.contains("aria-label=\"query r: k 0.50\""))
    #expect(lines.data(.english).columns == ["head", "query", "k"])
    #expect(lines.data(.english).rows == [["a", "q", "1"], ["a", "r", "0.5"], ["b", "q", "0.25"], ["b", "r", "0.75"]])
  }

  @Test func `a mask's squares are its visible keys`() {
    let mask = MaskGallery.Picture(
      name: "m", visibility: NumericArray(shape: [2, 4], elements: [1, 1, 0, 1, 0, 0, 0, 0]))
    let gallery = MaskGallery(title: "Masks", masks: [mask, .init(name: "none", visibility: NumericArray(shape: [0, 0], elements: []))])
    let markup = markup(.masks(gallery))
    #expect(markup.contains("d=\"M0 0h2v1h-2zM3 0h1v1h-1z\""))
    #expect(markup.contains("aria-label=\"m: 2 queries, 4 keys, 3 of 8 seen\""))
    #expect(gallery.data(.english).rows == [["m", "1", "1–2 4"], ["m", "2", ""]])
  }

  @Test func `steps are a list of tables, each on its own scale`() {
    let steps = StepDiagram(
      title: "S",
      steps: [
        .init(name: "d_k", values: NumericArray(shape: [2], elements: [2, -1])),
        .init(name: "<b>", values: NumericArray(shape: [2, 1], elements: [0.125, 0.25])),
      ])
    let markup = markup(.steps(steps))
    #expect(markup.contains("<ol class=\"steps\"><li><p>d<sub>k</sub></p>") && markup.contains("<p>&lt;b&gt;</p>"))
    #expect(markup.contains("<td style=\"--v:100%\">2</td><td style=\"--v:-50%\">−1</td>"))
    #expect(markup.contains("<td style=\"--v:50%\">0.125</td>") && !markup.contains("<thead>"))
  }

  @Test func `a table has headings with units, and no colors`() {
    let table = TableFigure(
      title: "T",
      columns: [
        .init(name: "n_k", cells: .words(["a", "<b>"])), .init(name: "time", unit: "ms", cells: .numbers([-1, 2.25], decimals: 1)),
        .init(name: "count", cells: .numbers([3, 0.5], decimals: nil)),
      ])
    let markup = markup(.table(table))
    #expect(markup.contains("<th scope=\"col\">n<sub>k</sub></th><th scope=\"col\" class=\"right\">time (ms)</th>"))
    #expect(markup.contains("<tr><th scope=\"row\">a</th><td class=\"right\">−1.0</td><td class=\"right\">3</td></tr>"))
    #expect(markup.contains("&lt;b&gt;") && !markup.contains("--v:"))
  }

  @Test func `a clock's hand is at its angle, and tells it`() {
    let rotations = RotationDiagram(
      title: "R", rows: ["0"], columns: ["a", "b", "c"], angles: NumericArray(shape: [1, 3], elements: [0, .pi / 2, -.pi]))
    let markup = markup(.rotations(rotations))
    #expect(markup.matches(of: /role="img" aria-label="(\d+)°"/).map { String($0.1) } == ["0", "90", "180"])
    #expect(markup.matches(of: /class="hand" d="M0 0L([^"]*)"/).map { String($0.1) } == ["9 0", "0 -9", "-9 0"])
    #expect(rotations.data(.english).rows == [["0", "0", "1.571", "−3.142"]])
  }

  @Test func `every figure speaks the page's language`() {
    let map = HeatMap(
      title: "m", rowLabels: (0..<20).map(String.init), columnLabels: ["a"],
      values: NumericArray(shape: [20, 1], elements: (0..<20).map(Double.init)))
    let figures: [Figure] = [
      .attentionLines(lines), .bars(bars([1])), .histogram(Histogram(title: "H", x: "x", values: [1, .nan], bins: 2)),

      .masks(MaskGallery(title: "M", masks: [.init(name: "m", visibility: NumericArray(shape: [1, 1], elements: [1]))])),
      .heatMap(map),
      .chart(
        Chart(
          title: "C", kind: .line, x: Axis("x", scale: .log), y: Axis("y", scale: .log),
          series: [
            Series(name: "a", mark: .line, x: [1, 10], y: [1, .nan]), Series(name: "b", mark: .points, x: [1], y: [2]),
          ])),
      .shapes(
        ShapeDiagram(
          title: "S", parts: [.matrix(name: "Q", rows: 2, columns: 3, rowsName: "m", columnsName: ""), .sign("=")])),
      .flow(
        FlowDiagram(
          title: "F", boxes: [.init(name: "a", shape: [2]), .init(name: "b")], arrows: [.init(from: 0, to: 1, label: "l")])),
      .vectors(
        VectorDiagram(
          title: "V", x: "", y: "",
          vectors: [.init(name: "q", tips: [.init(x: 1, y: 0)]), .init(name: "k", tips: [.init(x: 0, y: 1), .init(x: 1, y: 1)])],
          angles: [.init(first: 0, second: 1)])),
      .rotations(RotationDiagram(title: "R", rows: ["0"], columns: ["a"], angles: NumericArray(shape: [1, 1], elements: [1]))),
    ]
    for figure in figures {
      let value = DisplayedValue(text: "recorded in English", type: "figure", content: .figure(figure))
      let text = value.html(.chinese).markup
      #expect(text.contains("<summary>数据</summary>"))
      // What is seen, and what is heard; the figures' own names are in this alphabet, too.
      let heard = text.matches(of: /(?:aria-label|title)="([^"]*)"/).map { String($0.1) }.joined(separator: " ")
      let words = (text.replacing(/<[^>]*>/, with: " ") + heard).matches(of: /[A-Za-z]{2,}/).map { String($0.output) }
      #expect(Set(words).subtracting(["Lines", "Bars", "the", "cat", "lt", "gt", "nan", "entropy", "head"]).isEmpty, "\(figure.title)")
      #expect(heard.contains(/\p{Han}/), "\(figure.title)")
    }
  }
}
