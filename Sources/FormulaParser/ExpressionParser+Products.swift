import Diagnostics
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// Products and quotients in the order of R6.
extension ExpressionParser {
  private enum Operator: Equatable {
    case juxtaposed, dot, times, entrywise, entrywiseDivided, outer, divided

    init?(_ sign: SyntaxTree.Sign) {
      switch sign.glyph {
      case "⋅", "∙": self = .dot
      case "×": self = .times
      case "⊙", "∘", "∗": self = .entrywise
      case "⊘": self = .entrywiseDivided
      case "⊗": self = .outer
      case "/", "÷": self = .divided
      default: return nil
      }
    }
  }

  private struct Factor {
    var operation: Operator
    var value: TypedExpression
    /// The range of the operator.
    var place: Range<Int>
  }

  /// Factors up to a plus, a minus, a relation or a comma. A big operator takes all that follows as its scope.
  func product(_ cursor: inout Cursor) throws(Problem) -> TypedExpression {
    var factors: [Factor] = []
    while !cursor.isAtEnd {
      guard factors.count < TypedExpression.depthLimit else {
        throw Problem("more than \(TypedExpression.depthLimit) factors in one product", at: self.place(cursor.range))
      }
      var operation = Operator.juxtaposed
      let place = cursor.range
      if let sign = cursor.sign {
        if ["+", "−", "±", "∓"].contains(sign.glyph) { break }
        if sign.glyph == "mod" {
          return try modulus(of: factors, &cursor)
        }
        if let known = Operator(sign) {
          guard !factors.isEmpty else { throw Problem("`\(sign.command)` has no left side", at: self.place(place)) }
          operation = known
          cursor.advance()
        } else if !startsFactor(cursor) {
          break
        }
      } else if !startsFactor(cursor) {
        break
      }
      if operation != .juxtaposed, let sign = cursor.sign, sign.glyph == "−" || sign.glyph == "+" {
        // `2 \cdot -1`
        cursor.advance()
        let value = try factor(&cursor, isFirst: false)
        factors.append(
          .init(
            operation: operation, value: sign.glyph == "−" ? try negated(value, at: value.range) : value,
            place: place))
        continue
      }
      if operation == .juxtaposed, factors.last?.operation == .divided {
        throw ambiguousQuotient(factors, next: cursor)
      }
      guard !cursor.isAtEnd else { throw Problem("a factor is missing here", at: self.place(cursor.range)) }
      let isBig = isBigOperator(cursor)
      factors.append(.init(operation: operation, value: try factor(&cursor, isFirst: factors.isEmpty), place: place))
      if isBig { break }
    }
    guard !factors.isEmpty else { throw unexpected(cursor) }
    return try folded(factors)
  }

  /// `a \bmod b`, at the cursor: the remainder of a product divided by one factor.
  private func modulus(of factors: [Factor], _ cursor: inout Cursor) throws(Problem) -> TypedExpression {
    let sign = place(cursor.range)
    guard !factors.isEmpty else { throw Problem("`\\bmod` has no left side", at: sign) }
    cursor.advance()
    let left = try folded(factors)
    guard !cursor.isAtEnd else { throw Problem("`\\bmod` has no right side", at: sign) }
    let right = try factor(&cursor, isFirst: true)
    let operation = cursor.sign.map { Operator($0) != nil || $0.glyph == "mod" } ?? false
    guard !operation, !startsFactor(cursor) else {
      throw Problem(
        "it is not clear where the divisor of `\\bmod` ends", at: place(cursor.range),
        notes: [
          "one reading: it is `\(text(of: right))` alone",
          "another: `\(text(of: cursor.range))` belongs to it",
        ], help: "write parentheses")
    }
    return try pairwise(.modulo, left, right, at: span(left, right))
  }

  private func ambiguousQuotient(_ factors: [Factor], next: Cursor) -> Problem {
    // The dividend reaches back to the last operator.
    let start = factors.dropLast().lastIndex { $0.operation != .juxtaposed } ?? 0
    let dividend = text(of: span(factors[start].value, factors[factors.count - 2].value))
    let divisor = text(of: factors[factors.count - 1].value)
    let after = next.node.map { text(of: $0.range) } ?? ""
    return Problem(
      "it is not clear where the divisor ends", at: place(next.range),
      notes: ["one reading: (\(dividend)/\(divisor))\(after)", "another: (\(dividend))/(\(divisor)\(after))"],
      help: "write `\\frac{…}{…}` or parentheses")
  }

