import CellOutputs
import Foundation
import Testing

@Suite struct FigureTests {
  @Test(
    arguments: [
      ([0, 1, 2, 3], 2, [0, 1.5, 3], [2, 2]), ([1, 1, 1], 4, [0.5, 1.5], [3]), ([], 4, [], []),
      ([0, 10], 5, [0, 2, 4, 6, 8, 10], [1, 0, 0, 0, 1]), ([.nan, .infinity], 2, [], []),
      ([-1e308, 1e308], 2, [-1e308, 0, 1e308], [1, 1]),
    ] as [([Double], Int, [Double], [Int])])
  func `a histogram counts each value once`(values: [Double], bins: Int, edges: [Double], counts: [Int]) {
    let histogram = Histogram(title: "", x: "x", values: values, bins: bins)
    #expect(histogram.edges == edges)
    #expect(histogram.counts == counts)
    #expect(histogram.counts.reduce(0, +) + histogram.leftOut == values.count)
  }

  @Test func `on a logarithmic axis, bins are equal ratios`() {
    let histogram = Histogram(title: "", x: Axis("x", scale: .log), values: [0, -1, 1, 5, 50, 10_000], bins: 4)
    #expect(histogram.counts == [2, 1, 0, 1])
    #expect(histogram.leftOut == 2)
    for (edge, expected) in zip(histogram.edges, [1, 10, 100, 1000, 10_000]) { #expect(abs(edge / Double(expected) - 1) < 1e-12) }
  }

  @Test func `as many bins as fit between neighboring numbers`() {
    let histogram = Histogram(title: "", x: "x", values: [1, 1.0.nextUp], bins: 20)
    #expect(histogram.counts == [2])
  }

  private static let figures: [Figure] = [
    .chart(
      Chart(
        title: "C", kind: .scatter, x: Axis("n", unit: "ms", scale: .log), y: "y",
        series: [
          Series(name: "s", mark: .points, x: [1, .infinity], y: [2, -.infinity])
        ])),
    .bars(BarChart(title: "B", x: "x", y: "y", labels: ["l", "m"], groups: [Bars(name: "g", values: [1, 2])])),
    .histogram(Histogram(title: "H", x: "x", values: [0, 1, 2], bins: 2)),
    .attentionLines(
      AttentionLines(title: "A", queries: ["q"], keys: ["k", "l"], weights: NumericArray(shape: [1, 2], elements: [1, 0]))),
    .masks(
      MaskGallery(title: "M", masks: [.init(name: "m", visibility: NumericArray(shape: [1, 2], elements: [1, 0]))])),
    .heatMap(
      HeatMap(
        title: "T", rowLabels: ["r"], columnLabels: ["a", "b", "c"], values: NumericArray(shape: [1, 3], elements: [0, 0.5, 1]),
        scale: .range(0, 1), columnGroups: [.init(name: "g", count: 1), .init(name: "h", count: 2)])),
    .flow(
      FlowDiagram(
        title: "F", boxes: [.init(name: "x", shape: [2, 3], sizeNames: ["n", "d"]), .init(name: "f", group: "g"), .init(name: "y")],
        arrows: [.init(from: 0, to: 1), .init(from: 1, to: 2, label: "l")])),
    .vectors(
      VectorDiagram(
        title: "V", x: "east", y: "north",
        vectors: [.init(name: "q", tips: [.init(x: 1, y: 0), .init(x: 0, y: 1)]), .init(name: "k", tips: [.init(x: 2, y: 0)])],
        angles: [.init(first: 0, second: 1)])),
    .rotations(
      RotationDiagram(title: "R", rows: ["0"], columns: ["a", "b"], angles: NumericArray(shape: [1, 2], elements: [0, 1]))),
    .steps(StepDiagram(title: "S", steps: [.init(name: "s", values: NumericArray(shape: [2], elements: [1, 2]))])),
    .table(
      TableFigure(
        title: "T",
        columns: [.init(name: "w", cells: .words(["a", "b"])), .init(name: "n", unit: "ms", cells: .numbers([1, 2], decimals: 1))])),
    .attentionLines(
      AttentionLines(
        title: "A", queries: ["q"], keys: ["k", "l"],
        choices: .init(kind: "head", names: ["x", "y"], weights: NumericArray(shape: [2, 1, 2], elements: [1, 0, 0.5, 0.5])))),
  ]

  @Test(arguments: figures) func `a figure comes back as it was`(figure: Figure) throws {
    #expect(try decoded(try encoded(figure)) == figure)
  }

  /// A part of a figure as written, and one that doesn't fit the rest.
  @Test(arguments: [
    (0, "\"y\":[2,\"-inf\"]", "\"y\":[2]"), (0, "\"log\"", "\"cubic\""), (1, "[\"l\",\"m\"]", "[\"l\"]"),
    (2, "\"counts\":[1,2]", "\"counts\":[1,2,3]"), (2, "\"counts\":[1,2]", "\"counts\":[-1,2]"),
    (2, "\"edges\":[0,1,2]", "\"edges\":[0,2,1]"), (2, "\"leftOut\":0", "\"leftOut\":-1"),
    (3, "[\"k\",\"l\"]", "[\"k\"]"), (3, "\"shape\":[1,2]", "\"shape\":[2]"), (4, "\"shape\":[1,2]", "\"shape\":[2,1,1]"),
    (5, "[\"a\",\"b\",\"c\"]", "[\"a\"]"), (5, "\"count\":2", "\"count\":3"), (5, "\"shape\":[1,3]", "\"shape\":[3]"),
    (6, "\"to\":2", "\"to\":3"), (6, "\"to\":2", "\"to\":0"), (6, "\"to\":2", "\"to\":1"), (6, "[2,3]", "[2,3,4]"),
    (7, "\"second\":1", "\"second\":2"), (7, "[{\"x\":2,\"y\":0}]", "[]"), (7, "\"x\":2", "\"x\":\"inf\""), (7, "\"x\":2", "\"x\":0"),
    (8, "[\"a\",\"b\"]", "[\"a\"]"), (9, "\"shape\":[2]", "\"shape\":[1,1,2]"), (10, "[\"a\",\"b\"]", "[\"a\"]"),
    (11, "[\"x\",\"y\"]", "[\"x\"]"), (11, "\"shape\":[2,1,2]", "\"shape\":[2,2,1]"),
  ])
  func `parts that don't fit together are no figure`(index: Int, part: String, forged: String) throws {
    let text = try encoded(Self.figures[index])
    let broken = text.replacing(part, with: forged)
    #expect(broken != text, "\(text)")
    #expect(throws: DecodingError.self) { try decoded(broken) }
  }

  private func encoded(_ figure: Figure) throws -> String {
    let value = DisplayedValue(text: "", type: "", content: .figure(figure))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func decoded(_ text: String) throws -> Figure? {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard case .figure(let figure) = try decoder.decode(DisplayedValue.self, from: Data(text.utf8)).content else { return nil }
    return figure
  }
}
