import CellAnalysis
import Diagnostics
import LessonDocument

extension Checker {
  /// Compares the fences that hold text of source files with the files.
  mutating func checkIncludes() {
    for include in document.includes {
      switch include.found {
      case .problem(let problem)?: fail(.includeUnusable, of: .lesson, problem)
      case .text(let text)?:
        let held = include.recorded.text.text.replacing("\r\n", with: "\n")
        guard held != text else { continue }
        let name = include.path.text + (include.region.map { "#" + $0.text } ?? "")
        let opening = include.recorded.range.lowerBound..<include.recorded.range.lowerBound + 3
        fail(
          .includeDiffers, of: .lesson,
          Problem(
            "this isn't what `\(name)` holds", at: opening, difference: Self.difference(from: held, to: text),
            help: "`lessons check --accept` copies it from the file"))
        edits.append(replacement(of: include.recorded, by: text))
      case nil: break
      }
    }
  }

  /// The lines that differ, up to a screenful.
  private static func difference(from held: String, to text: String) -> TextDifference {
    let old = held.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let new = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let changes = new.difference(from: old)
    let removed = changes.removals.map { change in
      if case .remove(_, let line, _) = change { TextDifference.Line(.removed, line) } else { TextDifference.Line(.same, "") }
    }
    let added = changes.insertions.map { change in
      if case .insert(_, let line, _) = change { TextDifference.Line(.added, line) } else { TextDifference.Line(.same, "") }
    }
    let shown = removed.prefix(shownLines) + added.prefix(shownLines)
    let rest = removed.count + added.count - shown.count
    return TextDifference(shown + (rest > 0 ? [TextDifference.Line(.skipped, "\(rest) more lines")] : []))
  }

  private static let shownLines = 12
}
