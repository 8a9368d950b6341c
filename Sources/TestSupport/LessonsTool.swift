import Foundation

/// The executable `lessons`, run as an author runs it.
package struct LessonsTool: Sendable {
  package struct Result: Sendable {
    package var exitCode: Int32
    package var output: String
    package var errors: String
  }

  private let executable: URL

  /// Finds the executable of the build that the tests belong to.
  package init() throws {
    let builds = ([Bundle.main] + Bundle.allBundles).flatMap { bundle in
      [bundle.bundleURL, bundle.bundleURL.deletingLastPathComponent()]
        + [bundle.executableURL?.deletingLastPathComponent()].compactMap(\.self)
    }
    guard let found = builds.map({ $0.appending(path: "lessons") }).first(where: { Self.isProgram($0) }) else {
      throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "lessons, beside \(Bundle.main.bundlePath)"])
    }
    executable = found
  }

  private static func isProgram(_ file: URL) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) && !isFolder.boolValue
      && FileManager.default.isExecutableFile(atPath: file.path)
  }

  /// Starts the executable without waiting for it.
  ///
  /// - Parameter output: Where its output goes. Without it, it is dropped.
  /// - Parameter errors: Where its errors go. Without it they are dropped.
  /// - Parameter environment: Variables that replace those of this process.
  package func start(
    _ arguments: [String], in folder: URL, output: FileHandle? = nil, errors: FileHandle? = nil, environment: [String: String] = [:]
  ) throws -> Process {
    let process = process(arguments, in: folder, environment: environment)
    process.standardOutput = output ?? FileHandle.nullDevice
    process.standardError = errors ?? FileHandle.nullDevice
    try process.run()
    return process
  }

  private func process(_ arguments: [String], in folder: URL, environment: [String: String]) -> Process {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Runs a shell command, in which `$LESSONS` is the executable, for example to close or redirect its streams.
  package func run(shell line: String, in folder: URL) throws -> Result {
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    shell.arguments = ["-c", line]
    shell.currentDirectoryURL = folder
    shell.environment = ProcessInfo.processInfo.environment.merging(["LESSONS": executable.path]) { $1 }
    shell.standardInput = FileHandle.nullDevice
    return try result(of: shell)
  }

  /// - Parameter environment: Variables that replace those of this process.
  package func run(_ arguments: [String], in folder: URL, environment: [String: String] = [:]) throws -> Result {
    try result(of: process(arguments, in: folder, environment: environment))
  }

  private func result(of process: Process) throws -> Result {
    // Use files instead of pipes: two pipes would have to be read at the same time.
    let streams = try TemporaryFolder()
    try streams.write("", to: "output")
    try streams.write("", to: "errors")
    process.standardOutput = try FileHandle(forWritingTo: streams.url.appending(path: "output"))
    process.standardError = try FileHandle(forWritingTo: streams.url.appending(path: "errors"))
    try process.run()
    process.waitUntilExit()
    return Result(
      exitCode: process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus,
      output: try streams.text(of: "output"), errors: try streams.text(of: "errors"))
  }
}
