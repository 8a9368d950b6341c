import Diagnostics
import Foundation

/// The dynamic library of the tool's own package that every lesson links, built in release mode into its own scratch folder: `swift test` locks the usual folder, and a
/// debug build would make every lesson slow.
struct SwiftProduct: Sendable, Hashable {
  var package: URL
  var name: String
  /// The targets whose sources decide whether it is built again.
  var targets: [String]

  static let scratchName = ".build-lessonkit"
  /// In the package; if that isn't writable, as after an installation for all users, in the user's caches.
  var scratch: URL {
    guard !FileManager.default.isWritableFile(atPath: package.path) else { return package.appending(path: Self.scratchName) }
    var fingerprint = Fingerprint()
    fingerprint.add(package.path)
    let caches = FileManager.default.urls(for: .cachesDirectory, in: .userDomainMask).first ?? FileManager.default.temporaryDirectory
    return caches.appending(path: "lessons/\(fingerprint)")
  }
  /// The folder of the `.swiftmodule` files, in the folder of the dynamic library.
  var modules: URL { libraries.appending(path: "Modules") }
  var libraries: URL { scratch.appending(path: "release") }

  /// The folders of the modules that a lesson imports, and of the C modules that those were built with.
  var moduleFolders: [URL] {
    let folders = targets.map { package.appending(path: "Sources/\($0)/include") }
    return [modules] + folders.filter { FileManager.default.fileExists(atPath: $0.appending(path: "module.modulemap").path) }
  }

  var sources: PackageSources {
    PackageSources(packages: [package], folders: targets.map { package.appending(path: "Sources/\($0)") })
  }

  /// Changes whenever the sources or the compiler change.
  func fingerprint(_ toolchain: Toolchain) throws(ToolFailure) -> String {
    try SourceFingerprint.of(sources, toolchain)
  }

  /// A record of the last build.
  private struct Stamp: Codable {
    var fingerprint: String
    var sources: PackageSources
  }

  private var stampFile: URL { scratch.appending(path: "\(name.lowercased()).built") }

  /// The record; nil if it is missing or unreadable, so that the library is built again.
  private var stamp: Stamp? {
    contentsOfRegularFile(stampFile.path).flatMap { ChecksummedFile.content(of: $0, as: Stamp.self) }
  }

  /// Builds the library if its sources have changed since the last build.
  ///
  /// - Returns: The fingerprint of the build.
  func build(_ toolchain: Toolchain, willBuild: () -> Void) async throws(ToolFailure) -> String {
    let file = libraries.appending(path: "lib\(name).\(Self.ending)")
    let isBuilt = FileManager.default.fileExists(atPath: file.path)
    if isBuilt, let stamp, try SourceFingerprint.of(sources, toolchain) == stamp.fingerprint { return stamp.fingerprint }

    // Without a place for temporary files, SwiftPM reports an internal error: this names the cause.
    withExtendedLifetime(try RunFolder()) {}
    willBuild()
    // Build only the library of lesson programs, not the whole package.
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
        help: "correct the library; `swift build --product \(name)` shows the same errors")
    }
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw ToolFailure(
        "the product `\(name)` isn't a dynamic library, so lessons can't link it",
        help: "check \(package.appending(path: "Package.swift").path)")
    }
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
