import Foundation

/// A temporary folder of a test, deleted with this object.
package final class TemporaryFolder: Sendable {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file, and creates the folders of its path.
  package func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
    let file = url.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    // Write atomically, as editors do, so that a watcher of the folder never reads half a file.
    try Data(bytes).write(to: file, options: .atomic)
  }

  package func write(_ text: String, to path: String) throws { try write(text.utf8, to: path) }

  package func read(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url.appending(path: path))) }

  package func text(of path: String) throws -> String { String(decoding: try read(path), as: UTF8.self) }
}
