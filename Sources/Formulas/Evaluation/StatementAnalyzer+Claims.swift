import Diagnostics

/// One statement: reads its sides with shapes, then computes and compares them.
extension StatementAnalyzer {
  /// The sides of a statement as read, before a number is computed.
  struct Sides {
    var variables: [IndexVariable]
    /// What is evaluated, from left to right.
    var members: [Side]
    var assertions: [FormulaEvaluation.ShapeAssertion]
    /// Where the left side puts the values, if it is a name with indices.
    var places: [TypedExpression.Subscript]
    /// What `\in [a, b]` says of the side before it.
    var intervals: [Interval] = []
  }

  struct Interval {
    var side: Int
    var lower: TypedExpression
    var upper: TypedExpression
    var isOpen: (lower: Bool, upper: Bool)
    var latex: String
    var range: Range<Int>
  }

  struct Side {
    var typed: TypedExpression
    var latex: String
    var range: Range<Int>
    /// The relation before it.
    var relation: Relation?
    var isBound: Bool
    /// Whether it is a name of the code, and nothing else.
    var isName = false
    /// Whether it is a list in brackets, `[a, b, c]`, which doesn't say how it stands.
    var isList = false

    /// A name of the code beside a row that a product with a matrix makes, as in `o = v^\top A`, doesn't say how it stands.
    func stance(beside other: Side) -> Stance {
      if isList { return .either }
      return isName && other.typed.isRowOfProduct ? .vector : typed.stance
    }
  }

  func evaluate(_ claim: Claim) throws(Problem) {
    let labels = labels(in: claim)
    guard !labels.isEmpty else { return try evaluate(claim, branch: nil, label: nil) }
    for (index, label) in labels.enumerated() { try evaluate(claim, branch: index, label: label) }
  }

  /// The names of the branches of a `cases` whose conditions are only words (R12).
  private func labels(in claim: Claim) -> [String] {
    let parser = ExpressionParser(latex: claim.latex, scope: scope, isElementwise: false)
    for node in claim.statement.members.flatMap(\.nodes) {
      guard case .table(let table) = node.kind, table.environment.contains("cases") else { continue }
      let labels = table.rows.compactMap { row in row.count > 1 ? parser.label(SyntaxTree.normalized(row[1].nodes)) : nil }
      if !labels.isEmpty, labels.count == table.rows.count { return labels }
    }
    return []
  }

  private func evaluate(_ claim: Claim, branch: Int?, label: String?) throws(Problem) {
    let parser = ExpressionParser(latex: claim.latex, scope: scope, isElementwise: bindings.isElementwise)
    parser.chosenBranch = branch
    if case .function = claim.left, isOnlyDefinition(claim) {
      if !claim.isGiven { add(result(of: claim, label, [], [])) }
      return
    }
    let variables = variables(for: claim.freeNames)
    if claim.left.isExpression {
      for variable in variables { variable.shift = shift(of: variable.name, in: claim) }
    }
    var sides = try read(claim, parser, variables)
    for variable in variables { try requireRange(of: variable, claim) }
    sides = try restricted(sides, claim, parser)
    var members: [FormulaEvaluation.Member] = []
    for side in sides.members {
      let table = try self.table(side.typed, variables)
      let entries = try Evaluator(scope.precision).entries(table)
      let isRow = variables.isEmpty && side.typed.orientation.isRow
      members.append(
        .init(
          range: side.range, latex: side.latex, value: ArrayValue(shape: table.shape, entries, isRow: isRow),
          reading: side.typed.reading(of: claim.latex), isBound: side.isBound))
    }
    try finish(claim, label, sides, members)
  }

  func variables(for names: [Name]) -> [IndexVariable] {
    names.map { name in
      let variable = scope.makeVariable(name)
      variable.isFree = true
      if let range = scope.indices[name] {
        variable.state(from: range.lowerBound, through: range.upperBound, origin: .part, source: "declared")
      }
      return variable
    }
  }

  /// How far apart the numbers are that the statement adds to an index: 2 for `v_{i+1} - v_{i-1}`.
  private func shift(of index: Name, in claim: Claim) -> Int {
    var offsets = [0]
    let scanner = SymbolScanner { name, symbol, takesSup in self.scope.isBound(name, symbol, takesSup: takesSup) }
    scanner.scan(claim.statement.members.flatMap(\.nodes)) { found in
      if let offset = Recurrence.offset(of: index, in: found.indices) { offsets.append(offset) }
    }
    return (offsets.max() ?? 0) - (offsets.min() ?? 0)
  }

