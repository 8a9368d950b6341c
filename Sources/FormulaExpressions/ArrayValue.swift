import FormulaStatements

/// A number, vector, matrix or tensor of numbers, as a formula computes with them.
package struct ArrayValue: Sendable {
  /// The length of each axis; a scalar has none.
  package var shape: [Int]
  /// The entries, the last axis running fastest.
  package var data: [Double]
  /// How far each entry may be off by rounding; empty where all are exact.
  package private(set) var errors: [Double] = []
  /// The format in which code computed it.
  package private(set) var precision = Precision.double
  /// Whether it is a row: a vector that may stand to the left of a matrix and is added to each of its rows.
  package var isRow: Bool

  /// - Precondition: `data` has as many entries as `shape` says.
  package init(shape: [Int], data: [Double], isRow: Bool = false) {
    precondition(shape.reduce(1, *) == data.count, "shape \(shape) does not hold \(data.count) entries")
    self.shape = shape
    self.data = data
    self.isRow = isRow
  }

  /// A value of the code.
  ///
  /// - Parameter isComputed: Whether it was computed, as opposed to written down: what was computed is off by a few roundings.
  package init(shape: [Int], data: [Double], precision: Precision, isComputed: Bool) {
    self.init(shape: shape, data: data)
    self.precision = precision
    guard isComputed, !data.allSatisfy({ Self.isSurelyExact($0, precision) }) else { return }
    errors = data.map { Self.isSurelyExact($0, precision) || !$0.isFinite ? 0 : Self.roundings * precision.unit * abs($0) }
  }

  private static let roundings = 4.0

  /// Whether a computed number is whole, and small enough that its format would show a fraction.
  private static func isSurelyExact(_ value: Double, _ precision: Precision) -> Bool {
    value == value.rounded() && abs(value) * 16 * precision.unit < 1
  }

  /// A computed value, with how far each entry may be off.
  package init(shape: [Int], data: [Double], errors: [Double], isRow: Bool = false) {
    self.init(shape: shape, data: data, isRow: isRow)
    if errors.contains(where: { $0 != 0 }) { self.errors = errors }
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

/// Two values are equal if their entries are, however they were computed.
extension ArrayValue: Hashable {
  package static func == (a: ArrayValue, b: ArrayValue) -> Bool { a.shape == b.shape && a.data == b.data && a.isRow == b.isRow }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(shape)
    hasher.combine(data)
    hasher.combine(isRow)
  }
}

/// A shape as people write it: `a number`, `3`, `3×4`.
package func describe(shape: [Int]) -> String {
  shape.isEmpty ? "a number" : shape.map(String.init).joined(separator: "×")
}
