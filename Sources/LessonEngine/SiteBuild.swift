import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonRunner
import SiteRendering

/// From the course's folder to the site's files, which `build` writes and `serve` shows.
package struct SiteBuild: Sendable {
  let folder: URL
  let concurrentLessons: Int
  let usesCache: Bool
  let warningsAreErrors: Bool
  let includesDrafts: Bool
  /// A folder with files that replace the theme's built-in ones.
  let themeFolder: URL?
  let timings: Timings
  let onEvent: EngineEvent.Handler

  package init(
    folder: URL, concurrentLessons: Int, usesCache: Bool = true, warningsAreErrors: Bool = false, includesDrafts: Bool = false,
    themeFolder: URL? = nil,
    timings: Timings, onEvent: @escaping EngineEvent.Handler
  ) {
    self.folder = folder
    self.concurrentLessons = concurrentLessons
    self.usesCache = usesCache
    self.warningsAreErrors = warningsAreErrors
    self.includesDrafts = includesDrafts
    self.themeFolder = themeFolder
    self.timings = timings
    self.onEvent = onEvent
  }

  package struct Outcome: Sendable {
    package var course: Course
    package var results: [LessonResult]
    package var unreadable: [Document]
  }

  /// Runs lessons that changed, and checks all lessons.
  ///
  /// - Parameter names: The lessons that may run, as an author names them; all if empty.
  package func outcome(running names: [String] = []) async throws -> Outcome {
    let course = try await timings.measuring("reading the lessons") {
      try await CourseLoader(folder: folder, includesDrafts: includesDrafts).load()
    }
    let named = names.isEmpty ? nil : Set(try course.lessons(named: names, in: folder).map(\.name))
    let pipeline = Pipeline(
      folder: folder, course: course, concurrentLessons: concurrentLessons, usesCache: usesCache,
      warningsAreErrors: warningsAreErrors, timings: timings, onEvent: onEvent)
    let (results, unreadable) = try await pipeline.results(for: course.lessons, running: named)
    return Outcome(course: course, results: results, unreadable: unreadable)
  }

  /// The files of the site, in memory.
  package func files(of outcome: Outcome) throws -> [SiteFile] {
    let font = timings.measuring("finding the font") { MathFont.find(forCourse: folder) }
    if font == nil { onEvent(.mathFontMissing) }
    let ownFiles = try CourseLoader(folder: folder).files(of: outcome.course)
    let variants = try VariantRecord.read(ofCourse: folder)
    return try timings.measuring("rendering") {
      try SiteRenderer(course: outcome.course, results: outcome.results, variants: variants, themeFolder: themeFolder)
        .files(with: ownFiles + (font?.files ?? []))
    }
  }
}

extension MathFont {
  /// The font of a course's site, compressed once for all courses of a package.
  package static func find(forCourse folder: URL) -> MathFont? {
    find(cache: LessonLibrary.scratchFolder(of: LessonLibrary.package(forCourse: folder)))
  }
}
