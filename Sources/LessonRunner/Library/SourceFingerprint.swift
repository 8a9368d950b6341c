import Diagnostics
import Foundation

/// A hash of names and contents of source files. Unlike modification times, it recognizes a fresh clone, and an older revision that was
/// checked out.
enum SourceFingerprint {
  static func of(_ sources: PackageSources, _ toolchain: Toolchain) throws(ToolFailure) -> String {
    var fingerprint = Fingerprint()
    fingerprint.add(toolchain.identity)
    for file in sources.files {
      fingerprint.add(file[(file.lastIndex(of: "/") ?? file.startIndex)...].utf8)
      // A folder has no content of its own.
      guard fingerprint.addContent(ofFile: file) || isFolder(file) else { throw ToolFailure("\(file) could not be read") }
    }
    return fingerprint.description
  }

  /// Whether it is a folder; false if it can't be examined, which is then reported as an unreadable file.
  private static func isFolder(_ path: String) -> Bool {
    var state = stat()
    return stat(path, &state) == 0 && state.st_mode & S_IFMT == S_IFDIR
  }
}
