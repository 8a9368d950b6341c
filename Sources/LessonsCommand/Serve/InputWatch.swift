import Foundation
import LessonEngine
import LessonRunner

/// Detects changes of the files that a build depends on. It polls, which works in the same way on every system.
struct InputWatch {
  let inputs: BuildInputs

  /// The shortest time between two looks. Each look takes longer in a large course, and they are further apart there.
  private static let interval = Duration.milliseconds(30)

  /// How many times as long as a look the pause after it is: an hour without a change costs a fortieth of a core. Whoever has just saved a file
  /// will soon save again, and waits for the page.
  private static let pauses = (idle: 40, lively: 15)

  /// How long after a change the next one is expected.
  private static let liveliness = Duration.seconds(60)

  /// Waits until the state differs from `old`. The files may still be changing then.
  func changed(from old: Fingerprint) async throws -> Fingerprint {
    let begun = ContinuousClock.now
    var pause = Self.interval
    while true {
      try await Task.sleep(for: pause)
      let look = ContinuousClock.now
      let now = inputs.state()
      if now != old { return now }
      pause = max(Self.interval, (.now - look) * (look - begun < Self.liveliness ? Self.pauses.lively : Self.pauses.idle))
    }
  }

  /// The state a moment after another was seen. If both are the same, no file is half written.
  func next() async throws -> Fingerprint {
    try await Task.sleep(for: Self.interval)
    return inputs.state()
  }

  /// Waits until the state differs from `old` and is the same at two looks.
  func rested(from old: Fingerprint) async throws -> Fingerprint {
    var last = old
    while true {
      let now = try await last == old ? changed(from: old) : next()
      if now == last { return now }
      last = now
    }
  }
}
