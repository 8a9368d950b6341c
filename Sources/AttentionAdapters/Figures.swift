import Attention
import CellOutputs
import LessonRuntime

/// A matrix as a picture: each cell colored by its value.
///
///     heatMap(weights, title: "Weights", rows: ["the", "cat"], columns: ["the", "cat"], scale: .range(0, 1))
///
/// - Parameters:
///   - values: Shape `[rows, columns]`.
///   - rows: A label for each row; ticks with numbers from 1 if left out.
///   - columns: A label for each column; ticks with numbers from 1 if left out.
///   - scale: What the colors mean: `.range(0, 1)`, `.symmetric`, `.perRow`, or from zero to the largest value if left out.
///   - rowGroups: How many rows belong together, by the groups' names: `["scaled": 4, "unscaled": 4]`.
///   - columnGroups: The same for columns.
public func heatMap(
  _ values: Tensor, title: String, rows: [String] = [], columns: [String] = [], scale: HeatMap.ColorScale = .automatic,
  rowGroups: KeyValuePairs<String, Int> = [:], columnGroups: KeyValuePairs<String, Int> = [:]
) -> FigureValue {
  .heatMap(
    NumericArray(values), title: title, rows: rows, columns: columns, scale: scale, rowGroups: rowGroups,
    columnGroups: columnGroups)
}

/// Angles as clock hands, one clock for each column: what rotary positions do to each pair of features.
///
///     rotationDiagram("Turns", angles: outer(positions, frequencies), rows: ["0", "8"], columns: ["fast", "slow"])
///
/// - Parameters:
///   - angles: In radians, counterclockwise from the right; shape `[rows, columns]`.
///   - rows: A label for each row; numbers from 0 if left out.
///   - columns: A label for each column; numbers from 0 if left out.
public func rotationDiagram(_ title: String, angles: Tensor, rows: [String] = [], columns: [String] = []) -> FigureValue {
  .rotationDiagram(title, angles: NumericArray(angles), rows: rows, columns: columns)
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
  .attentionLines(NumericArray(weights), title: title, queries: queries, keys: keys)
}

/// The attention weights of several heads over the same tokens as lines, one head at a time: readers choose which.
/// Without scripts the first is drawn, and the numbers of all are listed.
///
///     attentionLines(
///       choosing: "head", among: [("head 1", heads[0]), ("head 2", heads[1])], title: "Who looks where", queries: words, keys: words)
///
/// - Parameters:
///   - kind: What is chosen, as the page calls it.
///   - choices: Shape `[queries, keys]` each, none below zero.
///   - queries: A token for each row.
///   - keys: A token for each column.
public func attentionLines(
  choosing kind: String, among choices: [(String, Tensor)], title: String, queries: [String], keys: [String]
) -> FigureValue {
  .attentionLines(
    choosing: kind, among: choices.map { ($0, NumericArray($1)) }, title: title, queries: queries, keys: keys)
}

/// Masks side by side, each with its name: a colored place for each key (column) that a query (row) may see.
///
///     maskGallery(title: "Two masks", ("causal", .causal(6)), ("window", .slidingWindow(6, size: 3)))
public func maskGallery(title: String, _ masks: (String, Mask)...) -> FigureValue {
  .maskGallery(title: title, masks: masks.map { ($0, NumericArray($1.visibility)) })
}

extension ShapeDiagram.Part {
  /// A matrix of the lesson. Its sizes are the tensor's, so that the picture always agrees with the code.
  public static func matrix(_ name: String, _ tensor: Tensor, _ rowsName: String = "", _ columnsName: String = "") -> Self {
    require(tensor.rank == 2, "shapeDiagram: `\(name)` is no matrix, its shape is \(tensor.shape)")
    return .matrix(
      name: name, rows: tensor.shape[0], columns: tensor.shape[1], rowsName: rowsName, columnsName: columnsName)
  }
}

extension Box {
  /// A value of the lesson. Its shape is the tensor's, so that the picture always agrees with the code.
  ///
  /// - Parameter sizeNames: What each size is called, or none.
  public convenience init(_ name: String, _ tensor: Tensor, _ sizeNames: String..., group: String = "") {
    self.init(name, shape: tensor.shape, sizeNames: sizeNames, group: group)
  }

  /// A value of the lesson with its numbers, at most 16 of them in 8 columns: of no, one or two axes.
  public convenience init(_ name: String, showing tensor: Tensor, group: String = "") {
    self.init(name, showing: NumericArray(tensor), group: group)
  }
}

extension StepDiagram.Step {
  /// - Parameter tensor: Two axes at most.
  public static func step(_ name: String, _ tensor: Tensor) -> Self { step(name, NumericArray(tensor)) }
}

/// How often which value comes among all elements of a tensor, of any shape.
public func histogram(_ values: Tensor, title: String, x: Axis, bins: Int = 20) -> FigureValue {
  histogram(values.scalars, title: title, x: x, bins: bins)
}

extension Tensor: AxisValues {
  public func axisValues() -> [Double] {
    require(rank == 1, "a tensor of one axis is needed, but the shape is \(shape): name the row or column you mean")
    return scalars.map(Double.init)
  }
}
