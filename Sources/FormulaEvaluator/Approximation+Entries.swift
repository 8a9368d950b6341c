import Diagnostics
import FormulaExpressions
import FormulaStatements

/// Operations on many entries at once.
extension Arithmetic {
  /// An operation on each pair of entries; one entry alone goes with all of the other side.
  func combined(
    _ operation: TypedExpression.Pairwise, _ a: [Approximation], _ b: [Approximation], at range: Range<Int>
  ) throws(Problem) -> [Approximation] {
    switch operation {
    case .times: try combined(a, b, "·", at: range) { product($0, $1) }
    case .timesLogarithm: try combined(a, b, "·", at: range) { timesLogarithm($0, $1) }
    case .binomial: try combined(a, b, at: range) { x, y throws(Problem) in try binomial(x, y, at: range) }
    case .divided: try combined(a, b, "/", at: range) { quotient($0, $1) }
    case .power: try combined(a, b, "^", at: range) { power($0, $1) }
    case .maximum: try combined(a, b, "max", at: range) { maximum($0, $1) }
    case .minimum: try combined(a, b, "min", at: range) { minimum($0, $1) }
    case .modulo: try combined(a, b, "mod", at: range) { remainder($0, $1) }
    }
  }

  /// An operation that may have no value.
  private func combined(
    _ a: [Approximation], _ b: [Approximation], at range: Range<Int>,
    _ apply: (Approximation, Approximation) throws(Problem) -> Approximation
  ) throws(Problem) -> [Approximation] {
    let count = a.isEmpty || b.isEmpty ? 0 : max(a.count, b.count)
    return try (0..<count).map { index throws(Problem) in
      try apply(a[a.count == 1 ? 0 : index], b[b.count == 1 ? 0 : index])
    }
  }

