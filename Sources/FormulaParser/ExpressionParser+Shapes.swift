import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements

/// The operations, with what R3 and R4 say of their shapes.
extension ExpressionParser {
  package func describe(_ typed: TypedExpression) -> String {
    if typed.shape.count == 1 {
      return "\(typed.shape[0]) (a \(typed.orientation.isRow ? "row" : "column"))"
    }
    return FormulaExpressions.describe(shape: typed.shape)
  }

  private func notes(_ a: TypedExpression, _ b: TypedExpression) -> [String] {
    ["`\(text(of: a))` is \(describe(a))", "`\(text(of: b))` is \(describe(b))"]
  }

  // MARK: Sums

  func sum(of addends: [TypedExpression.Addend], at range: Range<Int>) throws(Problem) -> TypedExpression {
    var sized = addends
    if let known = addends.first(where: { !$0.value.isUnsized }) {
      for index in sized.indices { sized[index].value = try resized(sized[index].value, like: known.value) }
    } else {
      try requireSize(of: addends[0].value)
    }
    var first = sized[0].value
    var isElementwise = first.isElementwise
    for addend in sized.dropFirst() {
      let joint = try broadcast(first, addend.value, "added", at: range)
      // Only the joint shape goes on; the addends stay side by side, however many there are.
      let place = span(first, addend.value)
      first = try TypedExpression(.constant([]), shape: joint.shape, orientation: joint.orientation, at: place)
      isElementwise = isElementwise || addend.value.isElementwise
    }
    return try TypedExpression(
      .sum(sized), shape: first.shape, orientation: first.orientation, isElementwise: isElementwise, at: range)
  }

  func negated(_ value: TypedExpression, at range: Range<Int>) throws(Problem) -> TypedExpression {
    if value.isUnsized { return try product(number(-1, at: range), value, at: range) }
    if case .constant(let data) = value.kind, data.count == 1, value.isNumber { return try number(-data[0], at: range) }
    return try TypedExpression(
      .negated(value), shape: value.shape, orientation: value.orientation, isElementwise: value.isElementwise, at: range
    )
  }

  package func number(_ value: Double, at range: Range<Int>) throws(Problem) -> TypedExpression {
    try TypedExpression(.constant([value]), shape: [], at: range)
  }

  /// A number that `Double` holds only nearly.
  func irrational(_ value: Double, at range: Range<Int>) throws(Problem) -> TypedExpression {
    try TypedExpression(.constant([value]), shape: [], errors: [Precision.double.unit * value], at: range)
  }

  /// The joint shape of two values that are combined entry by entry (R4).
  private func broadcast(
    _ a: TypedExpression, _ b: TypedExpression, _ verb: String, at range: Range<Int>
  ) throws(Problem) -> (shape: [Int], orientation: TypedExpression.Orientation) {
    if a.isNumber { return (b.shape, b.orientation) }
    if b.isNumber { return (a.shape, a.orientation) }
    if a.shape == b.shape {
      guard a.shape.count == 1 else { return (a.shape, .column) }
      switch (a.orientation, b.orientation) {
      case (.slice, .declaredRow), (.declaredRow, .slice): return (a.shape, .slice)
      case (.slice, let other), (let other, .slice): return (a.shape, other)
      case (.row, .column), (.column, .row): break
      case (.row, _), (_, .row): return (a.shape, .row)
      case (.column, _), (_, .column): return (a.shape, .column)
      case (.declaredRow, .declaredRow): return (a.shape, .declaredRow)
      }
      throw Problem(
        "a row and a column cannot be \(verb)", at: range, notes: notes(a, b),
        help:
          "transpose one of them, or declare the vector a row: `row: [\(text(of: a.orientation == .column ? a : b))]`")
    }
    if let shape = stretched(a, over: b) ?? stretched(b, over: a) { return (shape, .column) }
    if a.isSingle { return (b.shape, b.orientation) }
    if b.isSingle { return (a.shape, a.orientation) }
    throw Problem(
      "the shapes \(FormulaExpressions.describe(shape: a.shape)) and \(FormulaExpressions.describe(shape: b.shape)) cannot be \(verb)",
      at: range, notes: notes(a, b), help: broadcastHelp(a, b))
  }

