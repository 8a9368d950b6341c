import FormulaExpressions
import FormulaParser
import FormulaStatements
import Foundation

/// A formula as a function of its inputs, as data that another evaluator can run: the runtime of the pages is one.
///
/// It has the operations of the typed expressions, in their order, so that both evaluators do the same with the same numbers.
package struct FormulaProgram: Sendable, Hashable {
  /// A value that the formula reads.
  package struct Input: Sendable, Hashable {
    package var name: Name
    /// Whether the formula was read for this value alone: the bound of a sum, the size of an identity.
    package var isFixed: Bool
  }

  package struct Side: Sendable, Hashable {
    /// Its range in the LaTeX.
    package var range: Range<Int>
    package var shape: [Int]
    /// The relation before it; empty for the first side.
    package var relation: String
    /// Whether it is the code's value of a name.
    package var isBound: Bool
    /// Its place among the nodes.
    package var node: Int
    /// The place of the input that it is: as a whole, or entry by entry with one index for each axis.
    package var stated: Int?
  }

  package struct Statement: Sendable, Hashable {
    package var sides: [Side]
    /// The place, behind the inputs, where later statements find its value.
    package var output: Int?
    /// How it is computed step by step; nil if it is computed at once.
    package var step: Step?
    /// Its condition on the free indices: 1 for each of their values that it includes, as a place among the nodes. At least one must be. The
    /// other entries of its sides mean nothing.
    package var chosen: Int?
  }

  /// A statement's part in a recurrence. The statements of one recurrence stand side by side, in the order in which a step computes them.
  package struct Step: Sendable, Hashable {
    package var recurrence: Int
    /// The index that runs: its number, its first value, and how many it has.
    package var variable: [Int]
    /// What stands behind the index on the left side: 1 for `h_{t+1}`.
    package var offset: Int
    /// Which state a step's value is kept in; nil if no step reads it.
    package var state: Int?
    /// How many values the indices before the one that runs have: the steps' axis is behind theirs.
    package var before: Int
  }

  /// The values that later steps of a recurrence read.
  package struct State: Sendable, Hashable {
    package var variable: Int
    /// All indices on the left side, each as its number, its first value, and how many it has.
    package var indices: [[Int]]
    package var shape: [Int]
    /// What it begins with: the step, an input or an output, and the range of its entries.
    package var initial: [[Int]]
  }

  package var inputs: [Input]
  /// The parts of all sides, each after those that it consists of: an operation, its shape, the places of the parts that it consists of, and what
  /// else the operation needs. A condition is a number: 1 where it holds, else 0.
  package var nodes: [ProgramValue]
  /// In the order in which they are computed.
  package var statements: [Statement]
  package var states: [State]
}

extension FormulaProgram: Encodable {
  /// Lists without names, so that pages stay small: whether each input is fixed, the nodes, the statements, the states.
  package var list: ProgramValue {
    let statements = statements.map { statement in
      let sides = statement.sides.map { side in ProgramValue.list([.int(side.node), .flag(side.isBound), .ints(side.shape)]) }
      let step = statement.step.map { step in
        ProgramValue.list(
          [.int(step.recurrence), .ints(step.variable), .int(step.offset), .int(step.before)] + (step.state.map { [.int($0)] } ?? []))
      }
      let chosen = statement.chosen.map(ProgramValue.int)
      return ProgramValue.list(
        [.list(sides), statement.output.map(ProgramValue.int) ?? .null]
          + (chosen != nil ? [step ?? .null] : step.map { [$0] } ?? []) + (chosen.map { [$0] } ?? []))
    }
    let states = states.map { state in
      ProgramValue.list([
        .int(state.variable), .list(state.indices.map(ProgramValue.ints)), .ints(state.shape), .list(state.initial.map(ProgramValue.ints)),
      ])
    }
    return .list([.list(inputs.map { .flag($0.isFixed) }), .list(nodes), .list(statements), .list(states)])
  }

  package func encode(to encoder: any Encoder) throws { try list.encode(to: encoder) }
}

/// A part of a program as JSON: a name, a number, a list, or nothing.
package indirect enum ProgramValue: Sendable, Hashable {
  case null
  case number(Double)
  /// Whose text needs no more digits than tell it from other floats.
  case float(Float)
  case text(String)
  case list([ProgramValue])

  package static func int(_ value: Int) -> ProgramValue { .number(Double(value)) }
  package static func ints(_ values: [Int]) -> ProgramValue { .list(values.map(int)) }
  package static func flag(_ value: Bool) -> ProgramValue { int(value ? 1 : 0) }
}

