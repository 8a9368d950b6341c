import CellAnalysis
import CellOutputs
import CourseConfiguration
import Diagnostics
import Foundation
import LessonDocument

/// Makes a `Run` from the results of compilations and processes.
struct RunReader {
  let document: Document
  let limits: Limits
  /// What the lesson's libraries declare, for suggestions.
  var names = LibraryNames()
  private(set) var run: Run
  /// The cells with errors in their own program, and those whose program compiled.
  private var (refused, compiled): (Set<Int>, Set<Int>) = ([], [])

  init(document: Document, limits: Limits) {
    self.document = document
    self.limits = limits
    run = Run(of: document)
  }

  /// Adds the result of the repetition, read by another reader; nil if the first run took too long to be repeated.
  mutating func note(_ again: RunReader?, after duration: Duration) {
    run.repetition = again.map { .ran($0.run.cells, expressions: $0.run.expressions) } ?? .tooSlow(seconds: duration / .seconds(1))
  }

  /// For another run of what was compiled for this reader: the compiler's warnings, which are a cell's output where it must warn, hold for it too.
  var repeated: RunReader {
    var again = RunReader(document: document, limits: limits)
    for cell in document.cells where cell.options.expectedMessage == .compilerWarning {
      again.run.cells[cell.index].expectedMessage = run.cells[cell.index].expectedMessage
    }
    return again
  }

  // MARK: - Compilations

  /// Reads the compiler's errors, or its warnings if the compilation succeeded.
  mutating func readCompilation(_ compilation: Compilation, of program: Program) {
    let problems = RootCauses.among(CompilerMessage.problems(compilation.messages, in: document), in: document, names)
    for (place, problem) in problems {
      switch (place, problem.severity) {
      case (.cell(let index), .error):
        refused.insert(index)
        addProblem(problem, to: index)
      case (.expression(let index), .error): run.expressionProblems[index, default: []].append(problem)
      case (.cell(let index), .warning):
        guard document.cells.indices.contains(index) else { continue }
        switch document.cells[index].options.expectedMessage {
        case .compilerWarning:
          let before = run.cells[index].expectedMessage.map { $0 + "\n" } ?? ""
          run.cells[index].expectedMessage = before + "warning: \(problem.message)"
        // The cell shows the problem on purpose.
        case .trap: break
        case .compilerError, nil: run.cells[index].warnings.append(problem)
        }
      case (.expression, .warning): break
      }
    }
    if compilation.isSuccess {
      compiled.formUnion(program.cells)
      for cell in program.cells where document.cells[cell].options.expectedMessage == .compilerWarning {
        if run.cells[cell].expectedMessage == nil { addMissing("warn", "it compiles without a warning", to: cell) }
      }
    } else if let failure = compilation.failure(isNamed: problems.contains { $0.problem.severity == .error }) {
      if let first = program.cells.first { addProblem(failure, to: first) }
    }
  }

  /// Reads the compilation of a `fail` cell, whose errors are its output.
  ///
  /// It may also spoil cells before it, by declaring a name anew that they use. These errors aren't shown beside its own.
  mutating func readExpectedErrors(_ compilation: Compilation, of cell: Int) {
    let errors = CompilerMessage.distinct(compilation.messages.filter { $0.severity == .error })
    let own = errors.filter { $0.place == .cell(cell) }
    let others = Set(errors.compactMap { error -> Int? in if case .cell(let index)? = error.place, index != cell { index } else { nil } })
    // Those that were there without it are reported with the lesson's program.
    guard others.isDisjoint(with: refused), !own.isEmpty || others.isSubset(of: compiled) else { return }
    if let failure = compilation.failure(isNamed: !errors.isEmpty) {
      addProblem(failure, to: cell)
      return
    }
    guard !errors.isEmpty else {
      addMissing("fail", "it compiles", to: cell)
      return
    }
    run.cells[cell].state = .succeeded
    run.cells[cell].expectedMessage = (own.isEmpty ? errors : own).map { "error: \($0.text)" }.joined(separator: "\n")
  }

