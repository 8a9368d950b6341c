import CellAnalysis
import CellOutputs
import CourseConfiguration
import Diagnostics
import LessonDocument

/// Writes a lesson's cells as Swift programs: the author's statements, each at its own line and column if possible, and between them the
/// calls that report what happens.
package struct ProgramWriter {
  /// The modules that every lesson imports besides the runtime.
  package var imports: [String]
  /// Whether the lesson's inputs can be given other values. If not, the statements are unchanged, so that the compiler's messages are
  /// about the author's code alone.
  package var variesInputs: Bool
  /// The number of statements from which on a program is split: its calls, and the statements that may, go into functions. The compiler takes
  /// time that grows with the square of the statements at the top level, because it nests the scope of each in that of the last one, and
  /// looks up every name through all of them. nil for programs whose messages an author reads.
  package var splitsFrom: Int?

  package init(
    imports: [String] = LessonLibrary.usualImports, variesInputs: Bool = true, splitsFrom: Int? = ProgramWriter.usualSplit
  ) {
    self.imports = imports
    self.variesInputs = variesInputs
    self.splitsFrom = splitsFrom
  }

  /// Writes programs with nothing between the author's statements but calls of their own.
  static func plain(imports: [String]) -> ProgramWriter { ProgramWriter(imports: imports, variesInputs: false, splitsFrom: nil) }

  /// Below it, splitting saves nothing.
  package static let usualSplit = 150

  /// The programs of a lesson: one, and one more for each `reset` cell and each group.
  ///
  /// - Parameter apart: `crash` cells that have a program of their own: see `program(crashingIn:of:)`.
  package func programs(for document: Document, without apart: Set<Int> = []) -> [Program] {
    let inputs = variesInputs ? document.inputs : []
    return groups(of: document).map { group in
      let steps = group.filter { step in !apart.contains { step == .cell($0) } }
      var text = Text(imports: imports, split: split(of: steps, in: document))
      // Another library may have objects whose numbers change.
      text.hasFixedConstants = imports == LessonLibrary.usualImports && !document.declaresOperands
      for step in steps { append(step, of: document, inputs, to: &text) }
      let cells = group.compactMap { if case .cell(let index) = $0 { index } else { nil } }
      let expressions = group.compactMap { if case .expression(let index) = $0 { index } else { nil } }
      return Program(
        source: text.finished(), cells: cells, expressions: expressions,
        crashCells: cells.filter { document.cells[$0].options.expectedMessage == .trap }, importsMore: text.importsMore,
        constants: text.constants)
    }
  }

  /// The program that ends with a cell that must not compile, without `crash` cells: one may compile only in a program of its own.
  package func program(endingWith failing: Int, of document: Document) -> Program {
    let group = groups(of: document).first { $0.contains(.cell(failing)) } ?? []
    var text = Text(imports: imports)
    for step in group {
      if step == .cell(failing) {
        let hasOwnScope = document.cells[failing].options.hasOwnScope
        if hasOwnScope { text.open("do {") }
        appendStatements(of: document.cells[failing], to: &text, asWhole: true)
        if hasOwnScope { text.close() }
        break
      }
      if case .cell(let index) = step, document.cells[index].options.expectedMessage != .trap { append(step, of: document, [], to: &text) }
    }
    return Program(source: text.finished(), cells: [failing], expressions: [], crashCells: [])
  }

  /// The program that ends with a `crash` cell, as code of the top level and not in a scope of its own. There the compiler lets some
  /// mistakes happen that it would refuse, such as a sum beyond the range of its type.
  package func program(crashingIn crashing: Int, of document: Document) -> Program {
    let group = groups(of: document).first { $0.contains(.cell(crashing)) } ?? []
    var text = Text(imports: imports)
    for step in group {
      if step == .cell(crashing) {
        text.call("_ = \(Text.lesson)RunsCrashCell()", .crashCell(crashing))
        appendStatements(of: document.cells[crashing], to: &text)
        text.call("\(Text.lesson)EndCrashCell()", .crashCellEnd(crashing))
        break
      }
      if case .cell(let index) = step, document.cells[index].options.expectedMessage != .trap { append(step, of: document, [], to: &text) }
    }
    return Program(
      source: text.finished(), cells: [crashing], expressions: [], crashCells: [crashing], importsMore: text.importsMore)
  }

  private enum Step: Hashable {
    case cell(Int)
    case expression(Int)
  }

  /// Cells and expressions in the order in which they run, in one group for each program that can be compiled.
  private func groups(of document: Document) -> [[Step]] {
    var groups: [[Step]] = Array(repeating: [], count: document.cells.programCount)
    // By the cell that they follow, then by index, because `sort` isn't stable.
    var expressions = document.expressions.filter { !document.brokenExpressions.contains($0.index) }.sorted {
      ($0.cellsBefore, $0.index) < ($1.cellsBefore, $1.index)
    }[...]
    func takeExpressions(before cell: Int) {
      while let next = expressions.first, next.cellsBefore <= cell {
        groups[document.cells.program(after: next.cellsBefore)].append(.expression(next.index))
        expressions.removeFirst()
      }
    }
    for cell in document.cells {
      takeExpressions(before: cell.index)
      groups[cell.program].append(.cell(cell.index))
    }
    takeExpressions(before: document.cells.count)
    for program in document.brokenPrograms where groups.indices.contains(program) { groups[program] = [] }
    return groups.filter { !$0.isEmpty }
  }

  /// How a program is split; nil if it is left whole.
  private func split(of steps: [Step], in document: Document) -> Split? {
    guard let splitsFrom, document.compiler.swiftVersion ?? CompilerSettings.usualVersion == CompilerSettings.usualVersion else {
      return nil
    }
    var split = Split()
    var count = 0
    for case .cell(let index) in steps where document.cells[index].options.runs {
      let cell = document.cells[index]
      count += cell.statements.count
      for statement in cell.statements where !cell.options.hasOwnScope && statement.kind == .action {
        // At the top level alone, the compiler follows what gets its value later, and `guard` binds names for the rest.
        guard !statement.bindsForRest, Set(statement.declaredNames) == Set(statement.variables.map(\.name)) else { return nil }
        split.unset.formUnion(statement.declaredNames)
      }
    }
    return count >= splitsFrom ? split : nil
  }

  private func append(_ step: Step, of document: Document, _ inputs: [LessonInput], to text: inout Text) {
    switch step {
    case .expression(let index):
      if text.takesConstant(document.expressions[index]) { return }
      text.report(.expression(index))
      let expression = document.expressions[index]
      text.wrap(
        "\(Text.lesson)Evaluate(", .evaluate(index), expression.code, of: expression.code, line: 1, column: 1, place: .expression(index),
        mayMove: text.mayMove(expression))
    case .cell(let index):
      let cell = document.cells[index]
      guard cell.options.runs else { return }
      switch cell.options.expectedMessage {
      case nil, .compilerWarning, .compilerError:
        if cell.options.hasOwnScope { text.open("do {") }
        appendStatements(of: cell, to: &text, inputs: inputs)
        let own = cell.statements.flatMap(\.variables)
        for variable in own {
          if cell.options.hasOwnScope { text.bind(variable, cell: index) } else { text.tell(variable, cell: index) }
        }
        if cell.options.hasOwnScope { text.close() }
        // After a nested cell, its names no longer hide the lesson's, and more functions may be ready to be called.
        let hidden = cell.options.hasOwnScope ? Set(own.map(\.name)) : []
        for variable in text.variables where hidden.contains(variable.name) || variable.neededCell == index {
          text.tell(variable, cell: index)
        }
        if !cell.options.hasOwnScope {
          text.variables += own
          for variable in own { text.cells[variable.name] = index }
        }
        text.cellBefore = index
        text.report(.cellEnd(index))
      case .trap:
        text.open("if \(Text.lesson)RunsCrashCell() {", .crashCell(index))
        appendStatements(of: cell, to: &text)
        text.call("\(Text.lesson)EndCrashCell()", .crashCellEnd(index))
        text.close()
      }
    }
  }

  /// The author's statement, with calls inserted after the values of inputs.
  private func code(of statement: CellStatement, in cell: Cell, _ inputs: [LessonInput]) -> String {
    let bytes = Array(cell.code.text.utf8)
    var code: [UInt8] = []
    var start = statement.range.lowerBound
    for input in inputs where input.cell == cell.index && statement.range.contains(input.site.end - 1) {
      code += bytes[start..<input.site.end]
      start = input.site.end
      switch input.site.kind {
      case .value: code += Array(" ∿ \(Text.lesson)Input(\(input.index))".utf8)
      case .seed: code += Array(" ∿ \(Text.lesson)Seed(\(input.index))".utf8)
      }
    }
    code += bytes[start..<statement.range.upperBound]
    return String(decoding: code, as: UTF8.self)
  }

  private func appendStatements(of cell: Cell, to text: inout Text, inputs: [LessonInput] = [], asWhole: Bool = false) {
    if asWhole {
      text.statement(cell.code.text, line: 1, column: 1, place: .cell(cell.index))
      return
    }
    for (index, statement) in cell.statements.enumerated() {
      let code = code(of: statement, in: cell, inputs)
      let isLast = index == cell.statements.count - 1
      let place = Program.Place.cell(cell.index)
      if statement.kind != .declaration { text.report(.statement(cell: cell.index, index: index)) }
      if statement.kind == .expression, statement.expected != nil {
        text.wrap(
          "\(Text.lesson)Record(", .record(cell: cell.index, statement: index), code, of: cell.code.text, line: statement.line,
          column: statement.column, place: place, mayMove: text.mayMove(statement))
      } else if statement.kind == .expression, isLast {
        text.wrap(
          "\(Text.lesson)Display(", .display(cell: cell.index), code, of: cell.code.text, line: statement.line,
          column: statement.column, place: place, mayMove: text.mayMove(statement))
      } else {
        if statement.kind == .declaration, code.contains("import") { text.importsMore = true }
        text.statement(
          code, line: statement.line, column: statement.column, place: place, mayMove: text.mayMove(statement),
          isRun: statement.kind != .declaration)
        if !cell.options.hasOwnScope { text.split?.unset.subtract(statement.declaredNames) }
        if let variable = statement.expected?.variable {
          text.call("\(Text.lesson)Record(\(variable))", .record(cell: cell.index, statement: index))
        }
      }
    }
  }
}

