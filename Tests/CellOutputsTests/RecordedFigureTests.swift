import CellOutputs
import Testing

@Suite struct RecordedFigureTests {
  private func recorded(_ values: [Double]) -> String {
    Figure.heatMap(
      HeatMap(
        title: "T", rowLabels: ["r"], columnLabels: values.indices.map(String.init),
        values: NumericArray(shape: [1, values.count], elements: values))
    ).recordedText
  }

  private static let ranges: [(values: [Double], range: String)] = [
    ([0, 1], "from 0 to 1"),
    ([-0.5, 0.03125], "from -0.5 to 0.0312"),
    ([0.00012, 4096], "from 1.2000e-04 to 4096"),
    ([10_000_000, 2e7], "from 1.0000e+07 to 2.0000e+07"),
    ([0.1, 9_999_999], "from 0.1 to 9999999"),
    ([-0.0, 0.99996], "from 0 to 1"),
    ([Double.nan, 2, -Double.infinity], "from 2 to 2, 2 not finite"),
    ([Double.nan], "without a finite value"),
    ([1e300, -1e300], "from -inf to inf"),
  ]

  @Test(arguments: ranges)
  func `a range is told with four decimals at most, as tensors are`(values: [Double], range: String) {
    #expect(recorded(values) == "T, 1 × \(values.count), \(range)")
  }

  @Test func `a figure is told by its kind, and then by its title, sizes and ranges`() {
    let chart = Figure.chart(
      Chart(title: "C", kind: .line, x: Axis("n", scale: .log), y: "w", series: [Series(name: "s", mark: .line, x: [1, 8], y: [0, 0.5])]))
    #expect(chart.kindName == "line chart")
    #expect(chart.recordedText == "C, x from 1 to 8 (log), s: 2 points from 0 to 0.5")
  }

  @Test func `boxes, shapes and arrows are told, and each value of a small table`() {
    let flow = Figure.flow(
      FlowDiagram(
        title: "F", boxes: [.init(name: "Q", shape: [2, 3]), .init(name: "f", group: "g"), .init(name: "y")],
        arrows: [.init(from: 0, to: 1, label: "W"), .init(from: 1, to: 2)]))
    #expect(flow.kindName == "flow diagram")
    #expect(flow.recordedText == "F: Q [2, 3]; f (g); Q → W → f; f → y")
    let vectors = Figure.vectors(
      VectorDiagram(
        title: "V", x: "", y: "",
        vectors: [.init(name: "q", tips: [.init(x: 1, y: 0), .init(x: 0, y: 2)]), .init(name: "k", tips: [.init(x: -1, y: 0)])],
        angles: [.init(first: 0, second: 1)]))
    #expect(vectors.recordedText == "V: q (0, 2) in 2 positions, k (-1, 0), q and k at 90°")
    let rotations = Figure.rotations(
      RotationDiagram(title: "R", rows: ["0", "1"], columns: ["a"], angles: NumericArray(shape: [2, 1], elements: [0, 0.5])))
    #expect(rotations.recordedText == "R, 2 rows of 1, angles from 0 to 0.5")
    let steps = Figure.steps(
      StepDiagram(
        title: "S",
        steps: [
          .init(name: "a", values: NumericArray(shape: [2], elements: [1, -0.5])),
          .init(name: "b", values: NumericArray(shape: [20], elements: (0..<20).map(Double.init))),
        ]))
    #expect(steps.recordedText == "S: a [2] 1, -0.5; b [20] from 0 to 19")
    let table = Figure.table(
      TableFigure(
        title: "T",
        columns: [.init(name: "w", cells: .words(["a", "b"])), .init(name: "n", unit: "ms", cells: .numbers([1, .nan], decimals: nil))]))
    #expect(table.recordedText == "T, 2 rows: w a, b; n (ms) 1, nan")
  }

  @Test func `arrows that lead in a circle are told by name`() {
    let boxes = ["a", "b", "c"].map { FlowDiagram.Box(name: $0) }
    let arrows = [(0, 1), (1, 2), (2, 1)].map { FlowDiagram.Arrow(from: $0.0, to: $0.1) }
    #expect(FlowDiagram.problem(boxes: boxes, arrows: arrows) == "the arrows lead in a circle: `b` → `c` → `b`")
    #expect(FlowDiagram.problem(boxes: boxes, arrows: [arrows[0], arrows[1]]) == nil)
  }
}
