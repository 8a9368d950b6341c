import CourseConfiguration
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
  let sandbox: Sandbox?
  /// A folder with files that replace the theme's built-in ones.
  let themeFolder: URL?
  let timings: Timings
  let onEvent: EngineEvent.Handler

  package init(
    folder: URL, concurrentLessons: Int, usesCache: Bool = true, warningsAreErrors: Bool = false, includesDrafts: Bool = false,
    sandbox: Sandbox? = nil,
    themeFolder: URL? = nil,
    timings: Timings, onEvent: @escaping EngineEvent.Handler
  ) {
    self.folder = folder
    self.concurrentLessons = concurrentLessons
    self.usesCache = usesCache
    self.warningsAreErrors = warningsAreErrors
    self.includesDrafts = includesDrafts
    self.sandbox = sandbox
    self.themeFolder = themeFolder
    self.timings = timings
    self.onEvent = onEvent
  }

  package struct Outcome: Sendable {
    package var course: Course
    package var results: [LessonResult]
    package var unreadable: [Document]
    /// The parts of the last site that are still right. Their lessons are neither in the course nor among the results.
    package var kept: KeptSite?
    /// What the site is made of, if it is known already.
    fileprivate var material: Material?

    /// How much of the lessons that weren't checked again was checked.
    package var keptSummary: CheckSummary { (kept?.parts ?? []).map(\.check).reduce(CheckSummary(), +) }
  }

  /// What the site's files are made of.
  fileprivate struct Material: Sendable {
    /// The pictures and files of the course, and the font.
    var files: [SiteFile]
    var hasFont: Bool
    var parts: [LessonPart]
    /// What made the parts.
    var renderer: SiteRenderer
  }

  /// A site in memory.
  package struct Rendered: Sendable {
    package var files: [SiteFile] = []
    var parts: [LessonPart] = []
    /// The names of the lessons that were rendered.
    var made: Set<String> = []
    /// Whether the count of wrong variants is one of the lessons as they are.
    var isCountCurrent = false

    package init() {}
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
      warningsAreErrors: warningsAreErrors, sandbox: sandbox, timings: timings, onEvent: onEvent)
    let (results, unreadable) = try await pipeline.results(for: course.lessons, running: named)
    return Outcome(course: course, results: results, unreadable: unreadable)
  }

  /// Runs and checks only the lessons of a site that have changed, and those whose pages depend on what has changed.
  ///
  /// - Returns: nil if the whole site may depend on the change. Whatever isn't surely independent counts as dependent.
  package func outcome(updating site: KeptSite) async throws -> Outcome? {
    let old = Dictionary(site.parts.map { ($0.identity.name, $0) }) { first, _ in first }
    var made = site.changed
    let hasCount = try VariantRecord.read(ofCourse: folder).count != nil
    // A page shows the headings and numbers of others, which may change with a lesson, and those of the next with that one's.
    for _ in 0..<4 {
      var kept = site
      kept.parts.removeAll { made.contains($0.identity.name) }
      let course = try timings.measuring("reading the lessons") {
        try CourseLoader(folder: folder, includesDrafts: includesDrafts).load(Set(made.compactMap { site.paths[$0] }), beside: kept.parts)
      }
      guard course.lessons.count == made.count,
        course.lessons.allSatisfy({ !$0.needsCompleteBuild(after: old[$0.name], course.settings, hasCount: hasCount) })
      else {
        return nil
      }
      let pipeline = Pipeline(
        folder: folder, course: course, concurrentLessons: concurrentLessons, warningsAreErrors: warningsAreErrors, sandbox: sandbox,
        timings: timings,
        onEvent: onEvent)
      let (results, unreadable) = try await pipeline.results(for: course.lessons)
      guard unreadable.isEmpty else { return nil }
      var outcome = Outcome(course: course, results: results, unreadable: unreadable, kept: kept)
      let material = try timings.measuring("rendering") { try self.material(of: outcome) }
      outcome.material = material
      let parts = material.parts.filter { made.contains($0.identity.name) }
      guard parts.allSatisfy({ $0.numbersSameCells(as: old[$0.identity.name]) }) else { return nil }
      let changed = Set(parts.filter { $0.interface != old[$0.identity.name]?.interface }.map(\.referenceName))
      let dependent = kept.parts.filter { !$0.linkedLessons.isDisjoint(with: changed) }.map(\.identity.name)
      if dependent.isEmpty {
        for _ in kept.parts { timings.noteReuse() }
        return outcome
      }
      made.formUnion(dependent)
    }
    return nil
  }

  private func renderer(of outcome: Outcome) throws -> SiteRenderer {
    let variants = try VariantRecord.read(ofCourse: folder)
    guard let kept = outcome.kept else {
      return try SiteRenderer(course: outcome.course, results: outcome.results, variants: variants, themeFolder: themeFolder)
    }
    let made = Dictionary(outcome.results.map { ($0.document.name, $0) }) { first, _ in first }
    let parts = Dictionary(kept.parts.map { ($0.identity.name, $0) }) { first, _ in first }
    let lessons = kept.order.compactMap { name in
      made[name].map(SiteRenderer.Lesson.checked) ?? parts[name].map(SiteRenderer.Lesson.kept)
    }
    return try SiteRenderer(
      settings: outcome.course.settings, lessons: lessons, hasCount: variants.count != nil,
      countOfVariants: kept.isCountCurrent ? variants.count : nil, themeFolder: themeFolder)
  }

  /// The files of the site, in memory.
  package func files(of outcome: Outcome) throws -> [SiteFile] { try rendered(outcome).files }

  /// Lessons as a book; nil if none of them is to be in one.
  ///
  /// - Parameter names: Their names; nil for the whole course.
  package func book(of outcome: Outcome, lessons names: Set<String>?) throws -> Book? {
    let font = timings.measuring("finding the font") { MathFont.find(forCourse: folder) }
    let ownFiles = try CourseLoader(folder: folder).files(of: outcome.course)
    return try timings.measuring("rendering") {
      try renderer(of: outcome).book(of: names, with: ownFiles + (font?.files ?? []))
    }
  }

  /// The site, in memory.
  package func rendered(_ outcome: Outcome) throws -> Rendered {
    let variants = try VariantRecord.read(ofCourse: folder)
    return try timings.measuring("rendering") {
      let material = try outcome.material ?? self.material(of: outcome)
      if !material.hasFont { onEvent(.mathFontMissing) }
      let isCountCurrent = outcome.kept?.isCountCurrent ?? (variants.count(of: outcome.results.map(\.document)) != nil)
      var site = Rendered()
      site.files = material.renderer.files(of: material.parts, with: material.files)
      site.parts = material.parts
      site.made = Set(outcome.results.map(\.document.name))
      site.isCountCurrent = isCountCurrent
      return site
    }
  }

  private func material(of outcome: Outcome) throws -> Material {
    let font = MathFont.find(forCourse: folder)
    let ownFiles = try CourseLoader(folder: folder).files(of: outcome.course, beside: outcome.kept?.parts ?? [])
    let files = ownFiles + (font?.files ?? [])
    let renderer = try renderer(of: outcome)
    return Material(files: files, hasFont: font != nil, parts: renderer.parts(with: files), renderer: renderer)
  }
}

