import FormulaExpressions
import FormulaParser
import FormulaStatements
import Foundation

/// A formula as a function of its inputs, as data that another evaluator can run: the runtime of the pages is one.
///
/// It has the operations of the typed expressions, in their order, so that both evaluators do the same with the same numbers.
package struct FormulaProgram: Sendable, Hashable, Encodable {
  /// A value that the formula reads.
  package struct Input: Sendable, Hashable, Encodable {
    package var name: Name
    /// Whether the formula was read for this value alone: the bound of a sum, the size of an identity.
    package var isFixed: Bool

    private enum CodingKeys: CodingKey { case isFixed }
  }

  package struct Side: Sendable, Hashable, Encodable {
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

    private enum CodingKeys: CodingKey { case shape, isBound, node }
  }

  package struct Statement: Sendable, Hashable, Encodable {
    package var sides: [Side]
    /// The place, behind the inputs, where later statements find its value.
    package var output: Int?
    /// How it is computed step by step; nil if it is computed at once.
    package var step: Step?
  }

  /// A statement's part in a recurrence. The statements of one recurrence stand side by side, in the order in which a step computes them.
  package struct Step: Sendable, Hashable, Encodable {
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
  package struct State: Sendable, Hashable, Encodable {
    package var variable: Int
    /// All indices on the left side, each as its number, its first value, and how many it has.
    package var indices: [[Int]]
    package var shape: [Int]
    /// What it begins with: the step, an input or an output, and the range of its entries.
    package var initial: [[Int]]
  }

  package var inputs: [Input]
  /// The parts of all sides, each after those that it consists of: an operation, its shape, and what the operation needs.
  package var nodes: [ProgramValue]
  /// In the order in which they are computed.
  package var statements: [Statement]
  package var states: [State]
}

/// A part of a program as JSON: a name, a number, a list, or nothing.
package indirect enum ProgramValue: Sendable, Hashable {
  case null
  case number(Double)
  case text(String)
  case list([ProgramValue])

  static func int(_ value: Int) -> ProgramValue { .number(Double(value)) }
  static func ints(_ values: [Int]) -> ProgramValue { .list(values.map(int)) }
}

extension ProgramValue: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    case .list(let values): try container.encode(values)
    }
  }
}

extension JSONEncoder {
  /// Writes what `formulas.js` reads. What JSON has no number for is a text: `"inf"`, `"-inf"`, `"nan"`.
  package static var forPages: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
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
    return .init(sides: sides, output: output)
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
    let (operation, arguments) = try form(of: typed)
    nodes.append(.list([.text(operation), .ints(typed.shape)] + arguments))
    places[ObjectIdentifier(typed)] = nodes.count - 1
    return nodes.count - 1
  }

  private mutating func reference(_ typed: TypedExpression) throws(NoForm) -> ProgramValue { .int(try place(of: typed)) }

  private mutating func references(_ parts: [TypedExpression]) throws(NoForm) -> ProgramValue {
    var places: [ProgramValue] = []
    for part in parts { places.append(try reference(part)) }
    return .list(places)
  }

  private mutating func form(of typed: TypedExpression) throws(NoForm) -> (String, [ProgramValue]) {
    switch typed.kind {
    case .constant(let data): return ("constant", [.list(data.map(ProgramValue.number))])
    case .input(let slot):
      guard let place = slots[ObjectIdentifier(slot)] else { throw NoForm() }
      return ("input", [.int(place)])
    case .index(let variable): return ("index", [.int(variable.id)])
    case .element(let element): return ("element", [.int(element.id)])
    case .sum(let addends):
      var terms: [ProgramValue] = []
      for addend in addends { terms.append(.list([.int(addend.isNegative ? 1 : 0), try reference(addend.value)])) }
      return ("sum", [.list(terms)])
    case .negated(let part): return ("negated", [try reference(part)])
    case .pairwise(let operation, let a, let b):
      return ("pairwise", [.text(operation.programName), try reference(a), try reference(b)])
    case .entrywise(let function, let part): return ("entrywise", [.text(function.rawValue), try reference(part)])
    case .matrixProduct(let a, let b, let sizes):
      return ("matrixProduct", [try reference(a), try reference(b), .ints([sizes.m, sizes.k, sizes.n])])
    case .matrixPower(let base, let exponent): return ("matrixPower", [try reference(base), try reference(exponent)])
    case .transposed(let part): return ("transposed", [try reference(part), .ints(part.shape)])
    case .reshaped(let part), .called(_, let part): return ("reshaped", [try reference(part)])
    case .entry(let base, let subscripts):
      var indices: [ProgramValue] = []
      for entry in subscripts {
        switch entry {
        case .at(let index): indices.append(try reference(index))
        case .all: indices.append(.null)
        }
      }
      if case .stored(let state) = base.kind {
        guard let index = stateIndices[ObjectIdentifier(state)] else { throw NoForm() }
        return ("stored", [.int(index), .list(indices)])
      }
      let bases = base.bases.isEmpty ? base.shape.map { _ in 1 } : base.bases
      return ("entry", [try reference(base), .ints(base.shape), .ints(bases), .list(indices)])
    case .fold(let fold):
      var bounds = ProgramValue.null
      if let (lower, upper) = fold.bounds { bounds = .list([try reference(lower), try reference(upper)]) }
      var condition = ProgramValue.null
      if let given = fold.condition { condition = try form(of: given) }
      return (
        "fold",
        [
          .text(fold.operation.programName), .ints(Self.numbers(of: fold.variable)), bounds,
          condition, try reference(fold.body),
        ]
      )
    case .table(let variables, let body):
      return ("table", [.list(variables.map { .ints(Self.numbers(of: $0)) }), try reference(body)])
    case .softmax(let part): return ("softmax", [try reference(part), .int(part.shape.last ?? 1)])
    case .reduced(let reduction, let part): return ("reduced", [.text(reduction.rawValue), try reference(part), .ints(part.shape)])
    case .diagonalMatrix(let part): return ("diagonalMatrix", [try reference(part)])
    case .diagonal(let part): return ("diagonal", [try reference(part)])
    case .joined(let parts, let axis):
      let count = parts.first?.shape[..<axis].reduce(1, *) ?? 0
      return ("joined", [try references(parts), .int(count), .ints(parts.map { $0.shape[axis...].reduce(1, *) })])
    case .cases(let branches):
      var forms: [ProgramValue] = []
      for branch in branches { forms.append(.list([try form(of: branch.condition), try reference(branch.value)])) }
      return ("cases", [.list(forms)])
    case .mapped(let element, let argument, let body):
      return ("mapped", [.int(element.id), try reference(argument), try reference(body)])
    case .delta(let a, let b): return ("delta", [try reference(a), try reference(b)])
    case .stored, .foreign, .unsized: throw NoForm()
    }
  }

  private mutating func form(of condition: Condition) throws(NoForm) -> ProgramValue {
    switch condition {
    case .always: .list([.text("always")])
    case .comparison(let relation, let a, let b):
      .list([.text("comparison"), .text(relation.sign), try reference(a), try reference(b)])
    case .oneOf(let a, let list): .list([.text("oneOf"), try reference(a), try references(list)])
    case .both(let a, let b): .list([.text("both"), try form(of: a), try form(of: b)])
    case .either(let a, let b): .list([.text("either"), try form(of: a), try form(of: b)])
    case .not(let a): .list([.text("not"), try form(of: a)])
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
