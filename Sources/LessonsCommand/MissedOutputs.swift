import CellAnalysis
import Diagnostics
import LessonChecks
import LessonDocument

/// The recorded outputs and values that `--accept` couldn't compare, because their cells failed or weren't reached.
struct MissedOutputs {
  /// The number in each lesson: `Lessons/a.md: 2 outputs not compared, because …`.
  let lines: [String]

  var isEmpty: Bool { lines.isEmpty }

  init(_ results: [LessonResult], unreadable: [Document]) {
    lines =
      unreadable.map { "\($0.file.path): not compared, because it could not be read" }
      + results.compactMap { result in
        let count = zip(result.document.cells, result.report.outputs).reduce(0) { count, cell in
          count + (cell.1 == .failed ? Self.records(in: cell.0) : 0)
        }
        guard count > 0 else { return nil }
        return "\(result.document.file.path): \(plural(count, "output")) not compared, because the lesson didn't run to there"
      }
  }

  private static func records(in cell: Cell) -> Int {
    let inCode = cell.statements.count { $0.expected != nil } + cell.statements.count { !$0.prints.isEmpty }
    return inCode + (cell.recorded == nil ? 0 : 1)
  }
}
