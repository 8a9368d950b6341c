import Diagnostics
import Foundation

/// A hash of names and contents of source files. Unlike modification times, it recognizes a fresh clone, and an older revision that was
/// checked out.
enum SourceFingerprint {
  static func of(_ sources: PackageSources, _ toolchain: Toolchain) throws(ToolFailure) -> String {
    var fingerprint = Fingerprint()
    fingerprint.add(toolchain.identity)
    for file in sources.files {
      fingerprint.add(file.lastPathComponent)
      // A folder has no content of its own.
      guard fingerprint.addContent(ofFile: file.path) || file.isFolder else {
        throw ToolFailure("\(file.path) could not be read")
      }
    }
    return fingerprint.description
  }
}

extension URL {
  /// Whether the URL is a folder; false if it can't be examined, which is then reported as an unreadable file.
  fileprivate var isFolder: Bool { (try? resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true }
}
