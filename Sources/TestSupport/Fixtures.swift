import Foundation

/// The data of the tests, in `Tests/Fixtures`.
package enum Fixtures {
  package static func url(_ path: String) -> URL {
    // Sources/TestSupport/Fixtures.swift, three levels down.
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Tests/Fixtures").appending(path: path)
  }

  package static func bytes(of path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: url(path))) }

  /// The text of a page of the documentation.
  package static func documentation(_ name: String) throws -> String {
    String(decoding: try bytes(of: "../../Documentation/\(name).md"), as: UTF8.self)
  }

  /// The text of a snapshot. If `RECORD_SNAPSHOTS` is in the environment, the snapshot is first written anew, to be reviewed and
  /// committed.
  package static func snapshot(_ path: String, of present: String) throws -> String {
    let file = url(path)
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(present.utf8).write(to: file)
    }
    return try String(contentsOf: file, encoding: .utf8)
  }
}
