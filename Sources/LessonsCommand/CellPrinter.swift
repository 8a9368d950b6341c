import CellAnalysis
import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonRunner
import Synchronization

/// Prints a lesson's cells while they run: their lines, the beginning of their code, and their output.
final class CellPrinter: Sendable {
  private struct State {
    var cell: Int?
    /// Whether the text printed last didn't end its line.
    var isLineOpen = false
  }

  private let document: Document
  private let usesColor: Bool
  private let state = Mutex(State())

  /// The number of lines that are printed of a cell's code. Further lines are only counted.
  private static let shownLines = 4

  init(_ document: Document, usesColor: Bool) {
    self.document = document
    self.usesColor = usesColor
  }

  func print(_ progress: Runner.Progress) {
    state.withLock { state in
      switch progress {
      case .compiling: break
      case .running(let cell): begin(cell, &state)
      case .output(let cell, let output):
        begin(cell, &state)
        switch output {
        case .printed(let text): write(text, &state)
        case .value(let value): writeLine(value.recordedText, &state)
        }
      }
    }
  }

  /// Prints the expected messages of `fail`, `warn` and `crash` cells, which are known only at the end.
  func printExpectedMessages(of run: Run) {
    state.withLock { state in
      for cell in document.cells {
        guard let message = run.cells[cell.index].expectedMessage else { continue }
        begin(cell.index, &state)
        writeLine(message, &state)
      }
      endLine(&state)
    }
  }

  private func begin(_ index: Int, _ state: inout State) {
    // The events might name a cell that the lesson doesn't have.
    guard index != state.cell, document.cells.indices.contains(index) else { return }
    endLine(&state)
    let isFirst = state.cell == nil
    state.cell = index
    let cell = document.cells[index]
    let file = document.file(of: cell)
    let place = "\(file.path):\(file.position(at: cell.range.lowerBound).line)"
    var text = (isFirst ? "" : "\n") + styled(printable("cell \(index + 1), \(place)"), "1") + "\n"
    var lines = cell.code.text.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    // A single further line takes no more room than its count.
    let shown = lines.count <= Self.shownLines + 1 ? lines : Array(lines.prefix(Self.shownLines))
    for line in shown { text += styled("  │ \(printable(line))", "2") + "\n" }
    if shown.count < lines.count { text += styled("  │ … \(plural(lines.count - shown.count, "more line"))", "2") + "\n" }
    put(text)
  }

  private func write(_ text: String, _ state: inout State) {
    guard let last = text.last else { return }
    put(printable(text, keepingNewlines: true))
    state.isLineOpen = !last.isNewline
  }

  private func writeLine(_ text: String, _ state: inout State) {
    guard !text.isEmpty else { return }
    endLine(&state)
    write(text + "\n", &state)
  }

  private func endLine(_ state: inout State) {
    if state.isLineOpen { put("\n") }
    state.isLineOpen = false
  }

  private func styled(_ text: String, _ style: String) -> String { usesColor ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text }

  /// Prints without delay, even if standard output isn't a terminal.
  private func put(_ text: String) {
    Swift.print(text, terminator: "")
    fflush(nil)
  }
}
