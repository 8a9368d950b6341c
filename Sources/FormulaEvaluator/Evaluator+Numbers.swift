import Diagnostics
import FormulaExpressions
import FormulaStatements
import Foundation

/// Parts that are one number.
extension Evaluator {
  func makeNumberCode(_ typed: TypedExpression) throws(Problem) -> NumberCode {
    let range = typed.range
    let arithmetic = arithmetic
    if let value = leafEntries(typed)?[0] { return { (_) throws(Problem) in value } }
    switch typed.kind {
    case .index(let variable):
      let slot = slot(variable.id)
      return { (frame) throws(Problem) in Approximation(Double(frame.indices[slot])) }
    case .element(let element):
      let slot = slot(element.id)
      return { (frame) throws(Problem) in frame.elements[slot] }
    case .sum(let addends):
      return try sumCode(addends, at: range)
    case .negated(let part):
      let code = try numberCode(part)
      return { (frame) throws(Problem) in -(try code(frame)) }
    case .pairwise(let operation, let a, let b):
      let (first, second) = (try numberCode(a), try numberCode(b))
      let apply = pairwise(operation, at: range)
      return { (frame) throws(Problem) in try apply(try first(frame), try second(frame)) }
    case .entrywise(let function, let part):
      let code = try numberCode(part)
      let apply = entrywise(function, at: range)
      return { (frame) throws(Problem) in try apply(try code(frame)) }
    case .reshaped(let part), .called(_, let part):
      guard !part.shape.isEmpty else { return try numberCode(part) }
      let code = try entriesCode(part)
      return { (frame) throws(Problem) in try code(frame)[0] }
    case .delta(let a, let b):
      let (first, second) = (try numberCode(a), try numberCode(b))
      return { (frame) throws(Problem) in Approximation(try first(frame).value == (try second(frame).value) ? 1 : 0) }
    case .cases(let branches):
      return try casesCode(branches, at: range) { (part) throws(Problem) in try self.numberCode(part) }
    case .entry(let base, let subscripts):
      return try entryCode(base, subscripts, at: range)
    case .fold(let fold):
      return try foldCode(fold, at: range)
    case .reduced(let reduction, let part):
      guard !part.shape.isEmpty else {
        let code = try numberCode(part)
        return { (frame) throws(Problem) in arithmetic.apply(.abs, to: try code(frame)) }
      }
      let code = try entriesCode(part)
      let shape = part.shape
      return { (frame) throws(Problem) in
        try frame.spend(shape.reduce(1, *), at: range)
        return try arithmetic.reduce(reduction, try code(frame), shape, at: range)[0]
      }
    case .matrixProduct:
      let code = try makeEntriesCode(typed)
      return { (frame) throws(Problem) in try code(frame)[0] }
    case .unsized:
      throw Problem("the size of this is not known here", at: range, help: "write it as a subscript: `I_n`")
    case .stored(let storage):
      throw Problem("`\(storage.name)` needs an index here", at: range)
    case .constant, .input, .softmax, .transposed, .matrixPower, .table, .diagonalMatrix, .diagonal, .joined, .mapped, .foreign:
      let code = try makeEntriesCode(typed)
      return { (frame) throws(Problem) in try code(frame)[0] }
    }
  }

  private func sumCode(_ addends: [TypedExpression.Addend], at range: Range<Int>) throws(Problem) -> NumberCode {
    let codes = try addends.map { addend throws(Problem) in
      (isNegative: addend.isNegative, code: try numberCode(addend.value))
    }
    if codes.count == 2 {
      let (first, second) = (codes[0], codes[1])
      let arithmetic = arithmetic
      return { (frame) throws(Problem) in
        let a = first.isNegative ? -(try first.code(frame)) : try first.code(frame)
        let b = second.isNegative ? -(try second.code(frame)) : try second.code(frame)
        let sum = arithmetic.sum(a, b)
        if sum.value.isNaN, !a.value.isNaN, !b.value.isNaN { throw notANumber("∞ - ∞", at: range) }
        return sum
      }
    }
    let precision = arithmetic.precision
    return { (frame) throws(Problem) in
      var total = Total(precision)
      for (isNegative, code) in codes {
        let value = try code(frame)
        try total.add(isNegative ? -value : value, at: range)
      }
      return total.approximation
    }
  }

