import CellAnalysis
import CellOutputs
import Diagnostics
import LessonDocument
import LessonRunner

/// Checks the parts of long values that aren't shown, by a digest on the cell's fence.
extension Checker {
  /// - Parameter isChangeReported: Whether a visible difference of the cell has been reported. The digest then differs too.
  mutating func checkDigest(of cell: Cell, isChangeReported: Bool) {
    guard run.cells[cell.index].state == .succeeded, cell.options.isOutputCompared else { return }
    let present = digest(of: cell, run.cells[cell.index])
    let recorded = cell.options.digest
    guard present?.text != recorded?.text else { return }
    // A value that differs from run to run has been reported already.
    if let again = again(cell), digest(of: cell, again) != present { return }
    let (kind, problem): (FailureKind, Problem)
    switch (recorded, present) {
    case (let recorded?, let present?):
      kind = .digestDiffers
      problem = Problem(
        "the part of the value that isn't shown has changed", at: recorded.range, notes: ["its digest is \(present) now"],
        help: Self.acceptHelp)
      edits.append(Edit(range: recorded.range, replacement: "digest=\(present)"))
    case (let recorded?, nil):
      kind = .digestDiffers
      problem = Problem(
        "this digest belongs to nothing: no recorded value is shortened", at: recorded.range, help: Self.acceptHelp)
      edits.append(Edit(range: recorded.range.lowerBound - 1..<recorded.range.upperBound, replacement: ""))
    case (nil, let present?):
      kind = .digestMissing
      problem = Problem(
        "nothing compares the part of the value that isn't shown", at: cell.range.lowerBound..<cell.wordsEnd,
        severity: .warning, notes: ["accepting writes `digest=\(present)` here"], help: Self.acceptHelp)
      edits.append(Edit(range: cell.wordsEnd..<cell.wordsEnd, replacement: " digest=\(present)"))
    case (nil, nil): return
    }
    if !isChangeReported { fail(kind, of: .output(ofCell: cell.index), problem) }
  }

  /// The digest of the cell's output, if that is or must be recorded, and of the values before `// =>`.
  private func digest(of cell: Cell, _ cellRun: CellRun) -> ValueDigest? {
    let comparison = comparison(of: cell)
    var records: [(recorded: String, given: GivenOutput)] = []
    if cell.recorded != nil || cell.options.showsOutput { records.append((cell.recorded?.text.text ?? "", GivenOutput(cellRun))) }
    for (index, statement) in cell.statements.enumerated() {
      guard let expected = statement.expected, let value = cellRun.recorded[index] else { continue }
      records.append((expected.text, GivenOutput(value)))
    }
    return ValueDigest.joining(
      records.compactMap { record in
        guard let digest = record.given.digest else { return nil }
        let alignment = LineAlignment(OutputLine.lines(recorded: record.recorded), record.given.lines, comparison)
        return alignment.showsElision(comparison) ? digest : nil
      })
  }
}

extension ValueDigest {
  /// One digest for several values; for one value, its own.
  static func joining(_ digests: [ValueDigest]) -> ValueDigest? {
    digests.count < 2 ? digests.first : ValueDigest { for digest in digests { $0.add(digest.text) } }
  }
}
