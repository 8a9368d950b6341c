import Foundation

/// A folder of a test's own, gone with the test.
package final class TemporaryFolder: Sendable {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file, and the folders on the way to it.
  package func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
    let file = url.appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    // As editors do: whoever watches the folder never reads a file half written, however busy the machine.
    try Data(bytes).write(to: file, options: .atomic)
  }

  package func write(_ text: String, to path: String) throws { try write(text.utf8, to: path) }

  package func read(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url.appending(path: path))) }

  package func text(of path: String) throws -> String { String(decoding: try read(path), as: UTF8.self) }
}
