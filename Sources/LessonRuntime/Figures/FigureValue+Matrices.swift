import CellOutputs

// Figures of matrices, whatever type the taught library has for them: its adapters make a `NumericArray` of a value of that type.

extension FigureValue {
  /// A matrix as a picture: each cell coloured by its value.
  ///
  /// - Parameters:
  ///   - values: Shape `[rows, columns]`.
  ///   - rows: A label for each row; ticks with numbers from 1 if left out.
  ///   - columns: A label for each column; ticks with numbers from 1 if left out.
  ///   - scale: What the colours mean.
  ///   - rowGroups: How many rows belong together, by the groups' names; one group if left out.
  ///   - columnGroups: How many columns belong together, by the groups' names; one group if left out.
  public static func heatMap(
    _ values: NumericArray, title: String, rows: [String], columns: [String], scale: HeatMap.ColourScale,
    rowGroups: KeyValuePairs<String, Int>, columnGroups: KeyValuePairs<String, Int>
  ) -> FigureValue {
    require(values.shape.count == 2, "heatMap: a matrix is needed, but the shape is \(values.shape)")
    func groups(_ pairs: KeyValuePairs<String, Int>) -> [HeatMap.Group] { pairs.map { HeatMap.Group(name: $0.key, count: $0.value) } }
    let (rowGroups, columnGroups) = (groups(rowGroups), groups(columnGroups))
    let problem =
      HeatMap.problem(rows, rowGroups, count: values.shape[0], axis: "rows")
      ?? HeatMap.problem(columns, columnGroups, count: values.shape[1], axis: "columns") ?? HeatMap.problem(scale, values)
    require(problem == nil, "heatMap: \(problem ?? "")")
    return FigureValue(
      .heatMap(
        HeatMap(
          title: title, rowLabels: rows, columnLabels: columns, values: values, scale: scale, rowGroups: rowGroups,
          columnGroups: columnGroups)))
  }

  /// Angles as clock hands: a row of clocks for each row of the matrix.
  ///
  /// - Parameters:
  ///   - angles: In radians; shape `[rows, columns]`.
  ///   - rows: A label for each row; numbers from 0 if left out.
  ///   - columns: A label for each column; numbers from 0 if left out.
  public static func rotationDiagram(_ title: String, angles: NumericArray, rows: [String], columns: [String]) -> FigureValue {
    require(angles.shape.count == 2, "rotationDiagram: a matrix of angles is needed, but the shape is \(angles.shape)")
    func labels(_ given: [String], _ count: Int, _ axis: String) -> [String] {
      require(given.isEmpty || given.count == count, "rotationDiagram: \(given.count) labels for \(count) \(axis)")
      return given.isEmpty ? (0..<count).map(String.init) : given
    }
    return FigureValue(
      .rotations(
        RotationDiagram(
          title: title, rows: labels(rows, angles.shape[0], "rows"), columns: labels(columns, angles.shape[1], "columns"),
          angles: angles)))
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
