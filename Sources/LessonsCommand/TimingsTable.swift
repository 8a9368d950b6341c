import Foundation
import LessonEngine

/// The times of a call's stages and lessons, as printed by `--timings`.
struct TimingsTable {
  let timings: Timings

  /// The stages in their order, then the lessons that ran, slowest first.
  var text: String {
    let total = timings.total
    var lines = timings.stages.map { "\(Self.text($0.duration))  \($0.name)" }
    lines += timings.runs.sorted { $0.compiling + $0.running > $1.compiling + $1.running }.map { lesson in
      "\(Self.text(lesson.compiling + lesson.running))    \(lesson.name): "
        + "compiling \(Self.text(lesson.compiling).trimmed), running \(Self.text(lesson.running).trimmed)"
    }
    let reused = timings.reusedLessons
    if reused > 0 { lines.append("           \(plural(reused, "lesson")) unchanged since the last run") }
    lines.append("\(Self.text(total))  in all")
    return lines.joined(separator: "\n")
  }

  /// A duration in milliseconds, aligned in a column: ` 1234.5 ms`.
  private static func text(_ duration: Duration) -> String {
    let tenths = Int((duration / .microseconds(100)).rounded())
    let digits = "\(tenths / 10).\(tenths % 10) ms"
    return String(repeating: " ", count: max(0, 10 - digits.count)) + digits
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
