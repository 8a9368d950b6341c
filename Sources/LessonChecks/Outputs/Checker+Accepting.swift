import CellAnalysis
import Diagnostics
import LessonDocument

/// The edits of `--accept`. They change only the lines of an output, within the list or quotation around it.
extension Checker {
  /// Inserts a new fence after the cell.
  func insertion(of output: String, after cell: Cell) -> Edit {
    let newline = lineEnding(at: cell.range.lowerBound)
    let fence = Self.fence("`", atLeast: 3, for: output)
    let lines = Self.prefixed(["", fence + "output"] + Self.lines(of: output) + [fence], with: cell.linePrefix)
    return Edit(
      range: cell.insertionPoint..<cell.insertionPoint, replacement: newline + lines.joined(separator: newline))
  }

  /// Replaces the content of a recorded fence. Its info words stay, and the fence is made longer only if the output requires it.
  func replacement(of recorded: RecordedOutput, by output: String) -> Edit {
    let newline = lineEnding(at: recorded.range.lowerBound)
    let opening = document.file.slice(recorded.range).prefix { !$0.isNewline }
    let old = opening.prefix { $0 == opening.first }
    let fence = Self.fence(opening.first ?? "`", atLeast: old.count, for: output)
    let lines = Self.prefixed(Self.lines(of: output) + [fence], with: recorded.linePrefix)
    return Edit(
      range: recorded.range, replacement: ([fence + opening.dropFirst(old.count)] + lines).joined(separator: newline))
  }

  private static func lines(of output: String) -> [String] {
    output.isEmpty ? [] : output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// A fence that is longer than any run of its character in the output.
  private static func fence(_ character: Character, atLeast count: Int, for output: String) -> String {
    var (longest, current) = (0, 0)
    for other in output {
      current = other == character ? current + 1 : 0
      longest = max(longest, current)
    }
    return String(repeating: character, count: max(count, longest + 1))
  }

  /// The lines with a prefix. The prefix of an empty line loses its trailing spaces.
  private static func prefixed(_ lines: [String], with prefix: String) -> [String] {
    lines.map { $0.isEmpty ? prefix.trimmingTrailingSpaces() : prefix + $0 }
  }

  /// The line ending of the line at an offset.
  func lineEnding(at offset: Int) -> String {
    let end = document.file.rangeOfLine(document.file.position(at: offset).line).upperBound
    return document.file.slice(end..<end + 1).utf8.first == UInt8(ascii: "\r") ? "\r\n" : "\n"
  }
}