  /// Divides first, then multiplies. Where `⊙` stands beside a product, the ways to do so must not differ (R3a).
  private func folded(_ factors: [Factor]) throws(Problem) -> TypedExpression {
    let runs = try runs(of: factors)
    // `a \oslash b \odot c`
    for (run, next) in zip(runs, runs.dropFirst()) where run.operation == .entrywiseDivided {
      throw Problem(
        "it is not clear where the divisor of `\\oslash` ends", at: place(run.place),
        notes: [
          "one reading: it is `\(text(of: run.values[0]))` alone", "another: `\(text(of: next.place))` and what follows belong to it",
        ], help: "write parentheses")
    }
    guard runs.count > 1 else { return try product(of: runs[0].values) }
    var open: (run: Run, isLeft: Bool)?
    var orders: [([Run]) throws(Problem) -> TypedExpression] = [runsFirst]
    let pairs = zip(runs, runs.dropFirst()).filter { isEntrywise($0.1.operation) }
    if let pair = pairs.first(where: { isOpen($0.0, $0.0.values.dropLast(), beside: $0.1) }) {
      open = (Run(operation: pair.1.operation, values: pair.0.values, place: pair.1.place), true)
      orders.append(entrywiseFirst)
    }
    if let pair = pairs.first(where: { isOpen($0.1, $0.1.values.dropFirst(), beside: $0.0) }) {
      open = open ?? (pair.1, false)
      orders.append(leftToRight)
    }
    guard let open else { return try runsFirst(runs) }
    let readings = orders.map { order in Result { () throws(Problem) in try order(runs) } }
    // An order in which the shapes don't fit isn't a reading. If none fits, the problem of the first one is thrown below.
    let values = readings.compactMap { try? $0.get() }
    guard values.count < 2 else { throw ambiguousProduct(open.run, isLeft: open.isLeft, runs) }
    if let value = values.first { return value }
    return try readings[0].get()
  }

  private func isEntrywise(_ operation: Operator) -> Bool {
    operation == .entrywise || operation == .entrywiseDivided || operation == .outer && scope.bindings.tensorProduct == .elementwise
  }

  /// Whether it matters if a product beside `⊙` is multiplied first: not if all but one of its factors are numbers, or
  /// together make one, nor if what stands on the other side is a number.
  private func isOpen(_ run: Run, _ others: ArraySlice<TypedExpression>, beside neighbor: Run) -> Bool {
    guard run.values.count(where: { !$0.isNumber }) > 1, neighbor.values.contains(where: { !$0.isNumber }) else {
      return false
    }
    // If the factors can't be multiplied, they aren't a number. The product is read again where it is used, and its problem is reported
    // there.
    return (try? product(of: Array(others)))?.isNumber != true
  }

  private func ambiguousProduct(_ run: Run, isLeft: Bool, _ runs: [Run]) -> Problem {
    let sign = text(of: run.place)
    let glyph = run.operation == .entrywiseDivided ? "⊘" : "⊙"
    let values = run.values.map { text(of: $0) }
    let whole = text(of: span(run.values[0], run.values[run.values.count - 1]))
    let (side, readings): (String, [String])
    if isLeft {
      let next = runs.first { $0.place == run.place }?.values.first.map { text(of: $0) } ?? "…"
      let before = text(of: span(run.values[0], run.values[run.values.count - 2]))
      (side, readings) = (
        "before",
        ["one reading: (`\(whole)`) \(glyph) `\(next)`", "another: `\(before)` (`\(values[values.count - 1])` \(glyph) `\(next)`)"]
      )
    } else {
      let rest = text(of: span(run.values[1], run.values[run.values.count - 1]))
      (side, readings) = (
        "after",
        [
          "one reading: `\(text(of: runs[0].values[0]))` \(glyph) (`\(whole)`)",
          "another: (… \(glyph) `\(values[0])`) `\(rest)`",
        ]
      )
    }
    return Problem(
      "it is not clear what the product \(side) `\(sign)` belongs to", at: place(run.place), notes: readings,
      help: "write parentheses")
  }

