/// A number, vector, matrix or tensor of numbers, as a formula computes with them.
package struct Quantity: Sendable, Hashable {
  /// The length of each axis; a scalar has none.
  package var shape: [Int]
  /// The entries, the last axis running fastest.
  package var data: [Double]
  /// Whether it is a row: a vector that may stand to the left of a matrix and is added to each of its rows.
  package var isRow: Bool

  /// - Precondition: `data` has as many entries as `shape` says.
  package init(shape: [Int], data: [Double], isRow: Bool = false) {
    precondition(shape.reduce(1, *) == data.count, "shape \(shape) does not hold \(data.count) entries")
    self.shape = shape
    self.data = data
    self.isRow = isRow
  }

  package init(_ scalar: Double) { self.init(shape: [], data: [scalar]) }

  package init(row: [Double]) { self.init(shape: [row.count], data: row, isRow: true) }

  package init(_ vector: [Double]) { self.init(shape: [vector.count], data: vector) }

  /// How many entries a shape has; nil if it is no shape, or too large to be one.
  package static func size(of shape: [Int]) -> Int? {
    var size = 1
    for length in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: length)
      guard length >= 0, !overflow else { return nil }
      size = product
    }
    return size
  }

  /// The one number of a scalar, or of anything with a single entry.
  package var scalar: Double? { data.count == 1 ? data[0] : nil }
}

/// A shape as people write it: `a number`, `3`, `3×4`.
package func describe(shape: [Int]) -> String {
  shape.isEmpty ? "a number" : shape.map(String.init).joined(separator: "×")
}
