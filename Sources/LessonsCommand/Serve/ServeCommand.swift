import ArgumentParser
import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonRunner
import SiteRendering

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Shows the site in a browser, and keeps it current while you write.",
    discussion: """
      Builds the site in memory, serves it to this machine alone, and watches the lessons and the library: what changed is \
      run again, and the page in the browser reloads where it was. Errors are shown over the page and here. Nothing is \
      written; Ctrl-C ends it.
      """)

  @OptionGroup var options: CourseOptions
  @OptionGroup var jobs: JobsOption

  @Option(help: "The port to serve at; 0 takes any that is free.")
  var port = 8080

  func validate() throws {
    guard UInt16(exactly: port) != nil else { throw ValidationError("--port needs a number from 0 to 65535, not \(port).") }
  }

  func run() async throws {
    try await reportingFailures(options.printer, interruption: .expected) {
      let folder = try options.courseFolder()
      let site = PreviewSite()
      let server = try await PreviewServer(site, port: UInt16(port))
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await server.run() }
        tasks.addTask {
          let address = try await server.addressWhenListening()
          try await keepCurrent(site, folder, at: address)
        }
        defer { tasks.cancelAll() }
        // Whichever ends first ends both: the port is taken, or there is no course.
        try await tasks.next()
      }
    }
  }

  private func keepCurrent(_ site: PreviewSite, _ folder: URL, at address: String) async throws {
    var watch = FolderWatch(folders: try watchedFolders(folder))
    var state = watch.state()
    try await rebuild(site, folder)
    print("serving \(address) until Ctrl-C")
    flush()
    while true {
      state = try await watch.changed(from: state)
      // The course may name another library now. What is wrong with that is told by the build.
      if let folders = try? watchedFolders(folder), folders != watch.folders {
        watch = FolderWatch(folders: folders)
        state = watch.state()
      }
      try await rebuild(site, folder)
    }
  }

  /// The course's folder and those of its library's sources.
  private func watchedFolders(_ folder: URL) throws -> [URL] {
    // What is wrong with course.yml is told by the build.
    let settings = try? CourseLoader(folder: folder).loadSettings().0
    return [folder] + (try LessonLibrary(ofCourse: folder, settings?.library).sourceFolders)
  }

  /// Builds and shows the site; what goes wrong is told, and the last good pages stay.
  private func rebuild(_ site: PreviewSite, _ folder: URL) async throws {
    let begun = ContinuousClock.now
    let build = SiteBuild(
      folder: folder, concurrentLessons: jobs.concurrentLessons, progress: ProgressLine(), timings: Timings())
    do {
      let outcome = try await build.outcome()
      let report = TextReport(results: outcome.results, unreadable: outcome.unreadable, printer: options.printer)
      await site.show(try build.files(of: outcome), errors: report.plainErrors)
      report.printFailures()
      report.printSummary(elapsed: elapsed(since: begun))
    } catch {
      guard !Task.isCancelled else { throw CancellationError() }
      guard let text = FailureText(error, options.printer) else { throw error }
      await site.show(nil, errors: [text.plain])
      FileHandle.standardError.write(Data(text.printed.utf8))
    }
    flush()
  }

  /// Somebody may be reading through a pipe.
  private func flush() { fflush(nil) }
}