/// A program whose calls, and those of the author's statements that may, go into functions.
private struct Split {
  /// The variables of the lesson that have no value yet. The compiler lets functions read them; the top level doesn't.
  var unset: Set<String> = []
  /// The lines of the functions. They stand before the first statement, where no scope is around them.
  var functions: [String] = []
  var count = 0
}

/// The text of a program while it is written.
private struct Text {
  /// The prefix of names that authors can't use.
  static let lesson = "__lesson"

  private var lines: [String]
  /// What the calls report, in their order.
  private var reports: [ProgramReport] = []
  /// Whether a call is the last thing that has run.
  private var isAfterCall = true
  /// The calls since the author's last statement, each with its lines. They become one statement: in a main file, the compiler nests the
  /// scope of each top-level statement in that of the last one, and looks up every name through all of them.
  private var calls: [[String]] = []
  /// Whether a cell may import a module.
  var importsMore = false
  /// The variables of the lesson's scope so far.
  var variables: [CellStatement.Variable] = []
  /// The cells that declare them, by their names.
  var cells: [String: Int] = [:]
  /// The last cell that reports its end.
  var cellBefore: Int?
  /// Whether the value of a constant stays what it was when its cell ended.
  var hasFixedConstants = false
  /// The expressions that need no code.
  var constants: [Program.Constant] = []
  /// The variables that are reported after each cell.
  private var followed: Set<String> = []

