import CellOutputs

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Darwin)
  @preconcurrency import Darwin
#endif

/// What a lesson's program tells the tool as it runs: the calls that the tool writes between an author's statements.
///
/// Every call is one event, written before the next statement begins, so that a crash loses nothing that came before it.
///
/// A cell can't use its name, but may declare a `LessonProgram` of its own.
public final class __LessonProgram {
  /// nil when the program is run by hand, and for a second one that a cell makes.
  private var events: EventFile?
  private let crashCell: Int?
  /// What the tool asks of the lesson's functions in this run.
  let calls: [FunctionCall]
  /// Which other values the lesson's inputs have in this run.
  let variation: Variation?
  /// What was last said of each name, so that only changes are told.
  private var lastBound: [String: BoundValue] = [:]
  /// Each writes the value of a variable that may change from cell to cell.
  private var followers: [@MainActor (Int) -> Void] = []
  /// Whether events are written. They are not while the first cells run again before the one `crash` cell of this run.
  private var isHeard: Bool
  /// The cell that runs again at the moment.
  private var passedCell: Int?

  public init() {
    // Standard output is a file here and would be buffered in blocks: a trap would lose what was printed before it.
    setvbuf(stdout, nil, _IONBF, 0)
    let taken = takeOrder()
    events = taken?.events
    crashCell = taken?.order.crashCell
    isHeard = crashCell == nil
    calls = taken?.order.calls ?? []
    variation = taken?.order.variation
  }

  /// A statement begins: if the program dies, it died here.
  public func statement(_ cell: Int, _ index: Int) {
    if !isHeard, passedCell != cell {
      passedCell = cell
      events?.append(.passing(cell: cell))
    }
    tell(.statement(cell: cell, index: index))
  }

  /// Shows the value of a cell's last expression; a `Void` shows nothing.
  public func display<Value>(_ cell: Int, _ value: Value) {
    guard Value.self != Void.self else { return }
    tell(.displayed(cell: cell, value: displayedValue(of: value)))
  }

  /// Tells the value before a `// =>` comment.
  public func record<Value>(_ cell: Int, _ statement: Int, _ value: Value) {
    tell(.recorded(cell: cell, statement: statement, value: displayedValue(of: value)))
  }

  /// Tells what a name of the lesson stands for after the cell.
  public func bind<Value>(_ cell: Int, _ name: String, _ value: Value) {
    guard isHeard else { return }
    let bound = boundValue(of: value)
    guard lastBound[name] != bound else { return }
    lastBound[name] = bound
    tell(.bound(cell: cell, name: name, value: bound))
  }

  /// A value that can't be copied, or not be kept, can't be told either.
  public func bind<Value: ~Copyable & ~Escapable>(_ cell: Int, _ name: String, _ value: borrowing Value) {}

  /// From now on `tell` is called after each cell, with its index.
  public func follow(_ tell: @escaping @MainActor (Int) -> Void) { followers.append(tell) }

  /// A Swift expression of a check comment begins: if the program dies, it died here.
  public func expression(_ expression: Int) {
    tell(.expression(expression))
  }

  /// Tells the value of that expression.
  public func evaluate<Value>(_ expression: Int, _ value: Value) {
    guard isHeard else { return }
    tell(.evaluated(expression: expression, value: boundValue(of: value)))
  }

  @MainActor public func cellEnded(_ cell: Int) {
    if isHeard { for follower in followers { follower(cell) } }
    tell(.cellEnded(cell: cell))
  }

  /// The end of a `crash` cell that didn't crash: what follows belongs to the other run.
  public func endCrashCell(_ cell: Int) -> Never {
    tell(.cellEnded(cell: cell))
    end()
    exit(0)
  }

  /// Whether this run is the one in which the `crash` cell is to trap.
  public func runsCrashCell(_ cell: Int) -> Bool {
    guard cell == crashCell else { return false }
    isHeard = true
    return true
  }

  /// The last call of a program: without it, a cell must have ended the program by `exit`.
  public func end() {
    tell(.programEnded)
  }

  func tell(_ kind: RunEvent.Kind) {
    if isHeard { events?.append(kind) }
  }
}
