import Foundation

/// The running processes whose command line or working folder mentions a word. Processes that are just ending get half a minute to disappear, which
/// they need on a busy machine. The result is empty as soon as there are none.
package func processes(mentioning word: String) -> [String] {
  var found: [String] = []
  waitUntil(atMost: 30) {
    found = runningCommands().filter { $0.contains(word) }
    return found.isEmpty
  }
  return found
}

/// The command lines of all running processes, on Linux with the folder in which each works.
package func runningCommands() -> [String] {
  #if os(Linux)
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    // A process may end meanwhile; one that has ended and wasn't waited for has no command line.
    return entries.filter { Int($0) != nil }.compactMap { id in
      let arguments = (try? FileHandle(forReadingAtPath: "/proc/\(id)/cmdline")?.readToEnd()) ?? Data()
      let text = arguments.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
      let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(id)/cwd")
      return text.isEmpty ? nil : folder.map { "\(text) (in \($0))" } ?? text
    }
  #else
    let output = Pipe()
    let process = Process()
    process.executableURL = URL(filePath: "/bin/ps")
    process.arguments = ["-axo", "args="]
    process.standardOutput = output
    guard (try? process.run()) != nil, let data = try? output.fileHandleForReading.readToEnd() else { return [] }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  #endif
}
