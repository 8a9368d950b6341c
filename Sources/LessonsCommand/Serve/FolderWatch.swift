import Foundation
import LessonRunner

/// Tells when a file below some folders was changed, made or removed, by looking at their states again and again: the same on every
/// system, and a look at a course costs a millisecond.
struct FolderWatch {
  let folders: [URL]

  private static let interval = Duration.milliseconds(100)

  /// What the folders hold now.
  func state() -> Fingerprint {
    var state = Fingerprint()
    for folder in folders {
      // A folder that isn't there holds nothing.
      for path in ((try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []).sorted() {
        state.addState(ofFile: folder.appending(path: path).path)
      }
    }
    return state
  }

  /// Waits until the state is another than `old`, and stays the same for a moment, so that a file is not read half written.
  func changed(from old: Fingerprint) async throws -> Fingerprint {
    var last = old
    while true {
      try await Task.sleep(for: Self.interval)
      let now = state()
      if now == last, now != old { return now }
      last = now
    }
  }
}
