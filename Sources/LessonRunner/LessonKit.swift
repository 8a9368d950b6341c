import Diagnostics
import Foundation

/// The built libraries that lesson programs link, and how to compile a program with them.
package struct LessonKit: Sendable {
  /// Changes whenever the libraries' sources or the compiler change.
  package var fingerprint: String
  /// The modules that every lesson imports besides the runtime.
  package var imports: [String]
  package var plan: CompilationPlan
  /// The files and folders that every lesson's program may read besides its own: the libraries, the compiler's, and the system's.
  package var readable: [URL]

  package init(fingerprint: String, imports: [String], plan: CompilationPlan, readable: [URL] = []) {
    self.fingerprint = fingerprint
    self.imports = imports
    self.plan = plan
    self.readable = readable
  }

  /// Builds the libraries if their sources have changed since the last build.
  ///
  /// - Parameter willBuild: Called before a build, which takes about a minute.
  package static func build(
    _ library: LessonLibrary, toolchain: Toolchain, willBuild: () -> Void = {}
  ) async throws(ToolFailure) -> LessonKit {
    var fingerprints: [String] = []
    for product in library.products { fingerprints.append(try await product.build(toolchain, willBuild: willBuild)) }
    return LessonKit(
      fingerprint: fingerprints.joined(separator: " "), imports: library.imports,
      plan: try await CompilationPlan.find(library.products, toolchain),
      readable: ProgramProcess.systemFolders.map { URL(filePath: $0) } + [toolchain.root]
        + library.products.flatMap { [$0.libraries] + $0.sources.folders })
  }
}
