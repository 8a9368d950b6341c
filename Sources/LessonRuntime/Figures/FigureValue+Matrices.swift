import CellOutputs

// Figures of matrices, whatever type the taught library has for them: its adapters make a `NumericArray` of a value of that type.

extension FigureValue {
  /// A matrix as a picture: each cell coloured by its value.
  ///
  /// - Parameters:
  ///   - values: Shape `[rows, columns]`.
  ///   - rows: A label for each row; numbers from 1 if left out.
  ///   - columns: A label for each column; numbers from 1 if left out.
  public static func heatMap(_ values: NumericArray, title: String, rows: [String], columns: [String]) -> FigureValue {
    require(values.shape.count == 2, "heatMap: a matrix is needed, but the shape is \(values.shape)")
    func labels(_ given: [String], _ count: Int, _ axis: String) -> [String] {
      require(given.isEmpty || given.count == count, "heatMap: \(given.count) labels for \(count) \(axis)")
      return given.isEmpty ? (0..<count).map { String($0 + 1) } : given
    }
    return FigureValue(
      .heatMap(
        HeatMap(
          title: title, rowLabels: labels(rows, values.shape[0], "rows"),
          columnLabels: labels(columns, values.shape[1], "columns"), values: values)))
  }

  /// Attention weights as lines from each query's token to each key's.
  ///
  /// - Parameters:
  ///   - weights: Shape `[queries, keys]`, none below zero.
  ///   - queries: A token for each row.
  ///   - keys: A token for each column.
  public static func attentionLines(_ weights: NumericArray, title: String, queries: [String], keys: [String]) -> FigureValue {
    require(
      weights.shape == [queries.count, keys.count],
      "attentionLines: the weights have the shape \(weights.shape), but there are \(queries.count) queries and "
        + "\(keys.count) keys")
    let least = weights.elements.min() ?? 0
    // A weight is a `Float` in most lessons: its own digits are told, not those of the wider number.
    require(!weights.elements.contains { $0 < 0 }, "attentionLines: a weight is negative: \(Float(least))")
    return FigureValue(.attentionLines(AttentionLines(title: title, queries: queries, keys: keys, weights: weights)))
  }

  /// Masks side by side, each with its name.
  ///
  /// - Parameter masks: Shape `[queries, keys]` each: 1 where the query may see the key, else 0.
  public static func maskGallery(title: String, masks: [(name: String, visibility: NumericArray)]) -> FigureValue {
    let pictures = masks.map { name, visibility in
      require(
        visibility.shape.count == 2, "maskGallery: `\(name)` needs two axes, but its shape is \(visibility.shape)")
      return MaskGallery.Picture(name: name, visibility: visibility)
    }
    return FigureValue(.masks(MaskGallery(title: title, masks: pictures)))
  }
}
