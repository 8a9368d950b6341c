import CourseConfiguration
import Diagnostics
import Foundation
import LessonDocument

/// The libraries that a course's lessons link and import: the runtime, and the library of its package or the one named in `course.yml`.
package struct LessonLibrary: Sendable, Hashable {
  /// The library that every lesson's program links.
  let runtime: SwiftProduct
  /// The library that is taught, if it isn't in the runtime's package.
  let taught: SwiftProduct?
  let imports: [String]

  static let runtimeProduct = "LessonKit"
  /// The targets of that product.
  static let runtimeTargets = ["CAttentionKernels", "Attention", "CellOutputs", "LessonRuntime", "AttentionAdapters", "LessonGuard"]
  /// The module that is taught unless the course names another library.
  private static let usualModule = "Attention"
  private static let usualAdapters = "AttentionAdapters"
  /// The default imports of a lesson, besides the runtime.
  static let usualImports = withAdapters([usualModule])

  private static func withAdapters(_ imports: [String]) -> [String] {
    imports.contains(usualModule) && !imports.contains(usualAdapters) ? imports + [usualAdapters] : imports
  }

  /// - Parameter course: The course's folder.
  package init(ofCourse course: URL, _ settings: CourseSettings.Library? = nil) throws(ToolFailure) {
    var package = Self.package(forCourse: course)
    let named = settings?.package.map { URL(filePath: $0, relativeTo: course.directory).standardizedFileURL }
    if let named, !FileManager.default.fileExists(atPath: named.appending(path: "Package.swift").path) {
      throw ToolFailure(
        "there is no Swift package at \(named.path)", help: "`library:` in course.yml names its folder, as seen from course.yml")
    }
    if let named, Self.isOurs(named) { package = named }
    guard Self.isOurs(package) else {
      throw ToolFailure(
        "the package of the lessons' library was not found at \(package.path)",
        help: "keep the course in the package, or the package where the tool was built")
    }
    runtime = SwiftProduct(package: package, name: Self.runtimeProduct, targets: Self.runtimeTargets)
    let product = settings?.product ?? Self.runtimeProduct
    let chosen = Self.withAdapters(settings?.imports ?? [])
    if product == Self.runtimeProduct {
      guard named == nil || named == package else {
        throw ToolFailure(
          "`library:` in course.yml names the package \(named?.path ?? ""), and no product of it", help: "add, say, `product: Geometry`")
      }
      taught = nil
      imports = chosen.isEmpty ? Self.usualImports : chosen
    } else {
      taught = SwiftProduct(package: named ?? package, name: product)
      imports = chosen.isEmpty ? Self.withAdapters([product]) : chosen
    }
  }

  var products: [SwiftProduct] { [runtime] + [taught].compactMap(\.self) }

  /// All source files of the libraries, as far as they are known before a build.
  package var sourceFiles: [URL] { products.flatMap(\.sources.files) }

  /// Changes whenever the libraries' sources or the compiler change.
  package func fingerprint(_ toolchain: Toolchain) throws(ToolFailure) -> String {
    var fingerprints: [String] = []
    for product in products { fingerprints.append(try product.fingerprint(toolchain)) }
    return fingerprints.joined(separator: " ")
  }
}

extension LessonLibrary {
  /// The package that a course's lessons link: the one that contains the course, or else the one installed with the tool, or else the one
  /// from which the tool was built.
  package static func package(forCourse course: URL) -> URL {
    var folder = course.standardizedFileURL.resolvingSymlinksInPath()
    while folder.path != "/" {
      if isOurs(folder) { return folder }
      folder.deleteLastPathComponent()
    }
    if let tool = Bundle.main.executableURL?.resolvingSymlinksInPath() {
      let installed = tool.deletingLastPathComponent().deletingLastPathComponent().appending(path: "share/lessons")
      if isOurs(installed) { return installed }
    }
    // Sources/LessonRunner/LessonLibrary.swift, three levels down.
    return URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  /// The folder in which the library is built. Files shared by all courses of the package are also stored there.
  package static func scratchFolder(of package: URL) -> URL { SwiftProduct(package: package, name: runtimeProduct).scratch }

  private static func isOurs(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
      && runtimeTargets.allSatisfy { FileManager.default.fileExists(atPath: folder.appending(path: "Sources/\($0)").path) }
  }
}

extension URL {
  /// The same location as a folder URL. Relative names are then resolved in it and not beside it.
  fileprivate var directory: URL { URL(filePath: path, directoryHint: .isDirectory) }
}
