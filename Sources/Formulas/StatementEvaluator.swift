import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaParser
import FormulaStatements

/// Computes the statements of a formula and compares their sides.
final class StatementEvaluator {
  /// What later statements find under a name.
  struct Output {
    var name: Name
    var array: ArrayValue
    var orientation: TypedExpression.Orientation
    var bases: [Int]
  }

  let values: InputValues
  private let tolerance: Tolerance
  /// The first index of a name, if it is not 1.
  private let bases: [Name: Int]
  private(set) var results: [FormulaEvaluation.StatementResult] = []
  /// The values that the statements give to names.
  private(set) var definitions: [FormulaEvaluation.Definition] = []
  /// Entries of names that several statements fill.
  private var partial: [Name: [Approximation?]] = [:]
  /// The statement that first said what a name is, and the value that it gave.
  private var firstDefinitions: [Name: (latex: String, value: ArrayValue)] = [:]

  init(_ values: InputValues, _ tolerance: Tolerance, bases: [Name: Int]) {
    (self.values, self.tolerance, self.bases) = (values, tolerance, bases)
  }

  /// - Returns: What the statement defines.
  func evaluate(_ statement: TypedStatement) throws(Problem) -> Output? {
    let sides = statement.sides
    var chosen: [Int]?
    if let condition = sides.chosen {
      let truths = try Evaluator(.double, values).entries(condition)
      chosen = truths.indices.filter { truths[$0].value == 1 }
      if chosen == [] { throw Problem("no index meets this condition", at: condition.range) }
    }
    var members: [FormulaEvaluation.Member] = []
    for (side, table) in zip(sides.members, statement.tables) {
      let entries = try Evaluator(statement.precision, values).entries(table)
      let isRow = sides.variables.isEmpty && side.typed.orientation.isRow
      members.append(member(side, ArrayValue(shape: table.shape, entries, isRow: isRow)))
    }
    return try finish(statement, members, chosen)
  }

  private func member(_ side: TypedStatement.Side, _ value: ArrayValue) -> FormulaEvaluation.Member {
    .init(range: side.range, latex: side.latex, value: value, reading: side.reading, isBound: side.isBound)
  }

  // MARK: Recurrences

  /// Computes the statements together, one step after another.
  ///
  /// - Returns: What each of them defines.
  func evaluate(_ recurrence: TypedRecurrence) throws(Problem) -> [Output?] {
    let variable = recurrence.variable
    let precision = recurrence.statements.last?.statement.precision ?? .double
    let evaluator = Evaluator(precision, values)
    let slot = evaluator.slot(variable.id)
    for case let state? in recurrence.statements.map(\.state) { values.begin(state) }
    let codes = try recurrence.statements.map { part throws(Problem) in
      try part.statement.tables.map { table throws(Problem) in try evaluator.code(table, changing: [variable]) }
    }
    var data = codes.map { Array(repeating: [Approximation](), count: $0.count) }
    for time in variable.lowerBound..<variable.lowerBound + variable.count {
      evaluator.frame.indices[slot] = time
      for (position, part) in recurrence.statements.enumerated() {
        var isStored = false
        for (index, code) in codes[position].enumerated() {
          let entries = try code(evaluator.frame)
          data[position][index] += entries
          if !isStored, !part.statement.sides.members[index].isBound, part.statement.claim.name != nil {
            if let state = part.state { values.store(entries, of: state, at: time + part.offset) }
            isStored = true
          }
        }
      }
    }
    var outputs: [Output?] = []
    for (part, data) in zip(recurrence.statements, data) {
      let sides = part.statement.sides
      let members = zip(sides.members, data).map { side, entries in
        member(side, Self.array(entries, side.typed.shape, sides.variables, variable))
      }
      outputs.append(try finish(part.statement, members))
    }
    return outputs
  }

  /// The values of all steps, with the axis of the steps where the left side has it.
  private static func array(
    _ data: [Approximation], _ shape: [Int], _ variables: [IndexVariable], _ variable: IndexVariable
  ) -> ArrayValue {
    let counts = variables.map(\.count)
    let position = variables.firstIndex { $0 === variable } ?? 0
    let before = counts[..<position].reduce(1, *)
    let block = (counts[(position + 1)...] + shape).reduce(1, *)
    var ordered: [Approximation] = []
    ordered.reserveCapacity(data.count)
    for outer in 0..<before {
      for step in 0..<variable.count {
        let start = (step * before + outer) * block
        ordered += data[start..<start + block]
      }
    }
    return ArrayValue(shape: counts + shape, ordered)
  }

  // MARK: Results