  func requireRange(of variable: IndexVariable, _ claim: Claim) throws(Problem) {
    guard variable.range == nil else { return }
    throw Problem(
      "the range of the index `\(variable.name)` is not known", at: claim.statement.members[0].range,
      notes: ["it is no index of a bound value on the right"], help: "declare it: `index: { \(variable.name): 1...n }`")
  }

  func table(_ typed: TypedExpression, _ variables: [IndexVariable]) throws(Problem) -> TypedExpression {
    guard !variables.isEmpty else { return typed }
    return try TypedExpression(
      .table(variables, typed), shape: variables.map(\.count) + typed.shape, bases: variables.map(\.lowerBound),
      at: typed.range)
  }

  /// A function whose parameters nothing is bound to has no value of its own where its body needs them.
  private func isOnlyDefinition(_ claim: Claim) -> Bool {
    guard !claim.unboundParameters.isEmpty else { return claim.isGiven }
    var needsThem = false
    let scanner = SymbolScanner { name, symbol, takesSup in
      claim.unboundParameters.contains(name) || self.scope.isBound(name, symbol, takesSup: takesSup)
    }
    scanner.scan(claim.statement.members.dropFirst().flatMap(\.nodes)) { symbol in
      if let name = symbol.name, claim.unboundParameters.contains(name) { needsThem = true }
    }
    return needsThem
  }

  // MARK: Results

  func finish(
    _ claim: Claim, _ label: String?, _ sides: Sides, _ members: [FormulaEvaluation.Member]
  ) throws(Problem) {
    var result = result(of: claim, label, members, sides.assertions)
    for (index, side) in sides.members.enumerated().dropFirst() {
      guard let relation = side.relation else { continue }
      let (a, b) = (members[index - 1], members[index])
      var (first, second) = (Comparison.Side(array: a.value, latex: a.latex), Comparison.Side(array: b.value, latex: b.latex))
      (first.isWhole, second.isWhole) = (
        sides.members[index - 1].typed.isWholeArithmetic(in: claim.latex), side.typed.isWholeArithmetic(in: claim.latex)
      )
      if relation == .approximate {
        first.halfUnits = try halfUnits(of: sides.members[index - 1], sides.variables, claim)
        second.halfUnits = try halfUnits(of: side, sides.variables, claim)
      }
      let agreement = comparison(relation, sides)(first, second)
      result.agreement = Agreement.worse(result.agreement, agreement)
    }
    for interval in sides.intervals {
      let value = Comparison.Side(array: members[interval.side].value, latex: members[interval.side].latex)
      for (bound, relation) in [
        (interval.lower, interval.isOpen.lower ? Relation.greater : .greaterOrEqual),
        (interval.upper, interval.isOpen.upper ? .less : .lessOrEqual),
      ] {
        let limit = ArrayValue(shape: [], try Evaluator(scope.precision).entries(bound))
        var agreement = comparison(relation, sides)(value, .init(array: limit, latex: interval.latex))
        agreement.relation = Relation.element.sign
        result.agreement = Agreement.worse(result.agreement, agreement)
      }
    }
    if claim.isGiven {
      try requireBoundValue(claim, result, sides)
    } else {
      add(result)
    }
    guard let name = claim.name, let value = result.value, label == nil else { return }
    try define(name, claim, value, sides)
  }

  /// A given definition may say what a name is that has no value; it may not give a name another value than it has.
  private func requireBoundValue(
    _ claim: Claim, _ result: FormulaEvaluation.StatementResult, _ sides: Sides
  ) throws(Problem) {
    guard let name = claim.name, let value = result.value, let bound = boundValue(ofGiven: claim) else { return }
    scope.note(bound.precision)
    let (first, second) = (Comparison.Side(array: bound, latex: name.latex), Comparison.Side(array: value, latex: claim.latex))
    let hasSameShape = Stance.areSame(bound.shape, .vector, value.shape, value.isRow ? .row : .column)
    guard !hasSameShape || !comparison(.equal, sides)(first, second).agrees else { return }
    func text(_ array: ArrayValue) -> String { array.scalar.map(ArrayValue.text) ?? describe(shape: array.shape) }
    throw Problem(
      "the given definition gives `\(name)` another value than it has", at: claim.statement.range,
      notes: ["`\(claim.latex)` gives \(text(value))", "`\(name)` is bound to \(text(bound))"],
      help: "use a name for it that nothing is bound to")
  }

