import ArgumentParser
import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import SiteRendering

struct BuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Runs the lessons, checks them, and writes the whole site, or nothing.",
    discussion: """
      The site is written beside the old one and put in its place at the end. If anything in a lesson doesn't hold, or the \
      build is interrupted, the old site stays as it was.
      """)

  @OptionGroup var options: CourseOptions

  @Option(help: ArgumentHelp("Where the site goes. (default: site, beside the folder of lessons)", valueName: "dir"))
  var output: String?

  func run() async throws {
    try await reportingFailures(options.printer) {
      let folder = try options.courseFolder()
      let course = try CourseLoader(folder: folder).load()
      let begun = ContinuousClock.now
      let progress = ProgressLine()
      let pipeline = Pipeline(
        folder: folder, course: course, concurrentLessons: options.concurrentLessons, progress: progress)
      let (results, unreadable) = try await pipeline.results(for: course.lessons)
      let report = TextReport(results: results, unreadable: unreadable, printer: options.printer)
      report.printFailures()
      guard report.holds else {
        report.printSummary(elapsed: elapsed(since: begun))
        progress.say("nothing was written: the site is as it was")
        throw ExitCode.lessonsFail
      }
      let site = try siteFolder(beside: folder)
      let pictures = try CourseLoader(folder: folder).pictures(of: course)
      try write(SiteRenderer(course: course, results: results), pictures, to: site, progress)
      report.printSummary(elapsed: elapsed(since: begun))
      print("wrote \(CourseLoader.shown(URL(filePath: site)))/index.html")
    }
  }

  private func siteFolder(beside folder: URL) throws(ToolFailure) -> String {
    guard let output else { return folder.deletingLastPathComponent().appending(path: "site").path }
    let site = URL(filePath: output).standardizedFileURL.resolvingSymlinksInPath().path
    let lessons = folder.resolvingSymlinksInPath().path
    // The site's folder is replaced as a whole: never the lessons with it.
    guard site != lessons, !lessons.hasPrefix(site + "/") else {
      throw ToolFailure("the site can't go to `\(output)`: the lessons are in it", help: "give another folder with --output")
    }
    return site
  }

  private func write(
    _ renderer: SiteRenderer, _ pictures: [SiteFile], to site: String, _ progress: ProgressLine
  ) throws {
    let font = MathFont.find(cache: Pipeline.cacheFolder(forCourse: try options.courseFolder()))
    if font == nil {
      progress.say(
        "warning: no math font: formulas will be readable, but ugly (on Debian: apt-get install fonts-texgyre-math woff2)")
    }
    try SiteWriter(folder: site).write(renderer.files(with: pictures + (font?.files ?? [])))
  }
}
