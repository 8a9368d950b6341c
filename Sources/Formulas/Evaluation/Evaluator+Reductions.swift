import Diagnostics

/// Many entries to one, or to one a row.
extension Evaluator {
  /// Subtracts the largest entry, so that exp never overflows. A row of -∞ gives zeros.
  static func softmax(_ data: [Double], width: Int, at range: Range<Int>) throws(Problem) -> [Double] {
    var out = data
    guard width > 0 else { return out }
    for start in stride(from: 0, to: data.count, by: width) {
      let row = start..<start + width
      var greatest = -Double.infinity
      for index in row { greatest = data[index] > greatest || data[index].isNaN ? data[index] : greatest }
      if greatest == .infinity { throw notANumber("softmax of ∞", at: range) }
      var total = 0.0
      for index in row {
        out[index] = greatest == -.infinity ? 0 : EntrywiseFunction.exp(data[index] - greatest)
        total += out[index]
      }
      if total != 0 { for index in row { out[index] /= total } }
    }
    return out
  }

  static func reduce(
    _ reduction: Meaning.Reduction, _ data: [Double], _ shape: [Int], at range: Range<Int>
  ) throws(Problem) -> [Double] {
    func total(_ indices: some Sequence<Int>) throws(Problem) -> Double {
      var sum = 0.0
      for index in indices {
        let next = sum + data[index]
        if next.isNaN, !sum.isNaN, !data[index].isNaN { throw notANumber("∞ - ∞", at: range) }
        sum = next
      }
      return sum
    }
    func extremum(_ indices: Range<Int>, _ precedes: (Double, Double) -> Bool) throws(Problem) -> Int {
      guard var best = indices.first else { throw Problem("the largest or smallest of no values", at: range) }
      for index in indices where data[index].isNaN || precedes(data[best], data[index]) { best = index }
      return best
    }
    let width = shape.last ?? 1
    let rows = (0..<shape.dropLast().reduce(1, *)).map { $0 * width..<($0 + 1) * width }
    switch reduction {
    case .rowSums: return try rows.map { row throws(Problem) in try total(row) }
    case .rowMaxima: return try rows.map { row throws(Problem) in data[try extremum(row, <)] }
    case .columnSums:
      return try (0..<width).map { column throws(Problem) in try total(stride(from: column, to: data.count, by: width))
      }
    case .total: return [try total(data.indices)]
    case .mean:
      guard !data.isEmpty else { throw Problem("the mean of no values", at: range) }
      return [try total(data.indices) / Double(data.count)]
    case .maximum: return [data[try extremum(data.indices, <)]]
    case .minimum: return [data[try extremum(data.indices, >)]]
    case .argmax: return [Double(try extremum(data.indices, <) + 1)]
    case .argmin: return [Double(try extremum(data.indices, >) + 1)]
    case .trace: return [try total(stride(from: 0, to: data.count, by: width + 1))]
    case .determinant: return [SquareMatrix(size: width, entries: data).determinant]
    case .logSumExp:
      let greatest = data.max() ?? -.infinity
      guard greatest.isFinite else { return [greatest] }
      return [greatest + EntrywiseFunction.log(data.reduce(0) { $0 + EntrywiseFunction.exp($1 - greatest) })]
    case .norm1: return [data.reduce(0) { $0 + abs($1) }]
    case .norm2: return [data.reduce(0) { $0 + $1 * $1 }.squareRoot()]
    case .normInfinity: return [data.reduce(0) { max($0, abs($1)) }]
    }
  }
}