  /// The shape of the matrix if a row, a 1×d or an n×1 matrix may be stretched over it.
  private func stretched(_ a: TypedExpression, over b: TypedExpression) -> [Int]? {
    if b.shape.count == 2 {
      if a.shape.count == 1, a.orientation == .declaredRow, a.shape[0] == b.shape[1] { return b.shape }
      if a.shape.count == 2, a.shape[0] == b.shape[0] && a.shape[1] == 1 || a.shape[1] == b.shape[1] && a.shape[0] == 1 {
        return b.shape
      }
      // A column of n entries and an n×1 matrix are the same; so are a row and a 1×d matrix.
      if a.shape.count == 1, b.shape == [a.shape[0], 1], !a.orientation.isRow { return b.shape }
      if a.shape.count == 1, b.shape == [1, a.shape[0]], a.orientation != .column { return b.shape }
    }
    return nil
  }

  private func broadcastHelp(_ a: TypedExpression, _ b: TypedExpression) -> String? {
    let (vector, matrix) = a.shape.count == 1 ? (a, b) : (b, a)
    guard vector.shape.count == 1, matrix.shape.count == 2 else { return nil }
    if vector.shape[0] == matrix.shape[1] {
      return "if it is added to every row, declare it: `row: [\(text(of: vector))]`"
    }
    return vector.shape[0] == matrix.shape[0]
      ? "a vector is not spread over a matrix by itself: bind it as \(vector.shape[0])×1" : nil
  }

  // MARK: Entry by entry

  func pairwise(
    _ operation: TypedExpression.Pairwise, _ a: TypedExpression, _ b: TypedExpression, at range: Range<Int>
  ) throws(Problem) -> TypedExpression {
    let first = b.isUnsized ? a : try resized(a, like: b)
    let second = first.isUnsized ? b : try resized(b, like: first)
    try requireSize(of: first)
    let verbs: [TypedExpression.Pairwise: String] = [.times: "multiplied entry by entry", .divided: "divided", .power: "raised"]
    let joint = try broadcast(first, second, verbs[operation] ?? "compared entry by entry", at: range)
    let isElementwise = first.isElementwise || second.isElementwise
    let isOfLogarithm = operation == .times && hasZeroLogZero(first, second)
    return try TypedExpression(
      .pairwise(isOfLogarithm ? .timesLogarithm : operation, first, second), shape: joint.shape, orientation: joint.orientation,
      isElementwise: isElementwise, at: range)
  }

  /// Whether a product has a logarithm in it, and 0 log 0 is declared to be 0.
  private func hasZeroLogZero(_ a: TypedExpression, _ b: TypedExpression) -> Bool {
    guard scope.bindings.isZeroLogZero, a.isLogarithm || b.isLogarithm else { return false }
    scope.usesZeroLogZero = true
    return true
  }

  func quotient(_ a: TypedExpression, _ b: TypedExpression, at range: Range<Int>) throws(Problem) -> TypedExpression {
    if a.isUnsized, b.isNumber {
      return try product(pairwise(.divided, number(1, at: range), b, at: range), a, at: range)
    }
    if b.isNumber || b.isSingle { return try pairwise(.divided, a, b.isNumber ? b : asNumber(b), at: range) }
    // A power or root of a vector was taken entry by entry, so the quotient can mean nothing else.
    let isAllowed =
      isElementwise || b.isElementwise && b.shape.count == 1 && a.shape == b.shape
      || b.shape.last == 1 && b.shape.count == 2
    guard isAllowed else {
      throw Problem(
        "the divisor is not a number", at: range, notes: notes(a, b),
        help: "if it is meant entry by entry, declare the formula elementwise: `elementwise: true`")
    }
    return try pairwise(.divided, a, b, at: range)
  }

