import Synchronization

/// The time that a call spent on each stage and each lesson.
package final class Timings: Sendable {
  package struct Stage: Sendable {
    package var name: String
    package var duration: Duration
  }

  /// A lesson that ran.
  package struct LessonRun: Sendable {
    package var name: String
    package var compiling: Duration
    package var running: Duration
  }

  private struct State {
    var stages: [Stage] = []
    var runs: [LessonRun] = []
    var reusedLessons = 0
  }

  private let state = Mutex(State())
  private let begun = ContinuousClock.now

  package init() {}

  /// The stages in their order.
  package var stages: [Stage] { state.withLock { $0.stages } }
  package var runs: [LessonRun] { state.withLock { $0.runs } }
  /// The number of lessons that didn't run, because an earlier run is still valid.
  package var reusedLessons: Int { state.withLock { $0.reusedLessons } }
  /// The time since the call began.
  package var total: Duration { ContinuousClock.now - begun }

  /// Does the work of a stage and records its time.
  package func measuring<Value>(_ stage: String, _ work: () throws -> Value) rethrows -> Value {
    let begun = ContinuousClock.now
    defer { note(stage, since: begun) }
    return try work()
  }

  /// Does the work of a stage and records its time.
  package func measuring<Value>(
    _ stage: String, _ work: () async throws -> Value
  ) async rethrows -> Value {
    let begun = ContinuousClock.now
    defer { note(stage, since: begun) }
    return try await work()
  }

  func noteRun(of lesson: String, compiling: Duration, running: Duration) {
    state.withLock { $0.runs.append(LessonRun(name: lesson, compiling: compiling, running: running)) }
  }

  func noteReuse() { state.withLock { $0.reusedLessons += 1 } }

  private func note(_ stage: String, since begun: ContinuousClock.Instant) {
    let duration = ContinuousClock.now - begun
    state.withLock { $0.stages.append(Stage(name: stage, duration: duration)) }
  }
}
