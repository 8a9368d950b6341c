import Diagnostics
import LessonDocument

/// A file of which a report can only say why it couldn't be read.
struct UnreadFile {
  var path: String
  var name: String
  var title: String
  var diagnostics: [Diagnostic]

  init(_ lesson: Document) {
    path = lesson.file.path
    name = lesson.name
    title = lesson.title
    diagnostics = lesson.diagnostics
  }

  /// A file for which the whole course can't be read, say `course.yml`.
  init(_ diagnostic: Diagnostic) {
    path = diagnostic.file.path
    name = path.split(separator: "/").last.map(String.init) ?? path
    title = name
    diagnostics = [diagnostic]
  }
}