  /// The value that the lesson or the comment binds to what a given statement defines.
  func boundValue(ofGiven claim: Claim) -> ArrayValue? {
    guard claim.isGiven, let name = claim.name, let left = claim.statement.members.first,
      let symbol = Symbol(wholeOf: left.nodes), scope.isBound(name, symbol, takesSup: symbol.sup != nil)
    else { return nil }
    return scope.boundValue(name)
  }

  private func comparison(_ relation: Relation, _ sides: Sides) -> Comparison {
    Comparison(relation: relation, tolerance: tolerance, precision: scope.precision, freeAxes: sides.variables.count)
  }

  /// Half a unit of the last digit of a side that is a decimal, or a list of decimals; nil for any other.
  private func halfUnits(of side: Side, _ variables: [IndexVariable], _ claim: Claim) throws(Problem) -> [Double]? {
    guard let written = try side.typed.withWrittenDigits(of: claim.latex) else { return nil }
    return try Evaluator().entries(table(written, variables)).map(\.error)
  }

  private func result(
    of claim: Claim, _ label: String?, _ members: [FormulaEvaluation.Member],
    _ assertions: [FormulaEvaluation.ShapeAssertion]
  ) -> FormulaEvaluation.StatementResult {
    let left = claim.statement.members[0]
    let computed = members.first { !$0.isBound } ?? members.first
    return .init(
      range: claim.statement.range, left: claim.latex.slice(bytes: left.range), name: claim.name,
      readingOfLeft: claim.readingOfLeft, mentioned: claim.mentioned, label: label, members: members, value: computed?.value,
      bound: members.first { $0.isBound }?.value,
      agreement: nil, assertions: assertions, isLabel: claim.statement.isLabel)
  }

  /// What other statements find under the name of the left side.
  private func define(_ name: Name, _ claim: Claim, _ value: ArrayValue, _ sides: Sides) throws(Problem) {
    if case .function = claim.left { return }
    if case .declared(let shape) = claim.left, shifts(of: sides) != Array(repeating: 0, count: sides.variables.count) {
      return try fill(name, shape, claim, value, sides)
    }
    guard let shifts = shifts(of: sides) else { return }
    let count = sides.variables.count
    let bases = zip(sides.variables, shifts).map { $0.lowerBound + $1 } + value.shape.dropFirst(count).map { _ in 1 }
    var orientation: TypedExpression.Orientation =
      sides.variables.isEmpty ? sides.members.last?.typed.orientation ?? .column : .column
    var value = value
    if claim.isTransposed {
      try requireTransposable(value, claim, behind: count)
      value = value.transposed(behind: count)
      orientation = orientation.isRow ? .column : .row
    }
    try requireOneValue(of: name, value, claim, sides)
    define(
      name, .init(array: value, orientation: orientation, bases: bases.contains { $0 != 1 } ? bases : []),
      isGiven: claim.isGiven)
  }

  /// A name that two statements define must have the same value by both: else what reads it would have the one or the other.
  private func requireOneValue(of name: Name, _ value: ArrayValue, _ claim: Claim, _ sides: Sides) throws(Problem) {
    guard case .definition = claim.left, !claim.isAssignment else { return }
    let latex = claim.latex.slice(bytes: claim.statement.range)
    guard let first = firstDefinitions[name] else {
      firstDefinitions[name] = (latex, value)
      return
    }
    let isSame =
      first.value.shape == value.shape
      && comparison(.equal, sides)(.init(array: first.value, latex: first.latex), .init(array: value, latex: latex)).agrees
    guard !isSame else { return }
    func text(_ array: ArrayValue) -> String { array.scalar.map(ArrayValue.text) ?? "other entries" }
    throw Problem(
      "`\(name)` is defined twice", at: claim.statement.range,
      notes: ["`\(first.latex)` gives \(text(first.value))", "`\(latex)` gives \(text(value))"],
      help: "keep one of them, or write `\\leftarrow` for a new value computed from the old one")
  }

