import CourseConfiguration
import Diagnostics

/// A folder of lessons: what `course.yml` says of them, the lessons in their order, and the pictures beside them.
package struct Course: Sendable {
  package var settings: CourseSettings
  package var lessons: [Document]
  /// The pictures beside the lessons, by their paths from the folder of lessons.
  package var pictures: [String: Picture]
  /// What is doubtful in the course, but not in one of its lessons.
  package var warnings: [Diagnostic] = []

  package init(settings: CourseSettings, lessons: [Document], pictures: [String: Picture] = [:]) {
    self.settings = settings
    self.lessons = lessons
    self.pictures = pictures
  }

  /// The pictures that the lessons show, each once, by their paths.
  package var shownPictures: [String] { Set(lessons.flatMap(\.images).map(\.path)).intersection(pictures.keys).sorted() }
}