  /// Adds the problem of a cell whose word promises a failure that didn't happen.
  private mutating func addMissing(_ word: String, _ fact: String, to cell: Int) {
    let again = ["fail": "wrong", "warn": "warn", "crash": "trap"][word, default: "so"]
    let problem = Problem(
      "this cell is marked `\(word)`, but \(fact)", at: 0..<document.cells[cell].code.text.utf8.count,
      help: "take the word `\(word)` off, or make it \(again) again")
    addProblem(problem, to: cell)
  }

  mutating func readTooMuchData(in data: DataFolder) {
    readObstacle(
      .init(
        message: "the files in the folder `\(document.fileStem)` are larger than \(Measure.bytes(limits.dataBytes))",
        help: "keep less beside the lesson, or set `limits: { data: … }` in course.yml"))
  }

  /// Reports at the first cell what keeps the whole lesson from running.
  mutating func readObstacle(_ obstacle: DataFolder.Obstacle) {
    guard let first = document.cells.first(where: { $0.options.isCompiled }) else { return }
    addProblem(Problem(obstacle.message, at: 0..<0, help: obstacle.help), to: first.index)
  }

  // MARK: - Processes

  mutating func read(_ outcome: ProgramProcess.Outcome, of program: Program) {
    let last = take(outcome, constants: program.constants)
    guard !last.hasEnded || last.isForged || outcome.end != .exited(0) else { return }
    addFailure(of: outcome, at: last)
  }

  /// Reads the run in which a `crash` cell must trap.
  ///
  /// - Returns: Whether the cell came to its end without a trap.
  @discardableResult mutating func readCrash(_ outcome: ProgramProcess.Outcome, of cell: Int) -> Bool {
    let last = take(outcome)
    if !last.isForged, case .signal(let signal) = outcome.end, Self.trapSignals.contains(signal),
      case .cell(cell, _)? = last.place
    {
      run.cells[cell].state = .succeeded
      run.cells[cell].expectedMessage =
        Trap(outcome.errorText)?.text ?? Trap.accessConflict(in: outcome.errorText) ?? "the program crashed (\(Self.name(of: signal)))"
    } else if last.hasEnded {
      run.cells[cell].state = .notReached
      addMissing("crash", "it doesn't trap", to: cell)
    } else if last.place != nil {
      addFailure(of: outcome, at: last)
    } else if !run.cells[..<cell].contains(where: \.hasFailed) {
      let (message, help) = description(of: outcome)
      let problem = Problem(
        "when the cells before it ran again for this one, they didn't come here: \(message)", at: 0..<0, help: help)
      addProblem(problem, to: cell)
    }
    return last.hasEnded
  }

  mutating func note(_ varied: Run, at variation: Variation) { run.variations[variation] = varied }

  mutating func note(imports: [String]) { run.imports = imports }

  mutating func note(duration: Duration) { run.seconds = duration / .seconds(1) }

  /// Reads a run in which the program answered calls of the lesson's functions. All other results are known already.
  mutating func readAnswers(_ outcome: ProgramProcess.Outcome, to calls: [FunctionCall]) {
    for event in outcome.events {
      guard case .answered(let index, let value) = event.kind, calls.indices.contains(index) else { continue }
      run.answers[calls[index]] =
        value.map(FunctionAnswer.value) ?? .failed("it doesn't take these arguments, or gives no regular array")
    }
    // The calls are answered in order, so a call that ends the program is the first one without an answer.
    guard let first = calls.first(where: { run.answers[$0] == nil }) else { return }
    run.answers[first] =
      outcome.end == .exited(0) && outcome.events.last?.kind == .programEnded
      ? .failed("the program never came to it") : .failed(description(of: outcome).message)
  }

  /// Where the program was at its last event.
  private struct LastPlace {
    enum Place {
      case cell(Int, statement: Int)
      case expression(Int)
    }
    var place: Place?
    var hasEnded = false
    /// Whether the program wrote into the file of events itself. Later events can't be trusted then.
    var isForged = false
    /// Whether a statement closed standard output, or redirected it.
    var hasLostOutput = false
  }