  /// nil if all statements stand at the top level.
  var split: Split?
  /// Whether the calls since the last statement at the top level may go into a function.
  private var callsMayMove = true
  /// Whether a scope is open, whose names a function wouldn't know.
  private var isInScope = false

  init(imports: [String], split: Split? = nil) {
    lines = (["LessonRuntime"] + imports).map { "import \($0)" }
    firstLine = lines.count
    self.split = split
  }

  /// Where functions are inserted, and the call that takes the reports.
  private let firstLine: Int

  /// The longest function: the compiler's time for one grows faster than its length.
  private static let longestFunction = 64

  /// Whether an author's statement may go into a function, where it does the same.
  func mayMove(_ statement: CellStatement) -> Bool {
    guard let split, !isInScope, statement.fitsFunction else { return false }
    return split.unset.isDisjoint(with: statement.usedNames)
  }

  func mayMove(_ expression: SwiftExpression) -> Bool {
    guard let split, !isInScope, expression.fitsFunction else { return false }
    return split.unset.isDisjoint(with: SwiftExpression.names(in: expression.code))
  }

  /// Notes an expression that is a constant, whose value is reported in any case; false for a variable, and for a function.
  mutating func takesConstant(_ expression: SwiftExpression) -> Bool {
    guard hasFixedConstants, let cell = cells[expression.code], let cellBefore,
      let variable = variables.last(where: { $0.name == expression.code }), !variable.isMutable, variable.reference == variable.name,
      variable.neededCell == nil
    else { return false }
    constants.append(Program.Constant(expression: expression.index, name: variable.name, cell: cell, cellBefore: cellBefore))
    return true
  }

  /// Before a generated line, which compiler messages never refer to.
  private static let generated = "#sourceLocation(file: \"lesson\", line: 1)"

  /// Appends a generated call that makes a report.
  mutating func call(_ code: String, _ subject: ProgramReport.Subject) {
    add(ProgramReport(subject))
    append([Self.generated, code], mayMove: true)
  }

