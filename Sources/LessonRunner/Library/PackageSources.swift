import Diagnostics
import Foundation
import ToolSupport

/// The sources of a Swift package's product: the package, the packages on this disk that it depends on, and the source folders of each.
/// Other dependencies can't change unless a manifest or `Package.resolved` does.
struct PackageSources: Codable, Sendable, Hashable {
  var packages: [URL]
  var folders: [URL]

  /// The paths of the manifests and of all source files, in a deterministic order.
  var files: [String] { packages.flatMap(Self.manifests(of:)) + folders.flatMap(Self.builtFiles(in:)) }

  /// `Package.swift`, its variants for other versions of Swift, and the resolved versions of dependencies.
  private static func manifests(of package: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: package.path)) ?? []
    let found = names.filter { $0 == "Package.resolved" || $0.hasPrefix("Package@swift-") && $0.hasSuffix(".swift") }
    return (["Package.swift"] + found.sorted()).map { "\(package.path)/\($0)" }
  }

  /// All files in a source folder, including resources, but without documentation and hidden files.
  private static func builtFiles(in folder: URL) -> [String] {
    func isBuilt(_ path: String) -> Bool {
      let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
      return !name.hasPrefix(".") && !name.hasSuffix(".docc")
    }
    let found = paths(below: folder.path, entering: isBuilt) ?? []
    return found.filter { isBuilt($0) && !$0.hasSuffix(".md") }.sorted().map { "\(folder.path)/\($0)" }
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
