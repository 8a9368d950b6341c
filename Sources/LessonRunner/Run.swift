import CellAnalysis
import CellOutputs
import Diagnostics
import LessonDocument

/// The result of running a lesson.
package struct Run: Sendable, Codable {
  /// The results of all cells of the document.
  package var cells: [CellRun]
  /// The modules that its programs imported, besides the runtime.
  package var imports: [String] = []
  /// The values of the check comments' Swift expressions, by their indices.
  package var expressions: [Int: BoundValue] = [:]
  /// The problems of expressions, in their own offsets.
  package var expressionProblems: [Int: [Problem]] = [:]
  /// The results of the calls that the lesson's formulas need.
  package var answers: [FunctionCall: FunctionAnswer] = [:]
  /// The result of running the same programs a second time.
  package var repetition = Repetition.none
  /// The results of running the same programs with other inputs, as far as formulas need them: the values, and any failures.
  package var variations: [Variation: Run] = [:]
  /// The outcomes of checking formulas at other inputs, by keys of everything they depend on besides the run.
  package var outcomes: [String: VariationOutcome] = [:]
  /// How long the programs ran.
  package var seconds = 0.0

  package enum Repetition: Sendable, Codable {
    /// No repetition was requested, or the cells never ran.
    case none
    /// The first run took too long to be repeated.
    case tooSlow(seconds: Double)
    /// What came of each cell of the document, and the values of its expressions.
    case ran([CellRun], expressions: [Int: BoundValue] = [:])
  }

  /// The run as it is stored: without the repetition, which describes only one occasion, and without the variations, which are stored in
  /// a file of their own.
  package var asKept: Run {
    var run = self
    run.repetition = .none
    run.variations = [:]
    return run
  }

  /// Those parts of the run that formulas can use.
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

  /// The result before anything has run, and the final result if nothing has to run.
  package init(of document: Document) {
    self.init(cellCount: document.cells.count)
    for cell in document.cells where !cell.options.isCompiled { cells[cell.index].state = .notRun }
  }

  /// The value of a variable after a number of cells. If it is declared only later, its value after its declaration.
  ///
  /// The variables of a `nest` cell end with it: they are known only directly before and after that cell. A `reset` cell removes all
  /// earlier variables.
  package func value(
    of name: String, afterCells count: Int, in document: Document
  ) -> (value: BoundValue, cell: Int)? {
    let reached = min(count, cells.count)
    let program = document.cells.program(after: reached)
    let order = (0..<reached).filter { document.cells[$0].program == program }.reversed() + Array(reached..<cells.count)
    for index in order {
      guard let value = cells[index].bound[name] else { continue }
      let isNear = index == count || index == count - 1
      if isNear || !document.isLocal(name, toCell: index) { return (value, index) }
    }
    return nil
  }
}

extension Document {
  /// Whether only a `nest` cell declares a name: that cell does, and none before it in whose scope the name is still known.
  fileprivate func isLocal(_ name: String, toCell index: Int) -> Bool {
    func declares(_ cell: Cell) -> Bool { cell.statements.contains { $0.declaredNames.contains(name) } }
    return cells[index].options.hasOwnScope && declares(cells[index])
      && !cells[..<index].contains { $0.options.bindsNames && declares($0) }
  }
}

/// The result of a call of a lesson's function.
package enum FunctionAnswer: Sendable, Hashable, Codable {
  case value(NumericArray)
  /// There is no value, for this reason.
  case failed(String)
}

/// The result of running a cell.
package struct CellRun: Sendable, Codable {
  package enum State: Sendable, Hashable, Codable {
    case succeeded
    /// It failed with these problems, in offsets of the cell's code.
    case failed([Problem])
    /// An earlier cell ended the program.
    case notReached
    /// It is a `norun` cell.
    case notRun
  }

  package var state = State.notReached
  /// The printed and displayed outputs, in order.
  package var outputs: [Output] = []
  /// The beginning of what the cell wrote to standard error.
  package var errorText = ""
  /// The bytes printed by each statement, as a range of all bytes that the cell printed.
  package var printedBytes: [Int: Range<Int>] = [:]
  /// The values before `// =>` comments, by the indices of their statements.
  package var recorded: [Int: DisplayedValue] = [:]
  /// The variables whose values this cell set.
  package var bound: [String: BoundValue] = [:]
  /// The expected message: the error of a `fail` cell, the trap of a `crash` cell, or the warning of a `warn` cell.
  package var expectedMessage: String?
  /// The compiler's warnings, in offsets of the cell's code. Those of a `warn` cell aren't included.
  package var warnings: [Problem] = []

  /// The text printed by a range of statements.
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
