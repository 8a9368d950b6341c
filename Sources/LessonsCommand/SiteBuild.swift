import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonRunner
import SiteRendering

/// From the course's folder to the site's files: what `build` writes and `serve` shows.
struct SiteBuild {
  let folder: URL
  let concurrentLessons: Int
  var usesCache = true
  var warningsAreErrors = false
  /// Whose files come before those of the theme that is built in.
  var themeFolder: URL?
  let progress: ProgressLine
  let timings: Timings

  struct Outcome {
    var course: Course
    var results: [LessonResult]
    var unreadable: [Document]
  }

  /// Runs what changed and checks everything.
  ///
  /// - Parameter names: The lessons that may run, as an author names them; all if empty.
  func outcome(running names: [String] = []) async throws -> Outcome {
    let course = try await timings.measuring("reading the lessons") { try await CourseLoader(folder: folder).load() }
    let named = names.isEmpty ? nil : Set(try course.lessons(named: names, in: folder).map(\.name))
    let pipeline = Pipeline(
      folder: folder, course: course, concurrentLessons: concurrentLessons, usesCache: usesCache,
      warningsAreErrors: warningsAreErrors, progress: progress,
      timings: timings)
    let (results, unreadable) = try await pipeline.results(for: course.lessons, running: named)
    return Outcome(course: course, results: results, unreadable: unreadable)
  }

  /// The site as it would be written, all in memory.
  func files(of outcome: Outcome) throws -> [SiteFile] {
    let font = timings.measuring("finding the font") { MathFont.find(forCourse: folder) }
    if font == nil {
      progress.say(
        "warning: no math font: formulas will be readable, but ugly (on Debian: apt-get install fonts-texgyre-math woff2)")
    }
    let pictures = try CourseLoader(folder: folder).pictures(of: outcome.course)
    return try timings.measuring("rendering") {
      try SiteRenderer(course: outcome.course, results: outcome.results, themeFolder: themeFolder)
        .files(with: pictures + (font?.files ?? []))
    }
  }
}

extension MathFont {
  /// The font of a course's site, compressed once for all courses of a package.
  static func find(forCourse folder: URL) -> MathFont? {
    find(cache: LessonLibrary.scratchFolder(of: LessonLibrary.package(forCourse: folder)))
  }
}
