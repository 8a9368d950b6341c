import Diagnostics
import Foundation

/// A temporary folder of one run, gone with it. If the tool is killed, a later run finds that nobody holds the folder's lock, and
/// takes it away.
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
      // Only now can it be seen, and it is locked already.
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
    // Tidying up is a courtesy: what can't be seen or removed stays.
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? [] where name.hasPrefix(prefix) {
      let folder = parent.appending(path: name)
      guard let descriptor = try? locked(folder.path) else { continue }
      remove(folder)
      close(descriptor)
    }
  }

  /// A temporary folder that stays behind is no reason to lose the run.
  private static func remove(_ folder: URL) {
    if (try? FileManager.default.removeItem(at: folder)) != nil { return }
    // Folders in folders, deeper than a path can say: `rm` goes down step by step.
    let rm = Process()
    rm.executableURL = URL(filePath: "/bin/rm")
    rm.arguments = ["-rf", folder.path]
    rm.standardError = FileHandle.nullDevice
    if (try? rm.run()) != nil { rm.waitUntilExit() }
  }
}
