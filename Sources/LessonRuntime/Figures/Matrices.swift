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
  func labels(_ given: [String], _ count: Int, _ axis: String) -> [String] {
    require(given.isEmpty || given.count == count, "heatMap: \(given.count) labels for \(count) \(axis)")
    return given.isEmpty ? (0..<count).map { String($0 + 1) } : given
  }
  return FigureValue(
    .heatMap(
      HeatMap(
        title: title, rowLabels: labels(rows, values.shape[0], "rows"),
        columnLabels: labels(columns, values.shape[1], "columns"), values: NumericArray(values))))
}

/// The attention weights as lines from each query's token to each key's: the larger the weight, the stronger the line.
/// A token that is pointed at, or reached with the keyboard, shows its weights alone, as numbers.
///
///     attentionLines(weights, title: "Who looks where", queries: ["the", "cat"], keys: ["the", "cat"])
///
/// - Parameters:
///   - weights: Shape `[queries, keys]`, none below zero.
///   - queries: A token for each row.
///   - keys: A token for each column.
public func attentionLines(_ weights: Tensor, title: String, queries: [String], keys: [String]) -> FigureValue {
  require(
    weights.shape == [queries.count, keys.count],
    "attentionLines: the weights have the shape \(weights.shape), but there are \(queries.count) queries and "
      + "\(keys.count) keys")
  require(
    !weights.scalars.contains { $0 < 0 }, "attentionLines: a weight is negative: \(weights.scalars.min() ?? 0)")
  return FigureValue(
    .attentionLines(AttentionLines(title: title, queries: queries, keys: keys, weights: NumericArray(weights))))
}

/// Masks side by side, each with its name: a coloured place for each key (column) that a query (row) may see.
///
///     maskGallery(title: "Two masks", ("causal", .causal(6)), ("window", .slidingWindow(6, size: 3)))
public func maskGallery(title: String, _ masks: (String, Mask)...) -> FigureValue {
  FigureValue(
    .masks(
      MaskGallery(
        title: title,
        masks: masks.map { name, mask in
          require(
            mask.shape.count == 2, "maskGallery: `\(name)` needs two axes, but its shape is \(mask.shape)")
          return MaskGallery.Picture(name: name, visibility: NumericArray(mask.visibility))
        })))
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

extension NumericArray {
  init(_ tensor: Tensor) { self.init(shape: tensor.shape, elements: tensor.scalars.map(Double.init)) }
}
