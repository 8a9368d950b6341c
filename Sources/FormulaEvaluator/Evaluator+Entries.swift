import Diagnostics
import FormulaExpressions
import FormulaStatements

/// Parts that have axes. Their entries are computed as one flat array.
extension Evaluator {
  func makeEntriesCode(_ typed: TypedExpression) throws(Problem) -> EntriesCode {
    let range = typed.range
    let size = typed.shape.reduce(1, *)
    let arithmetic = arithmetic
    if let values = leafEntries(typed) { return { (_) throws(Problem) in values } }
    switch typed.kind {
    case .sum(let addends):
      return try sumCode(addends, typed.shape, at: range)
    case .negated(let part):
      let code = try entriesCode(part)
      return { (frame) throws(Problem) in try code(frame).map { -$0 } }
    case .pairwise(let operation, let a, let b):
      let (first, second) = (try entriesCode(a), try entriesCode(b))
      let (firstSpread, secondSpread) = (Spread(of: a, over: typed.shape), Spread(of: b, over: typed.shape))
      return { (frame) throws(Problem) in
        try frame.spend(size, at: range)
        let (left, right) = (try first(frame), try second(frame))
        return try arithmetic.combined(operation, firstSpread.spread(left, size), secondSpread.spread(right, size), at: range)
      }
    case .entrywise(let function, let part):
      let code = try entriesCode(part)
      let apply = entrywise(function, at: range)
      return { (frame) throws(Problem) in
        try frame.spend(size, at: range)
        return try code(frame).map { x throws(Problem) in try apply(x) }
      }
    case .reshaped(let part), .called(_, let part):
      return try entriesCode(part)
    case .transposed(let part):
      let code = try entriesCode(part)
      let (rows, columns) = (part.shape[0], part.shape[1])
      return { (frame) throws(Problem) in
        let data = try code(frame)
        var out: [Approximation] = []
        out.reserveCapacity(size)
        for column in 0..<columns {
          for row in 0..<rows { out.append(data[row * columns + column]) }
        }
        return out
      }
    case .matrixProduct(let a, let b, let sizes):
      return try productCode(a, b, sizes, at: range)
    case .matrixPower(let base, let exponent):
      return try matrixPowerCode(base, exponent, at: range)
    case .cases(let branches):
      return try casesCode(branches, at: range) { (part) throws(Problem) in
        let code = try self.entriesCode(part)
        guard part.isNumber else { return code }
        return { (frame) throws(Problem) in Array(repeating: try code(frame)[0], count: size) }
      }
    case .entry(let base, let subscripts):
      return try sliceCode(base, subscripts, at: range)
    case .fold(let fold):
      return try foldCode(fold, size, at: range)
    case .table(let variables, let body):
      return try tableCode(variables, body, at: range)
    case .softmax(let part):
      let code = try entriesCode(part)
      let width = part.shape[part.shape.count - 1]
      return { (frame) throws(Problem) in
        try frame.spend(size, at: range)
        return try arithmetic.softmax(try code(frame), width: width, at: range)
      }
    case .reduced(let reduction, let part):
      let code = try entriesCode(part)
      let shape = part.shape
      return { (frame) throws(Problem) in
        try frame.spend(shape.reduce(1, *), at: range)
        return try arithmetic.reduce(reduction, try code(frame), shape, at: range)
      }
    case .diagonalMatrix(let part):
      let code = try entriesCode(part)
      return { (frame) throws(Problem) in
        let diagonal = try code(frame)
        var out = Array(repeating: Approximation(0), count: size)
        for (index, value) in diagonal.enumerated() { out[index * (diagonal.count + 1)] = value }
        return out
      }
    case .diagonal(let part):
      let code = try entriesCode(part)
      return { (frame) throws(Problem) in
        let data = try code(frame)
        return (0..<size).map { data[$0 * (size + 1)] }
      }
    case .joined(let parts, let axis):
      return try joinedCode(parts, axis)
    case .mapped(let element, let argument, let body):
      let slot = slot(element.id, isIndex: false)
      let entries = try entriesCode(argument)
      let code = try within([element.id]) { () throws(Problem) in try numberCode(body) }
      return { (frame) throws(Problem) in
        try frame.spend(size, at: range)
        let saved = frame.elements[slot]
        defer { frame.elements[slot] = saved }
        return try entries(frame).map { value throws(Problem) in
          frame.elements[slot] = value
          return try code(frame)
        }
      }
    case .foreign(let function, let arguments):
      return try foreignCode(function, arguments, typed.shape, at: range)
    case .constant, .input, .stored, .unsized, .index, .element, .delta:
      break
    }
    let code = try numberCode(typed)
    return { (frame) throws(Problem) in [try code(frame)] }
  }

