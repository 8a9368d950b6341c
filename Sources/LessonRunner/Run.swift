import CellAnalysis
import CellOutputs
import Diagnostics
import LessonDocument

/// What came of running a lesson.
package struct Run: Sendable, Codable {
  /// One for each cell of the document.
  package var cells: [CellRun]
  /// The values of the check comments' Swift expressions, by index.
  package var expressions: [Int: BoundValue] = [:]
  /// What is wrong with an expression, in its own offsets.
  package var expressionProblems: [Int: [Problem]] = [:]
  /// What the lesson's functions gave for the calls that its formulas need.
  package var answers: [FunctionCall: FunctionAnswer] = [:]
  /// What came of running the same programs a second time.
  package var repetition = Repetition.none
  /// What came of running the same programs with other inputs: what formulas can use of it, and whether it failed.
  package var variations: [Variation: Run] = [:]
  /// What checking formulas at other inputs came to, by what it depends on beside the run.
  package var outcomes: [String: VariationOutcome] = [:]
  /// How long the programs ran, in seconds.
  package var seconds = 0.0

  package enum Repetition: Sendable, Codable {
    /// It wasn't asked for, or the cells never ran.
    case none
    /// The first time took too long.
    case tooSlow(seconds: Double)
    /// One for each cell of the document.
    case ran([CellRun])
  }

  /// The run as it is kept: what came of repeating it speaks of that one time, and the variations are kept apart.
  package var asKept: Run {
    var run = self
    run.repetition = .none
    run.variations = [:]
    return run
  }

  /// What formulas can use of the run.
  var withoutOutputs: Run {
    var run = self
    for index in cells.indices {
      run.cells[index] = CellRun(state: cells[index].state, bound: cells[index].bound)
    }
    return run
  }

  package init(cellCount: Int) {
    cells = Array(repeating: CellRun(), count: cellCount)
  }

  /// As it is before anything ran. Where there is nothing to run, it stays so.
  package init(of document: Document) {
    self.init(cellCount: document.cells.count)
    for cell in document.cells where !cell.options.isCompiled { cells[cell.index].state = .notRun }
  }

  /// What a variable of the lesson stands for after so many cells; if it isn't declared by then, what it is when it is.
  ///
  /// What a `nest` cell declares is gone after it: it is known only right before and right behind that cell. At a `reset` cell all that was
  /// declared before is gone.
  package func value(
    of name: String, afterCells count: Int, in document: Document
  ) -> (value: BoundValue, cell: Int)? {
    let reached = min(count, cells.count)
    let program = document.cells[..<reached].lastIndex { $0.options.resetsProgram } ?? 0
    let order = Array((program..<reached).reversed()) + Array(reached..<cells.count)
    for index in order {
      guard let value = cells[index].bound[name] else { continue }
      let isNear = index == count || index == count - 1
      if isNear || !document.isLocal(name, toCell: index) { return (value, index) }
    }
    return nil
  }
}

extension Document {
  /// Whether a name belongs to a `nest` cell alone: that cell declares it, and none before it whose names live on.
  fileprivate func isLocal(_ name: String, toCell index: Int) -> Bool {
    func declares(_ cell: Cell) -> Bool { cell.statements.contains { $0.declaredNames.contains(name) } }
    return cells[index].options.hasOwnScope && declares(cells[index])
      && !cells[..<index].contains { $0.options.bindsNames && declares($0) }
  }
}

/// What became of a call of a lesson's function.
package enum FunctionAnswer: Sendable, Hashable, Codable {
  case value(NumericArray)
  /// Why it gave no value.
  case failed(String)
}

/// What came of running a cell.
package struct CellRun: Sendable, Codable {
  package enum State: Sendable, Hashable, Codable {
    case succeeded
    /// In the offsets of the cell's code.
    case failed([Problem])
    /// An earlier cell ended the program.
    case notReached
    /// A `norun` cell.
    case notRun
  }

  package var state = State.notReached
  /// What was printed and displayed, in order.
  package var outputs: [Output] = []
  /// Which of all the bytes that the cell printed each statement printed.
  package var printedBytes: [Int: Range<Int>] = [:]
  /// The values before `// =>` comments, by statement.
  package var recorded: [Int: DisplayedValue] = [:]
  /// The variables that this cell gave a value.
  package var bound: [String: BoundValue] = [:]
  /// What a `fail` or `crash` cell was stopped with, or a `warn` cell was warned of, as it should.
  package var expectedMessage: String?
  /// What the compiler warned of, in the offsets of the cell's code; not in a `warn` cell.
  package var warnings: [Problem] = []

  /// All that these statements printed.
  package func printed(by statements: ClosedRange<Int>) -> String {
    let ranges = printedBytes.filter { statements.contains($0.key) }.values
    guard let start = ranges.map(\.lowerBound).min(), let end = ranges.map(\.upperBound).max() else { return "" }
    let all = outputs.flatMap { output -> [UInt8] in if case .printed(let text) = output { Array(text.utf8) } else { [] } }
    return String(decoding: all[start..<end], as: UTF8.self)
  }

  package init(state: State = .notReached, bound: [String: BoundValue] = [:]) {
    self.state = state
    self.bound = bound
  }

  package var hasFailed: Bool { if case .failed = state { true } else { false } }

  package enum Output: Sendable, Hashable, Codable {
    case printed(String)
    case value(DisplayedValue)
  }
}
