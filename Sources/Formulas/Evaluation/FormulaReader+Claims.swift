import Diagnostics

/// One statement: reads its sides with shapes, then computes and compares them.
extension FormulaReader {
  /// The sides of a statement as read, before a number is computed.
  struct Sides {
    var variables: [IndexVariable]
    /// What is evaluated, from left to right.
    var members: [Side]
    var assertions: [FormulaEvaluation.ShapeAssertion]
    /// Where the left side puts the values, if it is a name with indices.
    var places: [Meaning.Subscript]
    /// What `\in [a, b]` says of the side before it.
    var intervals: [Interval] = []
  }

  struct Interval {
    var side: Int
    var lower: Meaning
    var upper: Meaning
    var isOpen: (lower: Bool, upper: Bool)
    var latex: String
    var range: Range<Int>
  }

  struct Side {
    var meaning: Meaning
    var latex: String
    var range: Range<Int>
    /// The relation before it.
    var relation: Relation?
    var isBound: Bool
  }

  func evaluate(_ claim: Claim) throws(Problem) {
    let labels = labels(in: claim)
    guard !labels.isEmpty else { return try evaluate(claim, branch: nil, label: nil) }
    for (index, label) in labels.enumerated() { try evaluate(claim, branch: index, label: label) }
  }

  /// The names of the branches of a `cases` whose conditions are only words (R12).
  private func labels(in claim: Claim) -> [String] {
    let parser = MeaningParser(latex: claim.latex, scope: scope, isElementwise: false)
    for node in claim.statement.members.flatMap(\.nodes) {
      guard case .table(let table) = node.kind, table.environment.contains("cases") else { continue }
      let labels = table.rows.compactMap { row in row.count > 1 ? parser.label(Layout.tidied(row[1].nodes)) : nil }
      if !labels.isEmpty, labels.count == table.rows.count { return labels }
    }
    return []
  }

