import CourseConfiguration
import Diagnostics

/// What is wrong with a library that `course.yml` or a lesson names.
package struct LibraryProblem: Error {
  package var problem: Problem
  /// The lesson whose front matter names it; nil for `course.yml`.
  package var lesson: String?
}

/// A library, and where it is named.
package struct NamedLibrary: Sendable, Hashable {
  package var library: CourseSettings.Library
  /// The lesson whose front matter names it; nil for `course.yml`.
  package var lesson: String?
  /// Whether nothing names it: it is the package that contains the course.
  var isDefault = false

  package init(_ library: CourseSettings.Library, lesson: String? = nil) {
    self.library = library
    self.lesson = lesson
  }

  package func problem(_ message: String, at range: Range<Int>? = nil, notes: [String] = [], help: String) -> LibraryProblem {
    LibraryProblem(problem: Problem(message, at: range ?? library.range, notes: notes, help: help), lesson: lesson)
  }
}
