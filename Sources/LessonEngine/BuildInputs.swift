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
  /// The theme's folder in the tool's own package, if it is watched.
  var theme: URL?

  package init(ofCourse course: URL, theme: URL? = nil) throws {
    self.course = course.resolvingSymlinksInPath()
    self.theme = theme
    included = Self.includedFiles(of: self.course)
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
    for path in ([course] + [theme].compactMap(\.self)).flatMap(Self.files(below:)) + included {
      let name = path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
      inputs.add(path)
      guard names.contains(name) else {
        _ = inputs.addContent(ofFile: path)
        continue
      }
      var lesson = Fingerprint()
      if lesson.addContent(ofFile: path) { ofLessons[name] = lesson.description }
    }
    for lesson in lessons { inputs.add(lesson) }
    return Contents(world: inputs.description, lessons: ofLessons)
  }

  private nonisolated(unsafe) static let includePattern = /(?m)^[^\n]*\binclude=([^\s#]+)/

  private static func includedFiles(of course: URL) -> [String] {
    let root = IncludedFiles(ofCourse: course).root
    let names = paths(below: course.path) ?? []
    let lessons = names.filter { $0.hasSuffix(".md") }
    let included = concurrentMap(count: lessons.count) { index -> [String] in
      // Few lessons include files, and a search for a pattern takes much longer than one for bytes.
      guard let content = contentsOfRegularFile("\(course.path)/\(lessons[index])"), content.namesInclude else { return [] }
      return String(decoding: content, as: UTF8.self).matches(of: Self.includePattern).map { String($0.1) }
    }
    return Set(included.flatMap(\.self)).sorted().map { "\(root.path)/\($0)" }
  }

  /// The paths of the files in a folder; empty if the folder doesn't exist.
  private static func files(below folder: URL) -> [String] {
    let folder = folder.resolvingSymlinksInPath()
    return (paths(below: folder.path) ?? []).sorted().map { "\(folder.path)/\($0)" }
  }
}

extension Data {
  /// Whether `include=` is somewhere.
  fileprivate var namesInclude: Bool {
    withUnsafeBytes { bytes in
      bytes.indices.contains { bytes[$0] == UInt8(ascii: "=") && bytes[..<$0].suffix(7).elementsEqual("include".utf8) }
    }
  }
}
