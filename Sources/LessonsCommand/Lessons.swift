import ArgumentParser
import Diagnostics
import LessonRunner

/// The command. Exit codes: 0 for success, 1 for failures in lessons, 2 if the tool couldn't work, 64 for a wrong call.
package struct Lessons: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "lessons",
    abstract:
      "Tutorials that can't be wrong: runs the Swift cells of Markdown lessons, checks every output and every formula, and writes the site.",
    discussion: """
      A course is a folder of Markdown files, `Lessons` in this folder or the nearest one above it.

        lessons new --course      begin a course here, with a lesson that holds
        lessons check             does everything on the pages still hold?
        lessons check --accept    take what the cells give now as their recorded output
        lessons build             run, check, and write site/index.html
        lessons serve             show the site in a browser, and keep it current while you write
        lessons run softmax       print what a lesson's cells give, as it comes

      `lessons help format` explains how a lesson is written; further pages: \(HelpPage.all.dropFirst().map { "`\($0.name)`" }.joined(separator: ", ")).

      Exit codes: 0 all holds; 1 something in a lesson doesn't; 2 the tool could not work (no compiler, a folder that \
      can't be written); 64 the call is wrong.
      """,
    version: "lessons \(version)",
    subcommands: [
      BuildCommand.self, CheckCommand.self, ServeCommand.self, RunCommand.self, FormulaCommand.self, NewCommand.self,
      CleanCommand.self, ExportCommand.self, ImportCommand.self, LinksCommand.self, AuditCommand.self, ReportCommand.self,
    ])

  /// A [semantic version](https://semver.org). The interface is the format of lessons, the commands and the reports.
  static let version = "1.0.0"

  package init() {}

  /// Becomes a confined program if the tool has started itself for that. Otherwise keeps lessons from reading this process.
  package static func launchIfAsked() {
    Sandbox.launchIfAsked()
    Sandbox.hideThisProcess()
  }

  /// Prints a page of the documentation and ends the process if `help` asks for one. Also ends it if the first word (after `help`, the
  /// second) isn't a command, and suggests the nearest one.
  package static func requireKnownCommand(in arguments: [String] = CommandLine.arguments) {
    if let page = HelpPage.asked(by: arguments) {
      print(page.text, terminator: "")
      exit(withError: ExitCode.success)
    }
    var names = configuration.subcommands.map { $0.configuration.commandName ?? "" } + ["help"]
    var words = arguments.dropFirst()
    if words.first == "help" {
      words = words.dropFirst()
      names += HelpPage.all.map(\.name)
    }
    guard let word = words.first, !word.hasPrefix("-"), !names.contains(word) else { return }
    let nearest =
      word.hasSuffix(".md")
      ? "a command comes before the lesson: `lessons check \(word)`."
      : suggestion(for: word, among: names)
    let hint = nearest ?? "the commands are \(names.joined(separator: ", "))."
    exit(withError: ValidationError("There is no command `\(word)`; \(hint)"))
  }
}

extension ExitCode {
  /// Something in a lesson fails its check.
  static let lessonsFail = ExitCode(1)
  /// The tool couldn't work because of the machine.
  static let toolFails = ExitCode(2)
}
