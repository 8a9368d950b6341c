import Diagnostics
import Foundation

/// The sources of a Swift package's product: the package, the packages on this disk that it depends on, and the source folders of each.
/// Other dependencies can't change unless a manifest or `Package.resolved` does.
struct PackageSources: Codable, Sendable, Hashable {
  var packages: [URL]
  var folders: [URL]

  /// The manifests and all source files, in a deterministic order.
  var files: [URL] { packages.flatMap(Self.manifests(of:)) + folders.flatMap(Self.builtFiles(in:)) }

  /// `Package.swift`, its variants for other versions of Swift, and the resolved versions of dependencies.
  private static func manifests(of package: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: package.path)) ?? []
    let found = names.filter { $0 == "Package.resolved" || $0.wholeMatch(of: /Package@swift-.*\.swift/) != nil }
    return (["Package.swift"] + found.sorted()).map { package.appending(path: $0) }
  }

  /// All files in a source folder, including resources, but without documentation and hidden files.
  private static func builtFiles(in folder: URL) -> [URL] {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    return paths.filter { path in
      let parts = path.split(separator: "/")
      return !parts.contains { $0.hasPrefix(".") || $0.hasSuffix(".docc") } && !path.hasSuffix(".md")
    }.sorted().map { folder.appending(path: $0) }
  }

  /// The layout as described by the packages themselves.
  static func described(by package: URL, scratch: URL, _ toolchain: Toolchain) async throws(ToolFailure) -> PackageSources {
    var sources = PackageSources(packages: [], folders: [])
    var waiting = [package.standardizedFileURL]
    var known: Set<URL> = []
    while let next = waiting.popLast() {
      guard known.insert(next).inserted else { continue }
      let description = try await PackageDescription.of(next, scratch: scratch, toolchain)
      sources.packages.append(next)
      sources.folders += description.targets.filter { $0.type != "test" }.map { next.appending(path: $0.path) }
      waiting += description.dependencies.compactMap(\.path).map { URL(filePath: $0).standardizedFileURL }
    }
    return sources
  }

  /// Adds the packages and folders of other sources that these lack.
  mutating func add(_ other: PackageSources) {
    packages += other.packages.filter { !packages.contains($0) }
    folders += other.folders.filter { !folders.contains($0) }
  }
}
