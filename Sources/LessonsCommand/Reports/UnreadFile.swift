import Diagnostics
import LessonChecks
import LessonDocument

/// A file that couldn't be read, with the reason, or one of the course that is no lesson, with a warning.
struct UnreadFile {
  var path: String
  var name: String
  var title: String
  var failures: [CheckFailure]

  init(_ lesson: Document) {
    path = lesson.file.path
    name = lesson.name
    title = lesson.title
    // A bibliography, say, isn't a lesson.
    let malformed: FailureKind = lesson.file.path.hasSuffix(".md") ? .lessonMalformed : .courseMalformed
    failures = lesson.diagnostics.map { CheckFailure($0.isError ? malformed : .lessonDoubtful, of: .lesson, $0) }
  }

  /// A file without which the whole course can't be read, such as `course.yml`.
  init(_ diagnostic: Diagnostic) {
    path = diagnostic.file.path
    name = path.split(separator: "/").last.map(String.init) ?? path
    title = name
    failures = [CheckFailure(diagnostic.isError ? .courseMalformed : .lessonDoubtful, of: .lesson, diagnostic)]
  }
}