extension Document {
  /// Whether pages may change that don't link to the lesson.
  ///
  /// - Parameter part: What the last site showed of it.
  fileprivate func needsCompleteBuild(after part: LessonPart?, _ settings: CourseSettings, hasCount: Bool) -> Bool {
    guard let part, let demanded = part.demanded, canRun, frontMatter.libraries.isEmpty, LessonPart.Identity(self) == part.identity else {
      return true
    }
    // Works that no lesson cites are reported.
    guard Set(citations.flatMap(\.items).map(\.key.text)) == demanded.citations else { return true }
    guard VariantRecord.digest(of: self) == demanded.variantDigest || !hasCount else { return true }
    // What texts of `course.yml` may link to is checked when all lessons are known.
    if !settings.paragraphs.isEmpty, part.downloads != downloads || part.interface?.anchors != anchors { return true }
    return settings.cover.contains { $0.lesson == name && exhibit($0.id) == nil }
  }
}

extension LessonPart {
  /// Whether its links without words lead to the same places. A cell to which one leads has a number.
  fileprivate func numbersSameCells(as part: LessonPart?) -> Bool { Set(wordlessTargets) == part.map { Set($0.wordlessTargets) } }
}

extension MathFont {
  /// The font of a course's site, compressed once for all courses of a package.
  package static func find(forCourse folder: URL) -> MathFont? {
    find(cache: LessonLibrary.scratchFolder(of: LessonLibrary.package(forCourse: folder)))
  }
}
