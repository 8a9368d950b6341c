import CellAnalysis
import Formulas
import LessonDocument
import LessonRunner
import Synchronization

/// The names that a formula can't find because the cell that declares them failed, or was never reached: the cell is to be mended, and
/// what keeps the formula from being compared only follows.
final class MissingNames: Sendable {
  private let names: Set<String>
  private let hasAnyCellRun: Bool
  private let isMissed: Mutex<Bool>

  init(_ document: Document, _ run: Run, cellsBefore count: Int) {
    let first = document.cells[..<min(count, document.cells.count)].lastIndex { $0.options.resetsProgram } ?? 0
    let end = document.cells[first...].dropFirst().firstIndex { $0.options.resetsProgram && $0.index >= count } ?? document.cells.endIndex
    var names: Set<String> = []
    var (hasFailed, hasRun) = (false, false)
    for cell in document.cells[first..<end] {
      switch run.cells[cell.index].state {
      case .succeeded: hasRun = true
      case .failed, .notReached:
        hasFailed = true
        names.formUnion(cell.statements.flatMap(\.declaredNames))
      case .notRun: break
      }
    }
    self.names = names
    hasAnyCellRun = hasRun || !hasFailed
    isMissed = Mutex(false)
  }

  /// Notes that the formula has asked for a name.
  func note(_ name: Name) {
    if (name.identifiers + name.matrixIdentifiers).contains(where: names.contains) { isMissed.withLock { $0 = true } }
  }

  /// Whether the formula could perhaps be compared if the cells did what they should.
  var explainsObstacle: Bool { !hasAnyCellRun || isMissed.withLock { $0 } }
}