  /// - Throws: If the result is NaN although both entries are numbers.
  @inline(__always)
  private func combined(
    _ a: [Approximation], _ b: [Approximation], _ sign: String, at range: Range<Int>,
    _ apply: (Approximation, Approximation) -> Approximation
  ) throws(Problem) -> [Approximation] {
    let count = a.isEmpty || b.isEmpty ? 0 : max(a.count, b.count)
    let (stepA, stepB) = (a.count == 1 ? 0 : 1, b.count == 1 ? 0 : 1)
    let out = a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        [Approximation](unsafeUninitializedCapacity: count) { out, initialized in
          for index in 0..<count { out[index] = apply(a[index * stepA], b[index * stepB]) }
          initialized = count
        }
      }
    }
    guard out.contains(where: \.value.isNaN) else { return out }
    for index in 0..<count where out[index].value.isNaN {
      let (x, y) = (a[index * stepA].value, b[index * stepB].value)
      if !x.isNaN, !y.isNaN { throw notANumber("\(x.text) \(sign) \(y.text)", at: range) }
    }
    return out
  }

  /// Terms added entry by entry; a term of one entry goes with all of the others.
  func sum(
    _ terms: [[Approximation]], areNegative: [Bool], _ size: Int, at range: Range<Int>
  ) throws(Problem) -> [Approximation] {
    if terms.count == 2, !areNegative[0] {
      return areNegative[1]
        ? try combined(terms[0], terms[1], "-", at: range) { difference($0, $1) }
        : try combined(terms[0], terms[1], "+", at: range) { sum($0, $1) }
    }
    return try (0..<size).map { entry throws(Problem) in
      var total = Total(precision)
      for (term, isNegative) in zip(terms, areNegative) {
        let value = term[term.count == 1 ? 0 : entry]
        try total.add(isNegative ? -value : value, at: range)
      }
      return total.approximation
    }
  }

  func matrixProduct(
    _ left: [Approximation], _ right: [Approximation], _ sizes: TypedExpression.Sizes, at range: Range<Int>
  ) throws(Problem) -> [Approximation] {
    let (m, k, n) = (sizes.m, sizes.k, sizes.n)
    // |left|·(|right|·rounding + right's errors) + left's errors·(|right| + right's errors): products of matrices too.
    let rounding = Total.rounding(k, precision)
    let values = right.map(\.value)
    let slopes = right.map { $0.error + rounding * abs($0.value) }
    let sizes = right.map { $0.error + abs($0.value) }
    var out = Array(repeating: 0.0, count: m * n)
    var errors = out
    out.withUnsafeMutableBufferPointer { out in
      errors.withUnsafeMutableBufferPointer { errors in
        // For each row of the left matrix, multiples of the right one's rows are added up.
        for row in 0..<m {
          for inner in 0..<k {
            let factor = left[row * k + inner]
            let (value, magnitude) = (factor.value, abs(factor.value))
            for column in 0..<n {
              out[row * n + column] += value * values[inner * n + column]
              errors[row * n + column] += magnitude * slopes[inner * n + column]
            }
            guard factor.error > 0 else { continue }
            for column in 0..<n { errors[row * n + column] += factor.error * sizes[inner * n + column] }
          }
        }
      }
    }
    // Numbers can give NaN only through a product with an infinite entry.
    if out.contains(where: \.isNaN), !left.contains(where: \.value.isNaN), !right.contains(where: \.value.isNaN) {
      throw notANumber("a sum with 0 · ∞ or ∞ - ∞", at: range)
    }
    // Products of whole numbers add to whole numbers, exact as long as their magnitudes are.
    let areWhole = left.allSatisfy(\.isExactInteger) && right.allSatisfy(\.isExactInteger)
    let limit = areWhole ? rounding / precision.unit : 0
    return zip(out, errors).map { value, error in
      guard value.isFinite, error > limit else { return Approximation(value) }
      return Approximation(value, error: error + precision.leastNormal)
    }
  }

  /// Subtracts the largest entry, so that exp never overflows. A row of -∞ gives zeros.
  func softmax(_ data: [Approximation], width: Int, at range: Range<Int>) throws(Problem) -> [Approximation] {
    var out = data
    guard width > 0 else { return out }
    for start in stride(from: 0, to: data.count, by: width) {
      let row = start..<start + width
      var greatest = -Double.infinity
      for index in row {
        let value = data[index].value
        greatest = value > greatest || value.isNaN ? value : greatest
      }
      if greatest == .infinity { throw notANumber("softmax of ∞", at: range) }
      var total = 0.0
      for index in row {
        let weight = greatest == -.infinity ? 0 : EntrywiseFunction.exp(data[index].value - greatest)
        out[index].value = weight
        total += weight
      }
      guard total > 0 else {
        for index in row { out[index] = Approximation(out[index].value) }
        continue
      }
      // A weight p changes by p(1-p) with its own score, and by -pq with that of the weight q.
      var shift = 0.0
      for index in row {
        out[index].value /= total
        if out[index].value > 0 {
          out[index].error += precision.unit * (greatest - data[index].value)
          shift += out[index].value * out[index].error
        }
      }
      let own = precision.unit * 3 + Total.rounding(width, precision)
      for index in row {
        let (weight, error) = (out[index].value, out[index].error)
        if data[index].value == -.infinity || weight == 1 && shift == 0 {
          out[index].error = 0
        } else {
          let relative = (1 - weight) * error + max(0, shift - weight * error)
          let largest =
            relative < 1
            ? weight * relative * (1 + relative)
            : min(1, EntrywiseFunction.exp(data[index].value - greatest + relative) / total)
          out[index].error = weight * own + largest + precision.leastNormal
        }
      }
    }
    return out
  }

  func reduce(
    _ reduction: Reduction, _ data: [Approximation], _ shape: [Int], at range: Range<Int>
  ) throws(Problem) -> [Approximation] {
    func total(_ indices: some Sequence<Int>) throws(Problem) -> Approximation {
      var total = Total(precision)
      for index in indices { try total.add(data[index], at: range) }
      return total.approximation
    }
    func place(_ indices: Range<Int>, _ precedes: (Double, Double) -> Bool) throws(Problem) -> Int {
      guard var best = indices.first else { throw Problem("the largest or smallest of no values", at: range) }
      for index in indices {
        guard !data[index].value.isNaN else { throw placeOfNaN(at: range) }
        if precedes(data[best].value, data[index].value) { best = index }
      }
      return best
    }
    func extremum(_ indices: Range<Int>, isMaximum: Bool) throws(Problem) -> Approximation {
      guard let first = indices.first else { throw Problem("the largest or smallest of no values", at: range) }
      return indices.dropFirst().reduce(data[first]) { isMaximum ? maximum($0, data[$1]) : minimum($0, data[$1]) }
    }
    let width = shape.last ?? 1
    let rows = (0..<shape.dropLast().reduce(1, *)).map { $0 * width..<($0 + 1) * width }
    switch reduction {
    case .rowSums: return try rows.map { row throws(Problem) in try total(row) }
    case .rowMaxima: return try rows.map { row throws(Problem) in try extremum(row, isMaximum: true) }
    case .columnSums:
      return try (0..<width).map { column throws(Problem) in try total(stride(from: column, to: data.count, by: width))
      }
    case .total: return [try total(data.indices)]
    case .mean:
      guard !data.isEmpty else { throw Problem("the mean of no values", at: range) }
      return [quotient(try total(data.indices), Approximation(Double(data.count)))]
    case .maximum: return [try extremum(data.indices, isMaximum: true)]
    case .minimum: return [try extremum(data.indices, isMaximum: false)]
    case .argmax: return [Approximation(Double(try place(data.indices, <) + 1))]
    case .argmin: return [Approximation(Double(try place(data.indices, >) + 1))]
    case .trace: return [try total(stride(from: 0, to: data.count, by: width + 1))]
    case .determinant: return [determinant(data, size: width)]
    case .logSumExp:
      let greatest = data.max { $0.value < $1.value } ?? Approximation(-.infinity)
      guard greatest.value.isFinite else { return [Approximation(greatest.value)] }
      var total = Total(precision)
      for x in data { total.add(apply(.exp, to: difference(x, Approximation(greatest.value)))) }
      return [sum(Approximation(greatest.value), apply(.log, to: total.approximation))]
    case .norm1: return [try norm(data.map { apply(.abs, to: $0) }, at: range)]
    case .norm2: return [apply(.sqrt, to: try norm(data.map { product($0, $0) }, at: range))]
    case .normInfinity:
      return [data.reduce(Approximation(0)) { maximum($0, apply(.abs, to: $1)) }]
    }
  }

  private func norm(_ terms: [Approximation], at range: Range<Int>) throws(Problem) -> Approximation {
    var total = Total(precision)
    for term in terms { try total.add(term, at: range) }
    return total.approximation
  }
}

/// If one of the values is NaN, none is the largest.
func placeOfNaN(at range: Range<Int>) -> Problem {
  Problem("the place of the largest or smallest of values of which one is not a number", at: range)
}

extension Approximation {
  fileprivate var isExactInteger: Bool { error == 0 && value.isWhole }
}

extension Total {
  @inline(__always)
  mutating func add(_ term: Approximation, at range: Range<Int>) throws(Problem) {
    let before = value
    add(term)
    if value.isNaN, !before.isNaN, !term.value.isNaN { throw notANumber("∞ - ∞", at: range) }
  }

  mutating func add(_ terms: [Approximation], at range: Range<Int>) throws(Problem) {
    let before = value
    for term in terms { add(term) }
    if value.isNaN, !before.isNaN, !terms.contains(where: \.value.isNaN) { throw notANumber("∞ - ∞", at: range) }
  }
}
