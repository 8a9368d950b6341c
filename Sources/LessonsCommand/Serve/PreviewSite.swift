import Foundation
import SiteRendering

/// The site as it is shown now, in memory, and what is wrong with it.
actor PreviewSite {
  /// What a page in the browser asks for: whether it is still current, and what the author should know.
  struct State: Codable, Sendable {
    /// Another one after every change of the site.
    var version: String
    /// The errors as the terminal shows them.
    var errors: [String] = []
  }

  /// A page that is open while the server begins anew must not take the new one's versions for the old one's.
  private let server = UInt64.random(in: .min ... .max)
  /// Counts the changes of the site; nothing is shown before the first.
  private var changes = 0
  private var errors: [String] = []
  private var files: [String: SiteFile] = [:]

  private var state: State { State(version: "\(server)-\(changes)", errors: errors) }

  /// Shows another site.
  ///
  /// - Parameters:
  ///   - files: nil if none could be made; the last one then stays.
  ///   - kept: The paths of pages that couldn't be made: their last ones are better than none.
  func show(_ files: [SiteFile]?, keeping kept: [String] = [], errors: [String]) {
    if let files {
      let old = self.files.filter { kept.contains($0.key) }
      self.files = Dictionary(files.map { ($0.path, $0) }) { $1 }.merging(old) { new, _ in new }
    }
    self.errors = errors
    changes += 1
  }

  /// A file of the site, and the version that it belongs to, as soon as there is one.
  func file(_ path: String) async throws -> (file: SiteFile?, version: String) {
    while changes == 0 { try await Task.sleep(for: Self.interval) }
    return (files[path], state.version)
  }

  /// Waits until the state is another than `version`, or for so long.
  func state(after version: String?, waitingFor limit: Duration) async throws -> State {
    let end = ContinuousClock.now + limit
    while changes == 0 || state.version == version {
      // Without a site there is no news.
      guard ContinuousClock.now < end else { return changes == 0 ? State(version: version ?? "") : state }
      try await Task.sleep(for: Self.interval)
    }
    return state
  }

  /// How soon a change is seen: at once, for a person.
  private static let interval = Duration.milliseconds(30)
}
