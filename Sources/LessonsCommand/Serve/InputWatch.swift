import Foundation
import LessonEngine
import LessonRunner

/// Detects changes of the files that a build depends on. It polls, which works in the same way on every system.
struct InputWatch {
  let inputs: BuildInputs

  /// The shortest time between two looks. Each look takes longer in a large course, and they are further apart there.
  private static let interval = Duration.milliseconds(30)

  /// How many times as long as a look the pause after it is: an hour without a change costs a fortieth of a core. While a change is awaited to
  /// settle, someone waits for the page.
  private static let pauses = (idle: 40, settling: 15)

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
      pause = max(Self.interval, (ContinuousClock.now - look) * (now == old ? Self.pauses.idle : Self.pauses.settling))
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
