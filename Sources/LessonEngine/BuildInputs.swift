import CourseConfiguration
import Diagnostics
import Foundation
import LessonDocument
import LessonRunner
import SiteRendering
import ToolSupport

/// Everything that a build depends on, defined only here. The watcher asks whether it has changed, and the build's record stores its
/// fingerprint. What a lesson's run depends on is a part of it, defined by `Runner.key(of:)`: the lesson's cells and data are files of the
/// course, and both take the library's files from `LessonLibrary`, and the compiler and this tool from `Toolchain`.
package struct BuildInputs: Equatable, Sendable {
  /// The folder of the course, with lessons, their data, pictures and `course.yml`.
  let course: URL
  let library: LessonLibrary
  /// The paths of the source files that lessons include, wherever they are in the package.
  let included: [String]
  /// Those of what lessons seem to link to outside of their folder. A preview looks again when one of them comes or goes.
  private let linked: [String]
  /// The theme's folder in the tool's own package, if it is watched.
  var theme: URL?

  package init(ofCourse course: URL, theme: URL? = nil) throws {
    self.course = course.resolvingSymlinksInPath()
    self.theme = theme
    (included, linked) = Self.namedFiles(of: self.course)
    // Errors in course.yml are reported by the build.
    let settings = try? CourseLoader(folder: course).loadSettings().0
    // A package in a folder may be missing: the build reports it.
    library = try (try? LessonLibrary(ofCourse: course, settings?.libraries)) ?? LessonLibrary(ofCourse: course, [])
  }

  /// A fingerprint of the files' sizes and times. The files aren't read, so it takes a millisecond.
  package func state() -> Fingerprint {
    var state = Fingerprint()
    for file in ([course] + [theme].compactMap(\.self)).flatMap(Self.files(below:)) + library.sourceFiles + included {
      state.addState(ofFile: file, isExact: true)
    }
    for path in linked { state.add(Self.kind(of: path) + URL(filePath: path).resolvingSymlinksInPath().path) }
    for path in included { state.add(URL(filePath: path).resolvingSymlinksInPath().path) }
    // The links to files of the repository lead out of it without this folder.
    if !linked.isEmpty { state.add(IncludedFiles(ofCourse: course).root.path) }
    return state
  }

  /// Fingerprints of what a build depends on.
  package struct Contents {
    /// Of the compiler, the tool, the font and all files but the lessons.
    package var world: String
    /// Of the lessons' files, by their paths in the folder of lessons.
    package var lessons: [String: String]
  }

  /// Fingerprints of the files' contents, and of the compiler, the tool and the font.
  ///
  /// - Parameter lessons: The paths of the lessons in the course's folder.
  /// - Returns: nil if it can't be determined.
  package func contents(lessons: [String]) -> Contents? {
    let names = Set(lessons)
    var ofLessons: [String: String] = [:]
    var inputs = Fingerprint()
    guard let toolchain = try? Toolchain.find(), let library = try? library.fingerprint(toolchain) else { return nil }
    inputs.add(toolchain.identityWithTool)
    inputs.add(library)
    for file in MathFont.find(forCourse: course)?.files ?? [] {
      inputs.add(file.path)
      // The size distinguishes releases of a font, and is faster to get than a hash of the bytes.
      inputs.add("\(file.bytes.count)")
    }
    let folder = course.path + "/"
    // A folder above them may be a link.
    for path in included { inputs.add(URL(filePath: path).resolvingSymlinksInPath().path) }
    for path in ([course] + [theme].compactMap(\.self)).flatMap(Self.files(below:)) + included {
      let name = path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
      inputs.add(path)
      // A link to the same content may lead out of the course.
      let target = Self.target(ofLink: path)
      guard names.contains(name) else {
        if let target { inputs.add(target) }
        _ = inputs.addContent(ofFile: path)
        continue
      }
      var lesson = Fingerprint()
      if let target { lesson.add(target) }
      if lesson.addContent(ofFile: path) { ofLessons[name] = lesson.description }
    }
    for lesson in lessons { inputs.add(lesson) }
    return Contents(world: inputs.description, lessons: ofLessons)
  }

  /// A digest of the contents of the course's files and of those that its lessons include, the same in each copy of the repository.
  package func digest(with options: String) -> String {
    var digest = Fingerprint()
    digest.add(options)
    for path in (paths(below: course.path) { !$0.hasPrefix(".") && !$0.contains("/.") } ?? []).sorted()
    where !path.hasPrefix(".") && !path.contains("/.") {
      var content = Fingerprint()
      // Folders have none, and editors' backups are no part of a course.
      guard ![".bak", ".orig", "~", ".pyc"].contains(where: path.hasSuffix), content.addContent(ofFile: "\(course.path)/\(path)") else {
        continue
      }
      digest.add(path)
      digest.add(content.description)
      if let target = Self.target(ofLink: "\(course.path)/\(path)") {
        digest.add(target.hasPrefix(course.path + "/") ? "link" : "link out")
      }
    }
    for path in included {
      let place = URL(filePath: path).resolvingSymlinksInPath().path
      digest.add(place.hasPrefix(IncludedFiles(ofCourse: course).root.path + "/") ? "file" : "link out")
      _ = digest.addContent(ofFile: path)
    }
    for path in linked { digest.add(Self.kind(of: path)) }
    return digest.description
  }

  private nonisolated(unsafe) static let includePattern = /(?m)^[^\n]*\binclude=([^\s#]+)/

  private nonisolated(unsafe) static let linkPattern = /(?:\.\.\/)+[^\s()<>"'\[\]#?]*/

  /// The paths of the files that lessons name outside of their folder: those that they include, and those that they may link to.
  private static func namedFiles(of course: URL) -> (included: [String], linked: [String]) {
    let root = IncludedFiles(ofCourse: course).root
    let names = paths(below: course.path) ?? []
    let lessons = names.filter { $0.hasSuffix(".md") }
    let named = concurrentMap(count: lessons.count) { index -> (included: [String], linked: [String]) in
      // Few lessons name files, and a search for a pattern takes much longer than one for bytes.
      let path = "\(course.path)/\(lessons[index])"
      guard let content = contentsOfRegularFile(path) else { return ([], []) }
      let (includes, leadsOut) = (content.holds("include="), content.holds("../"))
      guard includes || leadsOut else { return ([], []) }
      let text = String(decoding: content, as: UTF8.self)
      let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
      return (
        includes ? text.matches(of: Self.includePattern).map { String($0.1) } : [],
        leadsOut
          ? text.matches(of: Self.linkPattern).map { simplified("\(folder)/\(String($0.0).percentDecoded)") } : []
      )
    }
    return (
      Set(named.flatMap(\.included)).sorted().map { "\(root.path)/\($0)" }, Set(named.flatMap(\.linked)).sorted()
    )
  }

  /// A path without `..`, which keeps the names of links: they may lead elsewhere later.
  private static func simplified(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// Where a symbolic link leads in the end; nil for anything else.
  private static func target(ofLink path: String) -> String? {
    var sign: CChar = 0
    // Most files are none, and this is the fastest way to learn it.
    return readlink(path, &sign, 1) < 0 ? nil : URL(filePath: path).resolvingSymlinksInPath().path
  }

  private static func kind(of path: String) -> String {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) ? isFolder.boolValue ? "folder" : "file" : "missing"
  }

  /// The paths of the files in a folder; empty if the folder doesn't exist.
  private static func files(below folder: URL) -> [String] {
    let folder = folder.resolvingSymlinksInPath()
    return (paths(below: folder.path) ?? []).sorted().map { "\(folder.path)/\($0)" }
  }
}

extension Data {
  /// Whether a text is somewhere.
  fileprivate func holds(_ text: String) -> Bool {
    let (beginning, last) = (Array(text.utf8.dropLast()), text.utf8.last)
    return withUnsafeBytes { bytes in
      bytes.indices.contains { bytes[$0] == last && bytes[..<$0].suffix(beginning.count).elementsEqual(beginning) }
    }
  }
}
