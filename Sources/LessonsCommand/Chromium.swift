import Diagnostics
import Foundation

/// The browser, where there is one.
enum Chromium {
  /// - Parameter purpose: What it is needed for, for the message if there is none.
  static func find(toDo purpose: String) throws(ToolFailure) -> String {
    let environment = ProcessInfo.processInfo.environment
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"]
    let paths = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let programs =
      [environment["CHROMIUM"]].compactMap(\.self) + names.flatMap { name in paths.map { "\($0)/\(name)" } }
      + ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
    guard let program = programs.first(where: FileManager.default.isExecutableFile) else {
      throw ToolFailure(
        "there is no Chromium on the search path, which \(purpose)",
        help: "install it, say with `apt-get install chromium`, or set CHROMIUM to its path")
    }
    return program
  }

  /// - Parameter profile: A folder for what the browser keeps.
  static func process(_ program: String, profile: URL, _ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: program)
    // Chromium refuses root with its own sandbox.
    process.arguments =
      ["--headless", "--disable-gpu", "--user-data-dir=\(profile.path)"] + (geteuid() == 0 ? ["--no-sandbox"] : []) + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }
}
