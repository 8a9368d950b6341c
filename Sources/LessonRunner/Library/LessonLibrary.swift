import CourseConfiguration
import Diagnostics
import Foundation
import LessonDocument

/// The libraries that a course's lessons link and import: the runtime, and those that `course.yml` and lessons name, or else the library of the
/// package that contains the course.
package struct LessonLibrary: Sendable, Hashable {
  /// The library that every lesson's program links.
  let runtime: SwiftProduct
  /// The package with the libraries that are taught, if any isn't in the runtime's package.
  var taught: LibraryPackage? { named.contains { $0.library.source != .tool } ? package : nil }
  private let package: LibraryPackage
  let named: [NamedLibrary]
  /// Whether `course.yml` has a list of libraries, which may be empty.
  private let isNamedByCourse: Bool

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
  /// - Parameter settings: The libraries that `course.yml` names; nil if it names none.
  /// - Parameter lessons: The libraries that lessons name.
  package init(
    ofCourse course: URL, _ settings: [CourseSettings.Library]? = nil, lessons: [NamedLibrary] = []
  ) throws {
    var package = Self.package(forCourse: course)
    var named = (settings ?? []).map { NamedLibrary($0) }
    if settings == nil, let own = Self.ownPackage(of: course) {
      named = [NamedLibrary(CourseSettings.Library(.folder(LocatedText(text: own.path, range: 0..<0)), at: 0..<0))]
      named[0].isDefault = true
    }
    named += lessons
    for index in named.indices {
      guard case .folder(let path) = named[index].library.source else { continue }
      let folder = URL(filePath: path.text, relativeTo: course.directory).standardizedFileURL
      guard Self.isOurs(folder) else { continue }
      let own = [Self.runtimeProduct, Self.usualModule]
      for product in named[index].library.products where !own.contains(product.text) {
        throw named[index].problem(
          "the package of the lessons' runtime has no library product `\(product.text)` for lessons", at: product.range,
          help: suggestion(for: product.text, among: own) ?? "its products are \(own.joined(separator: ", "))")
      }
      package = folder
      named[index].library.source = .tool
    }
    guard Self.isOurs(package) else {
      throw ToolFailure(
        "the package of the lessons' library was not found at \(package.path)",
        help: "keep the course in the package, or the package where the tool was built")
    }
    runtime = SwiftProduct(package: package, name: Self.runtimeProduct, targets: Self.runtimeTargets)
    self.named = named
    isNamedByCourse = settings != nil
    self.package = LibraryPackage(course: course, libraries: named)
  }

  /// The modules that the lesson imports besides the runtime.
  ///
  /// - Parameter modules: The modules that each named library brings; none for the tool's own.
  func imports(of lesson: String?, modules: [[String]]) -> [String] {
    var imports: [String] = []
    if !isNamedByCourse, !named.contains(where: { $0.lesson == nil }) { imports = Self.usualImports }
    for (library, modules) in zip(named, modules) where library.lesson == nil || library.lesson == lesson {
      let own = library.library.source == .tool ? library.library.imports : modules
      let brought = own.isEmpty && (library.library.source == .tool || library.isDefault) ? Self.usualImports : Self.withAdapters(own)
      imports += brought.filter { !imports.contains($0) }
    }
    return imports
  }

  /// The paths of all source files of the libraries, as far as they are known before a build.
  package var sourceFiles: [String] { runtime.sources.files + package.sources.files }

  /// Changes whenever the libraries' sources or the compiler change.
  package func fingerprint(_ toolchain: Toolchain) throws -> String {
    // Lessons may name libraries too, so that the package may be there though `course.yml` names none.
    try runtime.fingerprint(toolchain) + " " + package.fingerprint(toolchain, sources: package.sources)
  }
}

extension LessonLibrary {
  /// The package that a course's lessons link: the one that contains the course, or else the one installed with the tool, or else the one
  /// from which the tool was built.
  package static func package(forCourse course: URL) -> URL {
    if let own = foldersAbove(course).first(where: isOurs) { return own }
    if let tool = Bundle.main.executableURL?.resolvingSymlinksInPath() {
      let installed = tool.deletingLastPathComponent().deletingLastPathComponent().appending(path: "share/lessons")
      if isOurs(installed) { return installed }
    }
    // Sources/LessonRunner/Library/LessonLibrary.swift, four levels down.
    return URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// The folder in which the library is built. Files shared by all courses of the package are also stored there.
  package static func scratchFolder(of package: URL) -> URL { SwiftProduct(package: package, name: runtimeProduct, targets: []).scratch }

  /// Whether the course is in a package with the runtime's sources.
  private static func isInOurs(_ course: URL) -> Bool { foldersAbove(course).contains(where: isOurs) }

  /// The package that contains the course.
  private static func nearestPackage(of course: URL) -> URL? {
    foldersAbove(course).first { FileManager.default.fileExists(atPath: $0.appending(path: "Package.swift").path) }
  }

  /// The package that contains the course, whose products its lessons import if no library is named; nil for the tool's own package, and without one.
  package static func ownPackage(of course: URL) -> URL? { isInOurs(course) ? nil : nearestPackage(of: course) }

  /// The course's folder and those that contain it, from inside out.
  private static func foldersAbove(_ course: URL) -> [URL] {
    var folder = course.standardizedFileURL.resolvingSymlinksInPath()
    var folders: [URL] = []
    while folder.path != "/" {
      folders.append(folder)
      folder.deleteLastPathComponent()
    }
    return folders
  }

  private static func isOurs(_ folder: URL) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
      && runtimeTargets.allSatisfy { FileManager.default.fileExists(atPath: folder.appending(path: "Sources/\($0)").path) }
  }
}

extension URL {
  /// The same location as a folder URL. Relative names are then resolved in it and not beside it.
  fileprivate var directory: URL { URL(filePath: path, directoryHint: .isDirectory) }
}
