import Diagnostics
import Foundation

/// The library that lesson programs link, built in release into a scratch folder of its own: `swift test` holds the lock of
/// the usual one, and a debug build would make every lesson slow.
package struct LessonKit: Sendable {
  /// Where the `.swiftmodule`s are, and where the dynamic library is.
  package var modules: URL
  package var libraries: URL
  /// Changes whenever the library's sources or the compiler change.
  package var fingerprint: String
  package var imports: [String]
  /// How a program that links it is compiled.
  package var plan: CompilationPlan

  package static let product = "LessonKit"
  /// The targets of the product, whose sources decide whether it is built anew.
  static let targets = ["Attention", "CellOutputs", "LessonRuntime", "LessonGuard"]

  /// The package that a course's lessons link: the one that the course stands in, else the one the tool was built from.
  package static func package(forCourse course: URL) -> URL {
    var folder = course.standardizedFileURL.resolvingSymlinksInPath()
    while folder.path != "/" {
      if isOurs(folder) { return folder }
      folder.deleteLastPathComponent()
    }
    // Sources/LessonRunner/LessonKit.swift, three levels down.
    return URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  /// The folders of the library's sources.
  package static func sourceFolders(of package: URL) -> [URL] {
    targets.map { package.appending(path: "Sources/\($0)") }
  }

  /// Where the library is built: what is made once for all courses of the package is kept there.
  package static func scratchFolder(of package: URL) -> URL { package.appending(path: ".build-lessonkit") }

  private static func isOurs(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
      && targets.allSatisfy { FileManager.default.fileExists(atPath: folder.appending(path: "Sources/\($0)").path) }
  }

  /// What the library of `package` is when built from its sources as they are now.
  package static func fingerprint(of package: URL, toolchain: Toolchain) throws(ToolFailure) -> String {
    try SourceFingerprint.of(package: package, targets: targets, toolchain: toolchain)
  }

  /// The library of `package`, built if its sources are not those it was last built from.
  ///
  /// - Parameter willBuild: Called before a build, which takes about a minute.
  package static func build(
    package: URL, toolchain: Toolchain, willBuild: () -> Void = {}
  ) async throws(ToolFailure) -> LessonKit {
    guard isOurs(package) else {
      throw ToolFailure(
        "the package of the lessons' library was not found at \(package.path)",
        help: "keep the course in the package, or the package where the tool was built")
    }
    let scratch = scratchFolder(of: package)
    let release = scratch.appending(path: "release")
    let fingerprint = try fingerprint(of: package, toolchain: toolchain)
    let modules = release.appending(path: "Modules")
    func kit() async throws(ToolFailure) -> LessonKit {
      let plan = try await CompilationPlan.find(
        modules: modules, libraries: release, product: product, toolchain: toolchain, scratch: scratch)
      return LessonKit(modules: modules, libraries: release, fingerprint: fingerprint, imports: ["Attention"], plan: plan)
    }
    let stamp = scratch.appending(path: "lessonkit.fingerprint")
    // A stamp that is missing or unreadable only means that the library is built again.
    if let built = try? String(contentsOf: stamp, encoding: .utf8), built == fingerprint { return try await kit() }

    willBuild()
    let (isSuccess, text) = try await output(
      of: toolchain.swift,
      [
        "build", "-c", "release", "--product", product, "--package-path", package.path, "--scratch-path", scratch.path,
      ])
    guard isSuccess else {
      throw ToolFailure(
        "the lessons' library doesn't build", details: text,
        help: "mend the library; `swift build --product \(product)` shows the same errors")
    }
    do {
      try fingerprint.write(to: stamp, atomically: true, encoding: .utf8)
    } catch {
      throw ToolFailure("\(stamp.path) could not be written", details: error.localizedDescription)
    }
    return try await kit()
  }
}