  /// - Parameter constants: Expressions whose values are those of constants.
  private mutating func take(_ outcome: ProgramProcess.Outcome, constants: [Program.Constant] = []) -> LastPlace {
    let constants = Dictionary(grouping: constants, by: \.cellBefore)
    var last = LastPlace()
    var printedEnd = max(outcome.events.first?.outputOffset ?? 0, 0)
    var errorEnd = max(outcome.events.first?.errorOffset ?? 0, 0)
    var cell: Int?
    var lastCell: Int?
    last.isForged = outcome.hasForeignEvents
    for event in outcome.events {
      guard isPossible(event.kind) else {
        last.isForged = true
        break
      }
      if let cell { takePrinted(outcome.output, from: &printedEnd, to: event.outputOffset, cell: cell, last) }
      if let cell { takeErrors(outcome.errors, from: errorEnd, to: event.errorOffset, cell: cell) }
      errorEnd = max(errorEnd, event.errorOffset)
      if let cell, event.outputOffset >= 0, event.outputOffset < printedEnd, !last.hasLostOutput {
        last.hasLostOutput = true
        addProblem(Self.takenOutput(at: range(of: last)), to: cell)
      }
      if let cell, event.outputOffset < 0, !last.hasLostOutput {
        last.hasLostOutput = true
        addProblem(
          Problem(
            "this closed or replaced standard output, so that what is printed from here on is lost", at: range(of: last),
            help: Self.outputHelp), to: cell)
      }
      switch event.kind {
      case .statement(let index, let statement):
        (cell, lastCell) = (index, index)
        last.place = .cell(index, statement: statement)
      case .displayed(let index, let value): run.cells[index].outputs.append(.value(value))
      case .recorded(let index, let statement, let value): run.cells[index].recorded[statement] = value
      case .bound(let index, let name, let value): run.cells[index].bound[name] = value
      case .expression(let index):
        cell = nil
        last.place = .expression(index)
      case .evaluated(let index, let value): run.expressions[index] = value
      // This run has no calls, and the results of cells that run again are known.
      case .answered, .passing: break
      case .cellEnded(let index):
        if case .notReached = run.cells[index].state { run.cells[index].state = .succeeded }
        for constant in constants[index, default: []] { take(constant) }
        cell = nil
      case .programEnded: last.hasEnded = true
      }
      printedEnd = max(printedEnd, event.outputOffset)
    }
    if let lastCell, !last.hasLostOutput, outcome.output.count < printedEnd {
      last.hasLostOutput = true
      addProblem(Self.takenOutput(at: range(of: last)), to: lastCell)
    }
    if let cell { takePrinted(outcome.output, from: &printedEnd, to: outcome.output.count, cell: cell, last) }
    if let cell { takeErrors(outcome.errors, from: errorEnd, to: outcome.errors.count, cell: cell) }
    if let lastCell, last.hasEnded, !last.hasLostOutput, outcome.output.count > printedEnd {
      let late = String(decoding: outcome.output[printedEnd...].prefix(60).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      addProblem(
        Problem(
          "`\(late)` was printed when the lesson had ended: by a `defer`, by `atexit`, or by work that still went on", at: 0..<0,
          help: "put the `defer` into a `do { … }`, or wait for the work"), to: lastCell)
    }
    return last
  }

  /// Takes the value of a constant as that of the expression that is its name.
  private mutating func take(_ constant: Program.Constant) {
    // The program doesn't report a value that it has reported for this name before.
    let last = run.cells[...constant.cell].last { $0.bound[constant.name] != nil }
    run.expressions[constant.expression] = last?.bound[constant.name]
    guard last == nil, run.expressionProblems[constant.expression] == nil else { return }
    // The compiler has found no fault in it, and what can be copied is always reported.
    run.expressionProblems[constant.expression] = [
      Problem(
        "this has no value that can be shown: its type is one that can't be copied",
        at: 0..<document.expressions[constant.expression].code.utf8.count)
    ]
  }

  private static let outputHelp = "leave standard output as it is; what a cell prints isn't shown if it is marked `silent`"

  private static func takenOutput(at range: Range<Int>) -> Problem {
    Problem("this took away what had been printed before", at: range, help: outputHelp)
  }

  /// Whether the event refers to existing cells, statements and expressions.
  private func isPossible(_ kind: RunEvent.Kind) -> Bool {
    func hasStatement(_ cell: Int, _ index: Int) -> Bool {
      document.cells.indices.contains(cell) && document.cells[cell].statements.indices.contains(index)
    }
    switch kind {
    case .statement(let cell, let index), .recorded(let cell, let index, _): return hasStatement(cell, index)
    case .displayed(let cell, _), .bound(let cell, _, _), .cellEnded(let cell), .passing(let cell):
      return document.cells.indices.contains(cell)
    case .expression(let index), .evaluated(let index, _): return document.expressions.indices.contains(index)
    case .answered, .programEnded: return true
    }
  }

  /// - Parameter last: The statement that printed it.
  private mutating func takePrinted(
    _ output: [UInt8], from start: inout Int, to end: Int, cell: Int, _ last: LastPlace
  ) {
    let end = min(end, output.count)
    guard end > start else { return }
    let printed = output[start..<end]
    start = end
    let before = run.cells[cell].outputs.reduce(0) { sum, output in
      if case .printed(let text) = output { sum + text.utf8.count } else { sum }
    }
    let limit = document.cells[cell].options.printedBytes ?? limits.printedBytesPerCell
    let room = limit - before
    var problem: Problem?
    if printed.count > room {
      problem = Problem(
        "this cell prints too much: the limit is \(Measure.bytes(limit))", at: range(of: last),
        help: "print less, or a summary of it; `output=1MB` on the cell's fence sets another limit")
    } else if let byte = Self.firstByteOutsideUTF8(printed) {
      problem = Problem(
        "this prints a byte that isn't UTF-8 text: 0x\(String(byte, radix: 16, uppercase: true))", at: range(of: last),
        help: "print text, or the bytes as numbers")
    } else if let control = Self.firstControlCharacter(printed) {
      let code = String(control, radix: 16, uppercase: true)
      problem = Problem(
        "this prints a control character: U+\(String(repeating: "0", count: 4 - code.count))\(code)", at: range(of: last),
        help: "print plain text: a page has no colors of a terminal, and no cursor")
    }
    // The first problem of the cell is enough.
    if case .failed = run.cells[cell].state { problem = nil }
    if let problem { addProblem(problem, to: cell) }
    // Drop a character that the limit cuts in two.
    let kept = String(decoding: Self.cut(printed, to: max(room, 0)), as: UTF8.self)
    if case .cell(_, let statement)? = last.place {
      let start = run.cells[cell].printedBytes[statement]?.lowerBound ?? before
      run.cells[cell].printedBytes[statement] = start..<before + kept.utf8.count
    }
    if case .printed(let text)? = run.cells[cell].outputs.last {
      run.cells[cell].outputs[run.cells[cell].outputs.count - 1] = .printed(text + kept)
    } else if !kept.isEmpty {
      run.cells[cell].outputs.append(.printed(kept))
    }
  }

  /// Takes what a cell wrote to standard error, as far as a reader would read it.
  private mutating func takeErrors(_ errors: [UInt8], from start: Int, to end: Int, cell: Int) {
    let end = min(end, errors.count)
    guard end > start else { return }
    let room = Self.errorBytesPerCell - run.cells[cell].errorText.utf8.count
    run.cells[cell].errorText += String(decoding: errors[start..<end].prefix(max(room, 0)), as: UTF8.self)
  }

  private static let errorBytesPerCell = 1 << 12

  /// The first line of the statement, in offsets of its cell.
  private func range(of last: LastPlace) -> Range<Int> {
    guard case .cell(let cell, let statement)? = last.place else { return 0..<0 }
    return firstLine(of: document.cells[cell].statements[statement].range, cell: cell)
  }

  private static func firstByteOutsideUTF8(_ bytes: ArraySlice<UInt8>) -> UInt8? {
    if String(validating: bytes, as: UTF8.self) != nil { return nil }
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = bytes.startIndex
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
    return bytes[offset]
  }

  /// The first control character other than tabs and line endings, or mark that changes the direction of a line and so hides text.
  private static func firstControlCharacter(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    let text = String(decoding: bytes, as: UTF8.self).unicodeScalars
    return text.indices.first { index in
      switch text[index].value {
      case 0x09, 0x0A: false
      case 0x0D: text[text.index(after: index)...].first != "\n"
      case 0x00..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
      default: false
      }
    }.map { text[$0].value }
  }

  private static func cut(_ bytes: ArraySlice<UInt8>, to count: Int) -> ArraySlice<UInt8> {
    var end = bytes.startIndex + min(count, bytes.count)
    while end < bytes.endIndex, end > bytes.startIndex, UTF8.isContinuation(bytes[end]) { end -= 1 }
    return bytes[..<end]
  }

  // MARK: - Failures

  private mutating func addFailure(of outcome: ProgramProcess.Outcome, at last: LastPlace) {
    let (message, help) =
      last.isForged
      ? (
        "this wrote into the file of the program's events",
        "close and change only files that the cell itself has opened"
      )
      : description(of: outcome)
    switch last.place {
    case .cell(let cell, let statement):
      // What it prints has been found to be too much for a page already, far below the limit of a file.
      if !last.isForged, case .signal(SIGXFSZ) = outcome.end, outcome.output.count >= limits.fileBytes, run.cells[cell].hasFailed { return }
      let help = help ?? self.help(forRefusalIn: cell, outcome)
      let range = trapRange(outcome, cell: cell) ?? document.cells[cell].statements[statement].range
      addProblem(Problem(message, at: firstLine(of: range, cell: cell), help: help), to: cell)
    case .expression(let index):
      let code = document.expressions[index].code
      run.expressionProblems[index, default: []].append(Problem(message, at: 0..<code.utf8.count, help: help))
    case nil:
      guard let first = document.cells.first else { return }
      addProblem(Problem(message, at: 0..<0, notes: [outcome.errorText], help: help), to: first.index)
    }
  }

  /// The help for a cell that failed because it may not read or write a file.
  private func help(forRefusalIn cell: Int, _ outcome: ProgramProcess.Outcome) -> String? {
    let signs = ["Permission denied", "Code=257", "Code=513", "have permission", "Operation not permitted"]
    let code = document.cells[cell].code.text
    let path = code.firstMatch(of: /"(?:file:\/\/)?(\/[^"\\\n]+)"/).map { String($0.1) }
    let isOutside = path.map { path in !ProgramProcess.systemFolders.contains { path == $0 || path.hasPrefix($0 + "/") } } ?? false
    guard isOutside || signs.contains(where: outcome.errorText.contains) else { return nil }
    return "a cell reads and writes the files of its own folder, a copy of `\(document.fileStem)` beside the lesson: put the file there"
      + (isOutside ? ", and name it without `\(path.map { ($0 as NSString).deletingLastPathComponent } ?? "")`" : "")
  }

