import Attention
import CellOutputs

/// A matrix as a picture: each cell coloured by its value.
///
///     heatMap(weights, title: "Weights", rows: ["the", "cat"], columns: ["the", "cat"])
///
/// - Parameters:
///   - values: Shape `[rows, columns]`.
///   - rows: A label for each row; numbers from 1 if left out.
///   - columns: A label for each column; numbers from 1 if left out.
public func heatMap(
  _ values: Tensor, title: String, rows: [String] = [], columns: [String] = []
) -> FigureValue {
  require(values.rank == 2, "heatMap: a matrix is needed, but the shape is \(values.shape)")
  func labels(_ given: [String], _ count: Int) -> [String] {
    given.count == count ? given : (1...max(count, 1)).prefix(count).map(String.init)
  }
  return FigureValue(
    .heatMap(
      HeatMap(
        title: title, rowLabels: labels(rows, values.shape[0]), columnLabels: labels(columns, values.shape[1]),
        values: NumericArray(shape: values.shape, elements: values.scalars.map(Double.init)))))
}

/// How matrices fit together, as rectangles true to their sizes.
///
///     shapeDiagram("Scores", .matrix("Q", q, "m", "d_k"), "·", .matrix("Kᵀ", k.transposed(), "d_k", "n"), "=", .matrix("S", s, "m", "n"))
public func shapeDiagram(_ title: String, _ parts: ShapeDiagram.Part...) -> FigureValue {
  FigureValue(.shapes(ShapeDiagram(title: title, parts: parts)))
}

extension ShapeDiagram.Part {
  /// A matrix of the lesson: its sizes are the tensor's, so the picture can't say anything else.
  public static func matrix(_ name: String, _ tensor: Tensor, _ rowsName: String = "", _ columnsName: String = "") -> Self {
    require(tensor.rank == 2, "shapeDiagram: `\(name)` is no matrix, its shape is \(tensor.shape)")
    return .matrix(
      name: name, rows: tensor.shape[0], columns: tensor.shape[1], rowsName: rowsName, columnsName: columnsName)
  }
}

extension ShapeDiagram.Part: ExpressibleByStringLiteral {
  public init(stringLiteral sign: String) { self = .sign(sign) }
}

/// A picture that a cell displays; as text it is its kind, title, shape and range.
public struct FigureValue: Displayable, Sendable {
  public var figure: Figure

  init(_ figure: Figure) { self.figure = figure }

  public func displayed(asType type: String) -> DisplayedValue {
    switch figure {
    case .heatMap(let map):
      let low = map.values.elements.min() ?? 0
      let high = map.values.elements.max() ?? 0
      let text = "\(map.title), \(map.values.shape[0]) × \(map.values.shape[1]), from \(rounded(low)) to \(rounded(high))"
      return DisplayedValue(text: text, type: "heat map", content: .figure(figure))
    case .shapes(let diagram):
      let parts = diagram.parts.map { part in
        switch part {
        case .matrix(let name, let rows, let columns, _, _): "\(name) [\(rows), \(columns)]"
        case .sign(let sign): sign
        }
      }
      return DisplayedValue(
        text: "\(diagram.title): \(parts.joined(separator: " "))", type: "shapes", content: .figure(figure))
    }
  }

  /// Four decimals, as tensors are shown.
  private func rounded(_ value: Double) -> String { Tensor(Float(value)).description }
}
