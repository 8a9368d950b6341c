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
      let folder = folder.resolvingSymlinksInPath()
      // A folder that isn't there holds nothing.
      for path in ((try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []).sorted() {
        state.addState(ofFile: folder.appending(path: path).path)
      }
    }
    return state
  }

  /// Waits until the state is another than `old`, and stays the same for a moment, so that a file is not read half written.
  ///
  /// - Parameter patience: So long after the first change it is taken as it is: some file may change all the time.
  func changed(from old: Fingerprint, patience: Duration? = nil) async throws -> Fingerprint {
    var last = old
    var begun: ContinuousClock.Instant?
    while true {
      try await Task.sleep(for: Self.interval)
      let now = state()
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
