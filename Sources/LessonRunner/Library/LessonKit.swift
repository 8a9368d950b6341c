import CourseConfiguration
import Diagnostics
import Foundation
import LessonDocument

/// The built libraries that lesson programs link, and how to compile a program with them.
package struct LessonKit: Sendable {
  /// Changes whenever the libraries' sources or the compiler change.
  package var fingerprint: String
  /// The modules that a lesson imports besides the runtime, if its front matter names no library.
  package var imports: [String]
  /// Those of the lessons whose front matter names libraries, by the lessons' names.
  package var importsOfLessons: [String: [String]] = [:]
  /// How to compile, for each way in which a lesson's cells may be compiled.
  package var plans: [CompilerSettings: CompilationPlan]
  /// The files and folders that every lesson's program may read besides its own: the libraries, the compiler's, and the system's.
  package var readable: [URL]

  package init(fingerprint: String, imports: [String], plans: [CompilerSettings: CompilationPlan], readable: [URL] = []) {
    self.fingerprint = fingerprint
    self.imports = imports
    self.plans = plans
    self.readable = readable
  }

  func imports(of lesson: Document) -> [String] {
    lesson.frontMatter.importsNoLibrary ? [] : importsOfLessons[lesson.name] ?? imports
  }

  /// Builds the libraries if their sources have changed since the last build.
  ///
  /// - Parameter compilers: The ways in which the lessons' cells are compiled.
  /// - Parameter isConfined: Whether the compiler's driver is asked in the sandbox what to do with a lesson's flags.
  /// - Parameter willBuild: Called before a build, which takes about a minute.
  package static func build(
    _ library: LessonLibrary, toolchain: Toolchain, compilers: Set<CompilerSettings> = [CompilerSettings()],
    isConfined: Bool = false, willBuild: () -> Void = {}
  ) async throws -> LessonKit {
    let runtime = library.runtime
    var fingerprint = try await runtime.build(toolchain, willBuild: willBuild)
    var compiling = runtime.moduleFolders.flatMap { ["-I", $0.path] }
    var linking = ["-L", runtime.libraries.path, "-l\(runtime.name)", "-Xlinker", "-rpath", "-Xlinker", runtime.libraries.path]
    var modules: [[String]] = library.named.map { _ in [] }
    var readable = ProgramProcess.systemFolders.map { URL(filePath: $0) } + [toolchain.root, runtime.libraries] + runtime.sources.folders
    if let taught = library.taught {
      let (built, question) = try await taught.build(toolchain, willBuild: willBuild)
      fingerprint += " " + question
      compiling += built.compiling
      linking += built.linking
      modules = built.modules
      readable += [taught.products] + built.sources.folders
    }
    var plans: [CompilerSettings: CompilationPlan] = [:]
    for settings in compilers.flatMap(\.ways) where plans[settings] == nil {
      plans[settings] = try await CompilationPlan.find(
        compiling: compiling, linking: linking, settings, toolchain, keptIn: library.taught?.folder ?? runtime.scratch,
        hasOwnLibraries: library.taught != nil, confinedTo: isConfined ? readable : nil)
    }
    var kit = LessonKit(
      fingerprint: fingerprint, imports: library.imports(of: nil, modules: modules), plans: plans, readable: readable)
    for lesson in library.named.compactMap(\.lesson) {
      kit.importsOfLessons[lesson] = library.imports(of: lesson, modules: modules)
    }
    return kit
  }
}

extension CompilerSettings {
  /// The settings with each isolation that is tried, in this order.
  var ways: [CompilerSettings] {
    guard isolation == nil || isolation == .automatic else { return [self] }
    let tried: [Isolation] = [.mainActor, .none]
    return tried.map { isolation in
      var way = self
      way.isolation = isolation
      return way
    }
  }
}