  func entrywise(_ function: EntrywiseFunction, _ value: TypedExpression, at range: Range<Int>) throws(Problem) -> TypedExpression {
    try requireSize(of: value)
    try requireEntrywise(function, of: value, at: range)
    return try TypedExpression(
      .entrywise(function, value), shape: value.shape, orientation: value.orientation, isElementwise: !value.isNumber,
      at: range)
  }

  // MARK: Products

  /// Two values side by side (R3).
  func product(_ a: TypedExpression, _ b: TypedExpression, at range: Range<Int>) throws(Problem) -> TypedExpression {
    if a.isUnsized || b.isUnsized { return try unsizedProduct(a, b, at: range) }
    if a.isNumber || b.isNumber { return try pairwise(.times, a, b, at: range) }
    if a.isSingle, b.shape.count != 2 || b.shape[0] != 1 { return try pairwise(.times, asNumber(a), b, at: range) }
    if b.isSingle, a.shape.count != 2 || a.shape[1] != 1 { return try pairwise(.times, a, asNumber(b), at: range) }
    guard a.shape.count <= 2, b.shape.count <= 2 else {
      throw Problem(
        "a product of values with more than two axes", at: range, notes: notes(a, b), help: "index them first")
    }
    switch (a.shape.count, b.shape.count) {
    case (2, 2):
      return try matrixProduct(
        a, b, (a.shape[0], a.shape[1]), (b.shape[0], b.shape[1]), [a.shape[0], b.shape[1]], at: range)
    case (2, 1) where b.orientation.isRow && a.shape[1] == 1:
      return try matrixProduct(a, b, (a.shape[0], 1), (1, b.shape[0]), [a.shape[0], b.shape[0]], at: range)
    case (2, 1) where !b.orientation.isRow:
      return try matrixProduct(a, b, (a.shape[0], a.shape[1]), (b.shape[0], 1), [a.shape[0]], at: range)
    case (1, 2) where a.orientation != .column:
      return try matrixProduct(
        a, b, (1, a.shape[0]), (b.shape[0], b.shape[1]), [b.shape[1]], orientation: .row, at: range)
    case (1, 2) where b.shape[0] == 1:
      return try matrixProduct(a, b, (a.shape[0], 1), (1, b.shape[1]), [a.shape[0], b.shape[1]], at: range)
    case (1, 1) where a.orientation.isRow && !b.orientation.isRow && hasZeroLogZero(a, b) && a.shape == b.shape:
      return try innerProduct(a, b, at: range)
    case (1, 1) where a.orientation.isRow && !b.orientation.isRow:
      return try matrixProduct(a, b, (1, a.shape[0]), (b.shape[0], 1), [], at: range)
    case (1, 1) where !a.orientation.isRow && b.orientation.isRow:
      return try matrixProduct(a, b, (a.shape[0], 1), (1, b.shape[0]), [a.shape[0], b.shape[0]], at: range)
    case (1, 1):
      throw twoVectors(a, b, at: range)
    default:
      throw mismatch(a, b, at: range)
    }
  }

  private func twoVectors(_ a: TypedExpression, _ b: TypedExpression, at range: Range<Int>) -> Problem {
    let (first, second) = (factorText(of: a), factorText(of: b))
    let kind = a.orientation.isRow ? "rows" : "vectors"
    return Problem(
      "a product of two \(kind) side by side has several readings", at: range,
      notes: [
        "the inner product: `\(first)^\\top \(second)`", "the outer product: `\(first) \(second)^\\top`",
        "entry by entry: `\(first) \\odot \(second)`",
      ], help: "write one of them")
  }

  /// The LaTeX of a factor, with the parentheses that it needs.
  private func factorText(of typed: TypedExpression) -> String {
    switch typed.kind {
    case .sum, .negated: "(\(text(of: typed)))"
    default: text(of: typed)
    }
  }

