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
      (
        "lineChart(title: \"T\", x: \"x\", y: \"y\", .line(\"s\", x: [1.0], y: [Double.nan]))",
        "line chart = T, x from 1 to 1, s: 1 points without a finite value"
      ),
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
        "attentionLines(choosing: \"head\", among: [(\"a\", [[0.25]]), (\"b\", [[0.75]])], title: \"T\", queries: [\"q\"], keys: [\"k\"])",
        "attention lines = T, 1 queries × 1 keys, weights from 0.25 to 0.75, 2 choices of head"
      ),
      (
        "maskGallery(title: \"T\", (\"causal\", .causal(3)), (\"window\", .slidingWindow(3, size: 1)))",
        "masks = T: causal 3 × 3, 6 seen; window 3 × 3, 3 seen"
      ),
      ("heatMap([[1, -0.5]], title: \"T\", rows: [\"r\"])", "heat map = T, 1 × 2, from -0.5 to 1"),
      (
        "heatMap([[1, 0.5]], title: \"T\", scale: .range(0, 1), columnGroups: [\"a\": 1, \"b\": 1])",
        "heat map = T, 1 × 2, from 0.5 to 1"
      ),
      (
        "flowDiagram(\"T\", .arrow(Box(\"Q\", Tensor([[1, 2]]), \"n\", \"d\"), Box(\"K\", group: \"g\"), to: Box(\"S\"), label: \"·\"))",
        "flow diagram = T: Q [1, 2]; K (g); Q → · → S; K → · → S"
      ),
      (
        "vectorDiagram(\"T\", .vector(\"q\", Tensor([1, 0])), .turning(\"k\", [[1, 0], [0, 1]]), .angle(\"q\", \"k\"))",
        "vectors = T: q (1, 0), k (0, 1) in 2 positions, q and k at 90°"
      ),
      ("rotationDiagram(\"T\", angles: [[0, 1], [0, 2]])", "rotations = T, 2 rows of 2, angles from 0 to 2"),
      ("stepDiagram(\"T\", .step(\"a\", Tensor([[1, 2]])), .step(\"b\", [3]))", "steps = T: a [1, 2] 1, 2; b [1] 3"),
      (
        "table(\"T\", .column(\"w\", [\"a\", \"b\"]), .column(\"n\", unit: \"ms\", [1, 2], decimals: 1))",
        "table = T, 2 rows: w a, b; n (ms) 1, 2"
      ),
      (
        "lineChart(title: \"T\", x: \"x\", y: \"y\", .steps(\"s\", x: [1, 2], y: [3, 4]), .reference(\"r\", x: [1], y: [2]))",
        "line chart = T, x from 1 to 2, s: 2 points from 3 to 4; r: 1 points from 2 to 2"
      ),
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
      "barChart: `g` has 2 values for 1 label"
    ),
    (
      "barChart(title: \"T\", x: \"x\", y: Axis(\"y\", scale: .log), labels: [\"a\"], Bars(\"b\", [1]))",
      "barChart: a bar stands on zero, which has no place on a logarithmic axis"
    ),
    ("histogram([1, 2], title: \"T\", x: \"x\", bins: 0)", "the number of bins must be from 1 to 1000, but it is 0"),
    (
      "attentionLines([[1, 2]], title: \"T\", queries: [\"a\"], keys: [\"b\"])",
      "attentionLines: the weights have the shape [1, 2], but there are 1 query and 1 key"
    ),
    (
      "attentionLines([[-1]], title: \"T\", queries: [\"a\"], keys: [\"b\"])",
      "attentionLines: a line can't be as strong as the weight -1.0: weights are finite, and none is below zero"
    ),
    (
      "attentionLines(choosing: \"head\", among: [(\"a\", [[1, 2]])], title: \"T\", queries: [\"q\"], keys: [\"k\"])",
      "attentionLines: the weights of `a` have the shape [1, 2], but there are 1 query and 1 key"
    ),
    (
      "attentionLines(choosing: \"head\", among: [], title: \"T\", queries: [], keys: [])",
      "attentionLines: there is nothing to choose: no weights are given"
    ),
    ("heatMap([[1, 2]], title: \"T\", columns: [\"a\"])", "heatMap: 1 label for 2 columns"),
    (
      "heatMap([[1, 2]], title: \"T\", columnGroups: [\"a\": 1])", "heatMap: groups of 1 for 2 columns"
    ),
    (
      "heatMap([[0.5, 2]], title: \"T\", scale: .range(0, 1))", "heatMap: the value 2.0 is outside the scale from 0.0 to 1.0"
    ),
    (
      "let a = Box(\"a\"), b = Box(\"b\")\nflowDiagram(\"T\", .chain(a, b, a))", "flowDiagram: the arrows lead in a circle: `a` → `b` → `a`"
    ),
    (
      "Box(\"Q\", Tensor([[1, 2]]), \"n\").self", "Box: `Q` has the shape [1, 2], but 1 name of sizes"
    ),
    (
      "vectorDiagram(\"T\", .vector(\"q\", [1, 2, 3]))", "vectorDiagram: a vector in a plane has two entries, but `q` has 3"
    ),
    (
      "vectorDiagram(\"T\", .vector(\"q\", [1, 2]), .angle(\"q\", \"k\"))", "vectorDiagram: an angle at `k`, but the vectors are `q`"
    ),
    (
      "rotationDiagram(\"T\", angles: [[1]], rows: [\"a\", \"b\"])", "rotationDiagram: 2 labels for 1 row"
    ),
    (
      "table(\"T\", .column(\"a\", [1, 2]), .column(\"b\", [1]))", "table: the column `b` has 1 cell, but `a` has 2"
    ),
    (
      "stepDiagram(\"T\", .step(\"a\", Tensor.zeros([1, 1, 1])))", "stepDiagram: `a` has the shape [1, 1, 1]: show one matrix of it"
    ),
    ("heatMap([1, 2], title: \"T\")", "heatMap: a matrix is needed, but the shape is [2]"),
    (
      "maskGallery(title: \"T\", (\"m\", Mask(shape: [2], isVisible: [true, false])))",
      "maskGallery: `m` needs queries and keys, but its shape is [2]"
    ),
    ("heatMap(Tensor.zeros([0, 3]), title: \"T\")", "heatMap: there is nothing to draw: the shape is [0, 3]"),
    ("heatMap([[1, 2]], title: \"T\", scale: .range(.nan, 1))", "heatMap: a scale needs to go up, but it is from nan to 1.0"),
    (
      "attentionLines([[.nan]], title: \"T\", queries: [\"a\"], keys: [\"b\"])",
      "attentionLines: a line can't be as strong as the weight nan: weights are finite, and none is below zero"
    ),
    ("attentionLines(Tensor.zeros([0, 0]), title: \"T\", queries: [], keys: [])", "attentionLines: there is nothing to draw"),
    ("maskGallery(title: \"T\")", "maskGallery: there is nothing to draw: no mask is given"),
    ("maskGallery(title: \"T\", (\"m\", .causal(0)))", "maskGallery: `m` needs queries and keys, but its shape is [0, 0]"),
    ("lineChart(title: \"T\", x: \"x\", y: \"y\")", "lineChart: there is nothing to draw: no series has a number"),
    (
      "scatterChart(title: \"T\", x: \"x\", y: \"y\", .points(\"p\", x: [Float](), y: [Float]()))",
      "scatterChart: there is nothing to draw: no series has a number"
    ),
    ("barChart(title: \"T\", x: \"x\", y: \"y\", labels: [])", "barChart: there is nothing to draw: 0 groups, 0 labels"),
    ("histogram([Float](), title: \"T\", x: \"x\")", "histogram: there is nothing to draw: no value is given"),
    ("shapeDiagram(\"T\")", "shapeDiagram: there is nothing to draw: no matrix is given"),
    ("shapeDiagram(\"T\", .matrix(\"A\", Tensor.zeros([0, 3])))", "shapeDiagram: a matrix of 0 × 3 has no rectangle: `A`"),
    ("flowDiagram(\"T\")", "flowDiagram: there is nothing to draw: no arrow is given"),
    ("Box(\"B\", showing: [Float]()).self", "Box: `B` has no values"),
    ("Box(\"B\", shape: [2, -1]).self", "Box: a size of `B` is negative: [2, -1]"),
    ("vectorDiagram(\"T\")", "vectorDiagram: there is nothing to draw: no vector is given"),
    ("vectorDiagram(\"T\", .vector(\"q\", [1, .nan]))", "vectorDiagram: the vector `q` has no place in a plane: (1.0, nan)"),
    ("vectorDiagram(\"T\", .turning(\"q\", [[Double]]()))", "vectorDiagram: the vector `q` points nowhere"),
    ("rotationDiagram(\"T\", angles: [[1, .infinity]])", "rotationDiagram: a hand has no place at the angle inf"),
    ("rotationDiagram(\"T\", angles: Tensor.zeros([0, 2]))", "rotationDiagram: there is nothing to draw: the shape is [0, 2]"),
    ("stepDiagram(\"T\")", "stepDiagram: there is nothing to draw: no step is given"),
    ("stepDiagram(\"T\", .step(\"a\", [Double]()))", "stepDiagram: `a` has no values"),
    ("table(\"T\")", "table: there is nothing to show: no column has a cell"),
    ("table(\"T\", .column(\"a\", [1.5], decimals: -1))", "table: the decimals of `a` must be from 0 to 15, but they are -1"),
  ])
  func `what doesn't fit is told with its values`(code: String, message: String) async throws {
    let result = try await run(lesson([code]))
    #expect(result.cells[0].count == 1 && result.cells[0][0].contains(message), "\(result.cells[0])")
  }
}