extension ProgramValue: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .number(let number): try container.encode(number)
    case .float(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .list(let values): try container.encode(values)
    }
  }
}

extension JSONEncoder {
  /// Writes what `formulas.js` reads. What JSON has no number for is a text: `"Infinity"`, `"-Infinity"`, `"NaN"`.
  package static var forPages: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return encoder
  }
}

extension FormulaProgram {
  /// What came of each statement, in the program's order; nil for a given one, and for one that was read in another way there.
  package func results(in evaluation: FormulaEvaluation) -> [FormulaEvaluation.StatementResult?] {
    // The branches of `cases` with words are statements of one range, in their order.
    var rest = evaluation.statements
    return statements.map { statement in
      rest.firstIndex { $0.members.map(\.range) == statement.sides.map(\.range) }.map { rest.remove(at: $0) }
    }
  }
}

extension FormulaEvaluation.StatementResult {
  /// The entries of each side, without those that a condition leaves out.
  package var entries: [[Double?]] {
    members.map { member in
      let data = member.value.data
      guard let chosen else { return data }
      let block = data.count / chosen.count
      return data.indices.map { chosen.positions.contains($0 / block) ? data[$0] : nil }
    }
  }
}

extension FormulaReader {
  /// What was read, as a program; nil if the formula calls functions of the lesson.
  package var program: FormulaProgram? { known.flatMap { ProgramWriter.program(of: $0.formula) } }
}

/// Lists the parts of a formula's expressions.
private struct ProgramWriter {
  /// A part that the program has no form for.
  private struct NoForm: Error {}

  private var slots: [ObjectIdentifier: Int] = [:]
  private var places: [ObjectIdentifier: Int] = [:]
  private var nodes: [ProgramValue] = []
  private var placesOfNodes: [ProgramValue: Int] = [:]
  /// Keeps the expressions alive, since they are known by their identity.
  private var roots: [TypedExpression] = []
  private var states: [FormulaProgram.State] = []
  private var stateIndices: [ObjectIdentifier: Int] = [:]
  private var recurrences = 0

  static func program(of formula: TypedFormula) -> FormulaProgram? {
    guard let parts = formula.parts else { return nil }
    var writer = ProgramWriter()
    for input in parts.inputs { writer.slots[ObjectIdentifier(input)] = writer.slots.count }
    var statements: [FormulaProgram.Statement] = []
    do {
      for work in parts.works {
        switch work {
        case .statement(let statement): statements.append(try writer.statement(statement))
        case .recurrence(let recurrence): statements += try writer.statements(of: recurrence)
        }
      }
    } catch {
      return nil
    }
    return FormulaProgram(
      inputs: parts.inputs.map { .init(name: $0.name, isFixed: $0.isFixed) }, nodes: writer.nodes, statements: statements,
      states: writer.states)
  }

  private mutating func statement(_ statement: TypedStatement) throws(NoForm) -> FormulaProgram.Statement {
    var sides: [FormulaProgram.Side] = []
    let variables = statement.sides.variables
    for (side, table) in zip(statement.sides.members, statement.tables) {
      roots.append(table)
      sides.append(
        .init(
          range: side.range, shape: variables.map(\.count) + side.typed.shape, relation: side.relation?.sign ?? "", isBound: side.isBound,
          node: try place(of: table), stated: side.typed.slot(statedBy: variables).flatMap { slots[ObjectIdentifier($0)] }))
    }
    var output: Int?
    if let slot = statement.output?.slot {
      output = slots.count
      slots[ObjectIdentifier(slot)] = output
    }
    var chosen: Int?
    if let condition = statement.sides.chosen {
      roots.append(condition)
      chosen = try place(of: condition)
    }
    return .init(sides: sides, output: output, chosen: chosen)
  }

