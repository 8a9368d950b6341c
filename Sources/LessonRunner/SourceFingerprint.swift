import Diagnostics
import Foundation

/// A number that changes when a source file does: of names and contents, so that neither a fresh clone nor an older
/// revision checked out is mistaken for what was built before.
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
  /// What can't be looked at is none, and is told as a file that can't be read.
  fileprivate var isFolder: Bool { (try? resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true }
}
