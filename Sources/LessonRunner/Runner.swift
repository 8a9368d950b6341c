import CellAnalysis
import CellOutputs
import CourseConfiguration
import Diagnostics
import Foundation
import LessonDocument

/// Compiles and runs lessons. The failure of a lesson is a result; only a failure of the machine is thrown.
package struct Runner: Sendable {
  let toolchain: Toolchain
  let kit: LessonKit
  let limits: Limits
  /// What confines the programs and their compilation; nil for the rights of the user.
  package var sandbox: Sandbox?
  /// The number of statements from which on a program is split: see `ProgramWriter`.
  var splitsFrom: Int? = ProgramWriter.usualSplit

  package enum Progress: Sendable, Hashable {
    case compiling
    /// The cell with this index begins.
    case running(cell: Int)
    /// The cell has this output. Outputs come in order; a text may come in pieces.
    case output(cell: Int, CellRun.Output)
  }

  package init(toolchain: Toolchain, kit: LessonKit, limits: Limits = Limits()) {
    self.toolchain = toolchain
    self.kit = kit
    self.limits = limits
  }

  /// - Parameter repeats: Whether to run the programs a second time, to find what differs from run to run. They aren't repeated if
  ///   the first run takes over five seconds.
  /// - Parameter asking: Returns the calls of the lesson's functions that its formulas need, besides those whose results the run holds.
  ///   The results may lead to further calls, so it is called again until there are none.
  /// - Parameter varying: Returns the variations of the inputs at which formulas are still to be checked. Their runs may lead to further
  ///   variations, so it is called again until there are none.
  package func run(
    _ document: Document, repeats: Bool = false, asking: @Sendable (Run) -> [FunctionCall] = { _ in [] },
    varying: @Sendable (Run) -> [Variation] = { _ in [] },
    onProgress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws(ToolFailure) -> Run {
    let runFolder = try RunFolder()
    let folder = runFolder.url
    defer { withExtendedLifetime(runFolder) {} }
    var reader = RunReader(document: document, limits: limits)
    let data = DataFolder(of: document)
    if let obstacle = data.obstacle {
      reader.readObstacle(obstacle)
      return reader.run
    }
    guard data.bytes <= limits.dataBytes else {
      reader.readTooMuchData(in: data)
      return reader.run
    }
    let imports = kit.imports(of: document)
    reader.note(imports: imports)
    let writer = ProgramWriter(imports: imports, splitsFrom: splitsFrom)
    let plain = ProgramWriter.plain(imports: imports).programs(for: document)

    let ways = document.compiler.ways
    // A cell that must not compile is compiled as its program was.
    var wayOfCell: [Int: CompilerSettings] = [:]
    var executables: [Executable] = []
    var duration = Duration.zero
    for (index, program) in writer.programs(for: document).enumerated() {
      onProgress(.compiling)
      let place = folder.appending(path: "program-\(index)")
      var executable = Executable(program: program, file: place.appending(path: CompilationPlan.executableName), way: ways[0])
      var (compilation, way) = try await compile(program, orWithoutInputs: plain[index], in: place, ways)
      if let apart = program.crashCells(atFaultFor: compilation),
        let found = try await compile(executable, index, of: document, apart: apart, ways, imports)
      {
        (executable, compilation, way) = found
      }
      executable.way = way
      for cell in program.cells { wayOfCell[cell] = way }
      if compilation.lacksNames, let plan = kit.plans[way] {
        reader.names = await LibraryNames.of(imports + ["LessonRuntime"], plan, toolchain, fingerprint: kit.fingerprint)
      }
      reader.readCompilation(compilation, of: executable.program)
      guard compilation.isSuccess else { continue }
      onProgress(.running(cell: program.cells.first ?? 0))
      let begun = ContinuousClock.now
      try await run(&executable, in: folder, document, data, onProgress, into: &reader)
      duration += ContinuousClock.now - begun
      executables.append(executable)
    }
    if repeats, !executables.isEmpty {
      var again: RunReader?
      if duration <= Self.longestRepeated {
        var second = reader.repeated
        // Use another folder, so that output with paths differs.
        let otherFolder = try RunFolder()
        for executable in executables {
          var copy = try copy(of: executable, in: otherFolder.url)
          try await run(&copy, in: otherFolder.url, document, data, { _ in }, into: &second)
        }
        withExtendedLifetime(otherFolder) {}
        again = second
      }
      reader.note(again, after: duration)
    }
    reader.note(duration: duration)
    let setting = Setting(document: document, executables: executables, folder: folder, data: data)
    try await answerCalls(in: setting, nil, asking, onProgress, into: &reader)
    for _ in 0..<Self.varyingRounds {
      let variations = varying(reader.run).filter { reader.run.variations[$0] == nil }
      if variations.isEmpty || Task.isCancelled { break }
      for variation in variations where !Task.isCancelled {
        reader.note(try await run(variation, in: setting, asking), at: variation)
      }
    }
    for cell in document.cells where cell.options.compilation == .byItself && !document.brokenPrograms.contains(cell.program) {
      onProgress(.compiling)
      let place = folder.appending(path: "fail-\(cell.index)")
      let program = writer.program(endingWith: cell.index, of: document)
      reader.readExpectedErrors(
        try await compile(program, in: place, wayOfCell[cell.index] ?? ways[0], isOnlyChecked: true), of: cell.index)
    }
    // A program that was stopped by an interrupt didn't fail.
    if Task.isCancelled { throw ToolFailure("interrupted") }
    return reader.run
  }

  /// What all programs of a lesson run with.
  private struct Setting {
    var document: Document
    var executables: [Executable]
    var folder: URL
    var data: DataFolder
  }

  /// Runs the programs that checked formulas read with other inputs, without the cells that must trap.
  private func run(
    _ variation: Variation, in setting: Setting, _ asking: @Sendable (Run) -> [FunctionCall]
  ) async throws(ToolFailure) -> Run {
    var reader = RunReader(document: setting.document, limits: limits)
    let read = Set(setting.document.formulas.filter { $0.check != nil }.map { setting.document.cells.program(after: $0.cellsBefore) })
    for executable in setting.executables
    where executable.program.cells.contains(where: { read.contains(setting.document.cells[$0].program) }) {
      var process = process(executable.file, setting.document, setting.data) { _ in }
      process.variation = variation
      reader.read(try await process.run(in: setting.folder), of: executable.program)
    }
    try await answerCalls(in: setting, variation, asking, { _ in }, into: &reader)
    return reader.run.withoutOutputs
  }

  private func answerCalls(
    in setting: Setting, _ variation: Variation?, _ asking: @Sendable (Run) -> [FunctionCall],
    _ onProgress: @escaping @Sendable (Progress) -> Void, into reader: inout RunReader
  ) async throws(ToolFailure) {
    for _ in 0..<Self.askingRounds {
      let calls = asking(reader.run).filter { reader.run.answers[$0] == nil }
      if calls.isEmpty || Task.isCancelled { break }
      for executable in setting.executables {
        let own = calls.filter(executable.program.answers)
        guard !own.isEmpty else { continue }
        var process = process(executable.file, setting.document, setting.data, onProgress)
        process.calls = own.map(executable.program.asked)
        process.variation = variation
        reader.readAnswers(try await process.run(in: setting.folder), to: own)
      }
    }
  }

  /// The limit of rounds: the runs at other inputs, the search for conditions, and their confirmation take a few.
  private static let varyingRounds = 16

  /// The longest run that is repeated.
  private static let longestRepeated = Duration.seconds(5)

  /// A compiled program.
  private struct Executable {
    var program: Program
    var file: URL
    /// How it was compiled.
    var way: CompilerSettings
    /// The executables of `crash` cells that have a program of their own.
    var filesOfCrashCells: [Int: URL] = [:]
  }

  private func copy(of executable: Executable, in folder: URL) throws(ToolFailure) -> Executable {
    var copy = executable
    copy.file = try self.copy(of: executable.file, in: folder)
    for (cell, file) in executable.filesOfCrashCells { copy.filesOfCrashCells[cell] = try self.copy(of: file, in: folder) }
    return copy
  }

  private func copy(of file: URL, in folder: URL) throws(ToolFailure) -> URL {
    let copy = folder.appending(path: file.deletingLastPathComponent().lastPathComponent).appending(path: file.lastPathComponent)
    do {
      try FileManager.default.createDirectory(at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: file, to: copy)
    } catch {
      throw ToolFailure("a lesson's program could not be copied for its second run", details: error.localizedDescription)
    }
    return copy
  }

  /// Runs a program, and runs it once more for each of its `crash` cells. One that doesn't trap in a scope of its own is tried as code of
  /// the top level: there, two accesses to parts of one variable may overlap that the compiler tells apart in a local one.
  private func run(
    _ executable: inout Executable, in folder: URL, _ document: Document, _ data: DataFolder,
    _ onProgress: @escaping @Sendable (Progress) -> Void, into reader: inout RunReader
  ) async throws(ToolFailure) {
    let process = process(executable.file, document, data, onProgress)
    reader.read(try await process.run(in: folder), of: executable.program)
    for cell in executable.program.crashCells {
      var process = self.process(executable.filesOfCrashCells[cell] ?? executable.file, document, data, onProgress)
      process.crashCell = cell
      var other = reader
      guard reader.readCrash(try await process.run(in: folder), of: cell), executable.filesOfCrashCells[cell] == nil else { continue }
      let place = folder.appending(path: "crash-\(cell)")
      let program = ProgramWriter(imports: kit.imports(of: document)).program(crashingIn: cell, of: document)
      guard try await compile(program, in: place, executable.way).isSuccess else { continue }
      let file = place.appending(path: CompilationPlan.executableName)
      // What it prints has been shown.
      process = self.process(file, document, data) { _ in }
      process.crashCell = cell
      if !other.readCrash(try await process.run(in: folder), of: cell) {
        executable.filesOfCrashCells[cell] = file
        reader = other
      }
    }
  }

  /// The limit of rounds. Results may lead to new calls: f(g(x)) takes two rounds, a recurrence one for each step.
  private static let askingRounds = 64

  private func process(
    _ executable: URL, _ document: Document, _ data: DataFolder, _ onProgress: @escaping @Sendable (Progress) -> Void
  ) -> ProgramProcess {
    let usual = limits.secondsPerCell
    let cells = document.cells.map { $0.options.timeoutInSeconds ?? usual }
    // An expression of a check comment has the time of the cell before it.
    let expressions = Dictionary(
      document.expressions.map { ($0.index, $0.cellsBefore > 0 ? cells[$0.cellsBefore - 1] : usual) }, uniquingKeysWith: max)
    let printed = document.cells.map { $0.options.printedBytes }
    return ProgramProcess(
      executable: executable, limits: limits,
      printedBytesOfCell: { [limits] in (printed.indices.contains($0) ? printed[$0] : nil) ?? limits.printedBytesPerCell },
      secondsForCell: { cells.indices.contains($0) ? cells[$0] : usual }, secondsForExpression: { expressions[$0] ?? usual }, data: data,
      readable: kit.readable + data.files.map(\.location), sandbox: sandbox, onProgress: onProgress)
  }

  /// Compiles a program. If the compiler reports errors or warnings, the program is compiled again without the calls after the values of
  /// inputs, and the messages are those of that compilation.
  private func compile(
    _ program: Program, orWithoutInputs plain: Program, in folder: URL, _ way: CompilerSettings
  ) async throws(ToolFailure) -> Compilation {
    var compilation = try await compile(program, in: folder, way)
    if !compilation.messages.isEmpty || !compilation.isSuccess, plain.source != program.source {
      let messages = try await compile(plain, in: folder.appending(path: "plain"), way, isOnlyChecked: compilation.isSuccess)
      // A program that fails only with those calls is run without them.
      if !compilation.isSuccess, messages.isSuccess {
        try moveExecutable(from: folder.appending(path: "plain"), to: folder)
        return messages
      }
      compilation.messages = messages.messages
      compilation.text = messages.text
      compilation.end = compilation.isSuccess ? compilation.end : messages.end
    }
    return compilation
  }

  /// Compiles in the first way in which the program compiles. If there is none, the messages are those of the first, or of one without errors
  /// about isolation, which the author's code alone may not have.
  private func compile(
    _ program: Program, orWithoutInputs plain: Program, in folder: URL, _ ways: [CompilerSettings]
  ) async throws(ToolFailure) -> (compilation: Compilation, way: CompilerSettings) {
    let first = try await compile(program, orWithoutInputs: plain, in: folder, ways[0])
    // Another isolation makes no expression easier.
    if first.isSuccess || first.isTooHard { return (first, ways[0]) }
    var told = (first, ways[0])
    for (index, way) in ways.enumerated().dropFirst() {
      let other = folder.appending(path: "way-\(index)")
      let compilation = try await compile(program, orWithoutInputs: plain, in: other, way)
      guard compilation.isSuccess else {
        if told.0.hasIsolationErrors, !compilation.hasIsolationErrors { told = (compilation, way) }
        continue
      }
      try moveExecutable(from: other, to: folder)
      return (compilation, way)
    }
    return told
  }

  /// Compiles a program without the `crash` cells that don't compile in a scope of their own, and each of those as code of the top level.
  ///
  /// - Parameter executable: The executable of the whole program, which wasn't made.
  /// - Returns: nil if they don't compile there either.
  private func compile(
    _ executable: Executable, _ index: Int, of document: Document, apart: Set<Int>, _ ways: [CompilerSettings], _ imports: [String]
  ) async throws(ToolFailure) -> (Executable, Compilation, CompilerSettings)? {
    let writer = ProgramWriter(imports: imports, splitsFrom: splitsFrom)
    let plain = ProgramWriter.plain(imports: imports).programs(for: document, without: apart)[index]
    let place = URL(filePath: executable.file.deletingLastPathComponent().path + "-rest")
    var rest = Executable(
      program: writer.programs(for: document, without: apart)[index], file: place.appending(path: CompilationPlan.executableName),
      way: executable.way)
    let (compilation, way) = try await compile(rest.program, orWithoutInputs: plain, in: place, ways)
    guard compilation.isSuccess else { return nil }
    for cell in apart {
      let place = place.deletingLastPathComponent().appending(path: "crash-\(cell)")
      guard try await compile(writer.program(crashingIn: cell, of: document), in: place, way).isSuccess else { return nil }
      rest.filesOfCrashCells[cell] = place.appending(path: CompilationPlan.executableName)
    }
    return (rest, compilation, way)
  }

  private func moveExecutable(from: URL, to folder: URL) throws(ToolFailure) {
    let name = CompilationPlan.executableName
    let place = folder.appending(path: name)
    // A compilation whose time ended may have made one.
    try? FileManager.default.removeItem(at: place)
    do {
      try FileManager.default.moveItem(at: from.appending(path: name), to: place)
    } catch {
      throw ToolFailure("a temporary file could not be moved", details: error.localizedDescription)
    }
  }

  /// - Parameter isOnlyChecked: Whether to look for errors without making an executable.
  private func compile(
    _ program: Program, in folder: URL, _ way: CompilerSettings, isOnlyChecked: Bool = false
  ) async throws(ToolFailure) -> Compilation {
    let source = folder.appending(path: CompilationPlan.sourceName)
    do {
      // Require a new folder: an existing one belongs to somebody else.
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
      try program.source.write(to: source, atomically: false, encoding: .utf8)
    } catch {
      throw ToolFailure("a temporary file could not be written", details: error.localizedDescription)
    }
    guard let plan = kit.plans[way] else { throw ToolFailure("there is no plan to compile \(CompilationPlan.sourceName) with \(way)") }
    let steps = isOnlyChecked ? plan.checking : plan.building
    let seconds = limits.compilerSeconds
    func call(_ step: CompilationPlan.Step) async throws(ToolFailure) -> ToolEnd {
      let (command, environment) = sandbox.map { $0.step(step, readable: kit.readable, in: folder) } ?? (step, nil)
      return try await toolOutput(
        URL(filePath: command[0]), Array(command.dropFirst()), in: folder, environment, within: .seconds(seconds))
    }
    var end = ToolEnd()
    var text = ""
    for (index, step) in steps.enumerated() {
      if index == 1, !isOnlyChecked, let quick = plan.quickLinking, !program.importsMore, try await call(quick).isSuccess { break }
      if AutolinkSection.perform(step, in: folder) { continue }
      end = try await call(step)
      text += end.text
      if !end.isSuccess { break }
    }
    // Neither the cell nor the compiler is at fault.
    if !end.isSuccess, text.contains("No space left on device") {
      throw ToolFailure(
        "no space is left on the disk to compile \(CompilationPlan.sourceName) in \(folder.path)",
        help: "make room, or set TMPDIR to a folder that has some")
    }
    let compilation = Compilation(
      end: end.isTimedOut ? .timedOut(seconds: seconds) : end.isSuccess ? .succeeded : .failed,
      messages: CompilerMessage.parse(text), text: text)
    try compilation.requireLibrary()
    return compilation
  }
}

extension Program {
  /// Its `crash` cells with errors, if no other cell or expression has any.
  fileprivate func crashCells(atFaultFor compilation: Compilation) -> Set<Int>? {
    guard !compilation.isSuccess else { return nil }
    var found: Set<Int> = []
    for message in compilation.messages where message.severity == .error {
      guard case .cell(let cell)? = message.place, crashCells.contains(cell) else { return nil }
      found.insert(cell)
    }
    return found.isEmpty ? nil : found
  }
}