  private mutating func statements(of recurrence: TypedRecurrence) throws(NoForm) -> [FormulaProgram.Statement] {
    let variable = recurrence.variable
    for case let state? in recurrence.statements.map(\.state) {
      var initial: [[Int]] = []
      for (step, start) in state.initial.sorted(by: { $0.key < $1.key }) {
        guard let slot = slots[ObjectIdentifier(start.slot)] else { throw NoForm() }
        let entries = start.entries ?? 0..<start.slot.shape.reduce(1, *)
        initial.append([step, slot, entries.lowerBound, entries.upperBound])
      }
      stateIndices[ObjectIdentifier(state)] = states.count
      states.append(
        .init(variable: state.variable.id, indices: state.indices.map { Self.numbers(of: $0) }, shape: state.shape, initial: initial))
    }
    recurrences += 1
    var statements: [FormulaProgram.Statement] = []
    for part in recurrence.statements {
      var statement = try statement(part.statement)
      let variables = part.statement.sides.variables
      let before = variables.prefix { $0 !== variable }.reduce(1) { $0 * $1.count }
      statement.step = .init(
        recurrence: recurrences, variable: Self.numbers(of: variable), offset: part.offset,
        state: part.state.flatMap { stateIndices[ObjectIdentifier($0)] }, before: before)
      statements.append(statement)
    }
    return statements
  }

  private static func numbers(of variable: IndexVariable) -> [Int] { [variable.id, variable.lowerBound, variable.count] }

  private mutating func place(of typed: TypedExpression) throws(NoForm) -> Int {
    if let known = places[ObjectIdentifier(typed)] { return known }
    let place = try node(of: typed)
    places[ObjectIdentifier(typed)] = place
    return place
  }

  private mutating func add(_ operation: String, _ shape: [Int] = [], _ parts: [Int?] = [], _ rest: ProgramValue...) -> Int {
    let node = ProgramValue.list([.text(operation), .ints(shape), .list(parts.map { $0.map(ProgramValue.int) ?? .null })] + rest)
    // Parts that are alike have the same value wherever they stand.
    if let known = placesOfNodes[node] { return known }
    placesOfNodes[node] = nodes.count
    nodes.append(node)
    return nodes.count - 1
  }

  private mutating func places(of parts: [TypedExpression]) throws(NoForm) -> [Int] {
    var places: [Int] = []
    for part in parts { places.append(try place(of: part)) }
    return places
  }

  private mutating func node(of typed: TypedExpression) throws(NoForm) -> Int {
    let shape = typed.shape
    switch typed.kind {
    case .constant(let data): return add("constant", shape, [], .list(data.map(ProgramValue.number)))
    case .input(let slot):
      guard let place = slots[ObjectIdentifier(slot)] else { throw NoForm() }
      return add("input", shape, [], .int(place))
    case .index(let variable): return add("index", shape, [], .int(variable.id))
    case .element(let element): return add("index", shape, [], .int(element.id))
    case .sum(let addends):
      return add("sum", shape, try places(of: addends.map(\.value)), .list(addends.map { .flag($0.isNegative) }))
    case .negated(let part): return add("negated", shape, [try place(of: part)])
    case .pairwise(let operation, let a, let b): return add("pairwise", shape, try places(of: [a, b]), .text(operation.programName))
    case .entrywise(let function, let part):
      // `arctan` is `atan` there.
      return add("entrywise", shape, [try place(of: part)], .text(function.rawValue.replacing("arc", with: "a")))
    case .matrixProduct(let a, let b, let sizes):
      return add("matrixProduct", shape, try places(of: [a, b]), .ints([sizes.m, sizes.k, sizes.n]))
    case .matrixPower(let base, let exponent): return add("matrixPower", shape, try places(of: [base, exponent]))
    case .transposed(let part): return add("transposed", shape, [try place(of: part)], .ints(part.shape))
    case .reshaped(let part), .called(_, let part): return add("reshaped", shape, [try place(of: part)])
    case .entry(let base, let subscripts):
      var indices: [Int?] = []
      for entry in subscripts {
        switch entry {
        case .at(let index): indices.append(try place(of: index))
        case .all: indices.append(nil)
        }
      }
      if case .stored(let state) = base.kind {
        guard let index = stateIndices[ObjectIdentifier(state)] else { throw NoForm() }
        return add("stored", shape, indices, .int(index))
      }
      let bases = base.bases.isEmpty ? base.shape.map { _ in 1 } : base.bases
      return add("entry", shape, [try place(of: base)] + indices, .ints(base.shape), .ints(bases))
    case .fold(let fold):
      var parts: [Int?] = [nil, nil, nil]
      if let (lower, upper) = fold.bounds { (parts[1], parts[2]) = (try place(of: lower), try place(of: upper)) }
      if let condition = fold.condition { parts[0] = try place(of: condition) }
      return add(
        "fold", shape, [try place(of: fold.body)] + parts, .text(fold.operation.programName), .ints(Self.numbers(of: fold.variable)))
    case .table(let variables, let body):
      return add("table", shape, [try place(of: body)], .list(variables.map { .ints(Self.numbers(of: $0)) }))
    case .softmax(let part): return add("softmax", shape, [try place(of: part)], .int(part.shape.last ?? 1))
    case .reduced(let reduction, let part):
      return add("reduced", shape, [try place(of: part)], .text(reduction.rawValue), .ints(part.shape))
    case .diagonalMatrix(let part): return add("diagonalMatrix", shape, [try place(of: part)])
    case .diagonal(let part): return add("diagonal", shape, [try place(of: part)])
    case .joined(let parts, let axis):
      let count = parts.first?.shape[..<axis].reduce(1, *) ?? 0
      return add("joined", shape, try places(of: parts), .int(count), .ints(parts.map { $0.shape[axis...].reduce(1, *) }))
    case .cases(let branches):
      var parts: [Int] = []
      for branch in branches { parts += [try place(of: branch.condition), try place(of: branch.value)] }
      return add("cases", shape, parts)
    case .mapped(let element, let argument, let body):
      return add("mapped", shape, try places(of: [argument, body]), .int(element.id))
    case .delta(let a, let b): return add("comparison", shape, try places(of: [a, b]), .text("="))
    case .stored, .foreign, .unsized: throw NoForm()
    }
  }

