import Diagnostics
import Foundation

/// What a product of a Swift package is built from: the package, and the packages on this disk that it depends on, with the source
/// folders of each. Packages from elsewhere don't change as long as the manifests and `Package.resolved` don't.
struct PackageSources: Codable, Sendable, Hashable {
  var packages: [URL]
  var folders: [URL]

  /// The manifests, and all files that are built, in an order that is always the same.
  var files: [URL] { packages.flatMap(Self.manifests(of:)) + folders.flatMap(Self.builtFiles(in:)) }

  /// `Package.swift`, those for other versions of Swift, and the versions of other packages that it was built with.
  private static func manifests(of package: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: package.path)) ?? []
    let found = names.filter { $0 == "Package.resolved" || $0.wholeMatch(of: /Package@swift-.*\.swift/) != nil }
    return (["Package.swift"] + found.sorted()).map { package.appending(path: $0) }
  }

  /// Sources in any language, and what is put beside them; not their documentation, nor what isn't seen.
  private static func builtFiles(in folder: URL) -> [URL] {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    return paths.filter { path in
      let parts = path.split(separator: "/")
      return !parts.contains { $0.hasPrefix(".") || $0.hasSuffix(".docc") } && !path.hasSuffix(".md")
    }.sorted().map { folder.appending(path: $0) }
  }

  /// What a package has as long as its own word isn't known.
  static func usual(of package: URL) -> PackageSources {
    PackageSources(packages: [package], folders: [package.appending(path: "Sources")])
  }

  /// As the packages describe themselves.
  static func described(by package: URL, scratch: URL, _ toolchain: Toolchain) async throws(ToolFailure) -> PackageSources {
    var sources = PackageSources(packages: [], folders: [])
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
      sources.packages.append(next)
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
