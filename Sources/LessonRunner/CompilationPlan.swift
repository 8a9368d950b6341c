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
  /// Steps that only find errors.
  var checking: [Step]

  package init(building: [Step], checking: [Step]) {
    self.building = building
    self.checking = checking
  }

  static let sourceName = "main.swift"
  static let executableName = "lesson"

  /// - Parameters:
  ///   - compiling: Arguments that say where modules are.
  ///   - linking: Arguments for the libraries that the program links.
  ///   - scratch: A folder in which the steps are kept.
  static func find(
    compiling: [String], linking: [String], _ settings: CompilerSettings, _ toolchain: Toolchain, keptIn scratch: URL
  ) async throws(ToolFailure) -> CompilationPlan {
    let usual =
      toolchain.linker + [
        sourceName, "-Onone", "-swift-version", settings.swiftVersion ?? CompilerSettings.usualVersion, "-module-name", "Lesson",
        "-diagnostic-style=llvm", "-no-color-diagnostics",
      ] + (settings.isolation == .mainActor ? ["-default-isolation", "MainActor"] : []) + settings.flags + compiling
    let building = usual + linking + ["-o", executableName]
    // Some errors are found after type checking, such as a missing return or a variable without a value. So generate SIL.
    let checking = usual + ["-emit-sil", "-o", "/dev/null"]
    let question = "\(toolchain.swiftc.path) \(toolchain.identity) \(building) \(checking)"
    let kept = scratch.appending(path: "compilation-plan-\(Fingerprint(of: question.utf8))")
    if let bytes = contentsOfRegularFile(kept.path),
      let answer = ChecksummedFile.content(of: bytes, as: Kept.self), answer.question == question
    {
      return answer.plan
    }
    let plan = CompilationPlan(
      building: try await steps(of: building, toolchain, in: scratch), checking: try await steps(of: checking, toolchain, in: scratch))
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
    of arguments: [String], _ toolchain: Toolchain, in folder: URL
  ) async throws(ToolFailure) -> [Step] {
    let driver = [[toolchain.swiftc.path] + arguments]
    let (isSuccess, text) = try await output(of: toolchain.swiftc, ["-###"] + arguments, in: folder)
    guard isSuccess else { return driver }
    let steps = text.split(separator: "\n").map { words(of: String($0)) }
    let areKnown = steps.allSatisfy { $0.first.map(FileManager.default.isExecutableFile(atPath:)) ?? false }
    return areKnown && !steps.isEmpty ? steps : driver
  }

  /// Splits a shell command line into words. Files in the driver's temporary folder are moved beside the source.
  private static func words(of line: String) -> Step {
    var words: Step = []
    var word = ""
    var (isQuoted, isEscaped) = (false, false)
    for character in line {
      if isEscaped {
        word.append(character)
        isEscaped = false
      } else if isQuoted {
        if character == "'" { isQuoted = false } else { word.append(character) }
      } else if character == "'" {
        isQuoted = true
      } else if character == "\\" {
        isEscaped = true
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