  /// Where an entry of the whole is found in a part that may be spread over it.
  private enum Spread {
    case same, single
    case row(Int)
    case column(Int)

    init(of part: TypedExpression, over shape: [Int]) {
      if part.shape.allSatisfy({ $0 == 1 }) {
        self = .single
      } else if part.shape.reduce(1, *) == shape.reduce(1, *) {
        self = .same
      } else if part.shape.count == 2, part.shape[1] == 1 {
        self = .column(shape[1])
      } else {
        self = .row(shape[shape.count - 1])
      }
    }

    /// The entries, repeated as often as they are needed; a single one is not repeated.
    func spread(_ data: [Approximation], _ size: Int) -> [Approximation] {
      switch self {
      case .same, .single: data
      case .row, .column: (0..<size).map { data[self($0)] }
      }
    }

    func callAsFunction(_ index: Int) -> Int {
      switch self {
      case .same: index
      case .single: 0
      case .row(let width): index % width
      case .column(let width): index / width
      }
    }
  }

  private func sumCode(_ addends: [TypedExpression.Addend], _ shape: [Int], at range: Range<Int>) throws(Problem) -> EntriesCode {
    let codes = try addends.map { addend throws(Problem) in
      (
        isNegative: addend.isNegative, code: try entriesCode(addend.value),
        spread: Spread(of: addend.value, over: shape)
      )
    }
    let size = shape.reduce(1, *)
    let arithmetic = arithmetic
    return { (frame) throws(Problem) in
      var terms: [[Approximation]] = []
      for (_, code, spread) in codes {
        try frame.spend(size, at: range)
        terms.append(spread.spread(try code(frame), size))
      }
      return try arithmetic.sum(terms, areNegative: codes.map(\.isNegative), size, at: range)
    }
  }

  private func productCode(
    _ a: TypedExpression, _ b: TypedExpression, _ sizes: TypedExpression.Sizes, at range: Range<Int>
  ) throws(Problem) -> EntriesCode {
    let (first, second) = (try entriesCode(a), try entriesCode(b))
    let arithmetic = arithmetic
    return { (frame) throws(Problem) in
      let (left, right) = (try first(frame), try second(frame))
      let (rowOperations, overflow) = sizes.m.multipliedReportingOverflow(by: sizes.k)
      let (operations, overflow2) = rowOperations.multipliedReportingOverflow(by: sizes.n)
      try frame.spend(overflow || overflow2 ? .max : operations, at: range)
      return try arithmetic.matrixProduct(left, right, sizes, at: range)
    }
  }

  private func matrixPowerCode(
    _ base: TypedExpression, _ exponent: TypedExpression, at range: Range<Int>
  ) throws(Problem) -> EntriesCode {
    let (entries, number) = (try entriesCode(base), try numberCode(exponent))
    let size = base.shape[0]
    let arithmetic = arithmetic
    return { (frame) throws(Problem) in
      let value = try number(frame).value
      guard let power = Int(exactly: value.rounded()), abs(power) < Name.indexLimit,
        abs(value - Double(power)) < 1e-9 * max(1, abs(value))
      else {
        throw Problem(
          "a power of a matrix with the exponent \(value.text)", at: range, notes: ["it takes a whole number"])
      }
      return try arithmetic.power(try entries(frame), size: size, exponent: power, at: range) { (operations) throws(Problem) in
        try frame.spend(operations, at: range)
      }
    }
  }

  private func joinedCode(_ parts: [TypedExpression], _ axis: Int) throws(Problem) -> EntriesCode {
    let codes = try parts.map { part throws(Problem) in try entriesCode(part) }
    // How many entries each part gives for one value of the axes before.
    let blocks = parts.map { $0.shape[axis...].reduce(1, *) }
    let count = parts[0].shape[..<axis].reduce(1, *)
    return { (frame) throws(Problem) in
      let data = try codes.map { code throws(Problem) in try code(frame) }
      var out: [Approximation] = []
      for outer in 0..<count {
        for (part, block) in zip(data, blocks) { out += part[outer * block..<(outer + 1) * block] }
      }
      return out
    }
  }
}
