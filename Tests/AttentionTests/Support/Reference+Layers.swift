import Foundation

// The parts of a Transformer in double precision, for matrices of shape [length, features].
extension Reference {
  static func + (a: Reference, b: Reference) -> Reference { a.combined(b, +) }
  static func - (a: Reference, b: Reference) -> Reference { a.combined(b, -) }
  static func * (a: Reference, b: Reference) -> Reference { a.combined(b, *) }

  /// Broadcasts `b`, a vector, to the rows of this matrix.
  private func combined(_ b: Reference, _ operation: (Double, Double) -> Double) -> Reference {
    Reference(shape, values.indices.map { operation(values[$0], b.values[$0 % b.values.count]) })
  }

  func map(_ function: (Double) -> Double) -> Reference { Reference(shape, values.map(function)) }

  static func product(_ a: Reference, _ b: Reference) -> Reference {
    let (rows, terms, columns) = (a.shape[0], b.shape[0], b.shape[1])
    var product = Reference([rows, columns])
    for row in 0..<rows {
      for column in 0..<columns {
        var sum = 0.0
        for term in 0..<terms { sum += a.values[row * terms + term] * b.values[term * columns + column] }
        product.values[row * columns + column] = sum
      }
    }
    return product
  }

  static func transposed(_ x: Reference) -> Reference {
    var transposed = Reference([x.shape[1], x.shape[0]])
    for row in 0..<x.shape[0] {
      for column in 0..<x.shape[1] { transposed[column, row] = x[row, column] }
    }
    return transposed
  }

  /// The rows of this and of another, side by side.
  func joined(_ other: Reference) -> Reference {
    var row = -1
    let size = other.shape[other.shape.count - 1]
    return mapRows {
      row += 1
      return $0 + other.values[row * size..<(row + 1) * size]
    }
  }

  func columns(_ range: Range<Int>) -> Reference { mapRows { Array($0[range]) } }

  /// [length, heads · size] → [heads, length, size].
  func heads(_ count: Int) -> Reference {
    let size = shape[1] / count
    var heads = Reference([count, shape[0], size])
    for head in 0..<count {
      for row in 0..<shape[0] {
        for column in 0..<size { heads[head, row, column] = self[row, head * size + column] }
      }
    }
    return heads
  }

  /// [heads, length, size] → [length, heads · size].
  var merged: Reference {
    var merged = Reference([shape[1], shape[0] * shape[2]])
    for head in 0..<shape[0] {
      for row in 0..<shape[1] {
        for column in 0..<shape[2] { merged[row, head * shape[2] + column] = self[head, row, column] }
      }
    }
    return merged
  }

  func standardized(epsilon: Double = 1e-5, isCentered: Bool) -> Reference {
    mapRows { row in
      let mean = isCentered ? row.reduce(0, +) / Double(row.count) : 0
      let square = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
      return row.map { ($0 - mean) / (square + epsilon).squareRoot() }
    }
  }

  /// Rotates feature i with feature i + size/2 of each row, for a matrix or for heads.
  func rotated(size: Int, base: Double = 10_000) -> Reference {
    var rows = -1
    let length = shape[shape.count - 2]
    return mapRows { row in
      rows += 1
      var turned = row
      for pair in 0..<size / 2 {
        let angle = Double(rows % length) * Foundation.pow(base, -2 * Double(pair) / Double(size))
        let (a, b) = (row[pair], row[pair + size / 2])
        turned[pair] = a * Foundation.cos(angle) - b * Foundation.sin(angle)
        turned[pair + size / 2] = a * Foundation.sin(angle) + b * Foundation.cos(angle)
      }
      return turned
    }
  }

  static func sigmoid(_ x: Double) -> Double { 1 / (1 + Foundation.exp(-x)) }
  static func gelu(_ x: Double) -> Double { 0.5 * x * (1 + Foundation.erf(x / 2.0.squareRoot())) }
}
