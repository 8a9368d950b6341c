import Foundation
import LessonEngine
import SiteRendering

/// The current site in memory, and its errors.
actor PreviewSite {
  /// The answer to a page in a browser: whether the page is current, and the errors for the author.
  struct State: Codable, Sendable {
    /// Changes with every change of the site.
    var version: String
    /// The errors as the terminal shows them.
    var errors: [String] = []
  }

  /// Distinguishes servers, so that a page that stays open during a restart doesn't confuse the versions of both.
  private let server = UInt64.random(in: .min ... .max)
  /// The number of changes of the site; 0 before there is a site.
  private var changes = 0
  private var errors: [String] = []
  private var files: [String: SiteFile] = [:]
  /// The last site without problems, of which the next one keeps what hasn't changed.
  private(set) var standing: StandingSite?

  private var state: State { State(version: "\(server)-\(changes)", errors: errors) }

  /// Replaces the site. Pages that couldn't be made stay as they were, and so does all if no site could be made.
  func show(_ preview: Preview) {
    if let files = preview.files {
      let old = self.files.filter { preview.kept.contains($0.key) }
      self.files = Dictionary(files.map { ($0.path, $0) }) { $1 }.merging(old) { new, _ in new }
    }
    if let standing = preview.standing { self.standing = standing }
    errors = preview.errors
    changes += 1
  }

  /// A file of the site, with the site's version. Waits until there is a site.
  func file(_ path: String) async throws -> (file: SiteFile?, version: String) {
    while changes == 0 { try await Task.sleep(for: Self.interval) }
    return (files[path], state.version)
  }

  /// Waits until the state differs from `version`, or the time is over.
  func state(after version: String?, waitingFor limit: Duration) async throws -> State {
    let end = ContinuousClock.now + limit
    while changes == 0 || state.version == version {
      // Without a site nothing has changed.
      guard ContinuousClock.now < end else { return changes == 0 ? State(version: version ?? "") : state }
      try await Task.sleep(for: Self.interval)
    }
    return state
  }

  /// The interval of polling, which the author waits for half of at each change.
  private static let interval = Duration.milliseconds(10)
}
