import CellOutputs

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Darwin)
  @preconcurrency import Darwin
#endif

/// Reports to the tool what a lesson's program does. The tool inserts calls of the functions in `LessonProgram+Calls` between an author's
/// statements.
///
/// Every call writes one event before the next statement begins, so that a crash loses none of the earlier ones.
final class LessonProgram {
  /// The only one. Cells run on one thread, and can't name the functions that use it.
  nonisolated(unsafe) static let current = LessonProgram()

  /// nil if the program is run by hand.
  private var events: EventFile?
  private let crashCell: Int?
  /// The calls of the lesson's functions to be answered in this run.
  let calls: [FunctionCall]
  /// The values of the lesson's inputs in this run; nil for the recorded ones.
  let variation: Variation?
  /// The number of calls that have been answered.
  var answeredCalls = 0
  /// The functions that calls ask of a constant, until the cell has ended after which they ask.
  var constants: [(name: String, cell: Int, function: LessonFunction)] = []
  /// The last value reported for each name, so that only changes are reported.
  private var lastBound: [String: BoundValue] = [:]
  /// Closures that each report a mutable variable, called after each cell.
  private var followers: [@MainActor (Int) -> Void] = []
  /// Whether events are written. They aren't while earlier cells run again before the one `crash` cell of this run.
  private var isHeard: Bool
  /// The cell that is currently running again.
  private var passedCell: Int?

  private init() {
    // Standard output is a file, so it would be buffered in blocks, and a trap would lose what was printed before it.
    setvbuf(stdout, nil, _IONBF, 0)
    let taken = takeOrder()
    events = taken?.events
    crashCell = taken?.order.crashCell
    isHeard = crashCell == nil
    calls = taken?.order.calls ?? []
    variation = taken?.order.variation
  }

  /// Reports that a statement begins. If the program dies before the next event, this statement is the cause.
  func statement(_ cell: Int, _ index: Int) {
    if !isHeard, passedCell != cell {
      passedCell = cell
      events?.append(.passing(cell: cell))
    }
    tell(.statement(cell: cell, index: index))
  }

  /// Shows the value of a cell's last expression, unless it is `Void`.
  func display<Value>(_ cell: Int, _ value: Value) {
    guard Value.self != Void.self else { return }
    tell(.displayed(cell: cell, value: displayedValue(of: value)))
  }

  /// Reports the value before a `// =>` comment.
  func record<Value>(_ cell: Int, _ statement: Int, _ value: Value) {
    tell(.recorded(cell: cell, statement: statement, value: displayedValue(of: value)))
  }

  /// Reports the value of a name of the lesson after the cell.
  func bind<Value>(_ cell: Int, _ name: String, _ value: Value) {
    guard isHeard else { return }
    let bound = boundValue(of: value)
    guard lastBound[name] != bound else { return }
    lastBound[name] = bound
    tell(.bound(cell: cell, name: name, value: bound))
  }

  /// Calls `tell` after each following cell, with the cell's index.
  func follow(_ tell: @escaping @MainActor (Int) -> Void) { followers.append(tell) }

  /// Reports that a Swift expression of a check comment begins. If the program dies before the next event, it is the cause.
  func expression(_ expression: Int) {
    tell(.expression(expression))
  }

  /// Reports the value of that expression.
  func evaluate<Value>(_ expression: Int, _ value: Value) {
    guard isHeard else { return }
    tell(.evaluated(expression: expression, value: boundValue(of: value)))
  }

  /// Reports that a cell has ended, after the variables that are reported after each cell.
  @MainActor func cellEnded(_ cell: Int) {
    if isHeard { for follower in followers { follower(cell) } }
    tell(.cellEnded(cell: cell))
    answerConstants(after: cell)
  }

  /// Ends the run after a `crash` cell that didn't crash. The cells after it belong to the other run.
  func endCrashCell(_ cell: Int) -> Never {
    tell(.cellEnded(cell: cell))
    finish()
  }

  /// Ends the run, because nothing is asked of the cells after this point.
  func finish() -> Never {
    end()
    exit(0)
  }

  /// Whether the `crash` cell must trap in this run.
  func runsCrashCell(_ cell: Int) -> Bool {
    guard cell == crashCell else { return false }
    isHeard = true
    return true
  }

  /// Reports the end of the program. Without this event, a cell must have called `exit`.
  func end() {
    tell(.programEnded)
  }

  func tell(_ kind: RunEvent.Kind) {
    if isHeard { events?.append(kind) }
  }
}
