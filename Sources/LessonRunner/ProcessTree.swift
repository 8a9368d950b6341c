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
    // What was just being started while we looked is found by the next look.
    for _ in 0..<100 {
      let found = processes(workingIn: folder)
      if found.isEmpty { return }
      for process in found { Foundation.kill(process, SIGKILL) }
      usleep(1000)
    }
  }

  /// Where the system doesn't tell, nothing can be found; a process may also end while we look.
  private static func processes(workingIn folder: String) -> [pid_t] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { process in
      let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
      return place?.hasPrefix(folder + "/") == true
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