  private func description(of outcome: ProgramProcess.Outcome) -> (message: String, help: String?) {
    switch outcome.end {
    case .timedOut(let seconds):
      return (
        "this didn't end within \(Measure.seconds(seconds))",
        "make the work smaller, or give the cell more time with `timeout=…`"
      )
    case .tooManyProcesses:
      return (
        "this started more than \(limits.processes) processes", "start fewer, and wait for each before the next"
      )
    case .exited(let code):
      if let trap = Trap(outcome.errorText) { return (Self.message(for: trap), nil) }
      if code == RunEnvironment.lostEvents {
        return (
          "this closed or replaced the file in which the program tells its events, or filled the disk",
          "close only what the cell itself has opened"
        )
      }
      if outcome.events.isEmpty, Self.lacksMemory(outcome.errorText) {
        return (
          "the lesson's program could not even start in \(Measure.bytes(limits.memoryBytes)) of memory",
          "set `limits: { memory: … }` in course.yml higher: Swift's own libraries take some"
        )
      }
      return (
        "this ended the whole program with `exit(\(code))`", "let the cell run to its end; the lesson continues after it"
      )
    case .tooMuchWritten:
      return (
        "this wrote files of more than \(Measure.bytes(limits.diskBytes)) together", "write less, or delete files that are no longer needed"
      )
    case .signal(let signal):
      if signal == SIGXFSZ {
        let stream =
          outcome.output.count >= limits.fileBytes
          ? "to standard output" : outcome.errorBytes >= limits.fileBytes ? "to standard error" : "into a file"
        return ("this wrote more than \(Measure.bytes(limits.fileBytes)) \(stream)", "write less")
      }
      if signal == SIGXCPU {
        return ("this used more than \(limits.processorSeconds) s of processor time", "make the work smaller")
      }
      if outcome.errorText.contains("failed to allocate ") {
        return ("this used more than \(Measure.bytes(limits.memoryBytes)) of memory", "keep less at a time")
      }
      if let trap = Trap(outcome.errorText) { return (Self.message(for: trap), nil) }
      if let conflict = Trap.accessConflict(in: outcome.errorText) {
        return (
          "this trapped: \(conflict)", "while one access modifies a variable, nothing else may read or modify it: copy the value first"
        )
      }
      let help: String? =
        switch signal {
        case SIGSEGV: "is there a recursion without an end, or an unsafe pointer?"
        case SIGILL, SIGTRAP: "did a sum or product leave the range of its type, or a number not fit the type that it was converted to?"
        default: nil
        }
      return ("the program crashed (\(Self.name(of: signal)))", help)
    }
  }

