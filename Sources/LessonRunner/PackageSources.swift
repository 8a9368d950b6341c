import Diagnostics
import Foundation

/// What a product of a Swift package is built from: the manifests and source folders of the package, and of the packages on this disk
/// that it depends on. Packages from elsewhere don't change as long as the manifests don't.
struct PackageSources: Codable, Sendable, Hashable {
  var manifests: [URL]
  var folders: [URL]

  /// What a package has as long as its own word isn't known.
  static func usual(of package: URL) -> PackageSources {
    PackageSources(manifests: [package.appending(path: "Package.swift")], folders: [package.appending(path: "Sources")])
  }

  /// As the packages describe themselves.
  static func described(by package: URL, scratch: URL, _ toolchain: Toolchain) async throws(ToolFailure) -> PackageSources {
    var sources = PackageSources(manifests: [], folders: [])
    var waiting = [package.standardizedFileURL]
    var known: Set<URL> = []
    while let next = waiting.popLast() {
      guard known.insert(next).inserted else { continue }
      let (isSuccess, text) = try await output(
        of: toolchain.swift,
        ["package", "--package-path", next.path, "--scratch-path", scratch.path, "describe", "--type", "json"])
      guard isSuccess, let start = text.firstIndex(of: "{"),
        let description = try? JSONDecoder().decode(Description.self, from: Data(text[start...].utf8))
      else {
        throw ToolFailure("the package \(next.path) could not be read", details: text, help: "`swift package describe` says the same")
      }
      sources.manifests.append(next.appending(path: "Package.swift"))
      sources.folders += description.targets.filter { $0.type != "test" }.map { next.appending(path: $0.path) }
      waiting += description.dependencies.compactMap(\.path).map { URL(filePath: $0).standardizedFileURL }
    }
    return sources
  }

  private struct Description: Decodable {
    struct Target: Decodable {
      var path: String
      var type: String
    }
    struct Dependency: Decodable {
      /// Of a package on this disk.
      var path: String?
    }
    var targets: [Target]
    var dependencies: [Dependency]
  }
}
