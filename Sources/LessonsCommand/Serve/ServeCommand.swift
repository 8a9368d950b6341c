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
    var state = watch.inputs.state()
    var isFinished = true
    async let _: Void = greet(site, at: address)
    while true {
      (state, isFinished) = try await nextState(after: state, watch, mayEndBuild: isFinished) { try await rebuild(site, folder) }
      // The course may name another library now. The build reports problems with that.
      if let inputs = try? inputs(folder), inputs != watch.inputs {
        watch = InputWatch(inputs: inputs)
        state = inputs.state()
      }
    }
  }

  /// Prints the address as soon as there is a site.
  private func greet(_ site: PreviewSite, at address: String) async throws {
    _ = try await site.file("index.html")
    print("serving \(address) until Ctrl-C")
    try StandardOutput.flush()
  }

  /// How long a build may continue after a change before it is ended. Most builds finish and are shown, but a cell that never ends doesn't
  /// keep the author from correcting it.
  private static let grace = Duration.seconds(3)

  /// Builds the site and waits for the next change.
  ///
  /// - Parameter mayEndBuild: Whether a change may end a build that continues for long. The build after one that was ended finishes in any
  ///   case. Otherwise a file that changes all the time would keep the site from being built.
  private func nextState(
    after state: Fingerprint, _ watch: InputWatch, mayEndBuild: Bool, _ build: @escaping @Sendable () async throws -> Void
  ) async throws -> (state: Fingerprint, isFinished: Bool) {
    let early = try await withThrowingTaskGroup(of: Fingerprint?.self) { tasks in
      tasks.addTask {
        try await build()
        return nil
      }
      if mayEndBuild {
        tasks.addTask {
          _ = try await watch.changed(from: state)
          try await Task.sleep(for: Self.grace)
          // Don't end a build for a file that changes all the time, as far as that can be recognized.
          return try await watch.changed(from: state)
        }
      }
      defer { tasks.cancelAll() }
      return try await tasks.next() ?? nil
    }
    if let early { return (early, false) }
    return (try await watch.changed(from: state, patience: .seconds(1)), true)
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

  /// Builds the site and shows it. Errors are reported, and the last good pages stay.
  private func rebuild(_ site: PreviewSite, _ folder: URL) async throws {
    let begun = ContinuousClock.now
    let build = SiteBuild(
      folder: folder, concurrentLessons: jobs.concurrentLessons, includesDrafts: options.drafts, themeFolder: themeFolder(folder),
      timings: Timings(),
      onEvent: ProgressLine().show)
    do {
      // Before anything is read, so that a change in between is not taken for a part of this build.
      let inputs = BuildRecord.inputs(ofCourse: folder, site: "", drafts: options.drafts, theme: themeFolder(folder))
      let standing = await site.standing
      let (outcome, rendered) = try await built(build, inputs, standing)
      let report = TextReport(
        results: outcome.results, unreadable: outcome.unreadable, kept: outcome.keptSummary, printer: options.printer)
      try Task.checkCancellation()
      if let inputs, report.holds, report.isClean, outcome.course.problems.isEmpty,
        let next = StandingSite(rendered, of: inputs, ofCourse: folder)
      {
        await site.keep(next)
      }
      await site.show(rendered.files, keeping: outcome.unreadable.map(\.pageName), errors: report.plainErrors)
      report.printFailures()
      report.printSummary(elapsed: elapsed(since: begun))
    } catch {
      guard !Task.isCancelled else { throw CancellationError() }
      guard let text = FailureText(error, options.printer) else { throw error }
      await site.show(nil, errors: [text.plain])
      StandardError.write(text.printed)
    }
    // Flush, since standard output may be a pipe that somebody reads.
    try StandardOutput.flush()
  }
}
