import Foundation

/// The processes that a process started, and those that these started.
enum ProcessTree {
  /// How many there are; 0 where the system doesn't tell (it is Linux that does).
  static func count(below root: pid_t) -> Int {
    var count = 0
    var waiting = children(of: root)
    // A program that starts more than this is beyond every limit.
    while let next = waiting.popLast(), count < 1 << 16 {
      count += 1
      waiting += children(of: next)
    }
    return count
  }

  /// Ends what works in a folder or below it, wherever it belongs by now: for the case that a lesson has killed its guard.
  static func kill(workingIn folder: URL) {
    let folder = folder.resolvingSymlinksInPath().path
    // Where the system doesn't tell, nothing can be found; a process may also end while we look.
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
      guard let process = pid_t(name), let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd"),
        place.hasPrefix(folder + "/")
      else { continue }
      Foundation.kill(process, SIGKILL)
    }
  }

  private static func children(of process: pid_t) -> [pid_t] {
    let tasks = "/proc/\(process)/task"
    // A process may end while we look: then it has none.
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
    return threads.flatMap { thread -> [pid_t] in
      guard let file = FileHandle(forReadingAtPath: "\(tasks)/\(thread)/children"), let data = try? file.readToEnd() else {
        return []
      }
      return String(decoding: data, as: UTF8.self).split(separator: " ").compactMap { pid_t($0) }
    }
  }
}