  /// `B_{ij}^\top = …` gives entries of B to one reader, and entries of its transpose to another.
  private func requireTransposable(_ value: ArrayValue, _ claim: Claim, behind count: Int) throws(Problem) {
    guard count > 1, value.shape.count == count else { return }
    let left = claim.statement.members[0].range
    throw Problem(
      "`\(claim.latex.slice(bytes: left))` has two readings", at: left,
      notes: ["one reading: an entry of the transpose", "another: the transpose of an entry, which is the entry"],
      help: "define the entries without the transpose")
  }

  /// The number added to each index on the left side: 1 in `h_{t+1}`. Nil if the left side doesn't have the free indices
  /// in their order.
  func shifts(of sides: Sides) -> [Int]? {
    guard sides.places.count == sides.variables.count else {
      return sides.places.isEmpty ? sides.variables.map { _ in 0 } : nil
    }
    var shifts: [Int] = []
    for (place, variable) in zip(sides.places, sides.variables) {
      guard case .at(let typed) = place, let shift = typed.shift(of: variable) else { return nil }
      shifts.append(shift)
    }
    return shifts
  }

  /// `PE_{(pos,2i)}` says what some entries are; several such statements fill the whole.
  private func fill(
    _ name: Name, _ shape: [Int], _ claim: Claim, _ value: ArrayValue, _ sides: Sides
  ) throws(Problem) {
    let size = shape.reduce(1, *)
    guard value.shape.count == sides.variables.count, sides.places.count == shape.count else {
      throw Problem("the left side does not name single entries", at: claim.statement.members[0].range)
    }
    var data = partial[name] ?? Array(repeating: nil, count: size)
    let base = scope.base(of: name)
    let evaluator = Evaluator(scope.precision)
    let places = try sides.places.map { place throws(Problem) in
      guard case .at(let index) = place else {
        throw Problem("the left side does not name single entries", at: claim.statement.members[0].range)
      }
      return try table(index, sides.variables)
    }
    let indices = try places.map { place throws(Problem) in try evaluator.entries(place) }
    for (position, entry) in value.approximations.enumerated() {
      var offset = 0
      for (axis, index) in indices.enumerated() {
        let number = index[index.count == 1 ? 0 : position].value
        guard let place = Int(exactly: number), place >= base, place < base + shape[axis] else {
          throw Problem(
            "the index \(ArrayValue.text(number)) on the left is out of range", at: claim.statement.members[0].range,
            notes: ["axis \(axis + 1) of `\(name)` has the indices \(base) to \(base + shape[axis] - 1)"])
        }
        offset = offset * shape[axis] + place - base
      }
      data[offset] = entry
    }
    partial[name] = data
    let known = data.compactMap { $0 }
    guard known.count == size else { return }
    let bases = base == 1 ? [] : Array(repeating: base, count: shape.count)
    define(name, .init(array: ArrayValue(shape: shape, known), bases: bases), isGiven: claim.isGiven)
  }
}

extension TypedExpression {
  /// The number added to an index: 1 in `t+1`; nil if it is anything else.
  fileprivate func shift(of variable: IndexVariable) -> Int? {
    if case .index(let own) = kind { return own === variable ? 0 : nil }
    guard case .sum(let addends) = kind else { return nil }
    var (shift, count) = (0, 0)
    for addend in addends {
      switch addend.value.kind {
      case .index(let own) where own === variable && !addend.isNegative: count += 1
      case .constant(let data):
        guard data.count == 1, let number = Int(exactly: data[0]) else { return nil }
        shift += addend.isNegative ? -number : number
      default: return nil
      }
    }
    return count == 1 ? shift : nil
  }
}

extension ArrayValue {
  /// With its last two axes exchanged, behind the axes of the free indices.
  fileprivate func transposed(behind count: Int) -> ArrayValue {
    guard shape.count == count + 2 else { return self }
    let (rows, columns) = (shape[count], shape[count + 1])
    let entries = approximations
    var out: [Approximation] = []
    for block in stride(from: 0, to: entries.count, by: max(rows * columns, 1)) {
      for column in 0..<columns {
        for row in 0..<rows { out.append(entries[block + row * columns + column]) }
      }
    }
    return ArrayValue(shape: shape[..<count] + [columns, rows], out)
  }
}
