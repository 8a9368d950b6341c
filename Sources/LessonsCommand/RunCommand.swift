import ArgumentParser
import CellAnalysis
import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonEngine
import LessonRunner

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs one lesson and prints what its cells give, as it comes.",
    discussion: """
      Nothing is compared and nothing is written: exit 0 if every cell did what it should. `lessons check` compares with what \
      is recorded.
      """)

  @OptionGroup var options: CourseOptions

  @Argument(help: ArgumentHelp("The lesson, by file, name or number.", valueName: "lesson"))
  var lesson: String

  func run() async throws {
    try await reportingFailures(options.printer) {
      let begun = ContinuousClock.now
      let folder = try options.courseFolder(of: [lesson])
      let course = try await CourseLoader(folder: folder, includesDrafts: true).load()
      let chosen = try course.lessons(named: [lesson], in: folder)
      guard let document = chosen.first, chosen.count == 1 else {
        throw ValidationError("`\(lesson)` is \(plural(chosen.count, "lesson")); name one of them.")
      }
      let unreadable = document.diagnostics.filter(\.isError)
      let malformed = report(unreadable)
      guard document.canRun else { throw malformed }
      guard document.needsRun else {
        // Its cells may be what can't be read.
        guard unreadable.isEmpty else { throw malformed }
        print("\(document.file.path) has no cell to run")
        return
      }
      let runner: Runner
      do {
        runner = try await Pipeline.runner(for: course, in: folder, onEvent: ProgressLine().show)
      } catch let problem as LibraryProblem {
        let named = course.lessons.first { $0.name == problem.lesson } ?? document
        throw Diagnostic(problem.problem, in: named.file)
      }
      let printer = CellPrinter(document, usesColor: options.color.isUsed(on: STDOUT_FILENO))
      let run = try await runner.run(document, onProgress: { printer.print($0) })
      printer.printExpectedMessages(of: run)
      let failures = Checker.failures(of: document, running: run)
      let errors = failures.count(where: \.isError) + unreadable.count
      let code = report(failures)
      print(
        "\n\(plural(document.cells.count, "cell")): \(errors == 0 ? "all ran" : plural(errors, "error")), \(elapsed(since: begun))")
      if errors > 0 { throw code }
    }
  }

  private func report(_ failures: [Diagnostic]) -> ExitCode {
    for failure in failures { StandardError.write(options.printer.text(for: failure) + "\n") }
    return .lessonsFail
  }
}