  /// Whether the dynamic loader reports that there was no memory for a library.
  private static func lacksMemory(_ text: String) -> Bool {
    text.contains("error while loading shared libraries") || text.contains("annot allocate memory")
  }

  private static func message(for trap: Trap) -> String {
    trap.reason.isEmpty ? "this trapped" : "this trapped: \(trap.reason)"
  }

  /// The line of the cell that the trap names; nil if it names none.
  private func trapRange(_ outcome: ProgramProcess.Outcome, cell: Int) -> Range<Int>? {
    guard let trap = Trap(outcome.errorText), trap.place == .cell(cell), case .signal = outcome.end else { return nil }
    let code = document.cells[cell].code
    let start = code.offset(ofLine: trap.line)
    let line = code.text.utf8.dropFirst(start).prefix { $0 != UInt8(ascii: "\n") }
    let indent = line.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
    return line.isEmpty ? nil : start + indent..<start + line.count
  }

  private func firstLine(of range: Range<Int>, cell: Int) -> Range<Int> {
    let bytes = Array(document.cells[cell].code.text.utf8)[range]
    return range.lowerBound..<(bytes.firstIndex(of: UInt8(ascii: "\n")) ?? range.upperBound)
  }

  private mutating func addProblem(_ problem: Problem, to cell: Int) {
    if case .failed(let problems) = run.cells[cell].state {
      if !problems.contains(problem) { run.cells[cell].state = .failed(problems + [problem]) }
    } else {
      run.cells[cell].state = .failed([problem])
    }
  }

