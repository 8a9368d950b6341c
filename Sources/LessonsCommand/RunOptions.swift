import ArgumentParser
import Foundation
import LessonEngine

/// Further options of commands that run lessons.
struct RunOptions: ParsableArguments {
  @OptionGroup var jobs: JobsOption

  @Flag(name: .customLong("no-cache"), help: "Run every lesson, even if nothing has changed.")
  var ignoresCache = false

  @Flag(help: "Let the compiler's and the tool's warnings fail like errors.")
  var warningsAsErrors = false

  @Flag(name: .customLong("timings"), help: "Print where the time went.")
  var printsTimings = false

  func print(_ timings: Timings) {
    if printsTimings { StandardError.write(TimingsTable(timings: timings).text + "\n") }
  }
}
