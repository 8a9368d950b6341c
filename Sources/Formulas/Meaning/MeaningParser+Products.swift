import Diagnostics

/// Products and quotients in the order of R6.
extension MeaningParser {
  private enum Operator: Equatable {
    case juxtaposed, dot, times, entrywise, outer, divided

    init?(_ sign: Layout.Sign) {
      switch sign.glyph {
      case "⋅", "∙": self = .dot
      case "×": self = .times
      case "⊙", "∘", "∗": self = .entrywise
      case "⊗": self = .outer
      case "/", "÷": self = .divided
      default: return nil
      }
    }
  }

  private struct Factor {
    var operation: Operator
    var value: Meaning
    /// Where the operator stands.
    var place: Range<Int>
  }

  /// Factors up to a plus, a minus, a relation or a comma. A big operator takes all that follows as its scope.
  func product(_ cursor: inout Cursor) throws(Problem) -> Meaning {
    var factors: [Factor] = []
    while !cursor.isAtEnd {
      guard factors.count < Meaning.depthLimit else {
        throw Problem("more than \(Meaning.depthLimit) factors in one product", at: self.place(cursor.range))
      }
      var operation = Operator.juxtaposed
      let place = cursor.range
      if let sign = cursor.sign {
        if ["+", "−", "±", "∓"].contains(sign.glyph) { break }
        if sign.glyph == "mod" {
          cursor.advance()
          let left = try folded(factors)
          let right = try product(&cursor)
          return try pairwise(.modulo, left, right, at: span(left, right))
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

  /// Divides first, then multiplies from left to right; where `⊙` stands before a product, both ways must not differ.
  private func folded(_ factors: [Factor]) throws(Problem) -> Meaning {
    let runs = try runs(of: factors)
    guard runs.count > 1 else { return try product(of: runs[0].values) }
    let isOpen = runs.dropFirst().contains { run in
      run.operation == .entrywise && run.values.count { !$0.isNumber } > 1
    }
    guard isOpen else { return try runsFirst(runs) }
    let first = Result { () throws(Problem) in try leftToRight(runs) }
    let second = Result { () throws(Problem) in try runsFirst(runs) }
    switch (first, second) {
    case (.success, .success):
      let run = runs.first { $0.operation == .entrywise && $0.values.count { !$0.isNumber } > 1 } ?? runs[0]
      let last = run.values[run.values.count - 1]
      let whole = text(of: span(run.values[0], last))
      let rest = text(of: span(run.values[1], last))
      throw Problem(
        "it is not clear what the product after `\(text(of: run.place))` belongs to", at: place(run.place),
        notes: [
          "one reading: `\(text(of: runs[0].values[0]))` ⊙ (`\(whole)`)",
          "another: (… ⊙ `\(text(of: run.values[0]))`) `\(rest)`"
        ], help: "write parentheses")
    case (.success(let value), _), (_, .success(let value)): return value
    case (_, .failure(let problem)): throw problem
    }
  }

  /// Factors side by side, and the operator before them.
  private struct Run {
    var operation: Operator
    var values: [Meaning]
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

  private func runsFirst(_ runs: [Run]) throws(Problem) -> Meaning {
    var value = try product(of: runs[0].values)
    for run in runs.dropFirst() {
      value = try combined(value, try product(of: run.values), run.operation, at: run.place)
    }
    return value
  }

  private func leftToRight(_ runs: [Run]) throws(Problem) -> Meaning {
    var value = try product(of: runs[0].values)
    for run in runs.dropFirst() {
      value = try combined(value, run.values[0], run.operation, at: run.place)
      value = try product(of: [value] + run.values.dropFirst())
    }
    return value
  }

  func product(of values: [Meaning]) throws(Problem) -> Meaning {
    var product = values[0]
    for value in values.dropFirst() {
      product = try self.product(product, value, at: span(product, value))
    }
    return product
  }

  private func combined(
    _ a: Meaning, _ b: Meaning, _ operation: Operator, at sign: Range<Int>
  ) throws(Problem) -> Meaning {
    let range = span(a, b)
    switch operation {
    case .juxtaposed: return try product(a, b, at: range)
    case .dot: return try dotProduct(a, b, at: range)
    case .entrywise: return try pairwise(.times, a, b, at: range)
    case .divided: return try quotient(a, b, at: range)
    case .outer: return try outerProduct(a, b, at: range)
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
