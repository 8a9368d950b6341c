import ArgumentParser
import Foundation

/// How many lessons a command may run at a time.
struct JobsOption: ParsableArguments {
  @Option(help: ArgumentHelp("How many lessons run at a time. (default: the number of cores)", valueName: "n"))
  var jobs: Int?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs needs a number of at least 1, not \(jobs).") }
  }

  /// The number of lessons at a time, limited by the number of files that this process may have open.
  var concurrentLessons: Int { max(1, min(jobs ?? ProcessInfo.processInfo.activeProcessorCount, OpenFiles.roomForLessons)) }
}
