import LessonRunner
import Testing

/// The recorded text of each figure, and the messages for numbers that don't fit.
@Suite struct FiguresTests {
  @Test func `a figure is recorded as its kind, title, sizes and range`() async throws {
    let shown: [(code: String, expected: String)] = [
      (
        "lineChart(title: \"T\", x: Axis(\"n, keys\", scale: .log), y: \"w\",\n.line(\"scaled\", x: [4, 4096], y: [0.3211, 0.2981]),"
          + " .line(\"unscaled\", x: 1...2, y: Tensor([0.5, 0.25])))",
        "line chart = T, x from 1 to 4096 (log), scaled: 2 points from 0.2981 to 0.3211; unscaled: 2 points from 0.25 to 0.5"
      ),
      (
        "scatterChart(title: \"T\", x: \"x\", y: Axis(\"y\", unit: \"ms\", scale: .log), series: ["
          + ".points(\"p\", x: stride(from: 0, to: 1.5, by: 0.5), y: [1, Float.nan, 3])])",
        "scatter chart = T, x from 0 to 1, y (log), p: 3 points from 1 to 3, 1 not finite"
      ),
      ("lineChart(title: \"T\", x: \"x\", y: \"y\")", "line chart = T, x without a finite value, no series"),
      (
        "barChart(title: \"T\", x: \"head\", y: \"e\", labels: [\"1\", \"2\"], Bars(\"a\", [0.5, -1]), Bars(\"b\", Tensor([1, 2])))",
        "bar chart = T, 2 labels, a: from -1 to 0.5; b: from 1 to 2"
      ),
      (
        "histogram(Tensor([[1, 2], [3, 5]]), title: \"T\", x: \"x\", bins: 2)",
        "histogram = T, 4 values in 2 bins from 1 to 5, at most 2 in one"
      ),
      (
        "histogram([1, 10, 100.0], title: \"T\", x: Axis(\"x\", scale: .log))",
        "histogram = T, 3 values in 20 bins from 1 to 100 (log), at most 1 in one"
      ),
      (
        "attentionLines([[0.25, 0.75]], title: \"T\", queries: [\"a\"], keys: [\"b\", \"c\"])",
        "attention lines = T, 1 queries × 2 keys, weights from 0.25 to 0.75"
      ),
      (
        "maskGallery(title: \"T\", (\"causal\", .causal(3)), (\"window\", .slidingWindow(3, size: 1)))",
        "masks = T: causal 3 × 3, 6 seen; window 3 × 3, 3 seen"
      ),
      ("heatMap([[1, -0.5]], title: \"T\", rows: [\"r\"])", "heat map = T, 1 × 2, from -0.5 to 1"),
    ]
    let result = try await run(lesson(shown.map(\.code)))
    for (cell, expected) in zip(result.cells, shown) { #expect(cell == [expected.expected], "\(expected.code)") }
  }

  @Test(arguments: [
    (
      "lineChart(title: \"T\", x: \"x\", y: \"y\", .line(\"s\", x: [1, 2, 3], y: [1, 2]))",
      "the series `s` has 3 numbers for x, but 2 for y"
    ),
    (
      "lineChart(title: \"T\", x: \"x\", y: \"y\", .line(\"s\", x: [1, 2], y: Tensor([[1, 2]])))",
      "a tensor of one axis is needed, but the shape is [1, 2]"
    ),
    (
      "barChart(title: \"T\", x: \"x\", y: \"y\", labels: [\"a\"], Bars(\"g\", [1, 2]))",
      "barChart: `g` has 2 values, but there are 1 labels"
    ),
    (
      "barChart(title: \"T\", x: \"x\", y: Axis(\"y\", scale: .log), labels: [])",
      "barChart: a bar stands on zero, which has no place on a logarithmic axis"
    ),
    ("histogram([1, 2], title: \"T\", x: \"x\", bins: 0)", "the number of bins must be from 1 to 1000, but it is 0"),
    (
      "attentionLines([[1, 2]], title: \"T\", queries: [\"a\"], keys: [\"b\"])",
      "attentionLines: the weights have the shape [1, 2], but there are 1 queries and 1 keys"
    ),
    (
      "attentionLines([[-1]], title: \"T\", queries: [\"a\"], keys: [\"b\"])",
      "attentionLines: a weight is negative: -1.0"
    ),
    ("heatMap([[1, 2]], title: \"T\", columns: [\"a\"])", "heatMap: 1 labels for 2 columns"),
    ("heatMap([1, 2], title: \"T\")", "heatMap: a matrix is needed, but the shape is [2]"),
    (
      "maskGallery(title: \"T\", (\"m\", Mask(shape: [2], isVisible: [true, false])))",
      "maskGallery: `m` needs two axes, but its shape is [2]"
    ),
  ])
  func `what doesn't fit is told with its values`(code: String, message: String) async throws {
    let result = try await run(lesson([code]))
    #expect(result.cells[0].count == 1 && result.cells[0][0].contains(message), "\(result.cells[0])")
  }
}
