import Foundation

/// The command lines of running processes in which a word stands, or in the path of whose folder it does; a second is given to those
/// that are just ending.
package func processes(mentioning word: String) -> [String] {
  var found: [String] = []
  for _ in 0..<20 {
    found = runningCommands().filter { $0.contains(word) }
    if found.isEmpty { return [] }
    Thread.sleep(forTimeInterval: 0.05)
  }
  return found
}

/// The command lines of all running processes; where the system tells it, with the folder that each works in.
package func runningCommands() -> [String] {
  #if os(Linux)
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    // A process may end while we look; one that has ended, and waits to be told of, has no command line.
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
