import ArgumentParser
import Diagnostics
import Formulas
import Foundation
import LessonChecks
import LessonDocument
import LessonEngine
import LessonRunner

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Proves that every recorded output, formula, shape and link still holds.",
    discussion: """
      Runs the lessons and compares. Each failure is printed at its line with what was recorded, what came, and how to \
      accept it. Nothing is written without --accept, which rewrites just the outputs and the numbers in the text that differ. With --accept or \
      --no-cache a lesson's program runs twice, unless it takes over five seconds: an output that isn't the same both times \
      is an error.
      """)

  @OptionGroup var options: CourseOptions
  @OptionGroup var jobs: JobsOption
  @OptionGroup var runOptions: RunOptions

  @Flag(help: "Write what the cells give now as their recorded output, where that differs.")
  var accept = false

  @Flag(
    help: """
      Count the wrong variants of the checked formulas that would be noticed, and name those that would not. With --accept the count is \
      written to variants.json, for the page about the checks.
      """)
  var mutants = false

  @Option(help: ArgumentHelp("Check the formulas at so many other inputs, whatever the course says.", valueName: "count"))
  var vary: Int?

  @Option(help: ArgumentHelp("Which other inputs: the seed of the first. (default: 1)", valueName: "number"))
  var varySeed: Int?

  @Option(
    help: ArgumentHelp(
      "Write the formulas that pages compute as programs, with what the evaluator and the code give at all inputs, as lines of JSON.",
      valueName: "file", visibility: .hidden))
  var liveCases: String?

  @Option(help: ArgumentHelp("At how many other inputs, besides, of the evaluator alone.", valueName: "count", visibility: .hidden))
  var liveTurns = 0

  @Option(
    help: ArgumentHelp(
      "Check a share of the lessons, say `2/8`, the second of eight: as long as the others, by the times of the runs that are kept.",
      valueName: "i/n"))
  var shard: Shard?

  @Option(help: "How to report.")
  var format = ReportFormat.text

  @Argument(help: ArgumentHelp("The lessons to check, by file, name or number. (default: all)", valueName: "lesson"))
  var lessons: [String] = []

  func validate() throws {
    guard !mutants || format == .text else { throw ValidationError("--mutants reports in words: call it without --format.") }
    guard !mutants || !accept || lessons.isEmpty && vary == nil && varySeed == nil else {
      throw ValidationError("--mutants --accept writes the count of the whole course: call it without lessons, --vary and --vary-seed.")
    }
    guard (vary ?? 1) > 0, (varySeed ?? 1) > 0 else { throw ValidationError("--vary and --vary-seed take numbers from 1.") }
    guard shard == nil || lessons.isEmpty && !accept && !mutants else {
      throw ValidationError("--shard shares out the whole course: call it without lessons, --accept and --mutants.")
    }
    guard !accept || format == .text else {
      throw ValidationError("--accept says in words what it wrote: call `lessons check --format \(format.rawValue)` after it.")
    }
  }

  func run() async throws {
    let timings = Timings()
    defer { runOptions.print(timings) }
    try await reportingFailures(options.printer) {
      let begun = ContinuousClock.now
      let folder = try options.courseFolder(of: lessons)
      let shareOfNone = shard.map { JSONReport.Shard(index: $0.index, of: $0.count, files: []) }
      let course: Course
      do {
        course = try await timings.measuring("reading the lessons") {
          // A build reads it too, and what it can't read isn't right.
          _ = try VariantRecord.read(ofCourse: folder)
          return try await CourseLoader(folder: folder, includesDrafts: options.drafts).load()
        }
      } catch let diagnostic as Diagnostic where format != .text {
        try printReport([], [UnreadFile(diagnostic)], shareOfNone)
        throw ExitCode.lessonsFail
      }
      var chosen = try course.lessons(named: lessons, in: folder)
      if let shard {
        let runs = RunCache(folder: CacheFolder(course: folder).runs)
        chosen = shard.lessons(of: course.lessons) { $0.needsRun ? runs.seconds(of: $0.name) : 0 }
      }
      let share = shard.map {
        JSONReport.Shard(index: $0.index, of: $0.count, files: course.lessons.map(\.file.path), state: stateOfCourse(folder))
      }
      if vary != nil || varySeed != nil {
        for index in chosen.indices { chosen[index].vary(count: vary, firstSeed: varySeed ?? 1) }
      }
      let pipeline = Pipeline(
        folder: folder, course: course, concurrentLessons: jobs.concurrentLessons,
        usesCache: !runOptions.ignoresCache, repeatsRuns: accept || runOptions.ignoresCache, isAccepting: accept,
        keepsVariations: mutants || liveCases != nil, warningsAreErrors: runOptions.warningsAsErrors,
        sandbox: try runOptions.makeSandbox(), timings: timings, onEvent: ProgressLine().show)
      let results: [LessonResult]
      let unreadable: [Document]
      do {
        (results, unreadable) = try await pipeline.results(for: chosen)
      } catch let diagnostic as Diagnostic where format != .text {
        // A library in `course.yml` that can't be used.
        try printReport([], [UnreadFile(diagnostic)], shareOfNone)
        throw ExitCode.lessonsFail
      }
      if let liveCases { try writeLiveCases(of: results, to: URL(filePath: liveCases)) }
      let report = TextReport(results: results, unreadable: unreadable, printer: options.printer)
      if accept {
        try acceptOutputs(of: results, unreadable, report)
        if mutants { try acceptCount(of: results, in: folder) }
        return
      }
      if format == .text {
        report.printFailures()
        report.printSummary(elapsed: elapsed(since: begun))
        if mutants { MutantText(results, try VariantRecord.read(ofCourse: folder)).print() }
      } else {
        // Those that are errors are among what couldn't be read.
        let warnings = runOptions.warningsAsErrors ? [] : course.problems.filter { !$0.isError }
        try printReport(results, unreadable.map(UnreadFile.init) + warnings.map { UnreadFile($0) }, share)
      }
      if !report.holds { throw ExitCode.lessonsFail }
    }
  }

  /// What all shares have to have in common: the course's files, and how they are checked.
  private func stateOfCourse(_ folder: URL) -> String? {
    let options = "\(options.drafts) \(runOptions.warningsAsErrors) \(vary ?? 0) \(varySeed ?? 0)"
    return try? BuildInputs(ofCourse: folder).digest(with: options)
  }

  private func writeLiveCases(of results: [LessonResult], to file: URL) throws {
    let lines = try results.flatMap { Checker.liveCases(of: $0.document, $0.run, turns: liveTurns) }.map {
      try JSONEncoder.forPages.encode($0)
    }
    try Data(lines.joined(separator: Data("\n".utf8))).write(to: file)
  }

  private static func whatIsAsRecorded(_ summary: CheckSummary) -> String {
    switch (summary.outputs, summary.numbers) {
    case (0, 0): "no output was compared"
    case (_, 0): "every output is as recorded"
    case (0, _): "every number in the text is as computed"
    case (_, _): "every output and every number in the text is as recorded"
    }
  }

  /// - Parameter share: nil for all lessons.
  private func printReport(_ results: [LessonResult], _ unreadable: [UnreadFile], _ share: JSONReport.Shard? = nil) throws {
    if let share, format == .json {
      var report = JSONReport(results: results, unreadable: unreadable)
      report.shard = share
      return print(try report.text())
    }
    if let text = try format.text(results, unreadable), !text.isEmpty { print(text) }
  }

  private func acceptCount(of results: [LessonResult], in folder: URL) throws {
    let text = MutantText(results, try VariantRecord.read(ofCourse: folder))
    text.print()
    try text.newRecord.write(toCourse: folder)
    print("\(VariantRecord.fileName): the count was written")
  }

  private func acceptOutputs(of results: [LessonResult], _ unreadable: [Document], _ report: TextReport) throws {
    var count = 0
    let changed = results.filter { !$0.report.edits.isEmpty }
    for (written, result) in changed.enumerated() {
      guard !Task.isCancelled else {
        throw Interruption.Incomplete(
          written: written == 0 ? "nothing was written" : "\(written) of \(plural(changed.count, "lesson")) were written")
      }
      try Acceptance(result).write()
      let accepted = result.report.checkFailures.count(where: \.kind.isAcceptable)
      count += accepted
      let numbers = result.report.checkFailures.count { $0.kind == .numberDiffers }
      let counts = [(accepted - numbers, "output"), (numbers, "number")].filter { $0.0 > 0 }.map { plural($0, $1) }
      print("\(result.document.file.path): \(counts.joined(separator: " and ")) accepted")
    }
    let missed = MissedOutputs(results, unreadable: unreadable)
    for line in missed.lines { print(line) }
    if count == 0 {
      let isAllAsRecorded = missed.isEmpty && results.allSatisfy(\.report.outputsHold)
      print(
        !isAllAsRecorded
          ? "nothing was accepted"
          : "nothing to accept: \(Self.whatIsAsRecorded(report.summary))")
    }
    // Accepting doesn't resolve other failures, such as a cell that fails or a formula that disagrees.
    let rest = report.withoutAcceptable
    rest.printFailures()
    if !rest.holds { throw ExitCode.lessonsFail }
  }
}
