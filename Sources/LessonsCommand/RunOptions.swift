import ArgumentParser
import Diagnostics
import Foundation
import LessonEngine
import LessonRunner

/// Further options of commands that run lessons.
struct RunOptions: ParsableArguments {
  @Flag(name: .customLong("no-cache"), help: "Run every lesson, even if nothing has changed.")
  var ignoresCache = false

  @Flag(help: "Let the compiler's and the tool's warnings fail like errors.")
  var warningsAsErrors = false

  @Flag(name: .customLong("timings"), help: "Print where the time went.")
  var printsTimings = false

  @Flag(
    help: """
      Confine the lessons, and the compiler that reads them, to their own files and without a network, as for lessons of strangers; says \
      what this system can't enforce.
      """)
  var sandbox = false

  /// The sandbox, if one is asked for. Says what it can't enforce here.
  func makeSandbox() throws(ToolFailure) -> Sandbox? {
    guard sandbox else { return nil }
    if !Sandbox.lacks.isEmpty {
      StandardError.write(
        "lessons: warning: the sandbox can't prevent here: \(Sandbox.lacks.joined(separator: "; "))\n"
          + "  = help: check lessons of strangers in a container, or on Linux 6.12 or later\n")
    }
    return try Sandbox()
  }

  func print(_ timings: Timings) {
    if printsTimings { StandardError.write(TimingsTable(timings: timings).text + "\n") }
  }
}
