import CellOutputs

// Figures of matrices, whatever type the taught library has for them: its adapters make a `NumericArray` of a value of that type.

extension FigureValue {
  /// A matrix as a picture: each cell colored by its value.
  ///
  /// - Parameters:
  ///   - values: Shape `[rows, columns]`.
  ///   - rows: A label for each row; ticks with numbers from 1 if left out.
  ///   - columns: A label for each column; ticks with numbers from 1 if left out.
  ///   - scale: What the colors mean.
  ///   - rowGroups: How many rows belong together, by the groups' names; one group if left out.
  ///   - columnGroups: How many columns belong together, by the groups' names; one group if left out.
  public static func heatMap(
    _ values: NumericArray, title: String, rows: [String], columns: [String], scale: HeatMap.ColorScale,
    rowGroups: KeyValuePairs<String, Int>, columnGroups: KeyValuePairs<String, Int>
  ) -> FigureValue {
    require(values.shape.count == 2, "heatMap: a matrix is needed, but the shape is \(values.shape)")
    require(!values.elements.isEmpty, "heatMap: there is nothing to draw: the shape is \(values.shape)")
    func groups(_ pairs: KeyValuePairs<String, Int>) -> [HeatMap.Group] { pairs.map { HeatMap.Group(name: $0.key, count: $0.value) } }
    let (rowGroups, columnGroups) = (groups(rowGroups), groups(columnGroups))
    let problem =
      HeatMap.problem(rows, rowGroups, count: values.shape[0], axis: "row")
      ?? HeatMap.problem(columns, columnGroups, count: values.shape[1], axis: "column") ?? HeatMap.problem(scale, values)
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
    require(!angles.elements.isEmpty, "rotationDiagram: there is nothing to draw: the shape is \(angles.shape)")
    if let angle = angles.elements.first(where: { !$0.isFinite }) {
      require(false, "rotationDiagram: a hand has no place at the angle \(Float(angle))")
    }
    func labels(_ given: [String], _ count: Int, _ axis: String) -> [String] {
      require(
        given.isEmpty || given.count == count, "rotationDiagram: \(counted(given.count, "label")) for \(counted(count, axis))")
      return given.isEmpty ? (0..<count).map(String.init) : given
    }
    return FigureValue(
      .rotations(
        RotationDiagram(
          title: title, rows: labels(rows, angles.shape[0], "row"), columns: labels(columns, angles.shape[1], "column"),
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
      "attentionLines: the weights have the shape \(weights.shape), but there are \(queries.count == 1 ? "1 query" : "\(queries.count) queries") and "
        + counted(keys.count, "key"))
    require(!weights.elements.isEmpty, "attentionLines: there is nothing to draw: the shape is \(weights.shape)")
    // A weight is a `Float` in most lessons: its own digits are told, not those of the wider number.
    if let weight = weights.elements.first(where: { !$0.isFinite || $0 < 0 }) {
      require(false, "attentionLines: a line can't be as strong as the weight \(Float(weight)): weights are finite, and none is below zero")
    }
    return FigureValue(.attentionLines(AttentionLines(title: title, queries: queries, keys: keys, weights: weights)))
  }

  /// Attention weights as lines, of one matrix that the reader chooses.
  ///
  /// - Parameters:
  ///   - kind: What is chosen: `head`.
  ///   - choices: Shape `[queries, keys]` each, none below zero; the first is drawn at first.
  ///   - queries: A token for each row.
  ///   - keys: A token for each column.
  public static func attentionLines(
    choosing kind: String, among choices: [(name: String, weights: NumericArray)], title: String, queries: [String], keys: [String]
  ) -> FigureValue {
    require(!choices.isEmpty, "attentionLines: there is nothing to choose: no weights are given")
    for (name, weights) in choices {
      require(
        weights.shape == [queries.count, keys.count],
        "attentionLines: the weights of `\(name)` have the shape \(weights.shape), but there are \(queries.count == 1 ? "1 query" : "\(queries.count) queries") and "
          + counted(keys.count, "key"))
      // The checks of a single matrix.
      _ = attentionLines(weights, title: title, queries: queries, keys: keys)
    }
    let all = NumericArray(
      shape: [choices.count, queries.count, keys.count], elements: choices.flatMap(\.weights.elements))
    return FigureValue(
      .attentionLines(
        AttentionLines(
          title: title, queries: queries, keys: keys, choices: .init(kind: kind, names: choices.map(\.name), weights: all))))
  }

  /// Masks side by side, each with its name.
  ///
  /// - Parameter masks: Shape `[queries, keys]` each: 1 where the query may see the key, else 0.
  public static func maskGallery(title: String, masks: [(name: String, visibility: NumericArray)]) -> FigureValue {
    require(!masks.isEmpty, "maskGallery: there is nothing to draw: no mask is given")
    let pictures = masks.map { name, visibility in
      require(
        visibility.shape.count == 2 && !visibility.elements.isEmpty,
        "maskGallery: `\(name)` needs queries and keys, but its shape is \(visibility.shape)")
      return MaskGallery.Picture(name: name, visibility: visibility)
    }
    return FigureValue(.masks(MaskGallery(title: title, masks: pictures)))
  }
}