  /// An operation on two numbers that refuses what has no value.
  func pairwise(
    _ operation: TypedExpression.Pairwise, at range: Range<Int>
  ) -> (Approximation, Approximation) throws(Problem) -> Approximation {
    let arithmetic = arithmetic
    func checked(
      _ result: Approximation, _ a: Approximation, _ b: Approximation, _ sign: String
    ) throws(Problem) -> Approximation {
      if result.value.isNaN, !a.value.isNaN, !b.value.isNaN {
        throw notANumber("\(a.value.text) \(sign) \(b.value.text)", at: range)
      }
      return result
    }
    switch operation {
    case .times: return { (a, b) throws(Problem) in try checked(arithmetic.product(a, b), a, b, "·") }
    case .timesLogarithm: return { (a, b) throws(Problem) in try checked(arithmetic.timesLogarithm(a, b), a, b, "·") }
    case .binomial: return { (a, b) throws(Problem) in try arithmetic.binomial(a, b, at: range) }
    case .divided: return { (a, b) throws(Problem) in try checked(arithmetic.quotient(a, b), a, b, "/") }
    case .power: return { (a, b) throws(Problem) in try checked(arithmetic.power(a, b), a, b, "^") }
    case .maximum: return { (a, b) throws(Problem) in arithmetic.maximum(a, b) }
    case .minimum: return { (a, b) throws(Problem) in arithmetic.minimum(a, b) }
    case .modulo: return { (a, b) throws(Problem) in try checked(arithmetic.remainder(a, b), a, b, "mod") }
    }
  }

  func entrywise(
    _ function: EntrywiseFunction, at range: Range<Int>
  ) -> (Approximation) throws(Problem) -> Approximation {
    let arithmetic = arithmetic
    return { (x) throws(Problem) in
      let result = arithmetic.apply(function, to: x)
      if function == .factorial, result.value.isNaN { throw noFactorial(of: x.value, at: range) }
      if result.value.isNaN, !x.value.isNaN {
        throw notANumber("\(function.rawValue)(\(x.value.text))", at: range)
      }
      return result
    }
  }

  func casesCode<Value>(
    _ branches: [TypedExpression.Branch], at range: Range<Int>,
    _ compile: (TypedExpression) throws(Problem) -> ((Frame) throws(Problem) -> Value)
  ) throws(Problem) -> (Frame) throws(Problem) -> Value {
    let codes = try branches.map { branch throws(Problem) in
      (test: try conditionCode(branch.condition), value: try compile(branch.value))
    }
    return { (frame) throws(Problem) in
      for code in codes where try code.test(frame) { return try code.value(frame) }
      throw Problem(
        "no case applies", at: range, help: "add a last branch with `\\text{otherwise}`")
    }
  }

  func conditionCode(_ condition: Condition) throws(Problem) -> ConditionCode {
    switch condition {
    case .always:
      return { (_) throws(Problem) in true }
    case .comparison(let relation, let a, let b):
      let (first, second) = (try numberCode(a), try numberCode(b))
      return { (frame) throws(Problem) in relation.holds(try first(frame).value, try second(frame).value) }
    case .oneOf(let a, let list):
      let value = try numberCode(a)
      let members = try list.map { member throws(Problem) in try numberCode(member) }
      return { (frame) throws(Problem) in
        let value = try value(frame).value
        for member in members where try member(frame).value == value { return true }
        return false
      }
    case .both(let a, let b):
      let (first, second) = (try conditionCode(a), try conditionCode(b))
      return { (frame) throws(Problem) in try first(frame) ? try second(frame) : false }
    case .either(let a, let b):
      let (first, second) = (try conditionCode(a), try conditionCode(b))
      return { (frame) throws(Problem) in try first(frame) ? true : try second(frame) }
    case .not(let a):
      let code = try conditionCode(a)
      return { (frame) throws(Problem) in !(try code(frame)) }
    }
  }