  /// Compares the sides, and says what the statement defines.
  ///
  /// - Parameter chosen: Which values of the free indices the statement is about; nil for all.
  private func finish(
    _ statement: TypedStatement, _ members: [FormulaEvaluation.Member], _ chosen: [Int]? = nil
  ) throws(Problem) -> Output? {
    let (claim, sides) = (statement.claim, statement.sides)
    var result = result(of: statement, members)
    result.chosen = chosen.map { .init(positions: $0, counts: sides.variables.map(\.count)) }
    for (index, side) in sides.members.enumerated().dropFirst() {
      guard let relation = side.relation else { continue }
      let (a, b) = (members[index - 1], members[index])
      var (first, second) = (Comparison.Side(array: a.value, latex: a.latex), Comparison.Side(array: b.value, latex: b.latex))
      (first.isWhole, second.isWhole) = (sides.members[index - 1].isWhole, side.isWhole)
      if relation == .approximate {
        first.halfUnits = try halfUnits(of: sides.members[index - 1], sides.variables, claim)
        second.halfUnits = try halfUnits(of: side, sides.variables, claim)
      }
      let agreement = compare(first, relation, second, in: statement, result.chosen)
      result.agreement = Agreement.worse(result.agreement, agreement)
    }
    if let agreement = result.agreement, agreement.isEquality, agreement.relativeError == 0, sides.intervals.isEmpty {
      result.comparesNothing = claim.statement.hasSameMembers
    }
    for interval in sides.intervals {
      let value = Comparison.Side(array: members[interval.side].value, latex: members[interval.side].latex)
      for (bound, relation) in [
        (interval.lower, interval.isOpen.lower ? Relation.greater : .greaterOrEqual),
        (interval.upper, interval.isOpen.upper ? .less : .lessOrEqual),
      ] {
        let limit = ArrayValue(shape: [], try Evaluator(statement.precision, values).entries(bound))
        var agreement = compare(value, relation, .init(array: limit, latex: interval.latex), in: statement, result.chosen)
        agreement.relation = Relation.element.sign
        result.agreement = Agreement.worse(result.agreement, agreement)
      }
    }
    if claim.isGiven {
      try requireBoundValue(result, statement)
    } else {
      results.append(result)
    }
    // What holds of some entries says nothing of the others, which later statements read of the code.
    guard let name = claim.name, let value = result.value, statement.label == nil, chosen == nil else { return nil }
    guard let output = try output(name, value, statement) else { return nil }
    if !claim.isGiven { definitions.append(.init(name: name, parameters: [], value: output.array)) }
    return output
  }

  /// A given definition may define a name without a value. It can't give a bound name a different value.
  private func requireBoundValue(
    _ result: FormulaEvaluation.StatementResult, _ statement: TypedStatement
  ) throws(Problem) {
    let claim = statement.claim
    guard let name = claim.name, let value = result.value, let slot = statement.boundByCode else { return }
    let bound = values[slot]
    var comparison = comparison(.equal, statement)
    comparison.precision = .coarser(comparison.precision, bound.precision)
    let (first, second) = (Comparison.Side(array: bound, latex: name.latex), Comparison.Side(array: value, latex: claim.latex))
    let hasSameShape = Stance.areSame(bound.shape, .vector, value.shape, value.isRow ? .row : .column)
    guard !hasSameShape || !comparison(first, second).agrees else { return }
    func text(_ array: ArrayValue) -> String { array.scalar.map(\.text) ?? describe(shape: array.shape) }
    throw Problem(
      "the given definition gives `\(name)` another value than it has", at: claim.statement.range,
      notes: ["`\(claim.latex)` gives \(text(value))", "`\(name)` is bound to \(text(bound))"],
      help: "use a name for it that nothing is bound to")
  }

  private func comparison(_ relation: Relation, _ statement: TypedStatement) -> Comparison {
    Comparison(
      relation: relation, tolerance: tolerance, precision: statement.precision, freeAxes: statement.sides.variables.count)
  }

  private func compare(
    _ first: Comparison.Side, _ relation: Relation, _ second: Comparison.Side, in statement: TypedStatement, _ chosen: ChosenIndices?
  ) -> Agreement {
    var comparison = comparison(relation, statement)
    guard let chosen else { return comparison(first, second) }
    comparison.freeAxes = 1
    return chosen.compare(first, second) { comparison($0, $1) }
  }

  /// Half a unit of the last digit of a side that is a decimal, or a list of decimals; nil for any other.
  private func halfUnits(of side: TypedStatement.Side, _ variables: [IndexVariable], _ claim: Claim) throws(Problem) -> [Double]? {
    guard let written = try side.typed.withWrittenDigits(of: claim.latex) else { return nil }
    return try Evaluator(.double, values).entries(written.table(over: variables)).map(\.error)
  }

