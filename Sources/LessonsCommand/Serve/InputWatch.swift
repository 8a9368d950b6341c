import Foundation
import LessonEngine
import LessonRunner

/// Detects changes of the files that a build depends on. It polls, which works in the same way on every system.
struct InputWatch {
  let inputs: BuildInputs

  /// How long a state must last to be at rest.
  private static let rest = Duration.milliseconds(30)

  /// The shortest pause between two looks, and how many times as long as a look it is: an hour without a change costs a fortieth of a core.
  private static let idle = (shortest: Duration.milliseconds(30), factor: 40)

  /// The same while whoever has just saved a file will soon save again, and waits for the page.
  private static let lively = (shortest: Duration.milliseconds(10), factor: 15)

  /// How long after a change the next one is expected.
  private static let liveliness = Duration.seconds(60)

  /// Waits until the state differs from `old`. The files may still be changing then.
  func changed(from old: Fingerprint) async throws -> Fingerprint {
    let begun = ContinuousClock.now
    var pause = Self.lively.shortest
    while true {
      try await Task.sleep(for: pause)
      let look = ContinuousClock.now
      let now = inputs.state()
      if now != old { return now }
      let pauses = look - begun < Self.liveliness ? Self.lively : Self.idle
      pause = max(pauses.shortest, (.now - look) * pauses.factor)
    }
  }

  /// The state a moment after another was seen. If both are the same, no file is half written.
  func next() async throws -> Fingerprint {
    try await Task.sleep(for: Self.rest)
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
