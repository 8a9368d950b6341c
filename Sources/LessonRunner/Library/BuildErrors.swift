import Diagnostics
import Foundation
import LessonDocument

/// The errors of a package that doesn't build, in the form of those of lessons.
///
/// The package manager prints them twice, amid its progress and many notes.
enum BuildErrors {
  private static let most = 5

  /// The first errors with a place in a file, or all of the output if it has none.
  static func condensed(_ output: String) -> String {
    var seen: Set<String> = []
    let lines = output.split(separator: "\n").filter { line in
      line.wholeMatch(of: /\/.+?:\d+:\d+: error: .*/) != nil && seen.insert(String(line)).inserted
    }
    guard !lines.isEmpty else { return output }
    let rest = lines.count > most ? ["and \(lines.count - most) more"] : []
    return (lines.prefix(most).map { shown(String($0)) } + rest).joined(separator: "\n")
  }

  /// The line with the code that it speaks of; as it is if its file can't be read.
  private static func shown(_ line: String) -> String {
    guard let match = line.wholeMatch(of: /(\/.+?):(\d+):(\d+): error: (.*)/), let number = Int(match.2), let column = Int(match.3),
      let bytes = contentsOfRegularFile(String(match.1)), let file = try? SourceFile(reading: [UInt8](bytes), path: path(String(match.1))),
      1...file.lineCount ~= number
    else { return line }
    let range = file.rangeOfLine(number)
    let start = min(range.lowerBound + column - 1, range.upperBound)
    let text = DiagnosticPrinter().text(for: Diagnostic(Problem(String(match.4), at: start..<start), in: file))
    return String(text.dropLast(text.hasSuffix("\n") ? 1 : 0))
  }

  /// The path as seen from the current folder, if it is in it.
  static func path(_ path: String) -> String {
    let current = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(current) ? String(path.dropFirst(current.count)) : path
  }
}
