import ArgumentParser
import CellAnalysis
import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonEngine
import LessonRunner
import SiteRendering

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Shows the site in a browser, and keeps it current while you write.",
    discussion: """
      Builds the site in memory, serves it to this machine alone, and watches the lessons, the library and the theme: what changed is \
      run again, and the page in the browser reloads where it was. Errors are shown over the page and here. Nothing is \
      written; Ctrl-C ends it.
      """)

  @OptionGroup var options: CourseOptions
  @OptionGroup var jobs: JobsOption

  @Option(help: "The port to serve at; 0 uses any free port.")
  var port = 8080

  func validate() throws {
    guard UInt16(exactly: port) != nil else { throw ValidationError("--port needs a number from 0 to 65535, not \(port).") }
  }

  func run() async throws {
    try await reportingFailures(options.printer, interruption: .expected) {
      let folder = try options.courseFolder()
      let site = PreviewSite()
      let server = try PreviewServer(site, port: UInt16(port))
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await server.run() }
        tasks.addTask { try await keepCurrent(site, folder, at: server.address) }
        defer { tasks.cancelAll() }
        // Both tasks end when one does: the port is in use, or there is no course.
        try await tasks.next()
      }
    }
  }

  private func keepCurrent(_ site: PreviewSite, _ folder: URL, at address: String) async throws {
    var watch = InputWatch(inputs: try inputs(folder))
    var change = Change(state: watch.inputs.state())
    async let _: Void = greet(site, at: address)
    while true {
      change = try await nextChange(after: change, watch, site, folder)
      // The course may name another library now. The build reports problems with that.
      if let inputs = try? inputs(folder), inputs != watch.inputs {
        watch = InputWatch(inputs: inputs)
        change.state = inputs.state()
      }
    }
  }

  /// Prints the address as soon as there is a site.
  private func greet(_ site: PreviewSite, at address: String) async throws {
    _ = try await site.file("index.html")
    print("serving \(address) until Ctrl-C")
    try StandardOutput.flush()
  }

  /// What the files are like after a change.
  private struct Change {
    var state: Fingerprint
    /// When the files began to change; nil if they rest, so that no file is half written.
    var begun: ContinuousClock.Instant?
    /// Whether another change may end a build that continues for long. The build after one that was ended finishes in any case. Otherwise a
    /// file that changes all the time would keep the site from being built.
    var mayEndBuild = true
  }

  /// What happens while a site is built.
  private enum Turn {
    case made(Preview)
    case rested
    case changed(Change)
  }

  /// How long a build may continue after a change before it is ended. Most builds finish and are shown, but a cell that never ends doesn't
  /// keep the author from correcting it.
  private static let grace = Duration.seconds(3)

  /// How long files may change without a rest until a site is shown all the same; some file may change all the time.
  private static let patience = Duration.seconds(1)

  /// Builds the site, shows it, and waits for the next change.
  ///
  /// A build begins as soon as a change is seen, and what it made is shown when the files have rested: nobody waits for that alone.
  private func nextChange(after change: Change, _ watch: InputWatch, _ site: PreviewSite, _ folder: URL) async throws -> Change {
    let early = try await withThrowingTaskGroup(of: Turn.self) { tasks -> Change? in
      tasks.addTask { .made(try await preview(site, folder)) }
      tasks.addTask {
        guard let begun = change.begun, ContinuousClock.now - begun < Self.patience else { return .rested }
        let now = try await watch.next()
        return now == change.state ? .rested : .changed(Change(state: now, begun: begun, mayEndBuild: change.mayEndBuild))
      }
      defer { tasks.cancelAll() }
      var made: Preview?
      var hasRested = false
      for try await turn in tasks {
        switch turn {
        case .changed(let next): return next
        case .made(let preview): made = preview
        case .rested:
          hasRested = true
          guard change.mayEndBuild, made == nil else { break }
          tasks.addTask {
            _ = try await watch.changed(from: change.state)
            try await Task.sleep(for: Self.grace)
            // Don't end a build for a file that changes all the time, as far as that can be recognized.
            return .changed(Change(state: try await watch.rested(from: change.state), mayEndBuild: false))
          }
        }
        if let made, hasRested {
          try await show(made, on: site)
          return nil
        }
      }
      return nil
    }
    if let early { return early }
    return Change(state: try await watch.changed(from: change.state), begun: .now)
  }

  /// The folder of the theme in the tool's own package, for work on the theme.
  private func themeFolder(_ folder: URL) -> URL {
    LessonLibrary.package(forCourse: folder).appending(path: "Sources/SiteRendering/Theme")
  }

  private func inputs(_ folder: URL) throws -> BuildInputs { try BuildInputs(ofCourse: folder, theme: themeFolder(folder)) }

  /// A build of what has changed since a site without problems; of everything, if there is none, or if all may have changed.
  private func built(
    _ build: SiteBuild, _ inputs: BuildRecord.Inputs?, _ standing: StandingSite?
  ) async throws -> (SiteBuild.Outcome, SiteBuild.Rendered) {
    if let inputs, let standing, let kept = standing.kept(for: inputs), let outcome = try await build.outcome(updating: kept),
      let rendered = standing.completing(try build.rendered(outcome))
    {
      return (outcome, rendered)
    }
    let outcome = try await build.outcome()
    return (outcome, try build.rendered(outcome))
  }

  /// A site that was built, and how it is reported.
  private struct Preview: Sendable {
    /// nil if no site could be made.
    var files: [SiteFile]?
    /// The paths of pages that couldn't be made.
    var kept: [String] = []
    /// What the next build can keep, if there are no problems.
    var standing: StandingSite?
    var errors: [String]
    var print: @Sendable () -> Void
  }

  private func preview(_ site: PreviewSite, _ folder: URL) async throws -> Preview {
    let begun = ContinuousClock.now
    let build = SiteBuild(
      folder: folder, concurrentLessons: jobs.concurrentLessons, includesDrafts: options.drafts, themeFolder: themeFolder(folder),
      timings: Timings(),
      onEvent: ProgressLine().show)
    do {
      // Before anything is read, so that a change in between is not taken for a part of this build.
      let inputs = BuildRecord.inputs(ofCourse: folder, site: "", drafts: options.drafts, theme: themeFolder(folder))
      let (outcome, rendered) = try await built(build, inputs, await site.standing)
      let report = TextReport(
        results: outcome.results, unreadable: outcome.unreadable, kept: outcome.keptSummary, printer: options.printer)
      try Task.checkCancellation()
      var preview = Preview(files: rendered.files, kept: outcome.unreadable.map(\.pageName), errors: report.plainErrors) {
        report.printFailures()
        report.printSummary(elapsed: elapsed(since: begun))
      }
      if let inputs, report.holds, report.isClean, outcome.course.problems.isEmpty {
        preview.standing = StandingSite(rendered, of: inputs, ofCourse: folder)
      }
      return preview
    } catch {
      guard !Task.isCancelled else { throw CancellationError() }
      guard let text = FailureText(error, options.printer) else { throw error }
      return Preview(errors: [text.plain]) { StandardError.write(text.printed) }
    }
  }

  /// Shows a site. Errors are reported, and the last good pages stay.
  private func show(_ preview: Preview, on site: PreviewSite) async throws {
    if let standing = preview.standing { await site.keep(standing) }
    await site.show(preview.files, keeping: preview.kept, errors: preview.errors)
    preview.print()
    // Flush, since standard output may be a pipe that somebody reads.
    try StandardOutput.flush()
  }
}