  private func mismatch(_ a: TypedExpression, _ b: TypedExpression, at range: Range<Int>) -> Problem {
    var help: String?
    if a.shape.count == 1, b.shape.count == 2, a.shape[0] == b.shape[0] {
      help = "a vector is a column: write `\(factorText(of: a))^\\top`, or declare it: `row: [\(factorText(of: a))]`"
    } else if a.shape.count == 2, b.shape.count == 2, a.shape[1] == b.shape[1] {
      help = "did you mean `\(factorText(of: a)) \(factorText(of: b))^\\top`?"
    } else if a.shape.count == 2, b.shape.count == 2, a.shape[0] == b.shape[0] {
      help = "did you mean `\(factorText(of: a))^\\top \(factorText(of: b))`?"
    }
    return Problem(
      "the shapes do not fit: \(FormulaExpressions.describe(shape: a.shape)) times \(FormulaExpressions.describe(shape: b.shape))",
      at: range,
      notes: notes(a, b), help: help)
  }

  private func matrixProduct(
    _ a: TypedExpression, _ b: TypedExpression, _ left: (Int, Int), _ right: (Int, Int), _ shape: [Int],
    orientation: TypedExpression.Orientation = .column, at range: Range<Int>
  ) throws(Problem) -> TypedExpression {
    guard left.1 == right.0 else { throw mismatch(a, b, at: range) }
    let sizes = TypedExpression.Sizes(m: left.0, k: left.1, n: right.1)
    return try TypedExpression(.matrixProduct(a, b, sizes), shape: shape, orientation: orientation, at: range)
  }

  /// `\cdot`: the inner product of vectors, else the product.
  func dotProduct(_ a: TypedExpression, _ b: TypedExpression, at range: Range<Int>) throws(Problem) -> TypedExpression {
    guard a.shape.count == 1, b.shape.count == 1, !a.isUnsized, !b.isUnsized, a.orientation.isRow == b.orientation.isRow
    else { return try product(a, b, at: range) }
    return try innerProduct(a, b, at: range)
  }

  func innerProduct(_ a: TypedExpression, _ b: TypedExpression, at range: Range<Int>) throws(Problem) -> TypedExpression {
    guard a.shape.count == 1, b.shape.count == 1, a.shape == b.shape else {
      throw Problem(
        "the inner product of shapes \(FormulaExpressions.describe(shape: a.shape)) and \(FormulaExpressions.describe(shape: b.shape))",
        at: range,
        notes: notes(a, b),
        help: a.shape == b.shape && a.shape.count == 2
          ? "write `\\langle … \\rangle_F` for the sum of the products of all entries" : nil)
    }
    if hasZeroLogZero(a, b) {
      let products = try TypedExpression(.pairwise(.timesLogarithm, a, b), shape: a.shape, at: range)
      return try TypedExpression(.reduced(.total, products), shape: [], at: range)
    }
    return try TypedExpression(.matrixProduct(a, b, .init(m: 1, k: a.shape[0], n: 1)), shape: [], at: range)
  }

  /// `\langle A, B \rangle_F`: the sum of the products of all entries.
  func frobeniusProduct(_ a: TypedExpression, _ b: TypedExpression, at range: Range<Int>) throws(Problem) -> TypedExpression {
    guard a.shape == b.shape, !a.isUnsized, !b.isUnsized else {
      throw Problem(
        "the inner product of shapes \(FormulaExpressions.describe(shape: a.shape)) and \(FormulaExpressions.describe(shape: b.shape))",
        at: range, notes: notes(a, b))
    }
    return try TypedExpression(.reduced(.total, try pairwise(.times, a, b, at: range)), shape: [], at: range)
  }

