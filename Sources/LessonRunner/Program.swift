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
  /// Whether a cell may import a module, whose library the program then uses.
  package var importsMore = false
  /// The check comments' expressions that are no code of the program: each is the name of a constant, and has its value.
  package var constants: [Constant] = []

  package struct Constant: Sendable, Hashable {
    /// The index of the expression.
    package var expression: Int
    package var name: String
    /// The cell that declares it and reports its value.
    package var cell: Int
    /// The last cell before the expression. When that has ended, the expression has its value.
    package var cellBefore: Int
  }

  /// The call as the program answers it.
  func asked(_ call: FunctionCall) -> FunctionCall {
    guard case .expression(let index) = call.function, let constant = constants.first(where: { $0.expression == index }) else {
      return call
    }
    var asked = call
    asked.function = .constant(constant.name, cell: constant.cell, after: constant.cellBefore)
    return asked
  }

  /// Whether this program can answer a call.
  func answers(_ call: FunctionCall) -> Bool {
    switch call.function {
    case .named(_, let cell), .constant(_, let cell, _): cells.contains(cell)
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

  /// The columns of the call that the writer puts around a statement.
  ///
  /// The call is in the line before the statement, to the right of all of the author's code, so that messages about it can be recognized. The
  /// first line of a place has no line before it. There the call is in that line itself, still further to the right, and the statement after it.
  struct Columns {
    /// Rounded up in large steps, so that adding a comment rarely changes the program.
    private let width: Int

    /// - Parameter code: The whole code of the place.
    init(beside code: String) {
      let longest = code.utf8.split(separator: UInt8(ascii: "\n")).map(\.count).max() ?? 0
      width = (longest + 2 + 255) / 256 * 256
    }

    /// The columns of calls around statements of the next line, and of the same one.
    var callBefore: Int { width }
    var callWithin: Int { 2 * width }
    /// Where a statement's own first column is moved in the line of its call.
    var moved: Int { 3 * width }

    /// What is at a column of the program.
    enum Content {
      /// The author's code, at this column of it.
      case code(column: Int)
      /// The call around a statement that begins in this line, or in the next one.
      case call(isOfNextLine: Bool)
    }

    func content(at column: Int) -> Content {
      switch column {
      case ..<callBefore: .code(column: column)
      case ..<callWithin: .call(isOfNextLine: true)
      case ..<moved: .call(isOfNextLine: false)
      default: .code(column: column - moved + 1)
      }
    }
  }
}
