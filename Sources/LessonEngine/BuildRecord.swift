import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonRunner
import SiteRendering
import ToolSupport

/// A record of what the last site was built from, and of the site itself. If neither has changed, there is nothing to do. If only lessons
/// have changed, the parts of the others are kept.
package struct BuildRecord: Codable {
  /// What a site is made of.
  package struct Inputs: Codable, Equatable, Sendable {
    /// A fingerprint of everything but the lessons' files.
    var world: String
    /// The lessons' files in their order, drafts too.
    var lessons: [Lesson]

    struct Lesson: Codable, Equatable, Sendable {
      var path: String
      var content: String
    }

    /// What a part is kept under: everything that it was made of, except for the lessons that it links to.
    func key(of lesson: Lesson) -> String { "\(world) \(lesson.path) \(lesson.content)" }

    /// The lessons by the names of their pages.
    fileprivate var lessonsByName: [String: Lesson] {
      Dictionary(lessons.map { (KeptSite.name(ofPath: $0.path), $0) }) { first, _ in first }
    }

    /// The paths of the lessons that parts are of; nil if one of them isn't among the lessons.
    fileprivate func paths(of parts: [LessonPart]) -> [String]? {
      let lessons = lessonsByName
      let paths = parts.compactMap { lessons[$0.identity.name]?.path }
      return paths.count == parts.count ? paths : nil
    }
  }

  private var inputs: Inputs
  /// A fingerprint of the site's files after writing: their names, sizes and times.
  private var site: String
  /// The summary that the build reported.
  private(set) var summary: CheckSummary
  /// The lessons on the site, by their paths: drafts aren't.
  private var pages: [String]
  /// Whether the count of wrong variants is one of the lessons as they are.
  private var isCountCurrent: Bool
  /// The files and folders above the lessons to which pages link, as they were: see `LinkedFiles.states`.
  private var repository: [String: String]

  /// The last build's record, if the site is still as that build left it, and what it links to in the repository as it was then.
  ///
  /// - Parameter folder: The course's.
  package static func ofStandingSite(_ cache: CacheFolder, site: String, ofCourse folder: URL) -> BuildRecord? {
    guard let bytes = contentsOfRegularFile(cache.buildRecord.path),
      let record = ChecksummedFile.content(of: bytes, as: BuildRecord.self), record.site == state(ofFolder: site),
      record.repository == LinkedFiles.states(of: record.repository.keys, ofCourse: folder)
    else { return nil }
    return record
  }

  /// The last build's summary, if building again would write the same site.
  package func summary(ifMadeOf inputs: Inputs) -> CheckSummary? { self.inputs == inputs ? summary : nil }

  /// Records that the site was built from the inputs.
  ///
  /// - Parameter written: The folder that was written. If another build has replaced it, nothing is recorded.
  package static func write(
    _ cache: CacheFolder, ofCourse folder: URL, inputs: Inputs, site: String, written: SiteWriter.WrittenFolder, summary: CheckSummary,
    rendered: SiteBuild.Rendered
  ) {
    let paths = inputs.lessonsByName
    guard let pages = inputs.paths(of: rendered.parts) else { return }
    // The record only saves time: without it, the next build does all of its work.
    cache.make()
    let store = PartStore(cache)
    _ = concurrentMap(count: rendered.parts.count) { index in
      let part = rendered.parts[index]
      if let lesson = paths[part.identity.name], rendered.made.contains(part.identity.name) {
        store.write(part, key: inputs.key(of: lesson))
      }
    }
    let record = BuildRecord(
      inputs: inputs, site: state(ofFolder: site), summary: summary, pages: pages, isCountCurrent: rendered.isCountCurrent,
      repository: LinkedFiles.states(of: rendered.parts.flatMap(\.repositoryPaths), ofCourse: folder))
    guard written.stands, let bytes = ChecksummedFile.bytes(sealing: record) else { return }
    try? bytes.write(to: cache.buildRecord, options: .atomic)
  }

  /// What the site is made of, the working directory, and the site's folder.
  ///
  /// - Returns: nil if it can't be determined, so that the site must be built.
  package static func inputs(ofCourse folder: URL, site: String, drafts: Bool = false, theme: URL? = nil) -> Inputs? {
    guard let paths = try? CourseLoader(folder: folder).lessonPaths(),
      let contents = (try? BuildInputs(ofCourse: folder, theme: theme))?.contents(lessons: paths),
      contents.lessons.count == Set(paths).count
    else { return nil }
    let world = "\(contents.world)\(drafts ? " with drafts" : "") \(FileManager.default.currentDirectoryPath) \(site)"
    return Inputs(world: world, lessons: paths.map { .init(path: $0, content: contents.lessons[$0] ?? "") })
  }

  /// The parts of the standing site that are made of the same as now.
  ///
  /// - Returns: nil if anything but the content of lessons has changed.
  package func keptSite(_ cache: CacheFolder, inputs: Inputs) -> KeptSite? {
    let store = PartStore(cache)
    return KeptSite(from: self.inputs, pages: pages, to: inputs, isCountCurrent: isCountCurrent) { lesson in
      store.part(named: KeptSite.name(ofPath: lesson.path), key: self.inputs.key(of: lesson))
    }
  }

  private static func state(ofFolder folder: String) -> String {
    var state = Fingerprint()
    for path in (paths(below: folder) ?? []).sorted() {
      state.addState(ofFile: "\(folder)/\(path)")
    }
    return state.description
  }
}

