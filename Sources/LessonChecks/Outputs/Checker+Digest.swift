import CellOutputs
import Diagnostics
import LessonDocument
import LessonRunner

/// The parts of long values that aren't shown: a digest on the cell's fence stands for them.
extension Checker {
  mutating func checkDigest(of cell: Cell, _ output: OutputFinding) {
    guard run.cells[cell.index].state == .succeeded, !cell.options.isVolatile else { return }
    let present = digest(of: cell, run.cells[cell.index])
    let recorded = cell.options.digest
    guard present?.text != recorded?.text else { return }
    // That it differs from run to run was told with the value.
    if let again = again(cell), digest(of: cell, again) != present { return }
    switch (recorded, present) {
    case (let recorded?, let present):
      failures.append(
        Problem(
          present == nil
            ? "this digest stands for nothing: all that the cell gives is shown"
            : "a part of a value that isn't shown is no longer what it was",
          at: recorded.range, notes: present.map { ["its digest is \($0) now"] } ?? [], help: Self.acceptHelp))
      let word = present.map { "digest=\($0)" }
      edits.append(
        word.map { Edit(range: recorded.range, replacement: $0) }
          ?? Edit(range: recorded.range.lowerBound - 1..<recorded.range.upperBound, replacement: ""))
    case (nil, let present?):
      if output != .unrecorded {
        failures.append(
          Problem(
            "nothing compares the part of this cell's value that isn't shown", at: cell.range.lowerBound..<cell.wordsEnd,
            severity: .warning, notes: ["accepting writes `digest=\(present)` here"], help: Self.acceptHelp))
      }
      edits.append(Edit(range: cell.wordsEnd..<cell.wordsEnd, replacement: " digest=\(present)"))
    case (nil, nil): break
    }
  }

  /// Of what is recorded: the cell's output if it has a fence or needs one, and values before `// =>`.
  private func digest(of cell: Cell, _ cellRun: CellRun) -> ValueDigest? {
    let isShown = cell.options.display == .all || cell.options.display == .foldedCode
    let output = cell.recorded != nil || isShown ? GivenOutput(cellRun).digest : nil
    let values = cell.statements.indices.filter { cell.statements[$0].expected != nil }
      .compactMap { cellRun.recorded[$0]?.digest }
    return ValueDigest.joining([output].compactMap(\.self) + values)
  }
}

extension ValueDigest {
  /// One that stands for several values; for one, its own.
  static func joining(_ digests: [ValueDigest]) -> ValueDigest? {
    digests.count < 2 ? digests.first : ValueDigest { for digest in digests { $0.add(digest.text) } }
  }
}
