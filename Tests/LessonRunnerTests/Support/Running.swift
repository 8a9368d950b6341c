import CellAnalysis
import CellOutputs
import CourseConfiguration
import Diagnostics
import Foundation
import LessonDocument
import TestSupport

@testable import LessonRunner

/// Runs a lesson as the tool does.
///
/// - Parameters:
///   - compiler: A shell script to use in place of the Swift compiler.
///   - splitsFrom: The number of statements from which on the program is split.
func run(
  _ lesson: String, limits: Limits = Limits(), path: String = "lesson.md", compiler: String? = nil,
  splitsFrom: Int? = testedSplit
) async throws -> LessonRun {
  let document = DocumentParser.parse(Array(lesson.utf8), path: path)
  var kit = try await Library.kit.value
  if document.compiler != CompilerSettings() {
    kit = try await LessonKit.build(
      LessonLibrary(ofCourse: FileManager.default.temporaryDirectory), toolchain: try Toolchain.find(), compilers: [document.compiler])
  }
  let folder = try TemporaryFolder()
  if let compiler {
    try folder.write("\(compiler)\n", to: "compiler")
    let step = ["/bin/sh", folder.url.appending(path: "compiler").path]
    kit.plans = kit.plans.mapValues { _ in CompilationPlan(building: [step], checking: [step]) }
  }
  var runner = Runner(toolchain: try Toolchain.find(), kit: kit, limits: limits)
  runner.splitsFrom = splitsFrom
  defer { withExtendedLifetime(folder) {} }
  await Library.turns.take()
  do {
    let run = try await runner.run(document)
    await Library.turns.give()
    return LessonRun(document: document, run: run)
  } catch {
    await Library.turns.give()
    throw error
  }
}

/// `SPLIT_FROM=0` in the environment runs all lessons of the tests as split programs.
let testedSplit: Int? = ProcessInfo.processInfo.environment["SPLIT_FROM"].flatMap { Int($0) } ?? ProgramWriter.usualSplit

/// By which a process is known as one of these tests: others may run on the same machine.
let mark = Int.random(in: 100_000...999_999)

/// A lesson with these cells.
func lesson(_ cells: [String]) -> String { cells.map { "```swift\n\($0)\n```\n" }.joined(separator: "\n") }

enum Library {
  /// All tests begin at once. So many compilers would take all memory of a busy machine, and longer than they may.
  static let turns = Turns(4)
  /// Built once for all tests.
  static let kit = Task {
    try await LessonKit.build(
      LessonLibrary(ofCourse: FileManager.default.temporaryDirectory), toolchain: try Toolchain.find())
  }
}

/// A lesson and its run, described so that a test can compare it as a whole.
struct LessonRun {
  var document: Document
  var run: Run

  /// What each cell printed and displayed, and how it failed: `line:column message`.
  var cells: [[String]] {
    zip(document.cells, run.cells).map { cell, cellRun in
      cellRun.outputs.map { output in
        switch output {
        case .printed(let text): "printed \(text.debugDescription)"
        case .value(let value): "\(value.type) = \(value.text)"
        }
      } + [cellRun.expectedMessage].compactMap { $0.map { "expected \($0)" } } + failures(of: cell, cellRun)
    }
  }

  private func failures(of cell: Cell, _ run: CellRun) -> [String] {
    switch run.state {
    case .succeeded: []
    case .notReached: ["not reached"]
    case .notRun: ["not run"]
    case .failed(let problems): problems.map { told($0, in: cell) }
    }
  }

  func told(_ problem: Problem, in cell: Cell) -> String {
    let position = document.file.position(at: cell.code.located(problem).range.lowerBound)
    return "\(position.line):\(position.column) \(problem.message)"
  }

  /// A cell's failures with the text at their ranges.
  func marked(_ cell: Int) -> [String] {
    guard case .failed(let problems) = run.cells[cell].state else { return [] }
    return problems.map { String(document.file.slice(document.cells[cell].code.located($0).range)) }
  }

  func notes(_ cell: Int) -> [String] {
    guard case .failed(let problems) = run.cells[cell].state else { return [] }
    return problems.flatMap(\.notes)
  }

  func help(_ cell: Int) -> [String?] {
    guard case .failed(let problems) = run.cells[cell].state else { return [] }
    return problems.map(\.help)
  }

  /// The value of a name after a number of cells: its numbers, or its type.
  func value(of name: String, after count: Int) -> String? {
    switch run.value(of: name, afterCells: count, in: document)?.value {
    case .numbers(let array, let type)?: "\(type) \(array.shape) \(array.elements)"
    case .tooLarge(let shape, let type)?: "\(type) \(shape)"
    case .function(let signature)?: signature.type
    case .truth(let truth)?: "\(truth)"
    case .opaque(let type)?: type
    case nil: nil
    }
  }
}
