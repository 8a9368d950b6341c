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
  /// What is still to be reported, in the order of the program's calls.
  private var reports: ArraySlice<ProgramReport> = []
  /// The mutable variables that are reported after each cell, and closures that each report one.
  private var followers: [(name: String, tell: @MainActor () -> Void)] = []
  /// The cell and the name for which such a closure is called.
  private var followed: (cell: Int, name: String)?
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

  /// Takes the text of the reports that the program's calls make.
  func begin(_ text: String) {
    reports =
      text.split(separator: "\n").map { line in
        guard let report = ProgramReport(line: line) else { loseTrack() }
        return report
      }[...]
    reportJoined()
  }

  /// Makes the next report, which needs no value.
  func report() {
    reportWithoutValue(next())
    reportJoined()
  }

  /// Shows the value of a cell's last expression, unless it is `Void`.
  func display<Value>(_ value: Value) {
    guard case .display(let cell) = next() else { loseTrack() }
    if Value.self != Void.self { tell(.displayed(cell: cell, value: displayedValue(of: value))) }
    reportJoined()
  }

  /// Reports the value before a `// =>` comment.
  func record<Value>(_ value: Value) {
    guard case .record(let cell, let statement) = next() else { loseTrack() }
    tell(.recorded(cell: cell, statement: statement, value: displayedValue(of: value)))
    reportJoined()
  }

  /// Reports the value of a name of the lesson after the cell.
  func bind<Value>(_ value: Value) {
    binding { cell, name in
      guard isHeard else { return }
      let bound = boundValue(of: value)
      guard lastBound[name] != bound else { return }
      lastBound[name] = bound
      tell(.bound(cell: cell, name: name, value: bound))
    }
  }

  /// Calls a closure with the cell and the name that the call is about.
  func binding(_ report: (_ cell: Int, _ name: String) -> Void) {
    if let followed { return report(followed.cell, followed.name) }
    guard case .bind(let cell, let name) = next() else { loseTrack() }
    report(cell, name)
    reportJoined()
  }

  /// Calls `tell`, which binds the variable, after each following cell.
  func follow(_ tell: @escaping @MainActor () -> Void) {
    guard case .follow(let name) = next() else { loseTrack() }
    followers.append((name, tell))
    reportJoined()
  }

  /// Reports the value of a Swift expression of a check comment.
  func evaluate<Value>(_ value: Value) {
    evaluating { expression in
      guard isHeard else { return }
      tell(.evaluated(expression: expression, value: boundValue(of: value)))
    }
  }

  /// Calls a closure with the expression that the call is about.
  func evaluating(_ report: (_ expression: Int) -> Void) {
    guard case .evaluate(let expression) = next() else { loseTrack() }
    report(expression)
    reportJoined()
  }

  /// Whether the `crash` cell must trap in this run. If not, the program makes none of its reports.
  func runsCrashCell() -> Bool {
    guard case .crashCell(let cell) = next() else { loseTrack() }
    let isRun = cell == crashCell
    if isRun {
      isHeard = true
    } else {
      reports = reports.drop { $0.subject != .crashCellEnd(cell) }.dropFirst()
    }
    reportJoined()
    return isRun
  }

  /// Ends the run after a `crash` cell that didn't crash. The cells after it belong to the other run.
  func endCrashCell() -> Never {
    guard case .crashCellEnd(let cell) = next() else { loseTrack() }
    tell(.cellEnded(cell: cell))
    finish()
  }

  /// Ends the run, because nothing is asked of the cells after this point.
  func finish() -> Never {
    tell(.programEnded)
    exit(0)
  }

  /// The subject of the next report.
  private func next() -> ProgramReport.Subject {
    guard let report = reports.popFirst() else { loseTrack() }
    return report.subject
  }

  /// Makes the reports that have no call of their own.
  private func reportJoined() {
    while let report = reports.first, report.isJoined {
      reports.removeFirst()
      reportWithoutValue(report.subject)
    }
  }

  private func reportWithoutValue(_ subject: ProgramReport.Subject) {
    switch subject {
    case .statement(let cell, let index):
      if !isHeard, passedCell != cell {
        passedCell = cell
        events?.append(.passing(cell: cell))
      }
      // If the program dies before the next event, this statement is the cause.
      tell(.statement(cell: cell, index: index))
    case .expression(let expression): tell(.expression(expression))
    case .cellEnd(let cell): endCell(cell)
    // Without this event, a cell must have called `exit`.
    case .programEnd: tell(.programEnded)
    default: loseTrack()
    }
  }

  /// Reports that a cell has ended, after the variables that are reported after each cell.
  private func endCell(_ cell: Int) {
    if isHeard {
      for follower in followers {
        followed = (cell, follower.name)
        // A program's code runs on the main actor, also after an `await`, and where the version of the language says that it belongs to none.
        MainActor.assumeIsolated(follower.tell)
      }
      followed = nil
    }
    tell(.cellEnded(cell: cell))
    answerConstants(after: cell)
  }

  /// Ends a program whose calls don't fit its text. No author can cause that, and going on would take values for those of other names.
  private func loseTrack() -> Never {
    fatalError("the tool's calls in this program aren't those that it announced: this is a fault of the tool")
  }

  func tell(_ kind: RunEvent.Kind) {
    if isHeard { events?.append(kind) }
  }
}
