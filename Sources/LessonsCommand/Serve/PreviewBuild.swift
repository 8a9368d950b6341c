import CellAnalysis
import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonEngine
import LessonRunner
import SiteRendering

/// A site that was built to be looked at, and how it is reported.
struct Preview: Sendable {
  /// nil if no site could be made.
  var files: [SiteFile]?
  /// The paths of pages that couldn't be made.
  var kept: [String] = []
  /// What the next build can keep, if there are no problems.
  var standing: StandingSite?
  /// As the page shows them.
  var errors: [String]
  /// Prints errors and what was checked.
  var report: @Sendable () -> Void
}

/// Builds the previews of a course.
struct PreviewBuild: Sendable {
  let folder: URL
  let includesDrafts: Bool
  let concurrentLessons: Int
  let printer: DiagnosticPrinter

  /// The folder of the theme in the tool's own package, for work on the theme.
  private var themeFolder: URL { LessonLibrary.package(forCourse: folder).appending(path: "Sources/SiteRendering/Theme") }

  func inputs() throws -> BuildInputs { try BuildInputs(ofCourse: folder, theme: themeFolder) }

  /// - Parameter standing: The last site without problems.
  func preview(keeping standing: StandingSite?) async throws -> Preview {
    let begun = ContinuousClock.now
    let build = SiteBuild(
      folder: folder, concurrentLessons: concurrentLessons, includesDrafts: includesDrafts, themeFolder: themeFolder, timings: Timings(),
      onEvent: ProgressLine().show)
    do {
      // Before anything is read, so that a change in between is not taken for a part of this build.
      let inputs = BuildRecord.inputs(ofCourse: folder, site: "", drafts: includesDrafts, theme: themeFolder)
      let (outcome, rendered) = try await built(build, inputs, standing)
      let report = TextReport(results: outcome.results, unreadable: outcome.unreadable, kept: outcome.keptSummary, printer: printer)
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
      guard let text = FailureText(error, printer) else { throw error }
      return Preview(errors: [text.plain]) { StandardError.write(text.printed) }
    }
  }

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
}
