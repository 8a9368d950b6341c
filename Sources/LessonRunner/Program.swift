import CellOutputs
import LessonDocument

/// A lesson's cells as one Swift program.
package struct Program: Sendable, Hashable {
  /// The text of its `main.swift`.
  package var source: String
  /// The lesson's cells that are in it, by index.
  package var cells: [Int]
  /// The expressions of check comments that are in it, by index.
  package var expressions: [Int]
  /// Those of them that must trap: each takes a run of its own.
  package var crashCells: [Int]

  /// Whether it is this program that can answer a call.
  func answers(_ call: FunctionCall) -> Bool {
    switch call.function {
    case .named(_, let cell): cells.contains(cell)
    case .expression(let index): expressions.contains(index)
    }
  }

  /// Where the compiler or the runtime says that something is.
  enum Place: Hashable {
    case cell(Int)
    /// A Swift expression of a check comment.
    case expression(Int)

    /// The name that `#sourceLocation` gives to the place.
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

  /// A place's first line is called line 2: a call that the writer puts around a statement needs a line before it.
  static let lineOffset = 1
  /// Such a call stands further right than all of the author's code, so that what the compiler says of it is known as such.
  /// In large steps, so that hardly a comment more moves it: the program would be another.
  static func callColumn(beside code: String) -> Int {
    let longest = code.utf8.split(separator: UInt8(ascii: "\n")).map(\.count).max() ?? 0
    return (longest + 2 + 255) / 256 * 256
  }
}
