import Foundation
import LessonEngine
import LessonRunner

/// Keeps a preview current: builds, shows, and waits for the next change, until it is ended.
struct PreviewLoop: Sendable {
  let build: PreviewBuild
  let site: PreviewSite

  func run() async throws {
    var watch = InputWatch(inputs: try build.inputs())
    var change = Change(state: watch.inputs.state())
    while true {
      change = try await nextChange(after: change, watch)
      // The course may name another library now. The build reports problems with that.
      if let inputs = try? build.inputs(), inputs != watch.inputs {
        watch = InputWatch(inputs: inputs)
        change.state = inputs.state()
      }
    }
  }

  /// What the files are like after a change.
  private struct Change {
    var state: Fingerprint
    /// When the files began to change; nil if they rest, so that no file is half written.
    var begun: ContinuousClock.Instant?
    /// Whether another change may end a build that continues for long. The build after one that was ended finishes in any case. Otherwise a
    /// file that changes all the time would keep the site from being built.
    var mayEndBuild = true
  }

  /// What happens while a site is built.
  private enum Turn {
    case made(Preview)
    case rested
    case changed(Change)
  }

  /// How long a build may continue after a change before it is ended. Most builds finish and are shown, but a cell that never ends doesn't
  /// keep the author from correcting it.
  private static let grace = Duration.seconds(3)

  /// How long files may change without a rest until a site is shown all the same; some file may change all the time.
  private static let patience = Duration.seconds(1)

  /// Builds the site, shows it, and waits for the next change.
  ///
  /// A build begins as soon as a change is seen, and what it made is shown when the files have rested: nobody waits for that alone.
  private func nextChange(after change: Change, _ watch: InputWatch) async throws -> Change {
    let early = try await withThrowingTaskGroup(of: Turn.self) { tasks -> Change? in
      tasks.addTask { .made(try await build.preview(keeping: site.standing)) }
      tasks.addTask {
        guard let begun = change.begun, ContinuousClock.now - begun < Self.patience else { return .rested }
        let now = try await watch.next()
        return now == change.state ? .rested : .changed(Change(state: now, begun: begun, mayEndBuild: change.mayEndBuild))
      }
      defer { tasks.cancelAll() }
      var made: Preview?
      var hasRested = false
      for try await turn in tasks {
        switch turn {
        case .changed(let next): return next
        case .made(let preview): made = preview
        case .rested:
          hasRested = true
          guard change.mayEndBuild, made == nil else { break }
          tasks.addTask {
            _ = try await watch.changed(from: change.state)
            try await Task.sleep(for: Self.grace)
            // Don't end a build for a file that changes all the time, as far as that can be recognized.
            return .changed(Change(state: try await watch.rested(from: change.state), mayEndBuild: false))
          }
        }
        if let made, hasRested {
          await site.show(made)
          made.report()
          // Flush, since standard output may be a pipe that somebody reads.
          try StandardOutput.flush()
          return nil
        }
      }
      return nil
    }
    if let early { return early }
    return Change(state: try await watch.changed(from: change.state), begun: .now)
  }
}
