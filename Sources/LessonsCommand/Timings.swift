import Foundation
import Synchronization

/// Where the time of a call went: what `--timings` prints.
final class Timings: Sendable {
  private struct Row {
    var name: String
    var duration: Duration
  }

  private struct Lesson {
    var name: String
    var compiling = Duration.zero
    var running = Duration.zero
    var isReused = false
  }

  private struct State {
    var stages: [Row] = []
    var lessons: [Lesson] = []
  }

  private let state = Mutex(State())
  private let begun = ContinuousClock.now

  /// Does a stage of the work and notes how long it took.
  func measuring<Value>(_ stage: String, _ work: () throws -> Value) rethrows -> Value {
    let begun = ContinuousClock.now
    defer { note(stage, since: begun) }
    return try work()
  }

  /// Does a stage of the work and notes how long it took.
  func measuring<Value>(
    _ stage: String, _ work: () async throws -> Value
  ) async rethrows -> Value {
    let begun = ContinuousClock.now
    defer { note(stage, since: begun) }
    return try await work()
  }

  func noteRun(of lesson: String, compiling: Duration, running: Duration) {
    state.withLock { $0.lessons.append(Lesson(name: lesson, compiling: compiling, running: running)) }
  }

  func noteReuse(of lesson: String) {
    state.withLock { $0.lessons.append(Lesson(name: lesson, isReused: true)) }
  }

  private func note(_ stage: String, since begun: ContinuousClock.Instant) {
    let duration = ContinuousClock.now - begun
    state.withLock { $0.stages.append(Row(name: stage, duration: duration)) }
  }

  /// The stages in their order, then the lessons that ran, the slowest first.
  func table() -> String {
    let total = ContinuousClock.now - begun
    let (stages, lessons) = state.withLock { ($0.stages, $0.lessons) }
    let ran = lessons.filter { !$0.isReused }.sorted { $0.compiling + $0.running > $1.compiling + $1.running }
    var lines = stages.map { "\(Self.text($0.duration))  \($0.name)" }
    lines += ran.map { lesson in
      "\(Self.text(lesson.compiling + lesson.running))    \(lesson.name): "
        + "compiling \(Self.text(lesson.compiling).trimmed), running \(Self.text(lesson.running).trimmed)"
    }
    let reused = lessons.count(where: \.isReused)
    if reused > 0 { lines.append("           \(plural(reused, "lesson")) unchanged since the last run") }
    lines.append("\(Self.text(total))  in all")
    return lines.joined(separator: "\n")
  }

  /// Milliseconds, so that columns line up: ` 1234.5 ms`.
  private static func text(_ duration: Duration) -> String {
    let tenths = Int((duration / .microseconds(100)).rounded())
    let digits = "\(tenths / 10).\(tenths % 10) ms"
    return String(repeating: " ", count: max(0, 10 - digits.count)) + digits
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
