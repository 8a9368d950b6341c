import Diagnostics
import Foundation
import Subprocess
import Synchronization

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The Swift compiler and package manager of this machine.
package struct Toolchain: Sendable {
  package var swift: URL
  package var swiftc: URL

  /// Changes when the compiler does, even if the new one replaces the old one at the same path.
  package var identity: String {
    Self.content(ofProgram: swiftc.resolvingSymlinksInPath().path)
  }

  /// Changes when the compiler or this tool does.
  package var identityWithTool: String {
    var fingerprint = Fingerprint()
    fingerprint.add(identity)
    fingerprint.add(Self.content(ofProgram: Bundle.main.executablePath ?? ""))
    return fingerprint.description
  }

  /// A fingerprint of a program's bytes, the same on each machine with this program, so that runs can be kept on another one.
  ///
  /// Programs are large. So it is kept under the file's state, which changes with the bytes.
  private static func content(ofProgram path: String) -> String {
    var state = Fingerprint()
    state.addState(ofFile: path)
    // It is asked for with each lesson's key.
    return known.withLock { known in
      if let content = known[state] { return content }
      let content = content(ofProgram: path, state)
      known[state] = content
      return content
    }
  }

  private static let known = Mutex<[Fingerprint: String]>([:])

  private static func content(ofProgram path: String, _ state: Fingerprint) -> String {
    let home = ProcessInfo.processInfo.environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory() + "/.cache"
    let folder = URL(filePath: home).appending(path: "lessons")
    let kept = folder.appending(path: "program-\(state)")
    if let bytes = contentsOfRegularFile(kept.path), let known = ChecksummedFile.content(of: bytes, as: String.self) { return known }
    var content = Fingerprint()
    guard content.addContent(ofFile: path) else { return state.description }
    // Keeping it only saves time.
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? ChecksummedFile.bytes(sealing: content.description)?.write(to: kept, options: .atomic)
    return content.description
  }

  /// Arguments that choose the toolchain's own linker, where it has one: it takes half the time of the one that the compiler calls otherwise.
  var linker: [String] {
    let linker = swiftc.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "ld.lld")
    return FileManager.default.isExecutableFile(atPath: linker.path) ? ["-use-ld=lld"] : []
  }

  /// The folder with the compiler's libraries, which programs load: `usr` for `usr/bin/swiftc`.
  var root: URL { swiftc.resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent() }

  /// Throws if the compiler can't write its module cache. Its message would blame the first lesson, or the library.
  package func requireCache(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(ToolFailure) {
    let name = environment["XDG_CACHE_HOME"].map { $0.isEmpty ? "HOME" : "XDG_CACHE_HOME" } ?? "HOME"
    let place = environment[name].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
    let folder = URL(filePath: place).appending(path: name == "HOME" ? ".cache" : "")
    let probe = folder.appending(path: ".lessons-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data().write(to: probe, options: .withoutOverwriting)
      try FileManager.default.removeItem(at: probe)
    } catch {
      throw ToolFailure(
        "\(name), which is \(place), isn't a writable folder: the compiler keeps its modules there",
        details: error.localizedDescription, help: "set \(name) to a folder of yours")
    }
  }

  /// Finds both on the search path.
  package static func find(
    searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? ""
  ) throws(ToolFailure) -> Toolchain {
    func find(_ name: String) throws(ToolFailure) -> URL {
      for folder in searchPath.split(separator: ":") {
        let candidate = URL(filePath: String(folder)).appending(path: name)
        if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      }
      throw ToolFailure(
        "`\(name)` is not on the search path: the cells can't be compiled",
        help: "install Swift 6.2 or later (swift.org/install) and put its `usr/bin` on PATH")
    }
    return Toolchain(swift: try find("swift"), swiftc: try find("swiftc"))
  }
}

/// Calls a tool, waits for it, and captures its output.
func output(of tool: URL, _ arguments: [String], in folder: URL? = nil) async throws(ToolFailure) -> (
  isSuccess: Bool, text: String
) {
  let end = try await toolOutput(tool, arguments, in: folder, within: nil)
  return (end.isSuccess, end.text)
}

/// How a tool ended, and what it printed.
struct ToolEnd: Sendable {
  var isSuccess = false
  var isTimedOut = false
  var text = ""
}

/// Calls a tool, with the environment of this process unless one is given. Ends it, with everything it started, when the time is up or this process has ended.
func toolOutput(
  _ tool: URL, _ arguments: [String], in folder: URL?, _ environment: [String: String]? = nil, within limit: Duration?
) async throws(ToolFailure) -> ToolEnd {
  var platform = PlatformOptions()
  platform.processGroupID = 0
  platform.teardownSequence = [.send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)]
  // The shell's own input ends with this process, however it ends; the shell then kills its group. The tool's input is empty.
  let script = """
    exec 3<&0 4>&2 2>/dev/null; { read -r _ <&3; kill -KILL 0; } >&2 4>&- & watch=$!
    (exec "$@" </dev/null 2>&4 3<&- 4>&-); end=$?; kill $watch; exit $end
    """
  let configuration = Configuration(
    executable: .path("/bin/sh"), arguments: Arguments(["-c", script, "sh", tool.path] + arguments),
    environment: environment.map { own in
      .custom(Dictionary(uniqueKeysWithValues: own.map { (Environment.Key(rawValue: $0.key)!, $0.value) }))
    }
      ?? .inherit,
    workingDirectory: folder.map { .init($0.path) }, platformOptions: platform)
  do {
    let lifeline = try Lifeline.readEnd.get()
    let end = try await withThrowingTaskGroup(of: ToolEnd.self) { tasks in
      tasks.addTask {
        let result = try await Subprocess.run(
          configuration, input: .fileDescriptor(lifeline, closeAfterSpawningProcess: false),
          output: .bytes(limit: 1 << 24), error: .combinedWithOutput)
        // What a flag of a lesson has made the compiler start, and what left its output behind.
        kill(-result.processIdentifier.value, SIGKILL)
        return ToolEnd(
          isSuccess: result.terminationStatus.isSuccess, text: String(decoding: result.standardOutput, as: UTF8.self))
      }
      if let limit {
        tasks.addTask {
          // The sleep is cancelled when the tool has ended.
          try? await Task.sleep(for: limit)
          return ToolEnd(isTimedOut: true)
        }
      }
      let first = try await tasks.next() ?? ToolEnd()
      tasks.cancelAll()
      return first
    }
    try Task.checkCancellation()
    return end
  } catch {
    if Task.isCancelled { throw ToolFailure("interrupted") }
    throw ToolFailure("`\(tool.lastPathComponent)` could not be run", details: "\(error)")
  }
}

/// A pipe that is never written to. A program that reads from it sees its end when this process ends, even after SIGKILL.
private enum Lifeline {
  static let readEnd = Result {
    let pipe = try FileDescriptor.pipe()
    // Programs that this process starts must not inherit the pipe, or it would stay open.
    for end in [pipe.readEnd, pipe.writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
    return pipe.readEnd
  }
}
