import Diagnostics
import Foundation

/// The steps by which the compiler's driver builds a lesson's program. They are asked for once and kept: to find them takes the driver a
/// quarter of the time in which a small lesson compiles.
package struct CompilationPlan: Codable, Sendable, Hashable {
  /// A program and its arguments, to be called in the folder that holds `main.swift`.
  package typealias Step = [String]

  /// Makes the executable `lesson`.
  var building: [Step]
  /// Only says what is wrong.
  var checking: [Step]

  package init(building: [Step], checking: [Step]) {
    self.building = building
    self.checking = checking
  }

  static let sourceName = "main.swift"
  static let executableName = "lesson"

  /// - Parameter products: The libraries that the program links.
  static func find(_ products: [SwiftProduct], _ toolchain: Toolchain) async throws(ToolFailure) -> CompilationPlan {
    let usual =
      [
        sourceName, "-Onone", "-swift-version", "6", "-default-isolation", "MainActor", "-module-name", "Lesson",
        "-diagnostic-style=llvm", "-no-color-diagnostics",
      ] + products.flatMap(\.moduleFolders).flatMap { ["-I", $0.path] }
    let linked = products.flatMap {
      ["-L", $0.libraries.path, "-l\($0.name)", "-Xlinker", "-rpath", "-Xlinker", $0.libraries.path]
    }
    let building = usual + linked + ["-o", executableName]
    // What no type is wrong in may still have no value, or return none: that is found on the way to machine code.
    let checking = usual + ["-emit-sil", "-o", "/dev/null"]
    // With the last, which is the course's own, if it has one.
    let scratch = products[products.count - 1].scratch
    let kept = scratch.appending(path: "compilation-plan")
    let question = "\(toolchain.swiftc.path) \(toolchain.identity) \(building) \(checking)"
    if let bytes = contentsOfRegularFile(kept.path),
      let answer = ChecksummedFile.content(of: bytes, as: Kept.self), answer.question == question
    {
      return answer.plan
    }
    let plan = CompilationPlan(
      building: try await steps(of: building, toolchain, in: scratch), checking: try await steps(of: checking, toolchain, in: scratch))
    // Only for speed: what can't be kept is asked for again.
    try? ChecksummedFile.bytes(sealing: Kept(question: question, plan: plan))?.write(to: kept, options: .atomic)
    return plan
  }

  private struct Kept: Codable {
    var question: String
    var plan: CompilationPlan
  }

  /// What the driver would do; a call of the driver itself, if it can't be understood.
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

  /// The words of a shell's command line; files of the driver's own temporary folder stand beside the source instead.
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
      // `@` is before a file that holds further arguments.
      word.replacing(/^(@?).*\/TemporaryDirectory\.[^\/]*\//) { $0.1 }
    }
  }
}
