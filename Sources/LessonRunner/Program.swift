import CellOutputs
import LessonDocument

/// A lesson's cells as one Swift program.
package struct Program: Sendable, Hashable {
  /// The text of its `main.swift`.
  package var source: String
  /// The indices of the lesson's cells that it contains.
  package var cells: [Int]
  /// The indices of the check comments' expressions that it contains.
  package var expressions: [Int]
  /// Those of its cells that must trap. Each needs a run of its own.
  package var crashCells: [Int]

  /// Whether this program can answer a call.
  func answers(_ call: FunctionCall) -> Bool {
    switch call.function {
    case .named(_, let cell): cells.contains(cell)
    case .expression(let index): expressions.contains(index)
    }
  }

  /// The place that a message of the compiler or the runtime is about.
  enum Place: Hashable {
    case cell(Int)
    /// A Swift expression of a check comment.
    case expression(Int)

    /// The file name in `#sourceLocation` for the place.
    var fileName: String {
      switch self {
      case .cell(let index): "cell-\(index)"
      case .expression(let index): "expression-\(index)"
      }
    }

    /// Reads a file name as printed by the compiler (`cell-3`) or by a trap (`Lesson/cell-3`).
    init?(fileName: Substring) {
      let name = fileName.split(separator: "/").last ?? fileName
      let parts = name.split(separator: "-")
      guard parts.count == 2, let index = Int(parts[1]) else { return nil }
      switch parts[0] {
      case "cell": self = .cell(index)
      case "expression": self = .expression(index)
      default: return nil
      }
    }
  }

  /// The first line of a place is numbered 2, because the call that the writer puts around a statement needs a line before it.
  static let lineOffset = 1
  /// The column of such a call: to the right of all of the author's code, so that messages about the call can be recognized. It is
  /// rounded up in large steps, so that adding a comment rarely changes the program.
  static func callColumn(beside code: String) -> Int {
    let longest = code.utf8.split(separator: UInt8(ascii: "\n")).map(\.count).max() ?? 0
    return (longest + 2 + 255) / 256 * 256
  }
}
