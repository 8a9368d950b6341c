import CellAnalysis
import Formulas
import LessonDocument
import LessonRunner
import Synchronization

/// The names that a formula can't find because the cell that declares them failed, or wasn't reached. The formula's own problem is then
/// only a consequence, and the cell must be corrected.
final class MissingNames: Sendable {
  private let names: Set<String>
  private let hasAnyCellRun: Bool
  private let isMissed: Mutex<Bool>

  init(_ document: Document, _ run: Run, cellsBefore count: Int) {
    let program = document.cells.program(after: count)
    var names: Set<String> = []
    var (hasFailed, hasRun) = (false, false)
    for cell in document.cells where cell.program == program {
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

  /// Records that the formula has looked up a name.
  func note(_ name: Name) {
    if (name.identifiers + name.matrixIdentifiers).contains(where: names.contains) { isMissed.withLock { $0 = true } }
  }

  /// Whether the formula might be comparable if the cells worked.
  var explainsObstacle: Bool { !hasAnyCellRun || isMissed.withLock { $0 } }
}