/// The parts of the standing site, in their order.
package struct KeptSite: Sendable {
  var parts: [LessonPart]
  /// The names of all lessons on the site, in their order.
  var order: [String]
  /// The paths of the lessons by their names.
  var paths: [String: String]
  /// The names of the lessons that have changed since.
  var changed: Set<String>
  var isCountCurrent: Bool

  /// - Parameters:
  ///   - old: What the standing site is made of.
  ///   - pages: The paths of its lessons.
  ///   - new: What a site would be made of now.
  ///   - part: The part of a lesson of the standing site, if it is known.
  /// - Returns: nil if anything but the content of lessons has changed.
  init?(
    from old: BuildRecord.Inputs, pages: [String], to new: BuildRecord.Inputs, isCountCurrent: Bool,
    part: @Sendable (BuildRecord.Inputs.Lesson) -> LessonPart?
  ) {
    guard new.world == old.world, new.lessons.map(\.path) == old.lessons.map(\.path) else { return nil }
    let isOnSite = Set(pages)
    let changed = zip(new.lessons, old.lessons).filter { $0 != $1 }.map(\.0)
    // A draft that has changed may be a lesson now.
    guard changed.allSatisfy({ isOnSite.contains($0.path) }) else { return nil }
    let lessons = old.lessons.filter { isOnSite.contains($0.path) }
    let found = concurrentMap(count: lessons.count) { part(lessons[$0]) }
    parts = found.compactMap(\.self)
    guard parts.count == found.count, !parts.contains(where: \.namesLibraries) else { return nil }
    order = parts.map(\.identity.name)
    paths = Dictionary(zip(parts, lessons).map { ($0.identity.name, $1.path) }) { first, _ in first }
    self.changed = Set(changed.map { Self.name(ofPath: $0.path) })
    self.isCountCurrent = isCountCurrent
  }

  /// `basics-01-vectors` for `basics/01-vectors.md`, as `Document.name` says it.
  static func name(ofPath path: String) -> String { String(path.dropLast(".md".count)).replacing("/", with: "-") }
}

/// A site in memory, and what it was built from: the preview keeps its parts as a build keeps those on disk.
package struct StandingSite: Sendable {
  private let inputs: BuildRecord.Inputs
  private let pages: [String]
  private let parts: [String: LessonPart]
  private let files: [String: SiteFile]
  private let isCountCurrent: Bool
  private let folder: URL
  private let repository: [String: String]

  /// - Parameters:
  ///   - rendered: A site without problems.
  ///   - folder: The course's.
  package init?(_ rendered: SiteBuild.Rendered, of inputs: BuildRecord.Inputs, ofCourse folder: URL) {
    guard let pages = inputs.paths(of: rendered.parts), !rendered.files.contains(where: \.isKept) else { return nil }
    self.inputs = inputs
    self.pages = pages
    parts = Dictionary(rendered.parts.map { ($0.identity.name, $0.asKept) }) { first, _ in first }
    files = Dictionary(rendered.files.map { ($0.path, $0) }) { first, _ in first }
    isCountCurrent = rendered.isCountCurrent
    self.folder = folder
    repository = LinkedFiles.states(of: rendered.parts.flatMap(\.repositoryPaths), ofCourse: folder)
  }

  /// What can be kept for a site of other inputs.
  package func kept(for new: BuildRecord.Inputs) -> KeptSite? {
    guard repository == LinkedFiles.states(of: repository.keys, ofCourse: folder) else { return nil }
    return KeptSite(from: inputs, pages: pages, to: new, isCountCurrent: isCountCurrent) { parts[KeptSite.name(ofPath: $0.path)] }
  }

  /// A site with the bytes of the files that it takes over from this one; nil if one isn't here.
  package func completing(_ site: SiteBuild.Rendered) -> SiteBuild.Rendered? {
    var complete = site
    for index in site.files.indices where site.files[index].isKept {
      guard let file = files[site.files[index].path] else { return nil }
      complete.files[index] = file
    }
    return complete
  }
}

/// The parts of the last site, in one file per lesson.
private struct PartStore: Sendable {
  private let folder: URL

  init(_ cache: CacheFolder) { folder = cache.own.appending(path: "pages") }

  private struct Stored: Codable {
    var key: String
    var part: LessonPart
  }

  func part(named name: String, key: String) -> LessonPart? {
    guard let bytes = contentsOfRegularFile(file(of: name).path), let stored = ChecksummedFile.content(of: bytes, as: Stored.self),
      stored.key == key
    else { return nil }
    return stored.part
  }

  func write(_ part: LessonPart, key: String) {
    guard let bytes = ChecksummedFile.bytes(sealing: Stored(key: key, part: part.asKept)) else { return }
    // A part that couldn't be kept is made anew.
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? bytes.write(to: file(of: part.identity.name), options: .atomic)
  }

  private func file(of name: String) -> URL { folder.appending(path: "\(name).part") }
}
