/// A learned vector for each position, to be added to the features.
///
///     let positions = LearnedPositions(table: table)
///     let x = embeddings + positions(length)
///
/// Positions beyond the table have no vector, so a model can't read longer texts than it was trained for.
///
/// - Source: Gehring et al. 2017, "Convolutional Sequence to Sequence Learning", section 3.1.
public struct LearnedPositions: Sendable, Hashable {
  /// A row for each position. Shape `[maximumLength, size]`.
  public var table: Tensor

  /// - Precondition: `table` is a matrix.
  public init(table: Tensor) {
    require(table.rank == 2, "LearnedPositions: the table needs the shape [maximumLength, size], not \(table.shape)")
    self.table = table
  }

  /// The vectors of `length` positions from `offset` on. Shape `[length, size]`.
  ///
  /// - Precondition: All of these positions are in the table.
  public func callAsFunction(_ length: Int, offset: Int = 0) -> Tensor {
    require(
      length >= 0 && offset >= 0 && offset <= table.rows && length <= table.rows - offset,
      "LearnedPositions: \(length) positions from \(offset) on are not all in the table, which has the shape \(table.shape)")
    return table[offset..<offset + length]
  }
}
