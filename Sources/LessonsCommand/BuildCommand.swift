import ArgumentParser
import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonEngine
import LessonRunner
import SiteRendering

struct BuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Runs the lessons that changed, checks all, and writes the whole site, or nothing.",
    discussion: """
      The site is written beside the old one and put in its place at the end. If anything in a lesson doesn't hold, or the \
      build is interrupted, the old site stays as it was.
      """)

  @OptionGroup var options: CourseOptions
  @OptionGroup var jobs: JobsOption
  @OptionGroup var runOptions: RunOptions

  @Option(help: ArgumentHelp("Where the site goes. (default: site, beside the folder of lessons)", valueName: "dir"))
  var output: String?

  @Argument(
    help: ArgumentHelp(
      "The lessons that may run, by file, name or number; the others must be unchanged since their last run. (default: all)",
      valueName: "lesson"))
  var lessons: [String] = []

  func run() async throws {
    let options = options
    let timings = Timings()
    defer { runOptions.print(timings) }
    try await reportingFailures(options.printer) { try await build(timings) }
  }

  private func build(_ timings: Timings) async throws {
    let begun = ContinuousClock.now
    let folder = try options.courseFolder(of: lessons)
    let cache = CacheFolder(course: folder)
    let site = try siteFolder(beside: folder)
    let shown = CourseLoader.shown(URL(filePath: site))
    let drafts = options.drafts
    let mayKeep = lessons.isEmpty && !runOptions.ignoresCache
    let (inputs, last) = await timings.measuring("comparing with the last build") {
      async let inputs = BuildRecord.inputs(ofCourse: folder, site: site, drafts: drafts)
      let last = mayKeep ? BuildRecord.ofStandingSite(cache, site: site, ofCourse: folder) : nil
      return (await inputs, last)
    }
    if let inputs, let summary = last?.summary(ifMadeOf: inputs) {
      print("\(TextReport.line(summary)): nothing has changed, \(elapsed(since: begun))")
      print("\(shown)/index.html is as it was")
      return
    }

    let progress = ProgressLine()
    let build = try runOptions.siteBuild(of: folder, options, jobs, timings, onEvent: progress.show)
    let kept = timings.measuring("reading what is kept") { inputs.flatMap { last?.keptSite(cache, inputs: $0) } }
    let outcome: SiteBuild.Outcome
    if let kept, let update = try await build.outcome(updating: kept) {
      outcome = update
    } else {
      outcome = try await build.outcome(running: lessons)
    }
    let report = TextReport(
      results: outcome.results, unreadable: outcome.unreadable, kept: outcome.keptSummary, printer: options.printer)
    report.printFailures()
    guard report.holds else {
      report.printSummary(elapsed: elapsed(since: begun))
      progress.say("nothing was written: the site is as it was")
      throw ExitCode.lessonsFail
    }
    let rendered = try build.rendered(outcome)
    let isKept = report.isClean && outcome.course.problems.isEmpty
    try timings.measuring("writing") {
      try SiteWriter(folder: site).write(rendered.files) { written in
        guard let inputs, isKept else { return }
        BuildRecord.write(
          cache, ofCourse: folder, inputs: inputs, site: site, written: written, summary: report.summary, rendered: rendered)
      }
    }
    report.printSummary(elapsed: elapsed(since: begun))
    print("wrote \(shown)/index.html")
  }

  private func siteFolder(beside folder: URL) throws(ToolFailure) -> String {
    guard let output else { return folder.deletingLastPathComponent().appending(path: "site").path }
    let site = Self.resolved(URL(filePath: output))
    let lessons = Self.resolved(folder)
    let cache = Self.resolved(CacheFolder(course: folder).url)
    // The site's folder is replaced as a whole, so it must not contain the lessons. Its files must not become part of a course either.
    let obstacle: String? =
      if (lessons + "/").hasPrefix(site + "/") {
        "the lessons are in it"
      } else if site.hasPrefix(lessons + "/") {
        "it would be among the lessons"
      } else if (site + "/").hasPrefix(cache + "/") {
        "the cache is there"
      } else {
        nil
      }
    guard let obstacle else { return site }
    throw ToolFailure("the site can't go to `\(output)`: \(obstacle)", help: "give another folder with --output")
  }

  /// A path with its symbolic links resolved, even if its last folders don't exist yet.
  private static func resolved(_ url: URL) -> String {
    let url = url.standardizedFileURL
    guard url.path != "/", !FileManager.default.fileExists(atPath: url.path) else { return url.resolvingSymlinksInPath().path }
    return URL(filePath: resolved(url.deletingLastPathComponent())).appending(path: url.lastPathComponent).path
  }
}
