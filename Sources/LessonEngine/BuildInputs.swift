import CourseConfiguration
import Diagnostics
import Foundation
import LessonDocument
import LessonRunner
import SiteRendering

/// Everything that a build depends on, named here and nowhere else: the watcher asks whether it has changed, the build's record what it
/// is. What a lesson's run depends on is a part of it, named by `Runner.key(of:)`: the lesson's cells and data are files of the course, and
/// both take the library's files from `LessonLibrary`, and the compiler and this tool from `Toolchain`.
package struct BuildInputs: Equatable, Sendable {
  /// Lessons, their data, pictures, `course.yml`: all that is in it.
  let course: URL
  let library: LessonLibrary
  /// The theme as it is in the tool's own package, where it is followed.
  var theme: URL?

  package init(ofCourse course: URL, theme: URL? = nil) throws {
    self.course = course.resolvingSymlinksInPath()
    self.theme = theme
    // What is wrong with course.yml is told by the build.
    let settings = try? CourseLoader(folder: course).loadSettings().0
    library = try LessonLibrary(ofCourse: course, settings?.library)
  }

  /// Tells two states of the files apart by their sizes and times, without reading them: a look at a course costs a millisecond.
  package func state() -> Fingerprint {
    var state = Fingerprint()
    for file in ([course] + [theme].compactMap(\.self)).flatMap(Self.files(below:)) + library.sourceFiles {
      state.addState(ofFile: file.path)
    }
    return state
  }

  /// A number of all bytes, and of the compiler, the tool and the font.
  ///
  /// - Returns: nil if that can't be known.
  package func fingerprint() -> String? {
    var inputs = Fingerprint()
    guard let toolchain = try? Toolchain.find(), let library = try? library.fingerprint(toolchain) else { return nil }
    inputs.add(toolchain.identityWithTool)
    inputs.add(library)
    for file in MathFont.find(forCourse: course)?.files ?? [] {
      inputs.add(file.path)
      // Its size tells one release of a font from another, and costs less time than its bytes.
      inputs.add("\(file.bytes.count)")
    }
    for file in ([course] + [theme].compactMap(\.self)).flatMap(Self.files(below:)) {
      inputs.add(file.path)
      _ = inputs.addContent(ofFile: file.path)
    }
    return inputs.description
  }

  /// A folder that isn't there holds nothing.
  private static func files(below folder: URL) -> [URL] {
    let folder = folder.resolvingSymlinksInPath()
    return ((try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []).sorted().map { folder.appending(path: $0) }
  }
}
