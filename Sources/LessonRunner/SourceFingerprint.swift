import Diagnostics
import Foundation

/// A number that changes when a source file does: of names and contents, so that neither a fresh clone nor an older
/// revision checked out is mistaken for what was built before.
enum SourceFingerprint {
  static func of(package: URL, folders: [URL], toolchain: Toolchain) throws(ToolFailure) -> String {
    var files = [package.appending(path: "Package.swift")]
    for folder in folders {
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
      let isSource = { (name: String) in [".swift", ".c", ".h"].contains { name.hasSuffix($0) } }
      files += names.filter(isSource).sorted().map { folder.appending(path: $0) }
    }
    var fingerprint = Fingerprint()
    fingerprint.add(toolchain.identity)
    for file in files {
      guard let content = FileManager.default.contents(atPath: file.path) else {
        throw ToolFailure("\(file.path) could not be read")
      }
      fingerprint.add(file.lastPathComponent)
      fingerprint.add(content)
    }
    return fingerprint.description
  }
}
