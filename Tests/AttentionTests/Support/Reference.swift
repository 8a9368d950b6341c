import Attention
import Foundation

/// Numbers in double precision, and an independent, simple implementation of the mathematics: it uses nothing of the library, so that one
/// mistake can't hide on both sides.
struct Reference {
  var shape: [Int]
  var values: [Double]

  init(_ shape: [Int], _ values: [Double]) { (self.shape, self.values) = (shape, values) }
  init(_ tensor: Tensor) { self.init(tensor.shape, tensor.scalars.map(Double.init)) }
  init(_ shape: [Int]) { self.init(shape, [Double](repeating: 0, count: shape.reduce(1, *))) }

  /// One number. An axis of size 1 is read at 0, whatever the index; indices before the first axis are ignored.
  subscript(indices: Int...) -> Double {
    get { values[offset(indices)] }
    set { values[offset(indices)] = newValue }
  }

  private func offset(_ indices: [Int]) -> Int {
    // A plain loop: central differences read millions of numbers.
    var offset = 0
    for axis in 0..<shape.count {
      let index = indices[indices.count - shape.count + axis]
      offset = offset * shape[axis] + (shape[axis] == 1 ? 0 : index)
    }
    return offset
  }

  var tensor: Tensor { Tensor(shape: shape, scalars: values.map { Float($0) }) }
}

extension Reference {
  struct AttentionOptions {
    var mask: Reference?
    var bias: Reference?
    var scale: Double?
    var softcap: Double?
    var sinks: Reference?
    /// The factor of each weight.
    var dropout: Reference?
  }

  /// softmax(QKᵀ/√d) V for shapes [heads, length, size]; groups of query heads share a key head.
  static func attention(
    _ query: Reference, _ key: Reference, _ value: Reference, _ options: AttentionOptions = .init()
  ) -> Reference {
    let (heads, queries, size) = (query.shape[0], query.shape[1], query.shape[2])
    let (keys, valueSize) = (key.shape[1], value.shape[2])
    var context = Reference([heads, queries, valueSize])
    for head in 0..<heads {
      let keyHead = head / (heads / key.shape[0])
      let valueHead = value.shape[0] == 1 ? 0 : keyHead
      for i in 0..<queries {
        var scores = (0..<keys).map { j -> Double in
          // Plain loops over the numbers: these tests aren't optimized, and central differences come here thousands of times.
          let (queryRow, keyRow) = ((head * queries + i) * size, (keyHead * keys + j) * size)
          var score = 0.0
          for c in 0..<size { score += query.values[queryRow + c] * key.values[keyRow + c] }
          score *= options.scale ?? 1 / Double(size).squareRoot()
          if let cap = options.softcap { score = cap * Foundation.tanh(score / cap) }
          if let bias = options.bias { score += bias[head, i, j] }
          if let mask = options.mask, mask[head, i, j] == 0 { score = -.infinity }
          return score
        }
        if let sinks = options.sinks { scores.append(sinks[head]) }
        let weights = softmax(scores)
        for j in 0..<keys {
          let weight = weights[j] * (options.dropout?[head, i, j] ?? 1)
          let (row, valueRow) = ((head * queries + i) * valueSize, (valueHead * keys + j) * valueSize)
          for c in 0..<valueSize { context.values[row + c] += weight * value.values[valueRow + c] }
        }
      }
    }
    return context
  }

  static func softmax(_ scores: [Double]) -> [Double] {
    let largest = scores.max() ?? 0
    if largest == -.infinity { return scores.map { _ in 0 } }
    let terms = scores.map { Foundation.exp($0 - largest) }
    let total = terms.reduce(0, +)
    return terms.map { $0 / total }
  }

  /// A function of each row of a matrix.
  func mapRows(_ transform: ([Double]) -> [Double]) -> Reference {
    let columns = shape.last ?? 1
    let rows = (0..<values.count / columns).map { transform(Array(values[$0 * columns..<($0 + 1) * columns])) }
    return Reference(shape.dropLast() + [rows.first?.count ?? 0], rows.flatMap { $0 })
  }

  /// A function of each row of one matrix and each row of another: shape [rows, rows].
  static func scores(_ a: Reference, _ b: Reference, _ score: ([Double], [Double]) -> Double) -> Reference {
    func rows(_ x: Reference) -> [[Double]] {
      (0..<x.shape[0]).map { Array(x.values[$0 * x.shape[1]..<($0 + 1) * x.shape[1]]) }
    }
    return Reference([a.shape[0], b.shape[0]], rows(a).flatMap { a in rows(b).map { score(a, $0) } })
  }
}