  /// A whole number.
  func indexCode(_ typed: TypedExpression) throws(Problem) -> IndexCode {
    let range = typed.range
    switch typed.kind {
    case .index(let variable):
      let slot = slot(variable.id)
      return { (frame) throws(Problem) in frame.indices[slot] }
    default:
      let code = try numberCode(typed)
      return { (frame) throws(Problem) in
        let value = try code(frame).value
        guard let integer = Int(exactly: value.rounded()), integer.magnitude < Name.indexLimit,
          abs(value - Double(integer)) < 1e-9 * max(1, abs(value))
        else {
          throw Problem("the index \(value.text) is not a whole number", at: range)
        }
        return integer
      }
    }
  }

  // MARK: Folds

  private func foldCode(_ fold: TypedExpression.Fold, at range: Range<Int>) throws(Problem) -> NumberCode {
    let slot = slot(fold.variable.id)
    let bounds = try boundsCode(fold)
    let (test, body) = try within([fold.variable.id]) { () throws(Problem) in
      (try fold.condition.map { condition throws(Problem) in try conditionCode(condition) }, try numberCode(fold.body))
    }
    let operation = fold.operation
    if operation == .sum, fold.condition == nil, fold.bounds == nil,
      let vectorized = try within([fold.variable.id], { () throws(Problem) in try vectorized(fold.body, over: fold.variable) })
    {
      return sumCode(vectorized, bounds, at: range)
    }
    let arithmetic = arithmetic
    return { (frame) throws(Problem) in
      let (lower, upper) = try bounds(frame)
      guard lower <= upper else { return try Self.empty(operation, at: range) }
      try frame.spend((upper - lower + 1) * Frame.turn, at: range)
      let saved = frame.indices[slot]
      defer { frame.indices[slot] = saved }
      var total = Total(arithmetic.precision)
      // The product, or the largest or smallest value, so far.
      var result = Approximation(1)
      var best = 0
      var count = 0
      for index in lower...upper {
        frame.indices[slot] = index
        if let test, !(try test(frame)) { continue }
        let value = try body(frame)
        count += 1
        switch operation {
        case .sum, .mean: try total.add(value, at: range)
        case .product:
          let next = arithmetic.product(result, value)
          if next.value.isNaN, !result.value.isNaN, !value.value.isNaN { throw notANumber("0 · ∞", at: range) }
          result = next
        case .argmax where value.value.isNaN, .argmin where value.value.isNaN:
          throw placeOfNaN(at: range)
        case .maximum, .argmax:
          if count == 1 || value.value > result.value { best = index }
          result = count == 1 ? value : arithmetic.maximum(result, value)
        case .minimum, .argmin:
          if count == 1 || value.value < result.value { best = index }
          result = count == 1 ? value : arithmetic.minimum(result, value)
        }
      }
      guard count > 0 else { return try Self.empty(operation, at: range) }
      switch operation {
      case .argmax, .argmin: return Approximation(Double(best))
      case .mean: return arithmetic.quotient(total.approximation, Approximation(Double(count)))
      case .sum: return total.approximation
      case .product, .maximum, .minimum: return result
      }
    }
  }

  /// A sum whose terms are computed all at once.
  private func sumCode(
    _ vectorized: Vectorized, _ bounds: @escaping (Frame) throws(Problem) -> (Int, Int), at range: Range<Int>
  ) -> NumberCode {
    let precision = arithmetic.precision
    return { (frame) throws(Problem) in
      let (lower, upper) = try bounds(frame)
      var total = Total(precision)
      guard lower <= upper else { return total.approximation }
      // Compute it in blocks, so that a long sum needs no long arrays.
      for start in stride(from: lower, through: upper, by: Frame.block) {
        let count = min(Frame.block, upper - start + 1)
        try frame.spend(count * Frame.vectorTurn, at: range)
        let values = try vectorized.values(frame, start, count)
        // A single value is the same for all indices.
        try total.add(values.count == count ? values : Array(repeating: values[0], count: count), at: range)
      }
      return total.approximation
    }
  }

