import Foundation

/// The descendants of a process.
enum ProcessTree {
  /// The number of descendants; 0 on systems other than Linux, where it isn't known.
  static func count(below root: pid_t) -> Int {
    var count = 0
    var waiting = children(of: root)
    // A program with more processes is over every limit, so stop counting.
    while let next = waiting.popLast(), count < 1 << 16 {
      count += 1
      waiting += children(of: next)
    }
    return count
  }

  /// Kills all processes that work in a folder or below it, in whatever group: a lesson may have killed its guard.
  static func kill(workingIn folder: URL) {
    let folder = folder.resolvingSymlinksInPath().path
    // Look again, since further processes may have been started meanwhile.
    for _ in 0..<100 {
      let found = processes(workingIn: folder)
      if found.isEmpty { return }
      for process in found { Foundation.kill(process, SIGKILL) }
      usleep(1000)
    }
  }

  /// The processes that work in a folder; empty on systems where they aren't known.
  private static func processes(workingIn folder: String) -> [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { process in
      let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
      return place?.hasPrefix(folder + "/") == true
    }
  }

  private static func children(of process: pid_t) -> [pid_t] {
    let tasks = "/proc/\(process)/task"
    // A process may end meanwhile.
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
    return threads.flatMap { thread -> [pid_t] in
      guard let file = FileHandle(forReadingAtPath: "\(tasks)/\(thread)/children"), let data = try? file.readToEnd() else {
        return []
      }
      return String(decoding: data, as: UTF8.self).split(separator: " ").compactMap { pid_t($0) }
    }
  }
}