  /// Appends a report without a value. It needs a call of its own only after the author's code.
  mutating func report(_ subject: ProgramReport.Subject) {
    if isAfterCall { return add(ProgramReport(subject, isJoined: true)) }
    call("\(Self.lesson)Report()", subject)
  }

  private mutating func add(_ report: ProgramReport) {
    reports.append(report)
    isAfterCall = true
  }

  private mutating func append(_ call: [String], mayMove: Bool) {
    if split != nil, callsMayMove, !mayMove || calls.count >= Self.longestFunction { finishCalls() }
    callsMayMove = callsMayMove && mayMove
    calls.append(call)
  }

  /// Appends a generated line that opens a scope, such as `do {`, and may make a report.
  mutating func open(_ code: String, _ subject: ProgramReport.Subject? = nil) {
    finishCalls()
    if let subject { add(ProgramReport(subject)) }
    isInScope = true
    lines += [Self.generated, code]
  }

  /// Closes the last scope.
  mutating func close() {
    finishCalls()
    isInScope = false
    lines += [Self.generated, "}"]
  }

  private mutating func finishCalls() {
    defer {
      calls = []
      callsMayMove = true
    }
    if let count = split?.count, callsMayMove, !isInScope, !calls.isEmpty {
      let name = "\(Self.lesson)\(count)()"
      // Code of the top level belongs to the main actor.
      split?.functions += [Self.generated, "@MainActor func \(name) {"] + calls.joined() + [Self.generated, "}"]
      split?.count += 1
      lines += [Self.generated, name]
      return
    }
    if calls.count > 1 { lines += [Self.generated, "do {"] }
    lines += calls.joined()
    if calls.count > 1 { lines += [Self.generated, "}"] }
  }

  /// Reports a variable of the lesson's scope after the cell; if it is mutable, also after each later cell.
  mutating func tell(_ variable: CellStatement.Variable, cell: Int) {
    if variable.isMutable && !followed.contains(variable.name) && variable.neededCell ?? cell <= cell {
      followed.insert(variable.name)
      call("\(Self.lesson)Follow { \(Self.lesson)Bind(\(variable.reference)) }", .follow(name: variable.name))
    } else if !variable.isMutable {
      bind(variable, cell: cell)
    }
  }

  mutating func bind(_ variable: CellStatement.Variable, cell: Int) {
    if let needed = variable.neededCell, needed > cell { return }
    call("\(Self.lesson)Bind(\(variable.reference))", .bind(cell: cell, name: variable.name))
  }

  /// Appends the author's code in its original column.
  ///
  /// - Parameter isRun: Whether it does something when it is reached, as a declaration doesn't.
  mutating func statement(
    _ code: String, line: Int, column: Int, place: Program.Place, mayMove: Bool = false, isRun: Bool = true
  ) {
    if isRun { isAfterCall = false }
    let own = ["#sourceLocation(file: \"\(place.fileName)\", line: \(line))", String(repeating: " ", count: column - 1) + code]
    if mayMove {
      append(own, mayMove: true)
    } else {
      finishCalls()
      lines += own
    }
  }

  /// Appends the author's expression as the argument of a call that makes a report, on its own lines and columns.
  ///
  /// - Parameter whole: The whole code of the cell.
  mutating func wrap(
    _ call: String, _ subject: ProgramReport.Subject, _ code: String, of whole: String, line: Int, column: Int, place: Program.Place,
    mayMove: Bool
  ) {
    add(ProgramReport(subject))
    let columns = Program.Columns(beside: whole)
    func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }
    var lines = ["#sourceLocation(file: \"\(place.fileName)\", line: \(max(1, line - 1)))"]
    if line > 1 {
      lines += [blanks(columns.callBefore - 1) + call, blanks(column - 1) + code]
    } else {
      let begun = blanks(columns.callWithin - 1) + call
      lines.append(begun + blanks(columns.moved + column - 2 - begun.utf8.count) + code)
    }
    append(lines + [")"], mayMove: mayMove)
  }

  func finished() -> String {
    var whole = self
    whole.report(.programEnd)
    whole.finishCalls()
    let text = whole.reports.map(\.line).joined(separator: "\n")
    let begin = "\(Self.lesson)Begin(\(text.debugDescription))"
    whole.lines.insert(contentsOf: (whole.split?.functions ?? []) + [Self.generated, begin], at: firstLine)
    return (whole.lines + ["#sourceLocation()", ""]).joined(separator: "\n")
  }
}

extension Document {
  /// Whether the lesson may declare a type that formulas compute with. Its values may be objects, whose numbers change.
  fileprivate var declaresOperands: Bool {
    cells.contains { cell in ["FormulaOperand", "FormulaArgument", "LessonInputValue"].contains { cell.code.text.contains($0) } }
  }
}
