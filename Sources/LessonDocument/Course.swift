import CourseConfiguration
import Diagnostics

/// A folder of lessons: its settings from `course.yml`, the lessons in their order, and the pictures beside them.
package struct Course: Sendable {
  package var settings: CourseSettings
  package var lessons: [Document]
  /// The pictures beside the lessons, by their paths relative to the folder of lessons.
  package var pictures: [String: Picture]
  /// The paths of the drafts that are left out.
  package var drafts: [String] = []
  /// How to learn the anchors of lessons that weren't read, because the last build knows them, by their file names.
  package var knownAnchors: [String: @Sendable () -> Set<String>] = [:]
  /// Problems of the course that don't belong to one of its lessons, and don't keep the lessons from being run.
  package var problems: [Diagnostic] = []

  package init(settings: CourseSettings, lessons: [Document], pictures: [String: Picture] = [:]) {
    self.settings = settings
    self.lessons = lessons
    self.pictures = pictures
  }

  /// The paths of the files that lessons link to, each once.
  package var downloads: [String] { lessons.reduce(into: Set()) { $0.formUnion($1.downloads) }.sorted() }

  /// The paths of the pictures that the lessons show, each once.
  package var shownPictures: [String] { Set(lessons.flatMap(\.images).map(\.path)).intersection(pictures.keys).sorted() }
}

extension Document {
  /// The paths that lead out of the folder of lessons, relative to it: those of files and folders of the repository, if they are there.
  package var repositoryPaths: Set<String> {
    Set(
      links.compactMap { link in
        guard case .file(let path, _, _) = link.target, path == ".." || path.hasPrefix("../") else { return nil }
        return path
      })
  }

  /// The paths of the files that it links to, which the site takes over.
  package var downloads: Set<String> {
    Set(
      links.compactMap { link in
        guard case .download? = link.file, case .file(let path, _, _) = link.target else { return nil }
        return path
      })
  }
}