  private static let trapSignals: Set<Int32> = [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE]

  private static func name(of signal: Int32) -> String {
    let names: [Int32: String] = [
      SIGILL: "SIGILL", SIGTRAP: "SIGTRAP", SIGABRT: "SIGABRT", SIGSEGV: "SIGSEGV", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE",
      SIGKILL: "SIGKILL", SIGTERM: "SIGTERM",
    ]
    return names[signal] ?? "signal \(signal)"
  }
}

/// The message that Swift writes to standard error when a program traps.
struct Trap {
  /// The reason without the place: `Index out of range`; empty if Swift gave none.
  var reason: String
  var place: Program.Place?
  var line: Int

  /// The text in the output of a `crash` cell.
  var text: String { reason.isEmpty ? "Fatal error" : "Fatal error: \(reason)" }

  /// Returns nil if the text doesn't report a trap.
  init?(_ errorText: String) {
    let head = /(?m)^(.*?):(\d+): (?:Fatal error|Precondition failed|Assertion failed):? ?/
    guard let match = errorText.matches(of: head).last else { return nil }
    // Without its backtracer Swift prints bare addresses, which differ from run to run.
    let rest = errorText[match.range.upperBound...]
    let end = rest.firstRange(of: "\nCurrent stack trace:")?.lowerBound ?? rest.endIndex
    // Swift prints types with their module, and those of a cell's own scope with their place.
    reason = rest[..<end].trimmingCharacters(in: .whitespacesAndNewlines).redacted
      .replacing(/\bLesson\.(\(unknown context at \$[0-9a-f]+\)\.)*|\bSwift\.(?=[A-Z])/, with: "")
    place = Program.Place(fileName: match.1)
    line = Int(match.2) ?? 1
  }

  /// What Swift writes, without the address, when two accesses to a variable overlap; nil if the text doesn't say so.
  static func accessConflict(in errorText: String) -> String? {
    errorText.firstMatch(of: /(?m)^Simultaneous accesses to 0x[0-9a-f]+(, but \w+ requires exclusive access)\.$/)
      .map { "Simultaneous accesses to a variable\($0.1)" }
  }
}