  private func result(
    of statement: TypedStatement, _ members: [FormulaEvaluation.Member]
  ) -> FormulaEvaluation.StatementResult {
    let claim = statement.claim
    let left = claim.statement.members[0]
    let computed = members.first { !$0.isBound } ?? members.first
    return .init(
      range: claim.statement.range, left: claim.latex.slice(bytes: left.range), name: claim.name,
      readingOfLeft: claim.readingOfLeft, mentioned: claim.mentioned, label: statement.label, members: members, value: computed?.value,
      bound: members.first { $0.isBound }?.value,
      agreement: nil, assertions: statement.sides.assertions, isLabel: claim.statement.isLabel)
  }

  /// What other statements find under the name of the left side.
  private func output(_ name: Name, _ value: ArrayValue, _ statement: TypedStatement) throws(Problem) -> Output? {
    let (claim, sides) = (statement.claim, statement.sides)
    if case .function = claim.left { return nil }
    if case .declared(let shape) = claim.left, statement.shifts != Array(repeating: 0, count: sides.variables.count) {
      return try filled(name, shape, value, statement)
    }
    guard let shifts = statement.shifts else { return nil }
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
    try requireOneValue(of: name, value, statement)
    return Output(name: name, array: value, orientation: orientation, bases: bases.contains { $0 != 1 } ? bases : [])
  }

  /// If two statements define a name, both must give it the same value; otherwise it would be unclear which one is read.
  private func requireOneValue(of name: Name, _ value: ArrayValue, _ statement: TypedStatement) throws(Problem) {
    let claim = statement.claim
    guard case .definition = claim.left, !claim.isAssignment else { return }
    let latex = claim.latex.slice(bytes: claim.statement.range)
    guard let first = firstDefinitions[name] else {
      firstDefinitions[name] = (latex, value)
      return
    }
    let isSame =
      first.value.shape == value.shape
      && comparison(.equal, statement)(.init(array: first.value, latex: first.latex), .init(array: value, latex: latex)).agrees
    guard !isSame else { return }
    func text(_ array: ArrayValue) -> String { array.scalar.map(\.text) ?? "other entries" }
    throw Problem(
      "`\(name)` is defined twice", at: claim.statement.range,
      notes: ["`\(first.latex)` gives \(text(first.value))", "`\(latex)` gives \(text(value))"],
      help: "keep one of them, or write `\\leftarrow` for a new value computed from the old one")
  }

  /// `B_{ij}^\top = …` has two readings: it gives entries of B, or of its transpose.
  private func requireTransposable(_ value: ArrayValue, _ claim: Claim, behind count: Int) throws(Problem) {
    guard count > 1, value.shape.count == count else { return }
    let left = claim.statement.members[0].range
    throw Problem(
      "`\(claim.latex.slice(bytes: left))` has two readings", at: left,
      notes: ["one reading: an entry of the transpose", "another: the transpose of an entry, which is the entry"],
      help: "define the entries without the transpose")
  }

  /// `PE_{(pos,2i)}` defines some entries; several such statements define all of them.
  private func filled(
    _ name: Name, _ shape: [Int], _ value: ArrayValue, _ statement: TypedStatement
  ) throws(Problem) -> Output? {
    let (claim, sides) = (statement.claim, statement.sides)
    let size = shape.reduce(1, *)
    guard value.shape.count == sides.variables.count, sides.places.count == shape.count else {
      throw Problem("the left side does not name single entries", at: claim.statement.members[0].range)
    }
    var data = partial[name] ?? Array(repeating: nil, count: size)
    let base = bases[name] ?? 1
    let evaluator = Evaluator(statement.precision, values)
    let places = try sides.places.map { place throws(Problem) in
      guard case .at(let index) = place else {
        throw Problem("the left side does not name single entries", at: claim.statement.members[0].range)
      }
      return try index.table(over: sides.variables)
    }
    let indices = try places.map { place throws(Problem) in try evaluator.entries(place) }
    for (position, entry) in value.approximations.enumerated() {
      var offset = 0
      for (axis, index) in indices.enumerated() {
        let number = index[index.count == 1 ? 0 : position].value
        guard let place = Int(exactly: number), place >= base, place < base + shape[axis] else {
          throw Problem(
            "the index \(number.text) on the left is out of range", at: claim.statement.members[0].range,
            notes: ["axis \(axis + 1) of `\(name)` has the indices \(base) to \(base + shape[axis] - 1)"])
        }
        offset = offset * shape[axis] + place - base
      }
      data[offset] = entry
    }
    partial[name] = data
    let known = data.compactMap { $0 }
    guard known.count == size else { return nil }
    let bases = base == 1 ? [] : Array(repeating: base, count: shape.count)
    return Output(name: name, array: ArrayValue(shape: shape, known), orientation: .column, bases: bases)
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
