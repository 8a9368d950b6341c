import Foundation
import LessonEngine
import LessonRunner

/// Tells when something that a build depends on was changed, made or removed, by looking again and again: the same on every system.
struct InputWatch {
  let inputs: BuildInputs

  private static let interval = Duration.milliseconds(100)

  /// Waits until the state is another than `old`, and stays the same for a moment, so that a file is not read half written.
  ///
  /// - Parameter patience: So long after the first change it is taken as it is: some file may change all the time.
  func changed(from old: Fingerprint, patience: Duration? = nil) async throws -> Fingerprint {
    var last = old
    var begun: ContinuousClock.Instant?
    while true {
      try await Task.sleep(for: Self.interval)
      let now = inputs.state()
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