  private func evaluate(_ claim: Claim, branch: Int?, label: String?) throws(Problem) {
    let parser = MeaningParser(latex: claim.latex, scope: scope, isElementwise: bindings.isElementwise)
    parser.chosenBranch = branch
    if case .function = claim.left, isOnlyDefinition(claim) {
      if !claim.isGiven { add(result(of: claim, label, [], [])) }
      return
    }
    let variables = variables(for: claim.freeNames)
    let sides = try read(claim, parser, variables)
    for variable in variables { try requireRange(of: variable, claim) }
    var members: [FormulaEvaluation.Member] = []
    for side in sides.members {
      let table = try self.table(side.meaning, variables)
      let data = try Evaluator().entries(table)
      let isRow = variables.isEmpty && side.meaning.orientation.isRow
      members.append(
        .init(
          range: side.range, latex: side.latex, value: Quantity(shape: table.shape, data: data, isRow: isRow),
          reading: side.meaning.reading(of: claim.latex), isBound: side.isBound))
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

  func requireRange(of variable: IndexVariable, _ claim: Claim) throws(Problem) {
    guard variable.range == nil else { return }
    throw Problem(
      "the range of the index `\(variable.name)` is not known", at: claim.statement.members[0].range,
      notes: ["it is no index of a bound value on the right"], help: "declare it: `index: { \(variable.name): 1...n }`")
  }

  func table(_ meaning: Meaning, _ variables: [IndexVariable]) throws(Problem) -> Meaning {
    guard !variables.isEmpty else { return meaning }
    return try Meaning(
      .table(variables, meaning), shape: variables.map(\.count) + meaning.shape, bases: variables.map(\.lowerBound),
      at: meaning.range)
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
      let agreement = try Agreement.of(a.value, a.latex, b.value, b.latex, relation, tolerance, at: b.range)
      result.agreement = Agreement.worse(result.agreement, agreement)
    }
    for interval in sides.intervals {
      let value = members[interval.side]
      for (bound, relation) in [
        (interval.lower, interval.isOpen.lower ? Relation.greater : .greaterOrEqual),
        (interval.upper, interval.isOpen.upper ? .less : .lessOrEqual)
      ] {
        let limit = Quantity(try Evaluator().number(bound))
        let agreement = try Agreement.of(
          value.value, value.latex, limit, interval.latex, relation, tolerance, at: interval.range)
        result.agreement = Agreement.worse(result.agreement, agreement)
      }
    }
    if !claim.isGiven { add(result) }
    guard let name = claim.name, let value = result.value, label == nil else { return }
    try define(name, claim, value, sides)
  }

  private func result(
    of claim: Claim, _ label: String?, _ members: [FormulaEvaluation.Member],
    _ assertions: [FormulaEvaluation.ShapeAssertion]
  ) -> FormulaEvaluation.StatementResult {
    let left = claim.statement.members[0]
    let computed = members.first { !$0.isBound } ?? members.first
    return .init(
      range: claim.statement.range, left: claim.latex.slice(bytes: left.range), name: claim.name,
      readingOfLeft: claim.readingOfLeft, mentioned: claim.mentioned, label: label, members: members, value: computed?.value, bound: members.first { $0.isBound }?.value,
      agreement: nil, assertions: assertions, isLabel: claim.statement.isLabel)
  }

  /// What other statements find under the name of the left side.
  private func define(_ name: Name, _ claim: Claim, _ value: Quantity, _ sides: Sides) throws(Problem) {
    if case .function = claim.left { return }
    if case .declared(let shape) = claim.left, shifts(of: sides) != Array(repeating: 0, count: sides.variables.count) {
      return try fill(name, shape, claim, value, sides)
    }
    guard let shifts = shifts(of: sides) else { return }
    let count = sides.variables.count
    let bases = zip(sides.variables, shifts).map { $0.lowerBound + $1 } + value.shape.dropFirst(count).map { _ in 1 }
    var orientation: Meaning.Orientation =
      sides.variables.isEmpty ? sides.members.last?.meaning.orientation ?? .column : .column
    var value = value
    if claim.isTransposed {
      value = value.transposed(behind: count)
      orientation = orientation.isRow ? .column : .row
    }
    define(
      name, .init(quantity: value, orientation: orientation, bases: bases.contains { $0 != 1 } ? bases : []),
      isGiven: claim.isGiven)
  }

  /// The number added to each index on the left side: 1 in `h_{t+1}`. Nil if the left side doesn't have the free indices
  /// in their order.
  func shifts(of sides: Sides) -> [Int]? {
    guard sides.places.count == sides.variables.count else {
      return sides.places.isEmpty ? sides.variables.map { _ in 0 } : nil
    }
    var shifts: [Int] = []
    for (place, variable) in zip(sides.places, sides.variables) {
      guard case .at(let meaning) = place, let shift = meaning.shift(of: variable) else { return nil }
      shifts.append(shift)
    }
    return shifts
  }

  /// `PE_{(pos,2i)}` says what some entries are; several such statements fill the whole.
  private func fill(
    _ name: Name, _ shape: [Int], _ claim: Claim, _ value: Quantity, _ sides: Sides
  ) throws(Problem) {
    let size = shape.reduce(1, *)
    guard value.shape.count == sides.variables.count, sides.places.count == shape.count else {
      throw Problem("the left side does not name single entries", at: claim.statement.members[0].range)
    }
    var data = partial[name] ?? Array(repeating: nil, count: size)
    let base = scope.base(of: name)
    let evaluator = Evaluator()
    let places = try sides.places.map { place throws(Problem) in
      guard case .at(let index) = place else {
        throw Problem("the left side does not name single entries", at: claim.statement.members[0].range)
      }
      return try table(index, sides.variables)
    }
    let indices = try places.map { place throws(Problem) in try evaluator.entries(place) }
    for (position, entry) in value.data.enumerated() {
      var offset = 0
      for (axis, index) in indices.enumerated() {
        let number = index[index.count == 1 ? 0 : position]
        guard let place = Int(exactly: number), place >= base, place < base + shape[axis] else {
          throw Problem(
            "the index \(Quantity.text(number)) on the left is out of range", at: claim.statement.members[0].range,
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
    define(name, .init(quantity: Quantity(shape: shape, data: known), bases: bases), isGiven: claim.isGiven)
  }
}

extension Meaning {
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

extension Quantity {
  /// With its last two axes exchanged, behind the axes of the free indices.
  fileprivate func transposed(behind count: Int) -> Quantity {
    guard shape.count == count + 2 else { return self }
    let (rows, columns) = (shape[count], shape[count + 1])
    var out: [Double] = []
    for block in stride(from: 0, to: data.count, by: max(rows * columns, 1)) {
      for column in 0..<columns {
        for row in 0..<rows { out.append(data[block + row * columns + column]) }
      }
    }
    return Quantity(shape: shape[..<count] + [columns, rows], data: out)
  }
}
