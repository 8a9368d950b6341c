import Diagnostics
import Foundation

/// A temporary folder of one run, deleted with this object. If the tool is killed, a later run finds the folder unlocked and deletes
/// it.
final class RunFolder: Sendable {
  let url: URL
  private let descriptor: Int32

  private static let prefix = "lesson-run-"

  init() throws(ToolFailure) {
    let parent = FileManager.default.temporaryDirectory
    Self.removeAbandoned(in: parent)
    let name = Self.prefix + UUID().uuidString
    let unlocked = parent.appending(path: ".\(name)")
    url = parent.appending(path: name)
    do {
      try FileManager.default.createDirectory(at: unlocked, withIntermediateDirectories: true)
      descriptor = try Self.locked(unlocked.path)
      // Make it visible only now that it is locked.
      try FileManager.default.moveItem(at: unlocked, to: url)
    } catch {
      throw ToolFailure(
        "no temporary folder could be made in \(parent.path)", details: error.localizedDescription,
        help: "set TMPDIR to a folder that can be written")
    }
  }

  deinit {
    Self.remove(url)
    close(descriptor)
  }

  private static func locked(_ folder: String) throws -> Int32 {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      close(descriptor)
      throw POSIXError(.init(rawValue: code) ?? .EIO)
    }
    return descriptor
  }

  private static func removeAbandoned(in parent: URL) {
    // Ignore failures: deleting old folders isn't essential.
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? [] where name.hasPrefix(prefix) {
      let folder = parent.appending(path: name)
      guard let descriptor = try? locked(folder.path) else { continue }
      remove(folder)
      close(descriptor)
    }
  }

  /// Deletes a folder and ignores failures, which don't affect the run.
  private static func remove(_ folder: URL) {
    if (try? FileManager.default.removeItem(at: folder)) != nil { return }
    // Folders may be nested more deeply than the longest path allows. `rm` descends step by step.
    let rm = Process()
    rm.executableURL = URL(filePath: "/bin/rm")
    rm.arguments = ["-rf", folder.path]
    rm.standardError = FileHandle.nullDevice
    if (try? rm.run()) != nil { rm.waitUntilExit() }
  }
}
