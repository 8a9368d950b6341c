import ArgumentParser
import Diagnostics
import Foundation

struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Puts the reports of a course's shares together.",
    discussion: """
      `lessons check --shard 1/2 --format json` checks a share of a course, and writes a report of it. With the reports of all shares, `lessons report --merge` \
      prints the one that a single run would have printed, and ends like that run: 0 if everything holds, 1 if something doesn't. A share that is \
      missing, or a lesson that is in none, is an error.
      """)

  @OptionGroup var options: CourseOptions

  @Flag(help: "Put the reports together.")
  var merge = false

  @Argument(help: ArgumentHelp("The JSON reports of all shares.", valueName: "file"))
  var files: [String]

  func validate() throws {
    guard merge else { throw ValidationError("`lessons report` needs --merge and the reports of the shares.") }
  }

  func run() async throws {
    try await reportingFailures(options.printer) {
      let reports = try files.map { name throws -> (name: String, report: JSONReport) in
        let bytes = try InputFile.bytes(of: name)
        do {
          return (name, try JSONReport.reading(bytes))
        } catch {
          throw ToolFailure("`\(name)` isn't a report of `lessons check --format json`")
        }
      }
      let whole = try JSONReport(merging: reports)
      print(try whole.text())
      if whole.summary.errors > 0 { throw ExitCode.lessonsFail }
    }
  }
}