  /// Factors side by side, and the operator before them.
  private struct Run {
    var operation: Operator
    var values: [TypedExpression]
    var place: Range<Int>
  }

  private func runs(of factors: [Factor]) throws(Problem) -> [Run] {
    var runs: [Run] = []
    for factor in factors {
      switch factor.operation {
      case .juxtaposed where !runs.isEmpty:
        runs[runs.count - 1].values.append(factor.value)
      case .divided:
        // `HW/P^2` divides HW as a whole.
        let dividend = try product(of: runs[runs.count - 1].values)
        let range = span(dividend, factor.value)
        runs[runs.count - 1].values = [try quotient(dividend, factor.value, at: range)]
      default:
        runs.append(Run(operation: factor.operation, values: [factor.value], place: factor.place))
      }
    }
    return runs
  }

  private func runsFirst(_ runs: [Run]) throws(Problem) -> TypedExpression {
    var value = try product(of: runs[0].values)
    for run in runs.dropFirst() {
      value = try combined(value, try product(of: run.values), run.operation, at: run.place)
    }
    return value
  }

  private func entrywiseFirst(_ runs: [Run]) throws(Problem) -> TypedExpression {
    var values = runs[0].values
    for run in runs.dropFirst() {
      if isEntrywise(run.operation) {
        let last = values.removeLast()
        values.append(try combined(last, run.values[0], run.operation, at: run.place))
        values += run.values.dropFirst()
      } else {
        values = [try combined(try product(of: values), try product(of: run.values), run.operation, at: run.place)]
      }
    }
    return try product(of: values)
  }

  private func leftToRight(_ runs: [Run]) throws(Problem) -> TypedExpression {
    var value = try product(of: runs[0].values)
    for run in runs.dropFirst() {
      value = try combined(value, run.values[0], run.operation, at: run.place)
      value = try product(of: [value] + run.values.dropFirst())
    }
    return value
  }

  func product(of values: [TypedExpression]) throws(Problem) -> TypedExpression {
    var product = values[0]
    for value in values.dropFirst() {
      product = try self.product(product, value, at: span(product, value))
    }
    return product
  }

  /// `\otimes`, as the author declared it (R3a).
  private func tensorProduct(
    _ a: TypedExpression, _ b: TypedExpression, at range: Range<Int>, _ sign: Range<Int>
  ) throws(Problem) -> TypedExpression {
    if a.isNumber || b.isNumber { return try product(a, b, at: range) }
    scope.usesTensorProduct = true
    switch scope.bindings.tensorProduct {
    case .outer: return try outerProduct(a, b, at: range)
    case .elementwise: return try pairwise(.times, a, b, at: range)
    case .kronecker: return try kroneckerProduct(a, b, at: range)
    case nil:
      let product = a.shape.count == 1 && b.shape.count == 1 ? "outer" : "kronecker"
      throw Problem(
        "`\\otimes` has two readings", at: place(sign),
        notes: [
          "one reading: the \(product == "outer" ? "outer" : "Kronecker") product, each entry of `\(text(of: a))` times each of `\(text(of: b))`",
          "another: entry by entry, as `\\odot`",
        ], help: "declare one: `otimes: \(product)` or `otimes: elementwise`")
    }
  }

  private func combined(
    _ a: TypedExpression, _ b: TypedExpression, _ operation: Operator, at sign: Range<Int>
  ) throws(Problem) -> TypedExpression {
    let range = span(a, b)
    switch operation {
    case .juxtaposed: return try product(a, b, at: range)
    case .dot: return try dotProduct(a, b, at: range)
    case .entrywise: return try pairwise(.times, a, b, at: range)
    case .entrywiseDivided: return try pairwise(.divided, a, b, at: range)
    case .divided: return try quotient(a, b, at: range)
    case .outer: return try tensorProduct(a, b, at: range, sign)
    case .times:
      guard a.isNumber || b.isNumber else {
        throw Problem(
          "`\\times` between values of shape \(describe(a)) and \(describe(b))", at: place(sign),
          notes: ["`\\times` multiplies numbers, or sizes in `\\mathbb{R}^{n \\times d}`"],
          help: "write them side by side for the matrix product, or `\\odot` entry by entry")
      }
      return try product(a, b, at: range)
    }
  }
}
