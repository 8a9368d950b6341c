import Foundation
import LessonEngine
import LessonRunner

/// Detects changes of the files that a build depends on. It polls, which works in the same way on every system.
struct InputWatch {
  let inputs: BuildInputs

  /// The shortest time between two looks. In a large course each look takes longer, and they are further apart, so that they take a small part
  /// of a core.
  private static let interval = Duration.milliseconds(30)

  /// Waits until the state differs from `old` and has been stable for a moment, so that no half-written file is read.
  ///
  /// - Parameter patience: How long to wait for a stable state after the first change; some file may change all the time.
  func changed(from old: Fingerprint, patience: Duration? = nil) async throws -> Fingerprint {
    var last = old
    var begun: ContinuousClock.Instant?
    var pause = Self.interval
    while true {
      try await Task.sleep(for: pause)
      let look = ContinuousClock.now
      let now = inputs.state()
      pause = max(Self.interval, (ContinuousClock.now - look) * 15)
      if now != old {
        let since = begun ?? .now
        begun = since
        if now == last { return now }
        if let patience, ContinuousClock.now - since > patience { return now }
      }
      last = now
    }
  }
}