  func boundsCode(_ fold: TypedExpression.Fold) throws(Problem) -> (Frame) throws(Problem) -> (Int, Int) {
    guard let bounds = fold.bounds else {
      let (lower, upper) = (fold.variable.lowerBound, fold.variable.lowerBound + fold.variable.count - 1)
      return { (_) throws(Problem) in (lower, upper) }
    }
    let (lower, upper) = (try indexCode(bounds.lower), try indexCode(bounds.upper))
    return { (frame) throws(Problem) in (try lower(frame), try upper(frame)) }
  }

  /// An empty sum is 0 and an empty product is 1; there is no largest entry of nothing.
  static func empty(_ operation: TypedExpression.Fold.Operation, at range: Range<Int>) throws(Problem) -> Approximation {
    switch operation {
    case .sum: return Approximation(0)
    case .product: return Approximation(1)
    default: throw Problem("the \(operation.rawValue) of no values", at: range)
    }
  }

  // MARK: Entries

  private func entryCode(
    _ base: TypedExpression, _ subscripts: [TypedExpression.Subscript], at range: Range<Int>
  ) throws(Problem) -> NumberCode {
    let places = try subscripts.map { entry throws(Problem) -> IndexCode in
      guard case .at(let index) = entry else { throw Problem("a slice is not a number", at: range) }
      return try indexCode(index)
    }
    if case .stored(let storage) = base.kind {
      let code = try storedCode(storage, subscripts, at: range)
      return { (frame) throws(Problem) in try code(frame)[0] }
    }
    let lowers = base.bases.isEmpty ? base.shape.map { _ in 1 } : base.bases
    let lengths = base.shape
    if let data = leafEntries(base) {
      // The common cases without a loop over the axes.
      if places.count == 1 {
        let (place, lower, length) = (places[0], lowers[0], lengths[0])
        return { (frame) throws(Problem) in
          let index = try place(frame) - lower
          guard index >= 0, index < length else { throw Self.outOfRange(index + lower, lower, length, at: range) }
          return data[index]
        }
      }
      if places.count == 2 {
        let (first, second) = (places[0], places[1])
        let (rows, columns) = (lengths[0], lengths[1])
        let (lowerRow, lowerColumn) = (lowers[0], lowers[1])
        return { (frame) throws(Problem) in
          let row = try first(frame) - lowerRow
          let column = try second(frame) - lowerColumn
          guard row >= 0, row < rows else { throw Self.outOfRange(row + lowerRow, lowerRow, rows, at: range) }
          guard column >= 0, column < columns else {
            throw Self.outOfRange(column + lowerColumn, lowerColumn, columns, at: range)
          }
          return data[row * columns + column]
        }
      }
    }
    let entries = try entriesCode(base)
    return { (frame) throws(Problem) in
      var offset = 0
      for (axis, place) in places.enumerated() {
        let index = try place(frame) - lowers[axis]
        guard index >= 0, index < lengths[axis] else {
          throw Self.outOfRange(index + lowers[axis], lowers[axis], lengths[axis], at: range)
        }
        offset = offset * lengths[axis] + index
      }
      return try entries(frame)[offset]
    }
  }

  static func outOfRange(_ index: Int, _ lower: Int, _ length: Int, at range: Range<Int>) -> Problem {
    Problem(
      "the index \(index) is out of range", at: range, notes: ["the indices are \(lower) to \(lower + length - 1)"],
      help: "say what holds at the border: with `cases`, with a bound such as `\\sum_{k=1}^{\\min(t, 3)}`, or with a condition behind the "
        + "formula such as `, \\quad i < n`")
  }
}
