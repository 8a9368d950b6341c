import Foundation
import SiteRendering

/// The site as it is shown now, in memory, and what is wrong with it.
actor PreviewSite {
  /// What a page in the browser asks for: whether it is still current, and what the author should know.
  struct State: Codable, Sendable {
    /// Counts the changes of the site.
    var version = 0
    /// The errors as the terminal shows them.
    var errors: [String] = []
  }

  private var files: [String: SiteFile] = [:]
  private(set) var state = State()

  /// Shows another site.
  ///
  /// - Parameter files: nil if none could be made; the last one then stays.
  func show(_ files: [SiteFile]?, errors: [String]) {
    // A lesson that can't be read has no page; its last one is better than none.
    for file in files ?? [] { self.files[file.path] = file }
    state = State(version: state.version + 1, errors: errors)
  }

  /// A file of the site, as soon as there is one.
  func file(_ path: String) async throws -> SiteFile? {
    while state.version == 0 { try await Task.sleep(for: Self.interval) }
    return files[path]
  }

  /// Waits until the state is newer than `version`, or for so long.
  func state(after version: Int, waitingFor limit: Duration) async throws -> State {
    let end = ContinuousClock.now + limit
    while state.version <= version, ContinuousClock.now < end { try await Task.sleep(for: Self.interval) }
    return state
  }

  /// How soon a change is seen: at once, for a person.
  private static let interval = Duration.milliseconds(30)
}
