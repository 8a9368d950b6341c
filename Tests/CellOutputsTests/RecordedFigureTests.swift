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
}
