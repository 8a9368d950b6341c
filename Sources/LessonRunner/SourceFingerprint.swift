import Diagnostics
import Foundation

/// A number that changes when a source file does: of names and contents, so that neither a fresh clone nor an older
/// revision checked out is mistaken for what was built before.
enum SourceFingerprint {
  static func of(_ sources: PackageSources, _ toolchain: Toolchain) throws(ToolFailure) -> String {
    var files = sources.manifests
    for folder in sources.folders {
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
      files += names.filter(isBuilt).sorted().map { folder.appending(path: $0) }
    }
    var fingerprint = Fingerprint()
    fingerprint.add(toolchain.identity)
    for file in files {
      fingerprint.add(file.lastPathComponent)
      // A folder has no content of its own.
      guard fingerprint.addContent(ofFile: file.path) || file.isFolder else {
        throw ToolFailure("\(file.path) could not be read")
      }
    }
    return fingerprint.description
  }

  /// Sources in any language, and what is put beside them; not their documentation, nor what isn't seen.
  private static func isBuilt(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    return !parts.contains { $0.hasPrefix(".") || $0.hasSuffix(".docc") } && !path.hasSuffix(".md")
  }
}

extension URL {
  /// What can't be looked at is none, and is told as a file that can't be read.
  fileprivate var isFolder: Bool { (try? resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true }
}
