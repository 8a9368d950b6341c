import ArgumentParser
import Foundation

/// How much a command that runs lessons may do at a time.
struct JobsOption: ParsableArguments {
  @Option(help: ArgumentHelp("How many lessons run at a time. (default: the number of cores)", valueName: "n"))
  var jobs: Int?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("--jobs needs a number of at least 1, not \(jobs).") }
  }

  /// No more than this process may have files open for.
  var concurrentLessons: Int { max(1, min(jobs ?? ProcessInfo.processInfo.activeProcessorCount, OpenFiles.roomForLessons)) }
}
