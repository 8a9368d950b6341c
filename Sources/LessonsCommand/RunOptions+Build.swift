import ArgumentParser
import Diagnostics
import Foundation
import LessonEngine

/// How the commands build the pages of a course.
extension RunOptions {
  func siteBuild(
    of folder: URL, _ course: CourseOptions, _ jobs: JobsOption, _ timings: Timings, onEvent: @escaping EngineEvent.Handler
  ) throws(ToolFailure) -> SiteBuild {
    SiteBuild(
      folder: folder, concurrentLessons: jobs.concurrentLessons, usesCache: !ignoresCache, warningsAreErrors: warningsAsErrors,
      includesDrafts: course.drafts, sandbox: try makeSandbox(), timings: timings, onEvent: onEvent)
  }

  /// A build of a course, and its lessons. Where one doesn't hold, prints why, and what the command hasn't done therefore.
  func buildOfSoundLessons(
    in folder: URL, _ course: CourseOptions, _ jobs: JobsOption, _ timings: Timings, otherwise consequence: String
  ) async throws -> (build: SiteBuild, outcome: SiteBuild.Outcome) {
    let build = try siteBuild(of: folder, course, jobs, timings, onEvent: ProgressLine().show)
    let outcome = try await build.outcome()
    let report = TextReport(results: outcome.results, unreadable: outcome.unreadable, printer: course.printer)
    report.printFailures()
    guard report.holds else {
      StandardError.write(consequence + "\n")
      throw ExitCode.lessonsFail
    }
    return (build, outcome)
  }
}
