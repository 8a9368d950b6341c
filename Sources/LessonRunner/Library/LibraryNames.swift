import Foundation
import Synchronization

/// The public names of the modules that a lesson imports, to suggest one for a name that doesn't exist.
struct LibraryNames: Sendable {
  /// Functions, types and variables, without their labels.
  private(set) var atTop: Set<String> = []
  /// The members of types, by the names of these.
  private(set) var members: [String: Set<String>] = [:]

  /// Reads the names from the compiled modules, as the compiler's own tool tells them. Nothing depends on them but suggestions, so a module that can't
  /// be read has none.
  ///
  /// - Parameter plan: How lessons are compiled with the modules.
  static func of(_ modules: [String], _ plan: CompilationPlan, _ toolchain: Toolchain, fingerprint: String) async -> LibraryNames {
    let tool = toolchain.swiftc.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "swift-symbolgraph-extract")
    var names = LibraryNames()
    for module in modules {
      let question = "\(tool.path) \(module) \(fingerprint)"
      if let found = known.withLock({ $0[question] }) {
        names.add(found)
        continue
      }
      guard let folder = try? RunFolder() else { continue }
      let arguments =
        ["-module-name", module, "-minimum-access-level", "public", "-skip-synthesized-members", "-output-dir", folder.url.path]
        + placesOfModules(in: plan)
      guard (try? await output(of: tool, arguments, in: folder.url))?.isSuccess == true else { continue }
      let files = (try? FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil)) ?? []
      var found = LibraryNames()
      for file in files {
        guard let bytes = contentsOfRegularFile(file.path), let graph = try? JSONDecoder().decode(Graph.self, from: bytes) else { continue }
        for symbol in graph.symbols { found.add(symbol.pathComponents) }
      }
      withExtendedLifetime(folder) {}
      known.withLock { [found] in $0[question] = found }
      names.add(found)
    }
    return names
  }

  /// The names of each module that was read, so that a preview reads it once.
  private static let known = Mutex<[String: LibraryNames]>([:])

  private struct Graph: Decodable {
    struct Symbol: Decodable { var pathComponents: [String] }
    var symbols: [Symbol]
  }

  private mutating func add(_ path: [String]) {
    let names = path.map { String($0.prefix { $0 != "(" }) }
    guard let last = names.last, let first = last.first, first.isLetter else { return }
    if names.count == 1 { atTop.insert(last) } else { members[names[names.count - 2], default: []].insert(last) }
  }

  private mutating func add(_ other: LibraryNames) {
    atTop.formUnion(other.atTop)
    members.merge(other.members) { $0.union($1) }
  }

  /// Of the arguments of a plan, those that say where modules are, and for which system they are.
  private static func placesOfModules(in plan: CompilationPlan) -> [String] {
    let step = plan.building.first ?? []
    var kept: [String] = []
    for (word, value) in zip(step, step.dropFirst()) where ["-target", "-sdk", "-I", "-F", "-isystem"].contains(word) {
      kept += [word, value]
    }
    for (mark, word) in zip(step, step.dropFirst()) where mark == "-Xcc" && (word.hasPrefix("-I") || word.hasPrefix("-fmodule-map-file=")) {
      kept += [mark, word]
    }
    return kept
  }
}
