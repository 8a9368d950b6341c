import CourseConfiguration
import Diagnostics
import Foundation

/// The steps by which the compiler's driver builds a lesson's program. They are computed once and stored, because for a small lesson the
/// driver takes a quarter of the compile time to find them.
package struct CompilationPlan: Codable, Sendable, Hashable {
  /// A program and its arguments, to be called in the folder of `main.swift`.
  package typealias Step = [String]

  /// Steps that build the executable `lesson`.
  var building: [Step]
  /// A step that links most programs in place of all of `building` after its first step, in half the time: it reads few libraries but the lessons' own
  /// and Swift's core, which load the others. It fails for a program that uses another one itself. nil if there is no such step.
  var quickLinking: Step?
  /// Steps that only find errors.
  var checking: [Step]

  package init(building: [Step], quickLinking: Step? = nil, checking: [Step]) {
    self.building = building
    self.quickLinking = quickLinking
    self.checking = checking
  }

  static let sourceName = "main.swift"
  static let executableName = "lesson"
  /// How far the type checker searches for the types of one expression. The compiler's own limit is 1,000,000 scopes of its solver, which takes it
  /// minutes in long products with a misspelled name, and the author learns the place only then. The count doesn't depend on the machine, as a
  /// limit in seconds would. Three closures of the course's lessons need more than 5,000, one of them more than 20,000.
  private static let searchedScopes = 500_000
  /// Work of the compiler that no lesson needs, as arguments of its frontend: it would check its own passes, and look whether the object file
  /// of an earlier compilation, which there never is, can stay. Without it a lesson's program takes it a twentieth less.
  private static let spared = ["-sil-verify-none", "-disable-llvm-verify", "-disable-incremental-llvm-codegen"]
  /// Changes when this type finds other steps for the same question.
  private static let format = "4"

  /// - Parameters:
  ///   - compiling: Arguments that say where modules are.
  ///   - linking: Arguments for the libraries that the program links.
  ///   - scratch: A folder in which the steps are kept.
  ///   - hasOwnLibraries: Whether programs link libraries of the course, whose own needs are unknown.
  ///   - readable: What the driver may read when it is confined; nil if it has the user's rights.
  static func find(
    compiling: [String], linking: [String], _ settings: CompilerSettings, _ toolchain: Toolchain, keptIn scratch: URL,
    hasOwnLibraries: Bool = false, confinedTo readable: [URL]? = nil
  ) async throws(ToolFailure) -> CompilationPlan {
    let usual =
      toolchain.linker + [
        sourceName, "-Onone", "-swift-version", settings.swiftVersion ?? CompilerSettings.usualVersion, "-module-name", "Lesson",
        "-diagnostic-style=llvm", "-no-color-diagnostics", "-Xfrontend", "-solver-scope-threshold=\(searchedScopes)",
      ] + (settings.isolation == .mainActor ? ["-default-isolation", "MainActor"] : []) + settings.flags + compiling
    let building = usual + linking + ["-o", executableName]
    // Some errors are found after type checking, such as a missing return or a variable without a value. So generate SIL.
    let checking = usual + ["-emit-sil", "-o", "/dev/null"]
    // Clang gives the linker the folders of this variable.
    let folders = ProcessInfo.processInfo.environment["LIBRARY_PATH"] ?? ""
    // Without flags, nothing in the question is a stranger's.
    let readable = settings.flags.isEmpty ? nil : readable
    let question =
      "\(readable == nil ? "" : "confined ")\(format) \(toolchain.swiftc.path) \(toolchain.identity) \(building) \(checking) \(folders)"
    let kept = scratch.appending(path: "compilation-plan-\(Fingerprint(of: question.utf8))")
    if let bytes = contentsOfRegularFile(kept.path),
      let answer = ChecksummedFile.content(of: bytes, as: Kept.self), answer.question == question, answer.plan.isUsable
    {
      return answer.plan
    }
    var plan = CompilationPlan(
      building: try await withLinker(steps(of: building, toolchain, in: scratch, readable), readable),
      checking: try await steps(of: checking, toolchain, in: scratch, readable))
    if settings.flags.isEmpty {
      try await plan.spareWork()
      if !hasOwnLibraries { plan.linkQuickly() }
    }
    // Storing the plan only saves time, so ignore failures.
    try? ChecksummedFile.bytes(sealing: Kept(question: question, plan: plan))?.write(to: kept, options: .atomic)
    return plan
  }

  private struct Kept: Codable {
    var question: String
    var plan: CompilationPlan
  }

  /// The driver's steps; if they can't be parsed, one step that calls the driver itself.
  private static func steps(
    of arguments: [String], _ toolchain: Toolchain, in folder: URL, _ readable: [URL]?
  ) async throws(ToolFailure) -> [Step] {
    let driver = [[toolchain.swiftc.path] + arguments]
    let (isSuccess, text) = try await answer(of: toolchain.swiftc, ["-###"] + arguments, in: folder, readable)
    guard isSuccess else { return driver }
    let steps = text.split(separator: "\n").map { words(of: String($0)) }
    let areKnown = steps.allSatisfy { $0.first.map(FileManager.default.isExecutableFile(atPath:)) ?? false }
    return areKnown && !steps.isEmpty ? steps : driver
  }

  /// Replaces the last step, which calls Clang only to find how to call the linker, by that call; returns the steps unchanged if it isn't found.
  private static func withLinker(_ steps: [Step], _ readable: [URL]?) async throws(ToolFailure) -> [Step] {
    guard let last = steps.last, last.count > 1, URL(filePath: last[0]).lastPathComponent == "clang" else { return steps }
    let folder = try RunFolder()
    for word in last where word.hasSuffix(".o") && !word.contains("/") {
      // Clang looks only whether it is there.
      _ = FileManager.default.createFile(atPath: folder.url.appending(path: word).path, contents: nil)
    }
    // Clang would read the file of further arguments itself, which doesn't exist yet.
    let arguments = last.dropFirst().flatMap { $0.hasPrefix("@") ? ["-Xlinker", $0] : [$0] }
    let (isSuccess, text) = try await answer(of: URL(filePath: last[0]), ["-###"] + arguments, in: folder.url, readable)
    withExtendedLifetime(folder) {}
    let line = text.split(separator: "\n").last.map { words(of: String($0.drop(while: \.isWhitespace))) } ?? []
    guard isSuccess, let program = line.first, FileManager.default.isExecutableFile(atPath: program), line.contains(executableName),
      last.filter({ $0.hasPrefix("@") || $0.hasSuffix(".o") }).allSatisfy(line.contains)
    else { return steps }
    return steps.dropLast() + [line]
  }

  /// Leaves out work of the compiler that no lesson needs, if the compiler knows how to.
  private mutating func spareWork() async throws(ToolFailure) {
    guard let compiler = building.first?.first, building[0].dropFirst().first == "-frontend" else { return }
    let folder = try RunFolder()
    defer { withExtendedLifetime(folder) {} }
    guard FileManager.default.createFile(atPath: folder.url.appending(path: Self.sourceName).path, contents: nil),
      try await Self.answer(of: URL(filePath: compiler), ["-frontend", "-parse", Self.sourceName] + Self.spared, in: folder.url, nil)
        .isSuccess
    else { return }
    building[0] += Self.spared
  }

  /// Finds the step that links a program with few libraries.
  private mutating func linkQuickly() {
    // A compilation, the options for the linker that it left, and the linker, by a name of it whose options are known.
    guard building.count == 3, let linker = building[2].first, URL(filePath: linker).lastPathComponent == "ld.lld",
      let options = building[2].firstIndex(where: { $0.hasPrefix("@") })
    else { return }
    var step = building[2]
    step.remove(at: options)
    // The compiler calls functions of `m` for a square root. The libraries' own needs are not looked at, and threads take longer to start than
    // they save for so few files.
    quickLinking = step + ["-lm", "--allow-shlib-undefined", "--threads=1"]
  }

  private static func answer(
    of tool: URL, _ arguments: [String], in folder: URL, _ readable: [URL]?
  ) async throws(ToolFailure) -> (isSuccess: Bool, text: String) {
    // The driver makes a folder in the temporary folder and leaves it.
    let own = try RunFolder()
    defer { withExtendedLifetime(own) {} }
    guard let readable else {
      let environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": own.url.path]) { $1 }
      let end = try await toolOutput(tool, arguments, in: folder, environment, within: nil)
      return (end.isSuccess, end.text)
    }
    let (command, environment) = Sandbox.question([tool.path] + arguments, readable: readable + [folder], writingIn: own.url)
    let end = try await toolOutput(
      URL(filePath: command[0]), Array(command.dropFirst()), in: folder, environment, within: .seconds(60))
    return (end.isSuccess, end.text)
  }

  /// Whether the files of the system that the linker reads are still there. Another version of them has other names.
  private var isUsable: Bool {
    building.joined().allSatisfy { !($0.hasPrefix("/") && $0.hasSuffix(".o")) || FileManager.default.fileExists(atPath: $0) }
  }

  /// Splits a shell command line into words. Files in the driver's temporary folder are moved beside the source.
  private static func words(of line: String) -> Step {
    var words: Step = []
    var word = ""
    var quote: Character?
    var isEscaped = false
    for character in line {
      if isEscaped {
        word.append(character)
        isEscaped = false
      } else if character == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if character == open { quote = nil } else { word.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == " " {
        words.append(word)
        word = ""
      } else {
        word.append(character)
      }
    }
    words.append(word)
    return words.filter { !$0.isEmpty }.map { word in
      // `@` precedes a file with further arguments.
      word.replacing(/^(@?).*\/TemporaryDirectory\.[^\/]*\//) { $0.1 }
    }
  }
}