  func outerProduct(_ a: TypedExpression, _ b: TypedExpression, at range: Range<Int>) throws(Problem) -> TypedExpression {
    guard a.shape.count == 1, b.shape.count == 1 else {
      throw Problem(
        "`\\otimes` is the outer product of two vectors", at: range, notes: notes(a, b),
        help: a.shape.count == 2 || b.shape.count == 2 ? "for the Kronecker product of matrices declare `otimes: kronecker`" : nil)
    }
    let sizes = TypedExpression.Sizes(m: a.shape[0], k: 1, n: b.shape[0])
    return try TypedExpression(.matrixProduct(a, b, sizes), shape: [a.shape[0], b.shape[0]], at: range)
  }

  /// Each entry of a times the whole of b, side by side: entry i, j is a_{⌈i/p⌉⌈j/q⌉} times the entry of the p×q matrix b at what is left.
  func kroneckerProduct(_ a: TypedExpression, _ b: TypedExpression, at range: Range<Int>) throws(Problem) -> TypedExpression {
    let axes = a.shape.count
    guard axes == b.shape.count, axes <= 2 else {
      throw Problem(
        "the Kronecker product is that of two matrices or two vectors", at: range, notes: notes(a, b))
    }
    guard !a.shape.contains(0), !b.shape.contains(0) else {
      throw Problem("`\\otimes` of a value without entries", at: range, notes: notes(a, b))
    }
    var (variables, outer, inner): ([IndexVariable], [TypedExpression.Subscript], [TypedExpression.Subscript]) = ([], [], [])
    let one = try number(1, at: range)
    for axis in 0..<axes {
      let variable = scope.makeVariable(Name(normalForm: axis == 0 ? "i" : "j"))
      variable.state(from: 1, through: a.shape[axis] * b.shape[axis], origin: .part, source: "`\\otimes`")
      variables.append(variable)
      let index = try TypedExpression(.index(variable), shape: [], at: range)
      let length = try number(Double(b.shape[axis]), at: range)
      let block = try entrywise(.ceil, try pairwise(.divided, index, length, at: range), at: range)
      let before = try TypedExpression(
        .sum([.init(isNegative: false, value: index), .init(isNegative: true, value: one)]), shape: [], at: range)
      let rest = try pairwise(.modulo, before, length, at: range)
      let place = try TypedExpression(
        .sum([.init(isNegative: false, value: rest), .init(isNegative: false, value: one)]), shape: [], at: range)
      // The parts count from 1 here, wherever their own indices begin.
      outer.append(.at(block))
      inner.append(.at(place))
    }
    func fromOne(_ value: TypedExpression) throws(Problem) -> TypedExpression {
      value.bases.isEmpty
        ? value : try TypedExpression(.reshaped(value), shape: value.shape, orientation: value.orientation, at: value.range)
    }
    let factors = [
      try TypedExpression(.entry(try fromOne(a), outer), shape: [], at: range),
      try TypedExpression(.entry(try fromOne(b), inner), shape: [], at: range),
    ]
    return try TypedExpression(
      .table(variables, try pairwise(.times, factors[0], factors[1], at: range)), shape: variables.map(\.count), at: range)
  }

  func transposed(_ value: TypedExpression, at range: Range<Int>) throws(Problem) -> TypedExpression {
    if case .unsized(var unsized) = value.kind {
      unsized.isTransposed.toggle()
      return try TypedExpression(.unsized(unsized), shape: [], at: range)
    }
    switch value.shape.count {
    case 0: return value
    case 1:
      return try TypedExpression(
        .reshaped(value), shape: value.shape, orientation: value.orientation.isRow ? .column : .row,
        isElementwise: value.isElementwise, at: range)
    case 2: return try TypedExpression(.transposed(value), shape: [value.shape[1], value.shape[0]], at: range)
    default:
      throw Problem(
        "the transpose of a value with \(value.shape.count) axes", at: range,
        notes: ["`\(text(of: value))` is \(describe(value))"],
        help: "index it first")
    }
  }

  /// A 1×1 matrix as the number it is.
  func asNumber(_ value: TypedExpression) throws(Problem) -> TypedExpression {
    value.isNumber ? value : try TypedExpression(.reshaped(value), shape: [], at: value.range)
  }
}
