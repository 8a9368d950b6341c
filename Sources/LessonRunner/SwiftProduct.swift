import Diagnostics
import Foundation

/// A dynamic library of a Swift package, built in release into a scratch folder of its own: `swift test` holds the lock of the usual
/// one, and a debug build would make every lesson slow.
struct SwiftProduct: Sendable, Hashable {
  var package: URL
  var name: String
  /// The targets whose sources decide whether it is built anew; nil for all of the package.
  var targets: [String]?

  var scratch: URL { package.appending(path: ".build-lessonkit") }
  /// Where the `.swiftmodule`s are, and where the dynamic library is.
  var modules: URL { libraries.appending(path: "Modules") }
  var libraries: URL { scratch.appending(path: "release") }

  /// Where the compiler finds what a lesson imports: the Swift modules, and those in C that they were made with.
  var moduleFolders: [URL] {
    let folders = targets.map { $0.map { package.appending(path: "Sources/\($0)/include") } } ?? []
    return [modules] + folders.filter { FileManager.default.fileExists(atPath: $0.appending(path: "module.modulemap").path) }
  }

  var sourceFolders: [URL] {
    targets.map { $0.map { package.appending(path: "Sources/\($0)") } } ?? [package.appending(path: "Sources")]
  }

  /// Changes whenever the sources or the compiler change.
  func fingerprint(_ toolchain: Toolchain) throws(ToolFailure) -> String {
    try SourceFingerprint.of(package: package, folders: sourceFolders, toolchain: toolchain)
  }

  /// Builds it, if its sources are not those it was last built from.
  ///
  /// - Returns: The fingerprint of what is built now.
  func build(_ toolchain: Toolchain, willBuild: () -> Void) async throws(ToolFailure) -> String {
    let fingerprint = try fingerprint(toolchain)
    let stamp = scratch.appending(path: "\(name.lowercased()).fingerprint")
    // A stamp that is missing or unreadable only means that the library is built again.
    if let built = try? String(contentsOf: stamp, encoding: .utf8), built == fingerprint { return fingerprint }

    willBuild()
    let (isSuccess, text) = try await output(
      of: toolchain.swift,
      ["build", "-c", "release", "--product", name, "--package-path", package.path, "--scratch-path", scratch.path])
    guard isSuccess else {
      throw ToolFailure(
        "the lessons' library doesn't build", details: text,
        help: "mend the library; `swift build --product \(name)` shows the same errors")
    }
    let file = libraries.appending(path: "lib\(name).\(Self.ending)")
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw ToolFailure(
        "the product `\(name)` is no dynamic library, so lessons can't link it",
        help: "write `.library(name: \"\(name)\", type: .dynamic, …)` in \(package.appending(path: "Package.swift").path)")
    }
    do {
      try fingerprint.write(to: stamp, atomically: true, encoding: .utf8)
    } catch {
      throw ToolFailure("\(stamp.path) could not be written", details: error.localizedDescription)
    }
    return fingerprint
  }

  private static var ending: String {
    #if canImport(Darwin)
      "dylib"
    #else
      "so"
    #endif
  }
}
