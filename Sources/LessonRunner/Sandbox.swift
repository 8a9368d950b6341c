import CConfinement
import Diagnostics
import Foundation

/// What keeps a stranger's lesson, and the compiler that reads it, among their own files and off the network.
///
/// The tool starts itself anew as a launcher, which confines itself and then becomes the program. So the program's first instruction is
/// confined already: what `LessonGuard` does begins later, in the program itself.
package struct Sandbox: Sendable {
  /// Where the compiler keeps the modules that it has read. It is for confined compilers alone, since a confined one may write anything into it.
  private let modules: RunFolder

  package init() throws(ToolFailure) { modules = try RunFolder() }

  /// What can't be enforced on this system, in words; empty if all can.
  package static var lacks: [String] {
    let support = Int(confinement_support())
    return [
      (CONFINES_FILES, "reading and writing files other than its own"),
      (CONFINES_CALLS, "network connections, and limits of other processes"),
      (CONFINES_SIGNALS, "signals to other processes"),
    ].filter { support & Int($0.0) == 0 }.map(\.1)
  }

  /// Keeps other processes of the same user from reading this one's memory and environment, where the system can.
  package static func hideThisProcess() { _ = confinement_hide_process() }

  // MARK: - The launcher

  private static let word = "--confined"
  private static let failure: Int32 = 125

  /// Becomes a confined program if this process was started as a launcher; returns otherwise.
  package static func launchIfAsked(_ arguments: [String] = CommandLine.arguments) {
    guard arguments.count > 1, arguments[1] == word, let end = arguments.firstIndex(of: "--"), end + 1 < arguments.count else { return }
    let paths = arguments[2..<end]
    let readable = paths.filter { $0.hasPrefix("r") }.map { strdup(String($0.dropFirst())) }
    let writable = paths.filter { $0.hasPrefix("w") }.map { strdup(String($0.dropFirst())) }
    let program = paths.first { $0.hasPrefix("x") }.map { strdup(String($0.dropFirst())) } ?? nil
    var lists = (readable.map { UnsafePointer($0) } + [nil], writable.map { UnsafePointer($0) } + [nil])
    guard confine(&lists.0, &lists.1, program, paths.contains("g") ? 1 : 0) == confinement_support() else {
      FileHandle.standardError.write(Data("lessons: the sandbox could not be set up\n".utf8))
      exit(failure)
    }
    var words = arguments[(end + 1)...].map { strdup($0) } + [nil]
    execv(arguments[end + 1], &words)
    FileHandle.standardError.write(Data("lessons: \(arguments[end + 1]) could not be started in the sandbox\n".utf8))
    exit(failure)
  }

  /// A command that confines itself and then becomes the program.
  ///
  /// - Parameter further: What the launcher knows besides paths: `x` and the path of a program that a stranger made, `g` to keep the process group.
  private static func command(_ program: String, readable: [String], writable: [String], further: [String]) -> [String] {
    let tool = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
    return [tool, word] + (readable + [tool]).map { "r" + $0 } + (writable + devices).map { "w" + $0 } + further + ["--", program]
  }

  static let devices = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"]

  /// The command for a lesson's program.
  ///
  /// - Parameter folder: Where it works, the only folder in which it may write.
  func command(_ program: URL, readable: [URL], workingIn folder: URL) -> [String] {
    Self.command(
      program.path, readable: readable.map(\.path), writable: [folder.resolvingSymlinksInPath().path], further: ["x" + program.path])
  }

  /// A step of the compiler, with its environment. Flags of a lesson can make the compiler start other programs.
  func step(_ step: CompilationPlan.Step, readable: [URL], in folder: URL) -> (command: [String], environment: [String: String]) {
    // Other steps, such as the linker's, read no modules.
    let readsModules = step.contains("-frontend") || URL(filePath: step[0]).lastPathComponent == "swiftc"
    let cache = readsModules ? ["-module-cache-path", modules.url.path] : []
    let own = [folder, modules.url].map { $0.resolvingSymlinksInPath().path }
    return (
      Self.command(step[0], readable: readable.map(\.path), writable: own, further: ["g"]) + step.dropFirst() + cache,
      Self.environment(of: step[0], in: folder)
    )
  }

  /// A question to the compiler's driver, with its environment. Flags of a lesson can make the driver start other programs, even if it is only asked
  /// what it would do.
  ///
  /// - Parameter folder: The only folder in which it may write.
  static func question(
    _ command: [String], readable: [URL], writingIn folder: URL
  ) -> (command: [String], environment: [String: String]) {
    var environment = environment(of: command[0], in: folder)
    // Clang gives the linker the folders of this variable.
    environment["LIBRARY_PATH"] = ProcessInfo.processInfo.environment["LIBRARY_PATH"]
    let own = [folder.resolvingSymlinksInPath().path]
    return (Self.command(command[0], readable: readable.map(\.path), writable: own, further: ["g"]) + command.dropFirst(), environment)
  }

  private static func environment(of program: String, in folder: URL) -> [String: String] {
    let path = URL(filePath: program).deletingLastPathComponent().path
    return ["PATH": "\(path):/usr/bin:/bin", "HOME": folder.path, "TMPDIR": folder.path, "LANG": "C.UTF-8"]
  }
}
