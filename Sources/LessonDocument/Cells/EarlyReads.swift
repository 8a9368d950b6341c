import Diagnostics

/// The reads of a lesson's variables that come before the statement which gives them a value.
///
/// All variables of a program are there from its start, as zeros, and the compiler has nothing against a function, or even a
/// statement, that reads one too early: what a cell shows then would be wrong without a word.
struct EarlyReads {
  /// In the offsets of the file.
  private(set) var problems: [Problem] = []
  /// What reads a variable from further down when it is called.
  private var late: [Late] = []

  private let file: SourceFile

  init(in cells: [Cell], of file: SourceFile) {
    self.file = file
    var program: [Cell] = []
    for cell in cells where [.runs, .warns, .traps].contains(cell.options.expectation) {
      if cell.options.resetsProgram {
        read(program)
        program = []
      }
      program.append(cell)
    }
    read(program)
  }

  /// The last cell that must have run before what is declared in `cell` under a name may be called; nil if it may be at once.
  func cellNeeded(by name: String, declaredIn cell: Int) -> Int? {
    late.filter { $0.name == name && $0.program.contains(cell) }.map(\.neededCell).max()
  }

  /// The cell, each of whose functions knows when it may be called.
  func noted(_ cell: Cell) -> Cell {
    var noted = cell
    for statement in cell.statements.indices {
      for variable in cell.statements[statement].variables.indices {
        let name = cell.statements[statement].variables[variable].name
        noted.statements[statement].variables[variable].neededCell = cellNeeded(by: name, declaredIn: cell.index)
      }
    }
    return noted
  }

  private struct Late {
    var name: String
    /// The cells of its program.
    var program: ClosedRange<Int>
    var neededCell: Int
  }

  fileprivate typealias Callee = StatementNames.Callee

  fileprivate struct Step {
    var cell: Cell
    var statement: CellStatement
    /// Names of the cell's own scope, and of the statement's.
    var ownNames: Set<String>
  }

  fileprivate struct Body {
    var callee: Callee
    var uses: [StatementNames.Use]
    var step: Step
  }

  private struct Variable {
    var name: String
    /// Which step gives it its value.
    var step: Int
  }

  private mutating func read(_ program: [Cell]) {
    guard let first = program.first, let last = program.last else { return }
    let steps = program.flatMap { cell in
      let local = cell.hasOwnScope ? Set(cell.statements.flatMap(\.declaredNames)) : []
      return cell.statements.map { Step(cell: cell, statement: $0, ownNames: local.union($0.names.declaredWithin)) }
    }
    let bodies = steps.flatMap { step in step.statement.names.inBodies.map { Body(callee: $0.key, uses: $0.value, step: step) } }
    let members = steps.reduce(into: Set<String>()) { $0.formUnion($1.statement.names.members) }
    for variable in Self.lateVariables(of: steps) {
      func reads(_ use: StatementNames.Use, in step: Step) -> Bool {
        guard use.name == variable.name, !step.ownNames.contains(use.name) else { return false }
        return use.meaning == .plain || use.meaning == .plainInType && !members.contains(use.name)
      }
      let callees = Self.callees(thatReach: reads, in: bodies)
      for callee in callees where !callee.isMember {
        late.append(
          Late(name: callee.name, program: first.index...last.index, neededCell: steps[variable.step].cell.index))
      }
      let early = steps[..<variable.step].lazy.compactMap { step in
        step.statement.names.atOnce.first { reads($0, in: step) || step.calls(callees, with: $0) }.map { (step, $0) }
      }.first
      if let (step, use) = early { problems.append(problem(use, in: step, variable.name, givenBy: steps[variable.step])) }
    }
  }

  /// The variables that a name further up may mean.
  private static func lateVariables(of steps: [Step]) -> [Variable] {
    var used: Set<String> = []
    var variables: [Variable] = []
    for (index, step) in steps.enumerated() {
      let names = step.statement.names
      if !step.cell.hasOwnScope {
        variables += names.stored.filter(used.contains).map { Variable(name: $0, step: index) }
      }
      used.formUnion(names.atOnce.map(\.name))
      for body in names.inBodies.values { used.formUnion(body.map(\.name)) }
    }
    return variables
  }

  /// What leads to a read when it is called.
  private static func callees(thatReach reads: (StatementNames.Use, Step) -> Bool, in bodies: [Body]) -> Set<Callee> {
    var found = Set(bodies.filter { body in body.uses.contains { reads($0, body.step) } }.map(\.callee))
    var isGrowing = !found.isEmpty
    while isGrowing {
      let more = bodies.filter { body in
        !found.contains(body.callee) && body.uses.contains { body.step.calls(found, with: $0) }
      }
      isGrowing = !more.isEmpty
      found.formUnion(more.map(\.callee))
    }
    return found
  }

  private func problem(
    _ use: StatementNames.Use, in step: Step, _ variable: String, givenBy giving: Step
  ) -> Problem {
    let line = file.position(at: giving.cell.fileOffset(line: giving.statement.line, column: 1)).line
    let isDirect = use.name == variable
    return step.cell.code.located(
      Problem(
        (isDirect ? "`\(variable)` has no value here" : "`\(use.name)` reads `\(variable)`, which has no value here")
          + ": it is declared on line \(line)",
        at: use.range,
        help: "declare `\(variable)` further up" + (isDirect ? "" : ", or give it to `\(use.name)` as a parameter")))
  }
}

extension EarlyReads.Step {
  /// Whether a use calls one of these, as far as can be told without types.
  fileprivate func calls(_ callees: Set<StatementNames.Callee>, with use: StatementNames.Use) -> Bool {
    switch use.meaning {
    case .member: callees.contains(.init(name: use.name, isMember: true))
    case .plain, .plainInType:
      !ownNames.contains(use.name) && callees.contains(.init(name: use.name, isMember: false))
        || use.meaning == .plainInType && callees.contains(.init(name: use.name, isMember: true))
    }
  }
}

extension Cell {
  /// Whether what it declares at its top level is gone after it.
  fileprivate var hasOwnScope: Bool { options.isNested || options.expectation == .traps }
}