  /// A condition as a node. What isn't a comparison chooses between others, so that what isn't needed isn't computed.
  private mutating func place(of condition: Condition) throws(NoForm) -> Int {
    func truth(_ holds: Bool) -> Int { add("constant", [], [], .list([.flag(holds)])) }
    func choice(_ condition: Int, _ first: Int, _ second: Int) -> Int { add("cases", [], [condition, first, truth(true), second]) }
    switch condition {
    case .always: return truth(true)
    case .comparison(let relation, let a, let b):
      let sides = try places(of: [a, b])
      return switch relation {
      case _ where relation.isEquality: add("comparison", [], sides, .text("="))
      case .greater: add("comparison", [], sides.reversed(), .text("<"))
      case .greaterOrEqual: add("comparison", [], sides.reversed(), .text("≤"))
      default: add("comparison", [], sides, .text(relation.sign))
      }
    case .oneOf(let a, let list):
      let value = try place(of: a)
      var found = truth(false)
      for other in list.reversed() { found = choice(add("comparison", [], [value, try place(of: other)], .text("=")), truth(true), found) }
      return found
    case .both(let a, let b): return choice(try place(of: a), try place(of: b), truth(false))
    case .either(let a, let b): return choice(try place(of: a), truth(true), try place(of: b))
    case .not(let a): return choice(try place(of: a), truth(false), truth(true))
    }
  }
}

extension TypedExpression {
  /// The input that it is, given the indices on the left side: as a whole, or entry by entry with one index for each axis.
  fileprivate func slot(statedBy variables: [IndexVariable]) -> InputSlot? {
    if case .input(let slot) = kind { return variables.isEmpty ? slot : nil }
    guard case .entry(let base, let subscripts) = kind, case .input(let slot) = base.kind, subscripts.count == variables.count else {
      return nil
    }
    let isEach = zip(subscripts, variables).allSatisfy { entry, variable in
      guard case .at(let index) = entry, case .index(let own) = index.kind else { return false }
      return own === variable
    }
    return isEach ? slot : nil
  }
}

extension TypedExpression.Pairwise {
  fileprivate var programName: String {
    switch self {
    case .times: "times"
    case .divided: "divided"
    case .power: "power"
    case .maximum: "maximum"
    case .minimum: "minimum"
    case .modulo: "modulo"
    case .binomial: "binomial"
    case .timesLogarithm: "timesLogarithm"
    }
  }
}

extension TypedExpression.Fold.Operation {
  fileprivate var programName: String {
    switch self {
    case .sum: "sum"
    case .product: "product"
    case .maximum: "maximum"
    case .minimum: "minimum"
    case .argmax: "argmax"
    case .argmin: "argmin"
    case .mean: "mean"
    }
  }
}
