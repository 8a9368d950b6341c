import Diagnostics
import Foundation

/// A dynamic library of a Swift package, built in release into a scratch folder of its own: `swift test` holds the lock of the usual
/// one, and a debug build would make every lesson slow.
struct SwiftProduct: Sendable, Hashable {
  var package: URL
  var name: String
  /// The targets whose sources decide whether it is built anew; nil if the package itself must say what they are.
  var targets: [String]?

  static let scratchName = ".build-lessonkit"
  /// In the package; where that can't be written, as when the tool is installed for all users, in the user's caches.
  var scratch: URL {
    guard !FileManager.default.isWritableFile(atPath: package.path) else { return package.appending(path: Self.scratchName) }
    var fingerprint = Fingerprint()
    fingerprint.add(package.path)
    let caches = FileManager.default.urls(for: .cachesDirectory, in: .userDomainMask).first ?? FileManager.default.temporaryDirectory
    return caches.appending(path: "lessons/\(fingerprint)")
  }
  /// Where the `.swiftmodule`s are, and where the dynamic library is.
  var modules: URL { libraries.appending(path: "Modules") }
  var libraries: URL { scratch.appending(path: "release") }

  /// Where the compiler finds what a lesson imports: the Swift modules, and those in C that they were made with.
  var moduleFolders: [URL] {
    let folders = targets.map { $0.map { package.appending(path: "Sources/\($0)/include") } } ?? []
    return [modules] + folders.filter { FileManager.default.fileExists(atPath: $0.appending(path: "module.modulemap").path) }
  }

  /// As far as they are known: a package describes them when it is built.
  var sources: PackageSources {
    guard let targets else { return stamp?.sources ?? .usual(of: package) }
    return PackageSources(
      packages: [package], folders: targets.map { package.appending(path: "Sources/\($0)") })
  }

  /// Changes whenever the sources or the compiler change.
  func fingerprint(_ toolchain: Toolchain) throws(ToolFailure) -> String {
    try SourceFingerprint.of(sources, toolchain)
  }

  /// What was built last.
  private struct Stamp: Codable {
    var fingerprint: String
    var sources: PackageSources
  }

  private var stampFile: URL { scratch.appending(path: "\(name.lowercased()).built") }

  /// One that is missing or unreadable only means that the library is built again.
  private var stamp: Stamp? {
    contentsOfRegularFile(stampFile.path).flatMap { ChecksummedFile.content(of: $0, as: Stamp.self) }
  }

  /// Builds it, if its sources are not those it was last built from.
  ///
  /// - Returns: The fingerprint of what is built now.
  func build(_ toolchain: Toolchain, willBuild: () -> Void) async throws(ToolFailure) -> String {
    let file = libraries.appending(path: "lib\(name).\(Self.ending)")
    let isBuilt = FileManager.default.fileExists(atPath: file.path)
    if isBuilt, let stamp, try SourceFingerprint.of(sources, toolchain) == stamp.fingerprint { return stamp.fingerprint }

    willBuild()
    // Of our own package this makes the library of lesson programs, and nothing else.
    let (isSuccess, text) = try await output(
      of: URL(filePath: "/usr/bin/env"),
      [
        "LESSONS_KIT=1", toolchain.swift.path, "build", "-c", "release", "--product", name, "--package-path", package.path,
        "--scratch-path",
        scratch.path,
      ])
    guard isSuccess else {
      throw ToolFailure(
        "the lessons' library doesn't build", details: text,
        help: "mend the library; `swift build --product \(name)` shows the same errors")
    }
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw ToolFailure(
        "the product `\(name)` is no dynamic library, so lessons can't link it",
        help: "write `.library(name: \"\(name)\", type: .dynamic, …)` in \(package.appending(path: "Package.swift").path)")
    }
    var sources = sources
    if targets == nil { sources = try await .described(by: package, scratch: scratch, toolchain) }
    let fingerprint = try SourceFingerprint.of(sources, toolchain)
    do {
      let bytes = ChecksummedFile.bytes(sealing: Stamp(fingerprint: fingerprint, sources: sources)) ?? Data()
      try bytes.write(to: stampFile, options: .atomic)
    } catch {
      throw ToolFailure("\(stampFile.path) could not be written", details: error.localizedDescription)
    }
    return fingerprint
  }

  static var ending: String {
    #if canImport(Darwin)
      "dylib"
    #else
      "so"
    #endif
  }
}
