import Diagnostics

/// Finds reads of a lesson's variables before the statement that initializes them.
///
/// All variables of a program exist from its start, filled with zeros, and the compiler accepts a function, or even a
/// statement, that reads one too early. The cell would then silently show a wrong value.
package struct EarlyReads {
  /// The problems, in offsets of the file.
  package private(set) var problems: [Problem] = []
  /// Functions and closures that read a variable declared after them.
  private var late: [Late] = []

  private let file: SourceFile

  package init(in cells: [Cell], of file: SourceFile) {
    self.file = file
    for program in 0..<cells.programCount { read(cells.filter { $0.program == program && $0.options.runs }) }
  }

  /// The last cell that must have run before a name declared in `cell` may be called; nil if it may be called at once.
  package func cellNeeded(by name: String, declaredIn cell: Int) -> Int? {
    late.filter { $0.name == name && $0.cells.contains(cell) }.map(\.neededCell).max()
  }

  /// The cell with the `neededCell` of each of its variables and functions.
  package func noted(_ cell: Cell) -> Cell {
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
    var cells: Set<Int>
    var neededCell: Int
  }

  fileprivate typealias Callee = StatementNames.Callee

  fileprivate struct Step {
    var cell: Cell
    var statement: CellStatement
    /// Names declared in the cell's own scope or within the statement.
    var ownNames: Set<String>
    /// Names of members in the program, which take precedence within a type.
    var members: Set<String>
    /// Whether the statement's value is shown, or compared with a `// =>` comment.
    var showsValue: Bool
  }

  /// A variable and the step that initializes it.
  fileprivate struct Variable {
    var name: String
    var step: Int
  }

  private mutating func read(_ program: [Cell]) {
    let cells = Set(program.map(\.index))
    let members = program.flatMap(\.statements).reduce(into: Set<String>()) { $0.formUnion($1.names.members) }
    let steps = program.flatMap { cell in
      let local = cell.options.hasOwnScope ? Set(cell.statements.flatMap(\.declaredNames)) : []
      return cell.statements.enumerated().map { index, statement in
        Step(
          cell: cell, statement: statement, ownNames: local.union(statement.names.declaredWithin), members: members,
          showsValue: statement.expected != nil || statement.kind == .expression && index == cell.statements.count - 1)
      }
    }
    let variables = Self.variables(of: steps)
    let bodies = Bodies(of: steps)
    let latest = bodies.latestVariables(variables)
    for (callee, variable) in latest where callee.type == nil {
      late.append(
        Late(name: callee.name, cells: cells, neededCell: steps[variable.step].cell.index))
    }
    var told: Set<String> = []
    for (index, step) in steps.enumerated() {
      func early(_ variable: Variable?) -> Variable? { variable.flatMap { $0.step > index ? $0 : nil } }
      for use in step.statement.names.atOnce {
        let called = bodies.callees(calledBy: use, in: step).filter { bodies.isKnown($0, at: index) }
        let read = step.variable(readBy: use).flatMap { early(variables[$0]) }
        let readByFunction = called.lazy.filter { $0.type == nil }.compactMap { early(latest[$0]) }.first
        // Which of several members with the same name is meant is unknown, so report them only if each of them would be too early.
        let members = called.filter { $0.type != nil }.map { early(latest[$0]) }
        let readByMember = members.contains { $0 == nil } ? nil : members.compactMap(\.self).max { $0.step < $1.step }
        let shown = bodies.typesShown(by: use, in: step).map(StatementNames.Callee.showing)
        let readWhenShown = shown.filter { bodies.isKnown($0, at: index) }.compactMap { early(latest[$0]) }.max { $0.step < $1.step }
        guard let variable = read ?? readByFunction ?? readByMember ?? readWhenShown, step.cell.source == nil,
          told.insert(variable.name).inserted
        else { continue }
        problems.append(problem(use, in: step, variable.name, givenBy: steps[variable.step]))
      }
    }
  }

  /// The variables of the lesson's scope. The compiler reports names that are declared twice.
  private static func variables(of steps: [Step]) -> [String: Variable] {
    var variables: [String: Variable] = [:]
    var declarations: [String: Int] = [:]
    for (index, step) in steps.enumerated() where !step.cell.options.hasOwnScope {
      for name in Set(step.statement.declaredNames) { declarations[name, default: 0] += 1 }
      for name in step.statement.names.stored { variables[name] = Variable(name: name, step: index) }
    }
    variables = variables.filter { declarations[$0.key, default: 0] < 2 }
    return variables
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

/// Everything with a body that runs only when it is called.
private struct Bodies {
  typealias Callee = EarlyReads.Callee

  private let steps: [EarlyReads.Step]
  /// Members by their names, and for each callee the first step that declares it.
  private var members: [String: Set<Callee>] = [:]
  private var declaration: [Callee: Int] = [:]
  /// The first step that uses a name.
  private var firstUse: [String: Int] = [:]
  /// The expressions that the values under a name may be made of.
  private var parts: [String: [StatementNames.Use]] = [:]
  /// Functions, members and variables of the lesson. Their declarations tell what they return.
  private var declared: Set<String> = []
  /// Types and enumeration cases. The values that they make hold their arguments.
  private var makers: Set<String> = []

  init(of steps: [EarlyReads.Step]) {
    self.steps = steps
    for (index, step) in steps.enumerated() {
      let names = step.statement.names
      for callee in names.inBodies.keys {
        if declaration[callee] == nil { declaration[callee] = index }
        if callee.type != nil { members[callee.name, default: []].insert(callee) }
      }
      parts.merge(names.parts) { $0 + $1 }
      declared.formUnion(names.members)
      declared.formUnion(names.inBodies.keys.map(\.name))
      makers.formUnion(names.makers)
      for use in names.atOnce + names.inBodies.values.joined() where firstUse[use.name] == nil { firstUse[use.name] = index }
    }
  }

  /// What a use may call, as far as can be told without types.
  func callees(calledBy use: StatementNames.Use, in step: EarlyReads.Step) -> [Callee] {
    // Within a type, a name of one of its members means that member.
    let isOwn = step.ownNames.contains(use.name) || use.typed == .plainInType && step.members.contains(use.name)
    let functions = use.typed == .member || isOwn ? [] : [Callee(name: use.name)]
    return use.typed == .plain ? functions : functions + (members[use.name] ?? [])
  }

  // MARK: - Values that become text

  /// The types of the lesson whose values may be shown where a statement uses a name.
  func typesShown(by use: StatementNames.Use, in step: EarlyReads.Step) -> Set<String> {
    let isShown = use.path.destination == .statement && step.showsValue
    return isShown ? types(heldBy: use) : typesShown(by: use, among: step.statement.names.atOnce, in: step)
  }

  /// The same for a use among others in one body: local variables may carry its value to where it becomes text.
  private func typesShown(
    by use: StatementNames.Use, among uses: [StatementNames.Use], in step: EarlyReads.Step
  ) -> Set<String> {
    switch use.path.destination {
    case .text: types(heldBy: use)
    case .local(let names): uses.contains { names.contains($0.name) && $0.path.destination == .text } ? types(heldBy: use) : []
    case .statement, .nowhere: []
    }
  }

  /// The types with a text of their own that the value may be, or may hold.
  private func types(heldBy use: StatementNames.Use) -> Set<String> {
    var found: Set<String> = []
    var known: Set<String> = []
    var waiting = [use]
    while let next = waiting.popLast() {
      guard !next.path.passed.contains(where: losesValue), known.insert(next.name).inserted else { continue }
      if declaration[.showing(next.name)] != nil { found.insert(next.name) }
      waiting += parts[next.name] ?? []
    }
    return found
  }

  /// Whether the result of passing a value to this function or member no longer holds the value. The declaration of a lesson's function
  /// tells what it returns.
  private func losesValue(_ passed: String) -> Bool {
    declared.contains(passed) && !makers.contains(passed) || Self.measures.contains(passed)
  }

  /// Members, functions and operators that describe a value and don't return it.
  private static let measures: Set<String> = [
    "count", "isEmpty", "hashValue", "underestimatedCount", "indices", "startIndex", "endIndex", "contains", "allSatisfy", "firstIndex",
    "lastIndex", "elementsEqual", "type", "ObjectIdentifier", "Int", "Double", "Float", "Bool", "==", "!=", "<", ">", "<=", ">=", "===",
    "!==", "~=",
  ]

  // MARK: - Order

  /// Whether a value with this member can exist at a step. If not, the use means a library's member of the same name.
  func isKnown(_ callee: Callee, at step: Int) -> Bool {
    guard let type = callee.type else { return true }
    return [declaration[callee], firstUse[type]].contains { $0 ?? .max <= step }
  }

  /// For each callee, the last declared variable that it reads when it is called, directly or through other callees.
  func latestVariables(_ variables: [String: EarlyReads.Variable]) -> [Callee: EarlyReads.Variable] {
    var readers: [String: [Callee]] = [:]
    var callers: [Callee: [Callee]] = [:]
    for step in steps {
      for (callee, uses) in step.statement.names.inBodies {
        for use in uses {
          if let name = step.variable(readBy: use), variables[name] != nil { readers[name, default: []].append(callee) }
          for called in callees(calledBy: use, in: step) { callers[called, default: []].append(callee) }
          for type in typesShown(by: use, among: uses, in: step) { callers[.showing(type), default: []].append(callee) }
        }
      }
    }
    var latest: [Callee: EarlyReads.Variable] = [:]
    // Begin with the last variable: the first one recorded for a callee is then the latest.
    for (name, found) in readers.sorted(by: { variables[$0.key]!.step > variables[$1.key]!.step }) {
      var waiting = found
      while let callee = waiting.popLast() {
        guard latest[callee] == nil else { continue }
        latest[callee] = variables[name]
        waiting += callers[callee] ?? []
      }
    }
    return latest
  }
}

extension EarlyReads.Step {
  /// The variable of the lesson that a use may read, as far as can be told without types.
  fileprivate func variable(readBy use: StatementNames.Use) -> String? {
    let isAnother = ownNames.contains(use.name) || use.typed == .plainInType && members.contains(use.name)
    return use.typed == .member || isAnother ? nil : use.name
  }
}
